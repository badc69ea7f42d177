/* The future event list in its plainest form: an unsorted array, searched for the least.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Slow and obviously right: what the wheel of buckets is compared with. */
#ifndef SUF_ORACLE_EVENT_LIST_ORACLE_H
#define SUF_ORACLE_EVENT_LIST_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/core/event_list.h"

typedef struct suf_event_oracle {
    suf_event *events; /* in order of adding */
    size_t n, capacity;
} suf_event_oracle;

void suf_event_oracle_free(suf_event_oracle *self);
SUF_MUST_CHECK suf_status suf_event_oracle_add(suf_event_oracle *self, suf_event event);
/* Takes the first added of those least in (time, kind, index of CAPACITY). */
bool suf_event_oracle_take(suf_event_oracle *self, suf_event *event);

#endif
