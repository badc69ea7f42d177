/* Reading a scenario: from file, or from its resolved text, to checked content.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/warn.h"
#include "scenario/read/blame.h"
#include "scenario/read/former_names.h"
#include "scenario/read/horizon.h"
#include "scenario/read/order.h"
#include "scenario/read/overlay.h"
#include "scenario/read/population_bands.h"
#include "scenario/read/reader.h"
#include "scenario/read/walk.h"
#include "scenario/types/taken_away.h"
#include "scenario/write/written_tree.h"

/* Which of the faults from `first` on is the first about the same file. */
static size_t
file_rank(const suf_faults *faults, size_t first, const suf_fault *fault)
{
    size_t i = first;
    while (i < faults->n && fault->file != NULL &&
           (faults->items[i].file == NULL ||
               strcmp(faults->items[i].file, fault->file) != 0)) {
        i++;
    }
    return i;
}

/* Orders the faults from `first` on by file, as first met, and by line and column; at one
 * place as found. There are at most SUF_MAX_FAULTS. */
static void
sort_faults(suf_faults *faults, size_t first)
{
    size_t rank[SUF_MAX_FAULTS] = {0};
    for (size_t i = first; i < faults->n; i++) {
        rank[i] = file_rank(faults, first, &faults->items[i]);
    }
    for (size_t i = first + 1; i < faults->n; i++) {
        suf_fault moved = faults->items[i];
        size_t moved_rank = rank[i];
        size_t at = i;
        for (; at > first; at--) {
            const suf_fault *before = &faults->items[at - 1];
            bool is_after = rank[at - 1] != moved_rank   ? rank[at - 1] > moved_rank
                            : before->line != moved.line ? before->line > moved.line
                                                         : before->column > moved.column;
            if (!is_after) {
                break;
            }
            faults->items[at] = *before;
            rank[at] = rank[at - 1];
        }
        faults->items[at] = moved;
        rank[at] = moved_rank;
    }
}

/* Notes which layer adds each assumption, where none is written. */
static void
note_layers(suf_scenario *self, const suf_layers *layers, const suf_node *root)
{
    const suf_entry *map = suf_node_find(root, "assumptions");
    for (size_t i = 0; map != NULL && i < self->n_assumptions; i++) {
        const suf_source *source = map->value->entries[i].place.source;
        for (size_t at = 1; at < layers->n && self->assumptions[i].layer == SUF_NONE;
             at++) {
            if (layers->nodes[at]->place.source == source) {
                self->assumptions[i].layer = (uint32_t) at;
            }
        }
    }
}

/* Notes where the lowest file is. */
static suf_status
note_folder(suf_scenario *self, const suf_layers *layers)
{
    if (layers->n == 0) {
        return SUF_OK; /* which has been told */
    }
    const char *directory = layers->nodes[0]->place.source->directory;
    size_t n = strlen(directory);
    return n < 2 ? suf_arena_text(self->arena, n == 0 ? "." : "/", 1, &self->folder)
                 : suf_arena_text(self->arena, directory, n - 1, &self->folder);
}

static suf_status read_layers(suf_scenario *self, const char *path,
    const char *const *sets, size_t n_sets, bool is_top, suf_faults *faults);

/* Notes the assumptions that the lowest file uses and an overlay leaves without use. It
 * can not take them away: the others would draw other values than below. */
static suf_status
note_used_below(suf_scenario *self, const suf_layers *layers)
{
    bool is_any = false;
    for (size_t i = 0; i < self->n_assumptions; i++) {
        is_any = is_any || self->assumptions[i].uses == 0;
    }
    if (!is_any || layers->n < 2) {
        return SUF_OK;
    }
    suf_scenario below;
    suf_faults ignored;
    suf_faults_init(&ignored);
    suf_status status = read_layers(
        &below, layers->nodes[0]->place.source->name, NULL, 0, false, &ignored);
    for (size_t i = 0; status == SUF_OK && i < self->n_assumptions; i++) {
        suf_assumption *assumption = &self->assumptions[i];
        for (size_t j = 0; j < below.n_assumptions; j++) {
            if (below.assumptions[j].uses != 0 &&
                strcmp(below.assumptions[j].name, assumption->name) == 0) {
                assumption->is_used_below = true;
            }
        }
    }
    suf_scenario_free(&below);
    suf_faults_free(&ignored);
    return status == SUF_ERROR_MEMORY ? status : SUF_OK;
}

