/* Building the assumptions and levers: laws, what goes together, what moves over the
 * years. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#include "base/memory.h"
#include "base/text.h"
#include "model/build_parts.h"

static suf_status
copy_values(const double *from, size_t n, double **to)
{
    suf_status status = suf_array_new(n, sizeof **to, to);
    if (status == SUF_OK && n > 0) {
        memcpy(*to, from, n * sizeof **to);
    }
    return status;
}

/* The number of the shock of an assumption: that of those before it that share it. */
static uint32_t
shock_index_of(suf_model *self, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++) {
        if (self->assumptions[j].has_ar1 &&
            self->assumptions[j].shock_purpose == self->assumptions[i].shock_purpose) {
            return self->assumptions[j].shock_index;
        }
    }
    return self->n_shocks++;
}

static suf_status
build_assumption(suf_model *self, uint32_t i, const suf_assumption *from)
{
    suf_assumption_model *to = &self->assumptions[i];
    suf_status status = SUF_OK;
    *to = (suf_assumption_model){.kind = from->kind,
        .a = {from->a[0], from->a[1], from->a[2]},
        .minimum = from->minimum,
        .maximum = from->maximum,
        .purpose = suf_purpose("assumption/%s", from->name),
        .has_ar1 = from->ar1.is_given};
    if (to->has_ar1) {
        to->path_index = self->n_paths++;
        to->ar1_sd = from->ar1.sd;
        to->ar1_phi = from->ar1.phi;
        to->ar1_scale = from->ar1.scale;
        to->shock_share = from->ar1.shock[0] != '\0' ? from->ar1.share : 0;
        to->shock_purpose = suf_purpose("shock/%s", from->ar1.shock);
        to->shock_index = shock_index_of(self, i);
    }
    to->points.n = from->points.n;
    SUF_TRY(copy_values(from->points.values, from->points.n, &to->points.values));
    SUF_TRY(copy_values(from->points.weights, from->points.n, &to->points.weights));
out:
    return status;
}

/* Of normal scores with correlation r the rank correlation is 6 / pi asin(r / 2) (Kruskal
 * 1958, doi:10.1080/01621459.1958.10501481); this is its inverse. */
static double
score_correlation(double rank)
{
    return 2 * sin(M_PI * rank / 6);
}

/* The Cholesky factor; SUF_ERROR_SCENARIO when the correlations contradict each other. */
static suf_status
build_copula(suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    size_t n = self->n_assumptions;
    suf_status status = SUF_OK;
    if (scenario->n_correlations == 0) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(n * n, sizeof *self->copula, &self->copula));
    for (size_t i = 0; i < n; i++) {
        self->copula[i * n + i] = 1;
    }
    for (size_t i = 0; i < scenario->n_correlations; i++) {
        const suf_correlation_spec *row = &scenario->correlations[i];
        double r = score_correlation(row->rank);
        self->copula[row->of_index * n + row->with_index] = r;
        self->copula[row->with_index * n + row->of_index] = r;
    }
    gsl_matrix_view matrix = gsl_matrix_view_array(self->copula, n, n);
    if (gsl_linalg_cholesky_decomp1(&matrix.matrix) != GSL_SUCCESS) {
        suf_fault_place place = {.file = scenario->path,
            .line = scenario->correlations[0].line,
            .path = "correlations"};
        suf_faults_add(faults, &place,
            "found correlations that cannot hold together: what goes with one of two "
            "must "
            "go with the other where these go together");
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
    }
out:
    return status;
}

/* An array [n_rows][width] without a number in it. */
static suf_status
none_of(size_t n_rows, size_t width, double **to)
{
    suf_status status = suf_array_new(n_rows * width, sizeof **to, to);
    for (size_t i = 0; status == SUF_OK && i < n_rows * width; i++) {
        (*to)[i] = (double) NAN;
    }
    return status;
}

static bool
is_of(const suf_assumption *one, const suf_point_column *column)
{
    bool is_shock = column->kind == SUF_POINT_SHOCK;
    return (column->kind == SUF_POINT_VALUE || one->ar1.is_given) &&
           strcmp(is_shock ? one->ar1.shock : one->name, column->name) == 0;
}

