/* Who leaves a list or a place, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each function takes an event of an entity at state->core->now_days; stale ones are
 * passed over. A death or move that ends a wait is an event LEAVE, one that ends a stay a
 * RELEASE, with the cause SUF_END_HAZARD; which of the two it is, is drawn when it comes
 * (hazard.h). Only the hazards of those who have left are events HAZARD.
 *
 * Apart. Who has left while a death or move of its own is in force until the month's end
 * is kept until then: in no service, but counted in people->in_system, so that the month
 * step does not count it among those at risk of its cohort. */
#ifndef SUF_ENGINE_DEPARTURE_H
#define SUF_ENGINE_DEPARTURE_H

#include "engine/stay/stay_state.h"

/* Leaves a list without a place. */
void suf_departure_leave(suf_stay_state *state, const suf_event *event);
/* Leaves a place, which is offered at once. */
void suf_departure_release(suf_stay_state *state, const suf_event *event);
/* A plain stay of somebody without a name ends, of a cell (SUF_NONE: of none) in a pool:
 * the place is offered at once. */
void suf_departure_plain(suf_stay_state *state, uint32_t cell, uint32_t pool);
/* Dies or moves, having left a list or place this month. */
void suf_departure_hazard(suf_stay_state *state, const suf_event *event);

#endif
