/* The values that assumptions take in each replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "design.h"

#include "random/assumption_law.h"
#include "random/low_discrepancy.h"
#include "random/rng_stream.h"

static uint32_t
inner_of(const suf_design_spec *design)
{
    return design->inner != SUF_NONE && design->inner > 0 ? design->inner : 1;
}

static uint32_t
n_points_of(const suf_design_spec *design)
{
    return design->outer != SUF_NONE && design->outer > 0 ? design->outer
                                                          : design->n_points;
}

uint32_t
suf_design_replications(const suf_design_spec *design)
{
    uint32_t n = n_points_of(design);
    uint32_t total = 0;
    return n != SUF_NONE && !__builtin_mul_overflow(n, inner_of(design), &total) ? total
                                                                                 : 0;
}

uint32_t
suf_design_most_replications(const suf_design_spec *design)
{
    return design->kind == SUF_DESIGN_LHS ? suf_design_replications(design) : UINT32_MAX;
}

/* The uniform of assumption i at a point; independent of all others. */
static double
random_uniform(const suf_model *model, uint32_t i, uint64_t point)
{
    suf_rng_key key = {.seed = model->seed, .replication = point};
    suf_rng_block block = suf_rng_draw(key, 0, 0, model->assumptions[i].purpose);
    return suf_rng_uniform(block.word[0]);
}

static double
sobol_uniform(const suf_model *model, uint32_t i, uint64_t point)
{
    uint64_t within = point / SUF_DESIGN_SCRAMBLES;
    if (i >= model->sobol.n_dimensions || within >> SUF_SOBOL_LOG_POINTS != 0) {
        return random_uniform(model, i, point);
    }
    suf_rng_key key = {.seed = model->seed, .replication = point % SUF_DESIGN_SCRAMBLES};
    return suf_sobol_uniform(
        &model->sobol, i, (uint32_t) within, key, model->assumptions[i].purpose);
}

static double
lhs_uniform(const suf_model *model, uint32_t i, uint64_t point)
{
    uint32_t n = n_points_of(&model->design);
    suf_rng_key key = {.seed = model->seed};
    uint32_t cell =
        suf_permutation(key, model->assumptions[i].purpose, (uint32_t) point, n);
    return (cell + random_uniform(model, i, point)) / n;
}

static double
uniform_of(const suf_model *model, uint32_t i, uint64_t point)
{
    switch (model->design.kind) {
    case SUF_DESIGN_RANDOM:
        return random_uniform(model, i, point);
    case SUF_DESIGN_SOBOL:
        return sobol_uniform(model, i, point);
    case SUF_DESIGN_LHS:
        return lhs_uniform(model, i, point);
    case SUF_DESIGN_FIXED:
        break;
    }
    return 0.5;
}

suf_status
suf_design_draw(const suf_model *model, uint64_t replication, double *values)
{
    uint64_t point = replication / inner_of(&model->design);
    if (model->design.kind == SUF_DESIGN_LHS && point >= n_points_of(&model->design)) {
        return SUF_RAISE(SUF_ERROR_PARAMETER);
    }
    for (uint32_t i = 0; i < model->n_assumptions; i++) {
        const suf_assumption_model *assumption = &model->assumptions[i];
        values[i] = suf_assumption_quantile(
            assumption->kind, assumption->a, uniform_of(model, i, point));
        if (!(values[i] >= assumption->minimum && values[i] <= assumption->maximum)) {
            return SUF_RAISE(SUF_ERROR_PARAMETER);
        }
    }
    return SUF_OK;
}
