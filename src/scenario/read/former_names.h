/* Former names of keys and columns, read for one version with a warning.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * They stand in the table of keys (suf_key.formerly). A tree has its names of today
 * before anything is merged or looked up in it, so that nobody else need know the former
 * ones. A key is told of once a file; in a resolved text, which the program wrote itself,
 * never. */
#ifndef SUF_SCENARIO_FORMER_NAMES_H
#define SUF_SCENARIO_FORMER_NAMES_H

#include "scenario/read/reader.h"

/* Gives the keys of a scenario's tree the names of today. A former name beside that of
 * today is a fault. */
void suf_former_renew(suf_reader *self, suf_node *root);

/* The key of a column by its former name, told of as a warning; NULL when it is none. */
const suf_key *suf_former_column(
    suf_reader *self, suf_section section, const char *name, const suf_place *place);
/* The same of a column for remarks: its name of today, of static storage, or NULL. */
const char *suf_former_remark(suf_reader *self, const char *name, const suf_place *place);

#endif
