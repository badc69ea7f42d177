/* What targets keep: totals since the start, and what was measured.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_TARGET_STATE_H
#define SUF_ENGINE_TARGET_STATE_H

#include "engine/core/core.h"
#include "engine/delivery/delivery.h"
#include "engine/population/population.h"
#include "engine/stay/stay.h"
#include "stats/inequality.h"

/* Running totals of a pool since the start. */
typedef struct suf_totals {
    double occupied, usable; /* place-days; of visits person-hours and place-hours */
    double requests, refusals;
    double waiting;         /* person-days on the list */
    double served, without; /* of an intake 0: it has its last one (pool.h) */
} suf_totals;

/* Over and under the line of a ratio; sums. */
typedef struct suf_part {
    double top, base;
} suf_part;

typedef struct suf_target_state {
    suf_core *core;
    const suf_population *people; /* of the replication, as those after it */
    suf_delivery *delivery;
    const suf_stay_state *stays;
    const suf_model *model; /* of the core */
    suf_totals *totals;     /* [pool] up to the start of the month in hand */
    double *month_waiting; /* [pool] person-days on the list, up to the last end of one */
    suf_totals *snapshots; /* [snapshot][pool] */
    uint32_t n_snapshots;  /* of snapshots: those put aside so far */
    double *met_since;     /* [target] NAN: not met when it was last looked at */
    double *zone_km2;      /* [zone] area in this replication; NAN: by distance */
    suf_unequal *unequal;  /* room for the districts of one target */
    /* For what would be if projects were planned for another time. */
    suf_delivery trial;         /* its counts of one stock, and its order */
    suf_opening *moved;         /* scratch: [unit or change of places] */
    double *places_more;        /* scratch: [area] */
    const double *places_shift; /* [area] places beside those there are; or NULL */
} suf_target_state;

#endif