/* Where the numbers of a column go: the first of `width` a row, made when first wanted;
 * NULL for a year behind the run, or where the path was taken away (suffice why). */
static suf_status
room_of(suf_model *self, const suf_scenario *scenario, const suf_point_column *column,
    double **first, size_t *width)
{
    size_t n_rows = scenario->design.n_rows;
    size_t at = 0;
    *first = NULL;
    while (at < scenario->n_assumptions && !is_of(&scenario->assumptions[at], column)) {
        at++;
    }
    if (at == scenario->n_assumptions) {
        return SUF_OK;
    }
    if (column->kind == SUF_POINT_VALUE) {
        *width = self->n_assumptions;
        *first = self->points + at;
        return SUF_OK;
    }
    bool is_shock = column->kind == SUF_POINT_SHOCK;
    double **to = is_shock ? &self->point_shocks : &self->point_steps;
    uint32_t row =
        is_shock ? self->assumptions[at].shock_index : self->assumptions[at].path_index;
    int32_t year = column->year - self->first_year;
    *width = (size_t) (is_shock ? self->n_shocks : self->n_paths) * self->n_years;
    if (*to == NULL) {
        suf_status status = none_of(n_rows, *width, to);
        if (status != SUF_OK) {
            return status;
        }
    }
    if (year < (int32_t) self->n_years) {
        *first = *to + (size_t) row * self->n_years + (size_t) year;
    }
    return SUF_OK;
}

/* The table of points, its columns in the model's order. */
static suf_status
build_points(suf_model *self, const suf_scenario *scenario)
{
    const suf_points_spec *from = &scenario->points;
    size_t n_rows = scenario->design.n_rows;
    suf_status status = SUF_OK;
    if (scenario->design.kind != SUF_DESIGN_TABLE) {
        return SUF_OK;
    }
    SUF_TRY(none_of(n_rows, self->n_assumptions, &self->points));
    for (size_t j = 0; j < from->n_columns; j++) {
        double *to = NULL;
        size_t width = 0;
        SUF_TRY(room_of(self, scenario, &from->columns[j], &to, &width));
        for (size_t r = 0; to != NULL && r < n_rows; r++) {
            to[r * width] = from->uniforms[r * from->n_columns + j];
        }
    }
    if (from->log_weights != NULL) {
        SUF_TRY(copy_values(from->log_weights, n_rows, &self->point_log_weights));
    }
out:
    return status;
}

suf_status
suf_build_assumptions(suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    suf_status status = SUF_OK;
    int32_t first = suf_month_of_day(scenario->start_day);
    int32_t last = suf_month_of_day(scenario->end_day) - 1;
    self->first_year = first / 12;
    self->n_years = (uint32_t) (last / 12 - first / 12 + 1);
    self->design = scenario->design;
    SUF_TRY(suf_array_new(
        scenario->n_assumptions, sizeof *self->assumptions, &self->assumptions));
    self->n_assumptions = (uint32_t) scenario->n_assumptions;
    for (uint32_t i = 0; i < self->n_assumptions; i++) {
        SUF_TRY(build_assumption(self, i, &scenario->assumptions[i]));
    }
    SUF_TRY(build_copula(self, scenario, faults));
    SUF_TRY(build_points(self, scenario));
out:
    return status;
}

suf_status
suf_build_levers(suf_model *self, const suf_scenario *scenario)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(scenario->n_levers, sizeof *self->levers, &self->levers));
    self->n_levers = (uint32_t) scenario->n_levers;
    for (uint32_t i = 0; i < self->n_levers; i++) {
        const suf_lever_spec *from = &scenario->levers[i];
        double zero = from->is_date ? scenario->start_day : 0;
        self->levers[i] = (suf_lever_model){.is_date = from->is_date,
            .value = from->value - zero,
            .least = from->grid.least - zero,
            .most = from->grid.most - zero,
            .planned = from->planned - zero};
        SUF_TRY(suf_text_copy(from->name, &self->levers[i].name));
    }
out:
    return status;
}
