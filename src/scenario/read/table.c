/* Tables: CSV files with named columns, or mappings from name to columns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/read/rows.h"
#include "scenario/read/table_file.h"
#include "scenario/read/value.h"
#include "scenario/read/walk.h"

/* Reads a row that is written as a mapping from column to value. */
static void
read_mapping(suf_table *self, const suf_entry *entry)
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
    void *row = reader->status == SUF_OK ? suf_table_add_row(self, place->line) : NULL;
    if (row != NULL) {
        suf_walk_section(reader, self->section, node, row);
    }
    suf_reader_leave(reader, mark);
    suf_text_free(&name);
}

/* Reads a list of rows, and of paths where several tables may be joined. */
static void
read_list(suf_table *self, const suf_node *list)
{
    for (size_t i = 0; i < list->n_entries && self->reader->status == SUF_OK; i++) {
        const suf_node *item = list->entries[i].value;
        if (item->kind == SUF_NODE_MAP) {
            read_mapping(self, &list->entries[i]);
        } else {
            suf_table_read_file(self, item);
        }
    }
}

/* True for a list that may stand for the table: of rows, or of what is joined. */
static bool
is_list_of_rows(const suf_table *self, const suf_node *node)
{
    bool is_good = node->kind == SUF_NODE_LIST;
    for (size_t i = 0; is_good && i < node->n_entries; i++) {
        is_good = self->info->is_joined || node->entries[i].value->kind == SUF_NODE_MAP;
    }
    return is_good;
}

/* The keys of the columns that a list names; false when told. */
static bool
take_columns(suf_table *self, const suf_node *columns)
{
    self->n_columns = columns->n_entries;
    if (columns->kind != SUF_NODE_LIST || columns->n_entries > SUF_MOST_COLUMNS) {
        suf_reader_fault(self->reader, &columns->place, NULL,
            "expected a list of at most %d names of columns", SUF_MOST_COLUMNS);
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
read_rows(suf_table *self, const suf_node *columns, const suf_node *rows)
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
        void *row = suf_table_add_row(self, cells->place.line);
        for (size_t j = 0; row != NULL && j < self->n_columns; j++) {
            const suf_node *value = cells->entries[j].value;
            if (!suf_node_is_null(value)) {
                /* Columns that came later were never written with defaults. */
                const suf_key *column = self->columns[j];
                (reader->is_older && !column->is_sparse
                        ? suf_value_read
                        : suf_value_take)(reader, column, value, row);
            }
        }
    }
}

/* The names of the districts, which others refer to. */
static void
note_districts(suf_table *self)
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
            suf_reader_fault_row(reader, self->owner, i, row.line, "district",
                "found a district 'outside': the name is that of the world beyond");
        } else if (strcmp(row.district, "all") == 0) {
            suf_reader_fault_row(reader, self->owner, i, row.line, "district",
                "found a district 'all': the name is that of all districts together");
        } else if (number < i && row.district[0] != '\0') {
            suf_reader_fault_row(reader, self->owner, i, row.line, "district",
                "found district '%.80s' a second time", row.district);
            return; /* numbers and rows part here; the scenario is faulty anyway */
        }
    }
}

void
suf_table_read(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    suf_table *read = NULL;
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
        suf_table_read_file(read, node);
    }
    if (section == SUF_SECTION_DISTRICT_ROW) {
        note_districts(read);
    }
    void *made = read->rows;
    if (suf_reader_ok(self, suf_arena_adopt(self->arena, made))) {
        memcpy(member, &made, sizeof made);
        memcpy((unsigned char *) object + key->count_offset, &read->n, sizeof read->n);
    }
    free(read);
}
