/* The small steps that requests, offers and departures share: counts, areas, people in
 * system, the live event of an entity. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Invariant: an entity has one live event, the last that was made so. Its `low` has the
 * cause (suf_end_cause, with PENDING) in the upper 8 bits, the generation in the 24 below
 * (entity_pool.h). */
#ifndef SUF_ENGINE_OCCUPANCY_H
#define SUF_ENGINE_OCCUPANCY_H

#include <stdbool.h>

#include "engine/stay/stay_state.h"

/* Tells the observer of an entity, or of a candidate that became none. */
void suf_trace_entity(const suf_stay_state *state, suf_occurrence what, uint32_t service,
    uint32_t index, double waited_days);
void suf_trace_of_candidate(const suf_stay_state *state, suf_occurrence what,
    uint32_t service, uint32_t district, const suf_candidate *candidate, uint32_t stream);
/* Takes an entity off its line; its time there is counted up to now. */
void suf_line_leave(
    suf_stay_state *state, uint32_t service, uint32_t line, uint32_t index);

/* The area of a line's length: it gets longer or shorter by `change` people now. The line
 * itself is changed by others (waiting_line.h). */
static inline void
suf_pool_wait(suf_stay_state *state, uint32_t pool_index, int32_t change)
{
    suf_time_weighted_change(
        &state->core->pools[pool_index].waiting_time, change, state->core->now);
}

static inline void
suf_trace(const suf_stay_state *state, suf_occurrence what, uint32_t service,
    uint32_t index, double waited_days)
{
    if (state->core->observer != NULL) {
        suf_trace_entity(state, what, service, index, waited_days);
    }
}

static inline void
suf_trace_candidate(const suf_stay_state *state, suf_occurrence what, uint32_t service,
    uint32_t district, const suf_candidate *candidate, uint32_t stream)
{
    if (state->core->observer != NULL) {
        suf_trace_of_candidate(state, what, service, district, candidate, stream);
    }
}

/* Those of a cell who wait or stay in a service. */
static inline uint32_t *
suf_in_system_of(suf_stay_state *state, uint32_t service, uint32_t cell)
{
    return &state->in_system[(size_t) service * state->model->population.n_cells + cell];
}

/* Enters or leaves the system, as one of its cell. */
static inline void
suf_enter_system(suf_stay_state *state, uint32_t service, uint32_t cell)
{
    if (cell != SUF_NONE) {
        (*suf_in_system_of(state, service, cell))++;
        state->people->in_system[cell]++;
    }
}

static inline void
suf_leave_system(suf_stay_state *state, uint32_t service, uint32_t cell)
{
    if (cell != SUF_NONE) {
        (*suf_in_system_of(state, service, cell))--;
        state->people->in_system[cell]--;
    }
}

/* Changes the count of those staying, in services whose deaths differ from the cohort's.
 */
static inline void
suf_count_staying(suf_stay_state *state, uint32_t service, uint32_t cell, int by)
{
    if (suf_has_rule(state, service, SUF_RULE_STAYING) && cell != SUF_NONE) {
        size_t row = state->model->services[service].stay.staying_index;
        uint32_t *staying =
            &state->people->staying[row * state->model->population.n_cells + cell];
        *staying = (uint32_t) ((int64_t) *staying + by);
    }
}

/* Makes an event the live one of an entity; the one before becomes stale. cause: of
 * suf_end_cause, with PENDING. */
static inline void
suf_entity_schedule(suf_stay_state *state, uint32_t index, suf_event_kind kind,
    suf_ticks due, uint32_t cause)
{
    suf_entity *person = &state->entities.entities[index];
    person->generation = (person->generation + 1) & SUF_GENERATION_MASK;
    suf_event_list_add(
        &state->core->events, due, kind, index, cause << 24 | person->generation);
}

static inline bool
suf_entity_is_live(const suf_stay_state *state, const suf_event *event)
{
    return state->entities.entities[event->index].generation ==
           (event->low & SUF_GENERATION_MASK);
}

static inline uint32_t
suf_end_cause_of(const suf_event *event)
{
    return event->low >> 24;
}

#endif
