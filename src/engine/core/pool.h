/* Places: those of one service in one district, pooled, and what a month did there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pool is what processes meet at. Delivery opens and closes its places, one process of
 * the service's kind takes them and counts what happens, targets look at it, and at the
 * end of the month the core writes it into the record and begins the next.
 *
 * Invariant: usable <= ready <= built. occupied may exceed usable after a closing. */
#ifndef SUF_ENGINE_POOL_H
#define SUF_ENGINE_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/time_weighted.h"

/* Counts of one pool since the month began. Each becomes the variable of its name
 * (observe.c); what it means, and whether it stands at the district where people live or
 * where the place is, says the table (stats/variables.h), with the identities that hold
 * among them. */
typedef enum suf_count {
    SUF_COUNT_REQUESTS,
    SUF_COUNT_BALKED,
    SUF_COUNT_VOID,
    SUF_COUNT_ADMISSIONS,
    SUF_COUNT_ADMISSIONS_WAITED,
    SUF_COUNT_ADMISSIONS_OVERFLOW,
    SUF_COUNT_ADMISSIONS_OVERFLOW_IN,
    SUF_COUNT_REFUSALS,
    SUF_COUNT_RENEGED,
    SUF_COUNT_AGED_OUT,
    SUF_COUNT_DIED_WAITING,
    SUF_COUNT_MOVED_WAITING,
    SUF_COUNT_RELEASES,
    SUF_COUNT_PLACES_OPENED,
    SUF_COUNT_PLACES_CLOSED,
    /* of an intake */
    SUF_COUNT_APPLICANTS,
    SUF_COUNT_PLACED,
    SUF_COUNT_PLACED_OVERFLOW,
    SUF_COUNT_PLACED_ABOVE,
    SUF_COUNT_UNPLACED,
    SUF_COUNT_PUPILS_IN,
    /* of visits */
    SUF_COUNT_VISITS,
    SUF_COUNT_SERVED,
    SUF_COUNT_SERVED_OVERFLOW,
    SUF_COUNT_VISITS_REFUSED,
    SUF_N_COUNTS
} suf_count;

typedef struct suf_pool {
    uint32_t occupied; /* held by somebody now; changed by suf_pool_occupy alone */
    uint32_t usable;   /* places that admit people */
    uint32_t ready;    /* those that would if all teams were there (delivery/teams.h) */
    uint32_t built;    /* places that count */
    uint32_t sites;    /* equal ones that share them */
    bool has_room;     /* whoever asks today finds a free place (stay/day.h) */
    double person_hours, place_hours; /* of visits, since the month began */
    double peak_utilisation; /* of visits: share of its places taken in the fullest hour
                        of the week, as last drawn; 0: not yet */
    /* Since the month began. */
    suf_time_weighted occupied_time, usable_time; /* place-days */
    suf_time_weighted waiting_time;      /* person-days on the list of the district */
    double wait_sum_days;                /* of those admitted since the month began */
    double last_applicants, last_placed; /* by residence, of the last intake */
    uint64_t counts[SUF_N_COUNTS];
} suf_pool;

#endif
