/* Tables as trees: a nested mapping merged into rows that columns make known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"
#include "scenario/read/rows.h"

typedef struct merger {
    suf_reader *reader;
    suf_section section;
    const suf_section_info *info;
    const suf_key *ids[SUF_MOST_IDS]; /* the columns that rows are known by */
    size_t n_ids;
    suf_rows rows;   /* a row that is removed has the value NULL until the end */
    size_t *reached; /* how deep each row of the base agrees with the path at hand */
    size_t n_base;   /* rows that were there; those added are reached by nothing */
} merger;

/* The path of names that leads to a mapping. */
typedef struct path {
    const struct path *outer;
    const suf_key *column;
    const suf_entry *entry;
    size_t depth;
    size_t level; /* of ids, the first that may come next */
} path;

/* True when a row's cell of a column is this text, or the same number. */
static bool
is_cell(const suf_node *row, const suf_key *column, const char *text)
{
    const suf_entry *cell = row != NULL ? suf_node_find(row, column->name) : NULL;
    if (cell == NULL || cell->value->kind != SUF_NODE_SCALAR) {
        return false;
    }
    double a = 0;
    double b = 0;
    return strcmp(cell->value->text, text) == 0 ||
           (suf_number_parse(cell->value->text, &a) == NULL &&
               suf_number_parse(text, &b) == NULL && a >= b && a <= b);
}

static bool
is_reached(const merger *self, size_t row, size_t depth)
{
    return row < self->n_base && self->rows.list->entries[row].value != NULL &&
           self->reached[row] >= depth;
}

static size_t
count_reached(const merger *self, size_t depth)
{
    size_t n = 0;
    for (size_t i = 0; i < self->n_base; i++) {
        n += is_reached(self, i, depth);
    }
    return n;
}

/* Steps to the rows of which a column is a text; false when there are none. */
static bool
reach(merger *self, const path *at, const suf_key *column, const char *text)
{
    bool is_any = false;
    for (size_t i = 0; i < self->n_base; i++) {
        if (is_reached(self, i, at->depth) &&
            is_cell(self->rows.list->entries[i].value, column, text)) {
            self->reached[i] = at->depth + 1;
            is_any = true;
        }
    }
    return is_any;
}

static void
leave(merger *self, size_t depth)
{
    for (size_t i = 0; i < self->n_base; i++) {
        self->reached[i] = self->reached[i] > depth ? depth : self->reached[i];
    }
}

/* The column that a name is of, among those of the rows at hand; a column that rows need
 * not have may be left out of the path. */
static const suf_key *
reach_name(merger *self, const path *at, const char *text, size_t *level)
{
    for (size_t i = at->level; i < self->n_ids; i++) {
        if (reach(self, at, self->ids[i], text)) {
            *level = i + 1;
            return self->ids[i];
        }
        if (self->ids[i]->is_required) {
            break;
        }
    }
    const suf_key *name = suf_rows_name(self->section);
    if (at->depth == 0 && name != NULL && reach(self, at, name, text)) {
        *level = self->n_ids;
        return name;
    }
    return NULL;
}

/* The column that the name of a new row is of; NULL: of none. */
static const suf_key *
column_of_new(const merger *self, const path *at, const suf_entry *entry, size_t *level)
{
    const suf_key *name = suf_rows_name(self->section);
    if (at->depth == 0 && name != NULL &&
        suf_node_find(entry->value, self->ids[0]->name) != NULL) {
        *level = self->n_ids;
        return name;
    }
    for (size_t i = at->level; i < self->n_ids; i++) {
        const suf_key *column = self->ids[i];
        bool is_last = i + 1 == self->n_ids && i > 0;
        if (column->is_required || is_last ||
            (column->type == SUF_KEY_CHOICE &&
                suf_choice_find((suf_choice_set) column->detail, entry->key) != NULL)) {
            *level = i + 1;
            return column;
        }
    }
    return NULL;
}

/* The names of a path as cells; their columns must not be written again within. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as there are columns */
static void
put_names(merger *self, suf_node *row, const path *at, const suf_node *columns)
{
    if (at->outer == NULL) {
        return;
    }
    put_names(self, row, at->outer, columns);
    suf_node *value = NULL;
    const suf_entry *twice =
        columns != NULL ? suf_node_find(columns, at->column->name) : NULL;
    if (twice != NULL) {
        suf_reader_fault(self->reader, &twice->place, NULL,
            "found '%s' within '%.80s': the name stands in front already",
            at->column->name, at->entry->key);
    } else if (suf_reader_ok(self->reader,
                   suf_arena_take(self->reader->arena, 1, sizeof *value, &value))) {
        *value = (suf_node){.kind = SUF_NODE_SCALAR,
            .is_quoted = at->column->type == SUF_KEY_TEXT,
            .weight = 1,
            .place = at->entry->place,
            .text = at->entry->key};
        suf_rows_put_cell(row, at->column->name, &at->entry->place, value);
    }
}

