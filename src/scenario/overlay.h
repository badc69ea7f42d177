/* Overlays: a scenario that extends another, and values set on the command line.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mappings are merged key by key; anything else, and a mapping that is one of several
 * forms (a distribution), is replaced; null removes. A key of a group takes the place of
 * the others of its group. Each value keeps the place where it was written. */
#ifndef SUF_SCENARIO_OVERLAY_H
#define SUF_SCENARIO_OVERLAY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/status.h"
#include "scenario/document.h"

/* Reads a scenario file, those it extends, and n_sets texts "a.b=value". *out is the
 * merged mapping, in the arena, or NULL when a fault was told that leaves nothing to
 * read; only lack of memory is a failure. */
SUF_MUST_CHECK suf_status suf_overlay_read(suf_arena *arena, const char *path,
    const char *const *sets, size_t n_sets, suf_faults *faults, suf_node **out);

#endif
