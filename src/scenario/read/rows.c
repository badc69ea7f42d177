/* Tables as trees: from each form to a list of rows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/read/table_file.h"

void
suf_rows_label(suf_section section, const suf_node *row, suf_text *text)
{
    const suf_key *ids[SUF_MOST_IDS];
    size_t n = suf_rows_ids(section, ids);
    for (size_t i = 0; i < n; i++) {
        const suf_entry *cell = suf_node_find(row, ids[i]->name);
        if (cell != NULL && cell->value->kind == SUF_NODE_SCALAR) {
            suf_text_format(text, "%s%s", text->n > 0 ? "." : "", cell->value->text);
        }
    }
}

/* A row with its name in front, from an entry of a mapping by names. */
static suf_node *
named_row(suf_reader *self, const suf_key *name, const suf_entry *entry)
{
    suf_node *row = NULL;
    suf_node *key = NULL;
    size_t n = entry->value->n_entries;
    if (!suf_reader_ok(self, suf_arena_take(self->arena, 1, sizeof *row, &row)) ||
        !suf_reader_ok(self, suf_arena_take(self->arena, 1, sizeof *key, &key))) {
        return NULL;
    }
    *row = *entry->value;
    *key = (suf_node){.kind = SUF_NODE_SCALAR,
        .is_quoted = true,
        .weight = 1,
        .place = entry->place,
        .text = entry->key};
    if (!suf_reader_ok(self,
            suf_arena_take(self->arena, n + 1, sizeof *row->entries, &row->entries))) {
        return NULL;
    }
    row->entries[0] = (suf_entry){name->name, entry->place, key};
    for (size_t i = 0; i < n; i++) {
        row->entries[i + 1] = entry->value->entries[i];
    }
    row->n_entries = n + 1;
    row->weight++;
    row->height = row->height > 0 ? row->height : 1;
    return row;
}

static suf_node *
rows_by_name(suf_reader *self, suf_section section, const suf_node *node)
{
    const suf_key *name = suf_rows_name(section);
    suf_rows rows;
    suf_rows_begin(&rows, self, section, &node->place);
    for (size_t i = 0; i < node->n_entries && self->status == SUF_OK; i++) {
        const suf_entry *entry = &node->entries[i];
        size_t mark = suf_reader_enter(self, entry->key);
        const suf_entry *written = suf_node_find(entry->value, name->name);
        if (entry->value->kind != SUF_NODE_MAP) {
            char found[120];
            suf_node_describe(entry->value, found);
            suf_reader_fault(self, &entry->value->place, NULL,
                "found %s, expected a mapping with the keys of %s", found,
                suf_section_get(section)->name);
        } else if (written != NULL) {
            suf_reader_fault(self, &written->place, NULL,
                "found '%s' within '%.80s': the name stands in front already", name->name,
                entry->key);
        } else {
            suf_rows_add(&rows, &entry->place, named_row(self, name, entry));
        }
        suf_reader_leave(self, mark);
    }
    return suf_rows_end(&rows);
}

/* One row of {columns, rows}; null stands for nothing. */
static suf_node *
row_of_cells(suf_reader *self, const suf_node *columns, const suf_node *cells)
{
    suf_node *row = NULL;
    if (!suf_reader_ok(self, suf_arena_take(self->arena, 1, sizeof *row, &row))) {
        return NULL;
    }
    *row =
        (suf_node){.kind = SUF_NODE_MAP, .weight = 1, .height = 1, .place = cells->place};
    if (!suf_reader_ok(self, suf_arena_take(self->arena, columns->n_entries,
                                 sizeof *row->entries, &row->entries))) {
        return NULL;
    }
    for (size_t i = 0; i < columns->n_entries && i < cells->n_entries; i++) {
        suf_node *cell = cells->entries[i].value;
        const suf_node *column = columns->entries[i].value;
        if (!suf_node_is_null(cell) && column->kind == SUF_NODE_SCALAR) {
            row->entries[row->n_entries++] = (suf_entry){column->text, cell->place, cell};
            row->weight += cell->weight;
        }
    }
    return row;
}

