/* Point sets that fill the unit cube more evenly than independent points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "low_discrepancy.h"

#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_qrng.h>

#include "base/memory.h"

/* Entities of the blocks that are drawn here, apart from those of random designs. */
enum { ENTITY_DIGIT = 1000, ENTITY_REST = 2000, ENTITY_ROUND = 3000 };

suf_status
suf_sobol_init(suf_sobol *self, uint32_t n_dimensions)
{
    double point[SUF_SOBOL_MOST_DIMENSIONS];
    gsl_qrng *points = NULL;
    suf_status status = SUF_OK;
    *self = (suf_sobol){.n_dimensions = n_dimensions};
    suf_bug_unless(n_dimensions <= SUF_SOBOL_MOST_DIMENSIONS);
    if (n_dimensions == 0) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new((size_t) n_dimensions * SUF_SOBOL_LOG_POINTS,
        sizeof *self->directions, &self->directions));
    points = gsl_qrng_alloc(gsl_qrng_sobol, n_dimensions);
    if (points == NULL) {
        status = SUF_RAISE(SUF_ERROR_MEMORY);
        goto out;
    }
    /* GSL begins with point 1; point 2^j has the Gray code 2^j + 2^(j - 1). */
    uint32_t bit = 0;
    for (uint32_t i = 1; bit < SUF_SOBOL_LOG_POINTS; i++) {
        if (gsl_qrng_get(points, point) != GSL_SUCCESS) {
            status = SUF_RAISE(SUF_ERROR_GSL);
            goto out;
        }
        if (i != UINT32_C(1) << bit) {
            continue;
        }
        for (uint32_t d = 0; d < n_dimensions; d++) {
            uint32_t *of = self->directions + (size_t) d * SUF_SOBOL_LOG_POINTS;
            uint32_t digits = (uint32_t) (point[d] * (double) (1 << SUF_SOBOL_BITS));
            of[bit] = bit > 0 ? digits ^ of[bit - 1] : digits;
        }
        bit++;
    }
out:
    if (points != NULL) {
        gsl_qrng_free(points);
    }
    if (status != SUF_OK) {
        suf_sobol_free(self);
    }
    return status;
}

void
suf_sobol_free(suf_sobol *self)
{
    free(self->directions);
    *self = (suf_sobol){0};
}

uint32_t
suf_sobol_digits(const suf_sobol *self, uint32_t dimension, uint32_t point)
{
    const uint32_t *of = self->directions + (size_t) dimension * SUF_SOBOL_LOG_POINTS;
    uint32_t digits = 0;
    uint32_t gray = point ^ (point >> 1);
    for (uint32_t bit = 0; gray != 0; bit++, gray >>= 1) {
        digits ^= (gray & 1) != 0 ? of[bit] : 0;
    }
    return digits;
}

double
suf_sobol_uniform(const suf_sobol *self, uint32_t dimension, uint32_t point,
    suf_rng_key key, uint64_t purpose)
{
    uint32_t digits = suf_sobol_digits(self, dimension, point);
    uint64_t scrambled = 0;
    for (uint32_t i = 0; i < SUF_SOBOL_BITS; i++) {
        uint32_t left = SUF_SOBOL_BITS - 1 - i; /* digits behind this one */
        uint64_t before = (uint64_t) digits >> (left + 1);
        suf_rng_block block = suf_rng_draw(key, before, ENTITY_DIGIT + i, purpose);
        scrambled = scrambled << 1 | (((digits >> left) ^ block.word[0]) & 1);
    }
    /* What lies behind the digits is chance. */
    suf_rng_block rest = suf_rng_draw(key, digits, ENTITY_REST, purpose);
    return suf_rng_uniform(
        scrambled << (64 - SUF_SOBOL_BITS) | rest.word[0] >> SUF_SOBOL_BITS);
}

uint32_t
suf_permutation(suf_rng_key key, uint64_t purpose, uint32_t index, uint32_t n)
{
    enum { N_ROUNDS = 8 };
    uint32_t half = 1; /* bits of each half of the network */
    while (half < 16 && UINT32_C(1) << (2 * half) < n) {
        half++;
    }
    uint32_t mask = (UINT32_C(1) << half) - 1;
    uint32_t at = index;
    do {
        uint32_t left = at >> half;
        uint32_t right = at & mask;
        for (uint32_t round = 0; round < N_ROUNDS; round++) {
            suf_rng_block block = suf_rng_draw(key, right, ENTITY_ROUND + round, purpose);
            uint32_t next = left ^ ((uint32_t) block.word[0] & mask);
            left = right;
            right = next;
        }
        at = left << half | right;
    } while (at >= n);
    return at;
}
