/* The value of a target now.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_value.h"

#include <math.h>

#include "engine/target/target_access.h"
#include "engine/target/target_inequality.h"
#include "engine/target/target_totals.h"
#include "model/areas.h"

static double
quotient(suf_part of)
{
    return of.base > 0 ? of.top / of.base : (double) NAN;
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
        if (!suf_is_in(district, districts, n)) {
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

/* --- services ----------------------------------------------------------------------- */

double
suf_utilisation(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n_districts)
{
    suf_totals window =
        suf_totals_of_window(state, service, districts, n_districts, SUF_WINDOW_DAYS);
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
        taken += pool->peak_utilisation * pool->usable; /* visits have no zones */
        usable += pool->usable;
    }
    return taken > 0 ? taken / usable : (double) NAN;
}

static double
places_per_1000(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    const suf_model *model = state->model;
    double places = 0;
    double people = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t district = suf_area_district(model, districts[i]);
        places += suf_places_built(state, target->of, districts[i]);
        people += suf_residents_of(state, district, 0) *
                  (districts[i] < model->n_districts
                          ? 1
                          : suf_area_share(model, state->core->parameters,
                                &model->services[target->of], districts[i]));
    }
    return people > 0 ? 1000 * places / people : (double) NAN;
}

static double
queue_length(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[target->of];
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_parts = suf_area_n_parts(model, service, districts[i]);
        for (uint32_t j = 0; j < n_parts; j++) {
            sum += suf_stay_n_waiting(
                state->stays, target->of, suf_area_part(model, districts[i], j));
        }
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
        return has_data
                   ? quotient(suf_people_within(state, target, districts, n_districts))
                   : (double) NAN;
    case SUF_MEASURE_SHARE_PLACED: {
        suf_part sum = {0, 0};
        for (uint32_t i = 0; i < n_districts; i++) {
            suf_part here = suf_last_placed(state, target->of, districts[i]);
            sum.top += here.top;
            sum.base += here.base;
        }
        return quotient(sum);
    }
    case SUF_MEASURE_SHARE_ADMITTED:
        return suf_stay_share_admitted(
            state->stays, target, districts, n_districts, SUF_WINDOW_DAYS);
    case SUF_MEASURE_UTILISATION:
        return suf_utilisation(state, target->of, districts, n_districts);
    case SUF_MEASURE_QUEUE:
        return queue_length(state, target, districts, n_districts);
    case SUF_MEASURE_REQUESTS: /* of policies alone */
    case SUF_MEASURE_WAITING:
        return suf_totals_of_window(
                   state, target->of, districts, n_districts, target->window_days)
                   .waiting /
               fmin(target->window_days, state->core->now_days);
    case SUF_MEASURE_SHARE_REFUSED: {
        suf_totals window = suf_totals_of_window(
            state, target->of, districts, n_districts, SUF_WINDOW_DAYS);
        return window.requests > 0 ? window.refusals / window.requests : (double) NAN;
    }
    case SUF_MEASURE_INEQUALITY:
        return suf_target_inequality(state, target, districts, n_districts);
    case SUF_MEASURE_ACCESS:
        return 1000 * quotient(suf_places_reached(state, target, districts, n_districts));
    }
    return (double) NAN;
}
