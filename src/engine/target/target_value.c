/* The value of a target now.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_value.h"

#include <math.h>

#define EARTH_RADIUS_KM 6371.0088 /* mean radius, IUGG 1980 */
#define PI              3.14159265358979323846

static bool
is_in(uint32_t district, const uint32_t *districts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (districts[i] == district) {
            return true;
        }
    }
    return false;
}

/* --- assets ------------------------------------------------------------------------- */

/* Assets of a stock in districts; all of them, those of no district too, when these are
 * all the districts. */
static double
assets_in(const suf_target_state *state, uint32_t stock, const uint32_t *districts,
    uint32_t n, bool is_at_start)
{
    const suf_delivery *delivery = state->delivery;
    uint32_t n_districts = state->model->n_districts;
    if (n == n_districts) {
        return is_at_start ? delivery->start_of_city[stock] : delivery->of_city[stock];
    }
    const double *of_district =
        is_at_start ? delivery->start_of_district : delivery->of_district;
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += of_district[(size_t) stock * n_districts + districts[i]];
    }
    return sum;
}

static double
share_with(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    const suf_model *model = state->model;
    const suf_delivery *delivery = state->delivery;
    uint32_t n_of = 0;
    uint32_t n_with = 0;
    for (uint32_t i = 0; i < target->n_over; i++) {
        uint32_t unit = target->over[i];
        uint32_t district =
            target->is_over_localities ? model->delivery.locality_district[unit] : unit;
        if (!is_in(district, districts, n)) {
            continue;
        }
        size_t n_columns = target->is_over_localities ? model->delivery.n_localities
                                                      : model->n_districts;
        const double *counts =
            target->is_over_localities ? delivery->of_locality : delivery->of_district;
        n_of++;
        n_with += counts[target->stock * n_columns + unit] >= target->least;
    }
    return n_of > 0 ? (double) n_with / n_of : (double) NAN;
}

/* --- people and access -------------------------------------------------------------- */

/* Residents of a district now, at the end of the month in hand, from an age on. */
static double
residents_of(const suf_target_state *state, uint32_t district, uint32_t from_months)
{
    const suf_model *model = state->model;
    uint32_t youngest = state->core->month + SUF_OLDEST_MONTHS;
    uint64_t sum = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        const uint32_t *residents =
            &state->people->residents[suf_model_cell(model, district, sex, 0)];
        for (uint32_t cohort = 0; cohort + from_months <= youngest; cohort++) {
            sum += residents[cohort];
        }
    }
    return (double) sum;
}

/* Great-circle distance (haversine; Sinnott 1984). */
static double
distance_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b)
{
    const double degree = PI / 180;
    double a = sin((latitude_b - latitude_a) * degree / 2);
    double b = sin((longitude_b - longitude_a) * degree / 2);
    double h = a * a + cos(latitude_a * degree) * cos(latitude_b * degree) * b * b;
    return 2 * EARTH_RADIUS_KM * asin(fmin(1, sqrt(h)));
}

static bool
is_reached(const suf_zone *zone, const suf_location *at, double reach_km)
{
    return distance_km(zone->latitude, zone->longitude, at->latitude, at->longitude) <=
           reach_km;
}

/* Whether some asset of a stock lies within reach of a zone's centre. */
static bool
has_near(const suf_target_state *state, const suf_target *target, const suf_zone *zone)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    for (uint32_t i = 0; i < delivery->n_items; i++) {
        const suf_stock_item *item = &delivery->items[i];
        if (item->stock == target->stock && item->count > 0 &&
            is_reached(zone, &item->at, target->reach_km)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < state->delivery->n_passed; i++) {
        const suf_delivery_unit *unit = &delivery->units[state->delivery->order[i].unit];
        if (unit->stock == target->stock &&
            is_reached(zone, &unit->at, target->reach_km)) {
            return true;
        }
    }
    return false;
}

/* Share of a zone's people within reach of one of n facilities spread at random over its
 * area: 1 - (1 - k)^n, k the share of the area that one covers (the Boolean model of
 * random discs for a given number of them; Hall 1988). */
static double
covered_share(
    const suf_target_state *state, const suf_target *target, uint32_t zone_index)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    const suf_zone *zone = &delivery->zones[zone_index];
    double km2 = state->zone_km2[zone_index];
    if (isnan(km2)) {
        return has_near(state, target, zone) ? 1 : 0;
    }
    double n =
        state->delivery->of_zone[(size_t) target->stock * delivery->n_zones + zone_index];
    double k = km2 > 0 ? fmin(1, PI * target->reach_km * target->reach_km / km2) : 1;
    return n > 0 ? 1 - pow(1 - k, n) : 0;
}

static double
share_within(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    double people = 0;
    double covered = 0;
    for (uint32_t i = 0; i < target->n_zones; i++) {
        const suf_zone *zone = &delivery->zones[target->zones[i]];
        if (is_in(zone->district, districts, n)) {
            double here = residents_of(state, zone->district, target->from_months) *
                          suf_parameters_value(state->core->parameters, &zone->share);
            people += here;
            covered += here * covered_share(state, target, target->zones[i]);
        }
    }
    return people > 0 ? covered / people : (double) NAN;
}

/* --- services ----------------------------------------------------------------------- */

