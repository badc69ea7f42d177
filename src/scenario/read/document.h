/* One YAML document as a tree, each node with its place in the file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A strict part of YAML: one document, plain keys, no tags, no merge keys, no tabs. An
 * alias shares the node of its anchor, so the tree may be a graph without cycles; its
 * size with every alias written out is limited, so that it can be walked as a tree. */
#ifndef SUF_SCENARIO_DOCUMENT_H
#define SUF_SCENARIO_DOCUMENT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/status.h"
#include "scenario/types/node.h"
#include "scenario/types/source.h"

enum { SUF_MOST_DEPTH = 64, SUF_MOST_NODES = 1000000 };

/* Reads the text of a source. Everything lives in the arena. *out is the root, or NULL
 * when a fault was told; only lack of memory is a failure. Line 1 of the text stands in
 * column `column` of the source's line 1 (1, but for a value of the command line), and
 * `skip` bytes in front of it are passed over. */
SUF_MUST_CHECK suf_status suf_document_read(suf_arena *arena, const suf_source *source,
    size_t skip, suf_faults *faults, suf_node **out);

#endif
