/* Where order may matter on a day: pools without room, contested cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"
#include "day_parts.h"
#include "engine/stay/brief_stay.h"
#include "engine/stay/hazard.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/request.h"
#include "engine/stay/request_alarm.h"
#include "engine/stay/retrial.h"
#include "engine/stay/spell.h"

/* --- what is known when the day begins ---------------------------------------------- */

static void __attribute__((noinline)) add_away(suf_stay_state *state, suf_plain_stay stay)
{
    struct suf_day *self = state->day;
    suf_status status = suf_array_grow(
        &self->away, &self->away_capacity, self->n_away + 1, sizeof *self->away);
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
        return;
    }
    self->away[self->n_away++] = stay;
}

void
suf_day_count_ends(suf_stay_state *state, uint32_t day)
{
    struct suf_day *self = state->day;
    suf_cell_day *cells = self->cells;
    uint32_t *ends = self->ends;
    bool is_beyond_count = false;
    size_t n = 0;
    const suf_plain_stay *stays = NULL;
    uint32_t at = suf_stay_calendar_first(&state->stays, day);
    self->n_away = 0;
    while ((stays = suf_stay_calendar_chunk(&state->stays, day, &at, &n)) != NULL) {
        for (size_t i = 0; i < n; i++) {
            suf_plain_stay stay = stays[i];
            if ((stay.pool & SUF_STAY_AWAY) != 0) {
                stay.pool &= ~SUF_STAY_AWAY;
                add_away(state, stay);
            }
            cells[stay.cell] += SUF_ONE_END;
            is_beyond_count |= suf_ends_of(cells[stay.cell]) == 0;
            ends[(size_t) stay.pool * SUF_N_SLICES + suf_slice_of(stay.moment)]++;
        }
    }
    self->is_beyond_count |= is_beyond_count;
}

/* The cell that somebody may move into. */
static void
contest_destination(suf_stay_state *state, uint32_t index)
{
    if (state->entities.entities[index].cell != SUF_NONE) {
        suf_day_contest(state->day, suf_hazard_destination(state, index));
    }
}

/* An event by name. */
static void
look_at_person(suf_stay_state *state, const suf_event *event)
{
    if (!suf_entity_is_live(state, event)) {
        return;
    }
    const suf_entity *person = &state->entities.entities[event->index];
    uint32_t cause = suf_end_cause_of(event);
    suf_day_contest(state->day, person->cell);
    if (cause == SUF_END_HAZARD || (cause & SUF_END_PENDING) != 0) {
        contest_destination(state, event->index);
    }
}

static void
look_at_event(void *context, const suf_event *event)
{
    suf_stay_state *state = context;
    struct suf_day *self = state->day;
    const suf_model *model = state->model;
    switch (suf_event_kind_of(event)) {
    case SUF_EVENT_REQUEST: { /* of a monthly stream */
        const suf_stream *stream = &model->streams[event->low];
        uint32_t pool = suf_model_pool(model, stream->service, stream->district);
        suf_day_contest(self, suf_request_candidate(state, event->index)->cell);
        self->pools[pool].n_asks++;
        if (suf_is_at_once(state, stream->service)) {
            self->asks[(size_t) pool * SUF_N_SLICES]++;
        }
        break;
    }
    case SUF_EVENT_HAZARD:
    case SUF_EVENT_LEAVE:
    case SUF_EVENT_RELEASE:
        look_at_person(state, event);
        break;
    case SUF_EVENT_RETRY: /* what may come after it today is not on the list */
        if (suf_entity_is_live(state, event) &&
            suf_retrial_may_end(state, event->index)) {
            suf_day_contest(self, state->entities.entities[event->index].cell);
            contest_destination(state, event->index);
        }
        break;
    case SUF_EVENT_PLAIN_END: /* of those there at the start who leave on the first day */
        if (suf_is_at_once(state, (event->low & ~SUF_NAMELESS) / model->n_areas)) {
            suf_day_contest(self, event->index);
        }
        break;
    case SUF_EVENT_CAPACITY: {
        const suf_capacity_change *change =
            &state->core->parameters->chosen.changes[event->index];
        self->is_changing[change->service] = true;
        if (change->converts != SUF_NONE) {
            self->is_changing[change->converts] = true;
        }
        break;
    }
    case SUF_EVENT_TEAM:
        self->is_changing[event->index / model->n_areas] = true;
        break;
    case SUF_EVENT_INTAKE:
    case SUF_EVENT_COUNTED: /* those of today are to come */
    case SUF_EVENT_WAVE:    /* the day's candidates know of it */
        break;
    }
}

void
suf_day_look_at_events(suf_stay_state *state, uint32_t day)
{
    const suf_event_list *events = &state->core->events;
    uint32_t first = (uint32_t) (day / state->model->bucket_days);
    uint32_t end = (uint32_t) ((day + 1) / state->model->bucket_days);
    for (uint32_t bucket = first; bucket < end && bucket < events->n_buckets; bucket++) {
        suf_event_list_each(events, bucket, look_at_event, state);
    }
    suf_brief_stay_contest(state);
    suf_request_look_at_day(state);
}

