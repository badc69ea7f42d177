/* Stays: people ask for a place, wait for it, stay in it and leave.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of a person, and where it stands (docs/theory/engine.md, "The life of a
 * person", follows one):
 *   asks                    request.h, band.h, exogenous.h, wave.h; all of a day: day.h
 *   gets a place, or waits  place.h, entry.h (where rules bear on it)
 *   on a list               waiting_line.h, retrial.h; who is next: offer.h, turn.h
 *   waits, stays            spell.h, with competing ends: hazard.h; preemption.h
 *   leaves                  departure.h; to another service: network.h
 *   what it is meanwhile    entity_pool.h, or 12 bytes of stay_calendar.h
 *   what is counted         occupancy.h, waits.h, classes.h, admission_cohort.h
 * Those there at the start: initial.h. */
#ifndef SUF_ENGINE_STAY_H
#define SUF_ENGINE_STAY_H

#include "engine/core/core.h"

/* After the people, of whom those who wait or stay are some, and after delivery, whose
 * places of the start they take. */
extern const suf_process suf_stay_process;

typedef struct suf_stay_state suf_stay_state;

/* The stays of a replication. */
suf_stay_state *suf_stay_of(const suf_core *core);
/* How many people of a district are on the list of a service now. */
uint32_t suf_stay_n_waiting(
    const suf_stay_state *state, uint32_t service, uint32_t district);
/* Which request of a month, from 1, a policy waits for in a pool; UINT64_MAX: none. When
 * it is made an event SUF_EVENT_COUNTED follows (request_alarm.h). A policy must count
 * requests of the service. */
void suf_stay_set_alarm(
    suf_stay_state *state, uint32_t service, uint32_t district, uint64_t request);
/* The purpose of the names of a source (trace.h): a hash of what it is. */
uint64_t suf_stay_source_purpose(const suf_stay_state *state, uint32_t source);
/* Of those of some districts who joined in the window that ends `within` before now, and
 * did not die or move before: the share that was admitted within that time. NaN when
 * there are none. The target must have cohorts (admission_cohort.h). */
double suf_stay_share_admitted(const suf_stay_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n, double window_days);

#endif
