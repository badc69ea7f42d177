/* A wait or a stay, with its competing ends.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "phase.h"

#include <math.h>

#include "engine/hazard.h"
#include "engine/occupancy.h"

double
suf_birthday_days(const suf_state *state, uint32_t cell, uint32_t months, double fraction)
{
    double birth = (double) suf_cell_cohort(state->model, cell) - SUF_OLDEST_MONTHS;
    return suf_calendar_days(&state->model->calendar, birth + months + fraction);
}

void
suf_phase_begin(suf_state *state, uint32_t index, const suf_phase *begun)
{
    const suf_entity *person = &state->entities.entities[index];
    suf_ticks due = begun->end;
    uint32_t cause = begun->end_cause;
    if (person->cell != SUF_NONE) {
        suf_ticks hazard =
            suf_ticks_of_days(suf_hazard_time(state, person->cell, begun->death_factor,
                begun->hazard_from_days, suf_days_of_ticks(due), begun->hazard_word));
        if (hazard < SUF_NEVER_TICKS) {
            suf_entity_detail *detail = &state->entities.details[index];
            detail->hazard = hazard;
            detail->end = due;
            detail->end_cause = (uint16_t) cause;
            detail->phase = begun->number;
            if (hazard < due) {
                due = hazard;
                cause = SUF_END_HAZARD;
            } else {
                cause |= SUF_END_PENDING;
            }
        }
    }
    suf_entity_schedule(state, index, begun->kind, due, cause);
}

double
suf_phase_hazard_from(const suf_state *state, double since_days)
{
    double month_start = state->model->calendar.limits_days[state->month];
    return since_days < month_start ? state->now_days : state->month_end_days;
}

void
suf_phase_begin_stay(suf_state *state, const suf_service *service, uint32_t service_index,
    uint32_t index, suf_phase *begun, uint64_t stay_word)
{
    const suf_entity *person = &state->entities.entities[index];
    suf_pool *pool = suf_pool_of(state, service_index, person->site);
    suf_pool_occupy(state, pool, 1);
    suf_count_staying(state, service, person->cell, 1);
    begun->kind = SUF_EVENT_RELEASE;
    begun->death_factor = state->parameters->services[service_index].death_factor;
    begun->end_cause = SUF_END_OWN;
    if (service->stay_until != SUF_AGE_OPEN && person->cell != SUF_NONE) {
        suf_ticks limit = suf_ticks_of_days(suf_birthday_days(state, person->cell,
            service->stay_until, suf_birth_fraction(stay_word, begun->hazard_word)));
        if (limit < begun->end) {
            begun->end = limit > state->now ? limit : state->now;
            begun->end_cause = SUF_END_AGE;
        }
    }
    if (begun->number > 0) { /* the request's own word has been used */
        begun->hazard_word =
            suf_state_draw(state, person, SUF_BLOCK_PHASE + begun->number).word[0];
    }
    suf_phase_begin(state, index, begun);
}
