/* Rows of a table that must not overlap: the same pair twice, ages named twice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SPANS_H
#define SUF_SCENARIO_SPANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/read/reader.h"

typedef struct suf_span {
    uint64_t group;    /* what must not be named twice together: year and sex, a pair */
    uint32_t from, to; /* both included */
    uint32_t line;
    size_t row;
} suf_span;

/* Sorts spans and tells, at a column of their rows, of those that overlap an earlier one
 * of their group; `table` as for suf_reader_fault_row. */
void suf_spans_check(suf_reader *self, const void *table, suf_span *spans, size_t n,
    const char *column, const char *what);
/* Tells of groups that do not reach from 0 to 100 without a gap; the spans are sorted. */
void suf_spans_check_cover(
    suf_reader *self, const void *table, const suf_span *spans, size_t n);

#endif
