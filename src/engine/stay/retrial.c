/* Retrials: people who find no place ask again, each by itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrial.h"

#include <math.h>

suf_ticks
suf_retrial_next(suf_stay_state *state, uint32_t service, uint32_t index)
{
    suf_entity_detail *detail = &state->entities.details[index];
    double mean_days = state->core->parameters->services[service].retry_mean_days;
    suf_rng_block block = suf_stay_draw(
        state, &state->entities.entities[index], SUF_BLOCK_RETRY + detail->next++);
    return suf_ticks_of_days(
        state->core->now_days - mean_days * log(suf_rng_uniform(block.word[0])));
}

bool
suf_retrial_may_end(const suf_stay_state *state, uint32_t index)
{
    const suf_entity_detail *detail = &state->entities.details[index];
    suf_ticks tomorrow = suf_ticks_of_days(floor(state->core->now_days) + 1);
    return detail->hazard < tomorrow || detail->end < tomorrow;
}
