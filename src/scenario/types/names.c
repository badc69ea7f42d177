/* Finding things by name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

void
suf_names_init(suf_names *self)
{
    *self = (suf_names){0};
}

void
suf_names_free(suf_names *self)
{
    free(self->texts);
    free(self->slots);
    *self = (suf_names){0};
}

/* The slot that holds a text, or the free one where it belongs. */
static size_t
find_slot(const suf_names *self, const char *text)
{
    size_t slot = (size_t) suf_hash_text(text) & (self->n_slots - 1);
    while (
        self->slots[slot] != 0 && strcmp(self->texts[self->slots[slot] - 1], text) != 0) {
        slot = (slot + 1) & (self->n_slots - 1);
    }
    return slot;
}

static suf_status
enlarge(suf_names *self)
{
    uint32_t *old = self->slots;
    uint32_t *slots = NULL;
    size_t n = self->n_slots > 0 ? 2 * self->n_slots : 16;
    suf_status status = suf_array_new(n, sizeof *slots, &slots);
    if (status != SUF_OK) {
        return status;
    }
    self->slots = slots;
    self->n_slots = n;
    for (size_t i = 0; i < self->n; i++) {
        slots[find_slot(self, self->texts[i])] = (uint32_t) i + 1;
    }
    free(old);
    return SUF_OK;
}

suf_status
suf_names_add(suf_names *self, const char *text, uint32_t *number)
{
    suf_status status = SUF_OK;
    if (2 * self->n >= self->n_slots) {
        SUF_TRY(enlarge(self));
    }
    size_t slot = find_slot(self, text);
    if (self->slots[slot] == 0) {
        SUF_TRY(suf_array_grow(
            &self->texts, &self->capacity, self->n + 1, sizeof *self->texts));
        self->texts[self->n++] = text;
        self->slots[slot] = (uint32_t) self->n;
    }
    *number = self->slots[slot] - 1;
out:
    return status;
}

uint32_t
suf_names_find(const suf_names *self, const char *text)
{
    if (self->n_slots == 0) {
        return SUF_NONE;
    }
    uint32_t held = self->slots[find_slot(self, text)];
    return held == 0 ? SUF_NONE : held - 1;
}

const char *
suf_names_near(const suf_names *self, const char *text)
{
    const char *best = NULL;
    size_t least = suf_text_slip(text) + 1;
    for (size_t i = 0; i < self->n && i < 10000; i++) {
        size_t distance = suf_text_distance(text, self->texts[i], least - 1);
        if (distance < least) {
            least = distance;
            best = self->texts[i];
        }
    }
    return best;
}
