/* Totals of pools since the start, and over the window that targets look at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_TARGET_TOTALS_H
#define SUF_ENGINE_TARGET_TOTALS_H

#include "engine/target/target_state.h"

/* Running totals of a pool now. */
suf_totals suf_totals_now(const suf_target_state *state, uint32_t pool_index);
/* Totals of the last days (365, or what a target of this model has as its window), or
 * since the start, of a service in districts, or areas of zones (model/areas.h); a
 * district has the totals of its zones. */
suf_totals suf_totals_of_window(const suf_target_state *state, uint32_t service,
    const uint32_t *districts, uint32_t n, double window_days);
/* Places built of a service in an area, and in the zones of a district; with those that a
 * trial moves there (places_shift). */
double suf_places_built(const suf_target_state *state, uint32_t service, uint32_t area);
/* Those placed at the last intake of a service, of its applicants, in an area likewise.
 */
suf_part suf_last_placed(const suf_target_state *state, uint32_t service, uint32_t area);

#endif
