/* Places that open, close, ramp up and are converted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "capacity.h"

#include <math.h>

/* When a change happens: days, INFINITY when never. */
static double
time_of(const suf_delivery_state *state, uint32_t change_index)
{
    const suf_capacity_change *change =
        &state->core->parameters->chosen.changes[change_index];
    return change->unit == SUF_NONE ? change->time_days
                                    : state->delivery.opened_days[change->unit] +
                                          change->step * SUF_DAYS_PER_MONTH;
}

/* Usable places that a step of a change brings, of those that are not closed again. */
static int64_t
usable_of_step(const suf_delivery_state *state, uint32_t change_index)
{
    const suf_capacity_change *change =
        &state->core->parameters->chosen.changes[change_index];
    double all = (double) change->places * state->open_shares[change_index] *
                 suf_parameters_value(state->core->parameters, &change->staffing);
    return (int64_t) (floor(all * (change->step + 1) / change->n_steps + 0.5) -
                      floor(all * change->step / change->n_steps + 0.5));
}

/* Finds how many places of a pool admit people, as its teams are. */
static void
set_usable(suf_delivery_state *state, suf_pool *pool)
{
    suf_core *core = state->core;
    uint32_t usable = suf_teams_staffed(
        core, state->teams, (uint32_t) (pool - core->pools), pool->ready);
    suf_time_weighted_change(
        &pool->usable_time, (int64_t) usable - (int64_t) pool->usable, core->now);
    pool->usable = usable;
}

/* Sets the places of a pool, and those of them that need no more than their team; none of
 * those taken is taken away. */
static void
set_places(suf_delivery_state *state, suf_pool *pool, int64_t built, int64_t ready)
{
    suf_bug_unless(built >= 0 && built < UINT32_MAX);
    ready = ready < built ? ready : built;
    ready = ready > 0 ? ready : 0;
    pool->built = (uint32_t) built;
    pool->ready = (uint32_t) ready;
    set_usable(state, pool);
}

/* Closes places of a pool, as many as there are: usable ones and others alike, so that of
 * every opening up to a moment the same share is left, also of what is still to become
 * usable. Returns how many. */
static int64_t
close_places(suf_delivery_state *state, uint32_t service, uint32_t district, int64_t n,
    suf_ticks opened_by)
{
    const suf_model *model = state->model;
    suf_pool *pool = suf_pool_of(state->core, service, district);
    n = n < pool->built ? n : pool->built;
    if (n == 0) {
        return 0;
    }
    double left = (double) (pool->built - n) / pool->built;
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &state->core->parameters->chosen.changes[i];
        double opened_days = time_of(state, i) - change->step * SUF_DAYS_PER_MONTH;
        if (change->service == service && change->district == district &&
            change->places > 0 && suf_ticks_of_days(opened_days) <= opened_by) {
            state->open_shares[i] *= left;
        }
    }
    set_places(state, pool, pool->built - n, (int64_t) floor(pool->ready * left + 0.5));
    return n;
}

/* Opens the places of a change, or makes more of them usable. */
static void
open_places(suf_delivery_state *state, uint32_t change_index)
{
    const suf_capacity_change *change =
        &state->core->parameters->chosen.changes[change_index];
    suf_pool *pool = suf_pool_of(state->core, change->service, change->district);
    int64_t built = change->step == 0 ? change->places : 0;
    pool->sites += change->step == 0 ? change->sites : 0;
    set_places(state, pool, pool->built + built,
        pool->ready + usable_of_step(state, change_index));
}

/* Before time begins: nothing is counted. */
static void
change_at_start(suf_delivery_state *state, uint32_t change_index)
{
    const suf_capacity_change *change =
        &state->core->parameters->chosen.changes[change_index];
    if (change->converts != SUF_NONE) {
        state->conversions[change_index] =
            change->step == 0 ? (double) change->places : 0;
    } else if (change->places > 0) {
        open_places(state, change_index);
    } else if (change->step == 0) {
        (void) close_places(
            state, change->service, change->district, -change->places, state->core->now);
    }
}

void
suf_capacity_start(suf_delivery_state *state)
{
    suf_teams_clear(state->teams, state->model);
    for (uint32_t i = 0; i < state->model->n_changes; i++) {
        state->conversions[i] = 0;
        state->open_shares[i] = 1;
        if (state->core->parameters->chosen.changes[i].places == 0) {
            continue; /* a lever at 0 */
        }
        suf_ticks time = suf_ticks_of_days(time_of(state, i));
        if (time > 0) {
            suf_event_list_add(&state->core->events, time, SUF_EVENT_CAPACITY, i, 0);
        } else {
            change_at_start(state, i);
        }
    }
}

void
suf_capacity_resume(suf_delivery_state *state)
{
    suf_event_list *events = &state->core->events;
    suf_event_list_drop(events, SUF_EVENT_CAPACITY);
    for (uint32_t i = 0; i < state->model->n_changes; i++) {
        suf_ticks time = suf_ticks_of_days(time_of(state, i));
        if (state->core->parameters->chosen.changes[i].places != 0 && time > 0 &&
            suf_event_list_is_to_come(events, time)) {
            suf_event_list_add(events, time, SUF_EVENT_CAPACITY, i, 0);
        }
    }
}

