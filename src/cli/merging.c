/* A results file from journals alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "merging.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/batch.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/run_metadata.h"
#include "journal/disk.h"
#include "journal/output_file.h"
#include "results/results.h"
#include "results/store.h"

/* Everything held while it is made. */
typedef struct merger {
    const suf_merging *of;
    suf_faults *faults;
    suf_batch batch;
    suf_store store;
    suf_interrupt interrupt;
    char *lock_path; /* of the output's lock; owned */
    int lock;        /* -1: none */
    time_t started;
} merger;

static bool
goes_on(void *context)
{
    merger *self = context;
    return suf_interrupt_number(&self->interrupt) == 0;
}

/* Nothing is touched before this: no other command may be writing the output, which may
 * not be one of the journals. */
static suf_status
lock_output(merger *self)
{
    const suf_merging *of = self->of;
    bool is_there = false;
    int lock_error = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_output_check(of->output, &is_there, self->faults));
    for (uint32_t i = 0; i < of->n_paths; i++) {
        SUF_TRY(suf_output_refuse(of->output, of->paths[i], true, self->faults));
    }
    SUF_TRY(suf_disk_path(of->output, ".journal", &self->lock_path));
    SUF_TRY(suf_output_lock(self->lock_path, &self->lock, &lock_error, self->faults));
    if (lock_error != 0) {
        suf_warn_no_lock(self->lock_path, lock_error);
    }
out:
    return status;
}

/* Opens a journal and reads its head. */
static suf_status
open_file(suf_journal_file *file, const char *path, suf_faults *faults)
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
    return suf_journal_file_head(file, faults);
}

/* Opens them all. When the head of one is damaged, what is damaged in the others is told,
 * too: all of them at once. *n_files may be closed after a failure as well. */
static suf_status
open_files(merger *self, suf_journal_file *files, uint32_t *n_files)
{
    const suf_merging *of = self->of;
    suf_status status = SUF_OK;
    bool is_damaged = false;
    while (*n_files < of->n_paths) {
        uint32_t i = (*n_files)++;
        status = open_file(&files[i], of->paths[i], self->faults);
        is_damaged |= status == SUF_ERROR_CORRUPT;
        if (status != SUF_OK && status != SUF_ERROR_CORRUPT) {
            return status;
        }
    }
    for (uint32_t i = 0; is_damaged && i < *n_files; i++) {
        if (files[i].head_bytes > 0) {
            status = suf_journal_file_check(&files[i], self->faults);
        }
        if (status != SUF_OK && status != SUF_ERROR_CORRUPT) {
            return status;
        }
    }
    return is_damaged ? SUF_RAISE(SUF_ERROR_CORRUPT) : SUF_OK;
}

/* Records are only put together here, whatever machine they are from and whatever build
 * of the same source code wrote them: the results say what the writer was. Other source
 * code may have other variables. */
