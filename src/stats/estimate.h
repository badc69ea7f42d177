/* Estimates over replications that need not be independent, with honest intervals.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replications of a random design are independent, and the classical intervals hold.
 * Those of a balanced design or of a nested run are not: they fall into clusters, namely
 * the groups of balanced points, or groups of outer points. The mean
 * is then a ratio of cluster totals, and with residuals e_c = sum over c of (y - mean) of
 * M clusters its variance is estimated by M / (M - 1) sum e_c^2 / n^2, with M - 1 degrees
 * of freedom (Cochran 1977, Sampling Techniques, section 6.3; for randomised even
 * points L'Ecuyer and Lemieux 2002). Where the mean is skewed its interval is widened
 * (stats/interval.h): by the skewness of the cluster totals, of which the few clusters
 * tell little, and which is therefore trusted up to twice what the observations show, or
 * by that of independent observations. A Latin hypercube is treated as independent, which
 * its intervals outlast: its variance is the smaller one (Stein 1987). So are the points
 * of a table: how they were made is not known here, and no evenness is taken for granted.
 *
 * A probability has the interval of Clopper and Pearson at an effective number of
 * observations, p (1 - p) / variance of p, times (t(n - 1) / t(M - 1))^2 for the few
 * clusters, n at most (Korn and Graubard 1998); where all or none succeed, at the number
 * of outer points.
 *
 * A change of a probability, from pairs of 0 and 1 before and after: pairs that are equal
 * tell nothing but their number. The probabilities of a gain and of a loss have the
 * interval of Clopper and Pearson each, and their difference combines the two with their
 * correlation (MOVER: Newcombe 1998, Statistics in Medicine 17, 2635-2650). Where no
 * pair changed it is not zero wide, as Student's would be.
 *
 * Replications may have weights (stats/weights.h): then mean, variance and intervals are
 * those of stats/weighted_mean.h, and a number of observations is an effective one. */
#ifndef SUF_STATS_ESTIMATE_H
#define SUF_STATS_ESTIMATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "stats/tally.h"
#include "stats/weighted_mean.h"

enum { SUF_MOST_CLUSTERS = 50 };

/* "balanced", as scenarios and results name a design; kinds count from 0 to SUF_N_DESIGNS
 * -
 * 1. Static storage. */
enum { SUF_N_DESIGNS = SUF_DESIGN_FIXED + 1 };
const char *suf_design_word(suf_design_kind kind);

/* Replications of one draw of the assumptions; 1: not nested. */
uint32_t suf_inner_of(const suf_design_spec *design);
/* The cluster of a replication, or SUF_NONE when replications are independent. */
uint32_t suf_cluster_of(const suf_design_spec *design, uint32_t replication);

typedef struct suf_estimate {
    suf_tally tally;
    uint32_t inner;      /* replications of one draw of the assumptions; 1: not nested */
    uint32_t n_clusters; /* highest + 1; 0: independent */
    double shift;        /* the first value: sums are of what is above it */
    double sums[SUF_MOST_CLUSTERS];
    uint64_t counts[SUF_MOST_CLUSTERS];
    bool is_weighted;
    suf_weighted weighted; /* where it is */
} suf_estimate;

/* Starts from {0}. NaN is passed over. */
void suf_estimate_add(suf_estimate *self, const suf_design_spec *design,
    uint32_t replication, double value);
/* Likewise of a replication with a weight >= 0; NULL: all of them weigh the same. Those
 * of one draw of the assumptions come behind each other. */
void suf_estimate_add_weighted(suf_estimate *self, const suf_design_spec *design,
    uint32_t replication, const double *weight, double value);
/* NaN when nothing was observed. */
double suf_estimate_mean(const suf_estimate *self);
/* Of a single replication, unbiased for independent ones. */
double suf_estimate_variance(const suf_estimate *self);
/* Of the two-sided interval of the mean; NaN with fewer than two observations or
 * clusters. */
double suf_estimate_half_width(const suf_estimate *self, double confidence);
/* Of values 0 and 1: the interval of the probability. [0, 1] when nothing was observed.
 */
void suf_estimate_probability(
    const suf_estimate *self, double confidence, double *low, double *high);
/* Of differences -1, 0 and 1: the interval of their mean, within [-1, 1], which it is
 * when nothing is known. */
void suf_estimate_change(
    const suf_estimate *self, double confidence, double *low, double *high);

#endif
