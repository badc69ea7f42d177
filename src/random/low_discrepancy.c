/* Point sets that fill the unit cube more evenly than independent points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "low_discrepancy.h"

/* Entities of the blocks that are drawn here, apart from those of random designs. */
enum {
    ENTITY_DIGIT = 1000,
    ENTITY_REST = 2000,
    ENTITY_ROUND = 3000,
    ENTITY_COLUMN = 4000
};

/* The purpose of what all coordinates share: "balanced" as ASCII, and behind it the digit
 * and what is drawn. */
#define SHARED UINT64_C(0x62616c616e636564)
enum { SHARED_ROWS, SHARED_COLUMNS, SHARED_ORDER, N_SHARED };

/* The flip of a digit in a row: the element of Hadamard's matrix, the sign of its row and
 * that of its column. */
static uint32_t
coded_flip(
    uint64_t seed, uint64_t purpose, uint32_t coordinate, uint32_t digit, uint64_t row)
{
    const uint32_t n = SUF_BALANCED_ROWS;
    suf_rng_key key = {.seed = seed, .replication = row / n};
    uint64_t shared = SHARED + (uint64_t) digit * N_SHARED;
    uint32_t within = (uint32_t) (row % n);
    uint32_t at = suf_permutation(key, shared + SHARED_ROWS, within, n);
    uint32_t column = suf_permutation(key, shared + SHARED_COLUMNS, coordinate % n, n);
    suf_rng_block of_row =
        suf_rng_draw(key, within, coordinate / n, shared + SHARED_ORDER);
    suf_rng_block of_column = suf_rng_draw(key, digit, ENTITY_COLUMN, purpose);
    uint32_t element = (uint32_t) __builtin_parity(at & column); /* Sylvester 1867 */
    return element ^ (uint32_t) ((of_row.word[0] ^ of_column.word[0]) & 1);
}

double
suf_balanced_uniform(
    uint64_t seed, uint64_t purpose, uint32_t coordinate, suf_balanced_point point)
{
    suf_rng_key key = {.seed = seed, .replication = point.group};
    uint64_t digits = 0;
    for (uint32_t i = 0; i < SUF_BALANCED_DIGITS; i++) {
        uint64_t row = (uint64_t) point.index >> (i + 1); /* of 2^(i + 1) points */
        uint32_t flip = 0;
        if (i < SUF_BALANCED_CODED) {
            flip = coded_flip(
                seed, purpose, coordinate, i, row * point.n_groups + point.group);
        } else {
            suf_rng_block block = suf_rng_draw(
                key, row << SUF_BALANCED_DIGITS | digits, ENTITY_DIGIT + i, purpose);
            flip = (uint32_t) block.word[0] & 1;
        }
        digits = digits << 1 | (((point.index >> i) & 1) ^ flip);
    }
    suf_rng_block rest = suf_rng_draw(key, point.index, ENTITY_REST, purpose);
    return suf_rng_uniform(
        digits << (64 - SUF_BALANCED_DIGITS) | rest.word[0] >> SUF_BALANCED_DIGITS);
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
