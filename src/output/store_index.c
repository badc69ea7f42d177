/* Which file holds each replication of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_index.h"

#include "base/memory.h"

suf_store_entry *
suf_store_entry_of(const suf_store *self, uint32_t scenario, uint32_t replication)
{
    return &self->index[(size_t) scenario * self->n_replications + replication];
}

void
suf_store_index_add(suf_store *self, uint32_t scenario, uint32_t replication,
    uint32_t source, uint64_t offset)
{
    if (scenario < self->layout->n_scenarios && replication < self->n_replications) {
        suf_store_entry *entry = suf_store_entry_of(self, scenario, replication);
        if (entry->source == SUF_SOURCE_NONE) {
            *entry = (suf_store_entry){.offset = offset, .source = source};
            self->n_stored++;
        }
    }
}

void
suf_store_index_file(suf_store *self, const suf_journal_file *file, uint32_t source)
{
    for (size_t i = 0; i < file->n_entries; i++) {
        const suf_journal_entry *entry = &file->entries[i];
        suf_store_index_add(
            self, entry->scenario, entry->replication, source, entry->offset);
    }
}

void
suf_store_index_base(suf_store *self)
{
    for (uint32_t r = 0; self->has_base && r < self->base.n_replications; r++) {
        for (uint32_t s = 0; s < self->layout->n_scenarios; s++) {
            suf_store_index_add(
                self, s, (uint32_t) self->base.replications[r], SUF_SOURCE_BASE, r);
        }
    }
}

suf_status
suf_store_make_index(suf_store *self, uint32_t n_replications)
{
    size_t n = 0;
    self->n_replications = n_replications;
    if (__builtin_mul_overflow(
            (size_t) self->layout->n_scenarios, (size_t) n_replications, &n)) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    return suf_array_new(n, sizeof *self->index, &self->index);
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
suf_store_reach_of_base(const suf_store *self)
{
    return self->has_base
               ? (uint32_t) self->base.replications[self->base.n_replications - 1] + 1
               : 0;
}

bool
suf_store_has_all(const suf_store *self, uint32_t replication)
{
    for (uint32_t s = 0; s < self->layout->n_scenarios; s++) {
        if (suf_store_entry_of(self, s, replication)->source == SUF_SOURCE_NONE) {
            return false;
        }
    }
    return true;
}

bool
suf_store_is_in_base(const suf_store *self, uint32_t replication)
{
    return suf_store_entry_of(self, 0, replication)->source == SUF_SOURCE_BASE;
}
