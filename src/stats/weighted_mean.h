/* The mean of what weighted replications have.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The variance of the mean is that of a ratio of totals over clusters of replications
 * (estimate.h), or over each replication where they are independent: M / (M - 1) times
 * the sum over clusters of (sum of w (x - mean))^2.
 *
 * Replications of one draw of the assumptions are one observation of what is thought of
 * these: their weights are added before they are squared (suf_weighted_effective). */
#ifndef SUF_STATS_WEIGHTED_MEAN_H
#define SUF_STATS_WEIGHTED_MEAN_H

#include <stdint.h>

enum { SUF_MOST_WEIGHTED_CLUSTERS = 50 };
typedef struct suf_weighted {
    double shift;              /* the first value: sums are of what is above it */
    double total, sum, second; /* of w, w x and w x^2 */
    double squares[3];         /* sums of w^2, w^2 x, w^2 x^2 */
    double draw_total;         /* of w, of the draw that is being added */
    double draw_squares;       /* of the totals of draws before it, squared */
    double least, greatest;    /* of x with a weight */
    double cluster_total[SUF_MOST_WEIGHTED_CLUSTERS];
    double cluster_sum[SUF_MOST_WEIGHTED_CLUSTERS];
    uint32_t n, n_clusters; /* n_clusters 0: independent */
    uint32_t draw;          /* that is being added */
} suf_weighted;

/* Starts from {0}; NaN is passed over; cluster SUF_NONE: independent. Those of one draw
 * come behind each other. */
void suf_weighted_add(
    suf_weighted *self, uint32_t cluster, uint32_t draw, double weight, double value);
/* NaN when nothing was observed. */
double suf_weighted_mean(const suf_weighted *self);
/* The mean of the squares, likewise. */
double suf_weighted_second_moment(const suf_weighted *self);
/* Of a single replication; NaN with fewer than two that have a weight. */
double suf_weighted_variance(const suf_weighted *self);
/* How many draws of equal weight would tell as much: (sum w)^2 / sum w^2 over the draws
 * that were observed (Kish 1965, Survey Sampling, section 11.7); 0: none. */
double suf_weighted_effective(const suf_weighted *self);
/* Of the interval of the mean, of a confidence in (0, 1); NaN with fewer than two
 * observations or clusters. */
double suf_weighted_half_width(const suf_weighted *self, double confidence);
/* How many independent observations the mean is worth, at most suf_weighted_effective: by
 * `plain`, the variance of one, over the variance of the mean; the quantile of Student's
 * law of the few clusters is paid for (Korn and Graubard 1998). */
double suf_weighted_worth(const suf_weighted *self, double plain, double confidence);
/* Of values 0 and 1: the interval of the probability, that of Clopper and Pearson at the
 * number that it is worth; where all or none succeed, at the effective sample size. */
void suf_weighted_probability(
    const suf_weighted *self, double confidence, double *low, double *high);

#endif
