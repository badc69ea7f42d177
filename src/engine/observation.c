/* What a replication leaves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observation.h"

#include <math.h>
#include <string.h>

/* Counts and the variable that each becomes. */
static const suf_variable count_variables[SUF_N_COUNTS] = {
    [SUF_COUNT_REQUESTS] = SUF_VARIABLE_REQUESTS,
    [SUF_COUNT_BALKED] = SUF_VARIABLE_BALKED,
    [SUF_COUNT_VOID] = SUF_VARIABLE_VOID_REQUESTS,
    [SUF_COUNT_ADMISSIONS] = SUF_VARIABLE_ADMISSIONS,
    [SUF_COUNT_ADMISSIONS_WAITED] = SUF_VARIABLE_ADMISSIONS_WAITED,
    [SUF_COUNT_ADMISSIONS_AWAY] = SUF_VARIABLE_ADMISSIONS_AWAY,
    [SUF_COUNT_ADMISSIONS_FROM_AWAY] = SUF_VARIABLE_ADMISSIONS_FROM_AWAY,
    [SUF_COUNT_REFUSALS] = SUF_VARIABLE_REFUSALS,
    [SUF_COUNT_RENEGED] = SUF_VARIABLE_RENEGED,
    [SUF_COUNT_AGED_OUT] = SUF_VARIABLE_AGED_OUT,
    [SUF_COUNT_DIED_WAITING] = SUF_VARIABLE_DIED_WAITING,
    [SUF_COUNT_MOVED_WAITING] = SUF_VARIABLE_MOVED_WAITING,
    [SUF_COUNT_RELEASES] = SUF_VARIABLE_RELEASES,
    [SUF_COUNT_PLACES_OPENED] = SUF_VARIABLE_PLACES_OPENED,
    [SUF_COUNT_PLACES_CLOSED] = SUF_VARIABLE_PLACES_CLOSED,
};

/* Brings an area up to now and starts it afresh; returns the mean over the month. */
static double
take_mean(
    double *area, double *since_days, double level, double now_days, double length_days)
{
    double mean = (*area + level * (now_days - *since_days)) / length_days;
    *area = 0;
    *since_days = now_days;
    return mean;
}

void
suf_observe_month(
    suf_state *state, const suf_layout_map *map, suf_metrics *metrics, uint32_t month)
{
    const suf_model *model = state->model;
    double now = state->now_days;
    double length = now - model->calendar.limits_days[state->month];
    for (uint32_t service = 0; service < model->n_services; service++) {
        for (uint32_t district = 0; district < model->n_districts; district++) {
            uint32_t index = suf_model_pool(model, service, district);
            suf_pool *pool = &state->pools[index];
            uint32_t n_waiting = state->lines[index].n;
            size_t at = ((size_t) month * model->n_districts + district) *
                            metrics->layout->n_services +
                        map->services[service];
            for (uint32_t i = 0; i < SUF_N_COUNTS; i++) {
                suf_metrics_of(metrics, count_variables[i])[at] =
                    (double) pool->counts[i];
            }
            uint64_t n_admitted = pool->counts[SUF_COUNT_ADMISSIONS];
            suf_metrics_of(metrics, SUF_VARIABLE_WAIT)[at] =
                n_admitted > 0 ? pool->wait_sum_days / (double) n_admitted : (double) NAN;
            suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY)[at] =
                take_mean(&pool->occupied_area, &pool->occupied_since_days,
                    pool->occupied, now, length);
            suf_metrics_of(metrics, SUF_VARIABLE_USABLE_PLACES)[at] = take_mean(
                &pool->usable_area, &pool->usable_since_days, pool->usable, now, length);
            suf_metrics_of(metrics, SUF_VARIABLE_WAITING)[at] = take_mean(
                &pool->waiting_area, &pool->waiting_since_days, n_waiting, now, length);
            suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY_END)[at] = pool->occupied;
            suf_metrics_of(metrics, SUF_VARIABLE_WAITING_END)[at] = n_waiting;
            suf_metrics_of(metrics, SUF_VARIABLE_PLACES)[at] = pool->built;
            memset(pool->counts, 0, sizeof pool->counts);
            pool->wait_sum_days = 0;
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
            values[(size_t) map->assumptions[i] * metrics->layout->n_years + year] =
                state->parameters->assumptions[i];
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
