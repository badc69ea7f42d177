/* What an overlay hardly means: a part of what is not there, a table that goes unsaid.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_MERGE_SENSE_H
#define SUF_SCENARIO_MERGE_SENSE_H

#include "scenario/read/reader.h"

/* True when an entry whose name is none of those there is no whole element of a section
 * either: it was told of. One that needs nothing is warned of when it is nearly one that
 * is there. */
bool suf_merge_is_part(suf_reader *self, suf_section section, const suf_names *names,
    const suf_entry *entry);
/* Warns of a table that another takes the place of without a word. */
void suf_merge_warn_of_replacing(
    suf_reader *self, const suf_entry *below, const suf_entry *above);

#endif
