/* The journal: finished replications of a run, safe on disk before the results exist.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/chunk.h"
#include "output/disk.h"
#include "output/frame.h"

/* File: magic, header frame, then records. A record is the chunk frames of the variables
 * that have a size, in order, and a commit frame.
 * Chunk payload:  variable u32, 0 u32, packed bytes
 * Commit payload: scenario u32, replication u32, events u64, chunks u32, 0 u32 */
static const char magic[8] = {'S', 'U', 'F', 'J', 'R', 'N', 'L', '\n'};

enum {
    MAGIC_BYTES = sizeof magic,
    JOURNAL_VERSION = 1,
    CHUNK_HEAD_BYTES = 8,
    COMMIT_BYTES = 24,
    HEADER_PAYLOAD_BYTES = 8 + 4 * 8 + 8 * SUF_N_VARIABLES,
    START_BYTES = MAGIC_BYTES + SUF_FRAME_HEAD_BYTES + HEADER_PAYLOAD_BYTES,
    PAD_BYTES = 128 /* two cache lines, which processors fetch in pairs */
};

struct suf_journal_worker {
    unsigned char pad_before[PAD_BYTES];
    suf_packer packer;
    unsigned char *record; /* [room]; owned */
    size_t room, record_bytes;
    uint32_t scenario, replication;
    bool is_packed;
    unsigned char pad_after[PAD_BYTES];
};

static suf_status
fault(suf_journal *self, suf_status status, int error_number, const char *what)
{
    suf_faults_add_system(self->faults, self->path, error_number, what);
    return status;
}

/* --- opening -------------------------------------------------------------------------
 */

