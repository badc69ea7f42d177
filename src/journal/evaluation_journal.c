/* The journal of a question.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluation_journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "journal/disk.h"
#include "journal/frame.h"
#include "journal/output_file.h"

/* Payload of the header: magic, fingerprint, levers, asked. */
static const char magic[8] = "suf-eval";
enum { HEADER_BYTES = 24, RECORD_HEAD_BYTES = 8 };

static suf_status
fail(const suf_evaluation_journal *self, suf_status status, int error, const char *what,
    suf_faults *faults)
{
    suf_fault_place place = {.file = self->path};
    if (error != 0) {
        suf_faults_add_system(faults, self->path, error, what);
    } else {
        suf_faults_add(faults, &place, "%s", what);
    }
    return status;
}

static size_t
record_bytes(const suf_evaluation_journal *self)
{
    return RECORD_HEAD_BYTES +
           ((size_t) self->n_levers + 2 * (size_t) self->n_asked) * sizeof(double);
}

static suf_status
begin(suf_evaluation_journal *self, uint64_t fingerprint, suf_faults *faults)
{
    unsigned char frame[SUF_FRAME_HEAD_BYTES + HEADER_BYTES];
    unsigned char *payload = frame + SUF_FRAME_HEAD_BYTES;
    memcpy(payload, magic, sizeof magic);
    suf_put_u64(payload + 8, fingerprint);
    suf_put_u32(payload + 16, self->n_levers);
    suf_put_u32(payload + 20, self->n_asked);
    size_t n = suf_frame_seal(frame, SUF_FRAME_EVALUATIONS, HEADER_BYTES);
    int error = ftruncate(self->file, 0) != 0 ? errno : 0;
    error = error != 0 ? error : suf_disk_write(self->file, frame, n, 0);
    error = error != 0 ? error : fdatasync(self->file) != 0 ? errno : 0;
    self->end = n;
    return error == 0 ? SUF_OK
                      : fail(self, SUF_RAISE(SUF_ERROR_WRITE), error,
                            "the journal of the question cannot be written", faults);
}

/* Whether the header is of this rule; SUF_ERROR_FORMAT when it is none. */
static suf_status
read_header(suf_evaluation_journal *self, uint64_t fingerprint, uint64_t size,
    suf_frame *frame, bool *is_same, suf_faults *faults)
{
    int error = 0;
    suf_status status = suf_frame_read(self->file, 0, size, frame, &error);
    if (status == SUF_ERROR_READ || status == SUF_ERROR_MEMORY) {
        return fail(self, status, error, "cannot be read", faults);
    }
    if (status != SUF_OK || frame->kind != SUF_FRAME_EVALUATIONS ||
        frame->payload_bytes != HEADER_BYTES ||
        memcmp(frame->payload, magic, sizeof magic) != 0) {
        return fail(self, SUF_RAISE(SUF_ERROR_FORMAT), 0,
            "is no journal of a question; --force begins anew", faults);
    }
    *is_same = suf_get_u64(frame->payload + 8) == fingerprint &&
               suf_get_u32(frame->payload + 16) == self->n_levers &&
               suf_get_u32(frame->payload + 20) == self->n_asked;
    self->end = SUF_FRAME_HEAD_BYTES + HEADER_BYTES;
    return SUF_OK;
}

static suf_status
scan(suf_evaluation_journal *self, uint64_t size, suf_frame *frame,
    const suf_evaluation_rule *rule, suf_faults *faults)
{
    size_t n = record_bytes(self);
    suf_status status = SUF_OK;
    while (status == SUF_OK && self->end < size) {
        int error = 0;
        suf_status read = suf_frame_read(self->file, self->end, size, frame, &error);
        if (read == SUF_ERROR_READ || read == SUF_ERROR_MEMORY) {
            return fail(self, read, error, "cannot be read", faults);
        }
        if (read != SUF_OK || frame->kind != SUF_FRAME_EVALUATIONS ||
            frame->payload_bytes != n) {
            break; /* torn: it is tried again */
        }
        memcpy(self->buffer, frame->payload + RECORD_HEAD_BYTES, n - RECORD_HEAD_BYTES);
        suf_evaluation record = {.replication = suf_get_u32(frame->payload),
            .scope = suf_get_u32(frame->payload + 4),
            .levers = self->buffer,
            .met = self->buffer + self->n_levers,
            .values = self->buffer + self->n_levers + self->n_asked};
        status = rule->each(rule->context, &record);
        self->end += SUF_FRAME_HEAD_BYTES + n;
    }
    if (status == SUF_OK && self->end < size &&
        ftruncate(self->file, (off_t) self->end) != 0) {
        status = fail(self, SUF_RAISE(SUF_ERROR_WRITE), errno,
            "its torn end cannot be cut off", faults);
    }
    return status;
}

