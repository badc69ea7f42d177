/* A results file from journals alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "gather.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/batch.h"
#include "app/progress.h"
#include "base/memory.h"
#include "base/text.h"
#include "output/results.h"
#include "output/store.h"

/* Opens a journal and reads its head. */
static suf_status
open_file(suf_journal_file *file, const char *path, bool is_locked, suf_faults *faults)
{
    *file = (suf_journal_file){.file = -1};
    suf_status status = suf_text_copy(path, &file->path);
    if (status != SUF_OK) {
        return status;
    }
    file->file = open(path, O_RDONLY | O_CLOEXEC);
    if (file->file < 0) {
        return suf_journal_file_fault(file, faults, SUF_RAISE(SUF_ERROR_OPEN), errno,
            errno == ENOENT ? "is not there" : "cannot be opened");
    }
    if (is_locked && flock(file->file, LOCK_EX | LOCK_NB) != 0) {
        return suf_journal_file_fault(file, faults, SUF_RAISE(SUF_ERROR_LOCKED), 0,
            "is being written by a run; -o writes what is there to another file");
    }
    return suf_journal_file_head(file, faults);
}

/* Results are a function of the build too: a journal of another one cannot be gone on
 * with here. */
static suf_status
check_build(const suf_journal_file *file, const suf_batch *batch, suf_faults *faults)
{
    const suf_build_facts *build = &batch->provenance.build;
    if (file->fingerprint == batch->provenance.fingerprint) {
        return SUF_OK;
    }
    suf_fault_place place = {.file = file->path, .hint = "use the program that wrote it"};
    suf_faults_add(faults, &place,
        "was written by suffice %s (%s); this is %s (%s), or its libraries or processor "
        "differ",
        file->version, file->commit, build->version, build->commit);
    return SUF_RAISE(SUF_ERROR_FORMAT);
}

/* "0-9, 12, 14-20", cut after some. */
static void
format_ranges(const uint32_t *values, uint32_t n, char *text, size_t room)
{
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < n;) {
        uint32_t last = i;
        while (last + 1 < n && values[last + 1] == values[last] + 1) {
            last++;
        }
        if (used + 40 > room) {
            (void) snprintf(text + used, room - used, ", ...");
            return;
        }
        used += (size_t) snprintf(
            text + used, room - used, "%s%" PRIu32, i > 0 ? ", " : "", values[i]);
        if (last > i) {
            used +=
                (size_t) snprintf(text + used, room - used, "-%" PRIu32, values[last]);
        }
        i = last + 1;
    }
}

/* Tells of missing replications, and of the shards that they are of. */
static suf_status
tell_missing(const suf_gathering *self, const suf_store *store, uint32_t n_wanted,
    const uint32_t *missing, uint32_t n_missing, suf_faults *faults)
{
    char text[300];
    uint32_t n_shards = store->n_files > 0 ? store->files[0].goal.n_shards : 1;
    format_ranges(missing, n_missing, text, sizeof text);
    suf_fault_place place = {.file = self->output};
    suf_faults_add(faults, &place,
        "%" PRIu32 " of %" PRIu32 " replications are missing: %s", n_missing, n_wanted,
        text);
    for (uint32_t i = 0; i < store->n_files; i++) {
        n_shards = store->files[i].goal.n_shards == n_shards ? n_shards : 1;
    }
    if (n_shards <= 1) {
        return SUF_OK;
    }
    uint32_t *shards = NULL;
    suf_status status = suf_array_new(n_shards, sizeof *shards, &shards);
    if (status == SUF_OK) {
        for (uint32_t i = 0; i < n_missing; i++) {
            shards[missing[i] % n_shards] = 1;
        }
        uint32_t n = 0;
        for (uint32_t k = 0; k < n_shards; k++) {
            if (shards[k] != 0) {
                shards[n++] = k + 1;
            }
        }
        format_ranges(shards, n, text, sizeof text);
        place.hint = "run them again with the same command, or --partial leaves them out";
        suf_faults_add(
            faults, &place, "shards to go on with, of %" PRIu32 ": %s", n_shards, text);
    }
    free(shards);
    return status;
}

/* As asked for, but what the results file holds already is never left out. */
static uint32_t
replications_of_run(const suf_gathering *self, const suf_store *store)
{
    const suf_results *base = &store->base;
    uint32_t held =
        store->has_base ? (uint32_t) base->replications[base->n_replications - 1] + 1 : 0;
    if (self->n_replications == 0) {
        return store->n_replications;
    }
    return self->n_replications > held ? self->n_replications : held;
}

/* Writes what is there in all scenarios. */
static suf_status
write_results(const suf_gathering *self, suf_store *store, suf_faults *faults)
{
    double start = suf_progress_clock();
    int32_t *here = NULL;
    uint32_t *missing = NULL;
    uint32_t n = 0;
    uint32_t n_missing = 0;
    uint32_t n_wanted = replications_of_run(self, store);
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_wanted, sizeof *here, &here));
    SUF_TRY(suf_array_new(n_wanted, sizeof *missing, &missing));
    for (uint32_t r = 0; r < n_wanted; r++) {
        if (r < store->n_replications && suf_store_has_all(store, r)) {
            here[n++] = (int32_t) r;
        } else {
            missing[n_missing++] = r;
        }
    }
    if (n == 0 || (n_missing > 0 && !self->is_partial)) {
        SUF_TRY(tell_missing(self, store, n_wanted, missing, n_missing, faults));
        status = SUF_RAISE(SUF_ERROR_INCOMPLETE);
        goto out;
    }
    SUF_TRY(suf_results_write(store, self->output, here, n, faults));
    for (uint32_t i = 0; self->is_removing && n_missing == 0 && i < store->n_files; i++) {
        (void) unlink(store->files[i].path);
    }
    if (!self->quiet) {
        (void) fprintf(stderr,
            "suffice: %s: %" PRIu32 " scenario%s x %" PRIu32 " replications%s from "
            "%" PRIu32 " journal%s in %.1f s\n",
            self->output, store->layout->n_scenarios,
            store->layout->n_scenarios == 1 ? "" : "s", n,
            n_missing > 0 ? " (partial)" : "", store->n_files,
            store->n_files == 1 ? "" : "s", suf_progress_clock() - start);
    }
out:
    free(here);
    free(missing);
    return status;
}

suf_status
suf_gather(const suf_gathering *self, suf_faults *faults)
{
    suf_journal_file *files = NULL;
    uint32_t n_files = 0;
    suf_batch batch = {0};
    suf_store store;
    bool has_store = false;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(self->n_paths, sizeof *files, &files));
    while (n_files < self->n_paths) {
        n_files++;
        SUF_TRY(open_file(
            &files[n_files - 1], self->paths[n_files - 1], self->is_removing, faults));
    }
    SUF_TRY(suf_batch_read_texts(
        &batch, files[0].path, files[0].texts, files[0].n_texts, faults));
    SUF_TRY(check_build(&files[0], &batch, faults));
    has_store = true; /* which takes the files over */
    SUF_TRY(suf_store_gather(
        &store, &batch.layout, &batch.provenance, files, n_files, self->base, faults));
    SUF_TRY(write_results(self, &store, faults));
out:
    if (has_store) {
        suf_store_close(&store);
    } else {
        for (uint32_t i = 0; i < n_files; i++) {
            suf_journal_file_free(&files[i]);
        }
        free(files);
    }
    suf_batch_free(&batch);
    return status;
}
