/* A journal that is being written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "journal/difference.h"
#include "journal/disk.h"
#include "journal/frame.h"
#include "journal/journal_head.h"
#include "journal/output_file.h"

/* Gives back what is written behind `end`; it does no harm where that cannot be. */
static void
cut(const suf_journal *self, uint64_t end)
{
    int result = ftruncate(self->of.file, (off_t) end);
    (void) result;
}

static suf_status
fault(suf_journal *self, suf_status status, int error_number, const char *what)
{
    suf_faults_add_system(self->faults, self->of.path, error_number, what);
    return status;
}

/* --- opening -------------------------------------------------------------------------
 */

/* Begins the file anew, with its head on disk before anything else. */
static suf_status
begin(suf_journal *self, const unsigned char *head, size_t n)
{
    int error = ftruncate(self->of.file, 0) == 0 ? 0 : errno;
    if (error == 0) {
        error = suf_disk_write(self->of.file, head, n, 0);
    }
    if (error == 0 && fdatasync(self->of.file) != 0) {
        error = errno;
    }
    if (error == 0) {
        error = suf_disk_sync_folder(self->of.path);
    }
    if (error != 0) {
        cut(self, 0);
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), error, "cannot be written");
    }
    self->of.head_bytes = n;
    self->of.end = n;
    self->is_known = true;
    return SUF_OK;
}

/* Makes one frame of the damaged stretch, to be passed over from now on. */
static suf_status
pass_over(suf_journal *self)
{
    uint64_t bytes = self->of.behind - self->of.damage;
    unsigned char *stretch = NULL;
    size_t got = 0;
    suf_status status = SUF_OK;
    if (bytes < SUF_FRAME_HEAD_BYTES) {
        return fault(self, SUF_RAISE(SUF_ERROR_CORRUPT), 0,
            "is damaged and cannot be repaired; --force drops it and starts anew");
    }
    SUF_TRY(suf_array_new((size_t) bytes, 1, &stretch));
    int error =
        suf_disk_read(self->of.file, stretch, (size_t) bytes, self->of.damage, &got);
    if (error == 0) {
        (void) suf_frame_seal(
            stretch, SUF_FRAME_SKIP, (size_t) bytes - SUF_FRAME_HEAD_BYTES);
        error =
            suf_disk_write(self->of.file, stretch, SUF_FRAME_HEAD_BYTES, self->of.damage);
    }
    if (error != 0) {
        status = fault(self, SUF_RAISE(SUF_ERROR_WRITE), error, "cannot be repaired");
    }
out:
    free(stretch);
    return status;
}

/* Finds the records; damage is refused, or passed over. */
static suf_status
scan(suf_journal *self, bool repair)
{
    suf_journal_file *of = &self->of;
    suf_status status = suf_journal_file_scan(of, true, self->faults);
    while (status == SUF_OK && of->n_damaged > 0 && repair) {
        status = pass_over(self);
        of->n_damaged = 0;
        of->n_entries = 0;
        if (status == SUF_OK) {
            status = suf_journal_file_scan(of, true, self->faults);
        }
    }
    if (status == SUF_OK && of->n_damaged > 0) {
        suf_fault_place place = {.file = self->of.path,
            .hint = "--repair goes on with the rest and simulates what is lost again"};
        suf_faults_add(self->faults, &place,
            "is damaged at byte %" PRIu64 " (%" PRIu64 " bytes), with %zu whole "
            "replications before and behind",
            of->damage, of->behind - of->damage, of->n_entries);
        status = SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    return status;
}

/* Takes over the records of a killed run and drops its torn end. */
static suf_status
resume(suf_journal *self, bool repair)
{
    suf_journal_file *of = &self->of;
    suf_status status = suf_journal_file_head(of, self->faults);
    if (status == SUF_OK) {
        status = scan(self, repair);
    }
    if (status != SUF_OK) {
        return status;
    }
    self->is_known = true;
    if (ftruncate(of->file, (off_t) of->end) != 0) {
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), errno, "cannot be written");
    }
    return SUF_OK;
}

static bool
is_cut_short(const suf_journal *self)
{
    struct stat about;
    return fstat(self->of.file, &about) == 0 && (uint64_t) about.st_size < self->of.end;
}

/* Whether another wrote it, which no lock has kept away. */
static bool
is_shared(const suf_journal *self)
{
    struct stat about;
    return self->lock_error != 0 && fstat(self->of.file, &about) == 0 &&
           (uint64_t) about.st_size > self->of.end;
}

