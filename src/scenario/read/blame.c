/* Faults that an overlay makes in what lies below it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "blame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_MESSAGE = 900, MOST_NAME = 200 };

typedef struct blame {
    suf_reader *reader;
    const suf_layers *layers;
    const suf_faults *below;
    suf_faults told;
    const suf_source *moved_to[SUF_MAX_FAULTS]; /* of those told; NULL: not moved */
} blame;

/* The lowest layer from which on the fault is there. */
static size_t
layer_of(const blame *self, const suf_fault *fault)
{
    size_t layer = self->layers->n - 1;
    while (layer > 0 && suf_faults_have(&self->below[layer - 1], fault)) {
        layer--;
    }
    return layer;
}

/* True when a tree names a file. */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static bool
names_file(const suf_node *node, const char *file)
{
    if (node->kind == SUF_NODE_SCALAR) {
        const char *directory = node->place.source->directory;
        size_t n = node->text[0] == '/' ? 0 : strlen(directory);
        return strncmp(file, directory, n) == 0 && strcmp(file + n, node->text) == 0;
    }
    for (size_t i = 0; i < node->n_entries; i++) {
        if (names_file(node->entries[i].value, file)) {
            return true;
        }
    }
    return false;
}

/* True for a fault that stands where its layer, or one above it, is written. */
static bool
is_in_place(const blame *self, size_t layer, const suf_fault *fault)
{
    if (fault->file == NULL) {
        return true;
    }
    for (size_t i = 0; i < layer; i++) {
        if (strcmp(self->layers->nodes[i]->place.source->name, fault->file) == 0) {
            return strcmp(fault->file, "--set") == 0;
        }
    }
    for (size_t i = layer; i < self->layers->n; i++) {
        const suf_node *node = self->layers->nodes[i];
        if (strcmp(node->place.source->name, fault->file) == 0 ||
            names_file(node, fault->file)) {
            return true;
        }
    }
    return false;
}

/* Where the layer changes the row that the fault is about. */
static bool
find_touch(
    const blame *self, const suf_source *layer, const suf_fault *fault, suf_place *place)
{
    const suf_touches *touches = &self->reader->touches;
    for (size_t i = touches->n; i-- > 0;) {
        const suf_place *below = &touches->items[i].below;
        bool is_column =
            below->column == 0 || fault->column == 0 || below->column == fault->column;
        if (touches->items[i].above.source == layer && below->line == fault->line &&
            is_column && strcmp(below->source->name, fault->file) == 0) {
            *place = touches->items[i].above;
            return true;
        }
    }
    return false;
}

/* Where a key of this name is removed. */
/* NOLINTNEXTLINE(misc-no-recursion): at most 64 levels, the depth of a document */
static bool
find_removed(const suf_node *node, const char *name, suf_place *place)
{
    for (size_t i = 0; node->kind == SUF_NODE_MAP && i < node->n_entries; i++) {
        const suf_entry *entry = &node->entries[i];
        if (suf_node_is_null(entry->value) && strcmp(entry->key, name) == 0) {
            *place = entry->place;
            return true;
        }
        if (find_removed(entry->value, name, place)) {
            return true;
        }
    }
    return false;
}

/* The same of the names that stand in quotes in a message. */
static bool
find_named(const suf_node *layer, const char *message, suf_place *place)
{
    const char *at = strchr(message, '\'');
    while (at != NULL) {
        const char *from = at[1] == '$' ? at + 2 : at + 1;
        const char *to = strchr(from, '\'');
        char name[MOST_NAME];
        if (to == NULL) {
            return false;
        }
        (void) snprintf(name, sizeof name, "%.*s", (int) (to - from), from);
        if (find_removed(layer, name, place)) {
            return true;
        }
        at = strchr(to + 1, '\'');
    }
    return false;
}

