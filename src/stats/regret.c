/* Regret: what a plan loses against the best one in the same state of the world.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "regret.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/weighted_quantile.h"

/* The replications of the draw that begins at `from`: up to before the one returned. */
static uint32_t
end_of_state(const int32_t *replications, uint32_t n, uint32_t inner, uint32_t from)
{
    uint32_t end = from;
    while (end < n && (uint32_t) replications[end] / inner ==
                          (uint32_t) replications[from] / inner) {
        end++;
    }
    return end;
}

/* Adds a state's regrets; `losses` are means over its replications. */
static void
add_state(const double *losses, uint32_t n_plans, const suf_design_spec *design,
    uint32_t state, const double *weight, suf_regret *regrets, double *found)
{
    double least = (double) INFINITY;
    for (uint32_t p = 0; p < n_plans; p++) {
        least = losses[p] < least ? losses[p] : least;
    }
    for (uint32_t p = 0; p < n_plans; p++) {
        found[p] = losses[p] - least;
        suf_estimate_add_weighted(&regrets[p].mean, design, state, weight, found[p]);
        suf_estimate_add_weighted(
            &regrets[p].best, design, state, weight, found[p] > 0 ? 0 : 1);
    }
}

/* Means of each plan over the replications of a state, by their weights if there are any;
 * returns the weight of the state, in replications where all weigh the same. */
static double
fold_state(const double *losses, const double *weights, uint32_t n, uint32_t n_plans,
    double *means)
{
    double total = n;
    for (uint32_t r = 0; weights != NULL && r < n; r++) {
        total = (r == 0 ? 0 : total) + weights[r];
    }
    for (uint32_t p = 0; p < n_plans; p++) {
        means[p] = 0;
        for (uint32_t r = 0; r < n; r++) {
            double share = weights == NULL ? 1 : weights[r];
            means[p] += share * losses[(size_t) r * n_plans + p] / total;
        }
    }
    return total;
}

suf_status
suf_regret_fold(const double *losses, const int32_t *replications, const double *weights,
    uint32_t n, uint32_t n_plans, const suf_design_spec *design, suf_regret *regrets)
{
    double *means = NULL;      /* of a state */
    suf_weighed *found = NULL; /* [plan][state] */
    double *row = NULL;
    uint32_t n_states = 0;
    uint32_t inner = suf_inner_of(design);
    suf_design_spec of_states = *design; /* each of which is one observation */
    of_states.inner = of_states.outer = SUF_NONE;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_plans, sizeof *means, &means));
    SUF_TRY(suf_array_new(n_plans, sizeof *row, &row));
    SUF_TRY(suf_array_new((size_t) n * n_plans, sizeof *found, &found));
    for (uint32_t from = 0, end = 0; from < n; from = end) {
        end = end_of_state(replications, n, inner, from);
        double weight = fold_state(losses + (size_t) from * n_plans,
            weights == NULL ? NULL : weights + from, end - from, n_plans, means);
        bool is_known = weight > 0;
        for (uint32_t p = 0; p < n_plans; p++) {
            is_known &= !isnan(means[p]);
        }
        if (is_known) {
            add_state(means, n_plans, &of_states, (uint32_t) replications[from] / inner,
                weights == NULL ? NULL : &weight, regrets, row);
            for (uint32_t p = 0; p < n_plans; p++) {
                found[(size_t) p * n + n_states] =
                    (suf_weighed){row[p], weights == NULL ? 1 : weight};
            }
            n_states++;
        }
    }
    for (uint32_t p = 0; p < n_plans; p++) {
        suf_weighed *of = found + (size_t) p * n;
        suf_weighed_sort(of, n_states);
        regrets[p].tenth = suf_weighed_quantile(of, n_states, 0.9);
        regrets[p].worst = n_states > 0 ? of[n_states - 1].value : (double) NAN;
    }
out:
    free(means);
    free(row);
    free(found);
    return status;
}
