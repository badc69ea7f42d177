/* Who sits where, in services that preempt (preemption.h), and what is left of the stays
 * of those who were displaced.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Invariant: those seated in a pool are those who stay there, by class, then in the order
 * of their seating. */
#ifndef SUF_ENGINE_SEATING_H
#define SUF_ENGINE_SEATING_H

#include "engine/stay/stay_state.h"

/* Somebody who has lost its place. */
typedef struct suf_displaced {
    suf_ticks rest;    /* of its stay; 0: it was not displaced */
    double since_days; /* when it lost its place */
} suf_displaced;

struct suf_seating {
    suf_waiting_line *seated; /* [pool] who stays there, where services preempt; owned */
    uint32_t n_pools;
    suf_displaced *displaced; /* [entity] owned, as long as has been needed */
    size_t n_displaced;       /* room: entities from there on were never displaced */
};

/* *seating is owned by the caller. Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_seating_new(
    const suf_model *model, struct suf_seating **seating);
/* NULL is allowed. */
void suf_seating_free(struct suf_seating *self);
/* Before a replication. */
void suf_seating_clear(struct suf_seating *self);

/* What is left of the stay of an entity that waits; 0 when it was not displaced. */
static inline suf_ticks
suf_seating_rest(const suf_stay_state *state, uint32_t index)
{
    const struct suf_seating *self = state->seating;
    return index < self->n_displaced ? self->displaced[index].rest : 0;
}
/* Whether an entity on a list of a service has lost its place there. */
static inline bool
suf_is_displaced(const suf_stay_state *state, uint32_t service, uint32_t index)
{
    return suf_has_rule(state, service, SUF_RULE_PREEMPTION) &&
           suf_seating_rest(state, index) > 0;
}
/* How long an entity on a list has waited, the last time. */
static inline double
suf_waited_days(const suf_stay_state *state, uint32_t service, uint32_t index)
{
    return state->core->now_days - (suf_is_displaced(state, service, index)
                                           ? state->seating->displaced[index].since_days
                                           : state->entities.details[index].since_days);
}
/* Keeps what is left, above 0, of a stay that is broken off now; 0: forgets it. */
void suf_seating_keep_rest(suf_stay_state *state, uint32_t index, suf_ticks rest);

/* What the next two do where there is preemption. */
void suf_seating_seat_one(suf_stay_state *state, uint32_t service, uint32_t index);
void suf_seating_unseat_one(suf_stay_state *state, uint32_t service, uint32_t index);

/* An entity has begun a stay at its site, or leaves it. */
static inline void
suf_seating_seat(suf_stay_state *state, uint32_t service, uint32_t index)
{
    if (suf_has_rule(state, service, SUF_RULE_PREEMPTION)) {
        suf_seating_seat_one(state, service, index);
    }
}

static inline void
suf_seating_unseat(suf_stay_state *state, uint32_t service, uint32_t index)
{
    if (suf_has_rule(state, service, SUF_RULE_PREEMPTION)) {
        suf_seating_unseat_one(state, service, index);
    }
}

#endif
