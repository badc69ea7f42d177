/* The small steps that requests, offers and departures share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "occupancy.h"

#include "engine/stay/brief_stay.h"
#include "engine/stay/class_places.h"

void __attribute__((noinline, cold)) suf_trace_entity(const suf_stay_state *state,
    suf_occurrence what, uint32_t service, uint32_t index, double waited_days)
{
    const suf_entity *person = &state->entities.entities[index];
    bool is_of_list = what == SUF_TRACE_JOIN || what == SUF_TRACE_ADMISSION ||
                      what == SUF_TRACE_RENEGE || what == SUF_TRACE_AGE_OUT ||
                      waited_days > 0 || state->model->services[service].stay.is_by_class;
    uint32_t class = state->entities.details[index].priority;
    suf_trace_event line = {.what = what,
        .time_days = state->core->now_days,
        .service = service,
        .home = person->home,
        .site = person->site == UINT16_MAX ? SUF_NONE : person->site,
        .source = person->source,
        .name = person->name,
        .waited_days = waited_days,
        .priority = is_of_list && class != SUF_NO_CLASS ? class : SUF_NONE};
    suf_core_trace(state->core, &line);
}

void __attribute__((noinline, cold))
suf_trace_of_candidate(const suf_stay_state *state, suf_occurrence what, uint32_t service,
    uint32_t district, const suf_candidate *candidate, uint32_t stream)
{
    const suf_service *of = &state->model->services[service];
    suf_trace_event line = {.what = what,
        .time_days = state->core->now_days,
        .service = service,
        .home = district,
        .site = SUF_NONE,
        .source = stream,
        .name = candidate->name,
        .priority = of->stay.is_by_class
                        ? suf_class_of(state, of, candidate->name, stream)
                        : SUF_NONE};
    suf_core_trace(state->core, &line);
}

void
suf_line_leave(suf_stay_state *state, uint32_t service, uint32_t line, uint32_t index)
{
    suf_pool_wait(state, line, -1);
    suf_waiting_line_leave(&state->lines[line], &state->entities, index);
    state->service_waiting[service]--;
    suf_brief_stay_count(state, service, index, -1);
}
