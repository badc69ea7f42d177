/* An observer that measures a replication from its story, apart from the engine's
 * counters. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything is kept for one district's list and one district's places, from the end of
 * the warm-up on; times in days. The engine's own record is compared with it
 * (validate.c). */
#ifndef SUF_VALIDATION_WATCH_H
#define SUF_VALIDATION_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/stay/stay_state.h"
#include "stats/metrics.h"

#define WATCH_ALL UINT32_MAX

enum { WATCH_MAX_LIMITS = 4, WATCH_MAX_CLASSES = 3 };

typedef struct watch {
    uint32_t district; /* whose places and people; WATCH_ALL: all of them */
    uint32_t service;  /* of several, counted from 1; 0: whatever is told */
    double warm_up_days;
    double tail_above; /* counts time with more than so many people in places */
    double centre;     /* about which the variance of places taken is summed */
    double limits_days[WATCH_MAX_LIMITS]; /* waits are counted up to these */
    /* levels now */
    double last_days;
    double n_occupied, n_waiting;
    /* since the warm-up */
    double time, occupied_area, square_area, tail_area, waiting_area;
    double n_requests, n_refused, n_admitted, n_waited, n_reneged, n_balked;
    double n_admitted_away; /* residents of the district, elsewhere */
    double wait_sum;        /* of the admitted */
    double left_sum;        /* time on the list of those who left it without a place */
    double n_within[WATCH_MAX_LIMITS];
    /* of intakes: new applicants, and those of the last one who wait for the next */
    double n_applicants, n_unplaced;
    double class_n[WATCH_MAX_CLASSES], class_wait[WATCH_MAX_CLASSES];
    /* where everybody who asks has a class */
    double class_asked[WATCH_MAX_CLASSES], class_refused[WATCH_MAX_CLASSES];
    /* In system now; of services where nobody leaves but by a release. */
    double class_there[WATCH_MAX_CLASSES], class_area[WATCH_MAX_CLASSES];
} watch;

/* Fits suf_observer.see with a watch as context. */
void watch_see(void *context, const suf_trace_event *sighting);
/* Whether the engine's own record of a replication, warm-up and all, adds up in the
 * months, the district and the service that are watched: who asked is gone, admitted, or
 * waits. */
bool watch_agrees(const watch *self, const suf_layout *layout, suf_metrics *metrics);
/* Counts the time up to `now_days`. */
void watch_until(watch *self, double now_days);

#endif
