/* What levers reach in a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "outline.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

suf_status
suf_outline_init(suf_outline *self, const suf_model *model)
{
    suf_status status = SUF_OK;
    *self = (suf_outline){.model = model};
    SUF_TRY(suf_delivery_init(&self->delivery, model));
    SUF_TRY(suf_array_new(model->delivery.n_units, sizeof *self->units, &self->units));
    SUF_TRY(suf_array_new(model->n_changes, sizeof *self->changes, &self->changes));
    SUF_TRY(suf_array_new(model->n_levers, sizeof *self->levers, &self->levers));
out:
    return status;
}

void
suf_outline_free(suf_outline *self)
{
    suf_delivery_free(&self->delivery);
    free(self->units);
    free(self->changes);
    free(self->levers);
    *self = (suf_outline){0};
}

/* What is chosen, with the openings that are in the delivery. */
static void
take_choice(suf_outline *self, const suf_parameters *parameters)
{
    const suf_model *model = self->model;
    const suf_chosen *chosen = &parameters->chosen;
    for (uint32_t i = 0; i < model->delivery.n_units; i++) {
        self->units[i] = chosen->units[i];
    }
    for (uint32_t i = 0; i < model->n_levers; i++) {
        self->levers[i] = chosen->values[i];
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &chosen->changes[i];
        double opened = change->unit != SUF_NONE
                            ? self->delivery.opened_days[change->unit] +
                                  change->step * SUF_DAYS_PER_MONTH
                            : change->time_days;
        self->changes[suf_chosen_origin(chosen, i)] =
            (suf_outline_change){.time_days = opened,
                .planned_days = change->time_days,
                .places = (double) change->places,
                .staffing = suf_parameters_value(parameters, &change->staffing)};
    }
}

void
suf_outline_draw(suf_outline *self, const suf_parameters *parameters, suf_rng_key key)
{
    suf_delivery_start(&self->delivery, parameters, key);
    take_choice(self, parameters);
}

void
suf_outline_plan(suf_outline *self, const suf_parameters *parameters)
{
    for (uint32_t i = 0; i < self->model->delivery.n_units; i++) {
        const suf_delivery_unit *unit = &parameters->chosen.units[i];
        self->delivery.begun_days[i] = unit->starts_days;
        self->delivery.opened_days[i] =
            unit->is_absent ? (double) INFINITY : unit->starts_days + unit->duration_days;
    }
    for (uint32_t i = 0; i < self->model->delivery.n_works; i++) {
        const suf_works *works = &parameters->chosen.works[i];
        for (uint32_t j = 0; j < works->n_batches; j++) {
            uint32_t unit = works->first_unit + j;
            self->delivery.opened_days[unit] =
                works->starts_days + j * works->released_every_days;
            uint32_t turn = j / works->crews; /* of its crew */
            self->delivery.begun_days[unit] = turn;
        }
    }
    take_choice(self, parameters);
}

/* Whether two numbers are not the same; both may be INFINITY. */
static bool
differ(double a, double b)
{
    return a < b || a > b;
}

/* Of a unit, in self, and of the same in the other. */
static bool
units_differ(const suf_outline *self, uint32_t i, const suf_outline *other, uint32_t j)
{
    const suf_delivery_unit *a = &self->units[i];
    const suf_delivery_unit *b = &other->units[j];
    return differ(self->delivery.opened_days[i], other->delivery.opened_days[j]) ||
           differ(self->delivery.begun_days[i], other->delivery.begun_days[j]) ||
           differ(a->count, b->count) || differ(a->starts_days, b->starts_days) ||
           differ(a->duration_days, b->duration_days) || a->is_absent != b->is_absent ||
           (a->begun_by != SUF_NONE && differ(a->slip_days, b->slip_days));
}

static bool
changes_differ(const suf_outline_change *a, const suf_outline_change *b)
{
    return differ(a->time_days, b->time_days) ||
           differ(a->planned_days, b->planned_days) || differ(a->places, b->places) ||
           differ(a->staffing, b->staffing);
}

/* The first date of a measured target whose slack looks at a stock, or at the places of a
 * service; SUF_NONE: at none. */
static double
first_look(
    const suf_outline *self, const suf_scope *scope, uint32_t stock, uint32_t service)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    double first = (double) INFINITY;
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        const suf_target *target = &delivery->targets[i];
        bool looks = (stock != SUF_NONE && target->stock == stock) ||
                     (service != SUF_NONE && target->of == service);
        if (looks && suf_scope_has_target(scope, i)) {
            first = fmin(first, target->date_days);
        }
    }
    return first;
}

static bool
lever_differs(const suf_outline *self, const suf_outline *other, uint32_t lever)
{
    return lever != SUF_NONE && differ(self->levers[lever], other->levers[lever]);
}

