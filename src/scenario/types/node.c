/* The nodes of a document: finding in them, and saying what they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "node.h"

#include <stdio.h>
#include <string.h>

suf_entry *
suf_node_find(const suf_node *self, const char *key)
{
    for (size_t i = 0; self->kind == SUF_NODE_MAP && i < self->n_entries; i++) {
        if (strcmp(self->entries[i].key, key) == 0) {
            return &self->entries[i];
        }
    }
    return NULL;
}

suf_place
suf_entry_place(const suf_entry *self)
{
    const suf_entry *entry = self;
    while (entry->value->kind == SUF_NODE_MAP && entry->value->n_entries == 1) {
        entry = &entry->value->entries[0];
    }
    return entry->value->kind == SUF_NODE_SCALAR ? entry->value->place : entry->place;
}

bool
suf_node_is_null(const suf_node *self)
{
    return self->kind == SUF_NODE_SCALAR && !self->is_quoted &&
           (self->text[0] == '\0' || strcmp(self->text, "~") == 0 ||
               strcmp(self->text, "null") == 0);
}

void
suf_node_describe(const suf_node *self, char text[120])
{
    if (self->kind == SUF_NODE_LIST) {
        (void) snprintf(text, 120, "a list");
    } else if (self->kind == SUF_NODE_MAP) {
        (void) snprintf(text, 120, "a mapping");
    } else if (self->text[0] == '\0' && !self->is_quoted) {
        (void) snprintf(text, 120, "nothing");
    } else {
        size_t n = strlen(self->text);
        size_t shown = n;
        if (n > 80) {
            shown = 77;
            while (((unsigned char) self->text[shown] & 0xc0) == 0x80) {
                shown--;
            }
        }
        char cut[81];
        for (size_t i = 0; i < shown; i++) { /* on one line */
            cut[i] = (char) ((unsigned char) self->text[i] < 0x20 ? ' ' : self->text[i]);
        }
        cut[shown] = '\0';
        (void) snprintf(text, 120, "'%s'%s", cut, shown < n ? "..." : "");
    }
}