/* Writes a frame at the end. */
static suf_status
write_frame(suf_journal *self, const unsigned char *frame, size_t n)
{
    if (is_cut_short(self)) { /* it would lie behind a hole */
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), 0,
            "was cut short while the run was writing it");
    }
    if (is_shared(self)) {
        return fault(self, SUF_RAISE(SUF_ERROR_LOCKED), 0,
            "was written by another command too: this one leaves it alone");
    }
    int error = suf_disk_write(self->of.file, frame, n, self->of.end);
    if (error != 0) {
        /* What was written of it would be found torn, but gives back room on the disk. */
        cut(self, self->of.end);
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), error, "cannot be written");
    }
    self->of.end += n;
    self->is_dirty = true;
    return SUF_OK;
}

/* Notes in the file what this run sets out to do, unless that stands there already. */
static suf_status
note_goal(suf_journal *self, suf_goal goal)
{
    const suf_goal *held = &self->of.goal;
    unsigned char frame[SUF_FRAME_HEAD_BYTES + SUF_GOAL_BYTES];
    if (held->n_replications == goal.n_replications && held->shard == goal.shard &&
        held->n_shards == goal.n_shards && held->is_done >= goal.is_done) {
        return SUF_OK;
    }
    suf_goal_put(frame + SUF_FRAME_HEAD_BYTES, &goal);
    size_t n = suf_frame_seal(frame, SUF_FRAME_GOAL, SUF_GOAL_BYTES);
    suf_status status = write_frame(self, frame, n);
    if (status == SUF_OK) {
        self->of.goal = goal;
    }
    return status;
}

/* Notes a text that tells where a scenario was read from, unless one stands there. */
static suf_status
note_origin(suf_journal *self, suf_frame_kind kind, uint32_t scenario, const char *text,
    const char *there)
{
    unsigned char *frame = NULL;
    size_t n = 0;
    suf_status status = SUF_OK;
    if (there == NULL) {
        SUF_TRY(suf_journal_origin(kind, scenario, text, &frame, &n));
        SUF_TRY(write_frame(self, frame, n));
    }
out:
    free(frame);
    return status;
}

static suf_status
note_origins(suf_journal *self, const suf_origin *origins, size_t n_scenarios)
{
    const suf_journal_file *of = &self->of;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; origins != NULL && i < n_scenarios; i++) {
        const suf_origin there = i < of->n_texts ? of->origins[i] : (suf_origin){0};
        SUF_TRY(note_origin(self, SUF_FRAME_FOLDER, i, origins[i].folder, there.folder));
        SUF_TRY(note_origin(self, SUF_FRAME_ORIGIN, i, origins[i].values, there.values));
    }
out:
    return status;
}

/* A head that is there is another than it should be: that of another run, which `force`
 * drops, or a damaged one of this run, which `repair` writes anew. */
static suf_status
replace_head(suf_journal *self, const suf_journal_options *options,
    const unsigned char *head, const unsigned char *found, size_t n, size_t got)
{
    suf_fault_place place = {.file = self->of.path};
    bool is_journal = suf_journal_is_head(found, got);
    if (got == n && suf_journal_is_damaged_head(found, head)) {
        if (options->repair) {
            int error = suf_disk_write(self->of.file, head, n, 0);
            return error == 0 ? resume(self, true)
                              : fault(self, SUF_RAISE(SUF_ERROR_WRITE), error,
                                    "cannot be repaired");
        }
        if (!options->force) {
            place.hint = "--repair writes it anew and keeps what is behind it";
            suf_faults_add(self->faults, &place, "is a journal whose head is damaged");
            return SUF_RAISE(SUF_ERROR_CORRUPT);
        }
    }
    if (options->force) {
        return begin(self, head, n);
    }
    place.hint = "--force drops it and starts anew";
    if (is_journal) {
        char difference[SUF_DIFFERENCE_BYTES];
        suf_difference_of_file(
            self->of.file, self->of.path, options->provenance, difference);
        suf_faults_add(self->faults, &place,
            "was left by an unfinished run of another scenario, seed or build: %s",
            difference);
    } else {
        suf_faults_add(self->faults, &place, "is in the way and is not a journal");
    }
    return SUF_RAISE(SUF_ERROR_EXISTS);
}

