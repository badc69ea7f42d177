/* What visits keep: until when they are drawn, and the span of days in hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_VISIT_STATE_H
#define SUF_ENGINE_VISIT_STATE_H

#include "engine/core/core.h"
#include "engine/population/population.h"
#include "engine/visit/visit_course.h"

/* Means of a span of days. */
enum {
    SUF_MEAN_SERVED,
    SUF_MEAN_OVERFLOW,
    SUF_MEAN_REFUSED,
    SUF_MEAN_HOURS,
    SUF_N_MEANS
};

/* Of one district, in a course. */
typedef struct suf_visit_district {
    double weekly;   /* mean visitors a week, of the district, or who come to it first */
    uint32_t second; /* where its refused try once more, or SUF_NONE */
    bool is_second;  /* others' refused come here */
    double means[SUF_N_MEANS];
    double shared[SUF_MEAN_HOURS];          /* scratch: those of its residents */
    suf_loss_hour hours[SUF_HOURS_OF_WEEK]; /* of a site, by its own visitors */
    double over[SUF_HOURS_OF_WEEK];         /* who come from elsewhere in the hour */
    double accepted;                        /* share of them who find a place */
    double peak;                            /* people there in the fullest hour */
} suf_visit_district;

typedef struct suf_visit_state {
    suf_core *core;
    const suf_population *people;  /* of the replication */
    const suf_model *model;        /* of the core */
    double *flushed_days;          /* [service] visits have been drawn up to this day */
    suf_visit_district *districts; /* scratch: [district] */
    double *flows;                 /* scratch: [from][to] visitors a week, by gravity */
    suf_course_table *tables;      /* [service][district][SUF_N_COURSES] */
    suf_loss loss;                 /* scratch */
} suf_visit_state;

/* Draws the visits of a service up to a whole day; before its places or people change.
 * A failure is left in the core's status. */
void suf_visit_flush(suf_visit_state *state, uint32_t index, double until_days);

#endif
