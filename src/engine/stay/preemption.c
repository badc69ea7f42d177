/* Preemption: whoever is of a higher class takes the place of somebody of a lower one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "preemption.h"

#include <math.h>

#include "engine/stay/brief_stay.h"
#include "engine/stay/class_places.h"
#include "engine/stay/classes.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/seating.h"
#include "engine/stay/spell.h"

/* Moves to a free place of another district; the stay goes on. */
static void
change_places(suf_stay_state *state, uint32_t service, uint32_t index, uint32_t district)
{
    suf_entity *person = &state->entities.entities[index];
    suf_pool_occupy(state->core, suf_pool_of(state->core, service, person->site), -1);
    suf_pool_occupy(state->core, suf_pool_of(state->core, service, district), 1);
    person->site = (uint16_t) district;
    suf_seating_seat(state, service, index);
    suf_classes_resume(state, service, index);
    suf_trace(state, SUF_TRACE_RESUMPTION, service, index, 0);
}

/* Goes to the head of its class on the list of its home, with the rest of its stay. */
static void
wait_again(suf_stay_state *state, uint32_t service, uint32_t index)
{
    suf_entity *person = &state->entities.entities[index];
    suf_entity_detail *detail = &state->entities.details[index];
    uint32_t line = suf_model_pool(state->model, service, person->home);
    suf_ticks rest = detail->end - state->core->now;
    /* A stay that an age ends is ended by that age again, as it comes no later. */
    suf_seating_keep_rest(state, index, rest + (detail->end_cause == SUF_END_AGE));
    suf_pool_occupy(state->core, suf_pool_of(state->core, service, person->site), -1);
    suf_count_staying(state, service, person->cell, -1);
    person->site = UINT16_MAX;
    detail->since_days = -(double) INFINITY;
    suf_pool_wait(state, line, 1);
    suf_classes_join(state, service, index, false);
    suf_waiting_line_join_first(&state->lines[line], &state->entities, index);
    state->service_waiting[service]++;
    suf_brief_stay_count(state, service, index, 1);
    suf_spell_begin_wait_after_stay(state, service, index);
}

static void
displace(suf_stay_state *state, const suf_service *service, uint32_t service_index,
    uint32_t index)
{
    const suf_entity *person = &state->entities.entities[index];
    uint32_t elsewhere = suf_class_free_site(state, service, service_index, person->home,
        state->entities.details[index].priority);
    state->core->n_events++;
    suf_seating_unseat(state, service_index, index);
    suf_classes_displace(state, service_index, index);
    suf_trace(state, SUF_TRACE_DISPLACEMENT, service_index, index, 0);
    if (elsewhere != SUF_NONE) {
        change_places(state, service_index, index, elsewhere);
    } else {
        wait_again(state, service_index, index);
    }
}

uint32_t __attribute__((noinline)) suf_preemption_make_room(suf_stay_state *state,
    const suf_service *service, uint32_t service_index, uint32_t home, uint32_t class)
{
    uint32_t i = service->reach_first[home];
    for (uint32_t d = home;; d = service->reach[i++]) {
        uint32_t pool = suf_model_pool(state->model, service_index, d);
        uint32_t index = suf_waiting_line_last(&state->seating->seated[pool], class);
        if (index != SUF_NONE) {
            displace(state, service, service_index, index);
            return d;
        }
        if (i == service->reach_first[home + 1]) {
            return SUF_NONE;
        }
    }
}

void __attribute__((noinline)) suf_preemption_resume(suf_stay_state *state,
    uint32_t service, uint32_t line, uint32_t index, uint32_t district)
{
    suf_ticks rest = suf_seating_rest(state, index);
    double waited = suf_waited_days(state, service, index);
    suf_line_leave(state, service, line, index);
    suf_seating_keep_rest(state, index, 0);
    suf_classes_leave(state, service, index, SUF_WAIT_CENSORED, 0);
    suf_classes_resume(state, service, index);
    state->entities.entities[index].site = (uint16_t) district;
    state->core->n_events++;
    suf_trace(state, SUF_TRACE_RESUMPTION, service, index, waited);
    suf_spell_begin_stay_after_wait(state, service, index, rest);
}
