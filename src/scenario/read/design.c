/* The design of a scenario: a word, or a table of points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"
#include "scenario/read/csv.h"

/* What a column holds: numbers of an assumption from 0 on, or one of these. */
enum { IS_REPLICATION = -1, IS_LOG_WEIGHT = -2, IS_REMARK = -3 };

/* Replications that a table may have; they are read in any order. */
enum { MOST_ROWS = 10000000 };

typedef struct points {
    suf_reader *reader;
    suf_csv csv;
    int columns[SUF_MOST_COLUMNS];
    suf_point_column points[SUF_MOST_COLUMNS]; /* of what has numbers; in the arena */
    size_t n_points, n_columns;
    bool has_replication, has_log_weight;
    /* [n] as they stand: the replication, and its line and column. */
    struct row {
        uint32_t replication, line, column;
    } * rows;
    double *values; /* [n][n_names + 1]: uniforms, and behind them the log weight */
    size_t n, row_capacity, value_capacity;
} points;

static void
fault(points *self, const suf_cell *cell, const char *why, const char *expected)
{
    suf_place place = {self->csv.source, self->csv.line, cell->column};
    suf_reader_fault(self->reader, &place, NULL, "found '%.80s'%s%s, expected %s",
        cell->text, why != NULL ? ": " : "", why != NULL ? why : "", expected);
}

/* The names of the scenario's assumptions, as it writes them. */
static const suf_node *
assumptions_of(const suf_reader *reader)
{
    const suf_entry *entry = suf_node_find(reader->root, "assumptions");
    return entry != NULL ? entry->value : NULL;
}

/* The year behind the "@" of "NAME@YEAR", of four digits; 0 where there is none. */
static int32_t
year_of(const char *at)
{
    int64_t year = 0;
    bool is_year = at != NULL && strlen(at) == 5 && strspn(at + 1, "0123456789") == 4 &&
                   suf_whole_parse(at + 1, &year) == NULL;
    return is_year ? (int32_t) year : 0;
}

/* Whether a column has uniforms, and what of: an assumption that is known by that name,
 * or a step into a year. Whether a step is one of this scenario is found out when its
 * assumptions are read (check). */
static bool
parse_point(points *self, const char *text, const suf_names *known, suf_point_column *to)
{
    static const char shock[] = "shock/";
    const char *at = strrchr(text, '@');
    suf_arena *arena = self->reader->arena;
    const char *name = text;
    size_t length = strlen(text);
    *to = (suf_point_column){.kind = SUF_POINT_VALUE};
    if (suf_names_find(known, text) == SUF_NONE) {
        to->year = year_of(at);
        if (to->year == 0) {
            return false;
        }
        bool is_shock = strncmp(text, shock, sizeof shock - 1) == 0;
        to->kind = is_shock ? SUF_POINT_SHOCK : SUF_POINT_STEP;
        name = text + (is_shock ? sizeof shock - 1 : 0);
        length = (size_t) (at - name);
    }
    return suf_reader_ok(
               self->reader, suf_arena_text(arena, text, strlen(text), &to->text)) &&
           suf_reader_ok(self->reader, suf_arena_text(arena, name, length, &to->name));
}

/* What a column is; false when it was told. */
static bool
read_column(points *self, size_t at, const suf_names *known)
{
    const suf_cell *cell = &self->csv.cells[at];
    suf_place place = {self->csv.source, self->csv.line, cell->column};
    suf_point_column *next = &self->points[self->n_points];
    bool is_replication = strcmp(cell->text, "replication") == 0;
    bool is_log_weight = strcmp(cell->text, "log_weight") == 0;
    bool is_again = (is_replication && self->has_replication) ||
                    (is_log_weight && self->has_log_weight);
    for (size_t i = 0; i < self->n_points; i++) {
        is_again = is_again || strcmp(self->points[i].text, cell->text) == 0;
    }
    if (is_again) {
        suf_reader_fault(
            self->reader, &place, NULL, "found column '%.80s' a second time", cell->text);
        return false;
    }
    self->has_replication |= is_replication;
    self->has_log_weight |= is_log_weight;
    if (is_replication || is_log_weight) {
        self->columns[at] = is_replication ? IS_REPLICATION : IS_LOG_WEIGHT;
    } else if (parse_point(self, cell->text, known, next)) {
        next->place = place;
        self->columns[at] = (int) self->n_points++;
    } else if (suf_column_is_remark(cell->text)) {
        self->columns[at] = IS_REMARK;
    } else {
        suf_reader_fault_near(self->reader, &place, suf_names_near(known, cell->text),
            "found an unknown column '%.80s' in the table of points, expected "
            "replication, the name of an assumption (of its step into a year NAME@YEAR, "
            "of that of a shock shock/NAME@YEAR), or log_weight",
            cell->text);
        return false;
    }
    return true;
}

