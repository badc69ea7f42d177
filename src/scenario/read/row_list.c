/* Lists of rows that grow, and rows whose cells change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "row_list.h"

#include "base/memory.h"

void
suf_rows_begin(
    suf_rows *self, suf_reader *reader, suf_section section, const suf_place *place)
{
    *self = (suf_rows){.reader = reader, .section = section};
    if (suf_reader_ok(
            reader, suf_arena_take(reader->arena, 1, sizeof *self->list, &self->list))) {
        *self->list = (suf_node){.kind = SUF_NODE_LIST, .weight = 1, .place = *place};
    }
}

void
suf_rows_add(suf_rows *self, const suf_place *place, suf_node *row)
{
    suf_node *list = self->list;
    if (row != NULL && list != NULL &&
        suf_reader_ok(self->reader, suf_array_grow(&list->entries, &self->capacity,
                                        list->n_entries + 1, sizeof *list->entries))) {
        list->entries[list->n_entries++] = (suf_entry){NULL, *place, row};
        list->weight += row->weight;
        list->height = row->height + 1 > list->height ? row->height + 1 : list->height;
    }
}

suf_node *
suf_rows_end(suf_rows *self)
{
    if (self->list != NULL) {
        suf_entry *entries = self->list->entries;
        self->list->entries = NULL;
        if (suf_reader_ok(self->reader, suf_arena_adopt(self->reader->arena, entries))) {
            self->list->entries = entries;
        }
    }
    return self->reader->status == SUF_OK ? self->list : NULL;
}

suf_node *
suf_rows_copy_row(suf_reader *self, const suf_node *row, size_t n, const suf_place *place)
{
    suf_arena *arena = self->arena;
    suf_node *copy = NULL;
    size_t held = row != NULL ? row->n_entries : 0;
    if (!suf_reader_ok(self, suf_arena_take(arena, 1, sizeof *copy, &copy))) {
        return NULL;
    }
    *copy = (suf_node){.kind = SUF_NODE_MAP, .weight = 1, .height = 1, .place = *place};
    if (row != NULL) {
        *copy = *row;
        copy->place = *place;
    }
    if (!suf_reader_ok(self,
            suf_arena_take(arena, held + n, sizeof *copy->entries, &copy->entries))) {
        return NULL;
    }
    for (size_t i = 0; i < held; i++) {
        copy->entries[i] = row->entries[i];
    }
    return copy;
}

void
suf_rows_put_cell(
    suf_node *row, const char *column, const suf_place *place, suf_node *value)
{
    suf_entry *cell = suf_node_find(row, column);
    if (suf_node_is_null(value)) {
        size_t n = 0;
        for (size_t i = 0; i < row->n_entries; i++) {
            if (&row->entries[i] != cell) {
                row->entries[n++] = row->entries[i];
            }
        }
        row->n_entries = n;
        return;
    }
    if (cell == NULL) {
        cell = &row->entries[row->n_entries++];
        row->weight += value->weight;
    }
    *cell = (suf_entry){column, *place, value};
}
