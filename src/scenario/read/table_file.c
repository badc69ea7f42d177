/* The CSV files of a table: their columns, and their rows as they are read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/read/former_names.h"
#include "scenario/read/value.h"

void *
suf_table_add_row(suf_table *self, uint32_t line)
{
    size_t bytes = self->info->bytes;
    if (!suf_reader_ok(self->reader,
            suf_array_grow(&self->rows, &self->capacity, self->n + 1, bytes))) {
        return NULL;
    }
    unsigned char *row = self->rows + self->n * bytes;
    memcpy(row, self->pattern, bytes);
    memcpy(row + self->info->line_offset, &line, sizeof line);
    self->n++;
    return row;
}

/* True when a column that is not known was likely meant for this one. */
static bool
is_misspelt(const suf_table *self, const char *name)
{
    for (size_t i = 0; i < self->csv.n_cells; i++) {
        if (self->headers[i] == NULL) {
            const char *near = suf_key_near(self->section, self->csv.cells[i].text);
            if (near != NULL && strcmp(near, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The keys of the columns, from the header; false when told. */
static bool
read_header(suf_table *self)
{
    uint32_t line = self->csv.line;
    bool is_given[SUF_MOST_COLUMNS] = {false};
    bool is_good = true;
    suf_csv_trim(&self->csv, 1);
    self->n_columns = self->csv.n_cells;
    for (size_t i = 0; i < self->csv.n_cells; i++) {
        const char *name = self->csv.cells[i].text;
        suf_place place = {self->csv.source, line, self->csv.cells[i].column};
        const suf_key *key = suf_key_find(self->section, name);
        const char *remark = suf_column_remark(name);
        if (key == NULL && remark == NULL) {
            key = suf_former_column(self->reader, self->section, name, &place);
            remark = key == NULL ? suf_former_remark(self->reader, name, &place) : NULL;
        }
        self->columns[i] = key;
        self->headers[i] = key != NULL ? key->name : remark;
        if (self->headers[i] == NULL) {
            suf_reader_fault_near(self->reader, &place, suf_key_near(self->section, name),
                "found an unknown column '%.80s' in the table of %s", name,
                self->info->name);
            is_good = false;
        } else if (key != NULL && is_given[key - self->info->keys]) {
            suf_reader_fault(
                self->reader, &place, NULL, "found column '%s' a second time", name);
            is_good = false;
        } else if (key != NULL) {
            is_given[key - self->info->keys] = true;
        }
    }
    for (size_t i = 0; i < self->info->n_keys; i++) {
        const char *name = self->info->keys[i].name;
        if (self->info->keys[i].is_required && !is_given[i] && !is_misspelt(self, name)) {
            suf_place place = {self->csv.source, line, 0};
            suf_reader_fault(
                self->reader, &place, NULL, "the column '%s' is missing", name);
            is_good = false;
        }
    }
    return is_good;
}

/* A cell as a node of the arena. */
static suf_node *
cell_node(suf_table *self, uint32_t line, const suf_cell *read)
{
    suf_arena *arena = self->reader->arena;
    suf_node *node = NULL;
    char *text = NULL;
    if (!suf_reader_ok(self->reader, suf_arena_take(arena, 1, sizeof *node, &node)) ||
        !suf_reader_ok(
            self->reader, suf_arena_text(arena, read->text, strlen(read->text), &text))) {
        return NULL;
    }
    *node = (suf_node){.kind = SUF_NODE_SCALAR,
        .is_cell = true,
        .weight = 1,
        .text = text,
        .place = {self->csv.source, line, read->column}};
    return node;
}

/* Adds a row to the tree: its cells by column, without those that are empty. */
static void
take_row(suf_table *self)
{
    uint32_t line = self->csv.line;
    suf_arena *arena = self->reader->arena;
    suf_node *row = NULL;
    if (!suf_reader_ok(self->reader, suf_arena_take(arena, 1, sizeof *row, &row))) {
        return;
    }
    *row = (suf_node){.kind = SUF_NODE_MAP,
        .weight = 1,
        .height = 1,
        .place = {self->csv.source, line, 0}};
    if (!suf_reader_ok(self->reader, suf_arena_take(arena, self->n_columns,
                                         sizeof *row->entries, &row->entries))) {
        return;
    }
    for (size_t i = 0; i < self->n_columns; i++) {
        suf_node *node = self->csv.cells[i].text[0] != '\0' && self->headers[i] != NULL
                             ? cell_node(self, line, &self->csv.cells[i])
                             : NULL;
        if (node != NULL) {
            row->entries[row->n_entries++] =
                (suf_entry){self->headers[i], node->place, node};
            row->weight++;
        }
    }
    suf_rows_add(self->tree, &row->place, row);
}

static void
read_row(suf_table *self)
{
    uint32_t line = self->csv.line;
    if (suf_csv_is_empty(&self->csv)) {
        return;
    }
    suf_csv_trim(&self->csv, self->n_columns);
    if (self->csv.n_cells != self->n_columns) {
        char message[100];
        (void) snprintf(message, sizeof message, "found %zu cells, expected %zu",
            self->csv.n_cells, self->n_columns);
        suf_csv_fault(&self->csv, 0, message);
        return;
    }
    if (self->tree != NULL) {
        take_row(self);
        return;
    }
    size_t n_faults = suf_reader_n_faults(self->reader);
    void *row = suf_table_add_row(self, line);
    for (size_t i = 0; row != NULL && i < self->n_columns; i++) {
        const suf_key *key = self->columns[i];
        const suf_cell *read = &self->csv.cells[i];
        if (key == NULL || (read->text[0] == '\0' && !key->is_required)) {
            continue;
        }
        suf_node node = {.kind = SUF_NODE_SCALAR,
            .text = read->text,
            .place = {self->csv.source, line, read->column}};
        size_t mark = suf_reader_enter(self->reader, key->name);
        suf_value_take(self->reader, key, &node, row);
        suf_reader_leave(self->reader, mark);
    }
    /* A faulty row would only give further faults; but others refer to districts. */
    if (n_faults < suf_reader_n_faults(self->reader) &&
        self->section != SUF_SECTION_DISTRICT_ROW && row != NULL) {
        self->n--;
    }
}

static size_t
count_rows(const suf_table *self)
{
    return self->tree != NULL ? self->tree->list->n_entries : self->n;
}

/* Reads the lines of a source: the header, and rows below it. */
static void
read_lines(suf_table *self, const suf_source *source)
{
    size_t n_before = count_rows(self);
    size_t n_faults = suf_reader_n_faults(self->reader);
    suf_csv *csv = &self->csv;
    suf_csv_begin(csv, self->reader, source);
    if (suf_csv_next(csv)) {
        bool is_good = read_header(self);
        while (is_good && suf_csv_next(csv)) {
            read_row(self);
        }
        csv->line = 0;
        if (is_good && count_rows(self) == n_before &&
            suf_reader_n_faults(self->reader) == n_faults) {
            suf_csv_fault(csv, 0, "found a header only, expected rows below it");
        }
    } else if (!csv->is_told) {
        csv->line = 0;
        suf_csv_fault(csv, 0, "found nothing, expected a header with column names");
    }
    suf_csv_end(csv);
}

void
suf_table_read_file(suf_table *self, const suf_node *node)
{
    suf_reader *reader = self->reader;
    if (node->kind != SUF_NODE_SCALAR || suf_node_is_null(node)) {
        char found[120];
        suf_node_describe(node, found);
        suf_reader_fault(reader, &node->place, NULL,
            "found %s, expected the path of a CSV table with the columns of %s", found,
            self->info->name);
        return;
    }
    char *path = NULL;
    suf_source *source = NULL;
    if (!suf_reader_ok(reader,
            suf_source_beside(reader->arena, node->place.source, node->text, &path)) ||
        !suf_reader_ok(reader,
            suf_source_read(reader->arena, path, SUF_MOST_TABLE_BYTES, &node->place,
                suf_text_get(&reader->path), reader->faults, &source)) ||
        source == NULL) {
        return;
    }
    source->is_table = true;
    if (self->tree == NULL) {
        suf_reader_note_rows(reader, self->owner, self->n, source);
    }
    /* Within a table the path of a fault is its column. */
    suf_text outer = reader->path;
    suf_text_init(&reader->path);
    read_lines(self, source);
    suf_text_free(&reader->path);
    reader->path = outer;
}

void
suf_table_read_rows(
    suf_reader *self, suf_section section, const suf_node *node, suf_rows *rows)
{
    suf_table *read = NULL;
    if (rows->list == NULL ||
        !suf_reader_ok(self, suf_array_new(1, sizeof *read, &read))) {
        return;
    }
    read->reader = self;
    read->section = section;
    read->info = suf_section_get(section);
    read->tree = rows;
    suf_table_read_file(read, node);
    free(read);
}
