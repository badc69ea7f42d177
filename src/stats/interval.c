/* Confidence intervals over independent observations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "interval.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "random/assumption_distribution.h"

double
suf_interval_skewness(double n, double skewness)
{
    return n > 0 ? fmax(skewness * skewness - 6 / n, 0) / n
                 : 0; /* fmax passes over NaN */
}

double
suf_interval_quantile(double freedom, double n, double skewness_square, double confidence)
{
    double z = gsl_cdf_ugaussian_Pinv(0.5 + confidence / 2);
    double term = fmax((pow(z, 4) + 2 * z * z - 3) / 18, 0) * skewness_square;
    return gsl_cdf_tdist_Pinv(0.5 + confidence / 2, freedom) *
           (1 + (1 + 125 / n) * term / (1 + 4 * term));
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
