/* The calendar of plain stays.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stay_calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

suf_status
suf_stay_calendar_init(suf_stay_calendar *self, uint32_t n_days)
{
    *self = (suf_stay_calendar){.n_days = n_days, .free_chunk = SUF_NONE};
    suf_status status = suf_array_new(n_days, sizeof *self->head, &self->head);
    return status == SUF_OK ? suf_array_new(n_days, sizeof *self->tail, &self->tail)
                            : status;
}

void
suf_stay_calendar_free(suf_stay_calendar *self)
{
    free(self->head);
    free(self->tail);
    free(self->slots);
    *self = (suf_stay_calendar){0};
}

void
suf_stay_calendar_clear(suf_stay_calendar *self)
{
    memset(self->tail, 0, self->n_days * sizeof *self->tail);
    self->n_chunks = 0;
    self->free_chunk = SUF_NONE;
    self->status = SUF_OK;
}

bool
suf_stay_calendar_extend(suf_stay_calendar *self, uint32_t day)
{
    uint32_t head = self->free_chunk;
    if (head != SUF_NONE) {
        self->free_chunk = self->slots[head].moment;
    } else {
        suf_status status = SUF_OK;
        if (self->n_chunks >= UINT32_MAX / SUF_STAY_CHUNK) {
            status = SUF_RAISE(SUF_ERROR_LIMIT);
        } else {
            status = suf_array_grow(&self->slots, &self->capacity,
                (self->n_chunks + 1) * SUF_STAY_CHUNK, sizeof *self->slots);
        }
        if (status != SUF_OK) {
            self->status = status;
            return false;
        }
        head = (uint32_t) (self->n_chunks++ * SUF_STAY_CHUNK);
    }
    self->slots[head].moment = SUF_NONE;
    if (self->tail[day] == 0) {
        self->head[day] = head;
    } else { /* behind the chunk that is full */
        self->slots[self->tail[day] - SUF_STAY_CHUNK].moment = head;
    }
    self->tail[day] = head + 1;
    return true;
}

void
suf_stay_calendar_drop(suf_stay_calendar *self, uint32_t day)
{
    uint32_t head = suf_stay_calendar_first(self, day);
    while (head != SUF_NONE) {
        uint32_t next = self->slots[head].moment;
        self->slots[head].moment = self->free_chunk;
        self->free_chunk = head;
        head = next;
    }
    self->tail[day] = 0;
}
