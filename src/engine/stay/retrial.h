/* Retrials: people who find no place ask again, each by itself.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (`discipline: retrial`). Nobody stands in line. Who finds no place is in orbit:
 * it asks again after exponential times of one mean, independent of all others, until it
 * finds a free place of its own district or within its reach, loses its patience, grows
 * too old, dies or moves. A place that becomes free is offered to nobody, so whoever asks
 * first has it, be it for the first time. With one place, Poisson arrivals of rate a,
 * exponential stays of rate m and tries of rate n, the mean number in orbit is r / (1 -
 * r) (r + a / n), r = a / m (Falin and Templeton 1997, section 1.2). As n grows it
 * becomes the queue in random order.
 *
 * The orbit is the list of a district without an order (waiting_line.h), so all that is
 * told of lists is told of it.
 *
 * Events. An entity has one live event, the earliest of its next try and the ends of its
 * wait. A try that finds nothing draws the next one: try k of a person is a draw of its
 * own, named by k. When a death or move is thinned (hazard.h) the next try is drawn anew
 * too, which is exact, as tries have no memory.
 *
 * Days of such a service are taken in order: who finds a place hangs on who asks first.
 * A try stands on the event list in place of a death or move that comes later on its day,
 * so the cell of somebody of whom that is so is contested (day_order.c). */
#ifndef SUF_ENGINE_RETRIAL_H
#define SUF_ENGINE_RETRIAL_H

#include "engine/stay/stay_state.h"

/* Draws when an entity in orbit asks next. */
suf_ticks suf_retrial_next(suf_stay_state *state, uint32_t service, uint32_t index);

/* Whether the wait of an entity that asks again today may end today after it. */
bool suf_retrial_may_end(const suf_stay_state *state, uint32_t index);

#endif
