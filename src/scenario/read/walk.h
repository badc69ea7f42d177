/* The walker: a mapping of a document into the struct of its section, by the table of
 * keys. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WALK_H
#define SUF_SCENARIO_WALK_H

#include "scenario/read/reader.h"

/* Sets every member of a section's object to what holds when nothing is given. */
void suf_walk_defaults(suf_reader *self, suf_section section, void *object);
/* Reads a mapping: defaults first, then what is given, in the order of the table. Tells
 * of unknown keys, of those that exclude each other, and of those that are missing. */
void suf_walk_section(
    suf_reader *self, suf_section section, const suf_node *node, void *object);

/* Readers of the types SECTION and MAP (suf_type.read). */
void suf_read_section(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
void suf_read_map(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);

#endif
