/* Who leaves a list or a place, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "departure.h"

#include "engine/stay/admission_cohort.h"
#include "engine/stay/class_places.h"
#include "engine/stay/classes.h"
#include "engine/stay/hazard.h"
#include "engine/stay/network.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/offer.h"
#include "engine/stay/seating.h"
#include "engine/stay/spell.h"
#include "engine/stay/waits.h"

/* The entity has left its list or place: it is gone, or kept apart (departure.h) until
 * the death or move that is still in force this month; it then has a cell, as nobody
 * without one has hazards. */
static void
let_go(suf_stay_state *state, uint32_t service, uint32_t index, uint32_t cause)
{
    suf_entity *person = &state->entities.entities[index];
    if ((cause & SUF_END_PENDING) != 0) {
        suf_ticks hazard = state->entities.details[index].hazard;
        if (hazard < state->core->month_end) {
            (*suf_in_system_of(state, service, person->cell))--;
            suf_entity_schedule(state, index, SUF_EVENT_HAZARD, hazard, SUF_END_HAZARD);
            return;
        }
    }
    suf_leave_system(state, service, person->cell);
    suf_entity_pool_give(&state->entities, index);
}

/* A hazard of somebody released this month was thinned: the next one before the month is
 * over, or none, as the person is back in its cohort. */
static void
await_hazard(suf_stay_state *state, uint32_t index)
{
    suf_entity_detail *detail = &state->entities.details[index];
    detail->end = state->core->month_end - 1;
    suf_spell_resume(state, index, SUF_EVENT_HAZARD);
}

void
suf_departure_hazard(suf_stay_state *state, const suf_event *event)
{
    if (!suf_entity_is_live(state, event)) {
        return;
    }
    const suf_entity *person = &state->entities.entities[event->index];
    if (suf_end_cause_of(event) != SUF_END_HAZARD) { /* the month is over without one */
        state->people->in_system[person->cell]--;
        suf_entity_pool_give(&state->entities, event->index);
        return;
    }
    uint32_t new_cell = SUF_NONE;
    suf_hazard_cause struck = suf_hazard_strike(state, event->index, 1, &new_cell);
    if (struck == SUF_HAZARD_THINNED) {
        await_hazard(state, event->index);
        return;
    }
    suf_trace(state, struck == SUF_HAZARD_DEATH ? SUF_TRACE_DEATH : SUF_TRACE_MOVE,
        state->sources[person->source].service, event->index, 0);
    state->people->in_system[person->cell]--;
    suf_entity_pool_give(&state->entities, event->index);
}

void
suf_departure_leave(suf_stay_state *state, const suf_event *event)
{
    if (!suf_entity_is_live(state, event)) {
        return;
    }
    uint32_t index = event->index;
    const suf_entity *person = &state->entities.entities[index];
    uint32_t service = state->sources[person->source].service;
    uint32_t line = suf_model_pool(state->model, service, person->home);
    suf_pool *pool = &state->core->pools[line];
    bool is_displaced = suf_is_displaced(state, service, index);
    double waited = suf_waited_days(state, service, index);
    uint32_t cause = suf_end_cause_of(event);
    suf_hazard_cause struck = SUF_HAZARD_THINNED;
    if (cause == SUF_END_HAZARD) {
        uint32_t new_cell = SUF_NONE;
        struck = suf_hazard_strike(state, index, 1, &new_cell);
        if (struck == SUF_HAZARD_THINNED) {
            suf_spell_resume(state, index, SUF_EVENT_LEAVE);
            return;
        }
    }
    suf_line_leave(state, service, line, index);
    if (is_displaced) {
        suf_seating_keep_rest(state, index, 0);
    }
    suf_waits_end(state, line, index, SUF_WAIT_LEFT);
    suf_classes_leave(state, service, index, SUF_WAIT_LEFT, waited);
    state->core->n_events++;
    if (cause == SUF_END_HAZARD) {
        bool is_death = struck == SUF_HAZARD_DEATH;
        if (suf_has_rule(state, service, SUF_RULE_COHORTS) && !is_displaced) {
            suf_admission_exclude(
                state, service, person->home, state->core->now_days - waited, waited);
        }
        pool->counts[is_death ? SUF_COUNT_DIED_WAITING : SUF_COUNT_MOVED_WAITING]++;
        suf_trace(
            state, is_death ? SUF_TRACE_DEATH : SUF_TRACE_MOVE, service, index, waited);
    } else {
        bool is_own = (cause & ~(uint32_t) SUF_END_PENDING) == SUF_END_OWN;
        pool->counts[is_own ? SUF_COUNT_RENEGED : SUF_COUNT_AGED_OUT]++;
        suf_trace(
            state, is_own ? SUF_TRACE_RENEGE : SUF_TRACE_AGE_OUT, service, index, waited);
    }
    let_go(state, service, index, cause);
}

