/* The value that enough replications reach, with an interval.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The greatest v with P(x >= v) >= p, an order statistic of the values; its interval runs
 * between the greatest v at which the lower and the upper limit of P(x >= v) reach p
 * (Woodruff 1952, doi:10.1080/01621459.1952.10483443). With independent replications P
 * has the interval of Clopper and Pearson, so the ends are order statistics by binomial
 * ranks; else that of the effective number of observations at each v (estimate.h). */
#ifndef SUF_STATS_REACH_H
#define SUF_STATS_REACH_H

#include "base/status.h"
#include "stats/estimate.h"

typedef struct suf_reach {
    double estimate, low, high; /* -INFINITY: none is so small; NAN: nothing observed */
} suf_reach;

/* Of n values, which may be infinite; NAN is passed over. replications[n] rise, and name
 * the cluster of each in the design; NULL: 0, 1, 2, ... weights[n] are at least 0; NULL:
 * all weigh the same. p in (0, 1); the interval is of 95 %. Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_reach_of(const double *values, const int32_t *replications,
    const double *weights, uint32_t n, const suf_design_spec *design, double p,
    suf_reach *out);

#endif
