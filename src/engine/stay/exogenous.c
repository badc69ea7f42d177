/* Requests of exogenous streams.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "exogenous.h"

#include <math.h>

#include "engine/stay/arrival_rate.h"
#include "engine/stay/request.h"
#include "engine/stay/wave.h"

enum { PERSON_SHIFT = 48 }; /* of a name: above it the person of a batch */

/* A period of a stream, a day or a month. */
typedef struct period {
    suf_ticks start, length;
    double start_days, length_days;
    uint64_t number; /* absolute day or month */
} period;

/* --- batches ------------------------------------------------------------------------ */

/* How many people come at once, of the arrival of a name. */
static uint32_t
batch_size(const suf_stay_state *state, const suf_stream *stream, uint64_t name)
{
    suf_rng_block block =
        suf_rng_draw(state->core->key, SUF_BLOCK_COUNT, name, stream->purpose);
    double u = suf_rng_uniform(block.word[0]);
    size_t at = 0;
    while (at + 1 < stream->n_sizes && u >= stream->size_limits[at]) {
        at++;
    }
    return (uint32_t) stream->sizes[at];
}

static void
add_one(suf_stay_state *state, uint32_t stream, suf_ticks time, uint64_t name,
    const suf_rng_block *block)
{
    suf_candidate candidate = {.name = name,
        .stay_word = block->word[2],
        .hazard_word = block->word[3],
        .cell = SUF_NONE};
    suf_request_add(state, stream, time, &candidate);
}

/* The further people of a batch. */
static void __attribute__((noinline))
add_others(suf_stay_state *state, uint32_t stream_index, suf_ticks time, uint64_t name)
{
    const suf_stream *stream = &state->model->streams[stream_index];
    uint32_t size = batch_size(state, stream, name);
    for (uint64_t i = 1; i < size; i++) {
        uint64_t own = name | i << PERSON_SHIFT;
        suf_rng_block block =
            suf_rng_draw(state->core->key, SUF_BLOCK_REQUEST, own, stream->purpose);
        add_one(state, stream_index, time, own, &block);
    }
}

/* One arrival. */
static inline void
add(suf_stay_state *state, uint32_t stream, suf_ticks time, uint64_t name,
    const suf_rng_block *block)
{
    add_one(state, stream, time, name, block);
    if (state->model->streams[stream].n_sizes > 0) {
        add_others(state, stream, time, name);
    }
}

/* --- arrivals ----------------------------------------------------------------------- */

/* Whether the rate is the same at all times of a period. */
static bool
is_constant(const suf_stay_state *state, const suf_stream *stream, const period *span)
{
    return stream->kind == SUF_STREAM_RATE &&
           !(suf_has_waves(state, stream->service) &&
               suf_wave_switches(
                   state, stream->service, span->start, span->start + span->length));
}

static double
rate_at(const suf_stay_state *state, uint32_t stream_index, suf_ticks time)
{
    const suf_stream *stream = &state->model->streams[stream_index];
    double rate = stream->kind == SUF_STREAM_TABLE
                      ? suf_arrival_rate(stream, suf_days_of_ticks(time))
                      : state->core->parameters->stream_rate[stream_index];
    return suf_has_waves(state, stream->service)
               ? rate * suf_wave_factor(state, stream->service, time)
               : rate;
}

/* Arrivals of one period of a stream, in order of their marks, up to the highest rate.
 * Blocks are drawn a few at a time, as long as so many are to come: they do not wait for
 * each other. */
static void
make_marks(suf_stay_state *state, uint32_t stream_index, const period *span, double bound)
{
    enum { BATCH = 4 };
    const suf_stream *stream = &state->model->streams[stream_index];
    if (!(bound * span->length_days * stream->mean_size < SUF_MANY_REQUESTS)) {
        suf_core_fail(state->core, SUF_RAISE(SUF_ERROR_LIMIT));
        return;
    }
    bool has_bound = is_constant(state, stream, span); /* as the rate at all times */
    double mean_gap = 1 / span->length_days;
    double mark = 0;
    uint64_t name = span->number << SUF_PERIOD_SHIFT;
    while (mark < bound) {
        suf_rng_block blocks[BATCH];
        double gaps[BATCH];
        int n = bound - mark > BATCH * mean_gap ? BATCH : 1;
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
            if (mark >= bound) {
                return;
            }
            suf_ticks time = span->start + suf_rng_ticks(blocks[i].word[0], span->length);
            if (has_bound || mark < rate_at(state, stream_index, time)) {
                add(state, stream_index, time, name, &blocks[i]);
            }
        }
    }
}

/* Arrivals of an evenly spaced stream: one at every multiple of its interval. */
static void
make_even(suf_stay_state *state, uint32_t stream_index, const period *span)
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
            add(state, stream_index, time, number, &block);
        }
    }
}

static void
make(suf_stay_state *state, uint32_t index, const period *span)
{
    const suf_stream *stream = &state->model->streams[index];
    double bound = 0; /* of the rate in the period */
    switch (stream->kind) {
    case SUF_STREAM_POPULATION:
        return;
    case SUF_STREAM_RATE:
        bound = state->core->parameters->stream_rate[index];
        break;
    case SUF_STREAM_TABLE:
        bound = suf_arrival_rate_bound(
            stream, span->start_days, span->start_days + span->length_days);
        break;
    case SUF_STREAM_EVERY:
        make_even(state, index, span);
        return;
    }
    if (suf_has_waves(state, stream->service)) {
        bound *= suf_wave_greatest(
            state, stream->service, span->start, span->start + span->length);
    }
    make_marks(state, index, span, bound);
}

void
suf_exogenous_begin_month(suf_stay_state *state)
{
    const suf_core *core = state->core;
    const suf_model *model = state->model;
    const period span = {.start = core->now,
        .length = core->month_end - core->now,
        .start_days = core->now_days,
        .length_days = core->month_end_days - core->now_days,
        .number = (uint64_t) (model->calendar.first_month + (int32_t) core->month)};
    for (uint32_t i = 0; i < model->n_streams; i++) {
        if (model->streams[i].is_monthly &&
            suf_scope_has_service(&core->scope, model->streams[i].service)) {
            make(state, i, &span);
        }
    }
}

void
suf_exogenous_begin_day(suf_stay_state *state)
{
    const suf_core *core = state->core;
    const suf_model *model = state->model;
    const period span = {.start = core->now,
        .length = SUF_TICKS_PER_DAY,
        .start_days = core->now_days,
        .length_days = 1,
        .number = (uint64_t) (model->calendar.start_day + (int32_t) core->now_days)};
    for (uint32_t k = 0; k < state->daily.n_exogenous; k++) {
        make(state, state->daily.exogenous[k], &span);
    }
}
