/* Where people ask first: their own district, or one that they choose.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (`first_choice` of a stay service). Of those who ask a share chooses a district
 * among some, for instance those of the city where the teaching hospitals are, to which
 * patients are referred. District j of them is chosen from district i with probability
 *     p_ij = places_j exp(-g t_ij) / sum over k of places_k exp(-g t_ik)
 * (Huff 1964), places usable at that moment, t_ij the travel time, g `gravity`; without
 * gravity travel does not count, with it districts without a travel time are not chosen.
 * Who finds a free place there is admitted to it, whatever the limit of overflow. Else,
 * and where nothing can be chosen, it goes on as everybody who does not choose: to the
 * own district first.
 *
 * Without lack of places, thinning makes of Poisson requests independent Poisson numbers
 * by where people live and are admitted; with lack it is overflow from the chosen
 * district to the own.
 *
 * One draw, by the name of the request, says whether it chooses and what. Days of such a
 * service are not taken at once. */
#ifndef SUF_ENGINE_FIRST_CHOICE_H
#define SUF_ENGINE_FIRST_CHOICE_H

#include "engine/stay/stay_state.h"

/* The chosen district of a request by its name and source, where it has places that
 * somebody of a class may take; SUF_NONE: it does not choose, or there are none. */
uint32_t suf_first_choice(
    const suf_stay_state *state, uint64_t name, uint32_t source, uint32_t class);

#endif
