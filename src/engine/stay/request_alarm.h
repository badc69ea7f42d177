/* The request that a policy waits for.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A policy may decide when the N-th request is made in a district (policy.h): at that
 * moment, not where the month ends. It tells the pool's alarm which request of the month
 * that is. When the request is made an event follows at the same instant, which the
 * policy takes.
 *
 * Requests are counted one by one only in order, so a day on which the request may come
 * is taken in order: by all services whose places may change then. That day is known when
 * it begins, from how many may ask. Services that no policy counts ask none of this: an
 * alarm is a rule of entry (stay_state.h), which theirs do not have. */
#ifndef SUF_ENGINE_REQUEST_ALARM_H
#define SUF_ENGINE_REQUEST_ALARM_H

#include "engine/stay/stay_state.h"

/* Room for the alarms of all pools; *alarms stays NULL where no policy counts requests,
 * and is owned by the caller. Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_request_alarms_new(
    const suf_model *model, uint64_t **alarms);
/* Before a replication: none is set. */
void suf_request_alarms_clear(suf_stay_state *state);
/* Whether a policy counts the requests of a service. */
bool suf_request_is_counted(const suf_model *model, uint32_t service);
/* Of a service with the rule COUNTED: a request of a pool has been counted. */
void suf_request_ring(suf_stay_state *state, uint32_t pool);
/* Marks the services whose places may change today, as a policy may decide. */
void suf_request_look_at_day(suf_stay_state *state);

#endif
