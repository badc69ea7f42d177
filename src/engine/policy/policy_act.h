/* What a policy does once it has decided.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_POLICY_ACT_H
#define SUF_ENGINE_POLICY_ACT_H

#include "engine/policy/policy_state.h"

/* Whether there is anything that it could do in a district now. */
bool suf_policy_can_act(const suf_policy_state *self, uint32_t policy, uint32_t district);
/* Does now what was decided: places open or close, a project begins; conversions begin.
 */
void suf_policy_act(const suf_policy_state *self, uint32_t policy, uint32_t district);
/* Turns into the other service's what has fallen free by now, where some is left to. */
void suf_policy_convert(const suf_policy_state *self, uint32_t policy, uint32_t district);

#endif
