/* Frames of the journal: kind, length, CRC, payload.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 16 bytes of head (kind, CRC-32 of kind + length + payload, length of the payload), then
 * the payload; all numbers little-endian. */
#ifndef SUF_OUTPUT_FRAME_H
#define SUF_OUTPUT_FRAME_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

/* Numbers go into frames, and doubles into the results, as they lie in memory. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "results are written little-endian, as they lie in memory");

enum { SUF_FRAME_HEAD_BYTES = 16 };

typedef enum suf_frame_kind {
    SUF_FRAME_HEADER = 1, /* of the journal */
    SUF_FRAME_CHUNK = 2,  /* one variable of a record */
    SUF_FRAME_COMMIT = 3  /* the record is whole */
} suf_frame_kind;

/* Writes the head in front of a payload that already lies at frame +
 * SUF_FRAME_HEAD_BYTES; returns the size of the whole frame. */
size_t suf_frame_seal(unsigned char *frame, suf_frame_kind kind, size_t payload_bytes);

/* A growing buffer that frames are read into, one behind the other. */
typedef struct suf_frame_buffer {
    unsigned char *bytes; /* owned */
    size_t used, capacity;
} suf_frame_buffer;

/* Appends the payload of the frame at an offset to the buffer. SUF_ERROR_CORRUPT when
 * there is no whole, valid frame of at most max_payload bytes; SUF_ERROR_READ when the
 * system cannot read (*error_number says why). */
typedef struct suf_frame {
    uint32_t kind;
    size_t payload; /* index in the buffer */
    size_t payload_bytes;
} suf_frame;
SUF_MUST_CHECK suf_status suf_frame_read(int file, uint64_t offset, size_t max_payload,
    suf_frame_buffer *buffer, suf_frame *frame, int *error_number);

static inline void
suf_put_u32(unsigned char *at, uint32_t value)
{
    memcpy(at, &value, sizeof value);
}

static inline void
suf_put_u64(unsigned char *at, uint64_t value)
{
    memcpy(at, &value, sizeof value);
}

static inline uint32_t
suf_get_u32(const unsigned char *at)
{
    uint32_t value = 0;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint64_t
suf_get_u64(const unsigned char *at)
{
    uint64_t value = 0;
    memcpy(&value, at, sizeof value);
    return value;
}

#endif
