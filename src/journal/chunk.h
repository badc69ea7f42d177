/* One chunk packed as HDF5 stores it: byte shuffle, deflate at level 1, Fletcher-32.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gives what the filters H5Pset_shuffle, H5Pset_deflate(1) and H5Pset_fletcher32 would,
 * so that chunks can be packed in the workers' threads and stored raw. */
#ifndef SUF_JOURNAL_CHUNK_H
#define SUF_JOURNAL_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <zlib.h>

#include "base/status.h"

enum { SUF_CHUNK_DEFLATE_LEVEL = 1, SUF_N_UNIFORM_CHUNKS = 16 };

/* A packed chunk of n values that are all the same. */
typedef struct suf_uniform_chunk {
    size_t n;              /* 0: none */
    uint64_t bits;         /* of the value */
    unsigned char *packed; /* [packed_bytes]; owned */
    size_t packed_bytes, capacity;
} suf_uniform_chunk;

typedef struct suf_packer {
    z_stream stream;
    bool has_stream;
    unsigned char *shuffled; /* [max_values x 8]; owned */
    size_t max_values;
    /* Variables that a scenario does not have are alike in each replication: what was
     * packed last of such, and the place that is taken next. */
    suf_uniform_chunk uniform[SUF_N_UNIFORM_CHUNKS];
    size_t next_uniform;
} suf_packer;

/* max_values: the most doubles that are packed at once. Fails when memory is out; free
 * it then too. */
SUF_MUST_CHECK suf_status suf_packer_init(suf_packer *self, size_t max_values);
/* Releases the room and what zlib holds. */
void suf_packer_free(suf_packer *self);
/* Room that a packed chunk of n values may need. */
size_t suf_packer_bound(suf_packer *self, size_t n);
/* Packs 1 <= n <= max_values doubles into out[room]; *packed is the size. */
SUF_MUST_CHECK suf_status suf_packer_pack(suf_packer *self, const double *values,
    size_t n, unsigned char *out, size_t room, size_t *packed);
/* True when a packed chunk agrees with the checksum at its end. */
bool suf_chunk_is_whole(const unsigned char *packed, size_t packed_bytes);
/* The n values of a packed chunk; scratch has room for as many. SUF_ERROR_CORRUPT when it
 * is no chunk of n values. */
SUF_MUST_CHECK suf_status suf_chunk_unpack(const unsigned char *packed,
    size_t packed_bytes, double *values, size_t n, unsigned char *scratch);

#endif
