/* Admission cohorts: those who asked on one day, and how soon they are admitted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept for the services whose targets ask what share is admitted within a time
 * (SUF_RULE_COHORTS); one set of cohorts for each such target. Who dies
 * or moves within the time before being admitted is excluded. Those who asked before the
 * start belong to none. */
#ifndef SUF_ENGINE_ADMISSION_COHORT_H
#define SUF_ENGINE_ADMISSION_COHORT_H

#include "engine/stay/stay_state.h"

typedef struct suf_admission_day {
    uint32_t joined;   /* admitted at once, or put on the list */
    uint32_t admitted; /* of them within the time */
    uint32_t excluded; /* died or moved away before, within the time */
} suf_admission_day;

/* [target with cohorts][area][day of the run] */
SUF_MUST_CHECK suf_status suf_admission_cohorts_new(
    const suf_model *model, suf_admission_day **cohorts);
/* Before a replication. */
void suf_admission_cohorts_clear(suf_stay_state *state);

/* Who asked at since_days joined; was admitted; died or moved while waiting. */
void suf_admission_join(
    suf_stay_state *state, uint32_t service, uint32_t home, double since_days);
void suf_admission_admit(suf_stay_state *state, uint32_t service, uint32_t home,
    double since_days, double waited_days);
void suf_admission_exclude(suf_stay_state *state, uint32_t service, uint32_t home,
    double since_days, double waited_days);
/* As suf_stay_share_admitted (stay.h). */
double suf_admission_share(const suf_stay_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n, double window_days);

#endif
