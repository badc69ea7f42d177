/* Frames of the journal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "frame.h"

#include <zlib.h>

#include "base/memory.h"
#include "journal/disk.h"

/* Head: kind at 0, CRC at 4, length at 8. */
static uint32_t
crc_of(const unsigned char *head, const unsigned char *payload, size_t payload_bytes)
{
    uLong crc = crc32(0, Z_NULL, 0);
    crc = crc32(crc, head, 4);
    crc = crc32(crc, head + 8, 8);
    crc = crc32_z(crc, payload, payload_bytes);
    return (uint32_t) crc;
}

size_t
suf_frame_seal(unsigned char *frame, suf_frame_kind kind, size_t payload_bytes)
{
    suf_put_u32(frame, (uint32_t) kind);
    suf_put_u64(frame + 8, payload_bytes);
    suf_put_u32(frame + 4, crc_of(frame, frame + SUF_FRAME_HEAD_BYTES, payload_bytes));
    return SUF_FRAME_HEAD_BYTES + payload_bytes;
}

static suf_status
read_head(int file, uint64_t offset, uint64_t end, unsigned char *head, suf_frame *frame,
    int *error_number)
{
    size_t got = 0;
    *error_number = suf_disk_read(file, head, SUF_FRAME_HEAD_BYTES, offset, &got);
    if (*error_number != 0) {
        return SUF_RAISE(SUF_ERROR_READ);
    }
    uint64_t length = suf_get_u64(head + 8);
    if (got < SUF_FRAME_HEAD_BYTES || offset + SUF_FRAME_HEAD_BYTES > end ||
        length > end - offset - SUF_FRAME_HEAD_BYTES) {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    frame->kind = suf_get_u32(head);
    frame->payload_bytes = (size_t) length;
    return SUF_OK;
}

suf_status
suf_frame_peek(
    int file, uint64_t offset, uint64_t end, suf_frame *frame, int *error_number)
{
    unsigned char head[SUF_FRAME_HEAD_BYTES];
    return read_head(file, offset, end, head, frame, error_number);
}

suf_status
suf_frame_read(
    int file, uint64_t offset, uint64_t end, suf_frame *frame, int *error_number)
{
    unsigned char head[SUF_FRAME_HEAD_BYTES];
    size_t got = 0;
    suf_status status = read_head(file, offset, end, head, frame, error_number);
    if (status == SUF_OK) {
        status = suf_array_grow(
            &frame->payload, &frame->capacity, frame->payload_bytes + 1, 1);
    }
    if (status != SUF_OK) {
        return status;
    }
    *error_number = suf_disk_read(
        file, frame->payload, frame->payload_bytes, offset + sizeof head, &got);
    if (*error_number != 0) {
        return SUF_RAISE(SUF_ERROR_READ);
    }
    if (got < frame->payload_bytes ||
        crc_of(head, frame->payload, frame->payload_bytes) != suf_get_u32(head + 4)) {
        return SUF_RAISE(SUF_ERROR_CORRUPT);
    }
    return SUF_OK;
}
