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

/* Reads into an empty scenario that has its arena. */
static suf_status
read_into(suf_scenario *self, const char *path, const char *const *sets, size_t n_sets,
    suf_faults *faults)
{
    suf_reader reader;
    suf_reader_init(&reader, self, faults);
    suf_node *root = NULL;
    char *resolved = NULL;
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
