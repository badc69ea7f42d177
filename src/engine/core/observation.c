/* What a replication leaves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observation.h"

#include <math.h>
#include <string.h>

/* Counts, the variable that each becomes, and the kinds of service that have it. */
enum {
    OF_STAY = 1U << SUF_KIND_STAY,
    OF_INTAKE = 1U << SUF_KIND_INTAKE,
    OF_VISIT = 1U << SUF_KIND_VISIT
};
static const struct {
    suf_variable variable;
    unsigned kinds;
} count_variables[SUF_N_COUNTS] = {
    [SUF_COUNT_REQUESTS] = {SUF_VARIABLE_REQUESTS, OF_STAY},
    [SUF_COUNT_BALKED] = {SUF_VARIABLE_BALKED, OF_STAY},
    [SUF_COUNT_VOID] = {SUF_VARIABLE_VOID_REQUESTS, OF_STAY},
    [SUF_COUNT_ADMISSIONS] = {SUF_VARIABLE_ADMISSIONS, OF_STAY},
    [SUF_COUNT_ADMISSIONS_WAITED] = {SUF_VARIABLE_ADMISSIONS_WAITED, OF_STAY},
    [SUF_COUNT_ADMISSIONS_AWAY] = {SUF_VARIABLE_ADMISSIONS_AWAY, OF_STAY},
    [SUF_COUNT_ADMISSIONS_FROM_AWAY] = {SUF_VARIABLE_ADMISSIONS_FROM_AWAY, OF_STAY},
    [SUF_COUNT_REFUSALS] = {SUF_VARIABLE_REFUSALS, OF_STAY},
    [SUF_COUNT_RENEGED] = {SUF_VARIABLE_RENEGED, OF_STAY},
    [SUF_COUNT_AGED_OUT] = {SUF_VARIABLE_AGED_OUT, OF_STAY},
    [SUF_COUNT_DIED_WAITING] = {SUF_VARIABLE_DIED_WAITING, OF_STAY},
    [SUF_COUNT_MOVED_WAITING] = {SUF_VARIABLE_MOVED_WAITING, OF_STAY},
    [SUF_COUNT_RELEASES] = {SUF_VARIABLE_RELEASES, OF_STAY | OF_INTAKE},
    [SUF_COUNT_PLACES_OPENED] = {SUF_VARIABLE_PLACES_OPENED,
        OF_STAY | OF_INTAKE | OF_VISIT},
    [SUF_COUNT_PLACES_CLOSED] = {SUF_VARIABLE_PLACES_CLOSED,
        OF_STAY | OF_INTAKE | OF_VISIT},
    [SUF_COUNT_APPLICANTS] = {SUF_VARIABLE_APPLICANTS, OF_INTAKE},
    [SUF_COUNT_PLACED] = {SUF_VARIABLE_PLACED, OF_INTAKE},
    [SUF_COUNT_PLACED_AWAY] = {SUF_VARIABLE_PLACED_AWAY, OF_INTAKE},
    [SUF_COUNT_PLACED_ABOVE] = {SUF_VARIABLE_PLACED_ABOVE, OF_INTAKE},
    [SUF_COUNT_UNPLACED] = {SUF_VARIABLE_UNPLACED, OF_INTAKE},
    [SUF_COUNT_PUPILS_IN] = {SUF_VARIABLE_PUPILS_IN, OF_INTAKE},
    [SUF_COUNT_VISITS] = {SUF_VARIABLE_VISITS, OF_VISIT},
    [SUF_COUNT_SERVED] = {SUF_VARIABLE_SERVED, OF_VISIT},
    [SUF_COUNT_SERVED_AWAY] = {SUF_VARIABLE_SERVED_AWAY, OF_VISIT},
    [SUF_COUNT_VISITS_REFUSED] = {SUF_VARIABLE_VISITS_REFUSED, OF_VISIT},
};

/* The mean of a level over the month that ends now; its area begins anew. */
static double
take_mean(suf_time_weighted *of, uint32_t level, suf_ticks now, double length_days)
{
    double mean = suf_time_weighted_area(of, level, now) / length_days;
    suf_time_weighted_begin(of, level, now);
    return mean;
}

