/* What the core itself writes into the record.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observe.h"

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
    [SUF_COUNT_ADMISSIONS_OVERFLOW] = {SUF_VARIABLE_ADMISSIONS_OVERFLOW, OF_STAY},
    [SUF_COUNT_ADMISSIONS_OVERFLOW_IN] = {SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN, OF_STAY},
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
    [SUF_COUNT_PLACED_OVERFLOW] = {SUF_VARIABLE_PLACED_OVERFLOW, OF_INTAKE},
    [SUF_COUNT_PLACED_ABOVE] = {SUF_VARIABLE_PLACED_ABOVE, OF_INTAKE},
    [SUF_COUNT_UNPLACED] = {SUF_VARIABLE_UNPLACED, OF_INTAKE},
    [SUF_COUNT_PUPILS_IN] = {SUF_VARIABLE_PUPILS_IN, OF_INTAKE},
    [SUF_COUNT_VISITS] = {SUF_VARIABLE_VISITS, OF_VISIT},
    [SUF_COUNT_SERVED] = {SUF_VARIABLE_SERVED, OF_VISIT},
    [SUF_COUNT_SERVED_OVERFLOW] = {SUF_VARIABLE_SERVED_OVERFLOW, OF_VISIT},
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
observe_pool(suf_core *core, uint32_t service, uint32_t district)
{
    suf_pool *pool = suf_pool_of(core, service, district);
    suf_metrics *metrics = core->observation.metrics;
    size_t at = suf_observation_of_pool(&core->observation, service, district);
    double length = core->observation.month_days;
    suf_service_kind kind = core->model->services[service].kind;
    for (uint32_t i = 0; i < SUF_N_COUNTS; i++) {
        if ((count_variables[i].kinds & 1U << kind) != 0) {
            suf_metrics_of(metrics, count_variables[i].variable)[at] =
                (double) pool->counts[i];
        }
    }
    double occupied = take_mean(&pool->occupied_time, pool->occupied, core->now, length);
    suf_metrics_of(metrics, SUF_VARIABLE_USABLE_PLACES)[at] =
        take_mean(&pool->usable_time, pool->usable, core->now, length);
    suf_metrics_of(metrics, SUF_VARIABLE_PLACES)[at] = pool->built;
    if (kind == SUF_KIND_VISIT) {
        suf_metrics_of(metrics, SUF_VARIABLE_PERSON_HOURS)[at] = pool->person_hours;
        suf_metrics_of(metrics, SUF_VARIABLE_PLACE_HOURS)[at] = pool->place_hours;
    } else {
        suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY)[at] = occupied;
        suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY_END)[at] = pool->occupied;
    }
    memset(pool->counts, 0, sizeof pool->counts);
    pool->person_hours = pool->place_hours = 0;
}

void
suf_pools_observe(suf_core *core)
{
    for (uint32_t service = 0; service < core->model->n_services; service++) {
        for (uint32_t district = 0; district < core->model->n_districts; district++) {
            observe_pool(core, service, district);
        }
    }
}

void
suf_observe_assumptions(const suf_core *core)
{
    const suf_observation *to = &core->observation;
    const suf_layout *layout = to->metrics->layout;
    double *values = suf_metrics_of(to->metrics, SUF_VARIABLE_ASSUMPTION);
    for (uint32_t i = 0; i < core->model->n_assumptions; i++) {
        for (uint32_t year = 0; year < layout->n_years; year++) {
            const suf_number whole = {1, i};
            values[(size_t) to->map->assumptions[i] * layout->n_years + year] =
                suf_parameters_value_in(
                    core->parameters, &whole, layout->first_year + (int32_t) year);
        }
    }
}
