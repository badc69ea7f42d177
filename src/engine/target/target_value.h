/* The value of a target now.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_TARGET_VALUE_H
#define SUF_ENGINE_TARGET_VALUE_H

#include "engine/target/target_state.h"

/* The value over some districts together; NaN when it cannot be decided. */
double suf_target_value(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n_districts);
/* Occupied over usable, over the last 365 days (or since the start); NaN without places.
 */
double suf_utilisation(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n_districts);
/* Share of the usable places of a visit service that is taken in the fullest hour of the
 * week, each district in its own; NaN without places, or of another kind. */
double suf_peak_use(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n_districts);

#endif