/* The part of a path that the layer writes too, if any. */
static bool
find_path(const suf_node *layer, const char *path, suf_place *place)
{
    const suf_node *node = layer;
    const suf_entry *deepest = NULL;
    const char *at = path != NULL ? path : "";
    while (node != NULL && *at != '\0') {
        const suf_entry *next = NULL;
        size_t length = 0;
        for (size_t i = 0; node->kind == SUF_NODE_MAP && i < node->n_entries; i++) {
            size_t n = strlen(node->entries[i].key); /* it may have dots within */
            if (n >= length && strncmp(node->entries[i].key, at, n) == 0 &&
                (at[n] == '\0' || at[n] == '.')) {
                next = &node->entries[i];
                length = n;
            }
        }
        deepest = next != NULL ? next : deepest;
        node = next != NULL ? next->value : NULL;
        at += next != NULL ? length + (at[length] == '.') : 0;
    }
    if (deepest != NULL) {
        *place = suf_entry_place(deepest);
    }
    return deepest != NULL;
}

/* What the layer changes, when that is one thing; else what it extends. */
static suf_place
find_any(const suf_node *layer)
{
    static const char *const names[] = {"format", "extends", "name", "title", "title_zh"};
    const suf_entry *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < layer->n_entries; i++) {
        bool is_name = false;
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
            is_name = is_name || strcmp(layer->entries[i].key, names[j]) == 0;
        }
        found = is_name ? found : &layer->entries[i];
        n += !is_name;
    }
    if (n == 1) {
        return suf_entry_place(found);
    }
    const suf_entry *extends = suf_node_find(layer, "extends");
    return extends != NULL ? extends->place : layer->place;
}

/* Tells a fault at the place in a layer that makes it. */
static void
move(blame *self, size_t layer, const suf_fault *fault)
{
    const suf_node *node = self->layers->nodes[layer];
    suf_place place = {0};
    bool is_removed = find_named(node, fault->message, &place);
    if (!is_removed && !find_touch(self, node->place.source, fault, &place) &&
        !find_path(node, fault->path, &place)) {
        place = find_any(node);
    }
    for (size_t i = 0; i < self->told.n; i++) {
        suf_fault *other = &self->told.items[i];
        if (other->line == place.line && other->column == place.column &&
            self->moved_to[i] == place.source) {
            other->n_more += 1 + fault->n_more;
            return;
        }
    }
    char message[MOST_MESSAGE];
    char line[40] = "";
    if (fault->line > 0) {
        (void) snprintf(line, sizeof line, ":%lu", (unsigned long) fault->line);
    }
    (void) snprintf(message, sizeof message, "this makes %.200s%s wrong: %.200s%s%s",
        fault->file, line, fault->path != NULL ? fault->path : "",
        fault->path != NULL ? ": " : "", fault->message);
    size_t n = self->told.n;
    suf_source_fault(&self->told, &place, NULL, is_removed ? NULL : fault->hint, message);
    if (self->told.n > n) {
        self->told.items[n].n_more = fault->n_more;
        self->moved_to[n] = place.source;
    }
}

static void
keep(blame *self, const suf_fault *fault)
{
    suf_fault_place place = {.file = fault->file,
        .line = fault->line,
        .column = fault->column,
        .path = fault->path,
        .source_line = fault->source_line,
        .hint = fault->hint};
    size_t n = self->told.n;
    suf_faults_add(&self->told, &place, "%s", fault->message);
    if (self->told.n > n) {
        self->told.items[n].n_more = fault->n_more;
    }
}

suf_status
suf_blame(suf_reader *reader, const suf_layers *layers, const suf_faults *below)
{
    blame *self = NULL;
    suf_status status = suf_array_new(1, sizeof *self, &self);
    if (status != SUF_OK) {
        return status;
    }
    suf_faults *faults = reader->faults;
    self->reader = reader;
    self->layers = layers;
    self->below = below;
    suf_faults_init(&self->told);
    for (size_t i = 0; i < faults->n; i++) {
        const suf_fault *fault = &faults->items[i];
        size_t layer = layer_of(self, fault);
        if (i < reader->n_faults_before || layer == 0 ||
            is_in_place(self, layer, fault)) {
            keep(self, fault);
        } else {
            move(self, layer, fault);
        }
    }
    self->told.n_dropped += faults->n_dropped;
    suf_faults_free(faults);
    *faults = self->told;
    free(self);
    return SUF_OK;
}
