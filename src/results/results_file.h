/* A results file that is open: what is known of it, and its blocks as they are in it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It is opened by suf_results_open (results_read.h). */
#ifndef SUF_RESULTS_RESULTS_FILE_H
#define SUF_RESULTS_RESULTS_FILE_H

#include <stdbool.h>
#include <stddef.h>
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

/* Tells what is wrong with the file; returns the status. */
SUF_MUST_CHECK suf_status suf_results_refuse(
    const suf_results *self, suf_status status, const char *what, suf_faults *faults);
/* Reads one variable of one replication into values[suf_layout_size(layout, variable)];
 * NaN of one that the file does not have. */
SUF_MUST_CHECK suf_status suf_results_block(suf_results *self, suf_variable variable,
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
