/* Regret: what a plan loses against the best one in the same state of the world.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of each state and plan a loss is known (less is better). The regret of a plan in a
 * state is its loss less the least loss of any plan there (Savage 1951, "The theory of
 * statistical decision", Journal of the American Statistical Association 46, 55-67). A
 * state is a draw of the assumptions: the replications of one draw of a nested run are
 * averaged first. Elsewhere each replication is a state, its chance included. */
#ifndef SUF_STATS_REGRET_H
#define SUF_STATS_REGRET_H

#include <stdint.h>

#include "base/status.h"
#include "base/terms.h"
#include "stats/estimate.h"

typedef struct suf_regret {
    suf_estimate mean, best; /* best: 1 where no plan loses less, ties for each */
    double tenth, worst;     /* 90 % quantile (weighted_quantile.h); NaN: none */
} suf_regret;

/* losses[replication of n][plan] are of replications of these numbers, rising; one that
 * is NaN for a plan leaves its state out for all, and so does a state without a weight.
 * weights[n]: NULL where all replications weigh the same. regrets[n_plans] come zeroed.
 */
SUF_MUST_CHECK suf_status suf_regret_fold(const double *losses,
    const int32_t *replications, const double *weights, uint32_t n, uint32_t n_plans,
    const suf_design_spec *design, suf_regret *regrets);

#endif
