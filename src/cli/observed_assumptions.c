/* What suffice observe tells of assumptions, and which columns of a table of points can
 * be felt where something was counted. SPDX-License-Identifier: GPL-3.0-or-later */
#include "observed_assumptions.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "experiment/design.h"

typedef struct told {
    const suf_scenario *ordered;
    const suf_model *model;
    suf_observed_scope scope;
    double *values; /* [n][suf_model_n_values]; owned */
    bool *moves;    /* [n_assumptions]; owned */
} told;

static bool
varies(const suf_assumption_model *assumption)
{
    return assumption->kind != SUF_ASSUMPTION_VALUE || assumption->has_ar1;
}

/* Marks the assumptions that what is simulated uses, with those that a correlation brings
 * into them. */
static void
mark_moving(told *self)
{
    const suf_model *model = self->model;
    uint64_t uses = self->scope.are_residents ? SUF_USE_POPULATION : 0;
    for (uint32_t i = 0; i < model->n_services; i++) {
        uses |= self->scope.services[i] ? suf_use_of_service(i) | SUF_USE_DELIVERY : 0;
    }
    for (uint32_t i = model->n_assumptions; i-- > 0;) {
        bool is_used = (self->ordered->assumptions[i].uses & uses) != 0;
        self->moves[i] = varies(&model->assumptions[i]) && (self->moves[i] || is_used);
        for (uint32_t j = 0; self->moves[i] && model->copula != NULL && j < i; j++) {
            self->moves[j] |=
                fabs(model->copula[(size_t) i * model->n_assumptions + j]) > 0;
        }
    }
}

/* Years of the run, from its first on, up to the last in which something was counted. */
static uint32_t
years_counted(const suf_model *model)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < model->n_counted; i++) {
        const suf_counted *counted = &model->counted[i];
        int32_t last = model->calendar.first_month + (int32_t) counted->end_month - 1;
        uint32_t year = counted->service == SUF_NONE
                            ? counted->year
                            : (uint32_t) (last / 12 - model->first_year);
        if (suf_observed_weighs(counted) && year >= n) {
            n = year + 1;
        }
    }
    return n < model->n_years ? n : model->n_years;
}

static json_t *
by_replication(const told *self, size_t at)
{
    size_t n_values = suf_model_n_values(self->model);
    json_t *made = json_array();
    for (uint32_t r = 0; r < self->scope.n; r++) {
        suf_json_append(&made, suf_json_number(self->values[r * n_values + at]));
    }
    return made;
}

static json_t *
assumption(const told *self, uint32_t i)
{
    const suf_model *model = self->model;
    const suf_assumption *from = &self->ordered->assumptions[i];
    const suf_assumption_model *built = &model->assumptions[i];
    json_t *made = json_object();
    suf_json_put(&made, "name", suf_json_string(from->name));
    suf_json_put(&made, "title", suf_json_string(from->title != NULL ? from->title : ""));
    suf_json_put(
        &made, "title_zh", suf_json_string(from->title_zh != NULL ? from->title_zh : ""));
    suf_json_put(&made, "moves", json_boolean(self->moves[i]));
    suf_json_put(&made, "value", by_replication(self, i));
    if (built->has_ar1 && self->moves[i]) {
        size_t first = model->n_assumptions + (size_t) built->path_index * model->n_years;
        json_t *yearly = json_array();
        for (uint32_t y = 0; y < model->n_years; y++) {
            suf_json_append(&yearly, by_replication(self, first + y));
        }
        suf_json_put(&made, "first_year", json_integer(model->first_year));
        suf_json_put(&made, "yearly", yearly);
    }
    return made;
}

/* The steps of one name, a column a year. */
static suf_status
add_steps(const told *self, const char *before, const char *name, json_t **columns)
{
    uint32_t n = years_counted(self->model);
    suf_text text;
    suf_text_init(&text);
    for (uint32_t y = 1; y < n; y++) {
        suf_text_cut(&text, 0);
        suf_text_format(
            &text, "%s%s@%" PRId32, before, name, self->model->first_year + (int32_t) y);
        suf_json_append(columns, suf_json_string(suf_text_get(&text)));
    }
    suf_status status = text.status;
    suf_text_free(&text);
    return status;
}

/* Whether an assumption before this one, which moves, shares its shock. */
static bool
is_shock_told(const told *self, uint32_t i)
{
    const suf_assumption_model *all = self->model->assumptions;
    for (uint32_t j = 0; j < i; j++) {
        if (self->moves[j] && all[j].has_ar1 && all[j].shock_share > 0 &&
            all[j].shock_index == all[i].shock_index) {
            return true;
        }
    }
    return false;
}

static suf_status
columns_of(const told *self, json_t **columns)
{
    const suf_model *model = self->model;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < model->n_assumptions; i++) {
        if (self->moves[i] && model->assumptions[i].kind != SUF_ASSUMPTION_VALUE) {
            suf_json_append(columns, suf_json_string(self->ordered->assumptions[i].name));
        }
    }
    for (uint32_t i = 0; i < model->n_assumptions; i++) {
        const suf_assumption_model *built = &model->assumptions[i];
        const suf_assumption *from = &self->ordered->assumptions[i];
        bool has_steps = self->moves[i] && built->has_ar1;
        if (has_steps && built->shock_share < 1) {
            SUF_TRY(add_steps(self, "", from->name, columns));
        }
        if (has_steps && built->shock_share > 0 && !is_shock_told(self, i)) {
            SUF_TRY(add_steps(self, "shock/", from->ar1.shock, columns));
        }
    }
out:
    return status;
}

suf_status
suf_observed_assumptions(const suf_scenario *ordered, const suf_model *model,
    suf_observed_scope scope, json_t **object)
{
    told self = {.ordered = ordered, .model = model, .scope = scope};
    size_t n_values = suf_model_n_values(model);
    json_t *assumptions = json_array();
    json_t *columns = json_array();
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) model->n_assumptions + 1, sizeof *self.moves, &self.moves));
    SUF_TRY(suf_array_new(n_values * scope.n + 1, sizeof *self.values, &self.values));
    for (uint32_t r = 0; r < scope.n; r++) {
        SUF_TRY(suf_design_draw(model, r, self.values + r * n_values));
    }
    mark_moving(&self);
    for (uint32_t i = 0; i < model->n_assumptions; i++) {
        suf_json_append(&assumptions, assumption(&self, i));
    }
    SUF_TRY(columns_of(&self, &columns));
    suf_json_put(object, "assumptions", assumptions);
    suf_json_put(object, "columns", columns);
    assumptions = columns = NULL;
out:
    json_decref(assumptions);
    json_decref(columns);
    free(self.values);
    free(self.moves);
    return status;
}
