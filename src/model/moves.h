/* Between which places people move, and how many: a table of the pairs that exist.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Places are the districts and, as number n_districts, the outside. A pair leads out of a
 * district, to another or outside; who comes from outside is no pair. The pairs of a
 * district stand in the order in which its movers are split: the outside first, then the
 * districts. Where nobody moves there need be no pair, and one of rate 0 changes nothing:
 * destinations are drawn by their number, not by their place in the table. */
#ifndef SUF_MODEL_MOVES_H
#define SUF_MODEL_MOVES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* One of the pairs to come; also those that come from outside, which are passed over. */
typedef struct suf_move_pair {
    uint32_t from, to; /* which differ; n_districts: outside */
} suf_move_pair;

typedef struct suf_moves {
    uint32_t n_districts, n_pairs;
    uint32_t *first; /* [n_districts + 1] the pairs of district d are [first[d], first[d +
                        1]); owned */
    uint32_t *to;    /* [n_pairs]; owned */
    /* [kind][pair][age] hazards per person-year; kind 0: flows, kind 1: gross turnover.
     * Such that the flow at the start counts is the one given. Owned. */
    double *rate;
} suf_moves;

/* A table of the pairs given, in any order and any number of times (sorted in place),
 * with rates of 0. Fails when memory is out or there are 2^32 pairs; free it then too. */
SUF_MUST_CHECK suf_status suf_moves_init(
    suf_moves *self, uint32_t n_districts, suf_move_pair *pairs, size_t n);
/* Releases the table; one of zeros is allowed. */
void suf_moves_free(suf_moves *self);
/* The pair from a district to a place; SUF_NONE: there is none. */
uint32_t suf_moves_find(const suf_moves *self, uint32_t from, uint32_t to);
/* The rates of a pair: [SUF_N_AGES] of a kind, 0 or 1. */
double *suf_moves_rate(const suf_moves *self, uint32_t kind, uint32_t pair);

#endif
