/* The CSV files of a table: their columns, and their rows as they are read.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns may stand in any order. Columns for remarks (suf_column_is_remark) are not
 * read. */
#ifndef SUF_SCENARIO_TABLE_FILE_H
#define SUF_SCENARIO_TABLE_FILE_H

#include "scenario/read/csv.h"
#include "scenario/read/reader.h"
#include "scenario/read/row_list.h"

/* A table that is being read. */
typedef struct suf_table {
    suf_reader *reader;
    suf_section section;
    const suf_section_info *info;
    unsigned char *rows; /* on the heap until the table is complete */
    size_t n, capacity;
    unsigned char *pattern; /* a row in which nothing is given */
    const void *owner;      /* address of the member that points to the rows */
    const suf_key *columns[SUF_MOST_COLUMNS]; /* NULL: a remark */
    const char *headers[SUF_MOST_COLUMNS];    /* of a tree: the names of the columns */
    size_t n_columns;
    suf_csv csv;    /* the file at hand */
    suf_rows *tree; /* takes the rows as they are written, unread; NULL: they are read */
} suf_table;

/* A new row, filled with what holds when nothing is given; NULL when memory is out. */
void *suf_table_add_row(suf_table *self, uint32_t line);
/* Reads the CSV file that a scalar names. */
void suf_table_read_file(suf_table *self, const suf_node *node);
/* Adds the rows of the CSV file that a node names to a list, as they are written: cells
 * by column, without those that are empty. */
void suf_table_read_rows(
    suf_reader *self, suf_section section, const suf_node *node, suf_rows *rows);

#endif
