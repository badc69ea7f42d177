/* Places of `stay` services: who gets one, who waits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who asks. Exposed to a service are the people of a cell who neither wait nor stay in
 * it: residents less those in system there, and, until they die, those whom this month's
 * step has taken away already (hazard.h). A candidate whose position is not below their
 * number is nobody, and so is one whose age at its moment is outside its band; neither
 * leaves a trace. Exposed is more than at risk: who is in another service is exposed, but
 * not at risk. A request is void where nobody of the cell is at risk: it would be made by
 * somebody who is in system already.
 *
 * Model: a request balks, or is offered a free usable place of its own district, else of
 * the nearest district within reach, else it joins the waiting list of its district (or
 * is refused where there is none, or it is full). A freed or opened place goes to the
 * one whose turn it is (offer.h). Stays end by themselves, at an age limit, by death or
 * by a move (departure.h); closing a place never evicts.
 *
 * Invariant after each event: a district has no free usable place while anybody who
 * accepts it waits; but for places kept from the classes of those who wait
 * (class_places.h), and those who ask again by themselves (retrial.h). Each function
 * takes what happens at state->core->now_days. */
#ifndef SUF_ENGINE_PLACE_H
#define SUF_ENGINE_PLACE_H

#include "engine/stay/stay_state.h"

/* A candidate of a stream asks, if it is somebody. All that comes of it at once is done
 * and counted: balks, is refused, joins its list, or begins its stay. */
void suf_place_request(
    suf_stay_state *state, const suf_candidate *candidate, uint32_t stream);
/* An entity whose stay is over, and its place left, asks for another service as a
 * candidate of a source of it (network.h). True when it waits or stays there now. */
bool suf_place_go_on(suf_stay_state *state, uint32_t index,
    const suf_candidate *candidate, uint32_t source);

/* Somebody who is there at the start: not counted as a request or admission. `name` and
 * `source` name its draws; `since_days` <= 0. */
typedef struct suf_initial_occupant {
    uint64_t name;
    uint32_t source, cell; /* as in suf_entity */
    uint32_t home;         /* district; of its place too */
    double since_days;     /* when its stay or wait began */
    double end_days;       /* of the stay, or of the patience; INFINITY: none */
    uint64_t hazard_word;
} suf_initial_occupant;
/* Takes a place in its home district, or as many as its class takes; false when more than
 * `most` would be taken there then, and it takes none. */
bool suf_place_seat(
    suf_stay_state *state, const suf_initial_occupant *occupant, uint32_t most);
/* Joins the list of its home district. */
void suf_place_list(suf_stay_state *state, const suf_initial_occupant *occupant);

#endif
