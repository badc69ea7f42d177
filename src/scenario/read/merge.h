/* Merging one tree of a scenario into another, by the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mappings are merged key by key, and tables row by row whatever their form; anything
 * else is replaced; null removes; {replace: ...} replaces a table or a mapping of names
 * as a whole. A key of a group takes the place of the others of its group. Each value
 * keeps the place where it was written. */
#ifndef SUF_SCENARIO_MERGE_H
#define SUF_SCENARIO_MERGE_H

#include "scenario/read/reader.h"

/* *out is a scenario with an overlay merged into it; both are left as they are. Faults of
 * the overlay are told; those of a table below are left to the reading of it. Only lack
 * of memory is a failure. The rows that change are noted in the reader. */
SUF_MUST_CHECK suf_status suf_merge(
    suf_reader *reader, const suf_node *base, const suf_node *over, suf_node **out);

#endif
