/* A waiting line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "waiting_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Its people are an array, of which anybody may be next. */
static inline bool
has_no_order(const suf_waiting_line *self)
{
    return self->discipline == SUF_DISCIPLINE_LOTTERY ||
           self->discipline == SUF_DISCIPLINE_RETRIAL;
}

suf_status
suf_waiting_line_init(
    suf_waiting_line *self, suf_discipline discipline, uint32_t n_classes)
{
    *self = (suf_waiting_line){.discipline = discipline, .n_classes = n_classes};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_classes, sizeof *self->first, &self->first));
    SUF_TRY(suf_array_new(n_classes, sizeof *self->last, &self->last));
    suf_waiting_line_clear(self);
out:
    if (status != SUF_OK) {
        suf_waiting_line_free(self);
    }
    return status;
}

void
suf_waiting_line_free(suf_waiting_line *self)
{
    free(self->first);
    free(self->last);
    free(self->members);
    *self = (suf_waiting_line){0};
}

void
suf_waiting_line_clear(suf_waiting_line *self)
{
    self->n = 0;
    for (uint32_t i = 0; i < self->n_classes; i++) {
        self->first[i] = SUF_NONE;
        self->last[i] = SUF_NONE;
    }
}

suf_status
suf_waiting_line_join(suf_waiting_line *self, suf_entity_pool *pool, uint32_t entity)
{
    suf_entity_detail *detail = &pool->details[entity];
    if (has_no_order(self)) {
        if (self->n == self->member_capacity) {
            suf_status status = suf_array_grow(&self->members, &self->member_capacity,
                (size_t) self->n + 1, sizeof *self->members);
            if (status != SUF_OK) {
                return status;
            }
        }
        detail->previous = self->n;
        self->members[self->n++] = entity;
        return SUF_OK;
    }
    uint32_t class = detail->priority;
    detail->next = SUF_NONE;
    detail->previous = self->last[class];
    if (detail->previous == SUF_NONE) {
        self->first[class] = entity;
    } else {
        pool->details[detail->previous].next = entity;
    }
    self->last[class] = entity;
    self->n++;
    return SUF_OK;
}

void
suf_waiting_line_join_first(
    suf_waiting_line *self, suf_entity_pool *pool, uint32_t entity)
{
    suf_entity_detail *detail = &pool->details[entity];
    uint32_t class = detail->priority;
    suf_bug_unless(!has_no_order(self));
    detail->previous = SUF_NONE;
    detail->next = self->first[class];
    if (detail->next == SUF_NONE) {
        self->last[class] = entity;
    } else {
        pool->details[detail->next].previous = entity;
    }
    self->first[class] = entity;
    self->n++;
}

uint32_t
suf_waiting_line_last(const suf_waiting_line *self, uint32_t after_class)
{
    for (uint32_t class = self->n_classes; class -- > after_class + 1;) {
        if (self->last[class] != SUF_NONE) {
            return self->last[class];
        }
    }
    return SUF_NONE;
}

void
suf_waiting_line_leave(suf_waiting_line *self, suf_entity_pool *pool, uint32_t entity)
{
    suf_entity_detail *detail = &pool->details[entity];
    self->n--;
    if (has_no_order(self)) {
        uint32_t moved = self->members[self->n];
        self->members[detail->previous] = moved;
        pool->details[moved].previous = detail->previous;
        return;
    }
    uint32_t class = detail->priority;
    if (detail->previous == SUF_NONE) {
        self->first[class] = detail->next;
    } else {
        pool->details[detail->previous].next = detail->next;
    }
    if (detail->next == SUF_NONE) {
        self->last[class] = detail->previous;
    } else {
        pool->details[detail->next].previous = detail->previous;
    }
}

uint32_t
suf_waiting_line_head(const suf_waiting_line *self, uint64_t word)
{
    suf_bug_unless(self->n > 0);
    if (has_no_order(self)) {
        return self->members[(uint32_t) (((word >> 32) * self->n) >> 32)];
    }
    uint32_t class = 0;
    while (self->first[class] == SUF_NONE) {
        class ++;
    }
    return self->first[class];
}

void
suf_waiting_line_list(
    const suf_waiting_line *self, const suf_entity_pool *pool, uint32_t *out)
{
    if (has_no_order(self)) {
        if (self->n > 0) {
            memcpy(out, self->members, self->n * sizeof *out);
        }
        return;
    }
    for (uint32_t class = 0; class < self->n_classes; class ++) {
        for (uint32_t at = self->first[class]; at != SUF_NONE;
             at = pool->details[at].next) {
            *out++ = at;
        }
    }
}

/* Somebody on a line, to be sorted. */
typedef struct listed {
    double since_days;
    uint64_t name;
    uint32_t entity;
} listed;

static int
compare_listed(const void *one, const void *other)
{
    const listed *a = one;
    const listed *b = other;
    if (a->since_days != b->since_days) {
        return a->since_days < b->since_days ? -1 : 1;
    }
    return a->name < b->name ? -1 : a->name > b->name;
}

suf_status
suf_waiting_line_sort(suf_waiting_line *self, suf_entity_pool *pool)
{
    uint32_t n = self->n;
    listed *all = NULL;
    uint32_t *entities = NULL;
    suf_status status = SUF_OK;
    if (has_no_order(self) || n < 2) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(n, sizeof *all, &all));
    SUF_TRY(suf_array_new(n, sizeof *entities, &entities));
    suf_waiting_line_list(self, pool, entities);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = entities[i];
        all[i] = (listed){pool->details[at].since_days, pool->entities[at].name, at};
    }
    qsort(all, n, sizeof *all, compare_listed);
    suf_waiting_line_clear(self);
    for (uint32_t i = 0; i < n; i++) {
        SUF_TRY(suf_waiting_line_join(self, pool, all[i].entity));
    }
out:
    free(all);
    free(entities);
    return status;
}
