/* Confidence intervals over independent replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

double
suf_interval_half_width(uint64_t n, double variance, double confidence)
{
    if (n < 2) {
        return (double) NAN;
    }
    double observations = (double) n;
    double quantile = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, observations - 1);
    return quantile * sqrt(variance / observations);
}
