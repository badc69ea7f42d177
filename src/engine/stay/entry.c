/* Entry by rules.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry.h"

#include "engine/stay/balk.h"
#include "engine/stay/class_places.h"
#include "engine/stay/classes.h"
#include "engine/stay/first_choice.h"
#include "engine/stay/occupancy.h"
#include "engine/stay/preemption.h"
#include "engine/stay/request_alarm.h"

/* The class of who asks, which is counted as asking; SUF_NONE where no class bears on who
 * gets a place. */
static uint32_t
class_that_asks(suf_stay_state *state, const suf_candidate *candidate,
    uint32_t source_index, const suf_demand_source *source)
{
    const suf_service *service = &state->model->services[source->service];
    if (!suf_has_rule(state, source->service, SUF_RULE_BY_CLASS)) {
        return SUF_NONE;
    }
    uint32_t class = suf_class_of(state, service, candidate->name, source_index);
    suf_classes_ask(state, service, source->district, class);
    return class;
}

/* Of a service whose requests a policy counts. */
static void
count(suf_stay_state *state, uint32_t source_index)
{
    const suf_demand_source *source = &state->sources[source_index];
    if (suf_has_rule(state, source->service, SUF_RULE_COUNTED)) {
        suf_request_ring(state, source->pool);
    }
}

void
suf_entry_void(suf_stay_state *state, const suf_candidate *candidate,
    uint32_t source_index, const suf_demand_source *source)
{
    count(state, source_index);
    (void) class_that_asks(state, candidate, source_index, source);
}

bool
suf_entry_by_rules(suf_stay_state *state, const suf_candidate *candidate,
    uint32_t source_index, const suf_demand_source *source, uint32_t *site,
    uint32_t *class)
{
    const suf_service *service = &state->model->services[source->service];
    count(state, source_index);
    double balk = suf_balk_probability(state, source->service, source->pool);
    *class = class_that_asks(state, candidate, source_index, source);
    if (balk > 0) {
        suf_rng_block block = suf_rng_draw(
            state->core->key, SUF_BLOCK_JOIN, candidate->name, source->purpose);
        if (suf_rng_uniform(block.word[0]) < balk) {
            state->core->pools[source->pool].counts[SUF_COUNT_BALKED]++;
            suf_trace_candidate(state, SUF_TRACE_BALK, source->service, source->district,
                candidate, source_index);
            return false;
        }
    }
    bool is_by_class = *class != SUF_NONE; /* else nothing is kept from class 0 */
    *site = suf_has_rule(state, source->service, SUF_RULE_CHOICE)
                ? suf_first_choice(
                      state, candidate->name, source_index, is_by_class ? *class : 0)
                : SUF_NONE;
    if (*site == SUF_NONE) {
        *site = suf_class_free_site(
            state, service, source->service, source->district, is_by_class ? *class : 0);
    }
    if (*site == SUF_NONE && suf_has_rule(state, source->service, SUF_RULE_PREEMPTION)) {
        *site = suf_preemption_make_room(
            state, service, source->service, source->district, *class);
    }
    if (is_by_class && *site != SUF_NONE) {
        suf_classes_admit_at_once(state, service, source->district, *class);
    }
    return true;
}
