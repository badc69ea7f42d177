/* Lists of rows that grow, and rows whose cells change. Everything lives in the arena of
 * the reader. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_ROW_LIST_H
#define SUF_SCENARIO_ROW_LIST_H

#include "scenario/read/reader.h"

/* A list that grows: its entries are on the heap until suf_rows_end. */
typedef struct suf_rows {
    suf_reader *reader;
    suf_section section;
    suf_node *list;
    size_t capacity;
} suf_rows;

/* A list without rows, at a place. Follow it with suf_rows_end, whatever happens. */
void suf_rows_begin(
    suf_rows *self, suf_reader *reader, suf_section section, const suf_place *place);
/* Adds a row: a mapping, or what stands in the place of one. */
void suf_rows_add(suf_rows *self, const suf_place *place, suf_node *row);
/* The list, complete; NULL when memory is out. */
suf_node *suf_rows_end(suf_rows *self);

/* A copy of a row (NULL: a new one) at a place, with room for n more cells; NULL when
 * memory is out. */
suf_node *suf_rows_copy_row(
    suf_reader *self, const suf_node *row, size_t n, const suf_place *place);
/* Puts a cell into a row that has room for it: null takes it out. */
void suf_rows_put_cell(
    suf_node *row, const char *column, const suf_place *place, suf_node *value);

#endif
