/* Totals of pools, and of windows of time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "target_totals.h"

#include "model/areas.h"

/* Those who went without a place of a stay since the month began. */
static uint64_t
n_without(const suf_pool *pool)
{
    static const suf_count counts[] = {SUF_COUNT_BALKED, SUF_COUNT_REFUSALS,
        SUF_COUNT_RENEGED, SUF_COUNT_AGED_OUT, SUF_COUNT_DIED_WAITING,
        SUF_COUNT_MOVED_WAITING};
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        sum += pool->counts[counts[i]];
    }
    return sum;
}

/* Person-days on the list of a pool since the month began. */
static double
waiting_area(const suf_target_state *state, uint32_t pool_index)
{
    uint32_t n_areas = state->model->n_areas;
    uint32_t service = pool_index / n_areas;
    if (state->model->services[service].kind != SUF_KIND_STAY) {
        return 0;
    }
    uint32_t n_waiting = suf_stay_n_waiting(state->stays, service, pool_index % n_areas);
    return suf_time_weighted_area(
        &state->core->pools[pool_index].waiting_time, n_waiting, state->core->now);
}

suf_totals
suf_totals_now(const suf_target_state *state, uint32_t pool_index)
{
    const suf_pool *pool = &state->core->pools[pool_index];
    const suf_totals *before = &state->totals[pool_index];
    suf_service_kind kind =
        state->model->services[pool_index / state->model->n_areas].kind;
    if (kind == SUF_KIND_VISIT) {
        return (suf_totals){.occupied = before->occupied + pool->person_hours,
            .usable = before->usable + pool->place_hours,
            .requests = before->requests + (double) pool->counts[SUF_COUNT_VISITS],
            .refusals =
                before->refusals + (double) pool->counts[SUF_COUNT_VISITS_REFUSED],
            .served = before->served + (double) (pool->counts[SUF_COUNT_SERVED] +
                                                 pool->counts[SUF_COUNT_SERVED_OVERFLOW]),
            .without = before->without + (double) pool->counts[SUF_COUNT_VISITS_REFUSED]};
    }
    return (suf_totals){
        .occupied = before->occupied + suf_time_weighted_area(&pool->occupied_time,
                                           pool->occupied, state->core->now),
        .usable = before->usable + suf_time_weighted_area(&pool->usable_time,
                                       pool->usable, state->core->now),
        .requests = before->requests + (double) pool->counts[SUF_COUNT_REQUESTS],
        .refusals = before->refusals + (double) pool->counts[SUF_COUNT_REFUSALS],
        .waiting = before->waiting + waiting_area(state, pool_index),
        .served = before->served + (double) pool->counts[SUF_COUNT_ADMISSIONS],
        .without = before->without + (double) n_without(pool)};
}

static void
add_difference(suf_totals *sum, suf_totals now, const suf_totals *then)
{
    sum->occupied += now.occupied - then->occupied;
    sum->usable += now.usable - then->usable;
    sum->requests += now.requests - then->requests;
    sum->refusals += now.refusals - then->refusals;
    sum->waiting += now.waiting - then->waiting;
    sum->served += now.served - then->served;
    sum->without += now.without - then->without;
}

suf_totals
suf_totals_of_window(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n, double window_days)
{
    const suf_model *model = state->model;
    const double *snapshot_days = model->delivery.snapshot_days;
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    double begin = state->core->now_days - window_days;
    uint32_t at = 0;
    while (at < state->n_snapshots && snapshot_days[at] < begin) {
        at++;
    }
    suf_bug_unless(begin <= 0 || (at < state->n_snapshots && snapshot_days[at] <= begin));
    suf_totals sum = {0};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_parts =
            suf_area_n_parts(model, &model->services[service], districts[i]);
        for (uint32_t j = 0; j < n_parts; j++) {
            uint32_t pool =
                suf_model_pool(model, service, suf_area_part(model, districts[i], j));
            suf_totals then = {0};
            if (begin > 0) {
                then = state->snapshots[at * n_pools + pool];
            }
            add_difference(&sum, suf_totals_now(state, pool), &then);
        }
    }
    return sum;
}

double
suf_places_built(const suf_target_state *state, uint32_t service, uint32_t area)
{
    const suf_model *model = state->model;
    double sum = 0;
    for (uint32_t i = 0; i < suf_area_n_parts(model, &model->services[service], area);
         i++) {
        uint32_t part = suf_area_part(model, area, i);
        sum += state->core->pools[suf_model_pool(model, service, part)].built;
        sum += state->places_shift != NULL ? state->places_shift[part] : 0;
    }
    return sum;
}

suf_part
suf_last_placed(const suf_target_state *state, uint32_t service, uint32_t area)
{
    const suf_model *model = state->model;
    suf_part sum = {0, 0};
    for (uint32_t i = 0; i < suf_area_n_parts(model, &model->services[service], area);
         i++) {
        const suf_pool *pool =
            &state->core
                 ->pools[suf_model_pool(model, service, suf_area_part(model, area, i))];
        sum.top += pool->last_placed;
        sum.base += pool->last_applicants;
    }
    return sum;
}
