/* What intakes keep: the rolls, and the intake in hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_INTAKE_STATE_H
#define SUF_ENGINE_INTAKE_STATE_H

#include "engine/core/core.h"
#include "engine/intake/urn.h"
#include "engine/population/population.h"

/* Pupils of one service who share all that a roll knows of them. */
typedef struct suf_pupils {
    uint32_t home;    /* district */
    uint32_t site;    /* district; SUF_NONE: without a seat until the next intake */
    uint32_t cohort;  /* n_cohorts: of arrivals */
    uint32_t count;   /* 0: all have left, until the roll is compacted */
    uint32_t next;    /* of the same home and cohort, or SUF_NONE */
    double ends_days; /* of the course, since the run's start; an intake's date */
} suf_pupils;

/* Who is enrolled in a service, and who may be. Arrays of a district and cohort are found
 * by suf_roll_at (roll.h); the last cohort, n_cohorts, is that of arrivals. */
typedef struct suf_roll {
    suf_pupils *groups; /* [n] in the order of their forming; owned, as all here */
    size_t n, capacity;
    uint32_t *head;        /* [district][n_cohorts + 1] first group, or SUF_NONE */
    uint32_t *retry;       /* likewise: the unplaced who apply again */
    uint32_t *graduates;   /* likewise, of graduated_days */
    double graduated_days; /* when courses were last ended: once a day */
    uint32_t lowest,
        highest; /* cohorts that may have graduates; lowest > highest: none */
    uint32_t retry_lowest, retry_highest; /* likewise, that may try again */
} suf_roll;

typedef struct suf_intake_state suf_intake_state; /* as in intake.h */
struct suf_intake_state {
    suf_core *core;
    suf_population *people; /* of the replication */
    const suf_model *model; /* of the core */
    suf_roll *rolls;        /* [service]; empty for other kinds */
    uint32_t *pupils;       /* [district][cohort] of all services */
    uint32_t *pupils_city;  /* [cohort] */
    uint32_t *applicants;   /* scratch: [district][n_cohorts + 1] */
    uint32_t *free;         /* scratch: [district] seats */
    uint32_t *unplaced;     /* scratch: [district] */
    suf_urn *urns;          /* scratch: [district] of applicants, once places are short */
    uint32_t lowest, highest; /* cohorts of the intake in hand that may apply */
    uint64_t n_draws;         /* of the intake in hand: names its draws */
    double ends_days;         /* of its courses */
};

/* Forgets everybody; before the population starts. */
void suf_intake_clear(suf_intake_state *state);
/* Seats the rolls of the start and adds the events of all intakes. */
void suf_intake_start(suf_intake_state *state);
/* The cohorts whose members have an age in whole months in [eligible_from, eligible_to)
 * at the end of a month (index, which may lie before the calendar): [*first, *last],
 * empty if last < first. */
void suf_intake_eligible(const suf_service *service, const suf_model *model,
    int64_t month, int64_t *first, int64_t *last);
/* After the population's step: drop-out of the month before, and the pupils among those
 * who died, moved or came. */
void suf_intake_month(suf_intake_state *state);
/* Holds an intake: index of the service; number of the intake, from 0 for the run's
 * first. All courses that end by now, of all services, are ended before. */
void suf_intake_hold(suf_intake_state *state, uint32_t index, uint32_t number);

#endif
