/* Targets: when they are measured, and what becomes of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "targets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/delivery/delivery_process.h"
#include "engine/population/population_process.h"
#include "engine/stay/stay.h"
#include "engine/target/target_measure.h"
#include "engine/target/target_slack.h"
#include "engine/target/target_totals.h"
#include "engine/target/target_value.h"

static size_t
n_pools_of(const suf_model *model)
{
    return (size_t) model->n_services * model->n_areas;
}

static suf_status
target_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    const suf_delivery_model *delivery = &model->delivery;
    suf_target_state *state = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *state, &state));
    *out = state;
    state->core = core;
    state->people = suf_population_of(core);
    state->delivery = suf_delivery_of(core);
    state->stays = suf_stay_of(core);
    state->model = model;
    uint32_t n_targets = delivery->n_targets + delivery->n_conditions;
    size_t n_snapshots = n_targets > 0 ? delivery->n_snapshots : 0;
    SUF_TRY(suf_array_new(n_pools_of(model), sizeof *state->totals, &state->totals));
    SUF_TRY(suf_array_new(
        n_snapshots * n_pools_of(model), sizeof *state->snapshots, &state->snapshots));
    SUF_TRY(
        suf_array_new(delivery->n_targets, sizeof *state->met_since, &state->met_since));
    SUF_TRY(suf_array_new(delivery->n_zones, sizeof *state->zone_km2, &state->zone_km2));
    SUF_TRY(suf_array_new(1, sizeof *state->unequal, &state->unequal));
    SUF_TRY(suf_unequal_init(state->unequal, model->n_districts));
    SUF_TRY(suf_array_new(
        n_pools_of(model), sizeof *state->month_waiting, &state->month_waiting));
    if (n_targets > 0) {
        size_t n_moved = delivery->n_units + (size_t) model->n_changes;
        SUF_TRY(suf_delivery_init(&state->trial, model));
        SUF_TRY(suf_array_new(n_moved, sizeof *state->moved, &state->moved));
        SUF_TRY(suf_array_new(
            model->n_areas, sizeof *state->places_more, &state->places_more));
    }
out:
    return status;
}

static void
target_free(void *self)
{
    suf_target_state *state = self;
    if (state != NULL) {
        free(state->totals);
        free(state->snapshots);
        free(state->met_since);
        free(state->month_waiting);
        free(state->zone_km2);
        if (state->unequal != NULL) {
            suf_unequal_free(state->unequal);
        }
        free(state->unequal);
        suf_delivery_free(&state->trial);
        free(state->moved);
        free(state->places_more);
        free(state);
    }
}

/* Area of a zone: given, or that of its people at the start at a density; NAN: by
 * distance. */
static double
zone_area(const suf_target_state *state, const suf_zone *zone)
{
    const suf_model *model = state->model;
    double area = suf_parameters_value(state->core->parameters, &zone->area_km2);
    double density = suf_parameters_value(state->core->parameters, &zone->people_per_km2);
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
    return people * suf_parameters_value(state->core->parameters, &zone->share) / density;
}

static suf_status
start(void *self)
{
    suf_target_state *state = self;
    const suf_model *model = state->model;
    const suf_delivery_model *delivery = &model->delivery;
    memset(state->totals, 0, n_pools_of(model) * sizeof *state->totals);
    memset(state->month_waiting, 0, n_pools_of(model) * sizeof *state->month_waiting);
    state->n_snapshots = 0;
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        state->met_since[i] = (double) NAN;
    }
    for (uint32_t i = 0; i < delivery->n_zones; i++) {
        state->zone_km2[i] = zone_area(state, &delivery->zones[i]);
    }
    return SUF_OK;
}

/* --- measuring ---------------------------------------------------------------------- */

static void
record(suf_target_state *state, uint32_t index)
{
    const suf_layout_map *map = state->core->observation.map;
    suf_metrics *metrics = state->core->observation.metrics;
    const suf_target *target = &state->model->delivery.targets[index];
    uint32_t at = map->targets[index];
    size_t row = (size_t) at * state->model->n_districts;
    const suf_district_values out = {map,
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_DISTRICT_VALUE) + row,
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_DISTRICT_MET) + row};
    suf_measured now = suf_target_measure(state, target, &out);
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_VALUE)[at] = now.value;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_MET)[at] = now.met;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_STRETCH_MET)[at] = now.stretch_met;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_MET_FROM)[at] =
        now.met > 0 ? state->met_since[index] : (double) NAN;
    suf_slack slack = suf_target_slack(state, target);
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_SLACK)[at] = slack.days;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_BEGUN)[at] = slack.begun;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_PLANNED)[at] = slack.planned;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_PLANNED_BEGIN)[at] =
        slack.planned_begin_days;
    suf_metrics_of(metrics, SUF_VARIABLE_TARGET_PLANNED_OPENING)[at] =
        slack.planned_opening_days;
    const suf_slip_asked *slips = &state->core->observation.slips;
    for (uint32_t i = 0; i < slips->n; i++) {
        if (slips->pairs[i].target == index) {
            slips->days[i] = suf_target_slip(state, target, slips->pairs[i].project);
        }
    }
    if (target->use != SUF_NONE) {
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_UTILISATION)[at] =
            suf_utilisation(state, target->use, target->districts, target->n_districts);
        suf_metrics_of(metrics, SUF_VARIABLE_TARGET_PEAK_UTILISATION)[at] =
            suf_peak_use(state, target->use, target->districts, target->n_districts);
    }
}

