/* What can be counted in the world and beside it in a run: the one table of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_BASE_OBSERVED_H
#define SUF_BASE_OBSERVED_H

#include <stdbool.h>

typedef enum suf_observed {
    SUF_OBSERVED_UNKNOWN, /* not given, or misspelt */
    SUF_OBSERVED_BIRTHS,
    SUF_OBSERVED_DEATHS,
    SUF_OBSERVED_MOVES_IN,
    SUF_OBSERVED_MOVES_OUT,
    SUF_OBSERVED_RESIDENTS,
    SUF_OBSERVED_REQUESTS,
    SUF_OBSERVED_ADMISSIONS,
    SUF_OBSERVED_REFUSALS,
    SUF_OBSERVED_OCCUPANCY,
    SUF_OBSERVED_OCCUPANCY_END,
    SUF_OBSERVED_WAITING,
    SUF_OBSERVED_WAITING_END,
    SUF_OBSERVED_APPLICANTS,
    SUF_OBSERVED_PLACED,
    SUF_OBSERVED_UNPLACED,
    SUF_OBSERVED_PUPILS_IN,
    SUF_OBSERVED_VISITS,
    SUF_OBSERVED_SERVED,
    SUF_OBSERVED_VISITS_REFUSED,
    SUF_N_OBSERVED
} suf_observed;

/* How a count goes with time. */
typedef enum suf_observed_time {
    SUF_OBSERVED_SUM,  /* what happened in a window */
    SUF_OBSERVED_MEAN, /* the mean over a window */
    SUF_OBSERVED_POINT /* the state at its end */
} suf_observed_time;

typedef struct suf_observed_row {
    const char *name; /* the variable's in the results */
    suf_observed_time time;
    bool is_of_people; /* of residents, by year; else of a service, by month */
    unsigned kinds;    /* of services that have it: a bit for each suf_service_kind */
} suf_observed_row;

/* Static and constant; not of UNKNOWN. */
const suf_observed_row *suf_observed_row_of(suf_observed observed);

#endif
