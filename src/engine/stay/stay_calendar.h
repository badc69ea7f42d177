/* The calendar of plain stays: how many end on which day, where, and when on it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stay is plain when its end is known and touches nobody but its pool and its cohort:
 * no death or move comes before the month of its end is over, and nobody looks. Who stays
 * so needs no name: 12 bytes in the bucket of the last day, in no order. The day takes
 * them out (day.h), all of them, at its start.
 *
 * Buckets are chains of chunks of slots. The first slot of a chunk holds the tail of the
 * chunk before it. Memory grows by doubling and is kept from one replication to the next;
 * when it is out the stay is lost, and `status` says so from then on. */
#ifndef SUF_ENGINE_STAY_CALENDAR_H
#define SUF_ENGINE_STAY_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/status.h"

typedef struct suf_plain_stay {
    uint32_t moment; /* of its last day, ticks */
    uint32_t cell;
    uint32_t pool; /* where it is; with SUF_STAY_AWAY: not of its home district */
} suf_plain_stay;

#define SUF_STAY_AWAY 0x80000000U

enum { SUF_STAY_CHUNK = 64 };

typedef struct suf_stay_calendar {
    uint32_t n_days;
    uint32_t *tail; /* [day] slot after its last stay; 0: none. A multiple of the chunk:
                       the chunk is full */
    suf_plain_stay *slots;
    size_t n_chunks, capacity;
    uint32_t free_chunk; /* its first slot, which holds the next one's; or SUF_NONE */
    suf_status status;
} suf_stay_calendar;

/* n_days: of the run. */
SUF_MUST_CHECK suf_status suf_stay_calendar_init(
    suf_stay_calendar *self, uint32_t n_days);
void suf_stay_calendar_free(suf_stay_calendar *self);
/* Empties it: before a replication. */
void suf_stay_calendar_clear(suf_stay_calendar *self);
/* Gives the chunks of a day back. */
void suf_stay_calendar_drop(suf_stay_calendar *self, uint32_t day);
/* A new chunk for a day whose last one is full; false when memory is out. */
bool suf_stay_calendar_extend(suf_stay_calendar *self, uint32_t day);

/* Adds a stay that ends on a day of the run. */
static inline void
suf_stay_calendar_add(suf_stay_calendar *self, uint32_t day, suf_plain_stay stay)
{
    if (self->tail[day] % SUF_STAY_CHUNK == 0 && !suf_stay_calendar_extend(self, day)) {
        return;
    }
    self->slots[self->tail[day]++] = stay;
}

/* The *n stays of one chunk of a day: of its last chunk when *tail is the day's, else of
 * the one before; NULL after the first. */
static inline const suf_plain_stay *
suf_stay_calendar_chunk(const suf_stay_calendar *self, uint32_t *tail, size_t *n)
{
    if (*tail == 0) {
        return NULL;
    }
    uint32_t head = (*tail - 1) / SUF_STAY_CHUNK * SUF_STAY_CHUNK;
    *n = *tail - head - 1;
    *tail = self->slots[head].moment;
    if (*tail != 0) { /* somewhere else in memory: on its way while this one is read */
        const char *next = (const char *) &self->slots[*tail - SUF_STAY_CHUNK];
        for (size_t i = 0; i < SUF_STAY_CHUNK * sizeof(suf_plain_stay); i += 64) {
            __builtin_prefetch(next + i);
        }
    }
    return &self->slots[head + 1];
}

#endif