/* Goes on with what is in the file, or begins it. */
static suf_status
start(suf_journal *self, const suf_journal_options *options)
{
    unsigned char *head = NULL;
    unsigned char *found = NULL;
    size_t n = 0;
    size_t got = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_journal_head(options->provenance, &head, &n));
    SUF_TRY(suf_array_new(n, 1, &found));
    int error = suf_disk_read(self->of.file, found, n, 0, &got);
    if (error != 0) {
        status = fault(self, SUF_RAISE(SUF_ERROR_READ), error, "cannot be read");
        goto out;
    }
    bool is_same = memcmp(found, head, got) == 0;
    if (got == n && is_same) {
        SUF_TRY(resume(self, options->repair));
    } else if (got < n && is_same) {
        /* A head that was being written when its run was killed has nothing behind it. */
        SUF_TRY(begin(self, head, n));
    } else {
        SUF_TRY(replace_head(self, options, head, found, n, got));
    }
    SUF_TRY(note_goal(self, options->goal));
    SUF_TRY(note_origins(self, options->origins, options->provenance->n_scenarios));
out:
    free(found);
    free(head);
    return status;
}

suf_status
suf_journal_open(
    suf_journal *self, const suf_journal_options *options, suf_faults *faults)
{
    *self = (suf_journal){.faults = faults, .of = {.file = -1}};
    suf_status status = SUF_OK;
    SUF_TRY(suf_text_copy(options->path, &self->of.path));
    SUF_TRY(suf_output_lock(self->of.path, &self->of.file, &self->lock_error, faults));
    SUF_TRY(start(self, options));
out:
    if (status != SUF_OK) {
        suf_journal_close(self);
    }
    return status;
}

static void
release(suf_journal *self, bool is_removed)
{
    if (self->of.file >= 0 && is_removed && !is_shared(self)) {
        (void) unlink(self->of.path); /* before the lock goes with the descriptor */
    }
    suf_journal_file_free(&self->of);
    *self = (suf_journal){.of = {.file = -1}};
}

void
suf_journal_close(suf_journal *self)
{
    struct stat about;
    bool is_open = self->of.file >= 0;
    /* Nothing is lost with a file that holds no record: but only who has seen all of it
     * knows that. */
    bool is_empty = is_open && fstat(self->of.file, &about) == 0 && about.st_size == 0;
    bool is_useless =
        is_open && self->is_known && self->of.n_entries == 0 && !self->of.goal.is_done;
    release(self, is_empty || is_useless);
}

void
suf_journal_remove(suf_journal *self)
{
    release(self, true);
}

/* --- writing -------------------------------------------------------------------------
 */

suf_status
suf_journal_append(suf_journal *self, const unsigned char *frame, size_t n,
    uint32_t scenario, uint32_t replication)
{
    suf_status status =
        suf_journal_file_note(&self->of, scenario, replication, self->of.end);
    if (status == SUF_OK) {
        status = write_frame(self, frame, n);
        self->of.n_entries -= status != SUF_OK;
    }
    return status;
}

suf_status
suf_journal_sync(suf_journal *self)
{
    if (self->is_dirty && fdatasync(self->of.file) != 0) {
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), errno, "cannot be written");
    }
    /* Hours of work must not go into a file that is not there when the run ends. */
    if (self->is_dirty && !suf_output_leads_to(self->of.path, self->of.file)) {
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), 0,
            "was removed or moved, or its folder, while the run was writing it");
    }
    if (self->is_dirty && is_cut_short(self)) {
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), 0,
            "was cut short while the run was writing it");
    }
    self->is_dirty = false;
    return SUF_OK;
}

uint64_t
suf_journal_count(const suf_journal *self)
{
    suf_faults ignored;
    suf_journal_file now = {.file = open(self->of.path, O_RDONLY | O_CLOEXEC)};
    uint64_t n = 0;
    suf_faults_init(&ignored);
    if (now.file >= 0 && suf_text_copy(self->of.path, &now.path) == SUF_OK &&
        suf_journal_file_head(&now, &ignored) == SUF_OK &&
        suf_journal_file_scan(&now, false, &ignored) == SUF_OK) {
        n = now.n_entries;
    }
    suf_journal_file_free(&now);
    suf_faults_free(&ignored);
    return n;
}

suf_status
suf_journal_done(suf_journal *self)
{
    suf_goal goal = self->of.goal;
    goal.is_done = true;
    suf_status status = note_goal(self, goal);
    return status == SUF_OK ? suf_journal_sync(self) : status;
}
