/* Rows of a table that must not overlap.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "spans.h"

#include <inttypes.h>
#include <stdlib.h>

static int
compare(const void *a, const void *b)
{
    const suf_span *left = a;
    const suf_span *right = b;
    if (left->group != right->group) {
        return left->group < right->group ? -1 : 1;
    }
    if (left->from != right->from) {
        return left->from < right->from ? -1 : 1;
    }
    return (left->row > right->row) - (left->row < right->row);
}

void
suf_spans_check(suf_reader *self, const void *table, suf_span *spans, size_t n,
    const char *column, const char *what)
{
    if (n == 0) {
        return;
    }
    qsort(spans, n, sizeof *spans, compare);
    size_t widest = 0; /* of the group, the one that reaches farthest */
    for (size_t i = 1; i < n; i++) {
        if (spans[i].group != spans[widest].group) {
            widest = i;
            continue;
        }
        if (spans[i].from <= spans[widest].to) {
            bool is_later = spans[i].row > spans[widest].row;
            const suf_span *told = is_later ? &spans[i] : &spans[widest];
            const suf_span *other = is_later ? &spans[widest] : &spans[i];
            suf_reader_fault_row(self, table, told->row, told->line, column,
                "found %s a second time (first on line %" PRIu32 ")", what, other->line);
        }
        if (spans[i].to > spans[widest].to) {
            widest = i;
        }
    }
}

void
suf_spans_check_cover(
    suf_reader *self, const void *table, const suf_span *spans, size_t n)
{
    uint32_t next = 0;      /* the age that must come */
    size_t told = SIZE_MAX; /* a row of both sexes is told of once */
    for (size_t i = 0; i < n; i++) {
        bool is_first = i == 0 || spans[i].group != spans[i - 1].group;
        bool is_last = i + 1 == n || spans[i + 1].group != spans[i].group;
        next = is_first ? 0 : next;
        if (spans[i].from > next && spans[i].row != told) {
            told = spans[i].row;
            suf_reader_fault_row(self, table, spans[i].row, spans[i].line, "age_from",
                "no row for ages %" PRIu32 " to %" PRIu32
                " of this year and sex, expected all from 0 to 100",
                next, spans[i].from - 1);
        }
        next = spans[i].to + 1 > next ? spans[i].to + 1 : next;
        if (is_last && next <= 100 && spans[i].row != told) {
            told = spans[i].row;
            suf_reader_fault_row(self, table, spans[i].row, spans[i].line, "age_from",
                "no row for ages %" PRIu32
                " to 100 of this year and sex, expected all from 0 to 100",
                next);
        }
    }
}