/* A new row of the columns of a mapping, or of one value, behind the names of a path. */
static void
add_row(merger *self, const path *at, const suf_node *columns, suf_node *value)
{
    size_t n = columns != NULL ? columns->n_entries : 1;
    suf_node *row =
        suf_rows_copy_row(self->reader, NULL, n + at->depth, &at->entry->value->place);
    if (row == NULL) {
        return;
    }
    put_names(self, row, at, columns);
    for (size_t i = 0; columns != NULL && i < n; i++) {
        const suf_entry *cell = &columns->entries[i];
        suf_rows_put_cell(row, cell->key, &cell->place, cell->value);
    }
    if (columns == NULL) {
        suf_rows_put_cell(row, self->info->value, &at->entry->place, value);
    }
    suf_rows_add(&self->rows, &at->entry->place, row);
}

static void
fault_many(merger *self, const suf_place *place, size_t n, const path *at)
{
    const char *next = at->level < self->n_ids ? self->ids[at->level]->name : NULL;
    suf_reader_fault(self->reader, place, NULL,
        "found a value for %zu rows of the table of %s, expected one row%s%s%s", n,
        self->info->name, next != NULL ? ": go on with the " : "",
        next != NULL ? next : "", next != NULL ? " it is of" : "");
}

/* Sets a column of the one row that the path leads to. */
static void
set_cell(merger *self, const path *at, const suf_entry *cell, const char *column)
{
    size_t n = count_reached(self, at->depth);
    if (n != 1) {
        fault_many(self, &cell->place, n, at);
        return;
    }
    for (size_t i = 0; i < self->n_base; i++) {
        suf_entry *held = &self->rows.list->entries[i];
        if (is_reached(self, i, at->depth)) {
            suf_node *row =
                suf_rows_copy_row(self->reader, held->value, 1, &held->value->place);
            if (row != NULL) {
                suf_reader_note_touch(self->reader, &held->place, &cell->place);
                suf_rows_put_cell(row, column, &cell->place, cell->value);
                held->value = row;
            }
        }
    }
}

static void
remove_reached(merger *self, size_t depth)
{
    for (size_t i = 0; i < self->n_base; i++) {
        if (is_reached(self, i, depth)) {
            self->rows.list->entries[i].value = NULL;
        }
    }
}

/* The nearest of the names that may come next, among the rows at hand; NULL: none. */
static const char *
near_name(merger *self, const path *at, const char *text)
{
    suf_names names;
    suf_names_init(&names);
    for (size_t i = 0; i < self->n_base && at->level < self->n_ids; i++) {
        const suf_node *row = self->rows.list->entries[i].value;
        const suf_entry *cell = is_reached(self, i, at->depth)
                                    ? suf_node_find(row, self->ids[at->level]->name)
                                    : NULL;
        uint32_t number = 0;
        if (cell != NULL && cell->value->kind == SUF_NODE_SCALAR &&
            !suf_reader_ok(
                self->reader, suf_names_add(&names, cell->value->text, &number))) {
            break;
        }
    }
    const char *near = suf_names_near(&names, text);
    suf_names_free(&names);
    return near;
}

/* Tells of null where there is no row. */
static void
fault_nothing(merger *self, const path *at, const suf_entry *entry)
{
    suf_reader_fault_near(self->reader, &entry->place, near_name(self, at, entry->key),
        "found null for '%.80s', expected a row that the scenario below has: there is "
        "nothing to remove",
        entry->key);
}

/* Warns of a new row whose name, which may be any, is nearly one that is there. */
static void
warn_of_near(merger *self, const path *at, const path *inner)
{
    bool is_any = inner->column != NULL && inner->column->type == SUF_KEY_TEXT;
    const char *near = is_any ? near_name(self, at, inner->entry->key) : NULL;
    if (near != NULL) {
        suf_reader_warn_near(self->reader, &inner->entry->place, near,
            "found a name that no row below has: it adds a row");
    }
}

static void merge_mapping(merger *self, const path *at, const suf_node *over);

/* The same for a name with dots, of which a path made two: {St: {" Mary": ...}}. Changes
 * the entry to the longest that there is. */
