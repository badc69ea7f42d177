/* Places of `stay` services: who gets one, who waits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <math.h>

#include "engine/stay/admission_cohort.h"
#include "engine/stay/brief_stay.h"
#include "engine/stay/class_places.h"
#include "engine/stay/classes.h"
#include "engine/stay/entry.h"
#include "engine/stay/hazard.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/offer.h"
#include "engine/stay/request.h"
#include "engine/stay/spell.h"
#include "engine/stay/turn.h"

/* --- requests ----------------------------------------------------------------------- */

/* Whether the person that is `above` the people of its cell is one of those who are there
 * still; their mean number is rounded at random. */
static bool __attribute__((noinline)) is_yet_to_die(const suf_stay_state *state,
    const suf_candidate *candidate, uint32_t stream_index, double above)
{
    double n = suf_yet_to_die(state, candidate->cell, state->core->now_days);
    suf_rng_block block = suf_rng_draw(state->core->key, SUF_BLOCK_BIRTH, candidate->name,
        state->sources[stream_index].purpose);
    return above + suf_rng_uniform(block.word[1]) < n;
}

/* Whether a candidate of the population is somebody who may ask: exposed, and of an age
 * within its band at this moment. */
static bool
is_exposed(suf_stay_state *state, const suf_candidate *candidate, uint32_t stream_index)
{
    const suf_stream *stream = &state->model->streams[stream_index];
    uint32_t cell = candidate->cell;
    uint32_t used = candidate->position + *suf_in_system_of(state, stream->service, cell);
    uint32_t people = state->people->residents[cell];
    if (used >= people &&
        !is_yet_to_die(state, candidate, stream_index, (double) (used - people))) {
        return false;
    }
    uint32_t cohort = suf_cell_cohort(state->model, cell);
    uint32_t age = state->core->month + SUF_OLDEST_MONTHS - cohort;
    if (age > stream->from_months && age < stream->to_months) {
        return true;
    }
    double exact = suf_calendar_month_time(&state->model->calendar, state->core->month,
                       state->core->now_days) -
                   ((double) cohort - SUF_OLDEST_MONTHS +
                       suf_birth_fraction(state, candidate->name, stream_index));
    return exact >= stream->from_months && exact < stream->to_months;
}

/* What a wait begins with; days and ticks since the run's start. */
typedef struct wait_begun {
    double since_days;
    suf_ticks end; /* of the patience; SUF_NEVER_TICKS: none */
    double hazard_from_days;
    uint64_t hazard_word;
    uint16_t entry_month;
    bool is_new; /* it asked now; else it is there at the start */
} wait_begun;

static suf_ticks __attribute__((noinline))
draw_patience(const suf_stay_state *state, uint32_t service_index, uint32_t index)
{
    const suf_distribution *patience =
        &state->core->parameters->services[service_index].patience;
    suf_rng_block block =
        suf_stay_draw(state, &state->entities.entities[index], SUF_BLOCK_JOIN);
    return suf_ticks_of_days(state->core->now_days + suf_distribution_quantile(patience,
                                                         suf_rng_uniform(block.word[2])));
}

/* When the patience of an entity that joins now ends. */
static inline suf_ticks
patience_end(const suf_stay_state *state, uint32_t service_index, uint32_t index)
{
    return state->core->parameters->services[service_index].patience.kind ==
                   SUF_DISTRIBUTION_NONE
               ? SUF_NEVER_TICKS
               : draw_patience(state, service_index, index);
}

/* Puts an entity on the list of its home. */
static void
join(suf_stay_state *state, uint32_t service_index, uint32_t index,
    const wait_begun *begun)
{
    const suf_service *service = &state->model->services[service_index];
    const suf_entity *person = &state->entities.entities[index];
    uint32_t line = suf_model_pool(state->model, service_index, person->home);
    state->entities.details[index] = (suf_entity_detail){.since_days = begun->since_days,
        .hazard = SUF_NEVER_TICKS,
        .end = SUF_NEVER_TICKS,
        .priority = suf_has_rule(state, service_index, SUF_RULE_CLASSES)
                        ? suf_class_of(state, service, person->name, person->source)
                        : 0,
        .entry_month = begun->entry_month};
    suf_spell spell = {.kind = SUF_EVENT_LEAVE,
        .end = begun->end,
        .end_cause = SUF_END_OWN,
        .hazard_from_days = begun->hazard_from_days,
        .hazard_word = begun->hazard_word};
    if (service->stay.list_until != SUF_AGE_OPEN && person->cell != SUF_NONE) {
        suf_spell_limit(state, &spell, person->cell, service->stay.list_until,
            person->name, person->source);
    }
    if (suf_has_rule(state, service_index, SUF_RULE_COHORTS)) {
        suf_admission_join(state, service_index, person->home, begun->since_days);
    }
    suf_pool_wait(state, line, 1);
    suf_classes_join(state, service_index, index, begun->is_new);
    if (begun->is_new) {
        suf_trace(state, SUF_TRACE_JOIN, service_index, index, 0);
    }
    suf_status status =
        suf_waiting_line_join(&state->lines[line], &state->entities, index);
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
        return;
    }
    state->service_waiting[service_index]++;
    suf_brief_stay_count(state, service_index, index, 1);
    suf_spell_begin(state, index, &spell);
    if (suf_has_rule(state, service_index, SUF_RULE_RETRIAL)) {
        suf_spell_await_retry(state, service_index, index);
    }
}

