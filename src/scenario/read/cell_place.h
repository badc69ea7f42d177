/* Where a cell of a CSV file stands, by its line and the name of its column.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_CELL_PLACE_H
#define SUF_SCENARIO_CELL_PLACE_H

#include "scenario/types/source.h"

/* What stands between the cells of a header of n bytes: commas; or semicolons, as
 * spreadsheets of languages with a decimal comma write them, or tabs, where there is no
 * comma. */
char suf_cell_separator(const char *bytes, size_t n);
/* The column, in characters from 1, at which the cell of a line begins; 0 where the table
 * has no such column or the line has fewer cells. The table has been read without fault.
 */
uint32_t suf_cell_column(const suf_source *table, uint32_t line, const char *name);

#endif
