/* Overlays: a scenario that extends another, and values set on the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_OVERLAY_H
#define SUF_SCENARIO_OVERLAY_H

#include "scenario/read/reader.h"

/* What was merged, the lowest first: files, then values set. In the arena. */
typedef struct suf_layers {
    const suf_node **nodes;
    size_t n_files, n;
} suf_layers;

/* Reads a scenario file, those it extends, and n_sets texts "a.b=value", in whose path a
 * name with dots may stand in quotes. *out is the merged mapping, in the arena of the
 * reader, or NULL when a fault was told that leaves nothing to read; only lack of memory
 * is a failure. */
SUF_MUST_CHECK suf_status suf_overlay_read(suf_reader *reader, const char *path,
    const char *const *sets, size_t n_sets, suf_layers *layers, suf_node **out);

#endif
