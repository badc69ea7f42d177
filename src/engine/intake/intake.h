/* Intakes: admission by cohort on dates, and the rolls of those enrolled.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model.md, "intake". At one instant every course that ends, of all services, ends before
 * any intake is held. A roll holds groups of pupils who share home, site, birth cohort
 * and end of course. Of those who leave a cohort by death or a move, the pupils among
 * them are drawn without replacement (hypergeometric); pupils who move are seated in
 * their new district if a seat is free, else they are without a site and are seated first
 * at the next intake. Newcomers from outside are pupils as often as the city's people of
 * their cohort are. Applicants of `arrivals` have no cohort; they neither die nor move.
 *
 * Invariant: a pool's occupied is the sum of the groups of its site. */
#ifndef SUF_ENGINE_INTAKE_H
#define SUF_ENGINE_INTAKE_H

#include "engine/stay/state.h"
#include "engine/intake/urn.h"

typedef struct suf_pupils {
    uint32_t home;
    uint32_t site;   /* SUF_NONE: without a seat until the next intake */
    uint32_t cohort; /* n_cohorts: of arrivals */
    uint32_t count;
    uint32_t next; /* of the same home and cohort, or SUF_NONE */
    double ends_days;
} suf_pupils;

typedef struct suf_roll {
    suf_pupils *groups;
    size_t n, capacity;
    uint32_t *head;      /* [district][n_cohorts + 1] first group, or SUF_NONE */
    uint32_t *retry;     /* likewise: the unplaced who apply again */
    uint32_t *graduates; /* likewise, of graduated_days */
    double graduated_days;
    uint32_t lowest,
        highest; /* cohorts that may have graduates; lowest > highest: none */
    uint32_t retry_lowest, retry_highest; /* likewise, that may try again */
} suf_roll;

struct suf_enrolment {
    const suf_model *model; /* borrowed */
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

SUF_MUST_CHECK suf_status suf_intake_new(
    const suf_model *model, struct suf_enrolment **enrolment);
void suf_intake_free(struct suf_enrolment *self);
/* Forgets everybody; before the population starts. */
void suf_intake_clear(struct suf_enrolment *self);
/* Seats the rolls of the start and adds the events of all intakes. */
void suf_intake_start(suf_state *state);
/* The cohorts whose members have an age in whole months in [eligible_from, eligible_to)
 * at the end of a month (index, which may lie before the calendar): [*first, *last],
 * empty if last < first. */
void suf_intake_eligible(const suf_service *service, const suf_model *model,
    int64_t month, int64_t *first, int64_t *last);
/* After the population's step: drop-out of the month before, and the pupils among those
 * who died, moved or came. */
void suf_intake_month(suf_state *state, bool is_first);
/* An intake: index of the service, number of the intake. */
void suf_intake_hold(suf_state *state, uint32_t index, uint32_t number);

#endif
