/* How much later could it be planned, and how many must be begun?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_slack.h"

#include <math.h>
#include <stdlib.h>

#include "engine/target/target_measure.h"

/* A target with some of what is moved taken as open. */
typedef struct trial {
    suf_target_state state; /* with counts of its own */
    suf_target_state *from; /* that they are made from */
    const suf_target *target;
    uint32_t n_fixed; /* units before `moved` that are open and not moved */
    uint32_t n_moved; /* that open at all, by time */
    uint32_t n_open;  /* of those: taken as open */
    uint32_t project; /* that alone is moved; SUF_NONE: all are */
    suf_slack found;  /* planned and when */
} trial;

static bool
is_by_places(const suf_target *target)
{
    return target->measure == SUF_MEASURE_PLACES_PER_1000;
}

static bool
is_by_stock(const suf_target *target)
{
    return target->stock != SUF_NONE && (target->measure == SUF_MEASURE_COUNT ||
                                            target->measure == SUF_MEASURE_ADDED ||
                                            target->measure == SUF_MEASURE_SHARE_WITH ||
                                            target->measure == SUF_MEASURE_SHARE_WITHIN);
}

/* Whether it is asked about, and opens, or may open, after the start, and after what is
 * known of it. What a policy begins is not planned, so it cannot be planned later. */
static bool
is_moved(const trial *self, uint32_t index)
{
    const suf_delivery_unit *unit = &self->from->delivery->units[index];
    bool is_asked = self->project == SUF_NONE || self->project == unit->project;
    bool is_settled = suf_unit_is_settled(unit) ||
                      (unit->fact == SUF_FACT_COUNTED &&
                          self->from->delivery->opened_days[index] < unit->known_days);
    is_asked = is_asked && !is_settled;
    return is_asked && unit->project != SUF_NONE && !unit->is_absent &&
           unit->begun_by == SUF_NONE &&
           (unit->duration_days > 0 || unit->starts_days > 0);
}

/* Takes one unit, or opening of places, as open (sign 1) or not (-1). */
static void
take(trial *self, uint32_t index, double sign)
{
    if (is_by_places(self->target)) {
        const suf_capacity_change *change =
            &self->from->core->parameters->chosen.changes[index];
        self->from->places_more[change->district] += sign * (double) change->places;
    } else {
        suf_delivery_count(&self->from->trial, index, sign);
    }
}

/* Puts something moved on the list; what is open now is no longer. */
static void
put(trial *self, const suf_delivery_unit *unit, double opened_days, uint32_t index)
{
    suf_slack *found = &self->found;
    /* fmax passes over NAN. */
    found->planned = fmax(found->planned, 0) + 1;
    found->planned_begin_days = fmax(found->planned_begin_days, unit->starts_days);
    found->planned_opening_days =
        fmax(found->planned_opening_days, unit->starts_days + unit->duration_days);
    if (opened_days < (double) INFINITY) {
        self->from->moved[self->n_moved++] = (suf_opening){opened_days, index};
    }
    if (opened_days < self->target->date_days) {
        take(self, index, -1);
    }
}

static void
gather_units(trial *self)
{
    const suf_delivery_model *delivery = &self->state.model->delivery;
    const suf_delivery *now = self->from->delivery;
    suf_delivery *counts = &self->from->trial;
    suf_delivery_copy_stock(counts, now, self->target->stock);
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &self->from->delivery->units[i];
        if (unit->stock != self->target->stock) {
            continue;
        }
        if (is_moved(self, i)) {
            put(self, unit, now->opened_days[i], i);
        } else if (now->opened_days[i] < self->target->date_days) {
            counts->order[self->n_fixed++] = (suf_opening){now->opened_days[i], i};
        }
    }
}

