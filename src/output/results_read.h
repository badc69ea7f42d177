/* A results file opened for reading: its layout, and its variables block by block.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is read before it is asked for: memory holds labels and handles only. */
#ifndef SUF_OUTPUT_RESULTS_READ_H
#define SUF_OUTPUT_RESULTS_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "stats/metrics.h"

typedef struct suf_results {
    char *path;        /* owned */
    suf_layout layout; /* owned; sealed */
    uint32_t n_replications;
    int32_t *replications; /* [n_replications] their numbers, rising; owned */
    int32_t format_major, format_minor;
    bool has_checksums; /* of all of it, verified; not before format 1.2 */
    uint64_t seed, fingerprint;
    char *version, *commit; /* of the program that wrote it; owned */
    int64_t file;           /* HDF5 handles; -1: none */
    int64_t variables[SUF_N_VARIABLES];
    struct suf_older *older; /* of a file without measures; owned */
} suf_results;

/* Opens a file and checks, in this order: that it is there, agrees with its checksums, is
 * a results file, is of a format this program reads, is whole. What is wrong is told in
 * *faults: SUF_ERROR_OPEN, SUF_ERROR_FORMAT or SUF_ERROR_CORRUPT. */
SUF_MUST_CHECK suf_status suf_results_open(
    suf_results *self, const char *path, suf_faults *faults);
void suf_results_close(suf_results *self);
/* Reads one variable of one replication into values[suf_layout_size(layout, variable)].
 * Measures of a file without them (before format 1.4) are folded; another variable that
 * the file does not have reads as NaN. */
SUF_MUST_CHECK suf_status suf_results_read(suf_results *self, suf_variable variable,
    uint32_t scenario, uint32_t replication, double *values, suf_faults *faults);

/* A block as it is packed in the file (chunk.h): its size, 0 when the file does not have
 * the variable, and its chunk_bytes bytes, which agree with their checksum. `position`
 * counts along the dimension replication. */
SUF_MUST_CHECK suf_status suf_results_chunk_bytes(suf_results *self,
    suf_variable variable, uint32_t scenario, uint32_t position, size_t *bytes,
    suf_faults *faults);
SUF_MUST_CHECK suf_status suf_results_chunk(suf_results *self, suf_variable variable,
    uint32_t scenario, uint32_t position, unsigned char *chunk, size_t chunk_bytes,
    suf_faults *faults);
/* The resolved scenarios that the file holds; *texts and each text owned by the caller.
 */
SUF_MUST_CHECK suf_status suf_results_texts(
    suf_results *self, char ***texts, uint32_t *n, suf_faults *faults);

#endif
