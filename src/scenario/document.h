/* One YAML document as a tree, each node with its place in the file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A strict part of YAML: one document, plain keys, no tags, no merge keys, no tabs. An
 * alias shares the node of its anchor, so the tree may be a graph without cycles; its
 * size with every alias written out is limited, so that it can be walked as a tree. */
#ifndef SUF_SCENARIO_DOCUMENT_H
#define SUF_SCENARIO_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/status.h"
#include "scenario/source.h"

enum { SUF_MOST_DEPTH = 64, SUF_MOST_NODES = 1000000 };

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

/* Reads the text of a source. Everything lives in the arena. *out is the root, or NULL
 * when a fault was told; only lack of memory is a failure. Line 1 of the text stands in
 * column `column` of the source's line 1 (1, but for a value of the command line), and
 * `skip` bytes in front of it are passed over. */
SUF_MUST_CHECK suf_status suf_document_read(suf_arena *arena, const suf_source *source,
    size_t skip, suf_faults *faults, suf_node **out);

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
