/* Requests to come: candidates of every stream.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/stay/arrival_rate.h"
#include "random/inversion.h"
#include "random/poisson_table.h"

enum { MONTHLY_SHIFT = 31 };   /* above it, of a candidate's index: its store */
enum { DAY, MONTH, N_STORES }; /* where the candidates of a day and of a month are kept */
#define MANY     0x1p30 /* expected candidates of a period: no computer holds more */
#define NO_BLOCK UINT64_MAX

typedef struct store {
    suf_candidate *candidates;
    size_t n, capacity;
} store;

/* How many candidates a daily stream of the population has on a day of this month. */
typedef struct day_count {
    suf_poisson_table table;
    double mean;     /* 0: none */
    uint64_t number; /* of the block in hand, which has the uniforms of four days */
    suf_rng_block block;
} day_count;

struct suf_request_maker {
    suf_bands bands;
    day_count *counts; /* [stream] */
    uint32_t n_streams;
    store stores[N_STORES];
};

suf_status
suf_request_maker_new(const suf_model *model, suf_request_maker **out)
{
    suf_request_maker *self = NULL;
    suf_status status = SUF_OK;
    *out = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->n_streams = model->n_streams;
    SUF_TRY(suf_bands_init(&self->bands, model));
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->counts, &self->counts));
    suf_request_maker_clear(self);
    *out = self;
out:
    if (status != SUF_OK) {
        suf_request_maker_free(self);
    }
    return status;
}

void
suf_request_maker_free(suf_request_maker *self)
{
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; self->counts != NULL && i < self->n_streams; i++) {
        suf_poisson_table_free(&self->counts[i].table);
    }
    free(self->counts);
    suf_bands_free(&self->bands);
    free(self->stores[DAY].candidates);
    free(self->stores[MONTH].candidates);
    free(self);
}

void
suf_request_maker_clear(suf_request_maker *self)
{
    for (uint32_t i = 0; i < self->n_streams; i++) {
        self->counts[i].number = NO_BLOCK;
        self->counts[i].mean = 0;
    }
    self->stores[DAY].n = self->stores[MONTH].n = 0;
}

/* --- of the population -------------------------------------------------------------- */

/* Looks at the people of a stream's band; the mean number of its candidates a day. */
static double
look_at_band(suf_stay_state *state, uint32_t index)
{
    suf_request_maker *self = state->requests;
    const suf_stream *stream = &state->model->streams[index];
    const suf_service_parameters *numbers =
        &state->core->parameters->services[stream->service];
    suf_bands_look(
        &self->bands, state->model, index, state->people, numbers->death_bound);
    return state->core->parameters->stream_rate[index] *
           numbers->month_factor[state->core->month] *
           (double) self->bands.items[index].n_people;
}

static void
set_day_count(suf_stay_state *state, uint32_t index, double mean)
{
    day_count *count = &state->requests->counts[index];
    count->mean = mean;
    if (mean > 0) {
        suf_status status = suf_poisson_table_set(&count->table, mean);
        if (status != SUF_OK) {
            suf_core_fail(state->core, status);
            count->mean = 0;
        }
    }
}

uint32_t
suf_request_count(const suf_stay_state *state, uint32_t stream, uint64_t day)
{
    day_count *count = &state->requests->counts[stream];
    if (!(count->mean > 0)) {
        return 0;
    }
    if (count->number != day / 4) {
        count->number = day / 4;
        count->block = suf_rng_draw(state->core->key, SUF_BLOCK_COUNT,
            count->number << SUF_PERIOD_SHIFT, state->model->streams[stream].purpose);
    }
    return suf_poisson_table_quantile(
        &count->table, suf_rng_uniform(count->block.word[day % 4]));
}

const suf_bands *
suf_request_bands(const suf_stay_state *state)
{
    return &state->requests->bands;
}

/* --- candidates --------------------------------------------------------------------- */

/* One candidate into a store and onto the event list. */
static void
add_candidate(suf_stay_state *state, store *to, uint32_t stream, suf_ticks time,
    const suf_candidate *candidate)
{
    if (to->n == to->capacity) {
        suf_status status = to->n >> MONTHLY_SHIFT != 0
                                ? SUF_RAISE(SUF_ERROR_LIMIT)
                                : suf_array_grow(&to->candidates, &to->capacity,
                                      to->n + 1, sizeof *to->candidates);
        if (status != SUF_OK) {
            suf_core_fail(state->core, status);
            return;
        }
    }
    to->candidates[to->n] = *candidate;
    uint32_t index =
        (uint32_t) (to - state->requests->stores) << MONTHLY_SHIFT | (uint32_t) to->n++;
    suf_event_list_add(&state->core->events, time, SUF_EVENT_REQUEST, index, stream);
}

