/* Levers: what their keys say, and whether they fit where they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_LEVER_H
#define SUF_SCENARIO_LEVER_H

#include "scenario/read/reader.h"

/* The hook of the section of levers: takes value, least, most, step and cost from what is
 * written, and tells what is wrong. */
void suf_lever_end(suf_reader *self, void *element, const suf_place *place);
/* Reads `$name` of a key that may be a lever: into its member, and the lever's index
 * beside it. False when the key takes none, or what is written is no lever, but may be
 * something else; true when it was read, or told what is wrong. */
bool suf_lever_read(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);

#endif