suf_totals
suf_totals_now(const suf_target_state *state, uint32_t pool_index)
{
    const suf_pool *pool = &state->core->pools[pool_index];
    const suf_totals *before = &state->totals[pool_index];
    suf_service_kind kind =
        state->model->services[pool_index / state->model->n_districts].kind;
    if (kind == SUF_KIND_VISIT) {
        return (suf_totals){.occupied = before->occupied + pool->person_hours,
            .usable = before->usable + pool->place_hours,
            .requests = before->requests + (double) pool->counts[SUF_COUNT_VISITS],
            .refusals =
                before->refusals + (double) pool->counts[SUF_COUNT_VISITS_REFUSED]};
    }
    return (suf_totals){
        .occupied = before->occupied + suf_time_weighted_area(&pool->occupied_time,
                                           pool->occupied, state->core->now),
        .usable = before->usable + suf_time_weighted_area(&pool->usable_time,
                                       pool->usable, state->core->now),
        .requests = before->requests + (double) pool->counts[SUF_COUNT_REQUESTS],
        .refusals = before->refusals + (double) pool->counts[SUF_COUNT_REFUSALS]};
}

/* Totals of the last 365 days, or since the start, of a service in districts. */
static suf_totals
window_of(const suf_target_state *state, uint32_t service, const uint32_t *districts,
    uint32_t n)
{
    const suf_model *model = state->model;
    const double *snapshot_days = model->delivery.snapshot_days;
    size_t n_pools = (size_t) model->n_services * model->n_districts;
    double begin = state->core->now_days - SUF_WINDOW_DAYS;
    uint32_t at = 0;
    while (at < state->n_snapshots && snapshot_days[at] < begin) {
        at++;
    }
    suf_bug_unless(begin <= 0 || (at < state->n_snapshots && snapshot_days[at] <= begin));
    suf_totals sum = {0};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t pool = suf_model_pool(model, service, districts[i]);
        suf_totals now = suf_totals_now(state, pool);
        suf_totals then = {0};
        if (begin > 0) {
            then = state->snapshots[at * n_pools + pool];
        }
        sum.occupied += now.occupied - then.occupied;
        sum.usable += now.usable - then.usable;
        sum.requests += now.requests - then.requests;
        sum.refusals += now.refusals - then.refusals;
    }
    return sum;
}

double
suf_utilisation(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n_districts)
{
    suf_totals window = window_of(state, service, districts, n_districts);
    return window.usable > 0 ? window.occupied / window.usable : (double) NAN;
}

double
suf_peak_use(const suf_target_state *state, uint32_t service, const uint32_t *districts,
    uint32_t n_districts)
{
    double taken = 0;
    double usable = 0;
    for (uint32_t i = 0; i < n_districts; i++) {
        const suf_pool *pool =
            &state->core->pools[suf_model_pool(state->model, service, districts[i])];
        taken += pool->peak_use * pool->usable;
        usable += pool->usable;
    }
    return taken > 0 ? taken / usable : (double) NAN;
}

static double
places_per_1000(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    double places = 0;
    double people = 0;
    for (uint32_t i = 0; i < n; i++) {
        places +=
            state->core->pools[suf_model_pool(state->model, target->of, districts[i])]
                .built;
        places += state->places_shift != NULL ? state->places_shift[districts[i]] : 0;
        people += residents_of(state, districts[i], 0);
    }
    return people > 0 ? 1000 * places / people : (double) NAN;
}

static double
queue_length(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += suf_stay_n_waiting(state->stays, target->of, districts[i]);
    }
    return sum;
}

double
suf_target_value(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n_districts)
{
    bool has_data = target->stock != SUF_NONE;
    switch (target->measure) {
    case SUF_MEASURE_COUNT:
        return has_data ? assets_in(state, target->stock, districts, n_districts, false)
                        : (double) NAN;
    case SUF_MEASURE_ADDED:
        return has_data
                   ? assets_in(state, target->stock, districts, n_districts, false) -
                         assets_in(state, target->stock, districts, n_districts, true)
                   : (double) NAN;
    case SUF_MEASURE_DONE:
        return state->delivery->works_done[target->of];
    case SUF_MEASURE_PLACES_PER_1000:
        return places_per_1000(state, target, districts, n_districts);
    case SUF_MEASURE_SHARE_WITH:
        return has_data ? share_with(state, target, districts, n_districts)
                        : (double) NAN;
    case SUF_MEASURE_SHARE_WITHIN:
        return has_data ? share_within(state, target, districts, n_districts)
                        : (double) NAN;
    case SUF_MEASURE_SHARE_PLACED: {
        double applicants = 0;
        double placed = 0;
        for (uint32_t i = 0; i < n_districts; i++) {
            const suf_pool *pool =
                &state->core
                     ->pools[suf_model_pool(state->model, target->of, districts[i])];
            applicants += pool->last_applicants;
            placed += pool->last_placed;
        }
        return applicants > 0 ? placed / applicants : (double) NAN;
    }
    case SUF_MEASURE_SHARE_ADMITTED:
        return suf_stay_share_admitted(
            state->stays, target, districts, n_districts, SUF_WINDOW_DAYS);
    case SUF_MEASURE_UTILISATION:
        return suf_utilisation(state, target->of, districts, n_districts);
    case SUF_MEASURE_QUEUE:
        return queue_length(state, target, districts, n_districts);
    case SUF_MEASURE_SHARE_REFUSED: {
        suf_totals window = window_of(state, target->of, districts, n_districts);
        return window.requests > 0 ? window.refusals / window.requests : (double) NAN;
    }
    }
    return (double) NAN;
}
