/* Where the finished replications of a run are, whatever file holds them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "journal/chunk.h"
#include "journal/disk.h"
#include "journal/output_file.h"
#include "results/results_difference.h"

static void
store_init(suf_store *self, const suf_layout *layout, const suf_provenance *provenance,
    suf_faults *faults)
{
    *self = (suf_store){.layout = layout,
        .provenance = provenance,
        .faults = faults,
        .journal = {.of = {.file = -1}}};
}

/* --- the output ----------------------------------------------------------------------
 */

/* Opens the results file that is there already: one of this very run is gone on from. */
static suf_status
open_base(suf_store *self, const char *path)
{
    suf_fault_place place = {.file = path, .hint = "--force replaces it"};
    suf_status status = suf_results_open(&self->base, path, self->faults);
    if (status == SUF_ERROR_FORMAT || status == SUF_ERROR_CORRUPT) {
        suf_faults_add(self->faults, &place, "is in the way of the results");
        return SUF_RAISE(SUF_ERROR_EXISTS);
    }
    if (status != SUF_OK) {
        return status;
    }
    self->has_base = true;
    if (self->base.fingerprint != self->provenance->fingerprint) {
        char difference[SUF_DIFFERENCE_BYTES];
        suf_difference_of_results(&self->base, self->provenance, difference);
        suf_faults_add(self->faults, &place,
            "exists already and holds results of another scenario, seed or build: %s",
            difference);
        return SUF_RAISE(SUF_ERROR_EXISTS);
    }
    return SUF_OK;
}

suf_status
suf_store_journal_path(const char *output, suf_goal goal, char **out)
{
    char ending[64];
    if (goal.n_shards <= 1) {
        return suf_disk_path(output, ".journal", out);
    }
    size_t length = strlen(output);
    bool is_h5 = length > 3 && strcmp(output + length - 3, ".h5") == 0;
    (void) snprintf(ending, sizeof ending, ".%" PRIu32 "of%" PRIu32 ".journal",
        goal.shard, goal.n_shards);
    suf_status status = suf_disk_path(output, ending, out);
    if (status == SUF_OK && is_h5) {
        memcpy(*out + length - 3, ending, strlen(ending) + 1);
    }
    return status;
}

/* --- opening -------------------------------------------------------------------------
 */

static suf_status
make_makers(suf_store *self, uint32_t n_workers)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_workers, sizeof(suf_record_maker *), &self->makers));
    for (; self->n_workers < n_workers; self->n_workers++) {
        SUF_TRY(suf_record_maker_new(self->layout, &self->makers[self->n_workers]));
    }
out:
    return status;
}

suf_status
suf_store_open(suf_store *self, const suf_store_options *options, suf_faults *faults)
{
    store_init(self, options->layout, options->provenance, faults);
    suf_journal_options journal = {.provenance = options->provenance,
        .goal = options->goal,
        .origins = options->origins,
        .force = options->force,
        .repair = options->repair};
    bool is_there = false;
    char *path = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_output_check(options->output, &is_there, faults));
    SUF_TRY(suf_store_journal_path(options->output, options->goal, &path));
    journal.path = path;
    SUF_TRY(suf_journal_open(&self->journal, &journal, faults));
    /* Only now that no other run can put it in place. */
    SUF_TRY(suf_output_check(options->output, &is_there, faults));
    if (is_there && !options->force) {
        SUF_TRY(open_base(self, options->output));
    }
    uint32_t n = options->goal.n_replications;
    uint32_t reach = suf_store_reach_of_base(&self->base);
    SUF_TRY(suf_store_index_init(
        &self->index, self->layout->n_scenarios, reach > n ? reach : n));
    suf_store_index_base(&self->index, &self->base);
    suf_store_index_file(&self->index, &self->journal.of, SUF_SOURCE_JOURNAL);
    SUF_TRY(make_makers(self, options->n_workers));
out:
    free(path);
    if (status != SUF_OK) {
        suf_store_close(self);
    }
    return status;
}

/* A journal that is merged must be of this run, and whole but for its end. */
static suf_status
check_file(suf_store *self, suf_journal_file *file)
{
    suf_fault_place place = {.file = file->path};
    if (file->fingerprint != self->provenance->fingerprint) {
        char difference[SUF_DIFFERENCE_BYTES];
        suf_difference_of_journal(file, self->provenance, difference);
        suf_faults_add(self->faults, &place,
            "is a journal of another scenario, seed or build than %s: %s",
            self->files[0].path, difference);
        return SUF_RAISE(SUF_ERROR_FORMAT);
    }
    return suf_journal_file_check(file, self->faults);
}

