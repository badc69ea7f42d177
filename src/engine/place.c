/* Places of `stay` services: who gets one, who waits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <math.h>

#include "engine/occupancy.h"
#include "engine/phase.h"
#include "engine/targets.h"
#include "engine/visit.h"
#include "engine/waits.h"

static inline void
count_admission(
    suf_state *state, uint32_t service, uint32_t home, uint32_t site, double waited_days)
{
    suf_pool *pool = suf_pool_of(state, service, home);
    pool->counts[SUF_COUNT_ADMISSIONS]++;
    pool->wait_sum_days += waited_days;
    if (state->model->services[service].is_watched) {
        suf_watch_admit(state, service, home, state->now_days - waited_days, waited_days);
    }
    if (site != home) {
        pool->counts[SUF_COUNT_ADMISSIONS_AWAY]++;
        suf_pool_of(state, service, site)->counts[SUF_COUNT_ADMISSIONS_FROM_AWAY]++;
    }
}

/* --- offers ------------------------------------------------------------------------- */

/* The line that a place of a district goes to: its own, else the nearest that accepts it;
 * SUF_NONE when nobody waits there. */
static uint32_t
next_line(const suf_state *state, const suf_service *service, uint32_t service_index,
    uint32_t district)
{
    uint32_t base = suf_model_pool(state->model, service_index, 0);
    if (state->lines[base + district].n > 0) {
        return base + district;
    }
    for (uint32_t i = service->accepts_first[district];
         i < service->accepts_first[district + 1]; i++) {
        if (state->lines[base + service->accepts[i]].n > 0) {
            return base + service->accepts[i];
        }
    }
    return SUF_NONE;
}

void
suf_place_offer(suf_state *state, uint32_t service_index, uint32_t district)
{
    const suf_service *service = &state->model->services[service_index];
    suf_pool *pool = suf_pool_of(state, service_index, district);
    while (state->service_waiting[service_index] > 0 && pool->occupied < pool->usable) {
        uint32_t line = next_line(state, service, service_index, district);
        if (line == SUF_NONE) {
            return;
        }
        uint64_t word = 0;
        if (service->discipline == SUF_DISCIPLINE_LOTTERY) {
            uint64_t name = (uint64_t) district << 40 | state->n_lotteries[line]++;
            word = suf_rng_draw(state->key, 0, name, service->purpose).word[0];
        }
        uint32_t index = suf_waiting_line_head(&state->lines[line], word);
        suf_line_leave(state, service_index, line, index);
        suf_waits_end(state, line, index, SUF_WAIT_ADMITTED);
        suf_entity *person = &state->entities.entities[index];
        suf_entity_detail *detail = &state->entities.details[index];
        person->site = (uint16_t) district;
        double waited = state->now_days - detail->since_days;
        count_admission(state, service_index, person->home, district, waited);
        suf_pool_of(state, service_index, person->home)
            ->counts[SUF_COUNT_ADMISSIONS_WAITED]++;
        state->n_events++;
        suf_see(state, SUF_SEEN_ADMISSION, service_index, index, waited);
        suf_rng_block block = suf_state_draw(state, person, SUF_BLOCK_REQUEST);
        double stay =
            suf_distribution_quantile(&state->parameters->services[service_index].stay,
                suf_rng_uniform(block.word[2]));
        suf_phase begun = {.end = state->now + suf_ticks_of_days(stay),
            .hazard_from_days = suf_phase_hazard_from(state, detail->since_days),
            .hazard_word = block.word[3],
            .number = (uint16_t) (detail->phase + 1)};
        suf_phase_begin_stay(state, service, service_index, index, &begun, block.word[2]);
    }
}

/* --- requests ----------------------------------------------------------------------- */

/* Whether a candidate of the population is somebody who may ask: exposed, and of an age
 * within its band at this moment. */
static bool
is_exposed(suf_state *state, const suf_candidate *candidate, const suf_stream *stream)
{
    uint32_t cell = candidate->cell;
    if (candidate->position + *suf_held_of(state, stream->service, cell) >=
        state->population.residents[cell]) {
        return false;
    }
    uint32_t cohort = suf_cell_cohort(state->model, cell);
    uint32_t age = state->month + SUF_OLDEST_MONTHS - cohort;
    if (age > stream->from_months && age < stream->to_months) {
        return true;
    }
    double exact =
        suf_calendar_month_time(&state->model->calendar, state->month, state->now_days) -
        ((double) cohort - SUF_OLDEST_MONTHS +
            suf_birth_fraction(candidate->stay_word, candidate->hazard_word));
    return exact >= stream->from_months && exact < stream->to_months;
}

