/* Where the finished replications of a run are, whatever file holds them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store is an index over up to three kinds of source: the journal that this run writes,
 * journals of others that are only read (shards to merge), and a results file of the same
 * run with fewer replications (to be extended, or with gaps to be filled). All of them
 * must be of one fingerprint: the same scenarios, seed and build. Records are read back
 * as they were packed, so that a results file can be written without unpacking anything.
 *
 * Memory: 16 bytes per (scenario, replication) of the index, and the workers' buffers.
 *
 * `has`, `pack`, `put` and `sync` fit suf_sink (experiment/sink.h) with the store as
 * context: `pack` may run in several threads, one a worker; the others in one thread at a
 * time. */
#ifndef SUF_RESULTS_STORE_H
#define SUF_RESULTS_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "journal/journal.h"
#include "journal/record.h"
#include "results/results_read.h"
#include "results/store_index.h"
#include "stats/metrics.h"

typedef struct suf_store {
    const suf_layout *layout;         /* borrowed */
    const suf_provenance *provenance; /* borrowed */
    suf_faults *faults;    /* borrowed: failures of put, sync and read are told here */
    suf_store_index index; /* where each replication is */
    suf_journal journal;   /* being written; of.file -1: none */
    suf_results base;      /* file -1: none */
    bool has_base;
    suf_journal_file *files; /* [n_files]; owned */
    uint32_t n_files;
    suf_record_maker **makers; /* [n_workers]; owned */
    uint32_t n_workers;
    unsigned char *chunks; /* of one replication read from the base; owned */
    size_t chunks_capacity;
} suf_store;

typedef struct suf_store_options {
    const char *output;               /* the results file, there or to be */
    const suf_layout *layout;         /* sealed; must outlive the store */
    const suf_provenance *provenance; /* must outlive the store */
    suf_goal goal;
    const suf_origin *origins; /* of each scenario; or NULL */
    uint32_t n_workers;
    bool force;  /* an existing output is not looked into, a journal of another run is
                    dropped */
    bool repair; /* pass over what is damaged in the journal */
} suf_store_options;

/* Path of the journal of an output: "luzhou.h5.journal", of shard 3 of 40
 * "luzhou.3of40.journal"; owned by the caller. */
SUF_MUST_CHECK suf_status suf_store_journal_path(
    const char *output, suf_goal goal, char **out);

/* Opens the store of a run, before anything is simulated. Refuses, with the reason in
 * *faults and nothing touched: SUF_ERROR_EXISTS when the output holds another run's
 * results or is no results file (without force), SUF_ERROR_OPEN when it is no ordinary
 * file, and what suf_journal_open and suf_results_open refuse. */
SUF_MUST_CHECK suf_status suf_store_open(
    suf_store *self, const suf_store_options *options, suf_faults *faults);
/* Opens a store over journals that are only read, their heads read already
 * (suf_journal_file_head), and over the results file `base` unless NULL. Takes the files
 * over: they are closed with the store, after a failure too. Refuses other fingerprints
 * than the provenance's, and two different records of one replication. */
SUF_MUST_CHECK suf_status suf_store_merge(suf_store *self, const suf_layout *layout,
    const suf_provenance *provenance, suf_journal_file *files, uint32_t n_files,
    const char *base, suf_faults *faults);
/* Releases the workers' buffers: nothing is packed from here on. */
void suf_store_end_packing(suf_store *self);
/* Releases everything; the journal stays. */
void suf_store_close(suf_store *self);
/* Removes the journal when a results file with these replications, rising, is in place
 * and holds all its records; false: it holds others and stays. */
bool suf_store_remove_journal(suf_store *self, const int32_t *replications, uint32_t n);

/* What the sink of an experiment calls (sink.h), where the context is a suf_store.
 * Whether the record of a (scenario, replication) is here. */
bool suf_store_has(void *context, uint32_t scenario, uint32_t replication);
/* Packs a replication into its worker's own maker; workers may do so at once. */
SUF_MUST_CHECK suf_status suf_store_pack(void *context, uint32_t worker,
    uint32_t scenario, uint32_t replication, const suf_metrics *metrics);
/* Appends what the worker packed last to the journal; one worker at a time. */
SUF_MUST_CHECK suf_status suf_store_put(void *context, uint32_t worker);
/* Makes sure that what was put is on the disk. */
SUF_MUST_CHECK suf_status suf_store_sync(void *context);

/* Reads the record of a (scenario, replication) that is here; its chunks are valid until
 * the next. */
SUF_MUST_CHECK suf_status suf_store_read(
    suf_store *self, uint32_t scenario, uint32_t replication, suf_record *record);
/* One variable of a record that was read: values[suf_layout_size(layout, variable)]. */
SUF_MUST_CHECK suf_status suf_store_values(const suf_store *self,
    const suf_record *record, suf_variable variable, double *values);

#endif