static suf_node *
rows_of_cells(suf_reader *self, suf_section section, const suf_node *node,
    const suf_node *columns, const suf_node *cells)
{
    suf_rows rows;
    suf_rows_begin(&rows, self, section, &node->place);
    bool is_good = columns->kind == SUF_NODE_LIST && cells->kind == SUF_NODE_LIST;
    for (size_t i = 0; is_good && i < cells->n_entries; i++) {
        const suf_node *row = cells->entries[i].value;
        is_good = row->kind == SUF_NODE_LIST && row->n_entries == columns->n_entries;
        if (is_good) {
            suf_rows_add(&rows, &row->place, row_of_cells(self, columns, row));
        }
    }
    if (!is_good) {
        suf_reader_fault(self, &node->place, NULL,
            "expected a list of columns, and a list of rows, each a list as long");
    }
    return suf_rows_end(&rows);
}

suf_node *
suf_rows_of_mapping(suf_reader *self, suf_section section, const suf_node *node)
{
    const suf_entry *columns = suf_node_find(node, "columns");
    const suf_entry *rows = suf_node_find(node, "rows");
    if (columns != NULL && rows != NULL) {
        return rows_of_cells(self, section, node, columns->value, rows->value);
    }
    if (suf_rows_are_named(section)) {
        return rows_by_name(self, section, node);
    }
    const suf_node empty = {.kind = SUF_NODE_LIST, .weight = 1, .place = node->place};
    return suf_rows_merge(self, section, &empty, node);
}

suf_node *
suf_rows_of(suf_reader *self, suf_section section, const suf_node *node)
{
    if (node->kind == SUF_NODE_MAP) {
        return suf_rows_of_mapping(self, section, node);
    }
    suf_rows rows;
    suf_rows_begin(&rows, self, section, &node->place);
    if (node->kind == SUF_NODE_SCALAR) {
        suf_table_read_rows(self, section, node, &rows);
    }
    for (size_t i = 0; node->kind == SUF_NODE_LIST && i < node->n_entries; i++) {
        suf_node *item = node->entries[i].value;
        if (item->kind == SUF_NODE_MAP) {
            suf_rows_add(&rows, &item->place, item);
        } else {
            suf_table_read_rows(self, section, item, &rows);
        }
    }
    return suf_rows_end(&rows);
}

suf_node *
suf_rows_by_name(suf_reader *self, suf_section section, const suf_node *list)
{
    const suf_key *name = suf_rows_name(section);
    suf_node *node = NULL;
    suf_names names;
    suf_names_init(&names);
    if (!suf_reader_ok(self, suf_arena_take(self->arena, 1, sizeof *node, &node))) {
        return NULL;
    }
    *node = *list;
    node->kind = SUF_NODE_MAP;
    bool is_good = suf_reader_ok(self, suf_arena_take(self->arena, list->n_entries,
                                           sizeof *node->entries, &node->entries));
    for (size_t i = 0; is_good && i < list->n_entries; i++) {
        const suf_entry *row = &list->entries[i];
        const suf_entry *cell = suf_node_find(row->value, name->name);
        suf_node *rest = NULL;
        uint32_t number = 0;
        is_good =
            cell != NULL && cell->value->kind == SUF_NODE_SCALAR &&
            suf_reader_ok(self, suf_names_add(&names, cell->value->text, &number)) &&
            number == i &&
            suf_reader_ok(self, suf_arena_take(self->arena, 1, sizeof *rest, &rest)) &&
            suf_reader_ok(self, suf_arena_take(self->arena, row->value->n_entries,
                                    sizeof *rest->entries, &rest->entries));
        if (!is_good) {
            break;
        }
        suf_entry *entries = rest->entries;
        *rest = *row->value;
        rest->entries = entries;
        rest->n_entries = 0;
        rest->weight--;
        for (size_t j = 0; j < row->value->n_entries; j++) {
            if (&row->value->entries[j] != cell) {
                rest->entries[rest->n_entries++] = row->value->entries[j];
            }
        }
        /* The row stands where its name does: there its faults are told. */
        node->entries[i] = (suf_entry){cell->value->text, row->place, rest};
    }
    suf_names_free(&names);
    return is_good ? node : NULL;
}
