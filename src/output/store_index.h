/* Which file holds each replication of a run: the index of a store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One entry for each scenario and replication: its source, and where it is in it. Of
 * several files that hold the same record the first counts. */
#ifndef SUF_OUTPUT_STORE_INDEX_H
#define SUF_OUTPUT_STORE_INDEX_H

#include "output/store.h"

/* Source of an entry; SUF_SOURCE_FILES + i is the store's file i. */
enum { SUF_SOURCE_NONE, SUF_SOURCE_JOURNAL, SUF_SOURCE_BASE, SUF_SOURCE_FILES };

/* Makes an empty index. SUF_ERROR_LIMIT when it has more entries than can be counted. */
SUF_MUST_CHECK suf_status suf_store_make_index(suf_store *self, uint32_t n_replications);
/* The entry of a scenario and replication within the index. */
suf_store_entry *suf_store_entry_of(
    const suf_store *self, uint32_t scenario, uint32_t replication);
/* Notes where a record is. What the index does not reach is left out. */
void suf_store_index_add(suf_store *self, uint32_t scenario, uint32_t replication,
    uint32_t source, uint64_t offset);
/* Notes all records of a journal; of the results file that is gone on from, if any. */
void suf_store_index_file(suf_store *self, const suf_journal_file *file, uint32_t source);
void suf_store_index_base(suf_store *self);
/* The number of replications that an index must have for all that a file holds. */
uint32_t suf_store_reach_of_file(const suf_journal_file *file);
uint32_t suf_store_reach_of_base(const suf_store *self);

#endif
