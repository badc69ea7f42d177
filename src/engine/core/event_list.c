/* The future event list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "event_list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

suf_status
suf_event_list_init(suf_event_list *self, double bucket_days, double end_days)
{
    *self = (suf_event_list){.end = suf_ticks_of_days(end_days),
        .buckets_per_tick = 1 / (bucket_days * SUF_TICKS_PER_DAY),
        .ticks_per_bucket = bucket_days * SUF_TICKS_PER_DAY};
    self->n_buckets = (uint32_t) ceil(end_days / bucket_days);
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n_buckets, sizeof *self->first, &self->first));
    SUF_TRY(suf_array_new(self->n_buckets, sizeof *self->tail, &self->tail));
    suf_event_list_clear(self);
out:
    if (status != SUF_OK) {
        suf_event_list_free(self);
    }
    return status;
}

void
suf_event_list_free(suf_event_list *self)
{
    free(self->first);
    free(self->tail);
    free(self->slots);
    free(self->open);
    free(self->scratch);
    free(self->bins);
    free(self->late);
    free(self->next);
    *self = (suf_event_list){0};
}

void
suf_event_list_clear(suf_event_list *self)
{
    for (uint32_t i = 0; i < self->n_buckets; i++) {
        self->first[i] = SUF_NONE;
        self->tail[i] = 0;
    }
    self->bucket = SUF_NONE;
    self->n_chunks = 0;
    self->free_chunk = SUF_NONE;
    self->n_open = 0;
    self->at = 0;
    self->n_late = 0;
    self->n_next = 0;
    self->n_added_late = 0;
    self->status = SUF_OK;
}

/* The order of the list, but for the sequence. */
static inline bool
is_before(const suf_event *a, const suf_event *b)
{
    return a->key < b->key ||
           (a->key == b->key && suf_event_kind_of(a) == SUF_EVENT_CAPACITY &&
               a->index < b->index);
}

static inline bool
is_late_before(const suf_event_late *a, const suf_event_late *b)
{
    return is_before(&a->event, &b->event) ||
           (!is_before(&b->event, &a->event) && a->sequence < b->sequence);
}

static void
add_late(suf_event_list *self, suf_event event)
{
    if (self->n_late == self->late_capacity) {
        suf_status status = suf_array_grow(
            &self->late, &self->late_capacity, self->n_late + 1, sizeof *self->late);
        if (status != SUF_OK) {
            self->status = status;
            return;
        }
    }
    suf_event_late added = {event, self->n_added_late++};
    size_t at = self->n_late++;
    while (at > 0 && is_late_before(&added, &self->late[(at - 1) / 2])) {
        self->late[at] = self->late[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    self->late[at] = added;
}

static suf_event
take_late(suf_event_list *self)
{
    suf_event first = self->late[0].event;
    suf_event_late moved = self->late[--self->n_late];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= self->n_late) {
            break;
        }
        if (child + 1 < self->n_late &&
            is_late_before(&self->late[child + 1], &self->late[child])) {
            child++;
        }
        if (!is_late_before(&self->late[child], &moved)) {
            break;
        }
        self->late[at] = self->late[child];
        at = child;
    }
    self->late[at] = moved;
    return first;
}

/* Adds an empty chunk to a bucket's chain, whose chunks are full, and sets its tail to
 * the first slot for an event; false when memory is out. */
static bool __attribute__((noinline)) append_chunk(suf_event_list *self, uint32_t bucket)
{
    uint32_t chunk = self->free_chunk;
    suf_bug_unless(chunk == SUF_NONE || self->slots != NULL);
    if (chunk != SUF_NONE) {
        self->free_chunk = self->slots[(size_t) chunk * SUF_CHUNK_SLOTS].next;
    } else {
        suf_status status = SUF_OK;
        if (self->n_chunks >= UINT32_MAX / SUF_CHUNK_SLOTS) {
            status = SUF_RAISE(SUF_ERROR_LIMIT);
        } else {
            status = suf_array_grow(&self->slots, &self->slot_capacity,
                (self->n_chunks + 1) * SUF_CHUNK_SLOTS, sizeof *self->slots);
        }
        if (status != SUF_OK) {
            self->status = status;
            return false;
        }
        chunk = (uint32_t) self->n_chunks++;
    }
    suf_bug_unless(self->slots != NULL);
    uint32_t head = chunk * SUF_CHUNK_SLOTS;
    self->slots[head].next = SUF_NONE;
    uint32_t tail = self->tail[bucket];
    if (tail == 0) {
        self->first[bucket] = chunk;
    } else {
        self->slots[tail - SUF_CHUNK_SLOTS].next = chunk;
    }
    self->tail[bucket] = head + 1;
    return true;
}

