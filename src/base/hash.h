/* 64-bit hash of a text: names purposes, streams and the fingerprint of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FNV-1a (Fowler, Noll, Vo; RFC draft-eastlake-fnv), finished with the mixer of
 * splitmix64 (Steele, Lea, Flood 2014) so that near names land far apart. Stable for
 * ever: results depend on it. */
#ifndef SUF_BASE_HASH_H
#define SUF_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t
suf_hash_bytes(uint64_t seed, const void *bytes, size_t n)
{
    const unsigned char *byte = bytes;
    uint64_t hash = 14695981039346656037U ^ seed;
    for (size_t i = 0; i < n; i++) {
        /* The analyzer loses sight of bytes that were written as doubles.
         * NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        hash = (hash ^ byte[i]) * 1099511628211U;
    }
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebU;
    return hash ^ (hash >> 31);
}

/* Hash of a NUL-terminated text. */
uint64_t suf_hash_text(const char *text);

#endif
