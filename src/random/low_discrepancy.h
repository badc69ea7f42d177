/* Point sets that fill the unit cube more evenly than independent points.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balanced points come in groups, each of which is a stratified sample of its own. In
 * every coordinate point t of a group begins with the binary digits of t, the lowest
 * first (van der Corput 1935), each flipped by a random bit: of 2^m points in turn, each
 * 2^m-th of (0, 1) has one. What remains is how coordinates go with each other. A group
 * of few points alone must be worse here than random points are: of m points in k > m
 * coordinates the mean square of the correlations is (k / (m - 1) - 1) / (k - 1) or more
 * (Welch 1974, doi:10.1109/TIT.1974.1055219). So groups share the flips of the first two
 * digits, which make 15 of 16 parts of the variance of a coordinate:
 *
 * - Points 2 h and 2 h + 1 of a group are a row; their first digits differ, so that a row
 *   needs one flip a coordinate. Every 64 rows in turn (of all groups) the flips are
 *   columns of Hadamard's matrix of order 64: with the mirror images an orthogonal array
 *   of strength 3 (Box and Hunter 1961; Hedayat, Sloane and Stufken 1999, section 7),
 *   whose coordinates do not correlate at all. Rows and columns are permuted at random,
 *   columns and rows flipped at random, anew every 64 rows; so one point is uniform in
 *   the cube, a part of 64 rows is as balanced as it can be, and a row tells nothing of
 *   the sign of another: means of groups do not correlate.
 * - Four points are a row of the second digit likewise. It does not correlate with the
 *   first digit of another coordinate within a row.
 * - Further digits are flipped at random, which depends on the digits before (Owen 1995)
 *   and on t.
 *
 * Beyond 64 coordinates each further 64 have rows flipped on their own, and correlate
 * with the others as random points do.
 *
 * A Latin hypercube of n points has exactly one point in each n-th of each coordinate
 * (McKay, Beckman and Conover 1979, doi:10.2307/1268522): coordinate = (permutation(i) +
 * uniform) / n. */
#ifndef SUF_RANDOM_LOW_DISCREPANCY_H
#define SUF_RANDOM_LOW_DISCREPANCY_H

#include <stdint.h>

#include "random/rng_stream.h"

enum {
    SUF_BALANCED_ROWS = 64,  /* order of Hadamard's matrix */
    SUF_BALANCED_CODED = 2,  /* digits that it flips */
    SUF_BALANCED_DIGITS = 20 /* of a coordinate that are even; the rest is chance */
};

/* Which point of which group: groups are 0 .. n_groups - 1. */
typedef struct suf_balanced_point {
    uint32_t group, n_groups;
    uint32_t index; /* within the group */
} suf_balanced_point;

/* A coordinate in (0, 1) of a point: named by seed, purpose, the coordinate's number and
 * the point, whatever other coordinates and points there are. */
double suf_balanced_uniform(
    uint64_t seed, uint64_t purpose, uint32_t coordinate, suf_balanced_point point);

/* Where a permutation of 0 .. n - 1, named by key and purpose, takes `index` < n. By a
 * Feistel network over the next power of four, walked until it falls below n (Black and
 * Rogaway 2002, doi:10.1007/3-540-45760-7_9). */
uint32_t suf_permutation(suf_rng_key key, uint64_t purpose, uint32_t index, uint32_t n);

#endif
