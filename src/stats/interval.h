/* Confidence intervals over independent observations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_STATS_INTERVAL_H
#define SUF_STATS_INTERVAL_H

#include <stdint.h>

/* What is certain of the square of the skewness of a mean: that of n independent
 * observations of this (adjusted) skewness, over n, less the 6 / n that chance alone
 * shows; at least 0, and 0 for a skewness that is NaN. */
double suf_interval_skewness(double n, double skewness);

/* Half width of the two-sided interval of a mean over its standard error, for a
 * confidence in (0, 1): Student's quantile of `freedom` >= 1 degrees of freedom, widened
 * where the mean is skewed. By the Edgeworth expansion of Student's statistic an interval
 * with equal sides needs the factor 1 + x, x = (z^4 + 2 z^2 - 3) / 18 x skewness^2 with z
 * the normal quantile and the skewness of the mean (Hall 1992, The Bootstrap and
 * Edgeworth Expansion, section 2.6; the term of kurtosis is small). But a sample shows
 * less skewness than there is, the more so the fewer it has, and x is an expansion for
 * small x: the factor taken is 1 + (1 + 125 / n) x / (1 + 4 x), whose numbers are by
 * measurement (docs/theory/model.md), with n values that tell of the skewness.
 * `skewness_square` is that of suf_interval_skewness. */
double suf_interval_quantile(
    double freedom, double n, double skewness_square, double confidence);

/* The exact interval of a probability of which n independent trials saw n_met
 * successes (Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404): the limits are
 * quantiles of beta laws. [0, 1] for n = 0. */
void suf_interval_binomial(
    uint64_t n_met, uint64_t n, double confidence, double *low, double *high);

#endif
