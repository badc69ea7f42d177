/* What the month step needs to know of each age: probabilities from hazards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hazards are constant within a month, so its probabilities are the same for all cohorts
 * of one district, sex and age slot. Most months have the rates of an earlier one of
 * their length: they are kept by length. */
#ifndef SUF_ENGINE_POPULATION_RATES_H
#define SUF_ENGINE_POPULATION_RATES_H

#include "engine/population/population.h"

/* Fills the probabilities of leaving from the integrated hazards of death and moving. */
void suf_month_rates_set_leaving(suf_month_rates *rates);
/* Rates of all districts, sexes and age slots for a month of so many days: made anew only
 * when the year brings other deaths to a month of this length. Borrowed; until the next
 * call. */
const suf_month_rates *suf_month_rates_of(
    suf_population *self, uint32_t month, double days);

#endif