/* The output may be absent, or an ordinary file that force replaces. */
static suf_status
output_check(const char *path, bool force, suf_faults *faults)
{
    suf_fault_place place = {.file = path};
    size_t length = strlen(path);
    struct stat about;
    if (length == 0 || path[length - 1] == '/') {
        suf_faults_add(faults, &place, "is not a file name; give the output as FILE.h5");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    if (stat(path, &about) != 0) {
        if (errno == ENOENT) {
            return SUF_OK;
        }
        suf_faults_add_system(faults, path, errno, "cannot be written");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    if (!S_ISREG(about.st_mode)) {
        suf_faults_add(faults, &place, "cannot be written: %s",
            S_ISDIR(about.st_mode) ? "it is a folder" : "it is not an ordinary file");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    if (!force) {
        place.hint = "--force replaces it";
        suf_faults_add(faults, &place, "exists already");
        return SUF_RAISE(SUF_ERROR_EXISTS);
    }
    return SUF_OK;
}

/* Opens and locks the file once; *is_current tells whether its name still leads to it (a
 * run that ended in between has removed it). */
static suf_status
lock_once(suf_journal *self, bool *is_current)
{
    *is_current = false;
    self->file = open(self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (self->file < 0) {
        return errno == EINTR
                   ? SUF_OK
                   : fault(self, SUF_RAISE(SUF_ERROR_OPEN), errno, "cannot be created");
    }
    if (flock(self->file, LOCK_EX | LOCK_NB) != 0) {
        int error = errno;
        (void) close(self->file);
        self->file = -1;
        if (error == EINTR) {
            return SUF_OK;
        }
        return error == EWOULDBLOCK
                   ? fault(self, SUF_RAISE(SUF_ERROR_LOCKED), 0,
                         "is in use: another run is writing this output")
                   : fault(self, SUF_RAISE(SUF_ERROR_OPEN), error, "cannot be locked");
    }
    struct stat opened;
    struct stat named;
    *is_current = fstat(self->file, &opened) == 0 && stat(self->path, &named) == 0 &&
                  opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
    if (!*is_current) {
        (void) close(self->file);
        self->file = -1;
    }
    return SUF_OK;
}

static suf_status
lock(suf_journal *self)
{
    bool is_current = false;
    suf_status status = SUF_OK;
    for (int attempt = 0; attempt < 100 && !is_current && status == SUF_OK; attempt++) {
        status = lock_once(self, &is_current);
    }
    if (status == SUF_OK && !is_current) {
        status = fault(self, SUF_RAISE(SUF_ERROR_LOCKED), 0,
            "is in use: other runs keep writing this output");
    }
    return status;
}

static void
start_bytes(const suf_journal *self, unsigned char start[START_BYTES])
{
    const suf_layout *layout = self->layout;
    const uint32_t sizes[8] = {JOURNAL_VERSION, SUF_N_VARIABLES, layout->n_scenarios,
        layout->n_months, layout->n_districts, layout->n_services, layout->n_years,
        layout->n_assumptions};
    memcpy(start, magic, MAGIC_BYTES);
    unsigned char *frame = start + MAGIC_BYTES;
    unsigned char *at = frame + SUF_FRAME_HEAD_BYTES;
    suf_put_u64(at, self->provenance->fingerprint);
    at += 8;
    for (size_t i = 0; i < 8; i++, at += 4) {
        suf_put_u32(at, sizes[i]);
    }
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++, at += 8) {
        suf_put_u64(at, suf_layout_size(layout, (suf_variable) v));
    }
    (void) suf_frame_seal(frame, SUF_FRAME_HEADER, HEADER_PAYLOAD_BYTES);
}

/* Begins the file anew, with its header on disk before anything else. */
static suf_status
begin(suf_journal *self)
{
    unsigned char start[START_BYTES];
    start_bytes(self, start);
    int error = ftruncate(self->file, 0) == 0 ? 0 : errno;
    if (error == 0) {
        error = suf_disk_write(self->file, start, sizeof start, 0);
    }
    if (error == 0 && fdatasync(self->file) != 0) {
        error = errno;
    }
    if (error == 0) {
        error = suf_disk_sync_folder(self->path);
    }
    if (error != 0) {
        (void) ftruncate(self->file, 0);
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), error, "cannot be written");
    }
    self->end = START_BYTES;
    return SUF_OK;
}

/* Room of the largest chunk frame's payload. */
static size_t
payload_limit(const suf_journal *self)
{
    size_t limit = COMMIT_BYTES;
    for (uint32_t w = 0; w < self->n_workers; w++) {
        size_t room = self->workers[w]->room;
        limit = room > limit ? room : limit;
    }
    return limit;
}

typedef struct record_head {
    uint32_t scenario, replication;
    uint64_t next; /* offset behind the record */
} record_head;

/* Reads one record; SUF_ERROR_CORRUPT when there is none that is whole. */
static suf_status
record_read(const suf_journal *self, uint64_t offset, suf_journal_record *record,
    record_head *head, int *error_number)
{
    suf_frame_buffer buffer = {.bytes = record->bytes, .capacity = record->capacity};
    size_t at[SUF_N_VARIABLES] = {0};
    size_t limit = payload_limit(self);
    suf_status status = SUF_OK;
    uint32_t n_chunks = 0;
    suf_frame frame = {0};
    memset(record->chunk_bytes, 0, sizeof record->chunk_bytes);
    do {
        SUF_TRY(suf_frame_read(self->file, offset, limit, &buffer, &frame, error_number));
        offset += SUF_FRAME_HEAD_BYTES + frame.payload_bytes;
        const unsigned char *payload = buffer.bytes + frame.payload;
        bool is_chunk =
            frame.kind == SUF_FRAME_CHUNK && frame.payload_bytes > CHUNK_HEAD_BYTES;
        bool is_commit =
            frame.kind == SUF_FRAME_COMMIT && frame.payload_bytes == COMMIT_BYTES;
        uint32_t variable = is_chunk ? suf_get_u32(payload) : SUF_N_VARIABLES;
        if (is_chunk && variable < SUF_N_VARIABLES &&
            record->chunk_bytes[variable] == 0) {
            at[variable] = frame.payload + CHUNK_HEAD_BYTES;
            record->chunk_bytes[variable] = frame.payload_bytes - CHUNK_HEAD_BYTES;
            n_chunks++;
        } else if (is_commit && suf_get_u32(payload + 16) == n_chunks) {
            head->scenario = suf_get_u32(payload);
            head->replication = suf_get_u32(payload + 4);
            record->n_events = suf_get_u64(payload + 8);
        } else {
            SUF_TRY(SUF_RAISE(SUF_ERROR_CORRUPT));
        }
    } while (frame.kind != SUF_FRAME_COMMIT);
    head->next = offset;
out:
    record->bytes = buffer.bytes;
    record->capacity = buffer.capacity;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        record->chunk[v] = record->chunk_bytes[v] > 0 ? record->bytes + at[v] : NULL;
    }
    return status;
}

static void
index_add(suf_journal *self, uint32_t scenario, uint32_t replication, uint64_t offset)
{
    if (scenario < self->layout->n_scenarios && replication < self->n_replications) {
        uint64_t *entry =
            &self->offsets[(size_t) scenario * self->n_replications + replication];
        self->n_stored += *entry == 0;
        *entry = *entry == 0 ? offset : *entry;
    }
}

/* Takes over the records of a killed run and drops its torn end. */
static suf_status
resume(suf_journal *self, uint64_t file_bytes)
{
    suf_journal_record record = {0};
    record_head head = {0};
    int error = 0;
    suf_status status = SUF_OK;
    self->end = START_BYTES;
    while (self->end < file_bytes) {
        status = record_read(self, self->end, &record, &head, &error);
        if (status != SUF_OK) {
            break;
        }
        index_add(self, head.scenario, head.replication, self->end);
        self->end = head.next;
    }
    suf_journal_record_free(&record);
    self->n_resumed = self->n_stored;
    if (status == SUF_ERROR_READ) {
        return fault(self, status, error, "cannot be read");
    }
    if (status != SUF_OK && status != SUF_ERROR_CORRUPT) {
        return status;
    }
    if (self->end < file_bytes && ftruncate(self->file, (off_t) self->end) != 0) {
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), errno, "cannot be written");
    }
    return SUF_OK;
}