static bool
read_header(points *self)
{
    const suf_node *map = assumptions_of(self->reader);
    suf_names known;
    bool is_good = true;
    suf_names_init(&known);
    for (size_t i = 0; map != NULL && i < map->n_entries; i++) {
        uint32_t number = 0;
        is_good = is_good && map->entries[i].key != NULL &&
                  suf_reader_ok(
                      self->reader, suf_names_add(&known, map->entries[i].key, &number));
    }
    suf_csv_trim(&self->csv, 1);
    self->n_columns = self->csv.n_cells;
    for (size_t i = 0; i < self->n_columns && self->reader->status == SUF_OK; i++) {
        is_good = read_column(self, i, &known) && is_good;
    }
    suf_names_free(&known);
    if (is_good && !self->has_replication) {
        suf_csv_fault(&self->csv, 0, "the column 'replication' is missing");
        is_good = false;
    }
    if (is_good && self->n_points == 0) {
        suf_csv_fault(&self->csv, 0,
            "found no column of an assumption, expected the name of one or more");
        is_good = false;
    }
    return is_good;
}

static void
read_cell(points *self, size_t at, struct row *row, double *values)
{
    const suf_cell *cell = &self->csv.cells[at];
    int column = self->columns[at];
    int64_t whole = 0;
    double value = 0;
    if (column == IS_REMARK) {
        return;
    }
    const char *why = column == IS_REPLICATION ? suf_whole_parse(cell->text, &whole)
                                               : suf_number_parse(cell->text, &value);
    if (column == IS_REPLICATION) {
        if (why != NULL || whole < 0 || whole >= MOST_ROWS) {
            fault(self, cell, why, "the number of a replication, from 0 on");
        }
        row->replication = (uint32_t) whole;
        row->column = cell->column;
    } else if (column == IS_LOG_WEIGHT) {
        if (why != NULL) {
            fault(self, cell, why, "the logarithm of a weight");
        }
        values[self->n_points] = value;
    } else {
        if (why != NULL || !(value > 0 && value < 1)) {
            fault(self, cell, why, "a number above 0 and below 1");
        }
        values[column] = value;
    }
}

static void
read_row(points *self)
{
    if (suf_csv_is_empty(&self->csv)) {
        return;
    }
    suf_csv_trim(&self->csv, self->n_columns);
    if (self->csv.n_cells != self->n_columns) {
        suf_place place = {self->csv.source, self->csv.line, 0};
        suf_reader_fault(self->reader, &place, NULL, "found %zu cells, expected %zu",
            self->csv.n_cells, self->n_columns);
        return;
    }
    size_t width = self->n_points + 1;
    if (!suf_reader_ok(self->reader, suf_array_grow(&self->rows, &self->row_capacity,
                                         self->n + 1, sizeof *self->rows)) ||
        !suf_reader_ok(self->reader, suf_array_grow(&self->values, &self->value_capacity,
                                         (self->n + 1) * width, sizeof *self->values))) {
        return;
    }
    struct row *row = &self->rows[self->n];
    *row = (struct row){.line = self->csv.line};
    double *values = self->values + self->n * width;
    memset(values, 0, width * sizeof *values);
    for (size_t i = 0; i < self->n_columns; i++) {
        read_cell(self, i, row, values);
    }
    self->n++;
}

/* Puts the rows in the order of replications; false when one is missing or told. */
static bool
put_in_order(points *self, suf_points_spec *to, double *log_weights)
{
    size_t width = self->n_points + 1;
    uint32_t *lines = NULL; /* [replication] where it stands; 0: nowhere yet */
    bool is_good =
        suf_reader_ok(self->reader, suf_array_new(self->n, sizeof *lines, &lines));
    for (size_t i = 0; is_good && i < self->n; i++) {
        const struct row *row = &self->rows[i];
        suf_place place = {self->csv.source, row->line, row->column};
        if (row->replication >= self->n) {
            suf_reader_fault(self->reader, &place, NULL,
                "found replication %u in a table of %zu rows, expected 0 to %zu, each "
                "once",
                row->replication, self->n, self->n - 1);
            is_good = false;
        } else if (lines[row->replication] != 0) {
            suf_reader_fault(self->reader, &place, NULL,
                "found replication %u a second time, the first in line %u",
                row->replication, lines[row->replication]);
            is_good = false;
        } else {
            const double *from = self->values + i * width;
            lines[row->replication] = row->line;
            memcpy(to->uniforms + (size_t) row->replication * self->n_points, from,
                self->n_points * sizeof *from);
            log_weights[row->replication] = from[self->n_points];
        }
    }
    free(lines);
    return is_good;
}