static void
gather_places(trial *self)
{
    const suf_model *model = self->state.model;
    for (uint32_t d = 0; d < model->n_areas; d++) {
        self->from->places_more[d] = 0;
    }
    self->state.places_shift = self->from->places_more;
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change =
            &self->from->core->parameters->chosen.changes[i];
        if (change->service != self->target->of || change->unit == SUF_NONE ||
            change->step > 0 || change->places <= 0 || change->converts != SUF_NONE) {
            continue;
        }
        const suf_delivery_unit *unit = &self->from->delivery->units[change->unit];
        if (is_moved(self, change->unit)) {
            put(self, unit, self->from->delivery->opened_days[change->unit], i);
        }
    }
}

/* Nothing moved is open. */
static void
begin(trial *self, suf_target_state *state, const suf_target *target, uint32_t project)
{
    const double none = (double) NAN;
    *self = (trial){.state = *state,
        .from = state,
        .target = target,
        .project = project,
        .found = {none, none, none, none, none}};
    self->state.delivery = &state->trial;
    if (is_by_places(target)) {
        gather_places(self);
    } else if (is_by_stock(target)) {
        gather_units(self);
    }
    if (self->n_moved > 0) {
        qsort(state->moved, self->n_moved, sizeof *state->moved, suf_opening_compare);
    }
    for (uint32_t i = 0; is_by_stock(target) && i < self->n_moved; i++) {
        state->trial.order[self->n_fixed + i] = state->moved[i];
    }
}

/* Whether it is met with the first n that are moved. */
static bool
is_met_with(trial *self, uint32_t n)
{
    const suf_district_values nowhere = {0};
    while (self->n_open < n) {
        take(self, self->from->moved[self->n_open++].unit, 1);
    }
    while (self->n_open > n) {
        take(self, self->from->moved[--self->n_open].unit, -1);
    }
    self->from->trial.n_passed = self->n_fixed + n;
    return suf_target_measure(&self->state, self->target, &nowhere).met > 0;
}

static double
slack_days(trial *self)
{
    if (is_met_with(self, 0)) {
        return (double) INFINITY;
    }
    if (!is_met_with(self, self->n_moved)) {
        return -(double) INFINITY;
    }
    uint32_t too_few = 0;
    uint32_t enough = self->n_moved;
    while (enough - too_few > 1) {
        uint32_t middle = too_few + (enough - too_few) / 2;
        if (is_met_with(self, middle)) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    /* It must open before the end of the date. */
    return ceil(self->target->date_days - self->from->moved[enough - 1].days) - 1;
}

/* Whether a target is about a number in the city. */
static bool
is_number(const suf_target *target)
{
    return !target->is_each &&
           (target->measure == SUF_MEASURE_COUNT || target->measure == SUF_MEASURE_ADDED);
}

static double
begun(trial *self)
{
    const suf_delivery_model *delivery = &self->state.model->delivery;
    const suf_core *core = self->from->core;
    double n = 0;
    if (is_met_with(self, 0)) {
        return 0;
    }
    for (uint32_t copy = 0; copy <= SUF_MOST_COPIES; copy++) {
        for (uint32_t i = 0; i < delivery->n_units; i++) {
            const suf_delivery_unit *unit = &self->from->delivery->units[i];
            if (unit->stock != self->target->stock || !is_moved(self, i)) {
                continue;
            }
            double opened = copy == 0 ? self->from->delivery->opened_days[i]
                                      : suf_delivery_copy_opening(self->from->delivery,
                                            core->parameters, core->key, i, copy);
            n++;
            if (opened < self->target->date_days) {
                take(self, i, 1);
                if (is_met_with(self, 0)) { /* and with those just taken */
                    return n;
                }
            }
        }
    }
    return (double) INFINITY;
}

suf_slack
suf_target_slack(suf_target_state *state, const suf_target *target)
{
    trial self;
    begin(&self, state, target, SUF_NONE);
    if (self.found.planned > 0 && !target->is_at_most) {
        self.found.days = slack_days(&self);
        if (is_number(target)) {
            self.found.begun = begun(&self);
        }
    }
    return self.found;
}

double
suf_target_slip(suf_target_state *state, const suf_target *target, uint32_t project)
{
    trial self;
    begin(&self, state, target, project);
    return self.found.planned > 0 && !target->is_at_most ? slack_days(&self)
                                                         : (double) NAN;
}
