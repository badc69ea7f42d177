/* Small steps of pupils on and off a roll.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_ROLL_H
#define SUF_ENGINE_ROLL_H

#include "engine/intake/intake_state.h"

/* Index of a district's cohort in the arrays of a roll. */
static inline size_t
suf_roll_at(const suf_model *model, uint32_t district, uint32_t cohort)
{
    return (size_t) district * (model->population.n_cohorts + 1) + cohort;
}

/* Residents of a district's cohort, of one sex or both. */
uint32_t suf_roll_people(
    const suf_intake_state *state, suf_sex sex, uint32_t district, uint32_t cohort);
/* Adds n pupils like one, with their seats where they have a site; counted as coming in.
 * Out of memory: they are lost, and the core's status says so. */
void suf_roll_add(
    suf_intake_state *state, uint32_t service, const suf_pupils *who, uint32_t count);
/* Takes n pupils of a group away, at most all, with their seats; counted as leaving. */
void suf_roll_remove(
    suf_intake_state *state, uint32_t service, suf_pupils *group, uint32_t count);
/* Drops groups without pupils; pointers to groups do not hold any more. */
void suf_roll_compact(suf_intake_state *state, uint32_t service);
/* How many seats in a district are free now: usable less occupied, not below 0. */
uint32_t suf_roll_free_seats(
    suf_intake_state *state, uint32_t service, uint32_t district);

#endif