static double
balk_probability(const suf_state *state, const suf_service *service,
    uint32_t service_index, uint32_t pool_index)
{
    if (service->n_balk == 0) {
        return state->parameters->services[service_index].balk;
    }
    uint32_t present = state->pools[pool_index].occupied + state->lines[pool_index].n;
    double probability = 0;
    for (size_t i = 0; i < service->n_balk && service->balk_present[i] <= present; i++) {
        probability = service->balk_probability[i];
    }
    return probability;
}

/* The district with a free place nearest to home, or SUF_NONE. */
static uint32_t
free_site(
    suf_state *state, const suf_service *service, uint32_t service_index, uint32_t home)
{
    const suf_pool *pool = suf_pool_of(state, service_index, home);
    if (pool->occupied < pool->usable) {
        return home;
    }
    for (uint32_t i = service->reach_first[home]; i < service->reach_first[home + 1];
         i++) {
        pool = suf_pool_of(state, service_index, service->reach[i]);
        if (pool->occupied < pool->usable) {
            return service->reach[i];
        }
    }
    return SUF_NONE;
}

static uint32_t
make_entity(
    suf_state *state, uint64_t name, uint32_t source, uint32_t cell, uint32_t home)
{
    uint32_t index = suf_entity_pool_take(&state->entities);
    if (index == SUF_NONE) {
        return SUF_NONE;
    }
    suf_entity *person = &state->entities.entities[index];
    person->name = name;
    person->source = source;
    person->cell = cell;
    person->home = (uint16_t) home;
    person->site = UINT16_MAX;
    suf_hold(state, state->source_service[source], cell);
    return index;
}

/* Puts an entity on the list of its home. patience_days is drawn when negative. */
static void
join(suf_state *state, uint32_t service_index, uint32_t index, double since_days,
    double end_days, uint64_t stay_word, uint64_t hazard_word)
{
    const suf_service *service = &state->model->services[service_index];
    const suf_service_parameters *numbers = &state->parameters->services[service_index];
    const suf_entity *person = &state->entities.entities[index];
    uint32_t line = suf_model_pool(state->model, service_index, person->home);
    suf_entity_detail *detail = &state->entities.details[index];
    *detail = (suf_entity_detail){
        .since_days = since_days, .hazard = SUF_NEVER_TICKS, .end = SUF_NEVER_TICKS};
    bool is_patience_drawn =
        isnan(end_days) && numbers->patience.kind != SUF_DISTRIBUTION_NONE;
    if (service->n_classes > 1 || is_patience_drawn) {
        suf_rng_block block = suf_state_draw(state, person, SUF_BLOCK_JOIN);
        double u = suf_rng_uniform(block.word[1]);
        while (detail->priority + 1 < service->n_classes &&
               u >= service->class_limits[detail->priority]) {
            detail->priority++;
        }
        if (is_patience_drawn) {
            end_days = state->now_days + suf_distribution_quantile(&numbers->patience,
                                             suf_rng_uniform(block.word[2]));
        }
    }
    suf_phase begun = {.kind = SUF_EVENT_LEAVE,
        .end = isnan(end_days) ? SUF_NEVER_TICKS : suf_ticks_of_days(end_days),
        .end_cause = SUF_END_OWN,
        .death_factor = 1,
        .hazard_from_days = state->month_end_days,
        .hazard_word = hazard_word};
    if (service->list_until != SUF_AGE_OPEN && person->cell != SUF_NONE) {
        suf_ticks limit = suf_ticks_of_days(suf_birthday_days(state, person->cell,
            service->list_until, suf_birth_fraction(stay_word, hazard_word)));
        if (limit < begun.end) {
            begun.end = limit > state->now ? limit : state->now;
            begun.end_cause = SUF_END_AGE;
        }
    }
    if (service->is_watched) {
        suf_watch_join(state, service_index, person->home, since_days);
    }
    suf_pool_wait(state, line, 1);
    suf_status status =
        suf_waiting_line_join(&state->lines[line], &state->entities, index);
    if (status != SUF_OK) {
        state->status = status;
        return;
    }
    state->service_waiting[service_index]++;
    suf_phase_begin(state, index, &begun);
}

