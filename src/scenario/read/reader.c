/* What the parts of one reading of a scenario share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cell_place.h"

enum { MOST_CAUSE = 400, MOST_ROWS_TOLD = 2 };

void
suf_reader_init(suf_reader *self, suf_scenario *scenario, suf_faults *faults)
{
    *self = (suf_reader){.scenario = scenario,
        .arena = scenario->arena,
        .faults = faults,
        .furthest_day = INT32_MIN,
        .n_faults_before = faults->n + faults->n_dropped};
    suf_text_init(&self->path);
    suf_names_init(&self->assumptions);
    suf_names_init(&self->levers);
    suf_names_init(&self->districts);
    suf_names_init(&self->services);
    suf_names_init(&self->causes);
    suf_names_init(&self->referred);
}

void
suf_reader_free(suf_reader *self)
{
    suf_text_free(&self->path);
    suf_names_free(&self->assumptions);
    suf_names_free(&self->levers);
    suf_names_free(&self->districts);
    suf_names_free(&self->services);
    suf_names_free(&self->causes);
    suf_names_free(&self->referred);
    free(self->places);
    free(self->origins);
    free(self->told);
    self->told = NULL;
    free(self->touches.items);
    self->touches = (suf_touches){0};
    self->places = NULL;
    self->origins = NULL;
}

size_t
suf_reader_enter(suf_reader *self, const char *name)
{
    size_t mark = self->path.n;
    if (mark > 0) {
        suf_text_add(&self->path, ".");
    }
    suf_text_add(&self->path, name);
    (void) suf_reader_ok(self, self->path.status);
    return mark;
}

void
suf_reader_leave(suf_reader *self, size_t mark)
{
    suf_text_cut(&self->path, mark);
}

/* The path of the field at hand, or NULL at the top. */
static const char *
field(const suf_reader *self)
{
    return self->path.n > 0 ? suf_text_get(&self->path) : NULL;
}

const char *
suf_reader_near(const suf_reader *self, const suf_names *names, const char *text)
{
    return suf_reader_is_full(self) ? NULL : suf_names_near(names, text);
}

/* True when `most` faults of this cause are told: this one is then counted at the last of
 * them. Else the fault that comes next is noted as one of it. */
static bool
is_repeated(suf_reader *self, const char *cause, size_t most, const suf_source *source)
{
    uint32_t number = suf_names_find(&self->causes, cause);
    if (number == SUF_NONE) {
        char *text = NULL;
        if (!suf_reader_ok(
                self, suf_arena_text(self->arena, cause, strlen(cause), &text)) ||
            !suf_reader_ok(self, suf_names_add(&self->causes, text, &number)) ||
            !suf_reader_ok(self, suf_array_grow(&self->told, &self->told_capacity,
                                     self->causes.n, sizeof *self->told))) {
            return false;
        }
        self->told[number] = (suf_cause){.source = source};
    }
    suf_cause *told = &self->told[number];
    told->is_of_several = told->is_of_several || told->source != source;
    if (told->n >= most && told->fault < self->faults->n) {
        self->faults->items[told->fault].n_more++;
        self->n_repeated++;
        return true;
    }
    told->fault = self->faults->n;
    told->n++;
    return false;
}

bool
suf_reader_knows(
    suf_reader *self, const char *kind, const char *name, const suf_source *source)
{
    char cause[MOST_CAUSE];
    (void) snprintf(cause, sizeof cause, "%.60s %.300s", kind, name);
    return is_repeated(self, cause, 1, source);
}

void
suf_reader_refer(suf_reader *self, const char *kind, const char *name)
{
    char text[MOST_CAUSE];
    char *copy = NULL;
    uint32_t number = 0;
    (void) snprintf(text, sizeof text, "%.60s %.300s", kind, name);
    if (suf_names_find(&self->referred, text) == SUF_NONE &&
        suf_reader_ok(self, suf_arena_text(self->arena, text, strlen(text), &copy))) {
        (void) suf_reader_ok(self, suf_names_add(&self->referred, copy, &number));
    }
}

