/* Confidence intervals over independent replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_STATS_INTERVAL_H
#define SUF_STATS_INTERVAL_H

#include <stdint.h>

/* Half width of the two-sided interval of a mean, t(n - 1) quantile x s / sqrt(n), for a
 * confidence in (0, 1). NaN with fewer than two observations. */
double suf_interval_half_width(uint64_t n, double variance, double confidence);

#endif
