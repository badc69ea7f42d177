/* A day of the population's requests and of the ends of plain stays, taken at once where
 * their order does not matter.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nearly all people who ask are admitted on the spot, and nearly all stays end without
 * anybody noticing. Their counts and areas do not depend on the order in which they are
 * added up. So they are added up at the start of the day, without events and without
 * names. Who may depend on the order goes down the ordered path, as events. Both give the
 * same path, draw for draw: a test compares every variable of both.
 *
 * Where order matters. (1) Who finds a place: the one who asks before a pool is full, not
 * the one after. (2) Who is exposed: a candidate's position is compared with the people
 * of its cell who are at risk just then. (3) Which request is void: where everybody of
 * the cell is in system already. (4) Everything about people with a name: lists, deaths,
 * moves.
 *
 * Rooms. A pool has room today when it cannot be full at any moment of it: occupied + all
 * who may ask by then, from its own district and from those whose pools may be full, less
 * those who have surely left, is never above its usable places; no line may take its
 * places; and none of its places opens, closes or is converted today. Asks and ends are
 * counted by slices of the day; whoever asks is taken as asking at the start of a slice,
 * whoever leaves as leaving at its end. Who asks a pool with room is admitted there.
 *
 * Contested cells. Today's requests and ends can change who of a cell is in system by no
 * more than their number. So most candidates are exposed, or not, whatever the order:
 * those whose position stays below (or above) the exposed by more than that number. A
 * cell is contested when one of its candidates is not sure; when an event of it is on the
 * list (a death or move, leaving a list, a release by name), or somebody may move into it
 * today; or when a request of a pool without room may be void. All that happens today to
 * people of a contested cell happens in order.
 *
 * Invariants. (a) What is taken at once commutes with every event of the day. (b) At the
 * start of the day every death and move of it that changes the people of a cell is on the
 * event list: of a person who becomes known today none does (hazard.h), and after a wait
 * or a move the next hazards begin tomorrow (spell.h). Deaths at the end of a stay of one
 * day are not: of those who ask today they count as asks, and the cells of those on lists
 * are contested (brief_stay.h). (c) Within the day has_room stands
 * for the true test of a free place, as occupied already counts the whole day.
 *
 * What was traded: some 1,100 lines of a second path against nearly half of the time of a
 * run.
 */
#ifndef SUF_ENGINE_DAY_H
#define SUF_ENGINE_DAY_H

#include "engine/stay/stay_state.h"

/* *day is owned by the caller (suf_day_free). Fails when memory is out. */
SUF_MUST_CHECK suf_status suf_day_new(const suf_model *model, struct suf_day **day);
/* NULL is allowed. */
void suf_day_free(struct suf_day *self);
/* Forgets the replication before; after the streams of this one were found. */
void suf_day_clear(suf_stay_state *state);
/* Takes the day that begins at state->core->now, at which all other events of it are on
 * the list: at once (state->core->way AT_ONCE), or all as events. The first failure is
 * left in the core's status. */
void suf_day_take(suf_stay_state *state);

#endif
