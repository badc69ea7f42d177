/* Tables: CSV files with named columns, or mappings from name to columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/rows.h"
#include "scenario/value.h"
#include "scenario/walk.h"

enum { MOST_COLUMNS = 64 };

typedef struct cell {
    char *text; /* NUL-terminated, within the scratch of the line */
    uint32_t column;
} cell;

typedef struct table {
    suf_reader *reader;
    suf_section section;
    const suf_section_info *info;
    unsigned char *rows; /* on the heap until the table is complete */
    size_t n, capacity;
    unsigned char *pattern; /* a row in which nothing is given */
    const void *owner;      /* address of the member that points to the rows */
    const suf_source *source;
    const suf_key *columns[MOST_COLUMNS]; /* NULL: a remark */
    const char *headers[MOST_COLUMNS];    /* of a tree: the names of the columns */
    size_t n_columns;
    cell cells[MOST_COLUMNS];
    size_t n_cells;
    char *scratch;
    size_t scratch_capacity;
    char separator; /* between cells: as the header has it */
    suf_rows *tree; /* takes the rows as they are written, unread; NULL: they are read */
} table;

/* A new row, filled with what holds when nothing is given; NULL when memory is out. */
static void *
add_row(table *self, uint32_t line)
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

static void
fault_line(table *self, uint32_t line, uint32_t column, const char *message)
{
    suf_place place = {self->source, line, column};
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

/* Splits the n bytes of a line into cells; false when told. */
static bool
split(table *self, const char *bytes, size_t n, uint32_t line)
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
        if (self->n_cells == MOST_COLUMNS) {
            fault_line(self, line, column, "more than 64 columns, the most that is read");
            return false;
        }
        cell *made = &self->cells[self->n_cells++];
        *made = (cell){at, column};
        if (*at == '"' && !take_quoted(&at)) {
            fault_line(self, line, column,
                "found a quote that is not closed on its line, expected one more");
            return false;
        }
        const char ends[] = {self->separator, '"', '\0'};
        size_t rest = strcspn(at, ends);
        if (at[rest] == '"' || (made->text != at && rest > 0)) {
            fault_line(self, line, column,
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

/* What stands between the cells of a header: commas; or semicolons, as spreadsheets of
 * languages with a decimal comma write them, or tabs, where there is no comma. */
static char
separator_of(const char *bytes, size_t n)
{
    bool has_comma = memchr(bytes, ',', n) != NULL;
    bool has_semicolon = memchr(bytes, ';', n) != NULL;
    bool has_tab = memchr(bytes, '\t', n) != NULL;
    if (has_comma || (!has_semicolon && !has_tab)) {
        return ',';
    }
    return has_semicolon ? ';' : '\t';
}

/* The cells of a row without the empty ones at its end beyond `least`, which spreadsheets
 * write where a sheet was once wider. */
static void
drop_empty_end(table *self, size_t least)
{
    while (self->n_cells > least && self->cells[self->n_cells - 1].text[0] == '\0') {
        self->n_cells--;
    }
}

/* True when a row has nothing in it, as below a sheet that was once longer. */
static bool
is_empty_row(const table *self)
{
    for (size_t i = 0; i < self->n_cells; i++) {
        const char *text = self->cells[i].text;
        if (text[strspn(text, " ")] != '\0') {
            return false;
        }
    }
    return true;
}

/* True when a column that is not known was likely meant for this one. */
static bool
is_misspelt(const table *self, const char *name)
{
    for (size_t i = 0; i < self->n_cells; i++) {
        if (self->columns[i] == NULL && !suf_column_is_remark(self->cells[i].text)) {
            const char *near = suf_key_near(self->section, self->cells[i].text);
            if (near != NULL && strcmp(near, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The keys of the columns, from the header; false when told. */
static bool
read_header(table *self, uint32_t line)
{
    bool is_given[MOST_COLUMNS] = {false};
    bool is_good = true;
    drop_empty_end(self, 1);
    self->n_columns = self->n_cells;
    for (size_t i = 0; i < self->n_cells; i++) {
        const char *name = self->cells[i].text;
        suf_place place = {self->source, line, self->cells[i].column};
        const suf_key *key = suf_key_find(self->section, name);
        self->columns[i] = key;
        self->headers[i] = key != NULL ? key->name : suf_column_remark(name);
        if (key == NULL && !suf_column_is_remark(name)) {
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
            suf_place place = {self->source, line, 0};
            suf_reader_fault(
                self->reader, &place, NULL, "the column '%s' is missing", name);
            is_good = false;
        }
    }
    return is_good;
}

/* A cell as a node of the arena. */
static suf_node *
cell_node(table *self, uint32_t line, const cell *read)
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
        .place = {self->source, line, read->column}};
    return node;
}

/* Adds a row to the tree: its cells by column, without those that are empty. */
static void
take_row(table *self, uint32_t line)
{
    suf_arena *arena = self->reader->arena;
    suf_node *row = NULL;
    if (!suf_reader_ok(self->reader, suf_arena_take(arena, 1, sizeof *row, &row))) {
        return;
    }
    *row = (suf_node){
        .kind = SUF_NODE_MAP, .weight = 1, .height = 1, .place = {self->source, line, 0}};
    if (!suf_reader_ok(self->reader, suf_arena_take(arena, self->n_columns,
                                         sizeof *row->entries, &row->entries))) {
        return;
    }
    for (size_t i = 0; i < self->n_columns; i++) {
        suf_node *node = self->cells[i].text[0] != '\0' && self->headers[i] != NULL
                             ? cell_node(self, line, &self->cells[i])
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
read_row(table *self, uint32_t line)
{
    if (is_empty_row(self)) {
        return;
    }
    drop_empty_end(self, self->n_columns);
    if (self->n_cells != self->n_columns) {
        char message[100];
        (void) snprintf(message, sizeof message, "found %zu cells, expected %zu",
            self->n_cells, self->n_columns);
        fault_line(self, line, 0, message);
        return;
    }
    if (self->tree != NULL) {
        take_row(self, line);
        return;
    }
    size_t n_faults = suf_reader_n_faults(self->reader);
    void *row = add_row(self, line);
    for (size_t i = 0; row != NULL && i < self->n_columns; i++) {
        const suf_key *key = self->columns[i];
        const cell *read = &self->cells[i];
        if (key == NULL || (read->text[0] == '\0' && !key->is_required)) {
            continue;
        }
        suf_node node = {.kind = SUF_NODE_SCALAR,
            .text = read->text,
            .place = {self->source, line, read->column}};
        size_t mark = suf_reader_enter(self->reader, key->name);
        suf_value_read(self->reader, key, &node, row);
        suf_reader_leave(self->reader, mark);
    }
    /* A faulty row would only give further faults; but others refer to districts. */
    if (n_faults < suf_reader_n_faults(self->reader) &&
        self->section != SUF_SECTION_DISTRICT_ROW && row != NULL) {
        self->n--;
    }
}

/* Tells of a file without a single line feed whose lines end all the same. */
static bool
has_old_line_ends(table *self)
{
    const suf_source *source = self->source;
    bool is_old = memchr(source->bytes, '\n', source->n) == NULL &&
                  memchr(source->bytes, '\r', source->n) != NULL;
    if (is_old) {
        fault_line(self, 0, 0,
            "found lines that end with a carriage return alone, expected line feeds: "
            "save it as CSV of today's systems");
    }
    return is_old;
}

static size_t
count_rows(const table *self)
{
    return self->tree != NULL ? self->tree->list->n_entries : self->n;
}

/* Reads the lines of the source. */
static void
read_lines(table *self)
{
    const char *at = self->source->bytes;
    const char *end = at + self->source->n;
    bool has_header = false;
    uint32_t line = 0;
    size_t n_before = count_rows(self);
    size_t n_faults = suf_reader_n_faults(self->reader);
    if (has_old_line_ends(self)) {
        return;
    }
    while (at < end && self->reader->status == SUF_OK &&
           self->reader->faults->n < SUF_MAX_FAULTS) {
        const char *stop = memchr(at, '\n', (size_t) (end - at));
        stop = stop != NULL ? stop : end;
        size_t n = (size_t) (stop - at);
        n = n > 0 && at[n - 1] == '\r' ? n - 1 : n;
        line++;
        if (!has_header && n == 5 && memcmp(at, "sep=", 4) == 0) {
            n = 0; /* how some spreadsheets name their separator: the header shows it */
        }
        if (!has_header) {
            self->separator = separator_of(at, n);
        }
        if (n > 0 && split(self, at, n, line)) {
            if (has_header) {
                read_row(self, line);
            } else if (!read_header(self, line)) {
                return;
            }
            has_header = true;
        } else if (n > 0 && !has_header) {
            return;
        }
        at = stop + 1;
    }
    if (!has_header) {
        fault_line(self, 0, 0, "found nothing, expected a header with column names");
    } else if (count_rows(self) == n_before &&
               suf_reader_n_faults(self->reader) == n_faults) {
        fault_line(self, 0, 0, "found a header only, expected rows below it");
    }
}

/* Reads the CSV file that a scalar names. */
static void
read_file(table *self, const suf_node *node)
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
    self->source = source;
    if (self->tree == NULL) {
        suf_reader_note_rows(reader, self->owner, self->n, source);
    }
    /* Within a table the path of a fault is its column. */
    suf_text outer = reader->path;
    suf_text_init(&reader->path);
    read_lines(self);
    suf_text_free(&reader->path);
    reader->path = outer;
}

/* Reads a row that is written as a mapping from column to value. */
static void
read_mapping(table *self, const suf_entry *entry)
{
    const suf_node *node = entry->value;
    const suf_place *place = entry->place.source != NULL ? &entry->place : &node->place;
    suf_reader *reader = self->reader;
    suf_text name;
    suf_text_init(&name);
    suf_rows_label(self->section, node, &name);
    (void) suf_reader_ok(reader, name.status);
    size_t mark = suf_reader_enter(reader, suf_text_get(&name));
    suf_reader_note_rows(reader, self->owner, self->n, place->source);
    void *row = reader->status == SUF_OK ? add_row(self, place->line) : NULL;
    if (row != NULL) {
        suf_walk_section(reader, self->section, node, row);
    }
    suf_reader_leave(reader, mark);
    suf_text_free(&name);
}

/* Reads a list of rows, and of paths where several tables may be joined. */
static void
read_list(table *self, const suf_node *list)
{
    for (size_t i = 0; i < list->n_entries && self->reader->status == SUF_OK; i++) {
        const suf_node *item = list->entries[i].value;
        if (item->kind == SUF_NODE_MAP) {
            read_mapping(self, &list->entries[i]);
        } else {
            read_file(self, item);
        }
    }
}

/* True for a list that may stand for the table: of rows, or of what is joined. */
static bool
is_list_of_rows(const table *self, const suf_node *node)
{
    bool is_good = node->kind == SUF_NODE_LIST;
    for (size_t i = 0; is_good && i < node->n_entries; i++) {
        is_good = self->info->is_joined || node->entries[i].value->kind == SUF_NODE_MAP;
    }
    return is_good;
}

/* The keys of the columns that a list names; false when told. */
static bool
take_columns(table *self, const suf_node *columns)
{
    self->n_columns = columns->n_entries;
    if (columns->kind != SUF_NODE_LIST || columns->n_entries > MOST_COLUMNS) {
        suf_reader_fault(self->reader, &columns->place, NULL,
            "expected a list of at most 64 names of columns");
        return false;
    }
    for (size_t i = 0; i < columns->n_entries; i++) {
        const suf_node *name = columns->entries[i].value;
        self->columns[i] = name->kind == SUF_NODE_SCALAR
                               ? suf_key_find(self->section, name->text)
                               : NULL;
        if (self->columns[i] == NULL) {
            suf_reader_fault(self->reader, &name->place, NULL,
                "found '%.80s', expected a column of %s",
                name->kind == SUF_NODE_SCALAR ? name->text : "a list or mapping",
                self->info->name);
            return false;
        }
    }
    return true;
}

/* Reads {columns: [...], rows: [[...], ...]}, the form in which a resolved scenario holds
 * its tables; null stands for nothing. */
static void
read_rows(table *self, const suf_node *columns, const suf_node *rows)
{
    suf_reader *reader = self->reader;
    if (rows->kind != SUF_NODE_LIST) {
        suf_reader_fault(reader, &rows->place, NULL, "expected a list of rows");
        return;
    }
    if (!take_columns(self, columns)) {
        return;
    }
    suf_reader_note_rows(reader, self->owner, self->n, rows->place.source);
    for (size_t i = 0; i < rows->n_entries && reader->status == SUF_OK; i++) {
        const suf_node *cells = rows->entries[i].value;
        if (cells->kind != SUF_NODE_LIST || cells->n_entries != self->n_columns) {
            suf_reader_fault(reader, &cells->place, NULL,
                "expected a list of %zu values, as many as there are columns",
                self->n_columns);
            return;
        }
        void *row = add_row(self, cells->place.line);
        for (size_t j = 0; row != NULL && j < self->n_columns; j++) {
            const suf_node *value = cells->entries[j].value;
            if (!suf_node_is_null(value)) {
                suf_value_read(reader, self->columns[j], value, row);
            }
        }
    }
}

/* The names of the districts, which others refer to. */
static void
note_districts(table *self)
{
    suf_reader *reader = self->reader;
    for (size_t i = 0; i < self->n && reader->status == SUF_OK; i++) {
        suf_district_row row;
        memcpy(&row, self->rows + i * sizeof row, sizeof row);
        uint32_t number = 0;
        if (!suf_reader_ok(
                reader, suf_names_add(&reader->districts, row.district, &number))) {
            return;
        }
        if (strcmp(row.district, "outside") == 0) {
            suf_reader_fault_row(reader, self->owner, i, row.line,
                "found a district 'outside': the name is that of the world beyond");
        } else if (strcmp(row.district, "all") == 0) {
            suf_reader_fault_row(reader, self->owner, i, row.line,
                "found a district 'all': the name is that of all districts together");
        } else if (number < i && row.district[0] != '\0') {
            suf_reader_fault_row(reader, self->owner, i, row.line,
                "found district '%.80s' a second time", row.district);
            return; /* numbers and rows part here; the scenario is faulty anyway */
        }
    }
}

void
suf_table_read(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    table *read = NULL;
    unsigned char *member = (unsigned char *) object + key->offset;
    suf_section section = (suf_section) key->detail;
    const suf_section_info *info = suf_section_get(section);
    if (!suf_reader_ok(self, suf_array_new(1, sizeof *read, &read))) {
        return;
    }
    read->reader = self;
    read->section = section;
    read->info = info;
    read->owner = member;
    if (suf_reader_ok(
            self, suf_arena_take(self->arena, 1, info->bytes, &read->pattern))) {
        suf_walk_defaults(self, section, read->pattern);
    }
    const suf_entry *columns = suf_node_find(node, "columns");
    const suf_entry *rows = suf_node_find(node, "rows");
    if (columns != NULL && rows != NULL) {
        read_rows(read, columns->value, rows->value);
    } else if (node->kind == SUF_NODE_MAP) {
        const suf_node *list = suf_rows_of_mapping(self, section, node);
        if (list != NULL) {
            read_list(read, list);
        }
    } else if (is_list_of_rows(read, node)) {
        read_list(read, node);
    } else {
        read_file(read, node);
    }
    if (section == SUF_SECTION_DISTRICT_ROW) {
        note_districts(read);
    }
    void *made = read->rows;
    if (suf_reader_ok(self, suf_arena_adopt(self->arena, made))) {
        memcpy(member, &made, sizeof made);
        memcpy((unsigned char *) object + key->count_offset, &read->n, sizeof read->n);
    }
    free(read->scratch);
    free(read);
}

void
suf_table_read_rows(
    suf_reader *self, suf_section section, const suf_node *node, suf_rows *rows)
{
    table *read = NULL;
    if (rows->list == NULL ||
        !suf_reader_ok(self, suf_array_new(1, sizeof *read, &read))) {
        return;
    }
    read->reader = self;
    read->section = section;
    read->info = suf_section_get(section);
    read->tree = rows;
    read_file(read, node);
    free(read->scratch);
    free(read);
}
