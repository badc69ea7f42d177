/* What becomes of people in service, a second time: one after the other, by definition.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Written from model.md ("stay") and the header of engine/hazard.h. Everybody who waits,
 * stays, or has left this month is kept in a plain array with what will end that, if
 * nothing else does: the stay, patience, an age limit, a death or move. The hazards are
 * worked out anew from the tables of the model, month by month, whenever they are needed.
 * Only the random words are the engine's, by their names. The engine tells who asks, and
 * who is admitted when: that is not looked at here. */
#ifndef SUF_TESTS_FATE_ORACLE_H
#define SUF_TESTS_FATE_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "oracle/fate_hazard.h"

/* How often each thing was seen, so that a test can see that it was tested. */
typedef struct fate_counts {
    uint64_t deaths, moves, thinned, followed, pending, ends_in_death, entry_month;
} fate_counts;

typedef struct fate_oracle {
    const suf_core *core; /* borrowed: cells of entities, and the parameters */
    fate_person *people;
    size_t n, capacity;
    uint32_t *residents; /* [cell] as they must be now */
    const char *fault;   /* what was wrong first; NULL: nothing */
    suf_trace_event at;  /* where */
    double expected_days;
    fate_counts counts;
} fate_oracle;

/* Of a replication that has just started, by person. Ends the program when memory is
 * out. */
void fate_oracle_init(fate_oracle *self, const suf_core *core);
void fate_oracle_free(fate_oracle *self);
/* Fits suf_observer.see. */
void fate_oracle_see(void *oracle, const suf_trace_event *seen);
/* After a month's step of the population: its people are taken over. */
void fate_oracle_take_over(fate_oracle *self);
/* Whether the engine has the residents and the held that it should have now. */
bool fate_oracle_agrees(fate_oracle *self);
/* At a time: whether nobody should have died, moved or left before. */
bool fate_oracle_is_due(fate_oracle *self, double now_days);

#endif
