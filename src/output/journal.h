/* The journal: finished replications of a run, safe on disk before the results exist.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An append-only file `<output>.journal` beside the results file: a header (fingerprint
 * of scenarios, seed and build; the sizes of a record), then for every finished
 * (scenario, replication) one compressed chunk per output variable, as HDF5 stores it,
 * and a commit. Every frame has a CRC; a record counts only with its commit. A killed run
 * leaves a journal whose last record may be torn: opening it again drops the torn end and
 * `has` tells what is left, so the same command goes on where it stopped.
 *
 * Invariant: bytes before `end` are whole records; after a failed write the file is cut
 * back to `end`. Memory holds one file offset per (scenario, replication) and the
 * workers' buffers, nothing that grows with what is written.
 *
 * `has`, `pack`, `put` and `sync` fit suf_sink (experiment/sink.h) with the journal as
 * context: `pack` may run in several threads, one a worker; the others in one thread at a
 * time. */
#ifndef SUF_OUTPUT_JOURNAL_H
#define SUF_OUTPUT_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "output/provenance.h"
#include "stats/metrics.h"

typedef struct suf_journal_worker suf_journal_worker;

typedef struct suf_journal {
    char *output_path;                /* of the results file; owned */
    char *path;                       /* of the journal; owned */
    const suf_layout *layout;         /* borrowed */
    const suf_provenance *provenance; /* borrowed */
    suf_faults *faults; /* borrowed: failures of put and sync are told here */
    uint32_t n_replications;
    uint64_t n_stored;  /* (scenario, replication) pairs within the run that are here */
    uint64_t n_resumed; /* of those, found when the journal was opened */
    uint64_t *offsets; /* [scenario x n_replications] of the record; 0: not here; owned */
    uint64_t end;      /* bytes of whole records, header included */
    int file;          /* descriptor, locked; -1: none */
    bool is_dirty;     /* put since the last sync */
    suf_journal_worker **workers; /* owned */
    uint32_t n_workers;
} suf_journal;

typedef struct suf_journal_options {
    const char *output_path;
    const suf_layout *layout;         /* sealed; must outlive the journal */
    const suf_provenance *provenance; /* must outlive the journal */
    uint32_t n_replications;
    uint32_t n_workers;
    bool force; /* replace an existing output, drop a journal of another run */
} suf_journal_options;

/* Opens the journal of an output, before anything is simulated: creates it, or goes on
 * with the one a killed run of the same fingerprint left. Refuses, with the reason in
 * *faults and nothing touched:
 * SUF_ERROR_EXISTS   the output, or a journal of another fingerprint, is there (without
 *                    force)
 * SUF_ERROR_LOCKED   another run is writing this output
 * SUF_ERROR_OPEN     the folder cannot be written, or the output is no ordinary file
 * *faults must outlive the journal. */
SUF_MUST_CHECK suf_status suf_journal_open(
    suf_journal *self, const suf_journal_options *options, suf_faults *faults);
/* Releases everything. The file stays for a later run, unless no replication is in it. */
void suf_journal_close(suf_journal *self);
/* Removes the file, once the results are in place; the journal is then closed. */
void suf_journal_remove(suf_journal *self);

/* The sink's functions; `context` is the suf_journal. */
bool suf_journal_has(void *context, uint32_t scenario, uint32_t replication);
SUF_MUST_CHECK suf_status suf_journal_pack(void *context, uint32_t worker,
    uint32_t scenario, uint32_t replication, const suf_metrics *metrics);
SUF_MUST_CHECK suf_status suf_journal_put(void *context, uint32_t worker);
SUF_MUST_CHECK suf_status suf_journal_sync(void *context);

/* One record read back: the packed chunk of every variable. Start from {0}; reused from
 * record to record, released with suf_journal_record_free. */
typedef struct suf_journal_record {
    const unsigned char *chunk[SUF_N_VARIABLES]; /* within bytes; NULL: none (size 0) */
    size_t chunk_bytes[SUF_N_VARIABLES];
    uint64_t n_events;
    unsigned char *bytes; /* owned */
    size_t capacity;
} suf_journal_record;

/* Reads the record of a (scenario, replication) that is here. */
SUF_MUST_CHECK suf_status suf_journal_read(suf_journal *self, uint32_t scenario,
    uint32_t replication, suf_journal_record *record);
void suf_journal_record_free(suf_journal_record *record);

#endif
