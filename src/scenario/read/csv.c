/* The lines of a CSV file as cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cell_place.h"

void
suf_csv_fault(suf_csv *self, uint32_t column, const char *message)
{
    suf_place place = {self->source, self->line, column};
    suf_reader_fault(self->reader, &place, NULL, "%s", message);
}

/* Takes a quoted cell apart in place: *at stands on the opening quote and then behind the
 * closing one. False: no closing quote. */
static bool
take_quoted(char **at)
{
    char *from = *at + 1;
    char *to = *at;
    while (*from != '\0') {
        if (from[0] == '"' && from[1] == '"') {
            from++;
        } else if (from[0] == '"') {
            *to = '\0';
            *at = from + 1;
            return true;
        }
        *to++ = *from++;
    }
    return false;
}

/* Splits the n bytes of the line at hand into cells; false when told. */
static bool
split(suf_csv *self, const char *bytes, size_t n)
{
    self->n_cells = 0;
    if (!suf_reader_ok(self->reader,
            suf_array_grow(&self->scratch, &self->scratch_capacity, n + 1, 1))) {
        return false;
    }
    memcpy(self->scratch, bytes, n);
    self->scratch[n] = '\0';
    char *at = self->scratch;
    for (;;) {
        size_t offset = (size_t) (at - self->scratch);
        uint32_t column = (uint32_t) suf_text_characters(bytes, offset) + 1;
        if (self->n_cells == SUF_MOST_COLUMNS) {
            suf_csv_fault(self, column, "more than 1024 columns, the most that is read");
            return false;
        }
        suf_cell *made = &self->cells[self->n_cells++];
        *made = (suf_cell){at, column};
        if (*at == '"' && !take_quoted(&at)) {
            suf_csv_fault(self, column,
                "found a quote that is not closed on its line, expected one more");
            return false;
        }
        const char ends[] = {self->separator, '"', '\0'};
        size_t rest = strcspn(at, ends);
        if (at[rest] == '"' || (made->text != at && rest > 0)) {
            suf_csv_fault(self, column,
                "found a quote within a cell, expected it at both ends, and doubled "
                "within");
            return false;
        }
        at += rest;
        if (*at == '\0') {
            return true;
        }
        *at++ = '\0';
    }
}

/* Tells of a file without a single line feed whose lines end all the same. */
static bool
has_old_line_ends(suf_csv *self)
{
    const suf_source *source = self->source;
    bool is_old = memchr(source->bytes, '\n', source->n) == NULL &&
                  memchr(source->bytes, '\r', source->n) != NULL;
    if (is_old) {
        suf_csv_fault(self, 0,
            "found lines that end with a carriage return alone, expected line feeds: "
            "save it as CSV of today's systems");
    }
    return is_old;
}

void
suf_csv_begin(suf_csv *self, suf_reader *reader, const suf_source *source)
{
    self->reader = reader;
    self->source = source;
    self->at = source->bytes;
    self->line = 0;
    self->n_cells = 0;
    self->has_header = false;
    self->scratch = NULL;
    self->scratch_capacity = 0;
    self->is_told = has_old_line_ends(self);
}

void
suf_csv_end(suf_csv *self)
{
    free(self->scratch);
    self->scratch = NULL;
}

/* The bytes of the next line, without its end. */
static const char *
next_line(suf_csv *self, size_t *n)
{
    const char *from = self->at;
    const char *end = self->source->bytes + self->source->n;
    const char *stop = memchr(from, '\n', (size_t) (end - from));
    stop = stop != NULL ? stop : end;
    *n = (size_t) (stop - from);
    *n = *n > 0 && from[*n - 1] == '\r' ? *n - 1 : *n;
    self->at = stop + 1;
    self->line++;
    return from;
}

bool
suf_csv_next(suf_csv *self)
{
    const char *end = self->source->bytes + self->source->n;
    while (!self->is_told && self->at < end && self->reader->status == SUF_OK &&
           self->reader->faults->n < SUF_MAX_FAULTS) {
        size_t n = 0;
        const char *bytes = next_line(self, &n);
        if (!self->has_header && n == 5 && memcmp(bytes, "sep=", 4) == 0) {
            n = 0; /* how some spreadsheets name their separator: the header shows it */
        }
        if (n == 0) {
            continue;
        }
        if (!self->has_header) {
            self->separator = suf_cell_separator(bytes, n);
        }
        if (split(self, bytes, n)) {
            self->has_header = true;
            return true;
        }
        self->is_told = !self->has_header;
    }
    return false;
}

void
suf_csv_trim(suf_csv *self, size_t least)
{
    while (self->n_cells > least && self->cells[self->n_cells - 1].text[0] == '\0') {
        self->n_cells--;
    }
}

bool
suf_csv_is_empty(const suf_csv *self)
{
    for (size_t i = 0; i < self->n_cells; i++) {
        const char *text = self->cells[i].text;
        if (text[strspn(text, " ")] != '\0') {
            return false;
        }
    }
    return true;
}
