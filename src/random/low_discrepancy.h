/* Point sets that fill the unit cube more evenly than independent points.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sobol' points are a digital sequence in base 2 (Sobol' 1967): coordinate d of point i
 * is the exclusive or of the direction numbers of d that the bits of i's Gray code name
 * (Antonov and Saleev 1979, doi:10.1016/0041-5553(79)90085-5), so that any point is had
 * at once. The direction numbers are those of GSL (Bratley and Fox 1988), got from the
 * points that gsl_qrng_sobol gives. Scrambled after Owen (1995): each digit is flipped by
 * a random bit that depends on the digits before it, so that every point is uniform, the
 * set keeps its evenness, and independent scrambles give independent estimates.
 *
 * A Latin hypercube of n points has exactly one point in each n-th of each coordinate
 * (McKay, Beckman and Conover 1979, doi:10.2307/1268522): coordinate = (permutation(i) +
 * uniform) / n. */
#ifndef SUF_RANDOM_LOW_DISCREPANCY_H
#define SUF_RANDOM_LOW_DISCREPANCY_H

#include <stdint.h>

#include "base/status.h"
#include "random/rng_stream.h"

enum {
    SUF_SOBOL_MOST_DIMENSIONS = 40, /* of GSL's table */
    SUF_SOBOL_LOG_POINTS = 17,      /* points that are made: 2^17 */
    SUF_SOBOL_BITS = 30             /* of a coordinate, before scrambling */
};

typedef struct suf_sobol {
    uint32_t n_dimensions;
    uint32_t *directions; /* [n_dimensions][SUF_SOBOL_LOG_POINTS]; owned */
} suf_sobol;

/* n_dimensions <= SUF_SOBOL_MOST_DIMENSIONS; 0 is legal. SUF_ERROR_GSL when GSL cannot
 * make them. */
SUF_MUST_CHECK suf_status suf_sobol_init(suf_sobol *self, uint32_t n_dimensions);
void suf_sobol_free(suf_sobol *self);
/* The digits of a coordinate, the first the highest of SUF_SOBOL_BITS; point < 2^17. */
uint32_t suf_sobol_digits(const suf_sobol *self, uint32_t dimension, uint32_t point);
/* The scrambled coordinate in (0, 1). The scramble is named by key and purpose. */
double suf_sobol_uniform(const suf_sobol *self, uint32_t dimension, uint32_t point,
    suf_rng_key key, uint64_t purpose);

/* Where a permutation of 0 .. n - 1, named by key and purpose, takes `index` < n. By a
 * Feistel network over the next power of four, walked until it falls below n (Black and
 * Rogaway 2002, doi:10.1007/3-540-45760-7_9). */
uint32_t suf_permutation(suf_rng_key key, uint64_t purpose, uint32_t index, uint32_t n);

#endif
