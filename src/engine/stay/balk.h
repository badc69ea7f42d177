/* Whether somebody who asks goes away at once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With one probability (`balk`), or by the number of people who are there
 * (`balk_by_present`): in places and waiting, of the district, or with one list of the
 * city. */
#ifndef SUF_ENGINE_BALK_H
#define SUF_ENGINE_BALK_H

#include "engine/stay/stay_state.h"

/* The probability now, of somebody who asks for a pool of a service. */
double suf_balk_probability(
    const suf_stay_state *state, uint32_t service, uint32_t pool_index);

#endif