/* What is in the open file, or a new header. */
static suf_status
read_or_begin(
    suf_evaluation_journal *self, const suf_evaluation_rule *rule, suf_faults *faults)
{
    suf_frame frame = {0};
    bool is_same = false;
    suf_status status = SUF_OK;
    off_t size = lseek(self->file, 0, SEEK_END);
    if (size < 0) {
        return fail(self, SUF_RAISE(SUF_ERROR_READ), errno, "cannot be read", faults);
    }
    if (size < SUF_FRAME_HEAD_BYTES + HEADER_BYTES || rule->force) {
        return begin(self, rule->fingerprint, faults);
    }
    SUF_TRY(
        read_header(self, rule->fingerprint, (uint64_t) size, &frame, &is_same, faults));
    if (!is_same) {
        status = fail(self, SUF_RAISE(SUF_ERROR_EXISTS), 0,
            "is of another program, seed or scenario (but for the values of levers); "
            "--force begins anew",
            faults);
        goto out;
    }
    SUF_TRY(scan(self, (uint64_t) size, &frame, rule, faults));
out:
    free(frame.payload);
    return status;
}

suf_status
suf_evaluation_journal_open(suf_evaluation_journal *self, const char *path,
    const suf_evaluation_rule *rule, suf_faults *faults)
{
    int lock_error = 0;
    suf_status status = SUF_OK;
    *self = (suf_evaluation_journal){
        .file = -1, .n_levers = rule->n_levers, .n_asked = rule->n_asked};
    SUF_TRY(suf_text_copy(path, &self->path));
    SUF_TRY(suf_array_new(record_bytes(self), 1, &self->buffer));
    SUF_TRY(suf_output_lock(path, &self->file, &lock_error, faults));
    SUF_TRY(read_or_begin(self, rule, faults));
out:
    if (status != SUF_OK) {
        suf_evaluation_journal_close(self);
    }
    return status;
}

suf_status
suf_evaluation_journal_add(
    suf_evaluation_journal *self, const suf_evaluation *record, suf_faults *faults)
{
    size_t n = record_bytes(self);
    unsigned char *frame = NULL;
    suf_status status = suf_array_new(SUF_FRAME_HEAD_BYTES + n, 1, &frame);
    if (status != SUF_OK) {
        return status;
    }
    unsigned char *payload = frame + SUF_FRAME_HEAD_BYTES;
    unsigned char *numbers = payload + RECORD_HEAD_BYTES;
    size_t levers = self->n_levers * sizeof(double);
    size_t asked = self->n_asked * sizeof(double);
    suf_put_u32(payload, record->replication);
    suf_put_u32(payload + 4, record->scope);
    if (levers > 0) {
        memcpy(numbers, record->levers, levers);
    }
    if (asked > 0) {
        memcpy(numbers + levers, record->met, asked);
        memcpy(numbers + levers + asked, record->values, asked);
    }
    size_t bytes = suf_frame_seal(frame, SUF_FRAME_EVALUATIONS, n);
    int error = suf_disk_write(self->file, frame, bytes, self->end);
    free(frame);
    if (error != 0) {
        return fail(self, SUF_RAISE(SUF_ERROR_WRITE), error,
            "the journal of the question cannot be written", faults);
    }
    self->end += bytes;
    return SUF_OK;
}

suf_status
suf_evaluation_journal_sync(suf_evaluation_journal *self, suf_faults *faults)
{
    return fdatasync(self->file) == 0
               ? SUF_OK
               : fail(self, SUF_RAISE(SUF_ERROR_WRITE), errno,
                     "the journal of the question cannot be written", faults);
}

void
suf_evaluation_journal_close(suf_evaluation_journal *self)
{
    if (self->file >= 0) {
        suf_output_unlock(self->path, &self->file);
    }
    free(self->path);
    free(self->buffer);
    *self = (suf_evaluation_journal){.file = -1};
}
