/* The lines of a CSV file as cells.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV as of RFC 4180: a header line, commas, quotes where a cell holds a comma or quote;
 * lines end in LF or CRLF; a cell lies on one line; empty lines are passed over. Where
 * the header has no comma, semicolons or tabs separate the cells. */
#ifndef SUF_SCENARIO_CSV_H
#define SUF_SCENARIO_CSV_H

#include "scenario/read/reader.h"

enum { SUF_MOST_COLUMNS = 1024 };

typedef struct suf_cell {
    char *text; /* NUL-terminated, until the next line is read */
    uint32_t column;
} suf_cell;

typedef struct suf_csv {
    suf_reader *reader;
    const suf_source *source;
    uint32_t line; /* at hand; 0 before the first */
    suf_cell cells[SUF_MOST_COLUMNS];
    size_t n_cells;
    bool is_told; /* no header can be read, and why has been told */
    /* Its own: */
    const char *at;
    bool has_header;
    char separator;
    char *scratch; /* the line, on the heap */
    size_t scratch_capacity;
} suf_csv;

/* Begins in front of the header. Follow it with suf_csv_end, whatever happens. */
void suf_csv_begin(suf_csv *self, suf_reader *reader, const suf_source *source);
void suf_csv_end(suf_csv *self);
/* Goes to the next line that is not empty, first the header; false behind the last, when
 * no header can be read, or when the list of faults is full. Lines that are no CSV are
 * told of and passed over. */
bool suf_csv_next(suf_csv *self);
/* Takes off empty cells at the end beyond `least`, which spreadsheets write where a sheet
 * was once wider. */
void suf_csv_trim(suf_csv *self, size_t least);
/* True when the line has nothing in it, as below a sheet that was once longer. */
bool suf_csv_is_empty(const suf_csv *self);
/* A fault at a column of the line at hand; 0: at the line, or the file, as a whole. */
void suf_csv_fault(suf_csv *self, uint32_t column, const char *message);

#endif
