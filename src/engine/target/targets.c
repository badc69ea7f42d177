/* Targets: when they are measured, and what becomes of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "targets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/target/target_value.h"

static size_t
n_pools_of(const suf_model *model)
{
    return (size_t) model->n_services * model->n_districts;
}

suf_status
suf_targets_new(const suf_model *model, struct suf_targets **targets)
{
    const suf_delivery_model *delivery = &model->delivery;
    struct suf_targets *self = NULL;
    suf_status status = SUF_OK;
    *targets = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->model = model;
    self->n_days = (uint32_t) model->end_days;
    size_t n_marks = delivery->n_targets > 0 ? delivery->n_marks : 0;
    SUF_TRY(suf_array_new(n_pools_of(model), sizeof *self->totals, &self->totals));
    SUF_TRY(
        suf_array_new(n_marks * n_pools_of(model), sizeof *self->marks, &self->marks));
    SUF_TRY(
        suf_array_new((size_t) delivery->n_watches * model->n_districts * self->n_days,
            sizeof *self->days, &self->days));
    SUF_TRY(
        suf_array_new(delivery->n_targets, sizeof *self->met_since, &self->met_since));
    SUF_TRY(suf_array_new(delivery->n_zones, sizeof *self->zone_km2, &self->zone_km2));
    *targets = self;
    self = NULL;
out:
    suf_targets_free(self);
    return status;
}

void
suf_targets_free(struct suf_targets *self)
{
    if (self != NULL) {
        free(self->totals);
        free(self->marks);
        free(self->days);
        free(self->met_since);
        free(self->zone_km2);
        free(self);
    }
}

/* Area of a zone: given, or that of its people at the start at a density; NAN: by
 * distance. */
static double
zone_area(const suf_state *state, const suf_zone *zone)
{
    const suf_model *model = state->model;
    double area = suf_parameters_value(state->parameters, &zone->area_km2);
    double density = suf_parameters_value(state->parameters, &zone->people_per_km2);
    if (area > 0) {
        return area;
    }
    if (!(density > 0)) {
        return (double) NAN;
    }
    double people = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        for (uint32_t cohort = 0; cohort < model->population.n_cohorts; cohort++) {
            people += model->population
                          .start[suf_model_cell(model, zone->district, sex, cohort)];
        }
    }
    return people * suf_parameters_value(state->parameters, &zone->share) / density;
}

void
suf_targets_start(suf_state *state)
{
    struct suf_targets *self = state->targets;
    const suf_model *model = state->model;
    const suf_delivery_model *delivery = &model->delivery;
    memset(self->totals, 0, n_pools_of(model) * sizeof *self->totals);
    memset(self->days, 0,
        (size_t) delivery->n_watches * model->n_districts * self->n_days *
            sizeof *self->days);
    self->n_marks = 0;
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        self->met_since[i] = (double) NAN;
    }
    for (uint32_t i = 0; i < delivery->n_zones; i++) {
        self->zone_km2[i] = zone_area(state, &delivery->zones[i]);
    }
}

/* --- measuring ---------------------------------------------------------------------- */

/* A measured target. */
typedef struct measured {
    double value;            /* over all, or of the worst district */
    double met, stretch_met; /* 1, 0, or NAN */
} measured;

/* 1: met, 0: missed, NAN: undecided. A rounding of the last bits does not miss it. */
static double
is_met(double value, double required, bool is_at_most)
{
    const double slack = 1e-12;
    if (isnan(value) || isnan(required)) {
        return (double) NAN;
    }
    double margin = is_at_most ? required - value : value - required;
    return margin >= -slack * fmax(1, fabs(required)) ? 1 : 0;
}

/* Both: missed where one is, else undecided where one is. */
static double
both(double a, double b)
{
    if ((a <= 0) || (b <= 0)) {
        return 0;
    }
    return isnan(a) || isnan(b) ? (double) NAN : 1;
}

/* Where the values of the districts of an `each` target go; values NULL: nowhere. */
typedef struct district_values {
    const suf_layout_map *map;
    double *values, *mets; /* [district of the layout] */
} district_values;

static measured
measure_each(const suf_state *state, const suf_target *target, const district_values *out)
{
    measured all = {(double) NAN, 1, 1};
    for (uint32_t i = 0; i < target->n_districts; i++) {
        uint32_t district = target->districts[i];
        double value = suf_target_value(state, target, &district, 1);
        double met = is_met(value, target->value, target->is_at_most);
        bool is_worse = target->is_at_most ? value > all.value : value < all.value;
        all.value = is_worse || isnan(all.value) ? value : all.value;
        all.met = both(all.met, met);
        all.stretch_met =
            both(all.stretch_met, is_met(value, target->stretch, target->is_at_most));
        if (out->values != NULL) {
            out->values[suf_layout_district(out->map, district)] = value;
            out->mets[suf_layout_district(out->map, district)] = met;
        }
    }
    return all;
}

