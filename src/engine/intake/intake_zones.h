/* Intakes whose seats stand in zones: who lives in which.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A roll knows the district that a pupil lives in, and the area of its seat. Where
 * somebody lives within the district matters when it applies, or comes without a seat,
 * and is drawn then: of each cohort of applicants as many live in a zone as the binomial
 * law with the zone's share gives. So applicants of the district are the same with zones
 * and without, and a Poisson number of them is thinned into independent Poisson numbers.
 * Whoever found no seat and applies again lives in a zone drawn anew. */
#ifndef SUF_ENGINE_INTAKE_ZONES_H
#define SUF_ENGINE_INTAKE_ZONES_H

#include "engine/intake/intake_state.h"

/* Splits the applicants of a district at the intake in hand among its zones; and the
 * counts, unplaced and in the pools. */
void suf_intake_split_applicants(suf_intake_state *state, const suf_service *service,
    uint32_t index, uint32_t number, uint32_t district);
/* Seats the pupils of a group (by its place on the roll) who have no seat: where they
 * live if they can, else elsewhere within reach. */
void suf_intake_seat_group(suf_intake_state *state, const suf_service *service,
    uint32_t index, uint32_t number, size_t group);

#endif