void
suf_place_request(suf_state *state, const suf_candidate *candidate, uint32_t stream_index)
{
    const suf_stream *stream = &state->model->streams[stream_index];
    uint32_t service_index = stream->service;
    uint32_t home = stream->district;
    uint32_t cell = candidate->cell;
    if (cell != SUF_NONE && !is_exposed(state, candidate, stream)) {
        return;
    }
    const suf_service *service = &state->model->services[service_index];
    const suf_service_parameters *numbers = &state->parameters->services[service_index];
    uint32_t pool_index = suf_model_pool(state->model, service_index, home);
    suf_pool *pool = &state->pools[pool_index];
    pool->counts[SUF_COUNT_REQUESTS]++;
    state->n_events++;
    suf_see_candidate(
        state, SUF_SEEN_REQUEST, service_index, home, candidate, stream_index);
    if (cell != SUF_NONE &&
        state->population.held[cell] >= state->population.residents[cell]) {
        pool->counts[SUF_COUNT_VOID]++;
        suf_see_candidate(
            state, SUF_SEEN_VOID, service_index, home, candidate, stream_index);
        return;
    }
    double balk = balk_probability(state, service, service_index, pool_index);
    if (balk > 0) {
        suf_rng_block block =
            suf_rng_draw(state->key, SUF_BLOCK_JOIN, candidate->name, stream->purpose);
        if (suf_rng_uniform(block.word[0]) < balk) {
            pool->counts[SUF_COUNT_BALKED]++;
            suf_see_candidate(
                state, SUF_SEEN_BALK, service_index, home, candidate, stream_index);
            return;
        }
    }
    uint32_t site = free_site(state, service, service_index, home);
    if (site == SUF_NONE && (service->discipline == SUF_DISCIPLINE_NONE ||
                                state->lines[pool_index].n >= service->list_limit)) {
        pool->counts[SUF_COUNT_REFUSALS]++;
        suf_see_candidate(
            state, SUF_SEEN_REFUSAL, service_index, home, candidate, stream_index);
        return;
    }
    uint32_t index = make_entity(state, candidate->name, stream_index, cell, home);
    if (index == SUF_NONE) {
        return;
    }
    if (site == SUF_NONE) {
        suf_see(state, SUF_SEEN_JOIN, service_index, index, 0);
        join(state, service_index, index, state->now_days, (double) NAN,
            candidate->stay_word, candidate->hazard_word);
        return;
    }
    state->entities.entities[index].site = (uint16_t) site;
    if (service->is_watched) {
        suf_watch_join(state, service_index, home, state->now_days);
    }
    count_admission(state, service_index, home, site, 0);
    suf_see(state, SUF_SEEN_ADMISSION, service_index, index, 0);
    double stay =
        suf_distribution_quantile(&numbers->stay, suf_rng_uniform(candidate->stay_word));
    suf_phase begun = {.end = state->now + suf_ticks_of_days(stay),
        .hazard_from_days = state->month_end_days,
        .hazard_word = candidate->hazard_word};
    suf_phase_begin_stay(
        state, service, service_index, index, &begun, candidate->stay_word);
}

void
suf_place_seat(suf_state *state, const suf_newcomer *newcomer)
{
    uint32_t service_index = state->source_service[newcomer->source];
    uint32_t index = make_entity(
        state, newcomer->name, newcomer->source, newcomer->cell, newcomer->home);
    if (index == SUF_NONE) {
        return;
    }
    state->entities.entities[index].site = (uint16_t) newcomer->home;
    suf_phase begun = {.end = suf_ticks_of_days(newcomer->end_days),
        .hazard_from_days = state->month_end_days,
        .hazard_word = newcomer->hazard_word};
    suf_phase_begin_stay(state, &state->model->services[service_index], service_index,
        index, &begun, newcomer->stay_word);
}

void
suf_place_list(suf_state *state, const suf_newcomer *newcomer)
{
    uint32_t index = make_entity(
        state, newcomer->name, newcomer->source, newcomer->cell, newcomer->home);
    if (index != SUF_NONE) {
        join(state, state->source_service[newcomer->source], index, newcomer->since_days,
            newcomer->end_days, newcomer->stay_word, newcomer->hazard_word);
    }
}

/* --- capacity ----------------------------------------------------------------------- */

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
suf_place_at_start(suf_state *state, uint32_t change_index)
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
suf_place_convert(suf_state *state)
{
    for (uint32_t i = 0; i < state->model->n_changes; i++) {
        if (state->conversions[i] > 0) {
            convert(state, i);
        }
    }
}

void
suf_place_capacity(suf_state *state, uint32_t change_index)
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
