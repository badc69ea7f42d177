/* What a month step keeps of cohorts that have pupils (intake.h): who left them, and who
 * came to them, in the order in which they are drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_POPULATION_CHANGES_H
#define SUF_ENGINE_POPULATION_CHANGES_H

#include "engine/population/population_row.h"

/* Counts the people of cohorts that have pupils, before a step. */
void suf_changes_begin(suf_population *self);
/* Those of all districts are so many more, by the step. */
static inline void
suf_changes_count(suf_population *self, uint32_t cohort, uint32_t more)
{
    if (self->pupils != NULL) {
        self->city[cohort] += more; /* which wraps around when they are fewer */
    }
}
/* Keeps those who leave a cohort and those who come to it from outside; the destinations
 * of movers are told afterwards. The first failure is left in row->self->status. */
void suf_changes_note_leavers(const suf_population_row *row, uint32_t cohort,
    uint64_t deaths, uint64_t movers, uint64_t in_migrants);
/* Movers of the cohort in hand who go to a district, or out (SUF_NONE). */
void suf_changes_note_movers(
    const suf_population_row *row, uint32_t cohort, uint32_t to, uint64_t n);

#endif
