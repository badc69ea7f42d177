/* Do the other shards of an output agree with this one?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "siblings.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "journal/difference.h"

/* Where the journals of the other shards lie: those whose names fit "STEM.*ofK.journal".
 */
typedef struct family {
    const suf_store *store;
    char *folder;     /* with its slash, or ""; owned */
    const char *stem; /* of the output's name, within its path */
    int stem_bytes;
    suf_goal goal;
} family;

static suf_status
family_init(family *self, const suf_store *store, const char *output, suf_goal goal)
{
    const char *slash = strrchr(output, '/');
    size_t length = strlen(output);
    length -= length > 3 && strcmp(output + length - 3, ".h5") == 0 ? 3 : 0;
    *self = (family){
        .store = store, .stem = slash != NULL ? slash + 1 : output, .goal = goal};
    self->stem_bytes = (int) (length - (size_t) (self->stem - output));
    return slash != NULL
               ? suf_text_copy_n(output, (size_t) (self->stem - output), &self->folder)
               : suf_text_copy("", &self->folder);
}

/* The number of the shard that a file of the folder is the journal of; 0: of none. */
static uint32_t
shard_of(const family *self, const char *name)
{
    char expected[64];
    size_t stem_bytes = (size_t) self->stem_bytes;
    if (strncmp(name, self->stem, stem_bytes) != 0 || name[stem_bytes] != '.') {
        return 0;
    }
    char *end = NULL;
    unsigned long shard = strtoul(name + stem_bytes + 1, &end, 10);
    (void) snprintf(expected, sizeof expected, ".%luof%u.journal", shard,
        (unsigned) self->goal.n_shards);
    bool is_one = shard >= 1 && shard <= self->goal.n_shards &&
                  strcmp(name + stem_bytes, expected) == 0;
    return is_one ? (uint32_t) shard : 0;
}

typedef enum verdict { AGREES, WAIT, DIFFERS } verdict;

/* Whether a journal is of the same run; if not, `text` tells why, and which is to go. */
static verdict
judge(const family *self, const char *path, uint32_t shard, char *text)
{
    suf_faults ignored;
    verdict found = AGREES;
    uint64_t fingerprint = 0;
    suf_journal_file file = {.file = open(path, O_RDONLY | O_CLOEXEC)};
    suf_faults_init(&ignored);
    if (file.file >= 0 && suf_journal_file_fingerprint(file.file, &fingerprint) &&
        fingerprint != self->store->provenance->fingerprint &&
        suf_text_copy(path, &file.path) == SUF_OK &&
        suf_journal_file_head(&file, &ignored) == SUF_OK &&
        suf_journal_file_scan(&file, false, &ignored) == SUF_OK) {
        bool has_own = self->store->journal.of.n_entries > 0;
        bool is_begun = file.n_entries > 0 || file.goal.is_done;
        bool is_ours = !is_begun && (has_own || self->goal.shard < shard);
        suf_difference_of_journal(&file, self->store->provenance, text);
        found = is_ours ? WAIT : DIFFERS;
    }
    suf_journal_file_free(&file);
    suf_faults_free(&ignored);
    return found;
}

/* Looks at one journal, again and again while the other shard may still go. */
static suf_status
check_one(const family *self, const char *name, uint32_t shard, suf_faults *faults)
{
    enum { TRIES = 100 };
    const struct timespec pause = {.tv_nsec = 100000000};
    char text[SUF_DIFFERENCE_BYTES];
    char *path = NULL;
    size_t bytes = strlen(self->folder) + strlen(name) + 1;
    suf_status status = suf_array_new(bytes, 1, &path);
    if (status != SUF_OK) {
        return status;
    }
    (void) snprintf(path, bytes, "%s%s", self->folder, name);
    verdict found = judge(self, path, shard, text);
    for (int i = 0; i < TRIES && found == WAIT; i++) {
        (void) nanosleep(&pause, NULL);
        found = judge(self, path, shard, text);
    }
    if (found != AGREES) {
        suf_fault_place place = {.file = path,
            .hint =
                "only shards that one program on one kind of machine ran can be merged"};
        suf_faults_add(faults, &place,
            "is of another scenario, seed or build than this shard: %s", text);
        status = SUF_RAISE(SUF_ERROR_FORMAT);
    }
    free(path);
    return status;
}

suf_status
suf_siblings_check(
    const suf_store *store, const char *output, suf_goal goal, suf_faults *faults)
{
    family self = {0};
    DIR *folder = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(family_init(&self, store, output, goal));
    folder = opendir(self.folder[0] != '\0' ? self.folder : ".");
    for (struct dirent *entry = folder != NULL ? readdir(folder) : NULL;
         entry != NULL && status == SUF_OK; entry = readdir(folder)) {
        uint32_t shard = shard_of(&self, entry->d_name);
        if (shard != 0 && shard != goal.shard) {
            status = check_one(&self, entry->d_name, shard, faults);
        }
    }
out:
    if (folder != NULL) {
        (void) closedir(folder);
    }
    free(self.folder);
    return status;
}