/* An event of the bucket that comes next: most are, so they go into one array. */
static inline void
add_next(suf_event_list *self, suf_event event)
{
    if (self->n_next == self->next_capacity) {
        suf_status status = suf_array_grow(
            &self->next, &self->next_capacity, self->n_next + 1, sizeof *self->next);
        if (status != SUF_OK) {
            self->status = status;
            return;
        }
    }
    self->next[self->n_next++] = event;
}

/* A quarter of a tick keeps the product on the right side of a bucket's start, for some
 * 700 years. */
static inline uint32_t
bucket_of(const suf_event_list *self, suf_ticks time)
{
    return (uint32_t) (((double) time + 0.25) * self->buckets_per_tick);
}

void
suf_event_list_add(suf_event_list *self, suf_ticks time, suf_event_kind kind,
    uint32_t index, uint32_t low)
{
    if (time >= self->end) {
        return;
    }
    suf_event event = {suf_event_key(time, kind), index, low};
    uint32_t bucket = bucket_of(self, time);
    if (bucket == self->bucket) {
        add_late(self, event);
        return;
    }
    if (bucket == self->bucket + 1) {
        add_next(self, event);
        return;
    }
    if (self->tail[bucket] % SUF_CHUNK_SLOTS == 0 && !append_chunk(self, bucket)) {
        return;
    }
    self->slots[self->tail[bucket]++].event = event;
}

bool
suf_event_list_is_to_come(const suf_event_list *self, suf_ticks time)
{
    return self->bucket == SUF_NONE || bucket_of(self, time) > self->bucket;
}

/* Stable, for runs that are nearly in order. */
static void
insertion_sort(suf_event *events, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        suf_event moved = events[i];
        size_t at = i;
        while (at > 0 && is_before(&moved, &events[at - 1])) {
            events[at] = events[at - 1];
            at--;
        }
        events[at] = moved;
    }
}

static inline size_t
bin_of(const suf_event *event, suf_ticks start, double scale, size_t n_bins)
{
    size_t bin = (size_t) ((double) (suf_event_time(event) - start) * scale);
    return bin < n_bins ? bin : n_bins - 1;
}

/* Puts open[0..n) in order: spread into as many bins of equal width as there are events
 * (stable), so that the insertion sort moves each a few steps at most. */
static suf_status
put_in_order(suf_event_list *self)
{
    enum { FEW = 16 };
    size_t n = self->n_open;
    if (n <= FEW) {
        insertion_sort(self->open, n);
        return SUF_OK;
    }
    size_t n_bins = 16;
    while (n_bins < n) {
        n_bins *= 2;
    }
    suf_status status =
        suf_array_grow(&self->bins, &self->bin_capacity, n_bins + 1, sizeof *self->bins);
    if (status == SUF_OK) {
        status = suf_array_grow(
            &self->scratch, &self->scratch_capacity, n, sizeof *self->scratch);
    }
    if (status != SUF_OK) {
        return status;
    }
    uint32_t *bins = self->bins;
    memset(bins, 0, (n_bins + 1) * sizeof *bins);
    double scale = self->buckets_per_tick * (double) n_bins;
    suf_ticks start = (suf_ticks) ((double) self->bucket * self->ticks_per_bucket);
    for (size_t i = 0; i < n; i++) {
        bins[bin_of(&self->open[i], start, scale, n_bins) + 1]++;
    }
    for (size_t i = 0; i < n_bins; i++) {
        bins[i + 1] += bins[i];
    }
    for (size_t i = 0; i < n; i++) {
        size_t bin = bin_of(&self->open[i], start, scale, n_bins);
        self->scratch[bins[bin]++] = self->open[i];
    }
    insertion_sort(self->scratch, n);
    suf_event *events = self->open;
    size_t capacity = self->open_capacity;
    self->open = self->scratch;
    self->open_capacity = self->scratch_capacity;
    self->scratch = events;
    self->scratch_capacity = capacity;
    return SUF_OK;
}

