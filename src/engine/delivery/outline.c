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

void
suf_outline_draw(suf_outline *self, const suf_parameters *parameters, suf_rng_key key)
{
    const suf_model *model = self->model;
    const suf_chosen *chosen = &parameters->chosen;
    suf_delivery_start(&self->delivery, parameters, key);
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

/* Whether two numbers are not the same; both may be INFINITY. */
static bool
differ(double a, double b)
{
    return a < b || a > b;
}

static bool
units_differ(const suf_outline *self, const suf_outline *other, uint32_t i)
{
    const suf_delivery_unit *a = &self->units[i];
    const suf_delivery_unit *b = &other->units[i];
    return differ(self->delivery.opened_days[i], other->delivery.opened_days[i]) ||
           differ(self->delivery.begun_days[i], other->delivery.begun_days[i]) ||
           differ(a->count, b->count) || differ(a->starts_days, b->starts_days) ||
           a->is_absent != b->is_absent;
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

static bool
policies_differ(const suf_outline *self, const suf_outline *other)
{
    bool is_any = false;
    for (uint32_t i = 0; i < self->model->n_policies; i++) {
        const suf_policy *of = &self->model->policies[i];
        is_any |= lever_differs(self, other, of->bound_lever) ||
                  lever_differs(self, other, of->amount_lever);
    }
    return is_any;
}

double
suf_outline_difference(
    const suf_outline *self, const suf_outline *other, const suf_scope *scope)
{
    const suf_model *model = self->model;
    double first = policies_differ(self, other) ? 0 : (double) INFINITY;
    for (uint32_t i = 0; i < model->delivery.n_units; i++) {
        if (units_differ(self, other, i)) {
            first = fmin(first,
                fmin(self->delivery.opened_days[i], other->delivery.opened_days[i]));
            first = fmin(first, first_look(self, scope, self->units[i].stock, SUF_NONE));
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *a = &model->changes[i];
        bool is_of_unit = a->unit != SUF_NONE && units_differ(self, other, a->unit);
        if (changes_differ(&self->changes[i], &other->changes[i])) {
            first = fmin(
                first, fmin(self->changes[i].time_days, other->changes[i].time_days));
            bool is_of_start = !(self->changes[i].planned_days > 0) ||
                               !(other->changes[i].planned_days > 0);
            first = is_of_start ? 0 : first;
            is_of_unit = true;
        }
        if (is_of_unit) {
            first = fmin(first, first_look(self, scope, SUF_NONE, a->service));
        }
    }
    return first;
}
