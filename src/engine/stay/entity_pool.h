/* People who need an object: who wait or stay, or have left this month and may still die
 * or move in it. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An entity is an index. Its hot record (24 bytes) is what every event reads; the cold
 * one (40 bytes) only what lists, death and moves need. An entity keeps the name of its
 * request, so that a draw of its own can be made when it is needed and is the same
 * whenever that is.
 *
 * An entity has one live event, the earliest of its competing ends: an event whose
 * generation is not the entity's is stale and is passed over. A generation wraps after
 * 2^24: the wrong event would be live only if it had been pending through as many others
 * of its index. The memory is kept here; occupancy.h makes events live
 * (suf_entity_schedule, suf_entity_is_live), spell.h makes people entities
 * (suf_entity_new). */
#ifndef SUF_ENGINE_ENTITY_POOL_H
#define SUF_ENGINE_ENTITY_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/number.h"
#include "base/status.h"

/* Why the live event comes; it travels in the event, with the generation. */
typedef enum suf_end_cause {
    SUF_END_OWN,    /* the stay, or the patience, is over */
    SUF_END_AGE,    /* an age limit is reached */
    SUF_END_HAZARD, /* death or move; which of them is drawn when it comes */
    /* Added to OWN or AGE: a death or move was drawn that comes after this end; it holds
     * still if it comes within the month (departure.h). */
    SUF_END_PENDING = 4
} suf_end_cause;

typedef struct suf_entity {
    uint64_t name;       /* of its request within its stream */
    uint32_t cell;       /* of the population; SUF_NONE: from exogenous arrivals */
    uint32_t source;     /* index of suf_stay_state.sources: service, first home */
    uint32_t generation; /* of its live event, 24 bits */
    uint16_t home, site; /* districts where it lives, and where its place is; site
                            while staying, else UINT16_MAX or the last one */
} suf_entity;

#define SUF_NO_CLASS UINT16_MAX

typedef struct suf_entity_detail {
    /* Of the request; before 0 for those waiting at the start, and for those who have
     * been admitted before. */
    double since_days;
    suf_ticks end;    /* of the spell (wait or stay) by itself: without death and moves */
    suf_ticks hazard; /* the next death or move; SUF_NEVER_TICKS: none within reach */
    /* On a waiting line, or among those seated (seating.h); in one without an order
     * `previous` is the position, and `next` how often it has asked again. */
    uint32_t next, previous;
    uint16_t priority;    /* class, from 0; or SUF_NO_CLASS */
    uint16_t entry_month; /* in which it asked, or of the start: index in the calendar */
    uint16_t end_cause;   /* OWN or AGE, of end */
    uint16_t hazard_number; /* how often its hazards were drawn anew, from 0: names the
                               draw; one spell may have several */
} suf_entity_detail;

typedef struct suf_entity_pool {
    suf_entity *entities;
    suf_entity_detail *details;
    size_t n; /* indices in use or free */
    size_t entity_capacity, detail_capacity;
    uint32_t free_entity; /* chain through `name`, or SUF_NONE */
    uint32_t n_live;
    suf_status status; /* of the last growth that failed, from then on */
} suf_entity_pool;

enum { SUF_GENERATION_MASK = (1 << 24) - 1 };

/* An empty pool, which owns nothing yet. */
void suf_entity_pool_init(suf_entity_pool *self);
/* Releases all entities; the pool is empty then. */
void suf_entity_pool_free(suf_entity_pool *self);
/* Removes all entities, keeps the memory: before a replication. */
void suf_entity_pool_clear(suf_entity_pool *self);
/* A new entity: everything but its generation unset. SUF_NONE when memory is out. */
uint32_t suf_entity_pool_take(suf_entity_pool *self);
/* Gives an entity back; its pending event becomes stale. */
static inline void
suf_entity_pool_give(suf_entity_pool *self, uint32_t index)
{
    suf_entity *entity = &self->entities[index];
    entity->generation = (entity->generation + 1) & SUF_GENERATION_MASK;
    entity->name = self->free_entity;
    self->free_entity = index;
    self->n_live--;
}

#endif
