/* Regret: what a plan loses against the best one in the same state of the world.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "regret.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static int
compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *) left;
    const double b = *(const double *) right;
    return (a > b) - (a < b);
}

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
    uint32_t state, suf_regret *regrets, double *found)
{
    double least = (double) INFINITY;
    for (uint32_t p = 0; p < n_plans; p++) {
        least = losses[p] < least ? losses[p] : least;
    }
    for (uint32_t p = 0; p < n_plans; p++) {
        found[p] = losses[p] - least;
        suf_estimate_add(&regrets[p].mean, design, state, found[p]);
        suf_estimate_add(&regrets[p].best, design, state, found[p] > 0 ? 0 : 1);
    }
}

suf_status
suf_regret_fold(const double *losses, const int32_t *replications, uint32_t n,
    uint32_t n_plans, const suf_design_spec *design, suf_regret *regrets)
{
    double *means = NULL; /* of a state */
    double *found = NULL; /* [plan][state] */
    double *row = NULL;
    uint32_t n_states = 0;
    uint32_t inner = design->inner != SUF_NONE && design->inner > 0 ? design->inner : 1;
    suf_design_spec of_states = *design; /* each of which is one observation */
    of_states.inner = of_states.outer = SUF_NONE;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_plans, sizeof *means, &means));
    SUF_TRY(suf_array_new(n_plans, sizeof *row, &row));
    SUF_TRY(suf_array_new((size_t) n * n_plans, sizeof *found, &found));
    for (uint32_t from = 0, end = 0; from < n; from = end) {
        bool is_known = true;
        end = end_of_state(replications, n, inner, from);
        for (uint32_t p = 0; p < n_plans; p++) {
            means[p] = 0;
            for (uint32_t r = from; r < end; r++) {
                means[p] += losses[(size_t) r * n_plans + p] / (end - from);
            }
            is_known &= !isnan(means[p]);
        }
        if (is_known) {
            add_state(means, n_plans, &of_states, (uint32_t) replications[from] / inner,
                regrets, row);
            for (uint32_t p = 0; p < n_plans; p++) {
                found[(size_t) p * n + n_states] = row[p];
            }
            n_states++;
        }
    }
    for (uint32_t p = 0; p < n_plans; p++) {
        double *of = found + (size_t) p * n;
        regrets[p].tenth = regrets[p].worst = (double) NAN;
        if (n_states > 0) {
            qsort(of, n_states, sizeof *of, compare_doubles);
            regrets[p].tenth = of[(n_states * 9 + 9) / 10 - 1];
            regrets[p].worst = of[n_states - 1];
        }
    }
out:
    free(means);
    free(row);
    free(found);
    return status;
}
