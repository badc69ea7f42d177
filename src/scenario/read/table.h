/* Tables: CSV files with named columns, or mappings from name to columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_TABLE_H
#define SUF_SCENARIO_TABLE_H

#include "scenario/read/reader.h"

/* Reads the table or tables that a node names, or the rows it holds, into the array of a
 * key of type TABLE. */
void suf_table_read(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);

#endif
