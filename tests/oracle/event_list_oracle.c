/* The future event list in its plainest form.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "event_list_oracle.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
suf_event_oracle_free(suf_event_oracle *self)
{
    free(self->events);
    *self = (suf_event_oracle){0};
}

suf_status
suf_event_oracle_add(suf_event_oracle *self, suf_event event)
{
    suf_status status =
        suf_array_grow(&self->events, &self->capacity, self->n + 1, sizeof *self->events);
    if (status == SUF_OK) {
        self->events[self->n++] = event;
    }
    return status;
}

static bool
is_before(const suf_event *a, const suf_event *b)
{
    if (suf_event_time(a) != suf_event_time(b)) {
        return suf_event_time(a) < suf_event_time(b);
    }
    if (suf_event_kind_of(a) != suf_event_kind_of(b)) {
        return suf_event_kind_of(a) < suf_event_kind_of(b);
    }
    return suf_event_kind_of(a) == SUF_EVENT_CAPACITY && a->index < b->index;
}

bool
suf_event_oracle_take(suf_event_oracle *self, suf_event *event)
{
    size_t least = 0;
    if (self->n == 0) {
        return false;
    }
    for (size_t i = 1; i < self->n; i++) {
        if (is_before(&self->events[i], &self->events[least])) {
            least = i;
        }
    }
    *event = self->events[least];
    memmove(&self->events[least], &self->events[least + 1],
        (self->n - least - 1) * sizeof *self->events);
    self->n--;
    return true;
}