/* Goes on with what is in the file, or begins it. */
static suf_status
start(suf_journal *self, bool force)
{
    unsigned char expected[START_BYTES];
    unsigned char found[START_BYTES];
    struct stat about;
    size_t got = 0;
    start_bytes(self, expected);
    int error = fstat(self->file, &about) == 0 ? 0 : errno;
    if (error == 0) {
        error = suf_disk_read(self->file, found, sizeof found, 0, &got);
    }
    if (error != 0) {
        return fault(self, SUF_RAISE(SUF_ERROR_READ), error, "cannot be read");
    }
    if (got == START_BYTES && memcmp(found, expected, START_BYTES) == 0) {
        return resume(self, (uint64_t) about.st_size);
    }
    /* A header that was being written when its run was killed has nothing behind it. */
    bool is_torn = got < START_BYTES && memcmp(found, expected, got) == 0;
    if (is_torn || force) {
        return begin(self);
    }
    suf_fault_place place = {
        .file = self->path, .hint = "--force drops it and starts anew"};
    bool is_journal = got >= MAGIC_BYTES && memcmp(found, magic, MAGIC_BYTES) == 0;
    suf_faults_add(self->faults, &place, "%s",
        is_journal ? "was left by an unfinished run of another scenario, seed or build"
                   : "is in the way and is not a journal");
    return SUF_RAISE(SUF_ERROR_EXISTS);
}

/* --- workers -------------------------------------------------------------------------
 */

static void
worker_free(suf_journal_worker *self)
{
    if (self != NULL) {
        suf_packer_free(&self->packer);
        free(self->record);
        free(self);
    }
}

static suf_status
worker_new(const suf_layout *layout, suf_journal_worker **out)
{
    suf_journal_worker *self = NULL;
    size_t largest = 1;
    suf_status status = SUF_OK;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        size_t size = suf_layout_size(layout, (suf_variable) v);
        largest = size > largest ? size : largest;
    }
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    SUF_TRY(suf_packer_init(&self->packer, largest));
    self->room = SUF_FRAME_HEAD_BYTES + COMMIT_BYTES + PAD_BYTES;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        self->room +=
            SUF_FRAME_HEAD_BYTES + CHUNK_HEAD_BYTES +
            suf_packer_bound(&self->packer, suf_layout_size(layout, (suf_variable) v));
    }
    SUF_TRY(suf_array_new(self->room, 1, &self->record));
out:
    if (status != SUF_OK) {
        worker_free(self);
        self = NULL;
    }
    *out = self;
    return status;
}

suf_status
suf_journal_open(
    suf_journal *self, const suf_journal_options *options, suf_faults *faults)
{
    *self = (suf_journal){.layout = options->layout,
        .provenance = options->provenance,
        .faults = faults,
        .n_replications = options->n_replications,
        .file = -1};
    const char *output = options->output_path;
    suf_status status = SUF_OK;
    SUF_TRY(output_check(output, options->force, faults));
    SUF_TRY(suf_text_copy(output, &self->output_path));
    SUF_TRY(suf_disk_path(output, ".journal", &self->path));
    size_t n_offsets = 0;
    if (__builtin_mul_overflow((size_t) options->layout->n_scenarios,
            (size_t) options->n_replications, &n_offsets)) {
        SUF_TRY(SUF_RAISE(SUF_ERROR_LIMIT));
    }
    SUF_TRY(suf_array_new(n_offsets, sizeof *self->offsets, &self->offsets));
    SUF_TRY(
        suf_array_new(options->n_workers, sizeof(suf_journal_worker *), &self->workers));
    for (; self->n_workers < options->n_workers; self->n_workers++) {
        SUF_TRY(worker_new(self->layout, &self->workers[self->n_workers]));
    }
    SUF_TRY(lock(self));
    /* Again, now that no other run can finish it. */
    SUF_TRY(output_check(output, options->force, faults));
    SUF_TRY(start(self, options->force));
out:
    if (status != SUF_OK) {
        suf_journal_close(self);
    }
    return status;
}

/* Nothing is lost with the file: it holds no record. */
static bool
is_empty(const suf_journal *self)
{
    struct stat about;
    return self->end == START_BYTES ||
           (self->end == 0 && fstat(self->file, &about) == 0 && about.st_size == 0);
}

