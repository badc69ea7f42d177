/* The requests of exogenous streams by definition, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "request_oracle.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

typedef struct oracle {
    const suf_model *model;
    const suf_parameters *parameters;
    suf_rng_key key;
    oracle_requests *requests;
} oracle;

static void
add(oracle *self, uint32_t stream, uint64_t name, double time_days,
    const suf_rng_block *block)
{
    oracle_requests *to = self->requests;
    if (suf_array_grow(&to->items, &to->capacity, to->n + 1, sizeof *to->items) !=
        SUF_OK) {
        abort();
    }
    to->items[to->n++] = (oracle_request){.time_days = time_days,
        .name = name,
        .stay_word = block->word[2],
        .stream = stream};
}

/* Rate per day of a table at a time. */
static double
rate_of_table(const suf_stream *stream, double time_days)
{
    double rate = stream->is_linear ? stream->table_per_day[0] : 0;
    for (size_t i = 0; i < stream->n_table && stream->table_days[i] <= time_days; i++) {
        rate = stream->table_per_day[i];
        if (stream->is_linear && i + 1 < stream->n_table) {
            double share = (time_days - stream->table_days[i]) /
                           (stream->table_days[i + 1] - stream->table_days[i]);
            rate += share * (stream->table_per_day[i + 1] - stream->table_per_day[i]);
        }
    }
    return rate;
}

static double
rate_at(const oracle *self, uint32_t index, double time_days)
{
    const suf_stream *stream = &self->model->streams[index];
    return stream->kind == SUF_STREAM_TABLE ? rate_of_table(stream, time_days)
                                            : self->parameters->stream_rate[index];
}

static double
highest_rate(const oracle *self, uint32_t index)
{
    const suf_stream *stream = &self->model->streams[index];
    double highest = self->parameters->stream_rate[index];
    for (size_t i = 0; i < stream->n_table; i++) {
        highest = fmax(highest, stream->table_per_day[i]);
    }
    return highest;
}

/* Draws the candidates of one period, all up to the highest rate ever, and keeps those
 * whose mark is below the rate of their time. */
static void
draw_period(
    oracle *self, uint32_t index, double start_days, double length_days, uint64_t number)
{
    __extension__ typedef unsigned __int128 wide;
    const suf_stream *stream = &self->model->streams[index];
    double highest = highest_rate(self, index);
    double mark = 0;
    for (uint64_t i = 0;; i++) {
        uint64_t name = number << 32 | i;
        suf_rng_block block = suf_rng_draw(self->key, 0, name, stream->purpose);
        double share = ((double) (block.word[1] >> 32) + 0.5) * 0x1p-32;
        mark += -log(share) * (1 / length_days);
        if (mark >= highest) {
            break;
        }
        wide share_of_ticks =
            (wide) block.word[0] * (uint64_t) (length_days * 4294944000.);
        double time =
            (start_days * 4294944000. + (double) (uint64_t) (share_of_ticks >> 64)) /
            4294944000.;
        if (mark < rate_at(self, index, time)) {
            add(self, index, name, time, &block);
        }
    }
}

static void
draw_even(oracle *self, uint32_t index)
{
    const suf_stream *stream = &self->model->streams[index];
    for (uint64_t i = 1; (double) i * stream->every_days < self->model->end_days; i++) {
        suf_rng_block block = suf_rng_draw(self->key, 0, i, stream->purpose);
        double ticks = floor((double) i * stream->every_days * 4294944000. + 0.5);
        add(self, index, i, ticks / 4294944000., &block);
    }
}

static void
draw_stream(oracle *self, uint32_t index)
{
    const suf_model *model = self->model;
    const suf_calendar *calendar = &model->calendar;
    if (model->streams[index].kind == SUF_STREAM_EVERY) {
        draw_even(self, index);
    } else if (model->streams[index].is_monthly) {
        for (uint32_t month = calendar->start_index; month < calendar->n_months;
             month++) {
            double start = calendar->limits_days[month];
            draw_period(self, index, start, calendar->limits_days[month + 1] - start,
                (uint64_t) calendar->first_month + month);
        }
    } else {
        for (uint64_t day = 0; (double) day < model->end_days; day++) {
            draw_period(
                self, index, (double) day, 1, (uint64_t) calendar->start_day + day);
        }
    }
}

void
request_oracle_draw(const suf_model *model, const suf_parameters *parameters,
    suf_rng_key key, oracle_requests *requests)
{
    oracle self = {model, parameters, key, requests};
    for (uint32_t index = 0; index < model->n_streams; index++) {
        draw_stream(&self, index);
    }
}
