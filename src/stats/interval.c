/* Confidence intervals over independent replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "random/assumption_law.h"

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

void
suf_interval_binomial(
    uint64_t n_met, uint64_t n, double confidence, double *low, double *high)
{
    double tail = (1 - confidence) / 2;
    double met = (double) n_met;
    double missed = (double) (n - n_met);
    *low = n_met == 0 ? 0 : suf_beta_quantile(tail, met, missed + 1);
    *high = n_met == n ? 1 : suf_beta_quantile(1 - tail, met + 1, missed);
}
