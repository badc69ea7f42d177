/* Which places a policy may change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_POLICY_REACH_H
#define SUF_MODEL_POLICY_REACH_H

#include "model/model.h"

/* Whether a policy, by its index, may change places of a service in an area (areas.h):
 * where it looks, or where what it begins lies, and what comes after that. */
bool suf_policy_reaches(
    const suf_model *model, uint32_t policy, uint32_t service, uint32_t area);
/* The same in any area. */
bool suf_policy_moves(const suf_model *model, uint32_t policy, uint32_t service);
/* Whether units that count to a stock wait for a policy. */
bool suf_policy_adds_to(const suf_model *model, uint32_t policy, uint32_t stock);

#endif
