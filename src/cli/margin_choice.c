/* What a question of margins is about.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin_choice.h"

#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/units.h"
#include "model/added_places.h"

typedef struct choosing {
    suf_margin_choice *choice;
    suf_batch *batch;
    suf_model *model;
    const suf_scenario *ordered; /* of the model */
    const suf_margin_wanted *wanted;
    suf_faults *faults;
    suf_added_places *added; /* [n_added]; owned */
    uint32_t n_added;
    size_t capacity;
} choosing;

static suf_status
refuse(const choosing *self, suf_status status, const char *what, const char *name)
{
    suf_fault_place place = {.file = self->batch->scenarios[0].path};
    suf_faults_add(self->faults, &place, "%s%s%.80s%s", what, name != NULL ? " '" : "",
        name != NULL ? name : "", name != NULL ? "'" : "");
    return status;
}

static bool
is_wanted(const char *pattern, const char *name)
{
    return pattern == NULL || fnmatch(pattern, name, 0) == 0;
}

static suf_status
add_option(choosing *self, const suf_margin_option *option)
{
    suf_margin_choice *choice = self->choice;
    suf_status status = suf_array_grow(&choice->options, &self->capacity,
        (size_t) choice->n_options + 1, sizeof *choice->options);
    if (status == SUF_OK) {
        choice->options[choice->n_options++] = *option;
    }
    return status;
}

/* Whether a service has places at any time: one without is of no use to ask about. */
static bool
has_places(const suf_model *model, uint32_t service)
{
    for (uint32_t i = 0; i < model->n_changes; i++) {
        if (model->changes[i].service == service && !model->changes[i].is_added) {
            return true;
        }
    }
    return false;
}

/* Whether it is the same in which district a place is. */
static bool
is_of_list(const suf_model *model, uint32_t service)
{
    const suf_stay_model *stay = suf_service_stay(&model->services[service]);
    return stay != NULL && stay->is_city_list;
}

/* --- places ------------------------------------------------------------------------- */

static suf_status
choose_places(choosing *self)
{
    const suf_model *model = self->model;
    const suf_margin_wanted *wanted = self->wanted;
    uint32_t n_services = 0;
    uint32_t n_districts = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) model->n_services * model->n_areas, sizeof *self->added, &self->added));
    for (uint32_t d = 0; d < model->n_districts; d++) {
        n_districts += is_wanted(wanted->districts, model->district_names[d]);
    }
    for (uint32_t s = 0; s < model->n_services; s++) {
        if (!is_wanted(wanted->services, model->services[s].name)) {
            continue;
        }
        uint32_t n_before = self->n_added;
        n_services++;
        for (uint32_t d = 0; d < model->n_districts && has_places(model, s); d++) {
            bool is_told = is_of_list(model, s) && self->n_added > n_before;
            if (is_wanted(wanted->districts, model->district_names[d]) && !is_told) {
                self->added[self->n_added++] =
                    (suf_added_places){s, d, self->wanted->places};
            }
        }
    }
    if (n_services == 0) {
        status = refuse(self, SUF_RAISE(SUF_ERROR_SCENARIO),
            model->n_services == 0 ? "has no services" : "has no service",
            wanted->services);
    } else if (n_districts == 0) {
        status = refuse(
            self, SUF_RAISE(SUF_ERROR_SCENARIO), "has no district", wanted->districts);
    } else if (self->n_added == 0 && wanted->levers == NULL) {
        status = refuse(self, SUF_RAISE(SUF_ERROR_SCENARIO),
            "no service that is asked about ever has places", NULL);
    }
out:
    return status;
}

static suf_status
read_from(choosing *self)
{
    const suf_scenario *ordered = self->ordered;
    int32_t *day = &self->choice->from_day;
    *day = ordered->start_day;
    if (self->wanted->from == NULL) {
        return SUF_OK;
    }
    if (!suf_date_parse(self->wanted->from, day)) {
        return refuse(self, SUF_RAISE(SUF_ERROR_USAGE),
            "--from: expected a date as 2023-09-01, found", self->wanted->from);
    }
    if (*day < ordered->start_day || *day >= ordered->end_day) {
        char from[11];
        char to[11];
        suf_fault_place place = {.file = self->batch->scenarios[0].path};
        suf_date_format(ordered->start_day, from);
        suf_date_format(ordered->end_day, to);
        suf_faults_add(self->faults, &place,
            "--from: %.20s is outside the run: expected a day from %s to before %s",
            self->wanted->from, from, to);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    return SUF_OK;
}

/* --- levers ------------------------------------------------------------------------- */

/* One step on, or back where it is at its most already. */
static suf_status
step_of(const choosing *self, uint32_t lever, double *amount)
{
    const suf_lever_spec *spec = &self->ordered->levers[lever];
    double index = suf_grid_index(&spec->grid, spec->value);
    uint32_t at = index > 0 ? (uint32_t) (index + 0.5) : 0;
    uint32_t n = suf_grid_n(&spec->grid);
    if (n < 2 || !suf_grid_has(&spec->grid, spec->value)) {
        return refuse(self, SUF_RAISE(SUF_ERROR_SCENARIO),
            "has no step from the value of lever", spec->name);
    }
    *amount = suf_grid_at(&spec->grid, at + 1 < n ? at + 1 : at - 1) - spec->value;
    return SUF_OK;
}

static bool
is_lever_of(const suf_model *model, uint32_t lever, uint32_t service)
{
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        const suf_delivery_unit *unit =
            change->unit != SUF_NONE ? &model->delivery.units[change->unit] : NULL;
        bool uses =
            change->places_lever == lever || change->staffing_lever == lever ||
            (unit != NULL && (unit->count_lever == lever || unit->date_lever == lever));
        if (uses && change->service == service) {
            return true;
        }
    }
    return false;
}