static suf_status
take_over_build(const suf_journal_file *file, suf_batch *batch, suf_faults *faults)
{
    suf_provenance *provenance = &batch->provenance;
    const suf_build_facts own = provenance->build;
    suf_provenance_set_build(provenance, &file->build);
    if (strcmp(file->build.sources, own.sources) == 0 &&
        file->fingerprint == provenance->fingerprint) {
        return SUF_OK;
    }
    suf_fault_place place = {.file = file->path, .hint = "use the program that wrote it"};
    suf_faults_add(faults, &place,
        "was written by suffice %s (%s, sources %s); this is %s (%s, sources %s)",
        file->build.version, file->build.commit, file->build.sources, own.version,
        own.commit, own.sources);
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
tell_missing(const suf_merging *self, const suf_store *store, uint32_t n_wanted,
    const uint32_t *missing, uint32_t n_missing, suf_faults *faults)
{
    char text[300];
    uint32_t n_shards = store->n_files > 0 ? store->files[0].goal.n_shards : 1;
    format_ranges(missing, n_missing, text, sizeof text);
    bool is_mixed = false;
    for (uint32_t i = 0; i < store->n_files; i++) {
        is_mixed |= store->files[i].goal.n_shards != n_shards;
    }
    suf_fault_place place = {.file = self->output,
        .hint = is_mixed ? "the journals are of runs that were split differently" : NULL};
    suf_faults_add(faults, &place,
        "%" PRIu32 " of %" PRIu32 " replications are missing: %s", n_missing, n_wanted,
        text);
    if (n_shards <= 1 || is_mixed) {
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
replications_of_run(const suf_merging *self, const suf_store *store)
{
    const suf_results *base = &store->base;
    uint32_t held =
        store->has_base ? (uint32_t) base->replications[base->n_replications - 1] + 1 : 0;
    if (self->n_replications == 0) {
        return store->index.n_replications;
    }
    return self->n_replications > held ? self->n_replications : held;
}

/* Where the values come from, as the first journal has it that tells it of every
 * scenario; NULL when none does. */
static const suf_origin *
origins_of(const suf_store *store)
{
    for (uint32_t i = 0; i < store->n_files; i++) {
        const suf_journal_file *file = &store->files[i];
        bool is_whole = true;
        for (uint32_t s = 0; s < file->n_texts; s++) {
            is_whole &= file->origins[s].values != NULL;
        }
        if (is_whole) {
            return file->origins;
        }
    }
    return NULL;
}

/* Writes what is there in all scenarios, and the facts beside it. */
static suf_status
write_results(merger *self)
{
    const suf_merging *of = self->of;
    suf_store *store = &self->store;
    double start = suf_progress_clock();
    int32_t *here = NULL;
    uint32_t *missing = NULL;
    uint32_t n = 0;
    uint32_t n_missing = 0;
    uint32_t n_wanted = replications_of_run(of, store);
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_wanted, sizeof *here, &here));
    SUF_TRY(suf_array_new(n_wanted, sizeof *missing, &missing));
    for (uint32_t r = 0; r < n_wanted; r++) {
        if (r < store->index.n_replications &&
            suf_store_index_has_all(&store->index, r)) {
            here[n++] = (int32_t) r;
        } else {
            missing[n_missing++] = r;
        }
    }
    if (n == 0 || (n_missing > 0 && !of->is_partial)) {
        SUF_TRY(tell_missing(of, store, n_wanted, missing, n_missing, self->faults));
        status = SUF_RAISE(SUF_ERROR_INCOMPLETE);
        goto out;
    }
    SUF_TRY(suf_results_write(store, of->output, here, n, goes_on, self, self->faults));
    suf_metadata facts = {
        &self->batch, of->output, origins_of(store), self->started, n, NULL};
    SUF_TRY(suf_metadata_write(&facts, self->faults));
    for (uint32_t i = 0; of->is_removing && n_missing == 0 && i < store->n_files; i++) {
        (void) unlink(store->files[i].path);
    }
    if (!of->quiet) {
        (void) fprintf(stderr,
            "suffice: %s: %" PRIu32 " scenario%s x %" PRIu32 " replications%s from "
            "%" PRIu32 " journal%s in %.1f s\n",
            of->output, store->layout->n_scenarios,
            store->layout->n_scenarios == 1 ? "" : "s", n,
            n_missing > 0 ? " (partial)" : "", store->n_files,
            store->n_files == 1 ? "" : "s", suf_progress_clock() - start);
    }
out:
    free(here);
    free(missing);
    return status;
}

/* From the journals to the results; the output is locked. */
static suf_status
merge(merger *self)
{
    const suf_merging *of = self->of;
    suf_journal_file *files = NULL;
    uint32_t n_files = 0;
    bool has_store = false;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(of->n_paths, sizeof *files, &files));
    SUF_TRY(open_files(self, files, &n_files));
    SUF_TRY(suf_batch_read_texts(
        &self->batch, files[0].path, files[0].texts, files[0].n_texts, self->faults));
    SUF_TRY(take_over_build(&files[0], &self->batch, self->faults));
    has_store = true; /* which takes the files over */
    SUF_TRY(suf_store_merge(&self->store, &self->batch.layout, &self->batch.provenance,
        files, n_files, of->base, self->faults));
    SUF_TRY(write_results(self));
out:
    if (has_store) {
        suf_store_close(&self->store);
    } else {
        for (uint32_t i = 0; i < n_files; i++) {
            suf_journal_file_free(&files[i]);
        }
        free(files);
    }
    return status;
}

suf_status
suf_merge_journals(const suf_merging *of, suf_faults *faults)
{
    merger self = {.of = of, .faults = faults, .lock = -1, .started = time(NULL)};
    suf_status status = SUF_OK;
    SUF_TRY(suf_interrupt_start(&self.interrupt, of->quiet, of->output, faults));
    SUF_TRY(lock_output(&self));
    SUF_TRY(merge(&self));
out:
    if (status == SUF_ERROR_INTERRUPTED) {
        suf_fault_place place = {
            .file = of->output, .hint = "the same command writes it"};
        suf_interrupt_tell(&self.interrupt, status, faults);
        suf_faults_add(faults, &place, "is not written; nothing is lost");
    }
    if (self.lock >= 0) {
        suf_output_unlock(self.lock_path, &self.lock);
    }
    suf_interrupt_end(&self.interrupt);
    suf_batch_free(&self.batch);
    free(self.lock_path);
    return status;
}
