/* The file of a journal: its head, and the records behind it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head (journal_head.h), then goals, origins and records as they come (frame.h,
 * record.h). Every frame has a CRC. The head tells all that a results file says beside
 * the records, so that journals are merged, or a run finished, from the files alone.
 *
 * A killed run leaves a torn frame at the end and nothing behind it. A frame that is bad
 * with a good one behind it was damaged later: the two are told apart. */
#ifndef SUF_JOURNAL_JOURNAL_FILE_H
#define SUF_JOURNAL_JOURNAL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "journal/provenance.h"
#include "journal/record.h"

/* What a run set out to do: `replications` of each scenario, or of these the ones with r
 * mod n_shards = shard - 1. */
typedef struct suf_goal {
    uint32_t n_replications, shard, n_shards; /* shard 1..n_shards */
    bool is_done; /* nothing is left to do: what is not here is in the results file */
} suf_goal;

typedef struct suf_journal_entry {
    uint32_t scenario, replication;
    uint64_t offset; /* of the record's frame */
} suf_journal_entry;

typedef struct suf_journal_file {
    char *path; /* owned */
    int file;   /* descriptor; -1: none */
    /* The head, once it was read. */
    uint64_t fingerprint, seed;
    suf_build_facts build; /* of the program that began it; within facts */
    char *facts;           /* owned */
    char **texts;          /* [n_texts] resolved scenarios; owned */
    uint32_t n_texts;
    uint64_t head_bytes;
    /* What was found behind it. */
    suf_goal goal;              /* the latest; n_shards 0: none */
    suf_origin *origins;        /* [n_texts] as far as told; owned */
    suf_journal_entry *entries; /* in the order of the file; owned */
    size_t n_entries, capacity;
    uint64_t end;       /* behind the last good frame */
    uint64_t n_damaged; /* stretches that are bad and have a good frame behind them */
    uint64_t damage, behind; /* the first of them, and the good frame behind it */
} suf_journal_file;

/* The file is the owner's to open, into {.path, .file}. */
void suf_journal_file_free(suf_journal_file *self);
/* Reads the head of the open file. SUF_ERROR_FORMAT when it is no journal, or of another
 * version; SUF_ERROR_CORRUPT when its head is damaged or torn: told in *faults. */
SUF_MUST_CHECK suf_status suf_journal_file_head(
    suf_journal_file *self, suf_faults *faults);
/* What its head says that it is of; within *self. */
suf_provenance suf_journal_file_provenance(const suf_journal_file *self);
/* The fingerprint at the beginning of an open file, unchecked; false when there is none.
 */
bool suf_journal_file_fingerprint(int file, uint64_t *fingerprint);
/* Finds the records, goals and damages. Each record's CRC is checked when is_verified,
 * else only when it is read. */
SUF_MUST_CHECK suf_status suf_journal_file_scan(
    suf_journal_file *self, bool is_verified, suf_faults *faults);
/* The same, verified, with SUF_ERROR_CORRUPT when something is damaged: told in *faults,
 * with the way to repair it. */
SUF_MUST_CHECK suf_status suf_journal_file_check(
    suf_journal_file *self, suf_faults *faults);
/* Reads and checks one record. */
SUF_MUST_CHECK suf_status suf_journal_file_read(
    suf_journal_file *self, uint64_t offset, suf_record *record, suf_faults *faults);
/* Notes an entry that was written. */
SUF_MUST_CHECK suf_status suf_journal_file_note(
    suf_journal_file *self, uint32_t scenario, uint32_t replication, uint64_t offset);
/* Adds a fault about the file, with the text of a system error unless 0; returns status.
 */
SUF_MUST_CHECK suf_status suf_journal_file_fault(const suf_journal_file *self,
    suf_faults *faults, suf_status status, int error_number, const char *what);
/* The payload of a goal frame. */
enum { SUF_GOAL_BYTES = 16 };
void suf_goal_put(unsigned char payload[SUF_GOAL_BYTES], const suf_goal *goal);

#endif
