/* A scenario as written: reading it, from file to checked content.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "scenario/check.h"
#include "scenario/overlay.h"
#include "scenario/reader.h"
#include "scenario/resolve.h"
#include "scenario/walk.h"

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

/* Reads into an empty scenario that has its arena. */
static suf_status
read_into(suf_scenario *self, const char *path, const char *const *sets, size_t n_sets,
    suf_faults *faults)
{
    suf_reader reader;
    suf_reader_init(&reader, self, faults);
    suf_node *root = NULL;
    char *resolved = NULL;
    size_t first = faults->n;
    size_t before = faults->n + faults->n_dropped;
    suf_status status = SUF_OK;
    SUF_TRY(suf_arena_text(self->arena, path, strlen(path), &self->path));
    SUF_TRY(suf_overlay_read(self->arena, path, sets, n_sets, faults, &root));
    if (root != NULL) {
        reader.root = root;
        suf_walk_section(&reader, SUF_SECTION_ROOT, root, self);
        suf_check(&reader);
        SUF_TRY(reader.status);
    }
    if (faults->n + faults->n_dropped > before) {
        sort_faults(faults, first);
        status = SUF_RAISE(SUF_ERROR_SCENARIO);
        goto out;
    }
    SUF_TRY(suf_resolve(self, &resolved));
    SUF_TRY(suf_arena_adopt(self->arena, resolved));
    self->resolved = resolved;
out:
    suf_reader_free(&reader);
    return status;
}

suf_status
suf_scenario_read(suf_scenario *self, const char *path, const char *const *sets,
    size_t n_sets, suf_faults *faults)
{
    *self = (suf_scenario){0};
    suf_status status = suf_arena_new(&self->arena);
    if (status == SUF_OK) {
        status = read_into(self, path, sets, n_sets, faults);
    }
    if (status != SUF_OK) {
        suf_scenario_free(self);
    }
    return status;
}

void
suf_scenario_free(suf_scenario *self)
{
    suf_arena_free(self->arena);
    *self = (suf_scenario){0};
}
