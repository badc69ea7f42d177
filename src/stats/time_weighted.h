/* A time-weighted statistic: the area under a level that steps at ticks, exactly.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From s to t a level L has the area L(t) t - L(s) s - sum (change x its time). The
 * second and third terms are kept as one whole number (modulo 2^64, which the difference
 * does not feel). So changes may be added in any order, and the area is the same to the
 * last bit.
 *
 * Invariant: the level is never below 0, and level x span stays below 2^64 ticks: 138
 * million people for a month. */
#ifndef SUF_STATS_TIME_WEIGHTED_H
#define SUF_STATS_TIME_WEIGHTED_H

#include <stdint.h>

#include "base/clock.h"

typedef struct suf_time_weighted {
    uint64_t moments;
} suf_time_weighted;

/* Begins anew at a time, at a level. */
static inline void
suf_time_weighted_begin(suf_time_weighted *self, uint64_t level, suf_ticks now)
{
    self->moments = -(level * (uint64_t) now);
}

/* The level changes at a time. */
static inline void
suf_time_weighted_change(suf_time_weighted *self, int64_t change, suf_ticks now)
{
    self->moments -= (uint64_t) change * (uint64_t) now;
}

/* Many changes at once: the sum of -change x its time, in ticks from `moments`' zero. */
static inline void
suf_time_weighted_add(suf_time_weighted *self, uint64_t moments)
{
    self->moments += moments;
}

/* Level x days from the beginning to a time, at which the level is the one told. */
static inline double
suf_time_weighted_area(const suf_time_weighted *self, uint64_t level, suf_ticks now)
{
    return (double) (level * (uint64_t) now + self->moments) / SUF_TICKS_PER_DAY;
}

#endif
