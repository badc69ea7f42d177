/* The candidates of a day.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/memory.h"
#include "day_parts.h"
#include "engine/stay/request.h"
#include "engine/stay/wave.h"

/* How many candidates each daily stream of the population has: all of them together. */
static uint32_t
count_candidates(suf_stay_state *state, uint64_t day_number)
{
    struct suf_day *self = state->day;
    uint64_t total = 0;
    for (uint32_t k = 0; k < state->daily.n_population; k++) {
        uint32_t i = state->daily.population[k];
        uint32_t n = suf_request_count(state, i, day_number);
        self->first[i] = (uint32_t) total;
        total += n;
        if (total > UINT32_MAX / 2) {
            suf_core_fail(state->core, SUF_RAISE(SUF_ERROR_LIMIT));
            return 0;
        }
        self->end[i] = (uint32_t) total;
        self->pools[state->sources[i].pool].n_asks += n;
    }
    return (uint32_t) total;
}

static inline void
make_candidate(const suf_bands *bands, const suf_band *band, struct suf_day *self,
    suf_request_words words, suf_day_candidate *one)
{
    suf_bands_person(bands, band, words.person, &one->cell, &one->position);
    one->moment = (uint32_t) (((uint64_t) words.moment * SUF_TICKS_PER_DAY) >> 32);
    one->stay = words.stay;
    one->hazard = words.hazard;
    suf_cell_day *cell = &self->cells[one->cell];
    self->is_beyond_count |= suf_asks_of(++*cell) == 0;
}

/* On a day on which a service changes its state: those beyond the count at their moment
 * ask for nothing. */
static void __attribute__((noinline))
drop_beyond(suf_stay_state *state, uint32_t stream, uint64_t day_number)
{
    struct suf_day *self = state->day;
    uint32_t first = self->first[stream];
    for (uint32_t j = first; j < self->end[stream]; j++) {
        suf_day_candidate *one = &self->candidates[j];
        if (j - first >= suf_request_count_at(
                             state, stream, day_number, state->core->now + one->moment)) {
            one->position |= SUF_NOT_EXPOSED;
        }
    }
}

void
suf_day_make_candidates(suf_stay_state *state, uint64_t day_number)
{
    struct suf_day *self = state->day;
    const suf_model *model = state->model;
    uint32_t n_all = count_candidates(state, day_number);
    suf_status status = suf_array_grow(&self->candidates, &self->candidate_capacity,
        (size_t) n_all + 1, sizeof *self->candidates);
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
    }
    if (state->core->status != SUF_OK) {
        memset(self->first, 0, model->n_streams * sizeof *self->first);
        memset(self->end, 0, model->n_streams * sizeof *self->end);
        return;
    }
    const suf_bands *bands = suf_request_bands(state);
    for (uint32_t k = 0; k < state->daily.n_population; k++) {
        uint32_t i = state->daily.population[k];
        uint32_t n = self->end[i] - self->first[i];
        if (n == 0) {
            continue;
        }
        const suf_band band = bands->items[i];
        suf_day_candidate *to = &self->candidates[self->first[i]];
        uint64_t purpose = model->streams[i].purpose;
        for (size_t j = 0; j < n / 2; j++) {
            suf_rng_block block =
                suf_request_block(state->core->key, purpose, day_number, j);
            make_candidate(bands, &band, self, suf_half_block(&block, 0), &to[2 * j]);
            make_candidate(bands, &band, self, suf_half_block(&block, 1), &to[2 * j + 1]);
        }
        if (n % 2 == 1) {
            suf_rng_block block =
                suf_request_block(state->core->key, purpose, day_number, n / 2);
            make_candidate(bands, &band, self, suf_half_block(&block, 0), &to[n - 1]);
        }
        uint32_t service = model->streams[i].service;
        if (suf_has_waves(state, service) &&
            suf_wave_switches(
                state, service, state->core->now, state->core->now + SUF_TICKS_PER_DAY)) {
            drop_beyond(state, i, day_number);
        }
    }
}
