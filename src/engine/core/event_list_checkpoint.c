/* Events that are still to come: kept and brought back, or taken out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/number.h"
#include "engine/core/checkpoint.h"
#include "engine/core/event_list.h"

void
suf_event_list_checkpoint(suf_event_list *self, suf_checkpoint *to)
{
    suf_bug_unless(self->at == self->n_open && self->n_late == 0);
    SUF_CHECKPOINT_MEMBER(to, self->bucket);
    SUF_CHECKPOINT_ARRAY(to, self->first, self->n_buckets);
    SUF_CHECKPOINT_ARRAY(to, self->tail, self->n_buckets);
    SUF_CHECKPOINT_MEMBER(to, self->n_chunks);
    SUF_CHECKPOINT_MEMBER(to, self->free_chunk);
    SUF_CHECKPOINT_GROWN(
        to, self->slots, self->slot_capacity, self->n_chunks * SUF_CHUNK_SLOTS);
    SUF_CHECKPOINT_MEMBER(to, self->n_next);
    SUF_CHECKPOINT_GROWN(to, self->next, self->next_capacity, self->n_next);
    SUF_CHECKPOINT_MEMBER(to, self->n_added_late);
}

/* Takes out those of one bucket's chain. */
static void
drop_of_bucket(suf_event_list *self, uint32_t bucket, suf_event_kind kind)
{
    uint32_t from = self->first[bucket]; /* chunk that is read, and its slot */
    uint32_t to = from;                  /* chunk that is written, and its slot */
    uint32_t slot = 1;
    uint32_t tail = self->tail[bucket];
    while (from != SUF_NONE) {
        const suf_event_slot *head = &self->slots[(size_t) from * SUF_CHUNK_SLOTS];
        uint32_t n =
            head->next == SUF_NONE ? (tail - 1) % SUF_CHUNK_SLOTS : SUF_CHUNK_SLOTS - 1;
        uint32_t following = head->next;
        for (uint32_t i = 1; i <= n; i++) {
            if (suf_event_kind_of(&head[i].event) == kind) {
                continue;
            }
            if (slot == SUF_CHUNK_SLOTS) {
                to = self->slots[(size_t) to * SUF_CHUNK_SLOTS].next;
                slot = 1;
            }
            self->slots[(size_t) to * SUF_CHUNK_SLOTS + slot++].event = head[i].event;
        }
        from = following;
    }
    /* The last chunk that is written stays, and the rest of the chain is given back. */
    uint32_t *next = &self->slots[(size_t) to * SUF_CHUNK_SLOTS].next;
    uint32_t chunk = *next;
    *next = SUF_NONE;
    self->tail[bucket] = to * SUF_CHUNK_SLOTS + slot;
    while (chunk != SUF_NONE) {
        uint32_t following = self->slots[(size_t) chunk * SUF_CHUNK_SLOTS].next;
        self->slots[(size_t) chunk * SUF_CHUNK_SLOTS].next = self->free_chunk;
        self->free_chunk = chunk;
        chunk = following;
    }
}

void
suf_event_list_drop(suf_event_list *self, suf_event_kind kind)
{
    size_t kept = 0;
    for (size_t i = 0; i < self->n_next; i++) {
        if (suf_event_kind_of(&self->next[i]) != kind) {
            self->next[kept++] = self->next[i];
        }
    }
    self->n_next = kept;
    for (uint32_t bucket = self->bucket + 1; bucket < self->n_buckets; bucket++) {
        if (self->first[bucket] != SUF_NONE) {
            drop_of_bucket(self, bucket, kind);
        }
    }
}
