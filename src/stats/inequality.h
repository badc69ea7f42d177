/* How unequal a ratio is between districts.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of districts i with a ratio x_i = top_i / base_i, weights w_i = base_i, W their sum,
 * and mu = sum of w_i x_i / W, which is the ratio of all districts together:
 *
 *   WORST_TO_BEST  least x_i / greatest x_i
 *   VARIATION      sqrt(sum of w_i (x_i - mu)^2 / W) / mu  (Williamson 1965)
 *   GINI           sum over i, j of w_i w_j |x_i - x_j| / (2 mu W^2)
 *                  (Lerman and Yitzhaki 1984)
 *   THEIL          sum of w_i / W x_i / mu ln(x_i / mu), 0 where x_i = 0 (Theil 1967)
 *
 * All are without unit. Where all districts are equal, WORST_TO_BEST is 1 and the others
 * are 0. The weights are whole districts: what is unequal within one is not seen, so the
 * indices are lower limits of those between people.
 *
 * NaN and zero: a district whose base is 0 (nobody it could be of) is left out, and
 * suf_unequal_add says so. With no district left, or where all ratios are 0, there is no
 * index: NaN. One that is NaN makes them all NaN. Sums go in order of the ratios, then of
 * the calls, so callers that add districts by name get the same bits in any order of the
 * file. */
#ifndef SUF_STATS_INEQUALITY_H
#define SUF_STATS_INEQUALITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/terms.h"

/* Ratios of districts that were added. */
typedef struct suf_unequal {
    double *ratios, *weights; /* [n_most]; owned */
    uint32_t n, n_most;
    double top, base; /* sums */
} suf_unequal;

/* Room for n_most >= 1 districts. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_unequal_init(suf_unequal *self, uint32_t n_most);
/* Releases the room. */
void suf_unequal_free(suf_unequal *self);
/* Forgets what was added. */
void suf_unequal_clear(suf_unequal *self);
/* Adds a district, top and base >= 0. False: left out, its base is 0. */
bool suf_unequal_add(suf_unequal *self, double top, double base);
/* The ratio of all districts together; NaN without any. */
double suf_unequal_overall(const suf_unequal *self);
/* May sort what was added. */
double suf_unequal_index(suf_unequal *self, suf_inequality index);

#endif
