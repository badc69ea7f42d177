/* What the month step needs to know of each age: probabilities from hazards.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hazards are constant within a month, so its probabilities are the same for all cohorts
 * of one district, sex and age slot. Most months have the rates of an earlier one of
 * their length: they are kept by length. */
#ifndef SUF_ENGINE_POPULATION_RATES_H
#define SUF_ENGINE_POPULATION_RATES_H

#include "engine/population/population_state.h"

/* Rate of an age slot from a table by single years of age. */
static inline double
suf_rate_of_slot(const double *by_age, uint32_t slot)
{
    uint32_t age = slot / 2 < SUF_N_AGES ? slot / 2 : SUF_N_AGES - 1;
    if (slot % 2 != 0 || slot == 0) {
        return by_age[age];
    }
    return (by_age[slot / 2 - 1] + by_age[age]) / 2;
}
/* A factor in a calendar year: that of the first, unless it moves. */
double suf_population_factor(
    const suf_population *self, const suf_number *number, double first, int32_t year);
/* Fills the probabilities of leaving from the integrated hazards of death and moving. */
void suf_month_rates_set_leaving(suf_month_rates *rates);
/* Rates of all districts, sexes and age slots for a month of so many days: made anew only
 * when the year brings other deaths to a month of this length. Borrowed; until the next
 * call. */
const suf_month_rates *suf_month_rates_of(
    suf_population *self, uint32_t month, double days);

#endif
