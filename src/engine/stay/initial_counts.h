/* How many people are there at the start: in places and on lists, as scenarios say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_INITIAL_COUNTS_H
#define SUF_ENGINE_INITIAL_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/stay/stay_state.h"

/* How many hold a place of an area: as counted, or by a share of the people whom the
 * service is for, or of the places; never more than are usable, less what a question
 * adds. Zones share what is counted by district. */
uint64_t suf_initial_seated(
    const suf_stay_state *state, uint32_t service_index, uint32_t area);
/* How many wait in a district. */
uint32_t suf_initial_listed(const suf_stay_model *stay, uint32_t district);
/* Whether anybody waits anywhere. */
bool suf_initial_is_any_listed(const suf_model *model, const suf_stay_model *stay);

#endif
