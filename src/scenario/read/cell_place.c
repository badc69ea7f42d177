/* Where a cell of a CSV file stands, by its line and the name of its column.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cell_place.h"

#include <string.h>

#include "base/text.h"

char
suf_cell_separator(const char *bytes, size_t n)
{
    bool has_comma = memchr(bytes, ',', n) != NULL;
    bool has_semicolon = memchr(bytes, ';', n) != NULL;
    bool has_tab = memchr(bytes, '\t', n) != NULL;
    if (has_comma || (!has_semicolon && !has_tab)) {
        return ',';
    }
    return has_semicolon ? ';' : '\t';
}

/* The bytes of a line, from 1, without its end; NULL behind the last. */
static const char *
line_of(const suf_source *table, uint32_t line, size_t *n)
{
    const char *from = table->bytes;
    const char *end = table->bytes + table->n;
    for (uint32_t i = 1; from != NULL && from < end; i++) {
        const char *stop = memchr(from, '\n', (size_t) (end - from));
        if (i == line) {
            *n = (size_t) ((stop != NULL ? stop : end) - from);
            *n -= *n > 0 && from[*n - 1] == '\r' ? 1 : 0;
            return from;
        }
        from = stop != NULL ? stop + 1 : NULL;
    }
    return NULL;
}

/* The end of the cell that begins at `from`: its separator, or the end of the line. */
static const char *
cell_end(const char *from, const char *end, char separator)
{
    bool is_quoted = false;
    while (from < end && (is_quoted || *from != separator)) {
        is_quoted = is_quoted != (*from == '"');
        from++;
    }
    return from;
}

static bool
is_name(const char *from, const char *end, const char *name)
{
    bool is_quoted = end - from >= 2 && from[0] == '"';
    from += is_quoted ? 1 : 0;
    end -= is_quoted ? 1 : 0;
    return strlen(name) == (size_t) (end - from) &&
           memcmp(from, name, (size_t) (end - from)) == 0;
}

uint32_t
suf_cell_column(const suf_source *table, uint32_t line, const char *name)
{
    size_t n = 0;
    uint32_t header = 1;
    const char *at = line_of(table, header, &n);
    while (at != NULL && (n == 0 || (n == 5 && memcmp(at, "sep=", 4) == 0))) {
        at = line_of(table, ++header, &n);
    }
    if (at == NULL) {
        return 0;
    }
    const char separator = suf_cell_separator(at, n);
    const char *end = at + n;
    uint32_t number = 0; /* of the column */
    for (const char *stop = cell_end(at, end, separator); !is_name(at, stop, name);
         stop = cell_end(at, end, separator)) {
        if (stop == end) {
            return 0;
        }
        at = stop + 1;
        number++;
    }
    const char *row = line_of(table, line, &n);
    if (row == NULL) {
        return 0;
    }
    at = row;
    for (; number > 0; number--) {
        at = cell_end(at, row + n, separator);
        if (at == row + n) {
            return 0;
        }
        at++;
    }
    return (uint32_t) suf_text_characters(row, (size_t) (at - row)) + 1;
}
