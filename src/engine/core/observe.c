/* What the core itself writes into the record.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observe.h"

#include <string.h>

#include "model/areas.h"

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

/* A month of pools: of one, or of all areas of a district. */
typedef struct pool_month {
    uint64_t counts[SUF_N_COUNTS];
    double occupied, usable; /* means */
    double built, occupied_end, person_hours, place_hours;
} pool_month;

/* Takes the month of a pool; its counts and areas begin anew. */
static pool_month
take_month(suf_core *core, uint32_t service, uint32_t area)
{
    suf_pool *pool = suf_pool_of(core, service, area);
    double length = core->observation.month_days;
    pool_month month = {
        .occupied = take_mean(&pool->occupied_time, pool->occupied, core->now, length),
        .usable = take_mean(&pool->usable_time, pool->usable, core->now, length),
        .built = pool->built,
        .occupied_end = pool->occupied,
        .person_hours = pool->person_hours,
        .place_hours = pool->place_hours};
    memcpy(month.counts, pool->counts, sizeof month.counts);
    memset(pool->counts, 0, sizeof pool->counts);
    pool->person_hours = pool->place_hours = 0;
    return month;
}

static void
add_month(pool_month *sum, const pool_month *month)
{
    for (uint32_t i = 0; i < SUF_N_COUNTS; i++) {
        sum->counts[i] += month->counts[i];
    }
    sum->occupied += month->occupied;
    sum->usable += month->usable;
    sum->built += month->built;
    sum->occupied_end += month->occupied_end;
}

/* A district's month, at its place in the record. */
static void
write_month(
    const suf_core *core, uint32_t service, uint32_t district, const pool_month *month)
{
    suf_metrics *metrics = core->observation.metrics;
    size_t at = suf_observation_of_pool(&core->observation, service, district);
    suf_service_kind kind = core->model->services[service].kind;
    for (uint32_t i = 0; i < SUF_N_COUNTS; i++) {
        if ((count_variables[i].kinds & 1U << kind) != 0) {
            suf_metrics_of(metrics, count_variables[i].variable)[at] =
                (double) month->counts[i];
        }
    }
    suf_metrics_of(metrics, SUF_VARIABLE_USABLE_PLACES)[at] = month->usable;
    suf_metrics_of(metrics, SUF_VARIABLE_PLACES)[at] = month->built;
    if (kind == SUF_KIND_VISIT) {
        suf_metrics_of(metrics, SUF_VARIABLE_PERSON_HOURS)[at] = month->person_hours;
        suf_metrics_of(metrics, SUF_VARIABLE_PLACE_HOURS)[at] = month->place_hours;
    } else {
        suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY)[at] = month->occupied;
        suf_metrics_of(metrics, SUF_VARIABLE_OCCUPANCY_END)[at] = month->occupied_end;
    }
}

/* Counts that are told by zone, and the variable that each becomes. */
static const struct {
    suf_count count;
    suf_variable variable;
} zone_variables[] = {
    {SUF_COUNT_REQUESTS, SUF_VARIABLE_ZONE_REQUESTS},
    {SUF_COUNT_ADMISSIONS, SUF_VARIABLE_ZONE_ADMISSIONS},
    {SUF_COUNT_REFUSALS, SUF_VARIABLE_ZONE_REFUSALS},
    {SUF_COUNT_APPLICANTS, SUF_VARIABLE_ZONE_APPLICANTS},
    {SUF_COUNT_PLACED, SUF_VARIABLE_ZONE_PLACED},
    {SUF_COUNT_PLACED_ABOVE, SUF_VARIABLE_ZONE_PLACED_ABOVE},
    {SUF_COUNT_UNPLACED, SUF_VARIABLE_ZONE_UNPLACED},
};

/* A zone's month, of a service with zones. */
static void
write_zone(const suf_core *core, uint32_t service, uint32_t area, const pool_month *month)
{
    suf_metrics *metrics = core->observation.metrics;
    size_t at = suf_observation_of_zone(
        &core->observation, service, area - core->model->n_districts);
    suf_service_kind kind = core->model->services[service].kind;
    for (size_t i = 0; i < sizeof zone_variables / sizeof *zone_variables; i++) {
        suf_count count = zone_variables[i].count;
        if ((count_variables[count].kinds & 1U << kind) != 0) {
            suf_metrics_of(metrics, zone_variables[i].variable)[at] =
                (double) month->counts[count];
        }
    }
    suf_metrics_of(metrics, SUF_VARIABLE_ZONE_USABLE)[at] = month->usable;
    suf_metrics_of(metrics, SUF_VARIABLE_ZONE_PLACES)[at] = month->built;
    suf_metrics_of(metrics, SUF_VARIABLE_ZONE_OCCUPANCY)[at] = month->occupied;
    suf_metrics_of(metrics, SUF_VARIABLE_ZONE_OCCUPANCY_END)[at] = month->occupied_end;
}

void
suf_pools_observe(suf_core *core)
{
    const suf_model *model = core->model;
    for (uint32_t s = 0; s < model->n_services; s++) {
        for (uint32_t d = 0; d < model->n_districts; d++) {
            pool_month sum = take_month(core, s, d);
            for (uint32_t i = 1; i < suf_areas_of(model, &model->services[s], d); i++) {
                uint32_t area = suf_area_at(model, d, i);
                pool_month month = take_month(core, s, area);
                write_zone(core, s, area, &month);
                add_month(&sum, &month);
            }
            write_month(core, s, d, &sum);
        }
    }
}

void
suf_pools_count(const suf_core *core, uint32_t service, uint32_t district,
    uint64_t counts[SUF_N_COUNTS])
{
    const suf_service *of = &core->model->services[service];
    memset(counts, 0, SUF_N_COUNTS * sizeof *counts);
    for (uint32_t i = 0; i < suf_areas_of(core->model, of, district); i++) {
        const suf_pool *pool =
            suf_pool_of(core, service, suf_area_at(core->model, district, i));
        for (uint32_t j = 0; j < SUF_N_COUNTS; j++) {
            counts[j] += pool->counts[j];
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
