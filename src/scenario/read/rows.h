/* Tables as trees: a list of rows, each a mapping from column to value.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table may be the path of a CSV file, a list of paths and rows, a mapping by the names
 * of rows, or columns with rows. Rows of tables whose section has a `value` are known by
 * the columns in front of it, in nested mappings, as {nursery: {Central: 40}} of places;
 * those of others by their column of names. Here all forms become one, so that an overlay
 * reaches a row whatever the form. Everything lives in the arena of the reader. */
#ifndef SUF_SCENARIO_ROWS_H
#define SUF_SCENARIO_ROWS_H

#include "scenario/read/reader.h"
#include "scenario/read/row_list.h"

/* Adds what a row is known by to a text, as "Central nursery A" or "nursery.Central". */
void suf_rows_label(suf_section section, const suf_node *row, suf_text *text);

/* The rows of a mapping, or of {columns, rows}; their names are columns again. Faults are
 * told; NULL when memory is out. */
suf_node *suf_rows_of_mapping(
    suf_reader *self, suf_section section, const suf_node *node);
/* The rows of a table in any form. Faults are told, and leave rows out; NULL when memory
 * is out. */
suf_node *suf_rows_of(suf_reader *self, suf_section section, const suf_node *node);
/* A mapping from name to row, of rows that have names; NULL when a name is missing or
 * stands twice. */
suf_node *suf_rows_by_name(suf_reader *self, suf_section section, const suf_node *list);
/* A list of rows with a mapping merged into it, by the columns that rows are known by:
 * null removes rows, what is not there is added. Of tables whose section has a value. */
suf_node *suf_rows_merge(
    suf_reader *self, suf_section section, const suf_node *list, const suf_node *over);

#endif
