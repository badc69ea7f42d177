/* A second, slow implementation of the queues of the engine, as plain as can be.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exogenous arrivals; places that open and close; balking; overflow to the districts in
 * reach; one list a district, in order of coming or by priority class, with patience and
 * a limit. No population (so no age limits, deaths or moves), no lottery, nobody there at
 * the start.
 *
 * Everybody who will ever ask is drawn before the start; then the next event is looked
 * for among all people, again and again. The draws have the engine's names (design,
 * section 4), so that the two stories must be equal to the last bit. */
#ifndef SUF_TESTS_QUEUE_ORACLE_H
#define SUF_TESTS_QUEUE_ORACLE_H

#include <stddef.h>
#include <stdint.h>

#include "engine/stay/stay_state.h"
#include "model/model.h"
#include "model/parameters.h"

/* What happened, in order. Starts from {0}. */
typedef struct queue_story {
    suf_trace_event *items;
    size_t n, capacity;
} queue_story;

/* Fits suf_observer.see, with a queue_story as context. Ends the program when memory is
 * out. */
void queue_story_add(void *story, const suf_trace_event *sighting);
void queue_story_free(queue_story *self);

/* Tells the story of a replication of the model, after what is in it already. */
void queue_oracle_run(const suf_model *model, const suf_parameters *parameters,
    uint64_t replication, queue_story *story);

#endif