/* Policies are the same in both; their levers may be at other values. */
static bool
policies_differ(
    const suf_outline *self, const suf_outline *other, const suf_plan_match *match)
{
    bool is_any = false;
    for (uint32_t i = 0; i < self->model->n_policies; i++) {
        const suf_policy *of = &self->model->policies[i];
        is_any |= match != NULL && !match->has_levers
                      ? of->bound_lever != SUF_NONE || of->amount_lever != SUF_NONE
                      : lever_differs(self, other, of->bound_lever) ||
                            lever_differs(self, other, of->amount_lever);
    }
    return is_any;
}

/* From when on a unit that differs does. When a policy begins it is not known before the
 * run. */
static double
unit_matters(const suf_outline *self, uint32_t i, const suf_scope *scope)
{
    if (self->units[i].begun_by != SUF_NONE) {
        return 0;
    }
    return fmin(self->delivery.opened_days[i],
        first_look(self, scope, self->units[i].stock, SUF_NONE));
}

/* From when on a change that differs does; of one whose unit alone differs, only when a
 * target looks at it. */
static double
change_matters(
    const suf_outline *self, uint32_t i, const suf_scope *scope, bool is_itself)
{
    const suf_outline_change *change = &self->changes[i];
    double first = first_look(self, scope, SUF_NONE, self->model->changes[i].service);
    if (!is_itself) {
        return first;
    }
    uint32_t unit = self->model->changes[i].unit;
    bool is_of_start = !(change->planned_days > 0);
    bool is_of_policy =
        unit != SUF_NONE && self->model->delivery.units[unit].begun_by != SUF_NONE;
    return is_of_start || is_of_policy ? 0 : fmin(first, change->time_days);
}

/* The same unit in the other, or SUF_NONE. */
static uint32_t
unit_of_other(const suf_plan_match *match, uint32_t unit)
{
    return match != NULL ? match->units[unit] : unit;
}

static bool
unit_differs(const suf_outline *self, const suf_outline *other,
    const suf_plan_match *match, uint32_t i)
{
    uint32_t j = unit_of_other(match, i);
    return j == SUF_NONE || (match != NULL && !match->is_same[i]) ||
           units_differ(self, i, other, j);
}

static double
first_of_units(const suf_outline *self, const suf_outline *other,
    const suf_plan_match *match, const suf_scope *scope)
{
    double first = (double) INFINITY;
    for (uint32_t i = 0; i < self->model->delivery.n_units; i++) {
        uint32_t j = unit_of_other(match, i);
        if (unit_differs(self, other, match, i)) {
            first = fmin(first, unit_matters(self, i, scope));
            first = j != SUF_NONE ? fmin(first, unit_matters(other, j, scope)) : first;
        }
    }
    for (uint32_t i = 0; match != NULL && i < match->n_lone_units; i++) {
        first = fmin(first, unit_matters(other, match->lone_units[i], scope));
    }
    return first;
}

static double
first_of_changes(const suf_outline *self, const suf_outline *other,
    const suf_plan_match *match, const suf_scope *scope)
{
    const suf_model *model = self->model;
    double first = (double) INFINITY;
    for (uint32_t i = 0; i < model->n_changes; i++) {
        uint32_t unit = model->changes[i].unit;
        uint32_t j = match != NULL ? match->changes[i] : i;
        bool is_written = match != NULL && unit != SUF_NONE && !match->is_same[unit];
        bool is_itself = j == SUF_NONE || is_written ||
                         changes_differ(&self->changes[i], &other->changes[j]);
        if (is_itself || (unit != SUF_NONE && unit_differs(self, other, match, unit))) {
            first = fmin(first, change_matters(self, i, scope, is_itself));
            first = j != SUF_NONE
                        ? fmin(first, change_matters(other, j, scope, is_itself))
                        : first;
        }
    }
    for (uint32_t i = 0; match != NULL && i < match->n_lone_changes; i++) {
        first = fmin(first, change_matters(other, match->lone_changes[i], scope, true));
    }
    return first;
}

double
suf_outline_difference(const suf_outline *self, const suf_outline *other,
    const suf_plan_match *match, const suf_scope *scope)
{
    if ((match != NULL && !match->is_alike) || policies_differ(self, other, match)) {
        return 0;
    }
    return fmin(first_of_units(self, other, match, scope),
        first_of_changes(self, other, match, scope));
}

uint32_t
suf_outline_month(const suf_model *model, double days)
{
    const suf_calendar *calendar = &model->calendar;
    uint32_t day = 0;
    for (uint32_t i = calendar->start_index;
         i < calendar->n_months && calendar->limits_days[i] <= days; i++) {
        day = (uint32_t) calendar->limits_days[i];
    }
    return day < model->end_days && days < model->end_days ? day : 0;
}
