/* Who leaves a list or a place, and why.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each function takes an event of an entity at state->core->now_days; stale ones are
 * passed over. Who has left while a death or move of its own is in force until the
 * month's end is kept until then: in no system, but apart from those at risk of its
 * cohort. */
#ifndef SUF_ENGINE_DEPARTURE_H
#define SUF_ENGINE_DEPARTURE_H

#include "engine/stay/stay_state.h"

/* Leaves a list without a place. */
void suf_departure_leave(suf_stay_state *state, const suf_event *event);
/* Leaves a place, which is offered at once. */
void suf_departure_release(suf_stay_state *state, const suf_event *event);
/* A plain stay ends: the place of a pool is offered at once. */
void suf_departure_plain(suf_stay_state *state, uint32_t cell, uint32_t pool);
/* Dies or moves, having left a list or place this month. */
void suf_departure_hazard(suf_stay_state *state, const suf_event *event);

#endif