/* What a file holds that is in the index already must be the same. */
static suf_status
compare_duplicates(suf_store *self, suf_journal_file *file)
{
    suf_record first = {0};
    suf_record second = {0};
    suf_status status = SUF_OK;
    for (size_t i = 0; i < file->n_entries; i++) {
        const suf_journal_entry *entry = &file->entries[i];
        uint32_t s = entry->scenario;
        uint32_t r = entry->replication;
        if (!suf_store_index_reaches(&self->index, s, r) || !suf_store_has(self, s, r)) {
            continue;
        }
        SUF_TRY(suf_store_read(self, s, r, &first));
        SUF_TRY(suf_journal_file_read(file, entry->offset, &second, self->faults));
        for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
            size_t n = first.chunk_bytes[v];
            if (n != second.chunk_bytes[v] ||
                (n > 0 && memcmp(first.chunk[v], second.chunk[v], n) != 0)) {
                suf_fault_place place = {.file = file->path};
                suf_faults_add(self->faults, &place,
                    "replication %" PRIu32 " of scenario %s differs from the one in "
                    "another file of the same run",
                    r, self->layout->scenarios[s].name);
                status = SUF_RAISE(SUF_ERROR_CORRUPT);
                goto out;
            }
        }
    }
out:
    suf_record_free(&first);
    suf_record_free(&second);
    return status;
}

suf_status
suf_store_merge(suf_store *self, const suf_layout *layout,
    const suf_provenance *provenance, suf_journal_file *files, uint32_t n_files,
    const char *base, suf_faults *faults)
{
    store_init(self, layout, provenance, faults);
    self->files = files;
    self->n_files = n_files;
    suf_status status = SUF_OK;
    uint32_t reach = 0;
    if (base != NULL) {
        bool is_there = false;
        SUF_TRY(suf_output_check(base, &is_there, faults));
        if (is_there) {
            SUF_TRY(open_base(self, base));
        }
        reach = suf_store_reach_of_base(&self->base);
    }
    bool is_damaged = false;
    for (uint32_t i = 0; i < n_files; i++) {
        status = check_file(self, &files[i]);
        is_damaged |= status == SUF_ERROR_CORRUPT; /* the others are told of, too */
        if (status != SUF_OK && status != SUF_ERROR_CORRUPT) {
            goto out;
        }
        uint32_t here = suf_store_reach_of_file(&files[i]);
        reach = here > reach ? here : reach;
    }
    if (is_damaged) {
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
        goto out;
    }
    SUF_TRY(suf_store_index_init(&self->index, self->layout->n_scenarios, reach));
    suf_store_index_base(&self->index, &self->base);
    for (uint32_t i = 0; i < n_files; i++) {
        SUF_TRY(compare_duplicates(self, &files[i]));
        suf_store_index_file(&self->index, &files[i], SUF_SOURCE_FILES + i);
    }
out:
    if (status != SUF_OK) {
        suf_store_close(self);
    }
    return status;
}

void
suf_store_end_packing(suf_store *self)
{
    for (uint32_t w = 0; w < self->n_workers; w++) {
        suf_record_maker_free(self->makers[w]);
    }
    free((void *) self->makers);
    self->makers = NULL;
    self->n_workers = 0;
}

void
suf_store_close(suf_store *self)
{
    suf_journal_close(&self->journal);
    if (self->has_base) {
        suf_results_close(&self->base);
    }
    for (uint32_t i = 0; i < self->n_files; i++) {
        suf_journal_file_free(&self->files[i]);
    }
    free(self->files);
    suf_store_end_packing(self);
    suf_store_index_free(&self->index);
    free(self->chunks);
    *self = (suf_store){.journal = {.of = {.file = -1}}};
}

static int
compare_replications(const void *a, const void *b)
{
    const int32_t first = *(const int32_t *) a;
    const int32_t second = *(const int32_t *) b;
    return (first > second) - (first < second);
}

bool
suf_store_remove_journal(suf_store *self, const int32_t *replications, uint32_t n)
{
    const suf_journal_file *of = &self->journal.of;
    for (size_t i = 0; i < of->n_entries; i++) {
        int32_t replication = (int32_t) of->entries[i].replication;
        if (bsearch(&replication, replications, n, sizeof *replications,
                compare_replications) == NULL) {
            return false;
        }
    }
    if (of->file >= 0) {
        suf_journal_remove(&self->journal);
    }
    return true;
}