/* Hands what was read over to the scenario, whose arena holds it. */
static void
hand_over(points *self)
{
    suf_reader *reader = self->reader;
    suf_points_spec to = {.n_columns = self->n_points};
    double *log_weights = NULL;
    if (!suf_reader_ok(reader, suf_arena_take(reader->arena, self->n_points,
                                   sizeof *to.columns, &to.columns)) ||
        !suf_reader_ok(reader, suf_arena_take(reader->arena, self->n * self->n_points,
                                   sizeof *to.uniforms, &to.uniforms)) ||
        !suf_reader_ok(reader,
            suf_arena_take(reader->arena, self->n, sizeof *log_weights, &log_weights))) {
        return;
    }
    memcpy(to.columns, self->points, self->n_points * sizeof *to.columns);
    if (put_in_order(self, &to, log_weights)) {
        to.log_weights = self->has_log_weight ? log_weights : NULL;
        reader->scenario->points = to;
        reader->scenario->design.n_rows = (uint32_t) self->n;
    }
}

static void
read_points(suf_reader *reader, const suf_source *source)
{
    points *self = NULL;
    size_t n_faults = suf_reader_n_faults(reader);
    if (!suf_reader_ok(reader, suf_array_new(1, sizeof *self, &self))) {
        return;
    }
    self->reader = reader;
    suf_csv_begin(&self->csv, reader, source);
    bool is_good = suf_csv_next(&self->csv) && read_header(self);
    while (is_good && suf_csv_next(&self->csv)) {
        read_row(self);
    }
    if (suf_reader_n_faults(reader) == n_faults && self->n == 0) {
        self->csv.line = 0;
        suf_csv_fault(&self->csv, 0,
            "found no rows, expected a header with column names and a row a replication");
    }
    if (suf_reader_n_faults(reader) == n_faults && reader->status == SUF_OK) {
        hand_over(self);
    }
    suf_csv_end(&self->csv);
    free(self->rows);
    free(self->values);
    free(self);
}

/* The text of a table: of the file that a path names, or as a resolved text has it. */
static suf_source *
source_of(suf_reader *self, const suf_node *node)
{
    const suf_entry *csv = suf_node_find(node, "csv");
    suf_source *source = NULL;
    char *path = NULL;
    if (csv != NULL && csv->value->kind == SUF_NODE_SCALAR) {
        (void) suf_reader_ok(self, suf_source_text(self->arena, node->place.source->name,
                                       csv->value->text, &source));
    } else if (node->kind != SUF_NODE_SCALAR || suf_node_is_null(node)) {
        char found[120];
        suf_node_describe(node, found);
        suf_reader_fault(self, &node->place, NULL,
            "found %s, expected the path of a CSV table of points", found);
    } else if (suf_reader_ok(self, suf_source_beside(self->arena, node->place.source,
                                       node->text, &path))) {
        (void) suf_reader_ok(
            self, suf_source_read(self->arena, path, SUF_MOST_TABLE_BYTES, &node->place,
                      suf_text_get(&self->path), self->faults, &source));
    }
    return source;
}

void
suf_read_design(suf_reader *self, const suf_key *key, const suf_node *node, void *object)
{
    const suf_design_kind table = SUF_DESIGN_TABLE;
    if (node->kind == SUF_NODE_SCALAR && !suf_node_is_null(node)) {
        suf_read_choice(self, key, node, object);
        return;
    }
    const suf_entry *entry = suf_node_find(node, "table");
    for (size_t i = 0; node->kind == SUF_NODE_MAP && i < node->n_entries; i++) {
        if (&node->entries[i] != entry) {
            suf_reader_fault(self, &node->entries[i].place, NULL,
                "found an unknown key '%.80s' in the design, expected table",
                node->entries[i].key);
            return;
        }
    }
    if (entry == NULL) {
        suf_value_fault(self, key, node, NULL);
        return;
    }
    memcpy(suf_key_member(object, key->offset), &table, sizeof table);
    size_t mark = suf_reader_enter(self, "table");
    suf_source *source = source_of(self, entry->value);
    suf_reader_leave(self, mark);
    if (source != NULL) {
        source->is_table = true;
        /* Within a table the path of a fault is its column. */
        suf_text outer = self->path;
        suf_text_init(&self->path);
        read_points(self, source);
        suf_text_free(&self->path);
        self->path = outer;
    }
}
