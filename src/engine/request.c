/* Requests to come: candidates of every stream.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { PERIOD_SHIFT = 32 };    /* of a candidate's name: below it the number */
enum { MONTHLY_SHIFT = 31 };   /* above it, of a candidate's index: its store */
enum { DAY, MONTH, N_STORES }; /* where the candidates of a day and of a month are kept */
#define MANY 0x1p30 /* expected candidates of a period: no computer holds more */

/* The people a stream may take its requests from, this month. */
typedef struct band {
    uint32_t first_cell, n_cells; /* a run of cohorts of one district and sex */
    size_t cumulative_at;         /* n_cells + 1 sums of people, from 0 */
    size_t guide_at;              /* [person >> shift]: the first cell to look at */
    uint32_t shift;
    uint32_t n_people;
    double rate_per_day; /* rate of all of them together */
} band;

typedef struct store {
    suf_candidate *candidates;
    size_t n, capacity;
} store;

struct suf_request_maker {
    band *bands; /* [stream] */
    uint32_t *cumulative, *guide;
    store stores[N_STORES];
};

/* Cells of a band: ages from_months to to_months, both ends' cohorts included. */
static uint32_t
band_cells(const suf_stream *stream)
{
    return stream->to_months - stream->from_months + 1;
}

suf_status
suf_request_maker_new(const suf_model *model, suf_request_maker **out)
{
    suf_request_maker *self = NULL;
    suf_status status = SUF_OK;
    *out = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->bands, &self->bands));
    size_t n_cumulative = 0;
    size_t n_guide = 0;
    for (uint32_t i = 0; i < model->n_streams; i++) {
        if (model->streams[i].kind == SUF_STREAM_POPULATION) {
            uint32_t n = band_cells(&model->streams[i]);
            self->bands[i].cumulative_at = n_cumulative;
            self->bands[i].guide_at = n_guide;
            n_cumulative += (size_t) n + 1;
            n_guide += (size_t) 2 * n + 2;
        }
    }
    SUF_TRY(suf_array_new(n_cumulative, sizeof *self->cumulative, &self->cumulative));
    SUF_TRY(suf_array_new(n_guide, sizeof *self->guide, &self->guide));
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
    free(self->bands);
    free(self->cumulative);
    free(self->guide);
    free(self->stores[DAY].candidates);
    free(self->stores[MONTH].candidates);
    free(self);
}

/* People of a cell with room for those who move in during the month while held: the rate
 * stays exact as long as a cell gains no more than this. */
static inline uint64_t
with_room(uint32_t people)
{
    return people == 0 ? 0 : (uint64_t) people + people / 64 + 1;
}

/* Looks at the people of a stream's band. */
static void
look_at_band(suf_state *state, uint32_t index)
{
    suf_request_maker *self = state->requests;
    const suf_model *model = state->model;
    const suf_stream *stream = &model->streams[index];
    band *look = &self->bands[index];
    uint32_t birth = state->month + SUF_OLDEST_MONTHS; /* cohort born this month */
    uint32_t last = birth - stream->from_months;
    uint32_t first = birth > stream->to_months ? birth - stream->to_months : 0;
    look->first_cell = suf_model_cell(model, stream->district, stream->sex, first);
    look->n_cells = last - first + 1;
    const uint32_t *residents = state->population.residents + look->first_cell;
    uint32_t *cumulative = self->cumulative + look->cumulative_at;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < look->n_cells; i++) {
        cumulative[i] = (uint32_t) sum;
        sum += with_room(residents[i]);
    }
    if (sum >= UINT32_MAX) {
        state->status = SUF_RAISE(SUF_ERROR_LIMIT);
        sum = 0;
    }
    cumulative[look->n_cells] = (uint32_t) sum;
    look->n_people = (uint32_t) sum;
    look->shift = 0;
    while ((sum >> look->shift) > 2 * (uint64_t) look->n_cells) {
        look->shift++;
    }
    uint32_t *guide = self->guide + look->guide_at;
    uint32_t cell = 0;
    for (uint32_t i = 0; sum > 0 && i <= (uint32_t) ((sum - 1) >> look->shift); i++) {
        while (cumulative[cell + 1] <= (uint64_t) i << look->shift) {
            cell++;
        }
        guide[i] = cell;
    }
    look->rate_per_day =
        state->parameters->stream_rate[index] *
        state->parameters->services[stream->service].month_factor[state->month] *
        (double) sum;
}

/* The first row of a table that is later than a time, or n_table. */
static size_t
row_after(const suf_stream *stream, double time_days)
{
    size_t low = 0;
    size_t high = stream->n_table;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stream->table_days[middle] > time_days) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* Rate of a table at a time, and its largest value over [from, to]. */
static double
table_rate(const suf_stream *stream, double time_days)
{
    size_t low = row_after(stream, time_days);
    if (low == 0) {
        return stream->is_linear ? stream->table_per_day[0] : 0;
    }
    if (!stream->is_linear || low == stream->n_table) {
        return stream->table_per_day[low - 1];
    }
    double share = (time_days - stream->table_days[low - 1]) /
                   (stream->table_days[low] - stream->table_days[low - 1]);
    return stream->table_per_day[low - 1] +
           share * (stream->table_per_day[low] - stream->table_per_day[low - 1]);
}

static double
table_bound(const suf_stream *stream, double from_days, double to_days)
{
    double bound = fmax(table_rate(stream, from_days), table_rate(stream, to_days));
    for (size_t i = row_after(stream, from_days);
         i < stream->n_table && stream->table_days[i] <= to_days; i++) {
        bound = fmax(bound, stream->table_per_day[i]);
    }
    return bound;
}