/* --- the sink -------------------------------------------------------------------------
 */

bool
suf_store_has(void *context, uint32_t scenario, uint32_t replication)
{
    const suf_store *self = context;
    suf_bug_unless(suf_store_index_reaches(&self->index, scenario, replication));
    return suf_store_index_at(&self->index, scenario, replication)->source !=
           SUF_SOURCE_NONE;
}

suf_status
suf_store_pack(void *context, uint32_t worker, uint32_t scenario, uint32_t replication,
    const suf_metrics *metrics)
{
    suf_store *self = context;
    suf_bug_unless(worker < self->n_workers && metrics->layout == self->layout);
    return suf_record_make(self->makers[worker], scenario, replication, metrics);
}

suf_status
suf_store_put(void *context, uint32_t worker)
{
    suf_store *self = context;
    suf_bug_unless(worker < self->n_workers);
    size_t n = 0;
    uint32_t scenario = 0;
    uint32_t replication = 0;
    const unsigned char *frame =
        suf_record_maker_frame(self->makers[worker], &n, &scenario, &replication);
    suf_bug_unless(frame != NULL && !suf_store_has(self, scenario, replication));
    suf_status status =
        suf_journal_append(&self->journal, frame, n, scenario, replication);
    if (status == SUF_OK) {
        suf_record_maker_clear(self->makers[worker]);
        const suf_journal_file *file = &self->journal.of;
        suf_store_index_add(&self->index, scenario, replication, SUF_SOURCE_JOURNAL,
            file->entries[file->n_entries - 1].offset);
    }
    return status;
}

suf_status
suf_store_sync(void *context)
{
    suf_store *self = context;
    return suf_journal_sync(&self->journal);
}

/* --- reading back ---------------------------------------------------------------------
 */

/* The chunks of a replication in the results file, one behind the other. */
static suf_status
read_base(suf_store *self, uint32_t scenario, uint32_t position, suf_record *record)
{
    size_t bytes[SUF_N_VARIABLES] = {0};
    size_t total = 0;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        suf_status status = suf_results_chunk_bytes(
            &self->base, (suf_variable) v, scenario, position, &bytes[v], self->faults);
        if (status != SUF_OK) {
            return status;
        }
        total += bytes[v];
    }
    suf_status status =
        suf_array_grow(&self->chunks, &self->chunks_capacity, total + 1, 1);
    unsigned char *at = self->chunks;
    for (uint32_t v = 0; status == SUF_OK && v < SUF_N_VARIABLES; v++) {
        record->chunk[v] = bytes[v] > 0 ? at : NULL;
        record->chunk_bytes[v] = bytes[v];
        if (bytes[v] > 0) {
            status = suf_results_chunk(&self->base, (suf_variable) v, scenario, position,
                at, bytes[v], self->faults);
            at += bytes[v];
        }
    }
    record->scenario = scenario;
    return status;
}

suf_status
suf_store_read(
    suf_store *self, uint32_t scenario, uint32_t replication, suf_record *record)
{
    suf_bug_unless(suf_store_has(self, scenario, replication));
    const suf_store_entry *entry =
        suf_store_index_at(&self->index, scenario, replication);
    if (entry->source == SUF_SOURCE_BASE) {
        record->replication = replication;
        return read_base(self, scenario, (uint32_t) entry->offset, record);
    }
    suf_journal_file *file = entry->source == SUF_SOURCE_JOURNAL
                                 ? &self->journal.of
                                 : &self->files[entry->source - SUF_SOURCE_FILES];
    suf_status status = suf_journal_file_read(file, entry->offset, record, self->faults);
    if (status == SUF_OK &&
        (record->scenario != scenario || record->replication != replication)) {
        return suf_journal_file_fault(
            file, self->faults, SUF_RAISE(SUF_ERROR_CORRUPT), 0, "is damaged");
    }
    return status;
}

suf_status
suf_store_values(const suf_store *self, const suf_record *record, suf_variable variable,
    double *values)
{
    unsigned char *scratch = NULL;
    size_t n = suf_layout_size(self->layout, variable);
    if (n == 0) {
        return SUF_OK;
    }
    suf_status status = suf_array_new(n, sizeof *values, &scratch);
    if (status == SUF_OK) {
        status = record->chunk[variable] != NULL
                     ? suf_chunk_unpack(record->chunk[variable],
                           record->chunk_bytes[variable], values, n, scratch)
                     : SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    free(scratch);
    return status;
}
