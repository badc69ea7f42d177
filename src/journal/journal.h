/* A journal that is being written: finished replications, safe before the results exist.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An append-only file (journal_file.h): a head that names the run, then one record of
 * every finished (scenario, replication), each one write. A killed run leaves a journal
 * whose last record may be torn: opening it again drops the torn end. Damage in the
 * middle is refused, as it was not a kill that made it; with `repair` what is damaged is
 * passed over and simulated again.
 *
 * Invariant: bytes before `of.end` are whole frames; after a failed write the file is cut
 * back to it. One process has a journal at a time, by a lock on the file; where the file
 * system has no locks, one that finds it longer than it made it leaves it alone. */
#ifndef SUF_JOURNAL_JOURNAL_H
#define SUF_JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "journal/journal_file.h"
#include "journal/provenance.h"

typedef struct suf_journal {
    suf_journal_file of; /* locked; its entries: every record that is here */
    int lock_error;      /* why it is not locked, the system's error number; 0: it is */
    bool is_dirty;       /* appended since the last sync */
    bool is_known;       /* all of it was seen: begun here, or scanned to its end */
    suf_faults *faults;  /* borrowed */
} suf_journal;

typedef struct suf_journal_options {
    const char *path;
    const suf_provenance *provenance;
    suf_goal goal;
    const suf_origin *origins; /* of each scenario; or NULL */
    bool force;                /* drop a journal of another run */
    bool repair;               /* pass over what is damaged */
} suf_journal_options;

/* Creates a journal, or goes on with the one a killed run of the same fingerprint left.
 * Refuses, with the reason in *faults and nothing touched:
 * SUF_ERROR_EXISTS   a journal of another fingerprint is there (without force)
 * SUF_ERROR_LOCKED   another run is writing it
 * SUF_ERROR_CORRUPT  it is damaged (without repair)
 * SUF_ERROR_OPEN     the folder cannot be written
 * *faults must outlive the journal: failures of append and sync are told there. */
SUF_MUST_CHECK suf_status suf_journal_open(
    suf_journal *self, const suf_journal_options *options, suf_faults *faults);
/* Releases everything. The file stays for a later run, unless no record is in it. */
void suf_journal_close(suf_journal *self);
/* Removes the file; the journal is then closed. */
void suf_journal_remove(suf_journal *self);

/* Appends the frame of a record; its offset is that of the last entry. */
SUF_MUST_CHECK suf_status suf_journal_append(suf_journal *self,
    const unsigned char *frame, size_t n, uint32_t scenario, uint32_t replication);
/* Notes that the goal is reached, and syncs: the file then stays, with or without
 * records. */
SUF_MUST_CHECK suf_status suf_journal_done(suf_journal *self);
/* Everything appended so far survives a kill. Fails also when the file was removed, moved
 * or cut short. */
SUF_MUST_CHECK suf_status suf_journal_sync(suf_journal *self);
/* How many records the file of this name holds now, whatever was written: 0 when it
 * cannot be read. */
uint64_t suf_journal_count(const suf_journal *self);

#endif
