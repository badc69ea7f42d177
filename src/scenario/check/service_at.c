/* A service that is checked: where it is written, and faults about its fields.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "service_at.h"

#include <stdio.h>

enum { MOST_PATH = 300 };

suf_service_at
suf_service_at_of(suf_reader *reader, size_t i)
{
    const suf_entry *all = suf_node_find(reader->root, "services");
    return (suf_service_at){reader, &reader->scenario->services[i],
        all != NULL && i < all->value->n_entries ? all->value->entries[i].value : NULL};
}

const suf_node *
suf_service_written(const suf_service_at *self, const char *key, const char *below)
{
    const suf_entry *entry = self->node != NULL ? suf_node_find(self->node, key) : NULL;
    if (entry != NULL && below != NULL) {
        entry = suf_node_find(entry->value, below);
    }
    return entry != NULL ? entry->value : NULL;
}

/* "services.nursery.stay.death" */
static void
write_path(const suf_service_at *self, const char *field, char path[MOST_PATH])
{
    (void) snprintf(path, MOST_PATH, "services.%s%s%s", self->service->name,
        field[0] != '\0' ? "." : "", field);
}

void
suf_service_fault(const suf_service_at *self, const char *field, const char *format, ...)
{
    char path[MOST_PATH];
    SUF_FORMAT_MESSAGE(format);
    write_path(self, field, path);
    suf_reader_fault_at(self->reader, path, "%s", message);
}

void
suf_service_fault_table(const suf_service_at *self, const void *table, const char *field,
    const char *format, ...)
{
    char path[MOST_PATH];
    SUF_FORMAT_MESSAGE(format);
    write_path(self, field, path);
    suf_reader_fault_table(self->reader, table, path, "%s", message);
}

void
suf_service_fault_idle(const suf_service_at *self, const char *field, const char *why)
{
    if (!self->reader->is_resolved) {
        suf_service_fault(self, field, "without effect: %s", why);
    }
}
