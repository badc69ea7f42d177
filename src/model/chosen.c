/* Levers: what a replication takes of the model as chosen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "chosen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"

/* Time, service, district, opening before closing, and the order of the scenario. */
static int
compare_changes(const void *left, const void *right)
{
    const suf_capacity_change *a = left;
    const suf_capacity_change *b = right;
    if (a->time_days != b->time_days) {
        return a->time_days < b->time_days ? -1 : 1;
    }
    if (a->service != b->service) {
        return a->service < b->service ? -1 : 1;
    }
    if (a->district != b->district) {
        return a->district < b->district ? -1 : 1;
    }
    if (a->places != b->places) {
        return a->places > b->places ? -1 : 1;
    }
    return (a->unit > b->unit) - (a->unit < b->unit);
}

void
suf_changes_sort(suf_capacity_change *changes, uint32_t n)
{
    if (n > 0) {
        qsort(changes, n, sizeof *changes, compare_changes);
    }
}

suf_status
suf_chosen_init(suf_chosen *self, const suf_model *model)
{
    const suf_delivery_model *delivery = &model->delivery;
    suf_status status = SUF_OK;
    *self = (suf_chosen){.model = model,
        .changes = model->changes,
        .units = delivery->units,
        .works = delivery->works};
    if (model->n_levers == 0) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(model->n_levers, sizeof *self->values, &self->values));
    SUF_TRY(
        suf_array_new(model->n_changes, sizeof *self->own_changes, &self->own_changes));
    SUF_TRY(suf_array_new(delivery->n_units, sizeof *self->own_units, &self->own_units));
    SUF_TRY(suf_array_new(delivery->n_works, sizeof *self->own_works, &self->own_works));
    self->changes = self->own_changes;
    self->units = self->own_units;
    self->works = self->own_works;
    suf_chosen_set(self, NULL);
out:
    if (status != SUF_OK) {
        suf_chosen_free(self);
    }
    return status;
}

void
suf_chosen_free(suf_chosen *self)
{
    free(self->values);
    free(self->own_changes);
    free(self->own_units);
    free(self->own_works);
    *self = (suf_chosen){0};
}

/* Days by which a lever of dates moves what it moves. */
static double
shift_of(const suf_chosen *self, uint32_t lever)
{
    return lever == SUF_NONE ? 0
                             : self->values[lever] - self->model->levers[lever].planned;
}

/* The planned opening of a unit of a batch of n: evenly from the first to the last. */
double
suf_batch_opening(double first_days, double span_days, uint32_t number, uint32_t n)
{
    return n == 1 ? first_days + span_days : first_days + span_days * number / (n - 1);
}

static void
choose_unit(const suf_chosen *self, suf_delivery_unit *unit)
{
    double shift = shift_of(self, unit->date_lever);
    if (unit->slip_lever != SUF_NONE) {
        unit->slip_days = self->values[unit->slip_lever];
    }
    if (unit->count_lever != SUF_NONE && unit->is_batch) {
        uint32_t n = (uint32_t) self->values[unit->count_lever];
        unit->is_absent = unit->number >= n;
        unit->starts_days = suf_batch_opening(unit->first_days + shift, unit->span_days,
                                unit->number, n > 0 ? n : 1) -
                            unit->duration_days;
        return;
    }
    if (unit->count_lever != SUF_NONE) {
        unit->count = self->values[unit->count_lever];
        unit->is_absent = !(unit->count > 0);
    }
    /* As it would be computed of a plan with these dates, to the last bit. */
    unit->starts_days = unit->is_batch
                            ? suf_batch_opening(unit->first_days + shift, unit->span_days,
                                  unit->number, unit->n_batch) -
                                  unit->duration_days
                            : unit->starts_days + shift;
}

static void
choose_change(const suf_chosen *self, suf_capacity_change *change)
{
    const suf_delivery_unit *unit =
        change->unit != SUF_NONE ? &self->own_units[change->unit] : NULL;
    if (change->places_lever != SUF_NONE) {
        change->places = (int64_t) self->values[change->places_lever];
    }
    if (change->staffing_lever != SUF_NONE) {
        change->staffing = suf_number_constant(self->values[change->staffing_lever]);
    }
    if (unit != NULL) {
        change->time_days =
            unit->starts_days + unit->duration_days + change->step * SUF_DAYS_PER_MONTH;
    }
}

void
suf_chosen_set(suf_chosen *self, const double *values)
{
    const suf_model *model = self->model;
    const suf_delivery_model *delivery = &model->delivery;
    bool is_same = self->is_set;
    for (uint32_t i = 0; i < model->n_levers; i++) {
        double value = values != NULL ? values[i] : model->levers[i].value;
        is_same = is_same && value >= self->values[i] && value <= self->values[i];
        self->values[i] = value;
    }
    if (is_same || model->n_levers == 0) {
        return;
    }
    self->is_set = true;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        self->own_units[i] = delivery->units[i];
        choose_unit(self, &self->own_units[i]);
    }
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        self->own_works[i] = delivery->works[i];
        if (self->own_works[i].crews_lever != SUF_NONE) {
            self->own_works[i].crews =
                (uint32_t) self->values[self->own_works[i].crews_lever];
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        self->own_changes[i] = model->changes[i];
        self->own_changes[i].origin = i;
        choose_change(self, &self->own_changes[i]);
    }
    suf_changes_sort(self->own_changes, model->n_changes);
}
