/* How much of the variance comes from what is not known, and how much is chance.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A nested run simulates each of its outer points, draws of the assumptions, `inner`
 * times. One-way analysis of variance over the points (Searle, Casella and McCulloch
 * 1992, Variance Components, section 3.5): with MSB between and MSW within points, chance
 * has the variance MSW, the assumptions (MSB - MSW) / inner; both are unbiased for
 * independent points. The share of the assumptions is the first-order index of all of
 * them together.
 *
 * Its interval is over the outer points: delete-a-group jackknife over groups of them
 * that are independent, t with one degree less than groups (Efron and Stein 1981; the
 * groups are those of stats/estimate.h: those of balanced points, else up to 50). */
#ifndef SUF_STATS_VARIANCE_SPLIT_H
#define SUF_STATS_VARIANCE_SPLIT_H

#include <stdint.h>

#include "stats/estimate.h"

/* Sums over the whole points of a group, of differences from the first value seen. */
typedef struct suf_variance_group {
    double n, means, squares, within; /* points; sums of means, of their squares, and of
                                         squares within points */
} suf_variance_group;

typedef struct suf_variance_split {
    suf_variance_group groups[SUF_MOST_CLUSTERS];
    double shift;
    uint32_t point, n; /* point at hand and its replications so far */
    double sum, squares;
    uint32_t inner;
} suf_variance_split;

typedef struct suf_variance_share {
    double total;      /* variance of a single replication */
    double share;      /* that comes from the assumptions, 0..1 */
    double low, high;  /* of its interval, 0..1 */
    double error;      /* standard error of the share before it is cut to 0..1 */
    uint32_t n_points; /* whole outer points */
} suf_variance_share;

/* Starts from {0}. Replications come in rising order; points that are not whole are left
 * out, as are those with a NaN. */
void suf_variance_split_add(suf_variance_split *self, const suf_design_spec *design,
    uint32_t replication, double value);
/* NAN members with fewer than two points or groups, share NAN without variance. */
suf_variance_share suf_variance_split_share(
    const suf_variance_split *self, double confidence);

#endif
