/* When a policy decides.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_POLICY_DECIDE_H
#define SUF_ENGINE_POLICY_DECIDE_H

#include "engine/policy/policy_state.h"

/* Looks at a district where a month ends, and may decide. Not of requests. */
void suf_policy_look(const suf_policy_state *self, uint32_t policy, uint32_t district);
/* Of requests, as a month begins, the first too: tells the stays which request it waits
 * for. */
void suf_policy_await(const suf_policy_state *self, uint32_t policy, uint32_t district);
/* A request that was waited for has been made in a pool: whoever waits for it decides. */
void suf_policy_count(const suf_policy_state *self, uint32_t pool);

#endif
