/* Named random streams on Philox4x64-10, also as a gsl_rng_type.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Philox (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
 * doi:10.1145/2063384.2063405) maps a key and a counter to four 64-bit words. A draw is
 * named, never taken in turn: key = (seed, replication), counter = (block, entity,
 * purpose, 0). So a draw is the same whenever, wherever and by whichever thread it is
 * made, and two scenarios share it by name. Purposes are hashes of names (base/hash.h).
 *
 * numpy.random.Philox gives the same words; it increments its counter first, so its
 * counter c is our block c + 1. */
#ifndef SUF_RANDOM_RNG_STREAM_H
#define SUF_RANDOM_RNG_STREAM_H

#include <stdint.h>

#include <gsl/gsl_rng.h>

#include "base/clock.h"
#include "base/status.h"

typedef struct suf_rng_key {
    uint64_t seed, replication;
} suf_rng_key;

typedef struct suf_rng_block {
    uint64_t word[4];
} suf_rng_block;

/* High and low half of a product. */
static inline uint64_t
suf_rng_multiply(uint64_t a, uint64_t b, uint64_t *high)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide) a * b;
    *high = (uint64_t) (product >> 64);
    return (uint64_t) product;
}

/* One round of Philox4x64 on a counter c. */
static inline void
suf_rng_round(uint64_t c[4], uint64_t k0, uint64_t k1)
{
    uint64_t high0 = 0;
    uint64_t high2 = 0;
    uint64_t low0 = suf_rng_multiply(0xD2E7470EE14C6C93U, c[0], &high0);
    uint64_t low2 = suf_rng_multiply(0xCA5A826395121157U, c[2], &high2);
    c[0] = high2 ^ c[1] ^ k0;
    c[1] = low2;
    c[2] = high0 ^ c[3] ^ k1;
    c[3] = low0;
}

/* Philox4x64-10 itself: ten rounds on a counter of four words; written out, as compilers
 * do not unroll the loop. */
static inline suf_rng_block
suf_rng_philox(suf_rng_key key, uint64_t c0, uint64_t c1, uint64_t c2, uint64_t c3)
{
    const uint64_t w0 = 0x9E3779B97F4A7C15U;
    const uint64_t w1 = 0xBB67AE8584CAA73BU;
    uint64_t k0 = key.seed;
    uint64_t k1 = key.replication;
    uint64_t c[4] = {c0, c1, c2, c3};
    suf_rng_round(c, k0, k1);
    suf_rng_round(c, k0 + w0, k1 + w1);
    suf_rng_round(c, k0 + 2 * w0, k1 + 2 * w1);
    suf_rng_round(c, k0 + 3 * w0, k1 + 3 * w1);
    suf_rng_round(c, k0 + 4 * w0, k1 + 4 * w1);
    suf_rng_round(c, k0 + 5 * w0, k1 + 5 * w1);
    suf_rng_round(c, k0 + 6 * w0, k1 + 6 * w1);
    suf_rng_round(c, k0 + 7 * w0, k1 + 7 * w1);
    suf_rng_round(c, k0 + 8 * w0, k1 + 8 * w1);
    suf_rng_round(c, k0 + 9 * w0, k1 + 9 * w1);
    return (suf_rng_block){{c[0], c[1], c[2], c[3]}};
}

/* The block of one name. */
static inline suf_rng_block
suf_rng_draw(suf_rng_key key, uint64_t block, uint64_t entity, uint64_t purpose)
{
    return suf_rng_philox(key, block, entity, purpose, 0);
}

/* A uniform in the open interval (0, 1) from the upper 52 bits of a word: the midpoints
 * of 2^52 equal cells, each an exact double (53 bits would round the last one to 1). */
static inline double
suf_rng_uniform(uint64_t word)
{
    return ((double) (word >> 12) + 0.5) * 0x1p-52;
}

/* A tick below `span`, each equally likely to 2^-32 of it or better. */
static inline suf_ticks
suf_rng_ticks(uint64_t word, suf_ticks span)
{
    uint64_t ticks = 0;
    (void) suf_rng_multiply(word, (uint64_t) span, &ticks);
    return (suf_ticks) ticks;
}

/* Philox as a generator of GSL, for its samplers and tests: state is (key, purpose,
 * entity, block); words of a block are taken in order. gsl_rng_set gives key (seed, 0),
 * purpose and entity 0; suf_rng_name sets the whole name. */
const gsl_rng_type *suf_rng_type(void);
void suf_rng_name(gsl_rng *rng, suf_rng_key key, uint64_t purpose, uint64_t entity);

#endif