/* Reads the content from the root of a document: its faults in order, its resolved text.
 * Without a root, something has been told. */
static suf_status
read_root(suf_reader *reader, const suf_layers *layers, suf_node *root)
{
    suf_scenario *self = reader->scenario;
    char *resolved = NULL;
    suf_status status = SUF_OK;
    if (root != NULL) {
        reader->root = root;
        reader->layers = layers->nodes;
        reader->n_layers = layers->n;
        self->root = root;
        suf_walk_section(reader, SUF_SECTION_ROOT, root, self);
        note_layers(self, layers, root);
        suf_horizon_cut(reader, layers);
        suf_check(reader);
        if (reader->status == SUF_OK && suf_reader_is_clean(reader) &&
            !reader->is_resolved) {
            SUF_TRY(note_used_below(self, layers));
            suf_warn(reader);
            suf_spread_bands(reader);
            if (self->warnings.n_dropped > 0 && self->warnings.n < SUF_MAX_FAULTS) {
                status = SUF_RAISE(SUF_ERROR_MEMORY);
                goto out;
            }
        }
        SUF_TRY(reader->status);
    }
    if (!suf_reader_is_clean(reader)) {
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
        goto out;
    }
    sort_faults(&self->warnings, 0);
    SUF_TRY(suf_resolve(self, &resolved));
    SUF_TRY(suf_arena_adopt(self->arena, resolved));
    self->resolved = resolved;
out:
    return status;
}

enum { MOST_LAYERS = 40 }; /* that are read again to see what makes a fault */

/* Reads the layers below the last, each with those below it, and moves the faults to the
 * layers that make them. */
static suf_status
find_causes(suf_reader *reader, const suf_layers *layers)
{
    suf_faults *below = NULL;
    const char **sets = NULL;
    size_t n = layers->n - 1;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *below, &below));
    SUF_TRY(suf_array_new(layers->n, sizeof *sets, &sets));
    for (size_t i = 0; i < n; i++) {
        const suf_source *source = layers->nodes[i]->place.source;
        size_t n_sets = i < layers->n_files ? 0 : i + 1 - layers->n_files;
        if (n_sets > 0) {
            sets[n_sets - 1] = source->bytes;
            source = layers->nodes[layers->n_files - 1]->place.source;
        }
        suf_scenario scenario;
        suf_faults_init(&below[i]);
        status = read_layers(&scenario, source->name, sets, n_sets, false, &below[i]);
        suf_scenario_free(&scenario);
        if (status == SUF_ERROR_MEMORY) {
            goto out;
        }
    }
    status = suf_blame(reader, layers, below);
out:
    for (size_t i = 0; below != NULL && i < n; i++) {
        suf_faults_free(&below[i]);
    }
    free(below);
    free(sets);
    return status;
}

/* Puts what a reading found wrong in the order of files and lines. */
static void
sort_new_faults(const suf_reader *reader, suf_status status)
{
    suf_faults *faults = reader->faults;
    if (status == SUF_ERROR_SCENARIO) {
        sort_faults(faults,
            reader->n_faults_before < faults->n ? reader->n_faults_before : faults->n);
    }
}

/* Releases what was needed, and after a failure the scenario too; the status. */
static suf_status
end_reading(suf_reader *reader, suf_status status)
{
    suf_scenario *scenario = reader->scenario;
    suf_reader_free(reader);
    if (status != SUF_OK) {
        suf_scenario_free(scenario);
    }
    return status;
}

static suf_status
read_layers(suf_scenario *self, const char *path, const char *const *sets, size_t n_sets,
    bool is_top, suf_faults *faults)
{
    *self = (suf_scenario){0};
    suf_reader reader;
    suf_reader_init(&reader, self, faults);
    suf_layers layers;
    suf_node *root = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_arena_new(&self->arena));
    reader.arena = self->arena;
    SUF_TRY(suf_arena_text(self->arena, path, strlen(path), &self->path));
    SUF_TRY(suf_overlay_read(&reader, path, sets, n_sets, &layers, &root));
    SUF_TRY(note_folder(self, &layers));
    status = read_root(&reader, &layers, root);
    if (status == SUF_ERROR_SCENARIO && is_top && layers.n > 1 &&
        layers.n <= MOST_LAYERS) {
        SUF_TRY(find_causes(&reader, &layers));
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    sort_new_faults(&reader, status);
out:
    return end_reading(&reader, status);
}

