/* Offers: free places, and the people from a list who get them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "offer.h"

#include "engine/stay/classes.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/preemption.h"
#include "engine/stay/request.h"
#include "engine/stay/seating.h"
#include "engine/stay/spell.h"
#include "engine/stay/turn.h"
#include "engine/stay/waits.h"

/* An entity on a line (a pool) gets a free place of a district. */
static inline void
admit(suf_stay_state *state, uint32_t service_index, uint32_t line, uint32_t index,
    uint32_t district)
{
    if (suf_is_displaced(state, service_index, index)) {
        suf_preemption_resume(state, service_index, line, index, district);
        return;
    }
    suf_line_leave(state, service_index, line, index);
    suf_waits_end(state, line, index, SUF_WAIT_ADMITTED);
    suf_entity *person = &state->entities.entities[index];
    suf_entity_detail *detail = &state->entities.details[index];
    person->site = (uint16_t) district;
    double waited = state->core->now_days - detail->since_days;
    suf_classes_leave(state, service_index, index, SUF_WAIT_ADMITTED, waited);
    suf_count_admission(state, service_index, person->home, district, waited);
    suf_pool_of(state->core, service_index, person->home)
        ->counts[SUF_COUNT_ADMISSIONS_WAITED]++;
    state->core->n_events++;
    suf_trace(state, SUF_TRACE_ADMISSION, service_index, index, waited);
    uint64_t stay_word = 0;
    uint64_t hazard_word = 0;
    suf_request_words_of(state, person, &stay_word, &hazard_word);
    suf_spell_begin_stay_after_wait(
        state, service_index, index, suf_stay_length(state, service_index, stay_word));
}

void
suf_offer_places(suf_stay_state *state, uint32_t service_index, uint32_t district)
{
    const suf_pool *pool = suf_pool_of(state->core, service_index, district);
    while (state->service_waiting[service_index] > 0 && pool->occupied < pool->usable) {
        uint32_t line = SUF_NONE;
        uint32_t index = suf_turn_next(state, service_index, district, &line);
        if (index == SUF_NONE) {
            return;
        }
        admit(state, service_index, line, index, district);
    }
}

void
suf_offer_on_retry(suf_stay_state *state, const suf_event *event)
{
    if (!suf_entity_is_live(state, event)) {
        return;
    }
    const suf_entity *person = &state->entities.entities[event->index];
    uint32_t service = state->sources[person->source].service;
    uint32_t line = suf_model_pool(state->model, service, person->home);
    const suf_demand_source at = {
        .service = service, .district = person->home, .pool = line};
    state->core->n_events++;
    suf_trace(state, SUF_TRACE_RETRY, service, event->index, 0);
    uint32_t site = suf_free_site(state, &at);
    if (site == SUF_NONE) {
        suf_spell_await_retry(state, service, event->index);
    } else {
        admit(state, service, line, event->index, site);
    }
}
