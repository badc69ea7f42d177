/* Networks: people whose stay is over go on to another service.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of those whose stay ends by itself or at an age limit, a share asks at once for a place
 * of another service, in the district where they live (`then`). Those whose stay ends by
 * a death or a move do not go on, nor those who will die or move on the same day. There
 * everything is as for anybody who asks: they may balk, find a place at home or
 * elsewhere, wait, or be refused, and then they leave. Circles are allowed. The place
 * that was left is offered to those who wait for it before its holder asks anew, so in a
 * circle nobody comes before them. With exponential stays, lists without limit and
 * Poisson arrivals this is a Jackson network (Jackson 1957, doi:10.1287/opre.5.4.518).
 *
 * Names. A draw of the person's own says whether and where it goes on (word 0 of block
 * SUF_BLOCK_ONWARD) and names its request there (word 1), in the stream "then/SERVICE".
 * Its stay, patience and class there are drawn by that name, as is its moment of birth
 * within its month, where an age limit asks for it.
 *
 * Hazards. One is in force until the stay is over; the next is drawn from the day after,
 * as after a wait (spell.h): so the deaths and moves of a day are known when it begins.
 *
 * Days at once. Neither those who may go on nor the services they go on to are taken at
 * once (day.h); those who stay where people go on from are entities. A cell of whom
 * somebody goes on is contested, as the end of its stay is an event by name. */
#ifndef SUF_ENGINE_NETWORK_H
#define SUF_ENGINE_NETWORK_H

#include "engine/stay/stay_state.h"

/* The stay of an entity is over, and its place is free again: true when it has gone on,
 * and waits or stays elsewhere now; false when it is to be let go. */
bool suf_network_go_on(suf_stay_state *state, uint32_t index);

#endif
