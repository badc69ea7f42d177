/* Entry by rules.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry.h"

#include "engine/stay/balk.h"
#include "engine/stay/class_places.h"
#include "engine/stay/classes.h"
#include "engine/stay/occupancy.h"

/* The class of who asks, which is counted as asking; SUF_NONE where no class bears on who
 * gets a place. */
static uint32_t
class_that_asks(
    suf_stay_state *state, const suf_candidate *candidate, uint32_t source, uint32_t home)
{
    const suf_service *service = &state->model->services[state->source_service[source]];
    if (!service->stay.is_by_class) {
        return SUF_NONE;
    }
    uint32_t class = suf_class_of(state, service, candidate->name, source);
    suf_classes_ask(state, service, home, class);
    return class;
}

void
suf_entry_void(
    suf_stay_state *state, const suf_candidate *candidate, uint32_t source, uint32_t home)
{
    (void) class_that_asks(state, candidate, source, home);
}

bool
suf_entry_by_rules(suf_stay_state *state, const suf_candidate *candidate, uint32_t source,
    uint32_t home, uint32_t *site, uint32_t *class)
{
    uint32_t service_index = state->source_service[source];
    const suf_service *service = &state->model->services[service_index];
    uint32_t pool_index = suf_model_pool(state->model, service_index, home);
    double balk = suf_balk_probability(state, service_index, pool_index);
    *class = class_that_asks(state, candidate, source, home);
    if (balk > 0) {
        suf_rng_block block = suf_rng_draw(state->core->key, SUF_BLOCK_JOIN,
            candidate->name, state->source_purpose[source]);
        if (suf_rng_uniform(block.word[0]) < balk) {
            state->core->pools[pool_index].counts[SUF_COUNT_BALKED]++;
            suf_trace_candidate(
                state, SUF_TRACE_BALK, service_index, home, candidate, source);
            return false;
        }
    }
    bool is_by_class = *class != SUF_NONE; /* else nothing is kept from class 0 */
    *site = suf_class_free_site(
        state, service, service_index, home, is_by_class ? *class : 0);
    if (is_by_class && *site != SUF_NONE) {
        suf_classes_admit_at_once(state, service, home, *class);
    }
    return true;
}
