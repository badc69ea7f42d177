/* Rolls of intakes, a second time: an unsorted list of groups of pupils, by definition.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Written from model.md ("intake"): who enters when, from which cohort and district; when
 * courses end, those of the pupils of the start included; who drops out; and who of those
 * that leave a cohort, or come to it, is a pupil. Dates are reckoned anew from the
 * calendar. The random words are the engine's, by their names; the residents too, whose
 * flows must be of one kind: deaths and moves out, or moves to one other district, or
 * in_migrants. */
#ifndef SUF_TESTS_ROLL_ORACLE_H
#define SUF_TESTS_ROLL_ORACLE_H

#include <stddef.h>
#include <stdint.h>

#include "engine/intake/intake.h"

/* An intake a year: what the model says in days, as a date. */
typedef struct roll_rule {
    int32_t month, day; /* of the year */
    int32_t years;      /* length of the course */
} roll_rule;

typedef struct roll_group {
    uint32_t service, home, site, cohort, count; /* site SUF_NONE: none */
    int32_t ends;                                /* day number */
} roll_group;

typedef struct roll_oracle {
    suf_core *core;         /* borrowed: residents, places, parameters */
    const roll_rule *rules; /* [service]; borrowed */
    int32_t start_day;
    uint32_t moves_to; /* district; SUF_NONE: who leaves a cohort is gone */
    roll_group *groups;
    size_t n, capacity;
    uint32_t *residents; /* [cell] before the month */
    uint32_t *retry;     /* [service][district][cohort] */
    uint64_t n_draws;    /* of the intake in hand */
    uint64_t n_dropped, n_left, n_moved, n_came, n_lottery, n_again; /* seen so far */
} roll_oracle;

/* Of a replication that has just started. Ends the program when memory is out. */
void roll_oracle_init(roll_oracle *self, suf_core *core, const roll_rule *rules,
    int32_t start_day, uint32_t moves_to);
void roll_oracle_free(roll_oracle *self);
/* A month has begun: the population has taken its step. */
void roll_oracle_month(roll_oracle *self);
/* All intakes of a day (day number) whose events are over. */
void roll_oracle_day(roll_oracle *self, int32_t day);
/* Whether the engine has the same groups: else what differs is told on stderr. */
bool roll_oracle_agrees(const roll_oracle *self);

#endif
