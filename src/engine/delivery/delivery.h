/* What is delivered when, in one replication.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When each unit opens is drawn at the start of the replication (model.md, "Delivery"):
 * nothing that happens later bears on it, but for what policies begin. A unit's opening
 * is its planned start + planned duration x multiplier; stages have a multiplier each;
 * what began before the run is known not to be open at its start (given the shocks). What
 * is cancelled is replaced in some programmes: by a unit like it, planned later, that is
 * not cancelled. Then comes the first inspection that recognises it. A unit that comes
 * after another one begins once that one has opened, and never when it never opens; so
 * units open by rank. What waits for a policy is drawn when that begins it, by the same
 * names. What is known of units by a date is as known (known.h, known_draw.h), and the
 * shocks are drawn from their posterior. Works are a queue of batches with crews as
 * servers, in the order of the batches.
 *
 * As time goes on, suf_delivery_advance counts the assets of the units that have opened.
 */
#ifndef SUF_ENGINE_DELIVERY_H
#define SUF_ENGINE_DELIVERY_H

#include "base/status.h"
#include "model/model.h"
#include "model/parameters.h"
#include "random/rng_stream.h"

/* An opening, for sorting. */
typedef struct suf_opening {
    double days;
    uint32_t unit;
} suf_opening;

/* Orders openings by time, then by unit; for qsort. */
int suf_opening_compare(const void *left, const void *right);

typedef struct suf_delivery {
    const suf_model *model; /* borrowed */
    /* As the levers have them in this replication; borrowed. */
    const suf_delivery_unit *units;
    const suf_works *works;
    double *opened_days;    /* [n_units]; INFINITY: never */
    double *begun_days;     /* [n_units] of what is built; of what is sure, the opening */
    double *policy_days;    /* [n_policies] when each began what it begins; INFINITY: not
                               yet */
    bool *is_replaced;      /* [n_units] cancelled; its replacement opens in its place */
    suf_opening *order;     /* [n_units] by time, then unit */
    uint32_t n_passed;      /* of order: those that have been counted */
    double *crew_free_days; /* scratch: [greatest number of crews] a heap */
    /* Assets by stock: [stock], [stock][district], [stock][locality], [stock][zone]; and
     * what they were at the start. */
    double *of_city, *of_district, *of_locality, *of_zone;
    double *start_of_city, *start_of_district;
    double *works_done; /* [n_works] units done, those before the start among them */
    double shock;       /* of the replication */
    double *programme_shocks; /* [n_programmes] of the replication */
    struct suf_known *known;  /* what is known of units; NULL: nothing; owned */
} suf_delivery;

/* Room for what is delivered; the model is borrowed. Fails when memory is out; free it
 * then too. */
SUF_MUST_CHECK suf_status suf_delivery_init(suf_delivery *self, const suf_model *model);
/* Releases the room, not the model. */
void suf_delivery_free(suf_delivery *self);
/* Draws a replication, in which no policy has begun anything yet. */
void suf_delivery_start(
    suf_delivery *self, const suf_parameters *parameters, suf_rng_key key);
/* Draws it again, with policy_days as they are. */
void suf_delivery_draw(
    suf_delivery *self, const suf_parameters *parameters, suf_rng_key key);
/* A policy begins at a time, no earlier than all that was counted, what waits for it:
 * draws that, and what comes after it. */
void suf_delivery_begin(suf_delivery *self, const suf_parameters *parameters,
    suf_rng_key key, uint32_t policy, double days);
/* By how many days what a policy begins is later than planned: all of its project's dates
 * move together. INFINITY: it is not begun; 0 of what the plan begins. */
double suf_delivery_shift(const suf_delivery *self, uint32_t unit);
/* The normal score of a unit's delay in this replication, standard normal: the shocks it
 * shares and luck of its own, whether or not the delay makes use of them; of stages the
 * sum of theirs, scaled. Of works that of the time of the batch. */
double suf_delivery_score(const suf_delivery *self, const suf_parameters *parameters,
    suf_rng_key key, uint32_t unit);
/* Its number among the names of random streams: of what is replaced, the
 * replacement's. */
uint32_t suf_delivery_number(const suf_delivery *self, uint32_t unit);
/* Counts what is there at the start of a replication: part of suf_delivery_start. */
void suf_delivery_count_start(suf_delivery *self);
/* Counts what has opened before a time. */
void suf_delivery_advance(suf_delivery *self, double now_days);
/* Counts the first n of the order, as one that has been advanced so far. */
void suf_delivery_pass(suf_delivery *self, uint32_t n);
/* Counts a unit once more (sign 1), or no longer (-1), whether or not it has opened. */
void suf_delivery_count(suf_delivery *self, uint32_t unit, double sign);
/* Makes the counts of a stock those of another one's, of the same model. */
void suf_delivery_copy_stock(
    suf_delivery *self, const suf_delivery *from, uint32_t stock);
/* When another project like a unit's would open, begun as it is (but not before what is
 * known of that) and under the same shocks, with luck of its own, and after copies of
 * those it comes after; copies count from 1, SUF_MOST_COPIES at most. INFINITY: never. */
enum { SUF_MOST_COPIES = 2 };
double suf_delivery_copy_opening(const suf_delivery *self,
    const suf_parameters *parameters, suf_rng_key key, uint32_t unit, uint32_t copy);

#endif