void
suf_request_add(suf_stay_state *state, uint32_t stream, suf_ticks time,
    const suf_candidate *candidate)
{
    add_candidate(state, &state->requests->stores[DAY], stream, time, candidate);
}

/* A period of a stream, a day or a month. */
typedef struct period {
    suf_ticks start, length;
    double start_days, length_days;
    uint64_t number; /* absolute day or month */
    double bound;    /* of the rate, a day */
} period;

static void
add_exogenous(suf_stay_state *state, store *to, uint32_t stream, suf_ticks time,
    uint64_t name, const suf_rng_block *block)
{
    suf_candidate candidate = {.name = name,
        .stay_word = block->word[2],
        .hazard_word = block->word[3],
        .cell = SUF_NONE};
    add_candidate(state, to, stream, time, &candidate);
}

/* Candidates of one period of an exogenous stream, in order of their marks. Blocks
 * are drawn a few at a time, as long as so many are to come: they do not wait for each
 * other.
 */
static void
make_period(suf_stay_state *state, store *to, uint32_t stream_index, const period *span)
{
    enum { BATCH = 4 };
    const suf_stream *stream = &state->model->streams[stream_index];
    if (!(span->bound * span->length_days < MANY)) {
        suf_core_fail(state->core, SUF_RAISE(SUF_ERROR_LIMIT));
        return;
    }
    bool is_table = stream->kind == SUF_STREAM_TABLE;
    double mean_gap = 1 / span->length_days;
    double mark = 0;
    uint64_t name = span->number << SUF_PERIOD_SHIFT;
    while (mark < span->bound) {
        suf_rng_block blocks[BATCH];
        double gaps[BATCH];
        int n = span->bound - mark > BATCH * mean_gap ? BATCH : 1;
        for (int i = 0; i < n; i++) {
            blocks[i] = suf_rng_draw(state->core->key, SUF_BLOCK_REQUEST,
                name + (uint64_t) i, stream->purpose);
        }
        for (int i = 0; i < n; i++) {
            gaps[i] =
                -mean_gap * log(((double) (blocks[i].word[1] >> 32) + 0.5) * 0x1p-32);
        }
        for (int i = 0; i < n; i++, name++) {
            mark += gaps[i];
            if (mark >= span->bound) {
                return;
            }
            suf_ticks time = span->start + suf_rng_ticks(blocks[i].word[0], span->length);
            if (!is_table || mark < suf_arrival_rate(stream, suf_days_of_ticks(time))) {
                add_exogenous(state, to, stream_index, time, name, &blocks[i]);
            }
        }
    }
}

/* Candidates of an evenly spaced stream: one at every multiple of its interval. */
static void
make_even(suf_stay_state *state, store *to, uint32_t stream_index, const period *span)
{
    const suf_stream *stream = &state->model->streams[stream_index];
    uint64_t number = (uint64_t) floor(span->start_days / stream->every_days);
    number = number > 0 ? number : 1;
    for (;; number++) {
        suf_ticks time = suf_ticks_of_days((double) number * stream->every_days);
        if (time >= span->start + span->length) {
            return;
        }
        if (time >= span->start) {
            suf_rng_block block = suf_rng_draw(
                state->core->key, SUF_BLOCK_REQUEST, number, stream->purpose);
            add_exogenous(state, to, stream_index, time, number, &block);
        }
    }
}

static void
make_exogenous(suf_stay_state *state, store *to, uint32_t index, period *span)
{
    const suf_stream *stream = &state->model->streams[index];
    switch (stream->kind) {
    case SUF_STREAM_POPULATION:
        return;
    case SUF_STREAM_RATE:
        span->bound = state->core->parameters->stream_rate[index];
        break;
    case SUF_STREAM_TABLE:
        span->bound = suf_arrival_rate_bound(
            stream, span->start_days, span->start_days + span->length_days);
        break;
    case SUF_STREAM_EVERY:
        make_even(state, to, index, span);
        return;
    }
    make_period(state, to, index, span);
}

