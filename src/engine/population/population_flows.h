/* Who moves: hazards and in-migrants of a replication, from tables and rows of flows.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hazards to all destinations together, and in-migrants, are kept for every year, as
 * those who wait or stay look ahead; how movers are shared among destinations is kept
 * for the year in hand alone. */
#ifndef SUF_ENGINE_POPULATION_FLOWS_H
#define SUF_ENGINE_POPULATION_FLOWS_H

#include "engine/population/population_state.h"

/* Years, and sexes, whose moves differ: 1 when all are the same. */
uint32_t suf_moves_n_years(const suf_population_model *model);
uint32_t suf_moves_n_sexes(const suf_population_model *model);
/* Sets the moves of all years; those of the first are in hand. */
void suf_population_set_moves(suf_population *self);
/* Takes the moves of a year (index) in hand. */
void suf_population_take_year(suf_population *self, uint32_t year);

#endif
