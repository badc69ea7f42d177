/* Why people are not served: unmet demand split into its causes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A run of the question `why` holds a plan and the same plan without some causes, each
 * combination of those that can act a scenario of its own, known by its name
 * (suf_cause_add_name). A cause that cannot act has no scenarios: to take it away changes
 * nothing. Of each replication, on common random numbers, two quantities are split
 * (cause_split.h) by service, district and year:
 *
 *   UNMET     people of the period who were not served: balked, refused, left the list
 *             without a place; of an intake who got no seat or one above the places; of
 *             visits who were refused. The measure `unmet`, counted in people.
 *   WAITING   people on the list, mean over the period: the measure `waiting`.
 *
 * Regions are the districts in which people live and then all of them together, periods
 * the calendar years and then the whole run. */
#ifndef SUF_STATS_WHY_H
#define SUF_STATS_WHY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cause.h"
#include "base/status.h"
#include "stats/metrics.h"

typedef enum suf_why_quantity {
    SUF_WHY_UNMET,
    SUF_WHY_WAITING,
    SUF_N_WHY_QUANTITIES
} suf_why_quantity;

/* The measure that a quantity is made of, and its name, unit and meaning. Static. */
typedef struct suf_why_quantity_info {
    suf_variable measure;
    const char *name, *units, *long_name;
} suf_why_quantity_info;
/* What is known of a quantity, 0 .. SUF_N_WHY_QUANTITIES - 1. */
const suf_why_quantity_info *suf_why_quantity_of(int quantity);

/* A plan of a layout, and where it is without causes. */
typedef struct suf_why_plan {
    uint32_t scenario;                      /* of the layout: the plan as it is */
    uint32_t acting;                        /* mask of the causes that can act; not 0 */
    uint32_t scenarios[SUF_N_COMBINATIONS]; /* of each mask */
} suf_why_plan;

/* The plans of a layout of which every combination is there; *plans owned by the caller,
 * released with free, NULL when there is none. */
SUF_MUST_CHECK suf_status suf_why_plans(
    const suf_layout *layout, suf_why_plan **plans, uint32_t *n);
/* The mask that a scenario's name tells, of the plan of another name; 0: none. */
SUF_MUST_CHECK suf_status suf_why_mask_of_name(
    const char *name, const char *plan, uint32_t *mask);

/* Means over replications with the limits of their 95 % intervals; NaN: not known. A
 * share is of the total, by Fieller's interval (quotient.h). */
typedef struct suf_why_part {
    double mean, low, high;
    double share, share_low, share_high; /* 0..1, beyond where causes offset others */
} suf_why_part;

typedef struct suf_why_cell {
    double total, low, high;
    suf_why_part parts[SUF_N_PARTS];    /* their means sum to the total */
    double without[SUF_N_COMBINATIONS]; /* means with the causes of a mask taken away */
} suf_why_cell;

typedef struct suf_why {
    const suf_layout *layout; /* borrowed */
    suf_why_plan plan;
    uint32_t n_replications;
    suf_why_cell *cells; /* [quantity][period][region][service]; owned */
} suf_why;

/* Reads a measure of a scenario, values[suf_layout_size]; `position` counts along the
 * replications of the fold. */
typedef suf_status (*suf_why_reader)(void *context, suf_variable measure,
    uint32_t scenario, uint32_t position, double *values);

/* Folds n replications of these numbers. What the reader returns ends it. Free it after a
 * failure too. */
SUF_MUST_CHECK suf_status suf_why_fold(suf_why *self, const suf_layout *layout,
    const suf_why_plan *plan, const int32_t *replications, uint32_t n,
    suf_why_reader read, void *context);
void suf_why_free(suf_why *self);

/* Regions and periods are one more than districts and years. */
const suf_why_cell *suf_why_at(const suf_why *self, int quantity, uint32_t period,
    uint32_t region, uint32_t service);

#endif
