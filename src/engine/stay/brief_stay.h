/* Those on a list who would be admitted and die within one day.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a stay ends in death with a probability (death: included), somebody who gets a
 * place from a list may be dead by the evening, and one person of its cell less. Nothing
 * on the event list says so when the day begins, as who gets a place, and when, is known
 * only then. But how long a stay would last and how it would end are named draws of the
 * person: so those for whom it may happen are known when they join, and a day contests
 * their cells (day.h). Elsewhere there are none, and they cost nothing.
 *
 * Those who ask today are no such case: they count among the asks of their cell. */
#ifndef SUF_ENGINE_BRIEF_STAY_H
#define SUF_ENGINE_BRIEF_STAY_H

#include "engine/stay/stay_state.h"

/* What the next does where there may be any. */
void suf_brief_stay_count_one(
    suf_stay_state *state, uint32_t service, uint32_t index, int32_t by);

/* An entity has joined the list of a service (by 1), or leaves it (by -1). */
static inline void
suf_brief_stay_count(suf_stay_state *state, uint32_t service, uint32_t index, int32_t by)
{
    if (suf_has_rule(state, service, SUF_RULE_NAMED_END)) {
        suf_brief_stay_count_one(state, service, index, by);
    }
}

/* At the start of a day: contests the cells of all of them. */
void suf_brief_stay_contest(suf_stay_state *state);

#endif