static void
join_dots(merger *self, const path *at, suf_entry *entry)
{
    const suf_node *value = entry->value;
    suf_text text;
    suf_text_init(&text);
    suf_text_add(&text, entry->key);
    while (value->kind == SUF_NODE_MAP && value->n_entries == 1 &&
           suf_reader_ok(self->reader, text.status)) {
        const suf_entry *inner = &value->entries[0];
        char *joined = NULL;
        size_t level = 0;
        suf_text_format(&text, ".%s", inner->key);
        value = inner->value;
        if (reach_name(self, at, suf_text_get(&text), &level) != NULL &&
            suf_reader_ok(self->reader,
                suf_arena_text(self->reader->arena, text.bytes, text.n, &joined))) {
            entry->key = joined;
            entry->value = inner->value;
        }
        leave(self, at->depth);
    }
    (void) suf_reader_ok(self->reader, text.status);
    suf_text_free(&text);
}

/* One entry whose key is a name, or none that is known. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as there are columns */
static void
merge_name(merger *self, const path *at, const suf_entry *written)
{
    suf_entry joined = *written;
    const suf_entry *entry = &joined;
    join_dots(self, at, &joined);
    path inner = {.outer = at, .entry = entry, .depth = at->depth + 1};
    inner.column = reach_name(self, at, entry->key, &inner.level);
    bool is_there = inner.column != NULL;
    if (!is_there) {
        inner.column = column_of_new(self, at, entry, &inner.level);
        warn_of_near(self, at, &inner);
    }
    if (suf_node_is_null(entry->value)) {
        if (is_there) {
            remove_reached(self, inner.depth);
        } else {
            fault_nothing(self, at, entry);
        }
    } else if (entry->value->kind == SUF_NODE_MAP) {
        merge_mapping(self, &inner, entry->value);
    } else if (is_there) {
        set_cell(self, &inner, entry, self->info->value);
    } else {
        add_row(self, &inner, NULL, entry->value);
    }
    leave(self, at->depth);
}

/* True for a column, unless it is a name of what the path leads to. */
static bool
is_column(merger *self, const path *at, const char *key)
{
    size_t level = 0;
    bool is_name = reach_name(self, at, key, &level) != NULL;
    leave(self, at->depth);
    return !is_name &&
           (suf_key_find(self->section, key) != NULL || suf_column_is_remark(key));
}

/* Splits a mapping into its columns and its names. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as there are columns */
static void
merge_mapping(merger *self, const path *at, const suf_node *over)
{
    suf_node *columns =
        suf_rows_copy_row(self->reader, NULL, over->n_entries, &over->place);
    bool is_there = count_reached(self, at->depth) > 0;
    bool is_last = at->depth > 0 && at->level == self->n_ids;
    for (size_t i = 0; columns != NULL && i < over->n_entries; i++) {
        const suf_entry *entry = &over->entries[i];
        size_t level = 0;
        if (at->depth == 0 || (!is_last && !is_column(self, at, entry->key) &&
                                  (is_there || column_of_new(self, at, entry, &level)))) {
            merge_name(self, at, entry);
        } else if (is_there) {
            set_cell(self, at, entry, entry->key);
        } else {
            columns->entries[columns->n_entries++] = *entry;
        }
    }
    if (columns != NULL && at->depth > 0 && !is_there &&
        (columns->n_entries > 0 || over->n_entries == 0)) {
        add_row(self, at, columns, NULL);
    }
}

suf_node *
suf_rows_merge(
    suf_reader *self, suf_section section, const suf_node *list, const suf_node *over)
{
    merger merging = {.reader = self,
        .section = section,
        .info = suf_section_get(section),
        .n_base = list->n_entries};
    const path root = {0};
    merging.n_ids = suf_rows_ids(section, merging.ids);
    suf_rows_begin(&merging.rows, self, section, &list->place);
    for (size_t i = 0; i < list->n_entries; i++) {
        suf_rows_add(&merging.rows, &list->entries[i].place, list->entries[i].value);
    }
    if (self->status == SUF_OK &&
        suf_reader_ok(self,
            suf_array_new(merging.n_base, sizeof *merging.reached, &merging.reached))) {
        merge_mapping(&merging, &root, over);
    }
    suf_node *merged = merging.rows.list;
    size_t kept = 0;
    for (size_t i = 0; merged != NULL && i < merged->n_entries; i++) {
        if (merged->entries[i].value != NULL) {
            merged->entries[kept++] = merged->entries[i];
        }
    }
    if (merged != NULL) {
        merged->n_entries = kept;
    }
    free(merging.reached);
    return suf_rows_end(&merging.rows);
}
