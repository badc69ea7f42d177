/* People who are there at the start: in places with what is left of their stays, and on
 * lists. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (model.md, "Requests of a stay"): a person of age x with elapsed stay a is found
 * with weight N(x) r(x - a) P(S > a), a at most x less the first eligible age and x below
 * the age limit of the stay; the rest of the stay is S - a given S > a, cut by the
 * limits. Without a population a follows the equilibrium distribution. Waiting people
 * likewise, with patience in place of the stay; who waits for ever has waited for as long
 * as a stay lasts. Free places are offered to those who wait. Who finds no cohort with
 * somebody left is of none: nobody is dropped. How many: a share of the places at start,
 * or of the people (initial_from_share), to the nearest whole number, or as counted by
 * district; never more than the places. */
#ifndef SUF_ENGINE_INITIAL_H
#define SUF_ENGINE_INITIAL_H

#include "engine/stay/stay_state.h"

/* Seats and lists everybody, after the first month's step and the places of the start. */
SUF_MUST_CHECK suf_status suf_initial_people(suf_stay_state *state);

#endif
