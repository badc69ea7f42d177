/* What is in a journal, for people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_info.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/print.h"
#include "journal/disk.h"
#include "journal/journal_file.h"
#include "journal/journal_head.h"
#include "scenario/scenario_read.h"

bool
suf_journal_info_is_journal(const char *path)
{
    unsigned char bytes[16] = {0};
    size_t got = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    int error = suf_disk_read(file, bytes, sizeof bytes, 0, &got);
    (void) close(file);
    static const char ending[] = ".journal";
    size_t length = strlen(path);
    bool is_named = length >= sizeof ending &&
                    strcmp(path + length - (sizeof ending - 1), ending) == 0;
    return error == 0 &&
           (suf_journal_is_head(bytes, got) || (is_named && got < sizeof bytes));
}

/* How many replications of its goal a journal has in all scenarios, and how many it set
 * out to have. */
static suf_status
count(const suf_journal_file *file, uint32_t *n_whole, uint32_t *n_asked)
{
    const suf_goal *goal = &file->goal;
    uint32_t shards = goal->n_shards > 0 ? goal->n_shards : 1;
    uint32_t *seen = NULL;
    suf_status status = suf_array_new(goal->n_replications + 1, sizeof *seen, &seen);
    if (status != SUF_OK) {
        return status;
    }
    for (size_t i = 0; i < file->n_entries; i++) {
        if (file->entries[i].replication < goal->n_replications) {
            seen[file->entries[i].replication]++;
        }
    }
    *n_whole = 0;
    *n_asked = 0;
    for (uint32_t r = 0; r < goal->n_replications; r++) {
        if (r % shards + 1 == (goal->n_shards > 0 ? goal->shard : 1)) {
            *n_asked += 1;
            *n_whole += seen[r] >= file->n_texts;
        }
    }
    free(seen);
    return SUF_OK;
}

static void
print_scenarios(const suf_journal_file *file)
{
    suf_faults ignored;
    suf_faults_init(&ignored);
    (void) printf("scenarios:");
    for (uint32_t i = 0; i < file->n_texts; i++) {
        suf_scenario scenario;
        suf_status status =
            suf_scenario_read_resolved(&scenario, file->path, file->texts[i], &ignored);
        (void) printf("%s %s", i > 0 ? "," : "",
            status == SUF_OK ? scenario.name : "(of another version)");
        suf_scenario_free(&scenario);
    }
    (void) printf("\n");
    suf_faults_free(&ignored);
}

static suf_status
print(suf_journal_file *file, bool is_csv, suf_faults *faults)
{
    uint32_t n_whole = 0;
    uint32_t n_asked = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_journal_file_head(file, faults));
    SUF_TRY(suf_journal_file_scan(file, true, faults));
    SUF_TRY(count(file, &n_whole, &n_asked));
    if (is_csv) {
        (void) printf("journal,shard,shards,replications,finished,missing,damaged\n");
        suf_print_field(file->path);
        (void) printf("%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRIu32
                      ",%" PRIu64 "\n",
            file->goal.shard, file->goal.n_shards, file->goal.n_replications, n_whole,
            file->goal.is_done ? 0 : n_asked - n_whole, file->n_damaged);
        goto out;
    }
    (void) printf("%s: journal of suffice %s (%s), seed %" PRIu64 "\n", file->path,
        file->build.version, file->build.commit, file->seed);
    (void) printf("begun with %s, C library %s, HDF5 %s, mathematics %s\n",
        file->build.compiler, file->build.c_library_version, file->build.hdf5_version,
        file->build.math_variant);
    print_scenarios(file);
    if (file->goal.n_shards > 1) {
        (void) printf(
            "shard %" PRIu32 " of %" PRIu32 ", ", file->goal.shard, file->goal.n_shards);
    }
    (void) printf("%" PRIu32 " of %" PRIu32 " replications finished%s%s\n", n_whole,
        n_asked, file->n_texts > 1 ? " in all scenarios" : "",
        file->goal.is_done && n_whole < n_asked
            ? ", and the rest in the results file that it extends"
            : "");
    if (file->n_damaged > 0) {
        (void) printf("damaged at byte %" PRIu64 " (%" PRIu64 " bytes)\n", file->damage,
            file->behind - file->damage);
    }
out:
    return status;
}

suf_status
suf_journal_info_print(const char *path, bool is_csv, suf_faults *faults)
{
    suf_journal_file file = {.file = -1};
    suf_status status = suf_text_copy(path, &file.path);
    if (status == SUF_OK) {
        file.file = open(path, O_RDONLY | O_CLOEXEC);
        status = file.file < 0 ? suf_journal_file_fault(&file, faults,
                                     SUF_RAISE(SUF_ERROR_OPEN), errno, "cannot be opened")
                               : print(&file, is_csv, faults);
    }
    suf_journal_file_free(&file);
    return status;
}
