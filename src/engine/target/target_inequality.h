/* Inequality between districts as a target: stats/inequality.h says the indices.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   ratio    over                              under, the weight
 *   PLACES   1000 x built places now           people whom the service is for, now
 *   SERVED   100 x served in the last 365      served + those who went without, as in
 *            days; of an intake, at its last   stats/equality.h
 *   WITHIN   people within reach of an asset   people of the zones
 *   ACCESS   places within reach in two        people whom the service is for, now
 *            steps (target_access.h)           */
#ifndef SUF_ENGINE_TARGET_INEQUALITY_H
#define SUF_ENGINE_TARGET_INEQUALITY_H

#include "engine/target/target_state.h"

/* Of the target's ratio between districts; NaN when it cannot be decided. */
double suf_target_inequality(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n);

#endif
