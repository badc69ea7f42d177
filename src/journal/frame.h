/* Frames of the journal: kind, length, CRC, payload.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 16 bytes of head (kind, CRC-32 of kind + length + payload, length of the payload), then
 * the payload; all numbers little-endian. */
#ifndef SUF_JOURNAL_FRAME_H
#define SUF_JOURNAL_FRAME_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

/* Numbers go into frames, and doubles into the results, as they lie in memory. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "results are written little-endian, as they lie in memory");

enum { SUF_FRAME_HEAD_BYTES = 16 };

typedef enum suf_frame_kind {
    SUF_FRAME_HEADER = 1,     /* of the journal */
    SUF_FRAME_TEXT = 2,       /* a resolved scenario, compressed */
    SUF_FRAME_GOAL = 3,       /* what a run set out to do */
    SUF_FRAME_RECORD = 4,     /* one replication of a scenario */
    SUF_FRAME_SKIP = 5,       /* a damaged stretch, passed over */
    SUF_FRAME_ORIGIN = 6,     /* where the values of a scenario come from, compressed */
    SUF_FRAME_FOLDER = 7,     /* the folder that a scenario was read from, likewise */
    SUF_FRAME_EVALUATIONS = 8 /* of a question: evaluation_journal.h */
} suf_frame_kind;

/* Writes the head in front of a payload that already lies at frame +
 * SUF_FRAME_HEAD_BYTES; returns the size of the whole frame. */
size_t suf_frame_seal(unsigned char *frame, suf_frame_kind kind, size_t payload_bytes);

/* A frame as it was found, its payload in a buffer that grows and is used again. */
typedef struct suf_frame {
    uint32_t kind;
    size_t payload_bytes;
    unsigned char *payload; /* owned; release with free */
    size_t capacity;
} suf_frame;

/* Reads the head at an offset: kind and length of the payload, which must end at or
 * before `end`. SUF_ERROR_CORRUPT when there is no such frame; SUF_ERROR_READ when the
 * system cannot read (*error_number says why). */
SUF_MUST_CHECK suf_status suf_frame_peek(
    int file, uint64_t offset, uint64_t end, suf_frame *frame, int *error_number);
/* The same with the payload, and its CRC checked. */
SUF_MUST_CHECK suf_status suf_frame_read(
    int file, uint64_t offset, uint64_t end, suf_frame *frame, int *error_number);

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
