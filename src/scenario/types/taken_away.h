/* A scenario without some causes of shortage: what the key `without` does.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * late        every project that gives or closes places opens on its planned day, and
 *             none is cancelled or waits for an inspection; works give no places, and
 *             stay
 * unstaffed   every place of a project is usable from the day on which it opens, and
 *             teams are always there
 * misplaced   people of every district, and of every zone of a service whose places
 *             stand in zones, accept the places of all: one list for the city where
 * people wait, whose limit and thresholds of balking are those of one list times the
 * number of lists; else the nearest with a free place
 *
 * unexpected  every assumption that something else than projects uses, be it beside
 *             them, is at its median and does not move
 *
 * Places, people, the other random numbers stay as they are, so that two scenarios that
 * differ by what is taken away pair replication by replication. */
#ifndef SUF_SCENARIO_TYPES_TAKEN_AWAY_H
#define SUF_SCENARIO_TYPES_TAKEN_AWAY_H

#include <stdint.h>

#include "scenario/types/scenario.h"

/* The causes that the key says are taken away. */
uint32_t suf_taken_away_mask(const suf_scenario *scenario);
/* The causes that can bear on who is served at all; to take away another one changes
 * nothing. */
uint32_t suf_causes_that_act(const suf_scenario *scenario);
/* Takes them away from a checked scenario, that a model is built from. */
void suf_take_away(suf_scenario *ordered);

#endif
