/* The nodes of a document: scalars, lists and mappings, each with its place in the file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_NODE_H
#define SUF_SCENARIO_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/types/source.h"

typedef enum suf_node_kind { SUF_NODE_SCALAR, SUF_NODE_LIST, SUF_NODE_MAP } suf_node_kind;

typedef struct suf_node suf_node;

typedef struct suf_entry { /* of a mapping; of a list, without key */
    const char *key;
    suf_place place; /* of the key */
    suf_node *value;
} suf_entry;

struct suf_node {
    suf_node_kind kind;
    bool is_quoted;  /* SCALAR: in quotes or a block, so that it is a text */
    bool is_cell;    /* SCALAR: of a CSV table, where no text needs quotes */
    uint32_t height; /* levels below */
    uint32_t weight; /* nodes in it, aliases written out */
    suf_place place;
    const char *text; /* SCALAR */
    suf_entry *entries;
    size_t n_entries;
};

/* The entry of a mapping with this key, or NULL; also NULL when the node is no mapping.
 */
suf_entry *suf_node_find(const suf_node *self, const char *key);
/* Where an entry says what it does: at the value of the only key within it, however deep,
 * else at its own key. */
suf_place suf_entry_place(const suf_entry *self);
/* A plain `null`, `~` or nothing at all. */
bool suf_node_is_null(const suf_node *self);
/* What a node is, for messages: "'1_000'", "a list", "a mapping", "nothing". Writes at
 * most 80 bytes of a long text. */
void suf_node_describe(const suf_node *self, char text[120]);

#endif