/* --- rooms -------------------------------------------------------------------------- */

/* Counts the candidates of a pool by the time of day. */
static void
count_asks(suf_stay_state *state, uint32_t service_index, uint32_t district)
{
    struct suf_day *self = state->day;
    const suf_model *model = state->model;
    const suf_service *service = &model->services[service_index];
    uint32_t pool = suf_model_pool(model, service_index, district);
    uint32_t *asks = &self->asks[(size_t) pool * SUF_N_SLICES];
    if (self->pools[pool].has_slices) {
        return;
    }
    self->pools[pool].has_slices = true;
    uint32_t end = service->stay.first_stream + service->stay.n_streams;
    for (uint32_t i = service->stay.first_stream; i < end; i++) {
        if (model->streams[i].district == district) {
            for (uint32_t j = self->first[i]; j < self->end[i]; j++) {
                asks[suf_slice_of(self->candidates[j].moment)]++;
            }
        }
    }
}

/* How many of a pool's own people may find it full by the end of each slice of the day,
 * at most, while others come from the pools that it is within reach of. A pool that
 * admits all has as many too many as the highest excess so far. True when that is more
 * than was known. */
static bool
find_overflow(suf_stay_state *state, uint32_t service_index, uint32_t district)
{
    const suf_service *service = &state->model->services[service_index];
    uint32_t base = suf_model_pool(state->model, service_index, 0);
    suf_pool *pool = &state->core->pools[base + district];
    struct suf_day *self = state->day;
    size_t at = (size_t) (base + district) * SUF_N_SLICES;
    const uint32_t *asks = &self->asks[at];
    const uint32_t *ends = &self->ends[at];
    uint32_t *over = &self->overflow[at];
    const uint32_t *overflow = &self->overflow[(size_t) base * SUF_N_SLICES];
    const uint32_t *first = &service->accepts[service->accepts_first[district]];
    const uint32_t *end = &service->accepts[service->accepts_first[district + 1]];
    uint64_t most = (uint64_t) pool->occupied + self->pools[base + district].n_asks;
    for (const uint32_t *i = first; i < end; i++) {
        most += overflow[(size_t) *i * SUF_N_SLICES + SUF_N_SLICES - 1];
    }
    if (most <= pool->usable) {
        return false;
    }
    count_asks(state, service_index, district);
    int64_t n_asks = 0;
    int64_t n_ends = 0;
    int64_t excess = 0;
    bool is_more = false;
    for (uint32_t slice = 0; slice < SUF_N_SLICES; slice++) {
        n_asks += asks[slice];
        int64_t present = (int64_t) pool->occupied + n_asks - n_ends;
        for (const uint32_t *i = first; i < end; i++) {
            present += overflow[(size_t) *i * SUF_N_SLICES + slice];
        }
        n_ends += ends[slice];
        excess = present - pool->usable > excess ? present - pool->usable : excess;
        uint32_t found = (uint32_t) (excess < n_asks ? excess : n_asks);
        is_more |= found > over[slice];
        over[slice] = found;
    }
    pool->has_room &= excess == 0;
    return is_more;
}

/* All who ask a pool may find it full. */
static void
overflow_all(suf_stay_state *state, uint32_t service_index, uint32_t district)
{
    size_t at =
        (size_t) suf_model_pool(state->model, service_index, district) * SUF_N_SLICES;
    uint32_t sum = 0;
    count_asks(state, service_index, district);
    for (uint32_t slice = 0; slice < SUF_N_SLICES; slice++) {
        sum += state->day->asks[at + slice];
        state->day->overflow[at + slice] = sum;
    }
}

static bool
may_have_a_line(const suf_stay_state *state, uint32_t service_index, uint32_t district)
{
    const suf_service *service = &state->model->services[service_index];
    const suf_waiting_line *lines =
        &state->lines[suf_model_pool(state->model, service_index, 0)];
    if (state->service_waiting[service_index] == 0) {
        return false;
    }
    if (lines[district].n > 0) {
        return true;
    }
    for (uint32_t i = service->accepts_first[district];
         i < service->accepts_first[district + 1]; i++) {
        if (lines[service->accepts[i]].n > 0) {
            return true;
        }
    }
    return false;
}

void
suf_day_find_rooms(suf_stay_state *state)
{
    struct suf_day *self = state->day;
    uint32_t n_areas = state->model->n_areas;
    for (uint32_t s = 0; s < state->model->n_services; s++) {
        uint32_t base = suf_model_pool(state->model, s, 0);
        bool may_have_room = suf_is_at_once(state, s) && !self->is_changing[s];
        for (uint32_t d = 0; d < n_areas; d++) {
            bool has_line = may_have_room && may_have_a_line(state, s, d);
            self->pools[base + d].has_line = has_line;
            state->core->pools[base + d].has_room = may_have_room && !has_line;
        }
        for (uint32_t d = 0; d < n_areas; d++) {
            if (self->pools[base + d].has_line) {
                overflow_all(state, s, d);
            }
        }
        for (bool is_more = may_have_room; is_more;) {
            is_more = false;
            for (uint32_t d = 0; d < n_areas; d++) {
                is_more |= !self->pools[base + d].has_line && find_overflow(state, s, d);
            }
        }
    }
}

