/* The ways in which a unit comes to what is known of it, and how likely each is.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A way is a fate (built, or cancelled and replaced) and a number of inspections that
 * fail. Along each the opening is begin + shift + planned duration x M, so that what is
 * known at a time T is an event of M = x = (T - begin - shift) / duration: M > x of a
 * unit that is not open, M = x of one that opened at T, M <= x of one that is open by
 * then. Let z be the normal score of x, s what the unit shares (sqrt(r1) F + sqrt(r2) G)
 * and w = r1 + r2. Given s the three have
 *
 *   Q((z - s) / sqrt(1 - w)),  phi((z - s) / sqrt(1 - w)) / sqrt(1 - w) dz/dx,  Phi(...)
 *
 * Ways that cannot have opened by T (cancelled and not replaced, or too many failures)
 * are told as one that is certain not to be open. */
#ifndef SUF_ENGINE_KNOWN_WAYS_H
#define SUF_ENGINE_KNOWN_WAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/model.h"
#include "model/parameters.h"

typedef struct suf_known_way {
    double weight; /* probability of the way, before anything is known */
    double shift_days;
    double score; /* z; -INFINITY: certain not to be open; INFINITY: certain to be */
    double slope; /* dz/dx; 0: there is no density */
    uint32_t n_failed;
    bool is_replaced, is_never; /* never: cancelled, and not replaced */
    bool is_rest;               /* stands for all with so many failures, or more */
} suf_known_way;

typedef enum suf_known_event {
    SUF_KNOWN_NOT_OPEN,
    SUF_KNOWN_OPENS, /* at that time */
    SUF_KNOWN_OPEN   /* by then */
} suf_known_event;

/* What the ways of a unit lie between: the shared sum of their group, and its weight. */
typedef struct suf_known_given {
    double sum, own; /* own: sqrt(1 - w) */
} suf_known_given;

/* Failures that are told one by one; more of them count as not open. */
enum { SUF_MOST_FAILURES = 1000 };

/* How many ways a unit has at most. */
uint32_t suf_known_most_ways(const suf_delivery_unit *unit);
/* The ways of a unit that begins at begin_days, seen at at_days; returns how many. A unit
 * that is known to be cancelled has those of its replacement alone. */
uint32_t suf_known_ways(const suf_delivery_unit *unit, double begin_days, double at_days,
    const suf_parameters *parameters, suf_known_way *ways);
/* The probability, or density, of what is known along one way, times its weight. */
double suf_known_likelihood(
    const suf_known_way *way, suf_known_event event, suf_known_given given);
/* Logarithm of the sum over n ways; finite wherever the law allows the event. */
double suf_known_log_likelihood(
    const suf_known_way *ways, uint32_t n, suf_known_event event, suf_known_given given);
/* Whether the law allows the event along any of the ways, and it tells of what is shared.
 */
bool suf_known_tells(const suf_known_way *ways, uint32_t n, suf_known_event event);

#endif
