/* The mean of what weighted replications have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The variance of the mean is that of a ratio of totals over clusters of replications
 * (estimate.h), or over each replication where they are independent: M / (M - 1) times
 * the sum over clusters of (sum of w (x - mean))^2. */
#ifndef SUF_STATS_WEIGHTED_MEAN_H
#define SUF_STATS_WEIGHTED_MEAN_H

#include <stdint.h>

enum { SUF_MOST_WEIGHTED_CLUSTERS = 50 };
typedef struct suf_weighted {
    double total, sum;      /* of w, and of w x */
    double squares[3];      /* sums of w^2, w^2 x, w^2 x^2 */
    double least, greatest; /* of x with a weight */
    double cluster_total[SUF_MOST_WEIGHTED_CLUSTERS];
    double cluster_sum[SUF_MOST_WEIGHTED_CLUSTERS];
    uint32_t n, n_clusters; /* n_clusters 0: independent */
} suf_weighted;

/* Starts from {0}; NaN is passed over; cluster SUF_NONE: independent. */
void suf_weighted_add(suf_weighted *self, uint32_t cluster, double weight, double value);
/* NaN when nothing was observed. */
double suf_weighted_mean(const suf_weighted *self);
/* Of the 95 % interval of the mean; NaN with fewer than two observations or clusters. */
double suf_weighted_half_width(const suf_weighted *self);
/* Of values 0 and 1: the 95 % interval of the probability, that of Clopper and Pearson at
 * the effective number p (1 - p) / variance, which where all or none succeed is the
 * effective sample size; never above that. */
void suf_weighted_probability(const suf_weighted *self, double *low, double *high);

#endif
