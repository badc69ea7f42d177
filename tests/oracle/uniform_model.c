/* A model of nothing but uniform assumptions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "uniform_model.h"

#include "experiment/design.h"

void
uniform_model_init(uniform_model *self, uint32_t n, suf_design_spec design, uint64_t seed)
{
    *self = (uniform_model){.model = {.seed = seed,
                                .n_assumptions = n,
                                .assumptions = self->assumptions,
                                .design = design}};
    suf_bug_unless(n <= UNIFORM_MOST);
    for (uint32_t i = 0; i < n; i++) {
        self->assumptions[i] = (suf_assumption_model){.kind = SUF_ASSUMPTION_UNIFORM,
            .a = {0, 1},
            .minimum = 0,
            .maximum = 1,
            .purpose = 1000 + i};
    }
}

void
uniform_model_draw(const uniform_model *self, uint64_t replication, double *values)
{
    suf_bug_unless(suf_design_draw(&self->model, replication, values) == SUF_OK);
}
