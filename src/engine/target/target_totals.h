/* Totals of pools since the start, and over the window that targets look at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_TARGET_TOTALS_H
#define SUF_ENGINE_TARGET_TOTALS_H

#include "engine/target/target_state.h"

/* Running totals of a pool now. */
suf_totals suf_totals_now(const suf_target_state *state, uint32_t pool_index);
/* Totals of the last days (365, or what a target of this model has as its window), or
 * since the start, of a service in districts. */
suf_totals suf_totals_of_window(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n, double window_days);

#endif
