/* A day taken at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "day.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "day_parts.h"

suf_status
suf_day_new(const suf_model *model, struct suf_day **day)
{
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    struct suf_day *self = NULL;
    suf_status status = SUF_OK;
    *day = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->first, &self->first));
    SUF_TRY(suf_array_new(model->n_streams, sizeof *self->end, &self->end));
    SUF_TRY(suf_array_new(model->population.n_cells, sizeof *self->cells, &self->cells));
    SUF_TRY(suf_array_new(n_pools, sizeof *self->pools, &self->pools));
    SUF_TRY(suf_array_new(n_pools, sizeof *self->in_system_at, &self->in_system_at));
    for (size_t i = 0; i < n_pools; i++) {
        self->in_system_at[i] = i / model->n_areas * model->population.n_cells;
    }
    SUF_TRY(suf_array_new(n_pools * SUF_N_SLICES, sizeof *self->asks, &self->asks));
    SUF_TRY(suf_array_new(n_pools * SUF_N_SLICES, sizeof *self->ends, &self->ends));
    SUF_TRY(
        suf_array_new(n_pools * SUF_N_SLICES, sizeof *self->overflow, &self->overflow));
    SUF_TRY(
        suf_array_new(model->n_services, sizeof *self->is_changing, &self->is_changing));
    *day = self;
    self = NULL;
out:
    suf_day_free(self);
    return status;
}

void
suf_day_free(struct suf_day *self)
{
    if (self != NULL) {
        free(self->candidates);
        free(self->first);
        free(self->end);
        free(self->cells);
        free(self->pools);
        free(self->in_system_at);
        free(self->asks);
        free(self->ends);
        free(self->overflow);
        free(self->is_changing);
        free(self->away);
        free(self->waiting);
        free(self);
    }
}

/* Forgets the day before. Only the pools of services at once have slices. */
static void
begin(suf_stay_state *state)
{
    struct suf_day *self = state->day;
    const suf_model *model = state->model;
    memset(self->cells, 0, model->population.n_cells * sizeof *self->cells);
    memset(self->is_changing, 0, model->n_services * sizeof *self->is_changing);
    uint32_t n_pools = model->n_services * model->n_areas;
    memset(self->pools, 0, n_pools * sizeof *self->pools);
    for (uint32_t i = 0; i < n_pools; i++) {
        state->core->pools[i].has_room = false;
    }
    self->is_beyond_count = false;
    size_t n = (size_t) model->n_areas * SUF_N_SLICES;
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (suf_is_at_once(state, i)) {
            memset(&self->asks[i * n], 0, n * sizeof *self->asks);
            memset(&self->ends[i * n], 0, n * sizeof *self->ends);
            memset(&self->overflow[i * n], 0, n * sizeof *self->overflow);
        }
    }
}

void
suf_day_clear(suf_stay_state *state)
{
    struct suf_day *self = state->day;
    memset(self->first, 0, state->model->n_streams * sizeof *self->first);
    memset(self->end, 0, state->model->n_streams * sizeof *self->end);
    self->is_beyond_count = false;
}

void
suf_day_take(suf_stay_state *state)
{
    const suf_model *model = state->model;
    uint32_t day = (uint32_t) state->core->now_days;
    uint64_t day_number = (uint64_t) model->calendar.start_day + day;
    if (!state->is_any_at_once) { /* no pool ever has room, and no calendar has stays */
        suf_day_make_candidates(state, day_number);
        suf_day_admit(state, day_number);
        return;
    }
    begin(state);
    suf_day_make_candidates(state, day_number);
    if (state->core->way == SUF_WAY_AT_ONCE) {
        suf_day_count_ends(state, day);
    }
    if (state->core->way == SUF_WAY_AT_ONCE && !state->day->is_beyond_count) {
        suf_day_look_at_events(state, day);
        suf_day_find_rooms(state);
        suf_day_find_contested(state);
    }
    suf_day_end_stays(state, day);
    suf_day_admit(state, day_number);
}