bool
suf_reader_is_faulty(const suf_reader *self, const void *table)
{
    for (size_t i = 0; i < self->n_origins; i++) {
        const suf_source *source = self->origins[i].source;
        for (size_t j = self->n_faults_before;
             self->origins[i].table == table && source->is_table && j < self->faults->n;
             j++) {
            const char *file = self->faults->items[j].file;
            if (file != NULL && strcmp(file, source->name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* True when enough has been told of this kind of fault in the rows of a table: what is
 * wrong with a column is so in all of them. */
static bool
is_of_many_rows(suf_reader *self, const suf_place *place, const char *format)
{
    if (place->source == NULL || !place->source->is_table || place->line == 0) {
        return false;
    }
    char cause[900];
    const char *column = field(self);
    (void) snprintf(cause, sizeof cause, "%p %.200s %.600s", (const void *) place->source,
        column != NULL ? column : "", format);
    return is_repeated(self, cause, MOST_ROWS_TOLD, place->source);
}

void
suf_reader_fault(
    suf_reader *self, const suf_place *place, const char *hint, const char *format, ...)
{
    if (is_of_many_rows(self, place, format)) {
        return;
    }
    SUF_FORMAT_MESSAGE(format);
    suf_source_fault(self->faults, place, field(self), hint, message);
}

void
suf_reader_fault_near(
    suf_reader *self, const suf_place *place, const char *near, const char *format, ...)
{
    if (is_of_many_rows(self, place, format)) {
        return;
    }
    char hint[200];
    SUF_FORMAT_MESSAGE(format);
    if (near != NULL) {
        (void) snprintf(hint, sizeof hint, "did you mean '%.150s'?", near);
    }
    suf_source_fault(
        self->faults, place, field(self), near != NULL ? hint : NULL, message);
}

void
suf_reader_warn_near(
    suf_reader *self, const suf_place *place, const char *near, const char *message)
{
    char hint[200];
    if (near != NULL) {
        (void) snprintf(hint, sizeof hint, "did you mean '%.150s'?", near);
    }
    if (self->scenario != NULL) {
        suf_source_fault(&self->scenario->warnings, place, field(self),
            near != NULL ? hint : NULL, message);
    }
}

/* The place of the longest part of a path that was written. */
static suf_place
find_place(const suf_node *root, const char *path)
{
    suf_place place = root->place;
    const suf_node *node = root;
    const char *at = path;
    while (node != NULL && *at != '\0') {
        size_t n = strcspn(at, ".");
        const suf_node *next = NULL;
        for (size_t i = 0; node->kind == SUF_NODE_MAP && i < node->n_entries; i++) {
            const suf_entry *entry = &node->entries[i];
            if (strncmp(entry->key, at, n) == 0 && entry->key[n] == '\0') {
                next = entry->value;
                place = next->kind == SUF_NODE_SCALAR ? next->place : entry->place;
            }
        }
        node = next;
        at += n + (at[n] == '.' ? 1 : 0);
    }
    return place;
}

void
suf_reader_fault_at(suf_reader *self, const char *path, const char *format, ...)
{
    SUF_FORMAT_MESSAGE(format);
    suf_place place = {0};
    if (!suf_reader_is_full(self)) {
        place = find_place(self->root, path);
    }
    suf_source_fault(self->faults, &place, path, NULL, message);
}

void
suf_reader_note_rows(
    suf_reader *self, const void *table, size_t first_row, const suf_source *source)
{
    if (self->n_origins > 0) {
        const suf_rows_origin *last = &self->origins[self->n_origins - 1];
        if (last->table == table && last->source == source) {
            return;
        }
    }
    if (suf_reader_ok(self, suf_array_grow(&self->origins, &self->origin_capacity,
                                self->n_origins + 1, sizeof *self->origins))) {
        self->origins[self->n_origins++] = (suf_rows_origin){table, first_row, source};
    }
}

const suf_source *
suf_reader_source_of(const suf_reader *self, const void *table, size_t row)
{
    const suf_source *source = NULL;
    for (size_t i = 0; i < self->n_origins; i++) {
        if (self->origins[i].table == table && self->origins[i].first_row <= row) {
            source = self->origins[i].source;
        }
    }
    return source;
}

void
suf_reader_note_touch(suf_reader *self, const suf_place *below, const suf_place *above)
{
    suf_touches *touches = &self->touches;
    if (suf_reader_ok(self, suf_array_grow(&touches->items, &touches->capacity,
                                touches->n + 1, sizeof *touches->items))) {
        touches->items[touches->n++] = (suf_touch){*below, *above};
    }
}

void
suf_reader_fault_row(suf_reader *self, const void *table, size_t row, uint32_t line,
    const char *column, const char *format, ...)
{
    suf_place place = {.line = line};
    if (!suf_reader_is_full(self)) {
        place.source = suf_reader_source_of(self, table, row);
    }
    if (is_of_many_rows(self, &place, format)) {
        return;
    }
    if (column != NULL && place.source != NULL && place.source->is_table) {
        place.column = suf_cell_column(place.source, line, column);
    }
    SUF_FORMAT_MESSAGE(format);
    suf_source_fault(self->faults, &place, column, NULL, message);
}

/* At the file of a table, or where the scenario names it. */
static void
tell_in(suf_reader *self, const suf_source *source, const char *path, const char *message)
{
    if (source != NULL && source->is_table) {
        suf_place place = {source, 0, 0};
        suf_source_fault(self->faults, &place, path, NULL, message);
    } else {
        suf_reader_fault_at(self, path, "%s", message);
    }
}

void
suf_reader_fault_in(
    suf_reader *self, const suf_source *source, const char *path, const char *format, ...)
{
    SUF_FORMAT_MESSAGE(format);
    tell_in(self, source, path, message);
}

void
suf_reader_fault_table(
    suf_reader *self, const void *table, const char *path, const char *format, ...)
{
    SUF_FORMAT_MESSAGE(format);
    tell_in(self, suf_reader_source_of(self, table, SIZE_MAX), path, message);
}
