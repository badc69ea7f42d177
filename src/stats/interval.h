/* Confidence intervals over independent replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_STATS_INTERVAL_H
#define SUF_STATS_INTERVAL_H

#include <stdint.h>

/* Half width of the two-sided interval of a mean, t(n - 1) quantile x s / sqrt(n), for a
 * confidence in (0, 1). NaN with fewer than two observations. */
double suf_interval_half_width(uint64_t n, double variance, double confidence);

/* The exact interval of a probability of which n independent trials saw n_met
 * successes (Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404): the limits are
 * quantiles of beta laws. [0, 1] for n = 0. */
void suf_interval_binomial(
    uint64_t n_met, uint64_t n, double confidence, double *low, double *high);

#endif
