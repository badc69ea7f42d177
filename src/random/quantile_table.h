/* A quantile function in a table: one look-up a draw, no transcendental functions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The unit interval is cut at 1/2; each half into octaves of the distance from its end (u
 * or 1 - u), each octave into SUF_QUANTILE_CELLS equal cells, so that both tails are
 * resolved in proportion. Within a cell the quantile is a cubic through four points.
 * Beyond the last octave (probability 2^-SUF_QUANTILE_OCTAVES at each end) the quantile
 * is held. */
#ifndef SUF_RANDOM_QUANTILE_TABLE_H
#define SUF_RANDOM_QUANTILE_TABLE_H

#include <stdint.h>
#include <string.h>

#include "base/status.h"

enum { SUF_QUANTILE_OCTAVES = 44, SUF_QUANTILE_CELL_BITS = 4 };
enum { SUF_QUANTILE_CELLS = 1 << SUF_QUANTILE_CELL_BITS };

typedef struct suf_quantile_cell {
    double c[4]; /* Q = c0 + t (c1 + t (c2 + t c3)), t in [0, 1) across the cell */
} suf_quantile_cell;

typedef struct suf_quantile_table {
    suf_quantile_cell *cells; /* [2 halves][octaves][cells]; owned */
    double *starts; /* quantiles where the cells begin, in the order of u; owned */
} suf_quantile_table;

/* Tabulates quantile(context, tail, is_upper): the quantile at u = tail (lower half) or
 * at u = 1 - tail (upper half), tail in (0, 1/2], finite. */
SUF_MUST_CHECK suf_status suf_quantile_table_init(suf_quantile_table *self,
    double (*quantile)(void *context, double tail, int is_upper), void *context);
void suf_quantile_table_free(suf_quantile_table *self);
/* The u whose quantile is x, of a quantile function that rises: 0 or 1 beyond the table.
 */
double suf_quantile_table_inverse(const suf_quantile_table *self, double x);

/* Quantile at u in (0, 1). */
static inline double
suf_quantile_table_at(const suf_quantile_table *self, double u)
{
    uint32_t is_upper = u >= 0.5;
    double tail = u < 1 - u ? u : 1 - u; /* no branch: it could not be foretold */
    /* The exponent of the tail is its octave, its leading mantissa bits the cell. */
    uint64_t bits = 0;
    memcpy(&bits, &tail, sizeof bits);
    int32_t octave = 1021 - (int32_t) (bits >> 52);
    if (octave < 0) { /* tail = 1/2 exactly */
        octave = 0;
        bits = 0x000fffffffffffffU;
    } else if (octave >= SUF_QUANTILE_OCTAVES) {
        octave = SUF_QUANTILE_OCTAVES - 1;
        bits = 0;
    }
    uint64_t mantissa = bits & 0x000fffffffffffffU;
    uint32_t cell = (uint32_t) (mantissa >> (52 - SUF_QUANTILE_CELL_BITS));
    uint64_t below = (mantissa << (12 + SUF_QUANTILE_CELL_BITS)) >> 11;
    double t = (double) below * 0x1p-53;
    const suf_quantile_cell *at =
        &self->cells[(is_upper * SUF_QUANTILE_OCTAVES + (uint32_t) octave) *
                         SUF_QUANTILE_CELLS +
                     cell];
    return at->c[0] + t * (at->c[1] + t * (at->c[2] + t * at->c[3]));
}

#endif
