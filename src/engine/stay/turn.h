/* Whose turn it is: who of those waiting gets a place that is free.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists by district (`list: district`). A place goes to the list of its own district; if
 * that is empty, to the nearest other list whose people accept the distance. Within a
 * list the discipline decides.
 *
 * One list (`list: city`). A place goes to the first of all who wait for the service,
 * wherever it is: the lowest class, then the earliest request; of equal ones the one who
 * lives nearest, own district first. In a lottery all have the same chance. Everybody
 * accepts every place. The people of each district stand in a line of their own all the
 * same, as results tell of them by district; as each line is in the order of the list,
 * its first is the first of the list in that district, and the earliest of these firsts
 * is the first of all.
 *
 * Invariant: while anybody who accepts it waits, a free place has a next one. */
#ifndef SUF_ENGINE_TURN_H
#define SUF_ENGINE_TURN_H

#include "engine/stay/stay_state.h"

/* Who gets a free place of a district, and the line (pool) where it stands; SUF_NONE when
 * nobody waits who may. Draws the lottery. */
uint32_t suf_turn_next(
    suf_stay_state *state, uint32_t service, uint32_t district, uint32_t *line);

/* How many stand on the list that somebody of a district would join. */
static inline uint32_t
suf_turn_list_length(const suf_stay_state *state, const suf_service *service,
    uint32_t service_index, uint32_t pool_index)
{
    return service->stay.is_city_list ? state->service_waiting[service_index]
                                      : state->lines[pool_index].n;
}

#endif
