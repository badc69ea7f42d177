/* Requests to come: candidates of every stream.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include <stdlib.h>

#include "base/memory.h"
#include "engine/stay/wave.h"
#include "random/inversion.h"
#include "random/poisson_table.h"

enum { MONTHLY_SHIFT = 31 };   /* above it, of a candidate's index: its store */
enum { DAY, MONTH, N_STORES }; /* where the candidates of a day and of a month are kept */
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

/* The count of a day with waves, at a mean of its own. */
static uint32_t
count_at_mean(const suf_stay_state *state, double mean, double u)
{
    if (!(mean < SUF_MANY_REQUESTS)) {
        suf_core_fail(state->core, SUF_RAISE(SUF_ERROR_LIMIT));
        return 0;
    }
    return mean > 0 ? (uint32_t) suf_poisson_quantile(mean, u) : 0;
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
    double u = suf_rng_uniform(count->block.word[day % 4]);
    uint32_t service = state->model->streams[stream].service;
    if (suf_has_waves(state, service)) {
        suf_ticks now = state->core->now;
        return count_at_mean(state,
            count->mean * suf_wave_greatest(state, service, now, now + SUF_TICKS_PER_DAY),
            u);
    }
    return suf_poisson_table_quantile(&count->table, u);
}

uint32_t
suf_request_count_at(
    const suf_stay_state *state, uint32_t stream, uint64_t day, suf_ticks time)
{
    const day_count *count = &state->requests->counts[stream];
    suf_bug_unless(count->number == day / 4);
    double factor = suf_wave_factor(state, state->model->streams[stream].service, time);
    return count_at_mean(
        state, count->mean * factor, suf_rng_uniform(count->block.word[day % 4]));
}

const suf_bands *
suf_request_bands(const suf_stay_state *state)
{
    return &state->requests->bands;
}

/* --- candidates --------------------------------------------------------------------- */

void
suf_request_add(suf_stay_state *state, uint32_t stream, suf_ticks time,
    const suf_candidate *candidate)
{
    store *to =
        &state->requests->stores[state->model->streams[stream].is_monthly ? MONTH : DAY];
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

/* Candidates of a month of the population: few. */
static void
make_month(suf_stay_state *state, uint32_t index, uint64_t month, double mean_of_a_day)
{
    suf_ticks start = state->core->now;
    suf_ticks length = state->core->month_end - start;
    double mean = mean_of_a_day * (state->core->month_end_days - state->core->now_days);
    const suf_stream *stream = &state->model->streams[index];
    const suf_bands *bands = &state->requests->bands;
    if (!(mean < SUF_MANY_REQUESTS)) {
        suf_core_fail(state->core, SUF_RAISE(SUF_ERROR_LIMIT));
        return;
    }
    if (!(mean > 0)) {
        return;
    }
    uint64_t name = month << SUF_PERIOD_SHIFT;
    suf_rng_block block =
        suf_rng_draw(state->core->key, SUF_BLOCK_COUNT, name, stream->purpose);
    uint64_t n = suf_poisson_quantile(mean, suf_rng_uniform(block.word[0]));
    for (uint64_t i = 0; i < n; i++) {
        if (i % 2 == 0) {
            block = suf_request_block(state->core->key, stream->purpose, month, i / 2);
        }
        suf_request_words words = suf_half_block(&block, i % 2);
        suf_candidate candidate = {.name = name + i,
            .stay_word = suf_word_of_half(words.stay),
            .hazard_word = suf_word_of_half(words.hazard)};
        suf_bands_person(bands, &bands->items[index], words.person, &candidate.cell,
            &candidate.position);
        suf_ticks time = start + suf_rng_ticks((uint64_t) words.moment << 32, length);
        suf_request_add(state, index, time, &candidate);
    }
}

void
suf_request_begin_month(suf_stay_state *state)
{
    const suf_model *model = state->model;
    suf_status status = suf_bands_number(
        &state->requests->bands, model, &state->core->scope, state->people);
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
        return;
    }
    int64_t month = (int64_t) model->calendar.first_month + state->core->month;
    state->requests->stores[MONTH].n = 0;
    for (uint32_t i = 0; i < model->n_streams; i++) {
        const suf_stream *stream = &model->streams[i];
        if (stream->kind != SUF_STREAM_POPULATION ||
            !suf_scope_has_service(&state->core->scope, stream->service)) {
            continue; /* its count stays 0 */
        }
        double mean = look_at_band(state, i);
        if (stream->is_monthly) {
            make_month(state, i, (uint64_t) month, mean);
        } else {
            set_day_count(state, i, mean);
        }
    }
}

void
suf_request_forget_day(suf_stay_state *state)
{
    state->requests->stores[DAY].n = 0;
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
    uint64_t purpose = state->sources[entity->source].purpose;
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
