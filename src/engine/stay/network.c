/* Networks: people whose stay is over go on to another service.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "network.h"

#include <math.h>

#include "engine/stay/hazard.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/place.h"

/* Whether it dies or moves before the day is over, as somebody in no place. */
static bool
is_struck_today(const suf_stay_state *state, uint32_t index)
{
    suf_ticks tomorrow = suf_ticks_of_days(floor(state->core->now_days) + 1);
    return state->entities.details[index].hazard < tomorrow &&
           !suf_hazard_is_thinned(state, index, 1);
}

bool __attribute__((noinline)) suf_network_go_on(suf_stay_state *state, uint32_t index)
{
    const suf_entity *person = &state->entities.entities[index];
    uint32_t from = state->sources[person->source].service;
    const suf_stay_model *stay = &state->model->services[from].stay;
    const double *limits = state->core->parameters->services[from].then_limits;
    suf_rng_block block = suf_stay_draw(state, person, SUF_BLOCK_ONWARD);
    double u = suf_rng_uniform(block.word[0]);
    uint32_t at = 0;
    while (at < stay->n_then && u >= limits[at]) {
        at++;
    }
    if (at == stay->n_then || is_struck_today(state, index)) {
        return false;
    }
    uint32_t pool = suf_model_pool(state->model, stay->then[at].service, person->home);
    uint32_t source = suf_source_onward(state->model, pool);
    suf_candidate candidate = {.name = block.word[1], .cell = person->cell};
    block = suf_rng_draw(state->core->key, SUF_BLOCK_REQUEST, candidate.name,
        state->sources[source].purpose);
    candidate.stay_word = block.word[2];
    candidate.hazard_word = block.word[3];
    if (state->core->observer != NULL) {
        const suf_trace_event line = {.what = SUF_TRACE_ONWARD,
            .time_days = state->core->now_days,
            .service = from,
            .home = person->home,
            .site = SUF_NONE,
            .source = person->source,
            .name = person->name,
            .priority = SUF_NONE,
            .amounts = {stay->then[at].service, source, candidate.name}};
        suf_core_trace(state->core, &line);
    }
    return suf_place_go_on(state, index, &candidate, source);
}
