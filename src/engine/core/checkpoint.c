/* A copy of a replication at an instant.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
suf_checkpoint_free(suf_checkpoint *self)
{
    free(self->bytes);
    *self = (suf_checkpoint){0};
}

void
suf_checkpoint_begin(suf_checkpoint *self)
{
    self->n = self->at = 0;
    self->is_way_back = false;
    self->match = NULL;
    self->status = SUF_OK;
}

void
suf_checkpoint_rewind(suf_checkpoint *self, const struct suf_plan_match *match)
{
    self->at = 0;
    self->is_way_back = true;
    self->match = match;
    self->status = SUF_OK;
}

void
suf_checkpoint_part(suf_checkpoint *self, void *part, size_t bytes)
{
    if (bytes == 0 || self->status != SUF_OK) {
        return;
    }
    if (self->is_way_back) {
        suf_bug_unless(bytes <= self->n - self->at);
        memcpy(part, self->bytes + self->at, bytes);
        self->at += bytes;
        return;
    }
    self->status = suf_array_grow(&self->bytes, &self->capacity, self->n + bytes, 1);
    if (self->status == SUF_OK) {
        memcpy(self->bytes + self->n, part, bytes);
        self->n += bytes;
    }
}

suf_status
suf_checkpoint_clone(const suf_checkpoint *self, suf_checkpoint *out)
{
    *out = (suf_checkpoint){0};
    suf_status status = suf_array_new(self->n, 1, &out->bytes);
    if (status == SUF_OK) {
        memcpy(out->bytes, self->bytes, self->n);
        out->n = out->capacity = self->n;
    }
    return status;
}
