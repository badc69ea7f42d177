/* The future event list: a wheel of buckets over the whole run, exact order within.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model: the run [0, end) is cut into buckets of one width (a power of two of a day, so
 * that days begin buckets). An event of a later bucket is appended to that bucket's chain
 * of chunks; when a bucket is opened its events are put in order once; events that are
 * added to the open bucket go to a small heap. Both cost the same however many events are
 * pending.
 *
 * Order: (time, kind, sequence of adding), total and the same at every run. Time and kind
 * are one whole number, the key. Changes of places (CAPACITY) of one time come by index
 * whenever they were added: a policy adds those of what it begins in the middle of a run,
 * and a run that goes on from a copy adds all again.
 *
 * Nothing is removed: an event that no longer holds is known by its generation when it
 * comes (entity_pool.h). Events at or past the end are dropped when added.
 *
 * Memory grows by doubling and is kept from one replication to the next. When it is out,
 * the event is lost and `status` says so from then on: the caller looks once a bucket. */
#ifndef SUF_ENGINE_EVENT_LIST_H
#define SUF_ENGINE_EVENT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/status.h"

/* Kinds in the order in which they come at equal times; observation and the steps of a
 * month come before all of them, between buckets. The numbers up to 15 that are not
 * among them are free for processes to come: each names its own. */
typedef enum suf_event_kind {
    SUF_EVENT_HAZARD,    /* death or move of one who has left a list or place this month;
                            index: entity, low: cause and generation, as of the next two
                            (stay/occupancy.h) */
    SUF_EVENT_LEAVE,     /* somebody leaves a list without a place, by whatever cause:
                            death and moves too; index: entity */
    SUF_EVENT_RELEASE,   /* a stay ends, by whatever cause; index: entity */
    SUF_EVENT_PLAIN_END, /* a plain stay ends; index and low: spell.h */
    SUF_EVENT_CAPACITY,  /* places open or close; index: change of the model */
    SUF_EVENT_INTAKE,    /* index: service; low: number of the intake */
    SUF_EVENT_REQUEST,   /* a candidate asks; index: candidate, low: stream */
    SUF_EVENT_WAVE,      /* a service changes its state; index and low: wave.h */
    SUF_EVENT_RETRY,     /* somebody who found no place asks again; index: entity */
    SUF_EVENT_TEAM,      /* a team comes or goes; index: pool, low: team (teams.h) */
    SUF_EVENT_COUNTED    /* the request that a policy waits for is made; index: pool */
} suf_event_kind;

/* `key` holds the time in its upper 60 bits and the kind in its lower 4; index and low
 * are the adder's. */
typedef struct suf_event {
    uint64_t key;
    uint32_t index, low;
} suf_event;

enum { SUF_EVENT_KIND_BITS = 4, SUF_N_EVENT_KINDS = 1 << SUF_EVENT_KIND_BITS };

static inline uint64_t
suf_event_key(suf_ticks time, suf_event_kind kind)
{
    return (uint64_t) time << SUF_EVENT_KIND_BITS | (uint64_t) kind;
}

static inline suf_event_kind
suf_event_kind_of(const suf_event *event)
{
    return (suf_event_kind) (event->key & ((1U << SUF_EVENT_KIND_BITS) - 1));
}

static inline suf_ticks
suf_event_time(const suf_event *event)
{
    return (suf_ticks) (event->key >> SUF_EVENT_KIND_BITS);
}

/* Slots come in chunks; the first slot of a chunk holds the number of the next chunk in
 * the bucket's chain, the others an event each. */
enum { SUF_CHUNK_SLOTS = 32 };

typedef union suf_event_slot {
    uint32_t next; /* chunk, or SUF_NONE */
    suf_event event;
} suf_event_slot;

typedef struct suf_event_late { /* an event added to the open bucket */
    suf_event event;
    uint64_t sequence; /* how many were added before it: breaks ties */
} suf_event_late;

struct suf_checkpoint;

typedef struct suf_event_list {
    suf_ticks end; /* of the run */
    double buckets_per_tick, ticks_per_bucket;
    uint32_t n_buckets; /* of the run */
    uint32_t bucket;    /* the open one; SUF_NONE before the first */
    uint32_t *first;    /* [bucket] first chunk of its chain, or SUF_NONE */
    /* [bucket] slot after its last event: 0 of the next chunk when full */
    uint32_t *tail;
    suf_event_slot *slots; /* of all chunks; owned, as all arrays here */
    size_t n_chunks, slot_capacity;
    uint32_t free_chunk; /* the first of the chain of those in no bucket, or SUF_NONE */
    suf_event *open, *scratch; /* events of the open bucket, in order */
    size_t n_open, at, open_capacity, scratch_capacity; /* at: the next to be taken */
    uint32_t *bins; /* scratch: where each part of a bucket begins, when it is ordered */
    size_t bin_capacity;
    suf_event *next; /* events of the bucket after the open one, added since it is */
    size_t n_next, next_capacity;
    suf_event_late *late; /* heap */
    size_t n_late, late_capacity;
    uint64_t n_added_late; /* to the open bucket: the next one's sequence */
    suf_status status;     /* the first failure of memory, from then on */
} suf_event_list;

/* bucket_days > 0: the width of a bucket; end_days > 0: the end of the run. Free it
 * after a failure too. */
SUF_MUST_CHECK suf_status suf_event_list_init(
    suf_event_list *self, double bucket_days, double end_days);
/* Releases the buckets and what is in them. */
void suf_event_list_free(suf_event_list *self);
/* Empties the list: before a replication. */
void suf_event_list_clear(suf_event_list *self);
/* Adds an event: not before the open bucket, nor before the event taken last. */
void suf_event_list_add(suf_event_list *self, suf_ticks time, suf_event_kind kind,
    uint32_t index, uint32_t low);
/* Opens a bucket, the one after the open one. */
void suf_event_list_open(suf_event_list *self, uint32_t bucket);
/* Calls see(context, event) for every event of a bucket that is not open yet. */
void suf_event_list_each(const suf_event_list *self, uint32_t bucket,
    void (*see)(void *context, const suf_event *event), void *context);
/* True when a time lies in a bucket that is not open yet. */
bool suf_event_list_is_to_come(const suf_event_list *self, suf_ticks time);
/* Takes out all events of a kind that are in buckets which are not open yet; the others
 * stay in their order. */
void suf_event_list_drop(suf_event_list *self, suf_event_kind kind);
/* Saves the buckets that are not open yet, or brings them back (checkpoint.h); the open
 * one must be empty. */
void suf_event_list_checkpoint(suf_event_list *self, struct suf_checkpoint *to);
/* Time of the earliest event of the open bucket; SUF_NEVER_TICKS when it has none left.
 */
suf_ticks suf_event_list_next(const suf_event_list *self);
/* Takes the earliest event of the open bucket; false when it has none left. */
bool suf_event_list_take(suf_event_list *self, suf_event *event);

#endif