/* One candidate into a store and into the event list. */
static void
add_candidate(suf_state *state, store *to, uint32_t stream, suf_ticks time, uint64_t name,
    const suf_rng_block *block)
{
    if (to->n == to->capacity) {
        suf_status status = to->n >> MONTHLY_SHIFT != 0
                                ? SUF_RAISE(SUF_ERROR_LIMIT)
                                : suf_array_grow(&to->candidates, &to->capacity,
                                      to->n + 1, sizeof *to->candidates);
        if (status != SUF_OK) {
            state->status = status;
            return;
        }
    }
    suf_request_maker *self = state->requests;
    suf_candidate *candidate = &to->candidates[to->n];
    *candidate = (suf_candidate){.name = name,
        .stay_word = block->word[2],
        .hazard_word = block->word[3],
        .cell = SUF_NONE};
    if (state->model->streams[stream].kind == SUF_STREAM_POPULATION) {
        const band *from = &self->bands[stream];
        uint32_t person =
            (uint32_t) (((block->word[1] & 0xffffffffU) * from->n_people) >> 32);
        const uint32_t *cumulative = self->cumulative + from->cumulative_at;
        uint32_t cell = self->guide[from->guide_at + (person >> from->shift)];
        cell += cumulative[cell + 1] <= person; /* mostly 0 or 1 step: without a branch */
        while (cumulative[cell + 1] <= person) {
            cell++;
        }
        candidate->cell = from->first_cell + cell;
        candidate->position = person - cumulative[cell];
    }
    uint32_t index = (uint32_t) (to - self->stores) << MONTHLY_SHIFT | (uint32_t) to->n++;
    suf_event_list_add(&state->events, time, SUF_EVENT_REQUEST, index, stream);
}

/* A period of a stream, a day or a month. */
typedef struct period {
    suf_ticks start, length;
    double start_days, length_days;
    uint64_t number; /* absolute day or month */
    double bound;    /* of the rate, a day */
} period;

/* Candidates of one period of a Poisson stream, in order of their marks. Blocks are drawn
 * a few at a time, as long as so many are to come: they do not wait for each other. */
static void
make_period(suf_state *state, store *to, uint32_t stream_index, const period *span)
{
    enum { BATCH = 4 };
    const suf_stream *stream = &state->model->streams[stream_index];
    if (!(span->bound * span->length_days < MANY)) {
        state->status = SUF_RAISE(SUF_ERROR_LIMIT);
        return;
    }
    bool is_table = stream->kind == SUF_STREAM_TABLE;
    double mean_gap = 1 / span->length_days;
    double mark = 0;
    uint64_t name = span->number << PERIOD_SHIFT;
    while (mark < span->bound) {
        suf_rng_block blocks[BATCH];
        double gaps[BATCH];
        int n = span->bound - mark > BATCH * mean_gap ? BATCH : 1;
        for (int i = 0; i < n; i++) {
            blocks[i] = suf_rng_draw(
                state->key, SUF_BLOCK_REQUEST, name + (uint64_t) i, stream->purpose);
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
            if (!is_table || mark < table_rate(stream, suf_days_of_ticks(time))) {
                add_candidate(state, to, stream_index, time, name, &blocks[i]);
            }
        }
    }
}

/* Candidates of an evenly spaced stream: one at every multiple of its interval. */
static void
make_even(suf_state *state, store *to, uint32_t stream_index, const period *span)
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
            suf_rng_block block =
                suf_rng_draw(state->key, SUF_BLOCK_REQUEST, number, stream->purpose);
            add_candidate(state, to, stream_index, time, number, &block);
        }
    }
}

static void
make_stream(suf_state *state, store *to, uint32_t index, period *span)
{
    const suf_stream *stream = &state->model->streams[index];
    switch (stream->kind) {
    case SUF_STREAM_POPULATION:
        span->bound = state->requests->bands[index].rate_per_day;
        break;
    case SUF_STREAM_RATE:
        span->bound = state->parameters->stream_rate[index];
        break;
    case SUF_STREAM_TABLE:
        span->bound =
            table_bound(stream, span->start_days, span->start_days + span->length_days);
        break;
    case SUF_STREAM_EVERY:
        make_even(state, to, index, span);
        return;
    }
    make_period(state, to, index, span);
}

void
suf_request_begin_month(suf_state *state)
{
    const suf_model *model = state->model;
    double length = state->month_end_days - state->now_days;
    period span = {.start = state->now,
        .length = state->month_end - state->now,
        .start_days = state->now_days,
        .length_days = length,
        .number = (uint64_t) (model->calendar.first_month + (int32_t) state->month)};
    state->requests->stores[MONTH].n = 0;
    for (uint32_t i = 0; i < model->n_streams; i++) {
        if (model->streams[i].kind == SUF_STREAM_POPULATION) {
            look_at_band(state, i);
        }
        if (model->streams[i].is_monthly) {
            make_stream(state, &state->requests->stores[MONTH], i, &span);
        }
    }
}

void
suf_request_make_day(suf_state *state)
{
    const suf_model *model = state->model;
    period span = {.start = state->now,
        .length = SUF_TICKS_PER_DAY,
        .start_days = state->now_days,
        .length_days = 1,
        .number = (uint64_t) (model->calendar.start_day + (int32_t) state->now_days)};
    state->requests->stores[DAY].n = 0;
    for (uint32_t i = 0; i < model->n_streams; i++) {
        if (!model->streams[i].is_monthly) {
            make_stream(state, &state->requests->stores[DAY], i, &span);
        }
    }
}

const suf_candidate *
suf_request_candidate(const suf_state *state, uint32_t index)
{
    const store *from = &state->requests->stores[index >> MONTHLY_SHIFT];
    return &from->candidates[index & ((1U << MONTHLY_SHIFT) - 1)];
}
