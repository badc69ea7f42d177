/* Those on a list who would be admitted and die within one day.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "brief_stay.h"

#include "base/memory.h"
#include "engine/stay/day_parts.h"
#include "engine/stay/request.h"
#include "engine/stay/seating.h"

/* Whether an entity on the list of a service is one of them. */
static bool
is_brief(const suf_stay_state *state, uint32_t service, uint32_t index)
{
    const suf_service_parameters *numbers = &state->core->parameters->services[service];
    const suf_entity *person = &state->entities.entities[index];
    bool may_go_on = state->model->services[service].stay.n_then > 0;
    if (!(numbers->death_probability > 0 || may_go_on) || person->cell == SUF_NONE) {
        return false;
    }
    suf_rng_block block = suf_stay_draw(state, person, SUF_BLOCK_RELEASE);
    bool dies = suf_rng_uniform(block.word[0]) < numbers->death_probability;
    if (!dies && !may_go_on) { /* who goes on may die elsewhere, in a stay as brief */
        return false;
    }
    if (suf_is_displaced(state, service, index)) {
        return suf_seating_rest(state, index) < SUF_TICKS_PER_DAY;
    }
    uint64_t stay_word = 0;
    uint64_t hazard_word = 0;
    suf_request_words_of(state, person, &stay_word, &hazard_word);
    return suf_stay_length(state, service, stay_word) < SUF_TICKS_PER_DAY;
}

void __attribute__((noinline)) suf_brief_stay_count_one(
    suf_stay_state *state, uint32_t service, uint32_t index, int32_t by)
{
    if (is_brief(state, service, index)) {
        state->n_brief_stays[service] += (uint32_t) by;
    }
}

/* Those on the lists of a service who may be admitted and die today. */
static void
look_at_lists(suf_stay_state *state, uint32_t service)
{
    struct suf_day *self = state->day;
    const suf_model *model = state->model;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_grow(&self->waiting, &self->waiting_capacity,
        state->service_waiting[service], sizeof *self->waiting));
    for (uint32_t d = 0; d < model->n_areas; d++) {
        const suf_waiting_line *line = &state->lines[suf_model_pool(model, service, d)];
        suf_waiting_line_list(line, &state->entities, self->waiting);
        for (uint32_t i = 0; i < line->n; i++) {
            if (is_brief(state, service, self->waiting[i])) {
                suf_day_contest(self, state->entities.entities[self->waiting[i]].cell);
            }
        }
    }
out:
    suf_core_fail(state->core, status);
}

void
suf_brief_stay_contest(suf_stay_state *state)
{
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        if (state->n_brief_stays[i] > 0) {
            look_at_lists(state, i);
        }
    }
}
