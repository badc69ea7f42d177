/* The weights that tables of a scenario take, given what was seen, and how they say so.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "stats/estimate.h"

#define AS_BEFORE    "as thought before"
#define AS_ITS_TABLE "as its table draws"

suf_status
suf_given_init(suf_given *self, suf_results *results, uint32_t scenario, bool is_prior,
    suf_faults *faults)
{
    uint32_t n = results->n_replications;
    double *logarithms = NULL;
    suf_status status = SUF_OK;
    *self = (suf_given){.is_prior = is_prior,
        .is_table = results->layout.design.kind == SUF_DESIGN_TABLE,
        .is_of_file = results->layout.n_observations > 0};
    if (!self->is_of_file) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(n, sizeof *logarithms, &logarithms));
    for (uint32_t r = 0; r < n; r++) {
        SUF_TRY(suf_results_read(results, SUF_VARIABLE_OBSERVATION_LOG_WEIGHT, scenario,
            r, &logarithms[r], faults));
        self->has_any |= fabs(logarithms[r] - logarithms[0]) > 0;
    }
    SUF_TRY(suf_weights_init(&self->weights, logarithms, results->replications,
        suf_inner_of(&results->layout.design), n));
    self->is_weighted = self->has_any && !is_prior && suf_weights_hold(&self->weights);
out:
    free(logarithms);
    return status;
}

void
suf_given_free(suf_given *self)
{
    suf_weights_free(&self->weights);
    *self = (suf_given){0};
}

const char *
suf_given_as_drawn(const suf_results *results)
{
    return results->layout.design.kind == SUF_DESIGN_TABLE ? AS_ITS_TABLE : AS_BEFORE;
}

const double *
suf_given_weight(const suf_given *self, uint32_t position)
{
    return self->is_weighted ? &self->weights.w[position] : NULL;
}

void
suf_given_print(const suf_given *self)
{
    if (self->is_weighted) {
        (void) printf(
            ", given what was seen (effective sample of %.0f)", self->weights.effective);
    } else if (self->has_any && self->is_prior) {
        (void) printf(", %s", self->is_table ? AS_ITS_TABLE : AS_BEFORE " what was seen");
    } else if (self->has_any) {
        (void) printf(", %s: weights by what was seen are refused",
            self->is_table ? AS_ITS_TABLE : AS_BEFORE);
    }
}

void
suf_given_csv_head(const suf_results *results)
{
    (void) printf(results->layout.n_observations > 0 ? ",effective_sample\n" : "\n");
}

void
suf_given_csv(const suf_given *self)
{
    if (self->is_weighted) {
        (void) printf(",%.10g\n", self->weights.effective);
    } else {
        (void) printf(self->is_of_file ? ",\n" : "\n");
    }
}
