/* Visits: short, repeated use within opening hours.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * model.md, "visit". Within a month the people, and so the rate of an hour of the week,
 * are constant; all hours are independent Poisson numbers given the people. So visits of
 * a span of days are drawn as Poisson sums over its hours, which is the same law at the
 * cost of the distinct hours of a week: those who are served at home, served elsewhere,
 * and refused are independent. The load of an hour is worked out once for each type of
 * day, and again when places change. */
#ifndef SUF_ENGINE_VISIT_H
#define SUF_ENGINE_VISIT_H

#include "engine/state.h"

/* Of one district and hour. */
typedef struct suf_visit_hour {
    double visitors; /* mean number who come in the hour, to their own district first */
    double load;     /* mean number who would be there if nobody were refused */
    double blocked;  /* probability of being refused */
    double overflow; /* load that other districts send here */
    double gained;   /* of it, carried */
} suf_visit_hour;

struct suf_visits {
    const suf_model *model;
    double *flushed_days;  /* [service] visits have been drawn up to this day */
    suf_visit_hour *hours; /* scratch: [district] */
    uint32_t *second;      /* scratch: [district] where its refused try, or SUF_NONE */
    double *there;         /* scratch: [district] load at the start of the hour */
    double *weekly;        /* scratch: [district] mean visitors a week */
    double *means;         /* scratch: [district][4] served, away, refused, hours used */
};

SUF_MUST_CHECK suf_status suf_visit_new(
    const suf_model *model, struct suf_visits **visits);
void suf_visit_free(struct suf_visits *self);
void suf_visit_clear(struct suf_visits *self);
/* Draws the visits of a service up to a whole day; before its places or people change. */
void suf_visit_flush(suf_state *state, uint32_t index, double until_days);
/* The same for all services of this kind. */
void suf_visit_flush_all(suf_state *state, double until_days);
/* Erlang's loss probability for a load on a number of places, which may be broken:
 * linear between whole ones. Below 1e-12 it is taken for 0. */
double suf_visit_blocking(double load, double places);

#endif
