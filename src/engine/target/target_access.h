/* Whom a target looks at, and what they can reach.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two kinds of reach. Assets are facilities, within a distance of zones. Places of a
 * service are those of districts, within a travel time of their people; access to them is
 * the two-step floating catchment area (Luo and Wang 2003): with S_j the built places of
 * district j, P_k the people of k whom the service is for, t_kj the minutes from k to j
 * (0 within a district) and w the weight,
 *
 *   step 1   R_j = S_j / sum over k of w(t_kj) P_k
 *   step 2   A_i = sum over j of w(t_ij) R_j
 *
 * w is 0 beyond `minutes` and where no time is given; up to it 1 (uniform), or (exp(-(t /
 * minutes)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)), which falls from 1 to 0 (gaussian; Dai
 * 2010). Whoever reaches a place shares it with all others who reach it, so the people
 * together have as many places as there are: sum of P_i A_i = sum of S_j, but for places
 * that nobody reaches. */
#ifndef SUF_ENGINE_TARGET_ACCESS_H
#define SUF_ENGINE_TARGET_ACCESS_H

#include "engine/target/target_state.h"

/* Whether a district is one of the n at `districts`, by index. */
bool suf_is_in(uint32_t district, const uint32_t *districts, uint32_t n);
/* Residents of a district now, at the end of the month in hand, from an age on. */
double suf_residents_of(
    const suf_target_state *state, uint32_t district, uint32_t from_months);
/* Those within reach of an asset, over all people of the zones in the districts. */
suf_part suf_people_within(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n);
/* Places that the people of the districts reach, over these people. */
suf_part suf_places_reached(const suf_target_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n);
/* w; `minutes` may be NaN. */
double suf_decay_weight(suf_decay decay, double minutes, double within_minutes);

#endif
