/* Where people come first: their own district, or by gravity.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (Huff 1964): a visitor of district i comes to district j first with probability
 *     p_ij = places_j exp(-g t_ij) / sum over k of places_k exp(-g t_ik),
 * places usable, t_ij the travel time from i to j, g the service's `gravity`; districts
 * without a travel time are not chosen. Where none can be chosen people come to their
 * own, which refuses them. Each visit chooses anew, so numbers by where they come from
 * and go to are independent Poisson numbers again: those of a place are shared out to the
 * districts that people live in, by their mean numbers. */
#ifndef SUF_ENGINE_VISIT_CHOICE_H
#define SUF_ENGINE_VISIT_CHOICE_H

#include "engine/visit/visit_state.h"

/* Turns the visitors a week of each district's residents into those who come to it. */
void suf_visit_choose(suf_visit_state *state, const suf_service *service, uint32_t index);
/* Turns the means of those who come to each district into those of its residents; hours
 * stay where people are. */
void suf_visit_share_out(suf_visit_state *state);

#endif