suf_status
suf_scenario_read(suf_scenario *self, const char *path, const char *const *sets,
    size_t n_sets, suf_faults *faults)
{
    suf_status status = read_layers(self, path, sets, n_sets, true, faults);
    if (status == SUF_ERROR_MEMORY) {
        suf_fault_place place = {.file = path};
        suf_faults_add(faults, &place, "cannot be read: %s", suf_status_text(status));
    }
    return status;
}

/* How a resolved text is read. */
typedef enum text_mode {
    TEXT_SAME,   /* as it is; it must be what this program writes */
    TEXT_OLDER,  /* as it is; keys that a later program added have their defaults */
    TEXT_ORDERED /* in order */
} text_mode;

static suf_status
read_text(suf_scenario *self, const char *name, const char *text, text_mode mode,
    suf_faults *faults)
{
    *self = (suf_scenario){0};
    suf_reader reader;
    suf_reader_init(&reader, self, faults);
    reader.is_older = mode == TEXT_OLDER;
    const suf_layers none = {0};
    suf_source *source = NULL;
    suf_node *root = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_arena_new(&self->arena));
    reader.arena = self->arena;
    reader.is_resolved = true;
    reader.furthest_day = INT32_MAX;
    SUF_TRY(suf_arena_text(self->arena, name, strlen(name), &self->path));
    SUF_TRY(suf_source_text(self->arena, self->path, text, &source));
    source->is_ours = true;
    SUF_TRY(suf_document_read(self->arena, source, 0, faults, &root));
    if (root != NULL) {
        suf_former_renew(&reader, root);
    }
    if (mode == TEXT_ORDERED && root != NULL) {
        suf_order_document(root);
    }
    status = read_root(&reader, &none, root);
    sort_new_faults(&reader, status);
    SUF_TRY(status);
    if (mode == TEXT_SAME && strcmp(self->resolved, text) != 0) {
        suf_fault_place place = {.file = name};
        suf_faults_add(faults, &place,
            "the scenario it holds is not read back the same: it was written by another "
            "version of the program");
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
    }
out:
    return end_reading(&reader, status);
}

suf_status
suf_scenario_read_resolved(
    suf_scenario *self, const char *name, const char *text, suf_faults *faults)
{
    return read_text(self, name, text, TEXT_SAME, faults);
}

suf_status
suf_scenario_read_older(
    suf_scenario *self, const char *name, const char *text, suf_faults *faults)
{
    return read_text(self, name, text, TEXT_OLDER, faults);
}

/* Files and lines of what the model may find at fault. */
static suf_status
take_lines(suf_scenario *self, const suf_scenario *written)
{
    suf_status status = SUF_OK;
    for (size_t i = 0; i < self->n_services; i++) {
        suf_service_spec *service = &self->services[i];
        for (size_t j = 0; j < written->n_services; j++) {
            const suf_service_spec *from = &written->services[j];
            if (strcmp(service->name, from->name) != 0) {
                continue;
            }
            service->line = from->line;
            service->asked_line = from->asked_line;
            service->asked_file = NULL;
            if (from->asked_file != NULL) {
                char *file = NULL;
                SUF_TRY(suf_arena_text(
                    self->arena, from->asked_file, strlen(from->asked_file), &file));
                service->asked_file = file;
            }
        }
    }
    for (size_t i = 0; i < self->n_correlations; i++) {
        self->correlations[i].line = written->correlations[i].line;
    }
out:
    return status;
}

suf_status
suf_scenario_order(suf_scenario *self, const suf_scenario *written, suf_faults *faults)
{
    suf_status status =
        read_text(self, written->path, written->resolved, TEXT_ORDERED, faults);
    if (status == SUF_OK) {
        self->seed = written->seed; /* which a command line may have changed */
        status = take_lines(self, written);
        suf_take_away(self);
        if (status != SUF_OK) {
            suf_scenario_free(self);
        }
    }
    return status;
}

void
suf_scenario_free(suf_scenario *self)
{
    suf_arena_free(self->arena);
    suf_faults_free(&self->warnings);
    *self = (suf_scenario){0};
}
