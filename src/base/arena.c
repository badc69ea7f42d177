/* Memory that is released together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { CHUNK_BYTES = 32768 };

struct suf_arena {
    void **blocks; /* from malloc; the last chunk is among them */
    size_t n_blocks, capacity;
    unsigned char *chunk; /* where small pieces come from */
    size_t used;
};

suf_status
suf_arena_new(suf_arena **out)
{
    return suf_array_new(1, sizeof **out, out);
}

void
suf_arena_free(suf_arena *self)
{
    if (self == NULL) {
        return;
    }
    for (size_t i = 0; i < self->n_blocks; i++) {
        free(self->blocks[i]);
    }
    free(self->blocks);
    free(self);
}

suf_status
suf_arena_adopt(suf_arena *self, void *block)
{
    if (block == NULL) {
        return SUF_OK;
    }
    suf_status status = suf_array_grow(
        &self->blocks, &self->capacity, self->n_blocks + 1, sizeof *self->blocks);
    if (status != SUF_OK) {
        free(block);
        return status;
    }
    self->blocks[self->n_blocks++] = block;
    return SUF_OK;
}

/* A block of its own. */
static suf_status
take_block(suf_arena *self, size_t n, size_t element_bytes, unsigned char **out)
{
    suf_status status = suf_array_new(n, element_bytes, out);
    if (status == SUF_OK) {
        status = suf_arena_adopt(self, *out);
    }
    if (status != SUF_OK) {
        *out = NULL;
    }
    return status;
}

suf_status
suf_arena_take(suf_arena *self, size_t n, size_t element_bytes, void *out)
{
    unsigned char *piece = NULL;
    suf_status status = SUF_OK;
    if (element_bytes != 0 && n > CHUNK_BYTES / 4 / element_bytes) {
        status = take_block(self, n, element_bytes, &piece);
    } else {
        const size_t step = alignof(max_align_t);
        size_t bytes = (n * element_bytes + step - 1) / step * step;
        if (self->chunk == NULL || bytes > CHUNK_BYTES - self->used) {
            unsigned char *chunk = NULL;
            status = take_block(self, 1, CHUNK_BYTES, &chunk);
            if (status == SUF_OK) {
                self->chunk = chunk;
                self->used = 0;
            }
        }
        if (status == SUF_OK) {
            piece = self->chunk + self->used;
            self->used += bytes;
        }
    }
    memcpy(out, &piece, sizeof piece);
    return status;
}

suf_status
suf_arena_text(suf_arena *self, const char *text, size_t n, char **out)
{
    if (n == SIZE_MAX) {
        *out = NULL;
        return SUF_RAISE(SUF_ERROR_OVERFLOW);
    }
    suf_status status = suf_arena_take(self, n + 1, 1, out);
    if (status == SUF_OK) {
        memcpy(*out, text, n);
    }
    return status;
}
