/* Places that open, close, ramp up and are converted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "capacity.h"

#include <math.h>

#include "engine/occupancy.h"
#include "engine/place.h"
#include "engine/visit.h"

/* Usable of all places of a change after its first n steps. */
static int64_t
usable_after(const suf_state *state, const suf_capacity_change *change, uint32_t n_steps)
{
    double staffing = suf_parameters_value(state->parameters, &change->staffing);
    return (int64_t) floor(
        (double) change->places * staffing * n_steps / change->n_steps + 0.5);
}

/* Adds places; none of those taken is taken away. */
static void
add_places(suf_state *state, suf_pool *pool, int64_t built, int64_t usable)
{
    int64_t now_built = (int64_t) pool->built + built;
    int64_t now_usable = (int64_t) pool->usable + usable;
    suf_bug_unless(now_built >= 0 && now_built < UINT32_MAX && now_usable < UINT32_MAX);
    pool->built = (uint32_t) now_built;
    now_usable = now_usable > 0 ? now_usable : 0;
    suf_time_weighted_change(
        &pool->usable_time, now_usable - (int64_t) pool->usable, state->now);
    pool->usable = (uint32_t) now_usable;
}

void
suf_capacity_at_start(suf_state *state, uint32_t change_index)
{
    const suf_capacity_change *change = &state->model->changes[change_index];
    if (change->converts != SUF_NONE) {
        state->conversions[change_index] =
            change->step == 0 ? (double) change->places : 0;
        return;
    }
    suf_pool *pool = suf_pool_of(state, change->service, change->district);
    pool->sites += change->step == 0 && change->places > 0 ? change->sites : 0;
    add_places(state, pool, change->step == 0 ? change->places : 0,
        usable_after(state, change, change->step + 1) -
            usable_after(state, change, change->step));
}

static void
see_capacity(suf_state *state, uint32_t service, uint32_t district)
{
    if (state->observer != NULL) {
        suf_sighting sighting = {.what = SUF_SEEN_CAPACITY,
            .time_days = state->now_days,
            .service = service,
            .home = district,
            .site = district,
            .name = suf_pool_of(state, service, district)->built};
        state->observer->see(state->observer->context, &sighting);
    }
}

static void
change_places(
    suf_state *state, uint32_t service, uint32_t district, int64_t built, int64_t usable)
{
    suf_pool *pool = suf_pool_of(state, service, district);
    if (state->model->services[service].kind == SUF_KIND_VISIT) {
        suf_visit_flush(
            state, service, floor(state->now_days)); /* by the places so far */
    }
    add_places(state, pool, built, usable);
    if (built > 0) {
        pool->counts[SUF_COUNT_PLACES_OPENED] += (uint64_t) built;
        state->n_events++;
    } else {
        pool->counts[SUF_COUNT_PLACES_CLOSED] += (uint64_t) -built;
    }
    see_capacity(state, service, district);
    suf_place_offer(state, service, district);
}

/* Converts what has fallen free by now. */
static void
convert(suf_state *state, uint32_t change_index)
{
    const suf_capacity_change *change = &state->model->changes[change_index];
    suf_pool *from = suf_pool_of(state, change->converts, change->district);
    double n = state->conversions[change_index];
    n = fmin(n, (double) from->usable - from->occupied);
    n = fmin(n, from->built);
    if (n < 1) {
        return;
    }
    state->conversions[change_index] -= n;
    change_places(state, change->converts, change->district, -(int64_t) n, -(int64_t) n);
    change_places(state, change->service, change->district, (int64_t) n, (int64_t) n);
}

void
suf_capacity_convert(suf_state *state)
{
    for (uint32_t i = 0; i < state->model->n_changes; i++) {
        if (state->conversions[i] > 0) {
            convert(state, i);
        }
    }
}

void
suf_capacity_change_places(suf_state *state, uint32_t change_index)
{
    const suf_capacity_change *change = &state->model->changes[change_index];
    if (change->converts != SUF_NONE) {
        if (change->step == 0) {
            state->conversions[change_index] = (double) change->places;
            convert(state, change_index);
        }
        return;
    }
    if (change->step == 0 && change->places > 0) {
        if (state->model->services[change->service].kind == SUF_KIND_VISIT) {
            suf_visit_flush(state, change->service, floor(state->now_days));
        }
        suf_pool_of(state, change->service, change->district)->sites += change->sites;
    }
    change_places(state, change->service, change->district,
        change->step == 0 ? change->places : 0,
        usable_after(state, change, change->step + 1) -
            usable_after(state, change, change->step));
}
