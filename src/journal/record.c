/* A record: everything that one replication of a scenario left, as it is stored.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "journal/chunk.h"

enum {
    HEAD_BYTES = 24,
    CHUNK_HEAD_BYTES = 8,
    PAD_BYTES = 128 /* two cache lines, which processors fetch in pairs */
};

struct suf_record_maker {
    unsigned char pad_before[PAD_BYTES];
    const suf_layout *layout; /* borrowed */
    suf_packer packer;
    unsigned char *frame; /* [room]; owned */
    size_t room, frame_bytes;
    uint32_t scenario, replication;
    uint32_t n_chunks;
    bool is_made;
    unsigned char pad_after[PAD_BYTES];
};

void
suf_record_name(const unsigned char *head, uint32_t *scenario, uint32_t *replication)
{
    *scenario = suf_get_u32(head);
    *replication = suf_get_u32(head + 4);
}

bool
suf_record_parse(suf_record *self)
{
    const unsigned char *payload = self->frame.payload;
    size_t left = self->frame.payload_bytes;
    memset((void *) self->chunk, 0, sizeof self->chunk);
    memset(self->chunk_bytes, 0, sizeof self->chunk_bytes);
    if (self->frame.kind != SUF_FRAME_RECORD || left < HEAD_BYTES) {
        return false;
    }
    suf_record_name(payload, &self->scenario, &self->replication);
    self->n_events = suf_get_u64(payload + 8);
    size_t n = suf_get_u32(payload + 16);
    left -= HEAD_BYTES;
    if (n > SUF_N_VARIABLES || left < n * CHUNK_HEAD_BYTES) {
        return false;
    }
    left -= n * CHUNK_HEAD_BYTES;
    const unsigned char *table = payload + HEAD_BYTES;
    const unsigned char *chunk = table + n * CHUNK_HEAD_BYTES;
    for (size_t i = 0; i < n; i++, table += CHUNK_HEAD_BYTES) {
        uint32_t variable = suf_get_u32(table);
        size_t bytes = suf_get_u32(table + 4);
        if (variable >= SUF_N_VARIABLES || self->chunk[variable] != NULL || bytes == 0 ||
            bytes > left) {
            return false;
        }
        self->chunk[variable] = chunk;
        self->chunk_bytes[variable] = bytes;
        chunk += bytes;
        left -= bytes;
    }
    return left == 0;
}

void
suf_record_free(suf_record *self)
{
    free(self->frame.payload);
    *self = (suf_record){0};
}

suf_status
suf_record_maker_new(const suf_layout *layout, suf_record_maker **out)
{
    suf_record_maker *self = NULL;
    size_t largest = 1;
    suf_status status = SUF_OK;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        size_t size = suf_layout_size(layout, (suf_variable) v);
        largest = size > largest ? size : largest;
    }
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->layout = layout;
    SUF_TRY(suf_packer_init(&self->packer, largest));
    self->room = SUF_FRAME_HEAD_BYTES + HEAD_BYTES + PAD_BYTES;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        size_t size = suf_layout_size(layout, (suf_variable) v);
        if (size > 0) {
            self->n_chunks++;
            self->room += CHUNK_HEAD_BYTES + suf_packer_bound(&self->packer, size);
        }
    }
    SUF_TRY(suf_array_new(self->room, 1, &self->frame));
out:
    if (status != SUF_OK) {
        suf_record_maker_free(self);
        self = NULL;
    }
    *out = self;
    return status;
}

void
suf_record_maker_free(suf_record_maker *self)
{
    if (self != NULL) {
        suf_packer_free(&self->packer);
        free(self->frame);
        free(self);
    }
}

suf_status
suf_record_make(suf_record_maker *self, uint32_t scenario, uint32_t replication,
    const suf_metrics *metrics)
{
    suf_bug_unless(metrics->layout == self->layout);
    unsigned char *payload = self->frame + SUF_FRAME_HEAD_BYTES;
    const unsigned char *end = self->frame + self->room;
    suf_put_u32(payload, scenario);
    suf_put_u32(payload + 4, replication);
    suf_put_u64(payload + 8, metrics->n_events);
    suf_put_u32(payload + 16, self->n_chunks);
    suf_put_u32(payload + 20, 0);
    unsigned char *table = payload + HEAD_BYTES;
    unsigned char *chunk = table + (size_t) self->n_chunks * CHUNK_HEAD_BYTES;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        size_t size = suf_layout_size(self->layout, (suf_variable) v);
        size_t bytes = 0;
        if (size == 0) {
            continue;
        }
        suf_status status =
            suf_packer_pack(&self->packer, metrics->values + self->layout->offsets[v],
                size, chunk, (size_t) (end - chunk), &bytes);
        if (status != SUF_OK) {
            return status;
        }
        suf_put_u32(table, v);
        suf_put_u32(table + 4, (uint32_t) bytes); /* deflate counts in unsigned int */
        table += CHUNK_HEAD_BYTES;
        chunk += bytes;
    }
    self->frame_bytes =
        suf_frame_seal(self->frame, SUF_FRAME_RECORD, (size_t) (chunk - payload));
    self->scenario = scenario;
    self->replication = replication;
    self->is_made = true;
    return SUF_OK;
}

const unsigned char *
suf_record_maker_frame(const suf_record_maker *self, size_t *bytes, uint32_t *scenario,
    uint32_t *replication)
{
    *bytes = self->frame_bytes;
    *scenario = self->scenario;
    *replication = self->replication;
    return self->is_made ? self->frame : NULL;
}

void
suf_record_maker_clear(suf_record_maker *self)
{
    self->is_made = false;
}
