/* Which file holds each replication of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_index.h"

#include <stdlib.h>

#include "base/memory.h"

suf_status
suf_store_index_init(suf_store_index *self, uint32_t n_scenarios, uint32_t n_replications)
{
    size_t n = 0;
    *self =
        (suf_store_index){.n_scenarios = n_scenarios, .n_replications = n_replications};
    if (__builtin_mul_overflow((size_t) n_scenarios, (size_t) n_replications, &n)) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    return suf_array_new(n, sizeof *self->entries, &self->entries);
}

void
suf_store_index_free(suf_store_index *self)
{
    free(self->entries);
    *self = (suf_store_index){0};
}

bool
suf_store_index_reaches(
    const suf_store_index *self, uint32_t scenario, uint32_t replication)
{
    return scenario < self->n_scenarios && replication < self->n_replications;
}

suf_store_entry *
suf_store_index_at(const suf_store_index *self, uint32_t scenario, uint32_t replication)
{
    return &self->entries[(size_t) scenario * self->n_replications + replication];
}

void
suf_store_index_add(suf_store_index *self, uint32_t scenario, uint32_t replication,
    uint32_t source, uint64_t offset)
{
    if (suf_store_index_reaches(self, scenario, replication)) {
        suf_store_entry *entry = suf_store_index_at(self, scenario, replication);
        if (entry->source == SUF_SOURCE_NONE) {
            *entry = (suf_store_entry){.offset = offset, .source = source};
            self->n_stored++;
        }
    }
}

void
suf_store_index_file(suf_store_index *self, const suf_journal_file *file, uint32_t source)
{
    for (size_t i = 0; i < file->n_entries; i++) {
        const suf_journal_entry *entry = &file->entries[i];
        suf_store_index_add(
            self, entry->scenario, entry->replication, source, entry->offset);
    }
}

void
suf_store_index_base(suf_store_index *self, const suf_results *base)
{
    for (uint32_t r = 0; r < base->n_replications; r++) {
        for (uint32_t s = 0; s < self->n_scenarios; s++) {
            suf_store_index_add(
                self, s, (uint32_t) base->replications[r], SUF_SOURCE_BASE, r);
        }
    }
}

bool
suf_store_index_has_all(const suf_store_index *self, uint32_t replication)
{
    for (uint32_t s = 0; s < self->n_scenarios; s++) {
        if (suf_store_index_at(self, s, replication)->source == SUF_SOURCE_NONE) {
            return false;
        }
    }
    return true;
}

bool
suf_store_index_has_in_base(const suf_store_index *self, uint32_t replication)
{
    return suf_store_index_at(self, 0, replication)->source == SUF_SOURCE_BASE;
}

uint32_t
suf_store_reach_of_file(const suf_journal_file *file)
{
    uint32_t reach = file->goal.n_replications;
    for (size_t i = 0; i < file->n_entries; i++) {
        uint32_t replication = file->entries[i].replication;
        reach = replication >= reach ? replication + 1 : reach;
    }
    return reach;
}

uint32_t
suf_store_reach_of_base(const suf_results *base)
{
    return base->n_replications > 0
               ? (uint32_t) base->replications[base->n_replications - 1] + 1
               : 0;
}
