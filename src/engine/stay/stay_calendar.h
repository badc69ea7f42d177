/* The calendar of plain stays: which end on which day, where, and when on it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stay is plain when its end is known and touches nobody but its pool and its cohort:
 * no death or move comes before the month of its end is over, and nothing is drawn by
 * name when it ends (spell.h). Unless an observer looks, who stays so needs no name: 12
 * bytes in the bucket of the last day, in the order in which the stays began. The day
 * takes them out (day.h), all of them, at its start.
 *
 * Buckets are chains of chunks of slots. The first slot of a chunk tells where the next
 * one begins. Memory grows by doubling and is kept from one replication to the next;
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
    uint32_t cell;   /* of the person */
    uint32_t pool;   /* where it is; with SUF_STAY_AWAY: not of its home district */
} suf_plain_stay;

#define SUF_STAY_AWAY 0x80000000U

enum { SUF_STAY_CHUNK = 64 };

typedef struct suf_stay_calendar {
    uint32_t n_days; /* of the run */
    uint32_t *head;  /* [day] first slot of its first chunk; for days that have a tail */
    uint32_t *tail;  /* [day] slot after its last stay; 0: none. A multiple of the chunk:
                        the chunk is full */
    suf_plain_stay *slots;     /* of all chunks; owned, as head and tail */
    size_t n_chunks, capacity; /* chunks in use or free; slots */
    uint32_t free_chunk; /* its first slot, which holds the next one's; or SUF_NONE */
    suf_status status;   /* the first failure of memory */
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
    uint32_t *tail = &self->tail[day];
    uint32_t at = *tail;
    if (at % SUF_STAY_CHUNK == 0) {
        if (!suf_stay_calendar_extend(self, day)) {
            return;
        }
        at = *tail;
    }
    self->slots[at] = stay;
    *tail = at + 1;
}

/* The first chunk of a day; SUF_NONE when it has none. */
static inline uint32_t
suf_stay_calendar_first(const suf_stay_calendar *self, uint32_t day)
{
    return self->tail[day] != 0 ? self->head[day] : SUF_NONE;
}

/* The *n stays of the chunk *at of a day, and *at the next one; NULL after the last. */
static inline const suf_plain_stay *
suf_stay_calendar_chunk(
    const suf_stay_calendar *self, uint32_t day, uint32_t *at, size_t *n)
{
    uint32_t head = *at;
    if (head == SUF_NONE) {
        return NULL;
    }
    uint32_t next = self->slots[head].moment;
    *at = next;
    *n = next == SUF_NONE ? self->tail[day] - head - 1 : SUF_STAY_CHUNK - 1;
    if (next != SUF_NONE) { /* elsewhere in memory: on its way while this one is read */
        const char *bytes = (const char *) &self->slots[next];
        for (size_t i = 0; i < SUF_STAY_CHUNK * sizeof(suf_plain_stay); i += 64) {
            __builtin_prefetch(bytes + i);
        }
    }
    return &self->slots[head + 1];
}

#endif
