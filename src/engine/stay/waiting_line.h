/* A waiting line: who comes next, under its discipline.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FIFO and priority: one chain a class, linked through the entities, first in first out
 * within a class, lower classes first. Lottery: an array, everyone equally likely.
 * Retrial: an array of which nobody is next (retrial.h). Joining, leaving and choosing
 * take the same time however long the line is. */
#ifndef SUF_ENGINE_WAITING_LINE_H
#define SUF_ENGINE_WAITING_LINE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/terms.h"
#include "engine/stay/entity_pool.h"

typedef struct suf_waiting_line {
    suf_discipline discipline;
    uint32_t n_classes;
    uint32_t n;             /* people on it */
    uint32_t *first, *last; /* [class] entities, or SUF_NONE; owned */
    uint32_t *members;      /* LOTTERY, RETRIAL; owned */
    size_t member_capacity;
} suf_waiting_line;

/* n_classes >= 1 classes of priority, 0 the first to be served. Fails when memory is
 * out; free it then too. */
SUF_MUST_CHECK suf_status suf_waiting_line_init(
    suf_waiting_line *self, suf_discipline discipline, uint32_t n_classes);
/* Releases the line, not the entities on it. */
void suf_waiting_line_free(suf_waiting_line *self);
/* Nobody is on it any more; its room stays. Entities are not told. */
void suf_waiting_line_clear(suf_waiting_line *self);
/* Adds an entity at the end of its class (details[entity].priority). */
SUF_MUST_CHECK suf_status suf_waiting_line_join(
    suf_waiting_line *self, suf_entity_pool *pool, uint32_t entity);
/* Adds one at the head of its class, where there is an order. */
void suf_waiting_line_join_first(
    suf_waiting_line *self, suf_entity_pool *pool, uint32_t entity);
/* The last one of the last class that has any, if that comes after a class; else
 * SUF_NONE. */
uint32_t suf_waiting_line_last(const suf_waiting_line *self, uint32_t after_class);
/* Removes an entity that is on it. */
void suf_waiting_line_leave(
    suf_waiting_line *self, suf_entity_pool *pool, uint32_t entity);
/* Writes all n people on it into `out`, in no order that means anything. */
void suf_waiting_line_list(
    const suf_waiting_line *self, const suf_entity_pool *pool, uint32_t *out);
/* Puts those on it in the order of their requests, the earliest first; in a lottery that
 * means nothing and nothing is done. */
SUF_MUST_CHECK suf_status suf_waiting_line_sort(
    suf_waiting_line *self, suf_entity_pool *pool);
/* Who comes next; the line must not be empty. `word` decides a lottery (the upper 32 bits
 * of a random word), and is not looked at otherwise. */
uint32_t suf_waiting_line_head(const suf_waiting_line *self, uint64_t word);

#endif
