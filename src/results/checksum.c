/* Checksums of a whole file, at its end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "checksum.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "base/memory.h"
#include "journal/disk.h"
#include "journal/frame.h"

enum {
    BLOCK_BYTES = 1 << 20,
    CRC_BYTES = 4,
    TAIL_BYTES = 24,
    CRC_AT = 12,
    MAGIC_AT = 16
};

static const char magic[TAIL_BYTES - MAGIC_AT] = {
    'S', 'U', 'F', 'C', 'R', 'C', '\r', '\n'};

static uint64_t
blocks_of(uint64_t length)
{
    return length / BLOCK_BYTES + (length % BLOCK_BYTES != 0);
}

static uint32_t
crc_of(const unsigned char *bytes, size_t n)
{
    return (uint32_t) crc32_z(crc32(0, Z_NULL, 0), bytes, n);
}

/* Room for a block of a file of this length. */
static suf_status
block_new(uint64_t length, unsigned char **block)
{
    return suf_array_new(length < BLOCK_BYTES ? (size_t) length : BLOCK_BYTES, 1, block);
}

/* CRC-32 of one block of a file of this length, read into block (block_new); the
 * system's error number, or 0. */
static int
block_crc(int file, uint64_t i, uint64_t length, unsigned char *block, uint32_t *crc)
{
    uint64_t at = i * BLOCK_BYTES;
    size_t n = length - at < BLOCK_BYTES ? (size_t) (length - at) : BLOCK_BYTES;
    size_t got = 0;
    int error = suf_disk_read(file, block, n, at, &got);
    if (error == 0 && got < n) {
        error = EIO; /* shorter than a moment ago */
    }
    *crc = crc_of(block, n);
    return error;
}

suf_status
suf_checksum_append(const char *path, int *error_number)
{
    unsigned char *block = NULL;
    unsigned char *end = NULL;
    struct stat about;
    suf_status status = SUF_OK;
    *error_number = 0;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0 || fstat(file, &about) != 0) {
        *error_number = errno;
        status = SUF_RAISE(SUF_ERROR_WRITE);
        goto out;
    }
    uint64_t length = (uint64_t) about.st_size;
    uint64_t n = blocks_of(length);
    SUF_TRY(block_new(length, &block));
    SUF_TRY(suf_array_new((size_t) n * CRC_BYTES + TAIL_BYTES, 1, &end));
    for (uint64_t i = 0; i < n && *error_number == 0; i++) {
        uint32_t crc = 0;
        *error_number = block_crc(file, i, length, block, &crc);
        suf_put_u32(end + i * CRC_BYTES, crc);
    }
    unsigned char *tail = end + n * CRC_BYTES;
    suf_put_u64(tail, length);
    suf_put_u32(tail + 8, BLOCK_BYTES);
    suf_put_u32(tail + CRC_AT, crc_of(end, (size_t) n * CRC_BYTES + CRC_AT));
    memcpy(tail + MAGIC_AT, magic, sizeof magic);
    if (*error_number == 0) {
        *error_number =
            suf_disk_write(file, end, (size_t) n * CRC_BYTES + TAIL_BYTES, length);
    }
    status = *error_number == 0 ? SUF_OK : SUF_RAISE(SUF_ERROR_WRITE);
out:
    free(end);
    free(block);
    if (file >= 0 && close(file) != 0 && status == SUF_OK) {
        *error_number = errno;
        status = SUF_RAISE(SUF_ERROR_WRITE);
    }
    return status;
}

/* A file that is verified. */
typedef struct verifier {
    const char *path;
    int file;
    uint64_t size;      /* of all of it */
    uint64_t length;    /* of what is before the checksums */
    unsigned char *end; /* the checksums and their tail; owned */
} verifier;

static suf_status
unreadable(const verifier *self, int error, suf_faults *faults)
{
    suf_faults_add_system(faults, self->path, error, "cannot be read");
    return SUF_RAISE(SUF_ERROR_READ);
}

static suf_status
damaged(const verifier *self, const char *where, suf_faults *faults)
{
    suf_fault_place place = {
        .file = self->path, .hint = "take it from a copy, or simulate it again"};
    suf_faults_add(faults, &place, "is damaged: its checksums do not agree%s", where);
    return SUF_RAISE(SUF_ERROR_CORRUPT);
}

/* Reads the end of the file, if it is one of checksums. */
static suf_status
read_end(verifier *self, bool *is_there, suf_faults *faults)
{
    unsigned char tail[TAIL_BYTES];
    size_t got = 0;
    *is_there = false;
    if (self->size < TAIL_BYTES) {
        return SUF_OK;
    }
    int error =
        suf_disk_read(self->file, tail, TAIL_BYTES, self->size - TAIL_BYTES, &got);
    if (error != 0 || got < TAIL_BYTES) {
        return unreadable(self, error != 0 ? error : EIO, faults);
    }
    if (memcmp(tail + MAGIC_AT, magic, sizeof magic) != 0) {
        return SUF_OK;
    }
    *is_there = true;
    self->length = suf_get_u64(tail);
    if (self->length > self->size || suf_get_u32(tail + 8) != BLOCK_BYTES ||
        self->size - self->length != blocks_of(self->length) * CRC_BYTES + TAIL_BYTES) {
        return damaged(self, " with its size", faults);
    }
    size_t n = (size_t) (self->size - self->length);
    suf_status status = suf_array_new(n, 1, &self->end);
    if (status != SUF_OK) {
        return status;
    }
    error = suf_disk_read(self->file, self->end, n, self->length, &got);
    if (error != 0 || got < n) {
        return unreadable(self, error != 0 ? error : EIO, faults);
    }
    size_t checked = n - TAIL_BYTES + CRC_AT;
    if (crc_of(self->end, checked) != suf_get_u32(self->end + checked)) {
        return damaged(self, " with each other", faults);
    }
    return SUF_OK;
}

static suf_status
verify_blocks(const verifier *self, suf_faults *faults)
{
    unsigned char *block = NULL;
    uint64_t n = blocks_of(self->length);
    suf_bug_unless(self->end != NULL);
    suf_status status = block_new(self->length, &block);
    for (uint64_t i = 0; status == SUF_OK && i < n; i++) {
        uint32_t crc = 0;
        int error = block_crc(self->file, i, self->length, block, &crc);
        if (error != 0) {
            status = unreadable(self, error, faults);
        } else if (crc != suf_get_u32(self->end + i * CRC_BYTES)) {
            char where[80];
            (void) snprintf(where, sizeof where,
                " with the %" PRIu64 ". MiB of %" PRIu64 " bytes", i + 1, self->length);
            status = damaged(self, where, faults);
        }
    }
    free(block);
    return status;
}

suf_status
suf_checksum_verify(const char *path, bool *is_there, suf_faults *faults)
{
    verifier self = {.path = path, .file = open(path, O_RDONLY | O_CLOEXEC)};
    struct stat about;
    suf_status status = SUF_OK;
    *is_there = false;
    if (self.file < 0) {
        suf_faults_add_system(faults, path, errno, "cannot be opened");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    if (fstat(self.file, &about) != 0) {
        status = unreadable(&self, errno, faults);
        goto out;
    }
    self.size = S_ISREG(about.st_mode) ? (uint64_t) about.st_size : 0;
    SUF_TRY(read_end(&self, is_there, faults));
    if (*is_there) {
        SUF_TRY(verify_blocks(&self, faults));
    }
out:
    free(self.end);
    (void) close(self.file);
    return status;
}