void
suf_event_list_open(suf_event_list *self, uint32_t bucket)
{
    suf_bug_unless(
        bucket < self->n_buckets && bucket == self->bucket + 1 && self->n_late == 0);
    self->bucket = bucket;
    self->at = 0;
    self->n_open = 0;
    uint32_t tail = self->tail[bucket];
    uint32_t chunk = self->first[bucket];
    while (chunk != SUF_NONE) {
        suf_event_slot *head = &self->slots[(size_t) chunk * SUF_CHUNK_SLOTS];
        bool is_last = head->next == SUF_NONE;
        size_t n = (is_last ? (tail - 1) % SUF_CHUNK_SLOTS : SUF_CHUNK_SLOTS - 1);
        if (self->n_open + n > self->open_capacity) {
            suf_status status = suf_array_grow(
                &self->open, &self->open_capacity, self->n_open + n, sizeof *self->open);
            if (status != SUF_OK) {
                self->status = status;
                return;
            }
        }
        if (n > 0) { /* `open` may have no room yet */
            memcpy(self->open + self->n_open, head + 1, n * sizeof *self->open);
        }
        self->n_open += n;
        uint32_t following = head->next;
        head->next = self->free_chunk;
        self->free_chunk = chunk;
        chunk = following;
    }
    /* Those of the chain were added before the bucket was the next one. */
    if (self->n_open + self->n_next > self->open_capacity) {
        suf_status grown = suf_array_grow(&self->open, &self->open_capacity,
            self->n_open + self->n_next, sizeof *self->open);
        if (grown != SUF_OK) {
            self->status = grown;
            return;
        }
    }
    if (self->n_next > 0) {
        memcpy(self->open + self->n_open, self->next, self->n_next * sizeof *self->next);
        self->n_open += self->n_next;
        self->n_next = 0;
    }
    self->first[bucket] = SUF_NONE;
    self->tail[bucket] = 0;
    suf_status status = put_in_order(self);
    if (status != SUF_OK) {
        self->status = status;
    }
}

void
suf_event_list_each(const suf_event_list *self, uint32_t bucket,
    void (*see)(void *context, const suf_event *event), void *context)
{
    uint32_t chunk = self->first[bucket];
    while (chunk != SUF_NONE) {
        const suf_event_slot *head = &self->slots[(size_t) chunk * SUF_CHUNK_SLOTS];
        size_t n = head->next == SUF_NONE ? (self->tail[bucket] - 1) % SUF_CHUNK_SLOTS
                                          : SUF_CHUNK_SLOTS - 1;
        for (size_t i = 1; i <= n; i++) {
            see(context, &head[i].event);
        }
        chunk = head->next;
    }
    for (size_t i = 0; bucket == self->bucket + 1 && i < self->n_next; i++) {
        see(context, &self->next[i]);
    }
}

suf_ticks
suf_event_list_next(const suf_event_list *self)
{
    suf_ticks open =
        self->at < self->n_open ? suf_event_time(&self->open[self->at]) : SUF_NEVER_TICKS;
    suf_ticks late =
        self->n_late > 0 ? suf_event_time(&self->late[0].event) : SUF_NEVER_TICKS;
    return open < late ? open : late;
}

bool
suf_event_list_take(suf_event_list *self, suf_event *event)
{
    /* Of equals the open bucket's event was added before any late one. */
    if (self->at < self->n_open &&
        (self->n_late == 0 || !is_before(&self->late[0].event, &self->open[self->at]))) {
        *event = self->open[self->at++];
        return true;
    }
    if (self->n_late > 0) {
        *event = take_late(self);
        return true;
    }
    return false;
}