void
suf_capacity_begin(suf_delivery_state *state, uint32_t policy)
{
    suf_core *core = state->core;
    const suf_chosen *chosen = &core->parameters->chosen;
    suf_delivery_begin(
        &state->delivery, core->parameters, core->key, policy, core->now_days);
    for (uint32_t i = 0; i < state->model->n_changes; i++) {
        uint32_t unit = chosen->changes[i].unit;
        if (unit != SUF_NONE && chosen->units[unit].begun_by == policy &&
            chosen->changes[i].places != 0) {
            suf_event_list_add(&core->events, suf_ticks_of_days(time_of(state, i)),
                SUF_EVENT_CAPACITY, i, 0);
        }
    }
}

/* After places of a pool changed (suf_core_places_change was called before). */
static void
end_change(suf_delivery_state *state, uint32_t service, uint32_t district, int64_t opened,
    int64_t closed)
{
    suf_core *core = state->core;
    suf_pool *pool = suf_pool_of(core, service, district);
    pool->counts[SUF_COUNT_PLACES_OPENED] += (uint64_t) opened;
    pool->counts[SUF_COUNT_PLACES_CLOSED] += (uint64_t) closed;
    core->n_events += opened > 0;
    const suf_trace_event line = {.what = SUF_TRACE_CAPACITY,
        .time_days = core->now_days,
        .service = service,
        .home = district,
        .site = district,
        .name = pool->built};
    suf_core_trace(core, &line);
    suf_core_places_changed(core, service, district);
}

int64_t
suf_capacity_open(
    suf_delivery_state *state, uint32_t service, uint32_t district, int64_t n)
{
    suf_pool *pool = suf_pool_of(state->core, service, district);
    if (n > 0) {
        suf_core_places_change(state->core, service);
        set_places(state, pool, pool->built + n, pool->ready + n);
        end_change(state, service, district, n, 0);
    }
    return n;
}

int64_t
suf_capacity_turn(suf_delivery_state *state, uint32_t converted, uint32_t service,
    uint32_t district, double most)
{
    suf_pool *from = suf_pool_of(state->core, converted, district);
    most = fmin(most, (double) from->usable - from->occupied);
    most = fmin(most, from->built);
    if (most < 1) {
        return 0;
    }
    int64_t n = (int64_t) most;
    suf_core_places_change(state->core, converted);
    set_places(state, from, from->built - n, from->ready - n);
    end_change(state, converted, district, 0, n);
    return suf_capacity_open(state, service, district, n);
}

int64_t
suf_capacity_close(
    suf_delivery_state *state, uint32_t service, uint32_t district, int64_t n)
{
    int64_t closed = 0;
    if (n > 0 && suf_pool_of(state->core, service, district)->built > 0) {
        suf_core_places_change(state->core, service);
        /* What opens at this moment is still to come: events are later than a month. */
        closed = close_places(state, service, district, n, state->core->now - 1);
        end_change(state, service, district, 0, closed);
    }
    return closed;
}

/* Converts what has fallen free by now. */
static void
convert(suf_delivery_state *state, uint32_t change_index)
{
    const suf_capacity_change *change =
        &state->core->parameters->chosen.changes[change_index];
    state->conversions[change_index] -=
        (double) suf_capacity_turn(state, change->converts, change->service,
            change->district, state->conversions[change_index]);
}

void
suf_capacity_convert(suf_delivery_state *state)
{
    for (uint32_t i = 0; i < state->model->n_changes; i++) {
        if (state->conversions[i] > 0) {
            convert(state, i);
        }
    }
}

void
suf_capacity_change_places(suf_delivery_state *state, uint32_t change_index)
{
    const suf_capacity_change *change =
        &state->core->parameters->chosen.changes[change_index];
    if (change->converts != SUF_NONE) {
        if (change->step == 0) {
            state->conversions[change_index] = (double) change->places;
            convert(state, change_index);
        }
        return;
    }
    int64_t opened = 0;
    int64_t closed = 0;
    suf_core_places_change(state->core, change->service);
    if (change->places > 0) {
        opened = change->step == 0 ? change->places : 0;
        open_places(state, change_index);
    } else if (change->step == 0) {
        closed = close_places(
            state, change->service, change->district, -change->places, state->core->now);
    }
    end_change(state, change->service, change->district, opened, closed);
}

void
suf_capacity_switch_team(suf_delivery_state *state, const suf_event *event)
{
    suf_core *core = state->core;
    uint32_t service = event->index / state->model->n_areas;
    uint32_t district = event->index % state->model->n_areas;
    suf_pool *pool = &core->pools[event->index];
    suf_core_places_change(core, service);
    suf_teams_switch(core, state->teams, event);
    set_usable(state, pool);
    core->n_events++;
    const suf_trace_event line = {.what = SUF_TRACE_TEAM,
        .time_days = core->now_days,
        .service = service,
        .home = district,
        .site = district,
        .name = pool->usable};
    suf_core_trace(core, &line);
    suf_core_places_changed(core, service, district);
}
