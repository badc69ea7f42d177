/* Hazards and draws of people in service, worked out anew each time they are needed.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the tables of the model and model.md alone; random words by the engine's names. */
#ifndef SUF_TESTS_FATE_HAZARD_H
#define SUF_TESTS_FATE_HAZARD_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/stay/stay_state.h"

typedef enum fate_place { FATE_WAITS, FATE_STAYS, FATE_GONE } fate_place;

typedef struct fate_person {
    uint32_t service, source, cell, home, site;
    uint64_t name;
    fate_place in;
    uint32_t entry_month; /* in which it asked, or was found at the start */
    double end_days;      /* of the wait or stay by itself; INFINITY: never */
    bool is_end_by_age;
    double hazard_days; /* INFINITY: none */
    uint64_t phase;     /* how often a hazard was drawn */
} fate_person;

typedef enum fate { FATE_DEATH, FATE_MOVE, FATE_NOTHING } fate;

/* What the model says of a person's service in this replication. */
const suf_service_parameters *fate_numbers_of(
    const suf_core *core, const fate_person *person);
/* A block of a person's draws. */
suf_rng_block fate_draw(const suf_core *core, const fate_person *person, uint64_t block);
/* The words of its stay and of its first hazard. */
void fate_words_of(
    const suf_core *core, const fate_person *person, uint64_t *stay, uint64_t *hazard);
/* When a death or move comes to it, from a time on: by the word of its phase. */
void fate_set_hazard(const suf_core *core, fate_person *person, double from_days);
/* The next hazard, from the day after now on. */
void fate_resume(const suf_core *core, fate_person *person, double now_days);
/* The end of a wait or stay, at the latest when the person reaches an age. */
void fate_limit_by_age(
    const suf_core *core, fate_person *person, uint32_t until_months, double now_days);
/* Its hazard strikes: what that is, and to which cell it moves (SUF_NONE: outside). */
fate fate_strike(
    const suf_core *core, const fate_person *person, double now_days, uint32_t *to);

#endif