/* Candidates of a month of the population: few. */
static void
make_month(suf_stay_state *state, uint32_t index, const period *span, double mean)
{
    const suf_stream *stream = &state->model->streams[index];
    const suf_bands *bands = &state->requests->bands;
    if (!(mean < MANY)) {
        suf_core_fail(state->core, SUF_RAISE(SUF_ERROR_LIMIT));
        return;
    }
    if (!(mean > 0)) {
        return;
    }
    uint64_t name = span->number << SUF_PERIOD_SHIFT;
    suf_rng_block block =
        suf_rng_draw(state->core->key, SUF_BLOCK_COUNT, name, stream->purpose);
    uint64_t n = suf_poisson_quantile(mean, suf_rng_uniform(block.word[0]));
    for (uint64_t i = 0; i < n; i++) {
        if (i % 2 == 0) {
            block =
                suf_request_block(state->core->key, stream->purpose, span->number, i / 2);
        }
        suf_request_words words = suf_half_block(&block, i % 2);
        suf_candidate candidate = {.name = name + i,
            .stay_word = suf_word_of_half(words.stay),
            .hazard_word = suf_word_of_half(words.hazard)};
        suf_bands_person(bands, &bands->items[index], words.person, &candidate.cell,
            &candidate.position);
        suf_ticks time =
            span->start + suf_rng_ticks((uint64_t) words.moment << 32, span->length);
        add_candidate(state, &state->requests->stores[MONTH], index, time, &candidate);
    }
}

void
suf_request_begin_month(suf_stay_state *state)
{
    const suf_model *model = state->model;
    period span = {.start = state->core->now,
        .length = state->core->month_end - state->core->now,
        .start_days = state->core->now_days,
        .length_days = state->core->month_end_days - state->core->now_days,
        .number =
            (uint64_t) (model->calendar.first_month + (int32_t) state->core->month)};
    store *to = &state->requests->stores[MONTH];
    to->n = 0;
    suf_status status = suf_bands_number(&state->requests->bands, model, state->people);
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
        return;
    }
    for (uint32_t i = 0; i < model->n_streams; i++) {
        const suf_stream *stream = &model->streams[i];
        if (stream->kind == SUF_STREAM_POPULATION) {
            double mean = look_at_band(state, i);
            if (stream->is_monthly) {
                make_month(state, i, &span, mean * span.length_days);
            } else {
                set_day_count(state, i, mean);
            }
        } else if (stream->is_monthly) {
            make_exogenous(state, to, i, &span);
        }
    }
}

void
suf_request_begin_day(suf_stay_state *state)
{
    const suf_model *model = state->model;
    period span = {.start = state->core->now,
        .length = SUF_TICKS_PER_DAY,
        .start_days = state->core->now_days,
        .length_days = 1,
        .number =
            (uint64_t) (model->calendar.start_day + (int32_t) state->core->now_days)};
    store *to = &state->requests->stores[DAY];
    to->n = 0;
    for (uint32_t i = 0; i < model->n_streams; i++) {
        if (!model->streams[i].is_monthly) {
            make_exogenous(state, to, i, &span);
        }
    }
}

const suf_candidate *
suf_request_candidate(const suf_stay_state *state, uint32_t index)
{
    const store *from = &state->requests->stores[index >> MONTHLY_SHIFT];
    return &from->candidates[index & ((1U << MONTHLY_SHIFT) - 1)];
}

void
suf_request_words_of(const suf_stay_state *state, const suf_entity *entity,
    uint64_t *stay, uint64_t *hazard)
{
    const suf_model *model = state->model;
    uint64_t purpose = state->source_purpose[entity->source];
    if (entity->source >= model->n_streams ||
        model->streams[entity->source].kind != SUF_STREAM_POPULATION) {
        suf_rng_block block =
            suf_rng_draw(state->core->key, SUF_BLOCK_REQUEST, entity->name, purpose);
        *stay = block.word[2];
        *hazard = block.word[3];
        return;
    }
    uint64_t number = entity->name & ((UINT64_C(1) << SUF_PERIOD_SHIFT) - 1);
    suf_rng_block block = suf_request_block(
        state->core->key, purpose, entity->name >> SUF_PERIOD_SHIFT, number / 2);
    suf_request_words words = suf_half_block(&block, number % 2);
    *stay = suf_word_of_half(words.stay);
    *hazard = suf_word_of_half(words.hazard);
}
