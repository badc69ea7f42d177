/* The core of a replication: what all of its processes share.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock, the events to come, the pools of places, the record, and the processes with
 * their states (process.h). One per worker, reused from one replication to the next;
 * replication.h is the door.
 *
 * A month is begun before anything of it happens: month, month_end hold for the month in
 * hand. Processes write pools, events, n_events and status; the rest is theirs to read.
 */
#ifndef SUF_ENGINE_CORE_H
#define SUF_ENGINE_CORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/status.h"
#include "engine/core/event_list.h"
#include "engine/core/observation.h"
#include "engine/core/pool.h"
#include "engine/core/process.h"
#include "engine/core/trace.h"
#include "model/model.h"
#include "model/parameters.h"
#include "model/scope.h"
#include "random/rng_stream.h"

/* How a replication is taken: the same path each way, draw for draw (a test compares
 * them). An observer is told of persons, so it makes the third way necessary. */
typedef enum suf_way {
    SUF_WAY_AT_ONCE,  /* a day's requests and ends at once, where order does not matter */
    SUF_WAY_IN_ORDER, /* all of them as events, in order; plain stays have no name */
    SUF_WAY_BY_PERSON /* so too, and everybody who stays is an entity */
} suf_way;

typedef struct suf_core {
    const suf_model *model;           /* borrowed */
    const suf_parameters *parameters; /* borrowed */
    suf_rng_key key;
    suf_ticks now;
    double now_days;       /* the same */
    uint32_t month;        /* index in the calendar of the month in hand */
    double month_end_days; /* of it */
    suf_ticks month_end;   /* the same */
    suf_event_list events;
    suf_pool *pools; /* [service x n_areas + area]; owned */
    suf_observation observation;
    suf_scope scope;
    suf_way way;                  /* of the moment */
    const suf_observer *observer; /* borrowed; NULL: nobody looks */
    uint64_t n_events;
    suf_status status; /* the first failure, from then on */
    suf_process_table processes;
    void **states; /* [processes.n] owned */
    /* [moment] those that are called then; owned. */
    struct suf_core_calls {
        struct {
            void (*call)(void *state);
            void *state;
        } * items;
        uint32_t n;
    } calls[SUF_N_MOMENTS];
    /* [kind] who takes its events, and with which state. */
    struct {
        void (*happen)(void *state, const suf_event *event);
        void *state;
    } takers[SUF_N_EVENT_KINDS];
} suf_core;

/* Makes the states of all processes. model and table are borrowed. */
SUF_MUST_CHECK suf_status suf_core_init(
    suf_core *self, const suf_model *model, suf_process_table processes);
void suf_core_free(suf_core *self);
/* Forgets the replication before: the clock is at 0. */
void suf_core_clear(suf_core *self);
/* The state of a process of the table; NULL when it has none (yet). */
void *suf_core_state(const suf_core *self, const suf_process *process);

/* Starts all processes, in order, until one fails. */
SUF_MUST_CHECK suf_status suf_core_start(suf_core *self);
/* Saves the clock, the events, the pools, the record and what the processes keep, at the
 * start of a month, or brings them back after clear (checkpoint.h). */
void suf_core_checkpoint(suf_core *self, struct suf_checkpoint *to);
/* Calls all that are called at a moment, in order. */
void suf_core_call(const suf_core *self, suf_moment moment);
void suf_core_places_change(const suf_core *self, uint32_t service);
void suf_core_places_changed(const suf_core *self, uint32_t service, uint32_t district);

static inline void
suf_core_set_now(suf_core *self, suf_ticks now)
{
    self->now = now;
    self->now_days = suf_days_of_ticks(now);
}

/* The first failure, of a process or of the event list. */
static inline suf_status
suf_core_status(const suf_core *self)
{
    return self->status != SUF_OK ? self->status : self->events.status;
}

/* Keeps the first failure. */
static inline void
suf_core_fail(suf_core *self, suf_status status)
{
    if (self->status == SUF_OK) {
        self->status = status;
    }
}

/* The pool of a service in an area. */
static inline suf_pool *
suf_pool_of(const suf_core *self, uint32_t service, uint32_t area)
{
    return &self->pools[suf_model_pool(self->model, service, area)];
}

/* Takes places of a pool, or gives them back. */
static inline void
suf_pool_occupy(const suf_core *self, suf_pool *pool, int32_t change)
{
    suf_time_weighted_change(&pool->occupied_time, change, self->now);
    pool->occupied += (uint32_t) change;
}

/* Tells the observer, if there is one. */
static inline void
suf_core_trace(const suf_core *self, const suf_trace_event *event)
{
    if (self->observer != NULL) {
        self->observer->see(self->observer->context, event);
    }
}

#endif
