/* The values that assumptions take in each replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "design.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#include "random/assumption_distribution.h"
#include "random/low_discrepancy.h"
#include "random/rng_stream.h"

/* Entities of the steps of a path, apart from those of the values. */
enum { ENTITY_STEP = 100, ENTITY_SHOCK = 101 };

/* Whose a step is, and its uniforms by year in a table of points, or NULL. */
typedef struct step_name {
    uint64_t entity, purpose;
    const double *given;
} step_name;

static uint32_t
inner_of(const suf_design_spec *design)
{
    return design->inner != SUF_NONE && design->inner > 0 ? design->inner : 1;
}

static uint32_t
n_points_of(const suf_design_spec *design)
{
    return design->outer != SUF_NONE && design->outer > 0 ? design->outer
           : design->kind == SUF_DESIGN_TABLE             ? design->n_rows
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
    uint32_t most = 0;
    switch (design->kind) {
    case SUF_DESIGN_LHS:
        return suf_design_replications(design);
    case SUF_DESIGN_TABLE:
        return __builtin_mul_overflow(design->n_rows, inner_of(design), &most)
                   ? UINT32_MAX
                   : most;
    case SUF_DESIGN_RANDOM:
    case SUF_DESIGN_BALANCED:
    case SUF_DESIGN_FIXED:
        break;
    }
    return UINT32_MAX;
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
balanced_uniform(const suf_model *model, uint32_t i, uint64_t point)
{
    suf_balanced_point of = {.group = (uint32_t) (point % SUF_DESIGN_GROUPS),
        .n_groups = SUF_DESIGN_GROUPS,
        .index = (uint32_t) (point / SUF_DESIGN_GROUPS)};
    return suf_balanced_uniform(model->seed, model->assumptions[i].purpose, i, of);
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

/* Of an assumption that the table has not: as in a random design. */
static double
table_uniform(const suf_model *model, uint32_t i, uint64_t point)
{
    double u = model->points[point * model->n_assumptions + i];
    return isnan(u) ? random_uniform(model, i, point) : u;
}

static double
uniform_of(const suf_model *model, uint32_t i, uint64_t point)
{
    switch (model->design.kind) {
    case SUF_DESIGN_RANDOM:
        return random_uniform(model, i, point);
    case SUF_DESIGN_BALANCED:
        return balanced_uniform(model, i, point);
    case SUF_DESIGN_LHS:
        return lhs_uniform(model, i, point);
    case SUF_DESIGN_TABLE:
        return table_uniform(model, i, point);
    case SUF_DESIGN_FIXED:
        break;
    }
    return 0.5;
}

/* The uniform of assumption i, mixed with those before it that it goes with. */
static double
copula_uniform(const suf_model *model, uint32_t i, uint64_t point)
{
    const double *row = model->copula + (size_t) i * model->n_assumptions;
    double score = 0;
    bool is_mixed = false;
    for (uint32_t j = 0; j < i; j++) {
        if (row[j] > 0 || row[j] < 0) {
            is_mixed = true;
            score += row[j] * gsl_cdf_ugaussian_Pinv(uniform_of(model, j, point));
        }
    }
    double own = uniform_of(model, i, point);
    if (!is_mixed) {
        return own;
    }
    double u = gsl_cdf_ugaussian_P(score + row[i] * gsl_cdf_ugaussian_Pinv(own));
    return fmin(fmax(u, 0x1p-53), 1 - 0x1p-53);
}

/* A standard normal of a year, as the table has it (given, NAN: it has none) or drawn. */
static double
step_of(const suf_model *model, suf_rng_key key, uint32_t y, step_name name)
{
    double u = name.given == NULL ? (double) NAN : name.given[y];
    if (isnan(u)) {
        int64_t year = model->first_year + (int32_t) y;
        u = suf_rng_uniform(
            suf_rng_draw(key, (uint64_t) year, name.entity, name.purpose).word[0]);
    }
    return gsl_cdf_ugaussian_Pinv(u);
}

/* The years of one of n paths or shocks in a table of points; NULL: it has none. */
static const double *
given_of(
    const suf_model *model, const double *table, uint64_t point, uint32_t n, uint32_t at)
{
    return table == NULL ? NULL : table + (point * n + at) * model->n_years;
}

/* The yearly values of an assumption that moves from its base value. */
static void
draw_path(const suf_model *model, const suf_assumption_model *assumption, uint64_t point,
    double base, double *yearly)
{
    suf_rng_key key = {.seed = model->seed, .replication = point};
    step_name own = {ENTITY_STEP, assumption->purpose,
        given_of(
            model, model->point_steps, point, model->n_paths, assumption->path_index)};
    step_name shock = {ENTITY_SHOCK, assumption->shock_purpose,
        given_of(
            model, model->point_shocks, point, model->n_shocks, assumption->shock_index)};
    double shared = assumption->shock_share;
    double path = 0;
    bool is_fixed = model->design.kind == SUF_DESIGN_FIXED;
    for (uint32_t y = 0; y < model->n_years; y++) {
        if (y > 0 && !is_fixed) {
            double of_own = step_of(model, key, y, own);
            double of_shock = shared > 0 ? step_of(model, key, y, shock) : 0;
            path = assumption->ar1_phi * path +
                   assumption->ar1_sd *
                       (sqrt(shared) * of_shock + sqrt(1 - shared) * of_own);
        }
        yearly[y] = suf_ar1_value(assumption->ar1_scale, base, path);
    }
}

suf_status
suf_design_draw(const suf_model *model, uint64_t replication, double *values)
{
    uint64_t point = replication / inner_of(&model->design);
    uint32_t most = suf_design_most_replications(&model->design);
    if (most != UINT32_MAX && replication >= most) {
        return SUF_RAISE(SUF_ERROR_PARAMETER);
    }
    for (uint32_t i = 0; i < model->n_assumptions; i++) {
        const suf_assumption_model *assumption = &model->assumptions[i];
        double u = model->copula != NULL ? copula_uniform(model, i, point)
                                         : uniform_of(model, i, point);
        double *yearly = values + model->n_assumptions +
                         (size_t) assumption->path_index * model->n_years;
        values[i] =
            suf_assumption_value(assumption->kind, assumption->a, &assumption->points, u);
        bool is_inside =
            values[i] >= assumption->minimum && values[i] <= assumption->maximum;
        if (assumption->has_ar1) {
            draw_path(model, assumption, point, values[i], yearly);
        }
        for (uint32_t y = 0; assumption->has_ar1 && y < model->n_years; y++) {
            is_inside &=
                yearly[y] >= assumption->minimum && yearly[y] <= assumption->maximum;
        }
        if (!is_inside) {
            return SUF_RAISE(SUF_ERROR_PARAMETER);
        }
    }
    return SUF_OK;
}
