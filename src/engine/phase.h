/* A wait or a stay, with its competing ends: its own, an age limit, death or a move.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_PHASE_H
#define SUF_ENGINE_PHASE_H

#include "engine/state.h"

typedef struct suf_phase {
    suf_event_kind kind; /* LEAVE or RELEASE */
    suf_ticks end;       /* by itself */
    uint32_t end_cause;  /* OWN or AGE */
    double death_factor;
    double hazard_from_days; /* hazards are in force from here on */
    uint64_t hazard_word;
    uint16_t number; /* names its draws */
} suf_phase;

/* When a person of a cell reaches an age, in days; fraction: suf_birth_fraction. */
double suf_birthday_days(
    const suf_state *state, uint32_t cell, uint32_t months, double fraction);
/* Since when the hazards of somebody who asked at since_days are in force: now, or from
 * the next month for who has passed this month's step with its cohort. */
double suf_phase_hazard_from(const suf_state *state, double since_days);
/* Draws the hazard of the phase and schedules its earliest end. */
void suf_phase_begin(suf_state *state, uint32_t index, const suf_phase *begun);
/* Seats an entity at its site: takes the place, and begins the phase of its stay. `begun`
 * gives an end without limits, hazard_from_days, hazard_word and number. */
void suf_phase_begin_stay(suf_state *state, const suf_service *service,
    uint32_t service_index, uint32_t index, suf_phase *begun, uint64_t stay_word);

#endif
