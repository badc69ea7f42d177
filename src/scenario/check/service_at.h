/* A service that is checked: where it is written, and faults about its fields.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SERVICE_AT_H
#define SUF_SCENARIO_SERVICE_AT_H

#include "scenario/read/reader.h"

typedef struct suf_service_at {
    suf_reader *reader;
    suf_service_spec *service;
    const suf_node *node; /* the service as written; NULL when it is not there */
} suf_service_at;

/* The i-th service. */
suf_service_at suf_service_at_of(suf_reader *reader, size_t i);
/* What was written under a key, and below that under another unless NULL; or NULL. */
const suf_node *suf_service_written(
    const suf_service_at *self, const char *key, const char *below);

/* A fault about a field of the service, as "stay.death"; "": the service as a whole. */
void suf_service_fault(const suf_service_at *self, const char *field, const char *format,
    ...) __attribute__((format(printf, 3, 4)));
/* The same at the file of a table of the service, of which `table` is the member. */
void suf_service_fault_table(const suf_service_at *self, const void *table,
    const char *field, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A fault about something written that has no effect, as "it belongs to a table". A
 * resolved text writes out every default: of it nothing is told. */
void suf_service_fault_idle(
    const suf_service_at *self, const char *field, const char *why);

#endif
