/* Quantiles of what weighted replications have, and their intervals.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The quantile of p is the least value at or below which lies a share p of the weight:
 * the inverse of the weighted empirical law, and with equal weights the ceil(p n)-th
 * smallest (definition 1 of Hyndman and Fan 1996, The American Statistician 50, 361-365).
 * Its interval is Woodruff's (1952, Journal of the American Statistical Association 47,
 * 635-646): the values at which the weighted law reaches the limits of the interval of
 * the probability p that a value is at or below the quantile. That is Clopper's and
 * Pearson's at the number p (1 - p) / variance, the variance sum of w^2 (indicator - p)^2
 * over (sum of w)^2, but never above the effective sample size. */
#ifndef SUF_STATS_WEIGHTED_QUANTILE_H
#define SUF_STATS_WEIGHTED_QUANTILE_H

#include <stdint.h>

typedef struct suf_weighed {
    double value, weight; /* never NaN; at least 0 */
} suf_weighed;

/* Puts n of them in ascending order of their values. */
void suf_weighed_sort(suf_weighed *items, uint32_t n);
/* The quantile of p in [0, 1] of n in ascending order; NaN when nothing has a weight. */
double suf_weighed_quantile(const suf_weighed *ascending, uint32_t n, double p);
/* The interval of the quantile, of an effective sample size above 0 and a confidence in
 * (0, 1); NaN when nothing has a weight. */
void suf_weighed_interval(const suf_weighed *ascending, uint32_t n, double p,
    double effective, double confidence, double *low, double *high);

#endif
