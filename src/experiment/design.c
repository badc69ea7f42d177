/* The values that assumptions take in each replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "design.h"

#include "random/assumption_law.h"
#include "random/rng_stream.h"

suf_status
suf_design_draw(const suf_model *model, uint64_t replication, double *values)
{
    suf_rng_key key = {.seed = model->seed, .replication = replication};
    for (uint32_t i = 0; i < model->n_assumptions; i++) {
        const suf_assumption_model *assumption = &model->assumptions[i];
        suf_rng_block block = suf_rng_draw(key, 0, 0, assumption->purpose);
        values[i] = suf_assumption_quantile(
            assumption->kind, assumption->a, suf_rng_uniform(block.word[0]));
        if (!(values[i] >= assumption->minimum && values[i] <= assumption->maximum)) {
            return SUF_RAISE(SUF_ERROR_PARAMETER);
        }
    }
    return SUF_OK;
}
