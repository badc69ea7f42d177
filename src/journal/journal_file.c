/* The file of a journal: its head, and the records behind it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "journal/disk.h"
#include "journal/journal_head.h"

suf_status
suf_journal_file_fault(const suf_journal_file *self, suf_faults *faults,
    suf_status status, int error_number, const char *what)
{
    suf_faults_add_system(faults, self->path, error_number, what);
    return status;
}

void
suf_goal_put(unsigned char payload[SUF_GOAL_BYTES], const suf_goal *goal)
{
    suf_put_u32(payload, goal->n_replications);
    suf_put_u32(payload + 4, goal->shard);
    suf_put_u32(payload + 8, goal->n_shards);
    suf_put_u32(payload + 12, goal->is_done ? 1 : 0);
}

/* --- the head ------------------------------------------------------------------------
 */

enum { MOST_TEXTS = 1 << 16 };

/* Takes the header frame apart; SUF_ERROR_CORRUPT when it makes no sense. */
static suf_status
parse_header(suf_journal_file *self, const suf_frame *frame)
{
    const unsigned char *payload = frame->payload;
    if (frame->kind != SUF_FRAME_HEADER ||
        frame->payload_bytes < SUF_JOURNAL_HEADER_BYTES + 2 ||
        payload[frame->payload_bytes - 1] != '\0') {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    if (suf_get_u32(payload) != SUF_JOURNAL_VERSION) {
        return SUF_RAISE(SUF_ERROR_FORMAT);
    }
    uint32_t n_texts = suf_get_u32(payload + 4);
    size_t facts_bytes = frame->payload_bytes - SUF_JOURNAL_HEADER_BYTES;
    self->fingerprint = suf_get_u64(payload + 8);
    self->seed = suf_get_u64(payload + 16);
    suf_status status = suf_array_new(facts_bytes, 1, &self->facts);
    if (status == SUF_OK) {
        memcpy(self->facts, payload + SUF_JOURNAL_HEADER_BYTES, facts_bytes);
        if (n_texts == 0 || n_texts > MOST_TEXTS ||
            !suf_build_facts_parse(&self->build, self->facts, facts_bytes)) {
            return SUF_RAISE(SUF_ERROR_CORRUPT);
        }
    }
    if (status == SUF_OK) {
        status = suf_array_new(n_texts, sizeof *self->texts, &self->texts);
    }
    if (status == SUF_OK) {
        status = suf_array_new(n_texts, sizeof *self->origins, &self->origins);
    }
    self->n_texts = status == SUF_OK ? n_texts : 0;
    return status;
}

static suf_status
file_size(const suf_journal_file *self, uint64_t *bytes, int *error_number)
{
    struct stat about;
    *error_number = fstat(self->file, &about) == 0 ? 0 : errno;
    *bytes = *error_number == 0 ? (uint64_t) about.st_size : 0;
    return *error_number == 0 ? SUF_OK : SUF_RAISE(SUF_ERROR_READ);
}

suf_status
suf_journal_file_head(suf_journal_file *self, suf_faults *faults)
{
    unsigned char found[SUF_JOURNAL_MAGIC_BYTES];
    suf_frame frame = {0};
    uint64_t size = 0;
    size_t got = 0;
    int error = 0;
    suf_status status = SUF_OK;
    SUF_TRY(file_size(self, &size, &error));
    error = suf_disk_read(self->file, found, sizeof found, 0, &got);
    if (error != 0) {
        SUF_TRY(SUF_RAISE(SUF_ERROR_READ));
    }
    if (!suf_journal_may_be_head(found, got)) {
        status = suf_journal_file_fault(
            self, faults, SUF_RAISE(SUF_ERROR_FORMAT), 0, "is not a journal");
        goto out;
    }
    uint64_t offset = got; /* of an empty file, or one cut short, nothing follows */
    SUF_TRY(suf_frame_read(self->file, offset, size, &frame, &error));
    SUF_TRY(parse_header(self, &frame));
    offset += SUF_FRAME_HEAD_BYTES + frame.payload_bytes;
    for (uint32_t i = 0; i < self->n_texts; i++) {
        SUF_TRY(suf_frame_read(self->file, offset, size, &frame, &error));
        SUF_TRY(suf_journal_text(&frame, SUF_FRAME_TEXT, 0, &self->texts[i]));
        offset += SUF_FRAME_HEAD_BYTES + frame.payload_bytes;
    }
    self->head_bytes = offset;
    self->end = offset;
out:
    free(frame.payload);
    if (status == SUF_ERROR_READ) {
        return suf_journal_file_fault(self, faults, status, error, "cannot be read");
    }
    if (status == SUF_ERROR_CORRUPT) {
        suf_fault_place place = {.file = self->path,
            .hint = "the run's own command with --repair writes it anew"};
        suf_faults_add(faults, &place, "is a journal whose head is damaged or cut short");
        return status;
    }
    if (status == SUF_ERROR_FORMAT && self->head_bytes == 0 &&
        suf_journal_is_head(found, got)) {
        return suf_journal_file_fault(
            self, faults, status, 0, "is a journal of another version of the program");
    }
    return status;
}

suf_provenance
suf_journal_file_provenance(const suf_journal_file *self)
{
    return (suf_provenance){.build = self->build,
        .seed = self->seed,
        .scenario_texts = (const char *const *) self->texts,
        .n_scenarios = self->n_texts,
        .fingerprint = self->fingerprint};
}

bool
suf_journal_file_fingerprint(int file, uint64_t *fingerprint)
{
    enum { AT = SUF_JOURNAL_MAGIC_BYTES + SUF_FRAME_HEAD_BYTES };
    unsigned char bytes[AT + 16];
    size_t got = 0;
    if (suf_disk_read(file, bytes, sizeof bytes, 0, &got) != 0 || got < sizeof bytes ||
        !suf_journal_is_head(bytes, got) ||
        suf_get_u32(bytes + AT) != SUF_JOURNAL_VERSION) {
        return false;
    }
    *fingerprint = suf_get_u64(bytes + AT + 8);
    return true;
}

/* --- what lies behind it --------------------------------------------------------------
 */

suf_status
suf_journal_file_note(
    suf_journal_file *self, uint32_t scenario, uint32_t replication, uint64_t offset)
{
    suf_status status = suf_array_grow(
        &self->entries, &self->capacity, self->n_entries + 1, sizeof *self->entries);
    if (status == SUF_OK) {
        self->entries[self->n_entries++] =
            (suf_journal_entry){scenario, replication, offset};
    }
    return status;
}

static void
take_goal(suf_journal_file *self, const unsigned char *payload)
{
    suf_goal goal = {suf_get_u32(payload), suf_get_u32(payload + 4),
        suf_get_u32(payload + 8), suf_get_u32(payload + 12) != 0};
    if (goal.shard >= 1 && goal.shard <= goal.n_shards && goal.n_replications >= 1) {
        self->goal = goal;
    }
}

/* Of several that tell the same of where a scenario was read from the first counts. */
static suf_status
take_origin(suf_journal_file *self, const suf_frame *frame)
{
    uint64_t scenario = frame->payload_bytes >= sizeof(uint64_t)
                            ? suf_get_u64(frame->payload)
                            : UINT64_MAX;
    if (scenario >= self->n_texts) {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    suf_origin *origin = &self->origins[scenario];
    char **text = frame->kind == SUF_FRAME_ORIGIN ? &origin->values : &origin->folder;
    return *text != NULL ? SUF_OK
                         : suf_journal_text(frame, (suf_frame_kind) frame->kind,
                               sizeof(uint64_t), text);
}

/* Takes the frame at an offset; SUF_ERROR_CORRUPT when it is bad. A record that is not
 * verified is known by its name alone. */
static suf_status
take_frame(suf_journal_file *self, uint64_t offset, uint64_t size, bool is_verified,
    suf_record *record, int *error_number)
{
    unsigned char name[SUF_RECORD_NAME_BYTES];
    suf_frame *frame = &record->frame;
    size_t got = 0;
    suf_status status = suf_frame_peek(self->file, offset, size, frame, error_number);
    if (status != SUF_OK) {
        return status;
    }
    bool is_quick = !is_verified && frame->kind == SUF_FRAME_RECORD &&
                    frame->payload_bytes >= sizeof name;
    if (!is_quick) {
        status = suf_frame_read(self->file, offset, size, frame, error_number);
    } else {
        *error_number = suf_disk_read(
            self->file, name, sizeof name, offset + SUF_FRAME_HEAD_BYTES, &got);
        status = *error_number != 0 ? SUF_RAISE(SUF_ERROR_READ) : SUF_OK;
    }
    if (status != SUF_OK) {
        return status;
    }
    switch (frame->kind) {
    case SUF_FRAME_RECORD:
        if (is_quick) {
            suf_record_name(name, &record->scenario, &record->replication);
        } else if (!suf_record_parse(record)) {
            return SUF_RAISE(SUF_ERROR_CORRUPT);
        }
        if (record->scenario >= self->n_texts) {
            return SUF_RAISE(SUF_ERROR_CORRUPT);
        }
        return suf_journal_file_note(self, record->scenario, record->replication, offset);
    case SUF_FRAME_GOAL:
        if (frame->payload_bytes != SUF_GOAL_BYTES) {
            return SUF_RAISE(SUF_ERROR_CORRUPT);
        }
        take_goal(self, frame->payload);
        return SUF_OK;
    case SUF_FRAME_ORIGIN:
    case SUF_FRAME_FOLDER:
        return take_origin(self, frame);
    case SUF_FRAME_SKIP:
        return SUF_OK;
    default:
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
}

/* The offset of the next good record, goal or origin at or behind one; `size` when there
 * is none. */
static suf_status
find_next(suf_journal_file *self, uint64_t from, uint64_t size, uint64_t *next,
    int *error_number)
{
    enum { WINDOW = 1 << 16, OVERLAP = 4 };
    unsigned char *window = NULL;
    suf_frame frame = {0};
    suf_status status = SUF_OK;
    *next = size;
    SUF_TRY(suf_array_new(WINDOW, 1, &window));
    for (uint64_t start = from; start + SUF_FRAME_HEAD_BYTES <= size;
         start += WINDOW - OVERLAP) {
        size_t got = 0;
        *error_number = suf_disk_read(self->file, window, WINDOW, start, &got);
        if (*error_number != 0) {
            SUF_TRY(SUF_RAISE(SUF_ERROR_READ));
        }
        for (size_t i = 0; i + OVERLAP <= got && i < WINDOW - OVERLAP; i++) {
            uint32_t kind = suf_get_u32(window + i);
            if (kind != SUF_FRAME_RECORD && kind != SUF_FRAME_GOAL &&
                kind != SUF_FRAME_ORIGIN && kind != SUF_FRAME_FOLDER) {
                continue;
            }
            status = suf_frame_read(self->file, start + i, size, &frame, error_number);
            if (status == SUF_OK) {
                *next = start + i;
                goto out;
            }
            if (status != SUF_ERROR_CORRUPT) {
                goto out;
            }
            status = SUF_OK;
        }
    }
out:
    free(window);
    free(frame.payload);
    return status;
}

suf_status
suf_journal_file_scan(suf_journal_file *self, bool is_verified, suf_faults *faults)
{
    suf_record record = {0};
    uint64_t size = 0;
    int error = 0;
    suf_status status = SUF_OK;
    SUF_TRY(file_size(self, &size, &error));
    uint64_t offset = self->head_bytes;
    while (offset < size) {
        status = take_frame(self, offset, size, is_verified, &record, &error);
        if (status == SUF_OK) {
            offset += SUF_FRAME_HEAD_BYTES + record.frame.payload_bytes;
            self->end = offset;
        } else if (status == SUF_ERROR_CORRUPT) {
            uint64_t next = size;
            SUF_TRY(find_next(self, offset + 1, size, &next, &error));
            if (next < size && self->n_damaged++ == 0) {
                self->damage = offset;
                self->behind = next;
            }
            offset = next;
        } else {
            goto out;
        }
    }
    status = SUF_OK;
out:
    suf_record_free(&record);
    return status == SUF_ERROR_READ
               ? suf_journal_file_fault(self, faults, status, error, "cannot be read")
               : status;
}

suf_status
suf_journal_file_check(suf_journal_file *self, suf_faults *faults)
{
    char hint[120];
    const suf_goal *goal = &self->goal;
    suf_fault_place place = {.file = self->path, .hint = hint};
    suf_status status = suf_journal_file_scan(self, true, faults);
    if (status != SUF_OK || self->n_damaged == 0) {
        return status;
    }
    if (goal->n_shards > 1) {
        (void) snprintf(hint, sizeof hint,
            "the command of shard %" PRIu32 "/%" PRIu32
            " with --repair simulates what is lost again",
            goal->shard, goal->n_shards);
    } else {
        (void) snprintf(hint, sizeof hint,
            "the run's own command with --repair simulates what is lost again");
    }
    suf_faults_add(faults, &place, "is damaged at byte %" PRIu64 " (%" PRIu64 " bytes)",
        self->damage, self->behind - self->damage);
    return SUF_RAISE(SUF_ERROR_CORRUPT);
}

suf_status
suf_journal_file_read(
    suf_journal_file *self, uint64_t offset, suf_record *record, suf_faults *faults)
{
    int error = 0;
    uint64_t size = 0;
    suf_status status = file_size(self, &size, &error);
    if (status == SUF_OK) {
        status = suf_frame_read(self->file, offset, size, &record->frame, &error);
    }
    if (status == SUF_ERROR_READ) {
        return suf_journal_file_fault(self, faults, status, error, "cannot be read");
    }
    if (status == SUF_ERROR_CORRUPT || (status == SUF_OK && !suf_record_parse(record))) {
        char what[80];
        (void) snprintf(what, sizeof what, "is damaged at byte %" PRIu64, offset);
        return suf_journal_file_fault(
            self, faults, SUF_RAISE(SUF_ERROR_CORRUPT), 0, what);
    }
    return status;
}

void
suf_journal_file_free(suf_journal_file *self)
{
    if (self->file >= 0) {
        (void) close(self->file);
    }
    for (uint32_t i = 0; i < self->n_texts; i++) {
        free(self->texts[i]);
        free(self->origins[i].folder);
        free(self->origins[i].values);
    }
    free((void *) self->texts);
    free(self->origins);
    free(self->entries);
    free(self->facts);
    free(self->path);
    *self = (suf_journal_file){.file = -1};
}