/* Whether somebody who asks gets a place, in the district *site, or joins the list (*site
 * is SUF_NONE then); else it has balked or been refused, which is counted here. *class is
 * SUF_NONE where no class bears on that. Where a class may preempt, somebody may have
 * lost its place already (entry.h). */
static inline bool
finds_place_or_list(suf_stay_state *state, const suf_candidate *candidate,
    uint32_t source_index, const suf_demand_source *source, uint32_t *site,
    uint32_t *class)
{
    *class = SUF_NONE;
    if (!suf_has_rule(state, source->service, SUF_RULE_ENTRY)) {
        *site = suf_free_site(state, source);
    } else if (!suf_entry_by_rules(state, candidate, source_index, source, site, class)) {
        return false;
    }
    if (*site != SUF_NONE) {
        return true;
    }
    const suf_service *service = &state->model->services[source->service];
    if (service->stay.discipline == SUF_DISCIPLINE_NONE ||
        suf_turn_list_length(state, service, source->service, source->pool) >=
            service->stay.list_limit) {
        state->core->pools[source->pool].counts[SUF_COUNT_REFUSALS]++;
        suf_classes_refuse(state, service, source->district, *class);
        suf_trace_candidate(state, SUF_TRACE_REFUSAL, source->service, source->district,
            candidate, source_index);
        return false;
    }
    return true;
}

/* A source with the area that a candidate lives in, where the service has zones. */
static suf_demand_source __attribute__((noinline)) in_its_zone(
    const suf_stay_state *state, const suf_candidate *candidate, uint32_t source_index)
{
    suf_demand_source at = state->sources[source_index];
    at.district =
        suf_stay_area(state, at.service, at.district, candidate->name, source_index, 0);
    at.pool = suf_model_pool(state->model, at.service, at.district);
    return at;
}

void
suf_place_request(
    suf_stay_state *state, const suf_candidate *candidate, uint32_t stream_index)
{
    const suf_demand_source *source = &state->sources[stream_index];
    suf_demand_source in_zone;
    uint32_t service_index = source->service;
    uint32_t cell = candidate->cell;
    if (cell != SUF_NONE && !is_exposed(state, candidate, stream_index)) {
        return;
    }
    if (suf_has_rule(state, service_index, SUF_RULE_ZONES)) {
        in_zone = in_its_zone(state, candidate, stream_index);
        source = &in_zone;
    }
    uint32_t home = source->district;
    suf_pool *pool = &state->core->pools[source->pool];
    pool->counts[SUF_COUNT_REQUESTS]++;
    state->core->n_events++;
    suf_trace_candidate(
        state, SUF_TRACE_REQUEST, service_index, home, candidate, stream_index);
    if (cell != SUF_NONE &&
        state->people->in_system[cell] >= state->people->residents[cell]) {
        pool->counts[SUF_COUNT_VOID]++;
        suf_entry_void(state, candidate, stream_index, source);
        suf_trace_candidate(
            state, SUF_TRACE_VOID, service_index, home, candidate, stream_index);
        return;
    }
    uint32_t site = SUF_NONE;
    uint32_t class = SUF_NONE;
    if (!finds_place_or_list(state, candidate, stream_index, source, &site, &class)) {
        return;
    }
    if (site == SUF_NONE) {
        uint32_t index = suf_entity_new(state, candidate->name, stream_index, cell, home);
        if (index != SUF_NONE) {
            const wait_begun begun = {.since_days = state->core->now_days,
                .end = patience_end(state, service_index, index),
                .hazard_from_days = state->core->now_days,
                .hazard_word = candidate->hazard_word,
                .entry_month = (uint16_t) state->core->month,
                .is_new = true};
            join(state, service_index, index, &begun);
        }
        return;
    }
    if (suf_has_rule(state, service_index, SUF_RULE_COHORTS)) {
        suf_admission_join(state, service_index, home, state->core->now_days);
    }
    suf_count_admission(state, service_index, home, site, 0);
    suf_guest guest = {.name = candidate->name,
        .source = stream_index,
        .cell = cell,
        .index = SUF_NONE,
        .home = home,
        .site = site,
        .class = (uint16_t) class}; /* SUF_NONE: SUF_NO_CLASS */
    if (state->core->observer != NULL) {
        guest.index = suf_entity_new(state, guest.name, guest.source, cell, home);
        if (guest.index == SUF_NONE) {
            return;
        }
        state->entities.entities[guest.index].site = (uint16_t) site;
        state->entities.details[guest.index].priority = guest.class;
        suf_trace(state, SUF_TRACE_ADMISSION, service_index, guest.index, 0);
    }
    suf_spell_begin_stay(state, service_index, &guest,
        (suf_stay_begun){suf_stay_length(state, service_index, candidate->stay_word),
            candidate->hazard_word});
}