static void
release(suf_journal *self, bool is_removed)
{
    if (self->file >= 0) {
        if (is_removed) {
            (void) unlink(self->path); /* before the lock goes with the descriptor */
        }
        (void) close(self->file);
    }
    for (uint32_t w = 0; w < self->n_workers; w++) {
        worker_free(self->workers[w]);
    }
    free(self->workers);
    free(self->offsets);
    free(self->path);
    free(self->output_path);
    *self = (suf_journal){.file = -1};
}

void
suf_journal_close(suf_journal *self)
{
    release(self, self->file >= 0 && is_empty(self));
}

void
suf_journal_remove(suf_journal *self)
{
    release(self, true);
}

/* --- the sink -------------------------------------------------------------------------
 */

bool
suf_journal_has(void *context, uint32_t scenario, uint32_t replication)
{
    const suf_journal *self = context;
    suf_bug_unless(
        scenario < self->layout->n_scenarios && replication < self->n_replications);
    return self->offsets[(size_t) scenario * self->n_replications + replication] != 0;
}

suf_status
suf_journal_pack(void *context, uint32_t worker_index, uint32_t scenario,
    uint32_t replication, const suf_metrics *metrics)
{
    suf_journal *self = context;
    suf_bug_unless(worker_index < self->n_workers && metrics->layout == self->layout);
    suf_journal_worker *worker = self->workers[worker_index];
    unsigned char *at = worker->record;
    const unsigned char *record_end = at + worker->room;
    uint32_t n_chunks = 0;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        size_t size = suf_layout_size(self->layout, (suf_variable) v);
        if (size == 0) {
            continue;
        }
        unsigned char *payload = at + SUF_FRAME_HEAD_BYTES;
        suf_put_u32(payload, v);
        suf_put_u32(payload + 4, 0);
        unsigned char *packed = payload + CHUNK_HEAD_BYTES;
        size_t bytes = 0;
        suf_status status =
            suf_packer_pack(&worker->packer, metrics->values + self->layout->offsets[v],
                size, packed, (size_t) (record_end - packed), &bytes);
        if (status != SUF_OK) {
            return status;
        }
        at += suf_frame_seal(at, SUF_FRAME_CHUNK, CHUNK_HEAD_BYTES + bytes);
        n_chunks++;
    }
    unsigned char *commit = at + SUF_FRAME_HEAD_BYTES;
    suf_put_u32(commit, scenario);
    suf_put_u32(commit + 4, replication);
    suf_put_u64(commit + 8, metrics->n_events);
    suf_put_u32(commit + 16, n_chunks);
    suf_put_u32(commit + 20, 0);
    at += suf_frame_seal(at, SUF_FRAME_COMMIT, COMMIT_BYTES);
    worker->record_bytes = (size_t) (at - worker->record);
    worker->scenario = scenario;
    worker->replication = replication;
    worker->is_packed = true;
    return SUF_OK;
}

suf_status
suf_journal_put(void *context, uint32_t worker_index)
{
    suf_journal *self = context;
    suf_bug_unless(worker_index < self->n_workers);
    suf_journal_worker *worker = self->workers[worker_index];
    suf_bug_unless(worker->is_packed &&
                   !suf_journal_has(self, worker->scenario, worker->replication));
    int error =
        suf_disk_write(self->file, worker->record, worker->record_bytes, self->end);
    if (error != 0) {
        /* What was written of it would be found torn, but gives back room on the disk. */
        (void) ftruncate(self->file, (off_t) self->end);
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), error, "cannot be written");
    }
    index_add(self, worker->scenario, worker->replication, self->end);
    self->end += worker->record_bytes;
    self->is_dirty = true;
    worker->is_packed = false;
    return SUF_OK;
}

suf_status
suf_journal_sync(void *context)
{
    suf_journal *self = context;
    if (self->is_dirty && fdatasync(self->file) != 0) {
        return fault(self, SUF_RAISE(SUF_ERROR_WRITE), errno, "cannot be written");
    }
    self->is_dirty = false;
    return SUF_OK;
}

suf_status
suf_journal_read(suf_journal *self, uint32_t scenario, uint32_t replication,
    suf_journal_record *record)
{
    suf_bug_unless(suf_journal_has(self, scenario, replication));
    uint64_t offset =
        self->offsets[(size_t) scenario * self->n_replications + replication];
    record_head head = {0};
    int error = 0;
    suf_status status = record_read(self, offset, record, &head, &error);
    if (status == SUF_ERROR_READ) {
        return fault(self, status, error, "cannot be read");
    }
    if (status == SUF_ERROR_CORRUPT || head.scenario != scenario ||
        head.replication != replication) {
        return fault(self, SUF_RAISE(SUF_ERROR_CORRUPT), 0, "is damaged");
    }
    return status;
}

void
suf_journal_record_free(suf_journal_record *record)
{
    free(record->bytes);
    *record = (suf_journal_record){0};
}