/* --- contested cells ---------------------------------------------------------------- */

/* A bound of suf_yet_to_die today, by the ends of today more people at risk. */
static double
most_yet_to_die(const suf_stay_state *state, uint32_t cell, suf_cell_day seen)
{
    const suf_population *people = state->people;
    double at_risk =
        (double) people->residents[cell] - people->in_system[cell] + suf_ends_of(seen);
    double move = 0;
    double death =
        suf_population_hazard(people, cell, state->core->month, 1, &move) - move;
    double dead = death * (state->core->month_end_days - state->core->now_days);
    /* e^x - 1 <= x + x^2 up to x = 1.79 */
    return at_risk * (dead < 1 ? dead + dead * dead : expm1(dead)) + 1;
}

/* Whether one with so many positions below it, those in system included, is surely not
 * exposed today: not even if all ends of its cell come first, nor among those yet to die.
 */
static inline bool
is_never_exposed(const suf_stay_state *state, uint32_t cell, uint32_t used,
    uint32_t people, suf_cell_day seen)
{
    double most = (double) people + suf_ends_of(seen);
    return used >= most && used >= most + most_yet_to_die(state, cell, seen);
}

/* Of a pool with room: which candidates are exposed whatever the order. Those who surely
 * are not get a position above all people; the cells of those who may be are contested.
 */
static void __attribute__((noinline))
find_exposed(suf_stay_state *state, uint32_t stream_index)
{
    struct suf_day *self = state->day;
    const suf_stream *stream = &state->model->streams[stream_index];
    const uint32_t *in_system = suf_in_system_of(state, stream->service, 0);
    const uint32_t *residents = state->people->residents;
    const uint32_t *in_any_system = state->people->in_system;
    suf_cell_day *cells = self->cells;
    suf_day_candidate *end = &self->candidates[self->end[stream_index]];
    suf_day_candidate *one = &self->candidates[self->first[stream_index]];
    for (; one < end; one++) {
        uint32_t cell = one->cell;
        uint32_t people = residents[cell];
        uint32_t used = one->position + in_system[cell];
        uint32_t any = in_any_system[cell];
        uint32_t needed = any > used ? any : used; /* one of the cell in no system */
        suf_cell_day seen = cells[cell];
        if (needed + suf_asks_of(seen) > people) { /* the others of them: one less */
            if ((seen & SUF_CONTESTED) != 0) {
                continue; /* its people may change, too */
            }
            if (is_never_exposed(state, cell, used, people, seen)) {
                one->position |= SUF_NOT_EXPOSED;
            } else {
                cells[cell] |= SUF_CONTESTED;
            }
        }
    }
}

/* Of a pool without room: the cells of which a request may find everybody in system, or
 * hangs on how many are. */
static void
find_crowded(suf_stay_state *state, uint32_t stream_index)
{
    struct suf_day *self = state->day;
    const suf_stream *stream = &state->model->streams[stream_index];
    const uint32_t *in_system = suf_in_system_of(state, stream->service, 0);
    for (uint32_t i = self->first[stream_index]; i < self->end[stream_index]; i++) {
        const suf_day_candidate *one = &self->candidates[i];
        suf_cell_day *cell = &self->cells[one->cell];
        uint32_t people = state->people->residents[one->cell];
        uint32_t used = one->position + in_system[one->cell];
        bool may_be_void =
            state->people->in_system[one->cell] + suf_asks_of(*cell) > people;
        if ((*cell & SUF_CONTESTED) == 0 &&
            (may_be_void ||
                (used + suf_asks_of(*cell) > people &&
                    !is_never_exposed(state, one->cell, used, people, *cell)))) {
            *cell |= SUF_CONTESTED;
        }
    }
}

/* Of those who live where the pool has no room, though they stay in one that has: what
 * happens to their cell goes by events, so this must be too. */
static void
contest_away(suf_stay_state *state)
{
    struct suf_day *self = state->day;
    const suf_model *model = state->model;
    for (size_t i = 0; i < self->n_away; i++) {
        suf_plain_stay stay = self->away[i];
        uint32_t home = suf_model_pool(
            model, stay.pool / model->n_areas, suf_cell_district(model, stay.cell));
        if (!state->core->pools[home].has_room) {
            suf_day_contest(self, stay.cell);
        }
    }
}

void
suf_day_find_contested(suf_stay_state *state)
{
    const struct suf_day *self = state->day;
    for (uint32_t k = 0; k < state->daily.n_population; k++) {
        uint32_t i = state->daily.population[k];
        if (self->first[i] == self->end[i]) {
            continue;
        }
        if (state->core->pools[state->sources[i].pool].has_room) {
            find_exposed(state, i);
        } else {
            find_crowded(state, i);
        }
    }
    contest_away(state);
}