static measured
measure(const suf_state *state, const suf_target *target, const district_values *out)
{
    if (target->is_each) {
        return measure_each(state, target, out);
    }
    double value =
        suf_target_value(state, target, target->districts, target->n_districts);
    return (measured){value, is_met(value, target->value, target->is_at_most),
        is_met(value, target->stretch, target->is_at_most)};
}

static void
record(const suf_state *state, uint32_t index, const suf_layout_map *map,
    suf_metrics *metrics)
{
    const suf_target *target = &state->model->delivery.targets[index];
    uint32_t at = map->targets[index];
    size_t row = (size_t) at * state->model->n_districts;
    const district_values out = {map,
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_DISTRICT_VALUE) + row,
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_DISTRICT_MET) + row};
    measured now = measure(state, target, &out);
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_VALUE)[at] = now.value;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_MET)[at] = now.met;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_STRETCH_MET)[at] = now.stretch_met;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_MET_FROM)[at] =
        now.met > 0 ? state->targets->met_since[index] : (double) NAN;
    if (target->use != SUF_NONE) {
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_USE)[at] =
            suf_utilisation(state, target->use, target->districts, target->n_districts);
    }
}

/* Puts the totals aside when a window begins now. */
static void
set_mark(suf_state *state)
{
    struct suf_targets *self = state->targets;
    const suf_delivery_model *delivery = &state->model->delivery;
    size_t n_pools = n_pools_of(state->model);
    if (self->n_marks == delivery->n_marks ||
        delivery->mark_days[self->n_marks] > state->now_days) {
        return;
    }
    for (uint32_t i = 0; i < n_pools; i++) {
        self->marks[self->n_marks * n_pools + i] = suf_totals_now(state, i);
    }
    self->n_marks++;
}

void
suf_targets_look(suf_state *state, const suf_layout_map *map, suf_metrics *metrics)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    const district_values nowhere = {0};
    bool is_month_end = state->now_days >= state->month_end_days;
    if (delivery->n_targets == 0) {
        return;
    }
    set_mark(state);
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        const suf_target *target = &delivery->targets[i];
        bool is_due = target->date_days <= state->now_days &&
                      target->date_days > state->now_days - 1;
        if (!is_due && !(is_month_end && state->now_days < target->date_days)) {
            continue;
        }
        suf_delivery_advance(&state->delivery, state->now_days);
        double *since = &state->targets->met_since[i];
        double met = measure(state, target, &nowhere).met;
        if (!(met > 0)) {
            *since = (double) NAN;
        } else if (isnan(*since)) {
            *since = state->now_days;
        }
        if (is_due) {
            record(state, i, map, metrics);
        }
    }
}

void
suf_targets_end_month(suf_state *state)
{
    for (uint32_t i = 0; i < n_pools_of(state->model); i++) {
        state->targets->totals[i] = suf_totals_now(state, i);
    }
}

/* --- watches ------------------------------------------------------------------------ */

/* The day of a watch that somebody belongs to; NULL for those who asked before the start.
 */
static suf_watch_day *
day_of(suf_state *state, const suf_target *target, uint32_t home, double since_days)
{
    struct suf_targets *self = state->targets;
    if (since_days < 0 || since_days >= self->n_days) {
        return NULL;
    }
    size_t row = (size_t) target->watch * state->model->n_districts + home;
    return &self->days[row * self->n_days + (uint32_t) since_days];
}

/* Counts somebody in the watches of a service that still go on at `waited_days`. */
static void
count(suf_state *state, uint32_t service, uint32_t home, double since_days,
    double waited_days, suf_watch_day more)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        const suf_target *target = &delivery->targets[i];
        suf_watch_day *day = target->watch != SUF_NONE && target->of == service
                                 ? day_of(state, target, home, since_days)
                                 : NULL;
        if (day != NULL && waited_days <= target->within_days) {
            day->joined += more.joined;
            day->admitted += more.admitted;
            day->excluded += more.excluded;
        }
    }
}

void __attribute__((noinline, cold))
suf_watch_join(suf_state *state, uint32_t service, uint32_t home, double since_days)
{
    count(state, service, home, since_days, 0, (suf_watch_day){.joined = 1});
}

void __attribute__((noinline, cold)) suf_watch_admit(suf_state *state, uint32_t service,
    uint32_t home, double since_days, double waited_days)
{
    count(state, service, home, since_days, waited_days, (suf_watch_day){.admitted = 1});
}

void __attribute__((noinline, cold)) suf_watch_exclude(suf_state *state, uint32_t service,
    uint32_t home, double since_days, double waited_days)
{
    count(state, service, home, since_days, waited_days, (suf_watch_day){.excluded = 1});
}
