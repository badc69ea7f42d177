/* Tables: CSV files with named columns, or mappings from name to columns.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV as of RFC 4180: a header line, commas, quotes where a cell holds a comma or quote;
 * lines end in LF or CRLF; a cell lies on one line; empty lines are passed over. Columns
 * may stand in any order. Columns for remarks (suf_column_is_remark) are not read. */
#ifndef SUF_SCENARIO_TABLE_H
#define SUF_SCENARIO_TABLE_H

#include "scenario/reader.h"
#include "scenario/rows.h"

/* Reads the table or tables that a node names, or the rows it holds, into the array of a
 * key of type TABLE. */
void suf_table_read(
    suf_reader *self, const suf_key *key, const suf_node *node, void *object);
/* Adds the rows of the CSV file that a node names to a list, as they are written: cells
 * by column, without those that are empty. */
void suf_table_read_rows(
    suf_reader *self, suf_section section, const suf_node *node, suf_rows *rows);

#endif
