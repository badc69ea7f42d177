/* The request that a policy waits for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "request_alarm.h"

#include "base/memory.h"
#include "engine/stay/day_parts.h"
#include "model/policy_reach.h"

bool
suf_request_is_counted(const suf_model *model, uint32_t service)
{
    for (uint32_t i = 0; i < model->n_policies; i++) {
        if (model->policies[i].measure == SUF_MEASURE_REQUESTS &&
            model->policies[i].of == service) {
            return true;
        }
    }
    return false;
}

suf_status
suf_request_alarms_new(const suf_model *model, uint64_t **alarms)
{
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (suf_request_is_counted(model, i)) {
            return suf_array_new(
                (size_t) model->n_services * model->n_areas, sizeof **alarms, alarms);
        }
    }
    return SUF_OK;
}

void
suf_request_alarms_clear(suf_stay_state *state)
{
    size_t n = (size_t) state->model->n_services * state->model->n_areas;
    for (size_t i = 0; state->alarms != NULL && i < n; i++) {
        state->alarms[i] = UINT64_MAX;
    }
}

void
suf_request_ring(suf_stay_state *state, uint32_t pool)
{
    suf_core *core = state->core;
    if (core->pools[pool].counts[SUF_COUNT_REQUESTS] >= state->alarms[pool]) {
        state->alarms[pool] = UINT64_MAX;
        suf_event_list_add(&core->events, core->now, SUF_EVENT_COUNTED, pool, 0);
    }
}

/* Whether the request of a policy may be made today. */
static bool
may_ring(const suf_stay_state *state, const suf_policy *policy)
{
    for (uint32_t i = 0; i < policy->n_districts; i++) {
        uint32_t pool = suf_model_pool(state->model, policy->of, policy->districts[i]);
        uint64_t so_far = state->core->pools[pool].counts[SUF_COUNT_REQUESTS];
        if (state->alarms[pool] != UINT64_MAX &&
            so_far + state->day->pools[pool].n_asks >= state->alarms[pool]) {
            return true;
        }
    }
    return false;
}

void
suf_request_look_at_day(suf_stay_state *state)
{
    const suf_model *model = state->model;
    for (uint32_t i = 0; state->alarms != NULL && i < model->n_policies; i++) {
        const suf_policy *policy = &model->policies[i];
        if (policy->measure == SUF_MEASURE_REQUESTS && may_ring(state, policy)) {
            for (uint32_t s = 0; s < model->n_services; s++) {
                state->day->is_changing[s] |=
                    s == policy->of || suf_policy_moves(model, i, s);
            }
        }
    }
}
