/* A record: everything that one replication of a scenario left, as it is stored.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One frame of a journal. Its payload: scenario u32, replication u32, events u64, number
 * of chunks u32, 0 u32; of each chunk its variable u32 and its bytes u32; then the
 * chunks, one behind the other, each packed as HDF5 stores it (chunk.h). Variables
 * without a size have no chunk. */
#ifndef SUF_JOURNAL_RECORD_H
#define SUF_JOURNAL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "journal/frame.h"
#include "stats/metrics.h"

/* A record read back. Start from {0}; used again from record to record. */
typedef struct suf_record {
    uint32_t scenario, replication;
    uint64_t n_events;
    const unsigned char *chunk[SUF_N_VARIABLES]; /* within the frame; NULL: none */
    size_t chunk_bytes[SUF_N_VARIABLES];
    suf_frame frame; /* owned */
} suf_record;

/* Finds the parts in the frame that was read into record->frame; false when it is no
 * whole record. */
bool suf_record_parse(suf_record *self);
/* The scenario and replication at the beginning of a record's payload, of which `head`
 * holds the first SUF_RECORD_NAME_BYTES. */
enum { SUF_RECORD_NAME_BYTES = 8 };
void suf_record_name(
    const unsigned char *head, uint32_t *scenario, uint32_t *replication);
void suf_record_free(suf_record *self);

/* What one worker makes records with: room for the largest, apart from its neighbours'.
 */
typedef struct suf_record_maker suf_record_maker;

/* *out is owned by the caller; the layout is borrowed. Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_record_maker_new(
    const suf_layout *layout, suf_record_maker **out);
/* NULL is allowed. */
void suf_record_maker_free(suf_record_maker *self);
/* Packs a replication's metrics; the frame is then what suf_record_maker_frame says,
 * until the next. */
SUF_MUST_CHECK suf_status suf_record_make(suf_record_maker *self, uint32_t scenario,
    uint32_t replication, const suf_metrics *metrics);
/* NULL when nothing was made since the last suf_record_maker_clear. */
const unsigned char *suf_record_maker_frame(const suf_record_maker *self, size_t *bytes,
    uint32_t *scenario, uint32_t *replication);
void suf_record_maker_clear(suf_record_maker *self);

#endif