/* Puts the totals aside when a window begins now. */
static void
take_snapshot(suf_target_state *state)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    size_t n_pools = n_pools_of(state->model);
    if (state->n_snapshots == delivery->n_snapshots ||
        delivery->snapshot_days[state->n_snapshots] > state->core->now_days) {
        return;
    }
    for (uint32_t i = 0; i < n_pools; i++) {
        state->snapshots[state->n_snapshots * n_pools + i] = suf_totals_now(state, i);
    }
    state->n_snapshots++;
}

static bool
is_due(const suf_target_state *state, const suf_target *target)
{
    return target->date_days <= state->core->now_days &&
           target->date_days > state->core->now_days - 1;
}

/* What questions ask about, where somebody asks. */
static void
measure_conditions(suf_target_state *state)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    const suf_observation *to = &state->core->observation;
    const suf_condition_values *conditions = &to->conditions;
    const suf_layout_map as_in_model = {0};
    for (uint32_t i = 0; conditions->met != NULL && i < delivery->n_conditions; i++) {
        uint32_t number = delivery->n_targets + i;
        const suf_target *target = &delivery->targets[number];
        if (is_due(state, target) && suf_scope_has_target(&state->core->scope, number)) {
            size_t row = (size_t) i * state->model->n_districts;
            bool has_districts = conditions->district_met != NULL;
            const suf_district_values out = {&as_in_model,
                has_districts ? conditions->district_values + row : NULL,
                has_districts ? conditions->district_met + row : NULL};
            suf_delivery_advance(state->delivery, state->core->now_days);
            suf_measured now = suf_target_measure(state, target, &out);
            conditions->met[i] = now.met;
            conditions->values[i] = now.value;
        }
    }
}

/* Whether there is anything to measure in this replication. */
static bool
has_something(const suf_target_state *state)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    return delivery->n_targets > 0 || state->core->observation.conditions.met != NULL;
}

static void
day_ends(void *self)
{
    suf_target_state *state = self;
    const suf_delivery_model *delivery = &state->model->delivery;
    const suf_district_values nowhere = {0};
    bool is_month_end = state->core->now_days >= state->core->month_end_days;
    if (!has_something(state)) {
        return;
    }
    take_snapshot(state);
    for (uint32_t i = 0; is_month_end && i < n_pools_of(state->model); i++) {
        state->month_waiting[i] = suf_totals_now(state, i).waiting;
    }
    measure_conditions(state);
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        const suf_target *target = &delivery->targets[i];
        bool is_now = is_due(state, target);
        if ((!is_now && !(is_month_end && state->core->now_days < target->date_days)) ||
            !suf_scope_has_target(&state->core->scope, i)) {
            continue;
        }
        suf_delivery_advance(state->delivery, state->core->now_days);
        double *since = &state->met_since[i];
        double met = suf_target_measure(state, target, &nowhere).met;
        if (!(met > 0)) {
            *since = (double) NAN;
        } else if (isnan(*since)) {
            *since = state->core->now_days;
        }
        if (is_now) {
            record(state, i);
        }
    }
}

static void
month_ends(void *self)
{
    suf_target_state *state = self;
    for (uint32_t i = 0; i < n_pools_of(state->model); i++) {
        /* The stays have begun their month anew: the list is as the day ended. */
        double waiting = state->month_waiting[i];
        state->totals[i] = suf_totals_now(state, i);
        state->totals[i].waiting = waiting;
    }
}

/* What is left out is scratch of a target. */
static void
checkpoint(void *self, suf_checkpoint *to)
{
    suf_target_state *state = self;
    const suf_delivery_model *delivery = &state->model->delivery;
    size_t n_pools = n_pools_of(state->model);
    SUF_CHECKPOINT_ARRAY(to, state->totals, n_pools);
    SUF_CHECKPOINT_ARRAY(to, state->month_waiting, n_pools);
    SUF_CHECKPOINT_MEMBER(to, state->n_snapshots);
    SUF_CHECKPOINT_ARRAY(to, state->snapshots, state->n_snapshots * n_pools);
    SUF_CHECKPOINT_ARRAY(to, state->met_since, delivery->n_targets);
    SUF_CHECKPOINT_ARRAY(to, state->zone_km2, delivery->n_zones);
}

static bool
has_day_ends(const suf_model *model)
{
    return model->delivery.n_targets + model->delivery.n_conditions > 0;
}

const suf_process suf_target_process = {
    .name = "target",
    .make = target_new,
    .free = target_free,
    .start = start,
    .at = {[SUF_MOMENT_DAY_ENDS] = day_ends, [SUF_MOMENT_MONTH_ENDS] = month_ends},
    .checkpoint = checkpoint,
    .has_day_ends = has_day_ends,
};