/* A staying person moved: true when the stay goes on, with the person in its new cell. */
static bool __attribute__((noinline)) stays_after_move(suf_stay_state *state,
    const suf_service *service, uint32_t service_index, uint32_t index, uint32_t new_cell)
{
    suf_entity *person = &state->entities.entities[index];
    if (new_cell == SUF_NONE) {
        return false; /* left the region, and the place with it */
    }
    uint32_t new_home = suf_cell_district(state->model, new_cell);
    if (service->stay.ends_on_move &&
        new_home != suf_area_district(state->model, person->site)) {
        return false;
    }
    /* Where the hazard is counted the month's step has moved another one for it. */
    if (!suf_hazard_is_counted(state, index)) {
        suf_leave_system(state, service_index, person->cell);
        suf_count_staying(state, service_index, person->cell, -1);
        person->cell = new_cell;
        person->home = (uint16_t) suf_stay_area(
            state, service_index, new_home, person->name, person->source, 1);
        suf_enter_system(state, service_index, new_cell);
        suf_count_staying(state, service_index, new_cell, 1);
    }
    suf_spell_resume(state, index, SUF_EVENT_RELEASE);
    return true;
}

void
suf_departure_release(suf_stay_state *state, const suf_event *event)
{
    if (!suf_entity_is_live(state, event)) {
        return;
    }
    uint32_t index = event->index;
    suf_entity *person = &state->entities.entities[index];
    uint32_t service_index = state->sources[person->source].service;
    const suf_service *service = &state->model->services[service_index];
    const suf_service_parameters *numbers =
        &state->core->parameters->services[service_index];
    uint32_t cause = suf_end_cause_of(event);
    bool is_dead = false;
    if (cause == SUF_END_HAZARD) {
        uint32_t new_cell = SUF_NONE;
        suf_hazard_cause struck =
            suf_hazard_strike(state, index, numbers->death_factor, &new_cell);
        if (struck == SUF_HAZARD_THINNED) {
            suf_spell_resume(state, index, SUF_EVENT_RELEASE);
            return;
        }
        suf_trace(state, struck == SUF_HAZARD_DEATH ? SUF_TRACE_DEATH : SUF_TRACE_MOVE,
            service_index, index, 0);
        if (struck == SUF_HAZARD_MOVE &&
            stays_after_move(state, service, service_index, index, new_cell)) {
            return;
        }
    } else if (suf_has_rule(state, service_index, SUF_RULE_NAMED_END) &&
               numbers->death_probability > 0 && person->cell != SUF_NONE &&
               (cause & ~(uint32_t) SUF_END_PENDING) == SUF_END_OWN) {
        suf_rng_block block = suf_stay_draw(state, person, SUF_BLOCK_RELEASE);
        if (suf_rng_uniform(block.word[0]) < numbers->death_probability) {
            suf_population_die(state->people, person->cell);
            suf_trace(state, SUF_TRACE_DEATH, service_index, index, 0);
            cause = SUF_END_OWN; /* nothing is pending for the dead */
            is_dead = true;
        }
    }
    uint32_t site = person->site;
    suf_pool *pool = suf_pool_of(state->core, service_index, site);
    uint32_t n_places =
        suf_class_places(service, state->entities.details[index].priority);
    suf_pool_occupy(state->core, pool, -(int32_t) n_places);
    suf_count_staying(state, service_index, person->cell, -1);
    suf_seating_unseat(state, service_index, index);
    pool->counts[SUF_COUNT_RELEASES]++;
    state->core->n_events++;
    suf_trace(state, SUF_TRACE_RELEASE, service_index, index, 0);
    if (suf_has_rule(state, service_index, SUF_RULE_NAMED_END) &&
        service->stay.n_then > 0) { /* who waits comes first */
        suf_offer_places(state, service_index, site);
        if (cause != SUF_END_HAZARD && !is_dead && suf_network_go_on(state, index)) {
            return;
        }
    }
    let_go(state, service_index, index, cause);
    if (state->service_waiting[service_index] > 0) {
        suf_offer_places(state, service_index, site);
    }
}

void
suf_departure_plain(suf_stay_state *state, uint32_t cell, uint32_t pool_index)
{
    uint32_t service_index = pool_index / state->model->n_areas;
    suf_pool *pool = &state->core->pools[pool_index];
    suf_pool_occupy(state->core, pool, -1);
    suf_count_staying(state, service_index, cell, -1);
    pool->counts[SUF_COUNT_RELEASES]++;
    state->core->n_events++;
    suf_leave_system(state, service_index, cell);
    if (state->service_waiting[service_index] > 0) {
        suf_offer_places(state, service_index, pool_index % state->model->n_areas);
    }
}