static suf_status
add_levers_of(choosing *self, uint32_t service)
{
    const suf_model *model = self->model;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < self->ordered->n_levers; i++) {
        if (is_wanted(self->wanted->levers, self->ordered->levers[i].name) &&
            is_lever_of(model, i, service)) {
            const suf_lever_spec *lever = &self->ordered->levers[i];
            double yuan =
                lever->cost_unit != NULL ? suf_unit_of_money(lever->cost_unit) : 0;
            suf_margin_option option = {.service = service,
                .district = SUF_NONE,
                .lever = i,
                .value = model->levers[i].value,
                .cost = suf_number_constant(lever->cost * yuan),
                .has_cost = !isnan(lever->cost) && yuan > 0};
            SUF_TRY(step_of(self, i, &option.amount));
            SUF_TRY(add_option(self, &option));
        }
    }
out:
    return status;
}

static suf_status
check_levers(const choosing *self)
{
    const char *pattern = self->wanted->levers;
    uint32_t n = 0;
    for (uint32_t i = 0; pattern != NULL && i < self->ordered->n_levers; i++) {
        const char *name = self->ordered->levers[i].name;
        bool is_of_any = false;
        if (!is_wanted(pattern, name)) {
            continue;
        }
        n++;
        for (uint32_t s = 0; s < self->model->n_services; s++) {
            is_of_any |=
                is_wanted(self->wanted->services, self->model->services[s].name) &&
                is_lever_of(self->model, i, s);
        }
        if (!is_of_any) {
            return refuse(self, SUF_RAISE(SUF_ERROR_SCENARIO),
                "no service that is asked about has places by lever", name);
        }
    }
    return pattern != NULL && n == 0
               ? refuse(self, SUF_RAISE(SUF_ERROR_SCENARIO), "has no lever", pattern)
               : SUF_OK;
}

/* --- both --------------------------------------------------------------------------- */

/* Options by service: its districts, then its levers. */
static suf_status
add_options(choosing *self, uint32_t first_lever)
{
    suf_status status = SUF_OK;
    uint32_t at = 0;
    for (uint32_t s = 0; s < self->model->n_services; s++) {
        for (; at < self->n_added && self->added[at].service == s; at++) {
            const suf_margin_option option = {.service = s,
                .district = self->added[at].district,
                .lever = first_lever + at,
                .cost = self->ordered->services[s].capital.place,
                .has_cost = self->ordered->services[s].capital.has_place,
                .is_of_list = is_of_list(self->model, s),
                .amount = self->wanted->places};
            SUF_TRY(add_option(self, &option));
        }
        if (self->wanted->levers != NULL &&
            is_wanted(self->wanted->services, self->model->services[s].name)) {
            SUF_TRY(add_levers_of(self, s));
        }
    }
out:
    return status;
}

/* What makes the rule another one: the places' services and districts, and their day. */
static void
tell_added(const choosing *self, suf_text *added)
{
    char date[11];
    suf_date_format(self->choice->from_day, date);
    suf_text_format(added, "margin from %s\n", date);
    for (uint32_t i = 0; i < self->n_added; i++) {
        suf_text_format(added, "%s\n",
            self->model->levers[self->model->n_levers - self->n_added + i].name);
    }
}

suf_status
suf_margin_choose(suf_margin_choice *self, suf_batch *batch,
    const suf_margin_wanted *wanted, suf_text *added, suf_faults *faults)
{
    choosing at = {.choice = self,
        .batch = batch,
        .model = &batch->models[0],
        .ordered = &batch->ordered[0],
        .wanted = wanted,
        .faults = faults};
    uint32_t first_lever = 0;
    suf_status status = SUF_OK;
    *self = (suf_margin_choice){0};
    SUF_TRY(read_from(&at));
    SUF_TRY(choose_places(&at));
    SUF_TRY(check_levers(&at));
    SUF_TRY(suf_model_add_places(at.model, at.added, at.n_added,
        self->from_day - at.ordered->start_day, &first_lever));
    SUF_TRY(add_options(&at, first_lever));
    tell_added(&at, added);
    status = added->status;
out:
    free(at.added);
    return status;
}

void
suf_margin_choice_free(suf_margin_choice *self)
{
    suf_margin_options_free(self->options, self->n_options);
    *self = (suf_margin_choice){0};
}