bool
suf_place_go_on(suf_stay_state *state, uint32_t index, const suf_candidate *candidate,
    uint32_t source)
{
    suf_entity *person = &state->entities.entities[index];
    suf_entity_detail *detail = &state->entities.details[index];
    uint32_t service_index = state->sources[source].service;
    uint32_t home = person->home;
    uint32_t site = SUF_NONE;
    uint32_t class = SUF_NONE;
    suf_pool_of(state->core, service_index, home)->counts[SUF_COUNT_REQUESTS]++;
    state->core->n_events++;
    suf_trace_candidate(state, SUF_TRACE_REQUEST, service_index, home, candidate, source);
    if (!finds_place_or_list(
            state, candidate, source, &state->sources[source], &site, &class)) {
        return false;
    }
    suf_leave_system(state, state->sources[person->source].service, person->cell);
    suf_enter_system(state, service_index, person->cell);
    person->name = candidate->name;
    person->source = source;
    person->site = site == SUF_NONE ? UINT16_MAX : (uint16_t) site;
    if (site == SUF_NONE) {
        const wait_begun begun = {.since_days = state->core->now_days,
            .end = patience_end(state, service_index, index),
            .hazard_from_days = floor(state->core->now_days) + 1,
            .hazard_word = candidate->hazard_word,
            .entry_month = detail->entry_month,
            .is_new = true};
        join(state, service_index, index, &begun);
        return true;
    }
    if (suf_has_rule(state, service_index, SUF_RULE_COHORTS)) {
        suf_admission_join(state, service_index, home, state->core->now_days);
    }
    suf_count_admission(state, service_index, home, site, 0);
    detail->priority = (uint16_t) class;
    detail->hazard = SUF_NEVER_TICKS; /* what was in force strikes nobody */
    suf_trace(state, SUF_TRACE_ADMISSION, service_index, index, 0);
    suf_spell_begin_stay_after_wait(state, service_index, index,
        suf_stay_length(state, service_index, candidate->stay_word));
    return true;
}

bool
suf_place_seat(suf_stay_state *state, const suf_initial_occupant *occupant, uint32_t most)
{
    uint32_t service_index = state->sources[occupant->source].service;
    const suf_service *service = &state->model->services[service_index];
    uint16_t class = SUF_NO_CLASS;
    if (service->stay.is_by_class) {
        class = suf_class_of(state, service, occupant->name, occupant->source);
        const suf_pool *pool = suf_pool_of(state->core, service_index, occupant->home);
        if (pool->occupied + service->stay.class_size[class] > most) {
            return false;
        }
    }
    suf_guest guest = {.name = occupant->name,
        .source = occupant->source,
        .cell = occupant->cell,
        .index = SUF_NONE,
        .home = occupant->home,
        .site = occupant->home,
        .class = class};
    suf_spell_begin_stay(state, service_index, &guest,
        (suf_stay_begun){suf_ticks_of_days(occupant->end_days - state->core->now_days),
            occupant->hazard_word});
    return true;
}

void
suf_place_list(suf_stay_state *state, const suf_initial_occupant *occupant)
{
    uint32_t index = suf_entity_new(
        state, occupant->name, occupant->source, occupant->cell, occupant->home);
    if (index != SUF_NONE) {
        const wait_begun begun = {.since_days = occupant->since_days,
            .end = suf_ticks_of_days(occupant->end_days),
            .hazard_from_days = state->core->now_days,
            .hazard_word = occupant->hazard_word,
            .entry_month = (uint16_t) state->core->month};
        join(state, state->sources[occupant->source].service, index, &begun);
    }
}
