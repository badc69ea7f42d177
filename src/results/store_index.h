/* Which file holds each replication of a run: the index of a store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One entry for each scenario and replication: its source, and where it is in it. Of
 * several files that hold the same record the first counts. */
#ifndef SUF_RESULTS_STORE_INDEX_H
#define SUF_RESULTS_STORE_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "journal/journal_file.h"
#include "results/results_file.h"

/* Source of an entry; SUF_SOURCE_FILES + i is the store's journal i. */
enum { SUF_SOURCE_NONE, SUF_SOURCE_JOURNAL, SUF_SOURCE_BASE, SUF_SOURCE_FILES };

/* Where one record is. */
typedef struct suf_store_entry {
    uint64_t offset; /* in its journal; of a results file the position along replication
                      */
    uint32_t source; /* SUF_SOURCE_ and the like */
} suf_store_entry;

typedef struct suf_store_index {
    suf_store_entry *entries; /* [scenario x n_replications]; owned */
    uint32_t n_scenarios, n_replications;
    uint64_t n_stored; /* of the entries, those with a source */
} suf_store_index;

/* Makes an empty index. SUF_ERROR_LIMIT when it has more entries than can be counted. */
SUF_MUST_CHECK suf_status suf_store_index_init(
    suf_store_index *self, uint32_t n_scenarios, uint32_t n_replications);
/* Legal of a zeroed one. */
void suf_store_index_free(suf_store_index *self);
/* True for what the index reaches. */
bool suf_store_index_reaches(
    const suf_store_index *self, uint32_t scenario, uint32_t replication);
/* The entry of a scenario and replication within the index. */
suf_store_entry *suf_store_index_at(
    const suf_store_index *self, uint32_t scenario, uint32_t replication);
/* Notes where a record is. What the index does not reach is left out. */
void suf_store_index_add(suf_store_index *self, uint32_t scenario, uint32_t replication,
    uint32_t source, uint64_t offset);
/* Notes all records of a journal; of the results file that is gone on from, if any. */
void suf_store_index_file(
    suf_store_index *self, const suf_journal_file *file, uint32_t source);
void suf_store_index_base(suf_store_index *self, const suf_results *base);
/* True when every scenario has the replication; when it is in the results file that is
 * gone on from. */
bool suf_store_index_has_all(const suf_store_index *self, uint32_t replication);
bool suf_store_index_has_in_base(const suf_store_index *self, uint32_t replication);
/* The number of replications that an index must have for all that a file holds. */
uint32_t suf_store_reach_of_file(const suf_journal_file *file);
uint32_t suf_store_reach_of_base(const suf_results *base);

#endif