/* One pool's month, at its place in the record; counts and areas begin anew. */
static void
observe_pool(
    suf_state *state, uint32_t index, double length, suf_metrics *metrics, size_t at)
{
    suf_pool *pool = &state->pools[index];
    suf_ticks now = state->now;
    uint32_t n_waiting = state->lines[index].n;
    suf_service_kind kind =
        state->model->services[index / state->model->n_districts].kind;
    for (uint32_t i = 0; i < SUF_N_COUNTS; i++) {
        if ((count_variables[i].kinds & 1U << kind) != 0) {
            suf_metrics_of(metrics, count_variables[i].variable)[at] =
                (double) pool->counts[i];
        }
    }
    double occupied = take_mean(&pool->occupied_time, pool->occupied, now, length);
    double waiting = take_mean(&pool->waiting_time, n_waiting, now, length);
    suf_metrics_of(metrics, SUF_VARIABLE_USABLE_PLACES)[at] =
        take_mean(&pool->usable_time, pool->usable, now, length);
    suf_metrics_of(metrics, SUF_VARIABLE_PLACES)[at] = pool->built;
    if (kind == SUF_KIND_VISIT) {
        suf_metrics_of(metrics, SUF_VARIABLE_PERSON_HOURS)[at] = pool->person_hours;
        suf_metrics_of(metrics, SUF_VARIABLE_PLACE_HOURS)[at] = pool->place_hours;
    } else {
        suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY)[at] = occupied;
        suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY_END)[at] = pool->occupied;
    }
    if (kind == SUF_KIND_STAY) {
        uint64_t n_admitted = pool->counts[SUF_COUNT_ADMISSIONS];
        suf_metrics_of(metrics, SUF_VARIABLE_WAIT)[at] =
            n_admitted > 0 ? pool->wait_sum_days / (double) n_admitted : (double) NAN;
        suf_metrics_of(metrics, SUF_VARIABLE_WAITING)[at] = waiting;
        suf_metrics_of(metrics, SUF_VARIABLE_WAITING_END)[at] = n_waiting;
    }
    memset(pool->counts, 0, sizeof pool->counts);
    pool->wait_sum_days = 0;
    pool->person_hours = pool->place_hours = 0;
}

void
suf_observe_month(
    suf_state *state, const suf_layout_map *map, suf_metrics *metrics, uint32_t month)
{
    const suf_model *model = state->model;
    double length = state->now_days - model->calendar.limits_days[state->month];
    for (uint32_t service = 0; service < model->n_services; service++) {
        for (uint32_t district = 0; district < model->n_districts; district++) {
            size_t row =
                (size_t) month * model->n_districts + suf_layout_district(map, district);
            size_t at = row * metrics->layout->n_services + map->services[service];
            observe_pool(
                state, suf_model_pool(model, service, district), length, metrics, at);
        }
    }
}

void
suf_observe_assumptions(
    const suf_state *state, const suf_layout_map *map, suf_metrics *metrics)
{
    double *values = suf_metrics_of(metrics, SUF_VARIABLE_ASSUMPTION);
    for (uint32_t i = 0; i < state->model->n_assumptions; i++) {
        for (uint32_t year = 0; year < metrics->layout->n_years; year++) {
            const suf_number whole = {1, i};
            values[(size_t) map->assumptions[i] * metrics->layout->n_years + year] =
                suf_parameters_value_in(state->parameters, &whole,
                    metrics->layout->first_year + (int32_t) year);
        }
    }
}

/* Mean lateness of the units of each project that have opened. */
static void
observe_delays(const suf_state *state, const suf_layout_map *map, suf_metrics *metrics)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    double *delays = suf_metrics_of(metrics, SUF_VARIABLE_DELAY);
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (unit->project == SUF_NONE) {
            break; /* works come last */
        }
        sum = unit->number == 0 ? 0 : sum;
        n = unit->number == 0 ? 0 : n;
        double opened = state->delivery.opened_days[i];
        if (opened < state->now_days) {
            sum += opened - (unit->starts_days + unit->duration_days);
            n++;
        }
        delays[map->projects[unit->project]] = n > 0 ? sum / n : (double) NAN;
    }
}

void
suf_observe_delivery(suf_state *state, const suf_layout_map *map, suf_metrics *metrics,
    uint32_t year, bool is_last)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    uint32_t n_years = metrics->layout->n_years;
    double *opened = suf_metrics_of(metrics, SUF_VARIABLE_UNITS_OPENED);
    double *assets = suf_metrics_of(metrics, SUF_VARIABLE_ASSETS);
    suf_delivery_advance(&state->delivery, state->now_days);
    for (uint32_t i = 0; i < delivery->n_projects; i++) {
        opened[(size_t) map->projects[i] * n_years + year] = 0;
    }
    for (uint32_t i = 0; i < state->delivery.n_passed; i++) {
        uint32_t project = delivery->units[state->delivery.order[i].unit].project;
        if (project != SUF_NONE) {
            opened[(size_t) map->projects[project] * n_years + year]++;
        }
    }
    for (uint32_t i = 0; i < delivery->n_stocks; i++) {
        assets[(size_t) map->assets[i] * n_years + year] = state->delivery.of_city[i];
    }
    if (is_last) {
        observe_delays(state, map, metrics);
    }
}
