/* Places that open, close, ramp up and are converted, of services of every kind.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model: built places count towards targets; of them the usable admit people, after the
 * steps of a ramp, by the share that is staffed, and while their team is there (teams.h).
 * Closing takes usable places and others in proportion, of all that was opened before; it
 * never evicts: those above the usable places stay to their ends, and nobody takes their
 * places. A conversion moves places one by one, as they fall free. Each function acts at
 * state->core->now.
 *
 * Invariant: 0 <= usable <= ready <= built. */
#ifndef SUF_ENGINE_CAPACITY_H
#define SUF_ENGINE_CAPACITY_H

#include "engine/core/core.h"
#include "engine/delivery/delivery.h"
#include "engine/delivery/teams.h"

/* What a change of places has come to. */
typedef struct suf_change_state {
    double conversion, open_share;
} suf_change_state;

/* What the delivery keeps. */
typedef struct suf_delivery_state {
    suf_core *core;
    const suf_model *model; /* of the core */
    suf_delivery delivery;
    double *conversions; /* [n_changes] places still to be converted */
    double *open_shares; /* [n_changes] of its places, not closed since it opened */
    suf_change_state *by_origin; /* [by_origin_room] scratch of checkpoints */
    size_t by_origin_room;
    suf_teams *teams; /* [pool] */
} suf_delivery_state;

/* Makes the places of the start, which are not openings; later changes become events. */
void suf_capacity_start(suf_delivery_state *state);
/* Puts what is still to change on the event list, in place of what was there: when others
 * go on from a checkpoint. */
void suf_capacity_resume(suf_delivery_state *state);
/* A change of the model's capacity, by index. */
void suf_capacity_change_places(suf_delivery_state *state, uint32_t change);
/* A team comes or goes (teams.h). */
void suf_capacity_switch_team(suf_delivery_state *state, const suf_event *event);
/* Converts places that have fallen free, where a conversion is under way. */
void suf_capacity_convert(suf_delivery_state *state);

/* A policy begins what waits for it, now: its changes of places become events. */
void suf_capacity_begin(suf_delivery_state *state, uint32_t policy);
/* What others decide within a run; each returns how many places it has moved. Opens n
 * places, which admit people at once. */
int64_t suf_capacity_open(
    suf_delivery_state *state, uint32_t service, uint32_t district, int64_t n);
/* Closes n places, or as many as there are. */
int64_t suf_capacity_close(
    suf_delivery_state *state, uint32_t service, uint32_t district, int64_t n);
/* Converts up to `most` places of one service into those of another, as far as they are
 * free now. */
int64_t suf_capacity_turn(suf_delivery_state *state, uint32_t converted, uint32_t service,
    uint32_t district, double most);

#endif
