/* Death and moves of the people who wait or stay.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hazard.h"

#include <math.h>

#define LONGEST_MONTH_DAYS 31

double
suf_hazard_time(const suf_state *state, uint32_t cell, double death_factor,
    double from_days, double until_days, uint64_t word)
{
    if (until_days < from_days) {
        return (double) INFINITY; /* most are gone before the month is */
    }
    double u = suf_rng_uniform(word);
    double least = 1 - u; /* <= -log(u), which few need: hazards are small */
    double greatest = state->population.greatest_death_per_day * death_factor +
                      state->population.greatest_move_per_day;
    if (greatest * (until_days - from_days + LONGEST_MONTH_DAYS) < least) {
        return (double) INFINITY; /* not even at the greatest hazard of all */
    }
    const suf_calendar *calendar = &state->model->calendar;
    double at = from_days;
    double sum = 0;
    for (uint32_t month = state->month; month < calendar->n_months; month++) {
        if (calendar->limits_days[month] > until_days) {
            break;
        }
        double month_end = calendar->limits_days[month + 1];
        if (month_end <= at) {
            continue;
        }
        double move = 0;
        double rate =
            suf_population_hazard(&state->population, cell, month, death_factor, &move);
        double reached = sum + rate * (month_end - at);
        if (reached >= least) {
            double target = -log(u);
            if (reached >= target && rate > 0) {
                return at + (target - sum) / rate;
            }
        }
        sum = reached;
        at = month_end;
    }
    return (double) INFINITY;
}

suf_fate
suf_hazard_strike(
    suf_state *state, uint32_t entity, double death_factor, uint32_t *new_cell)
{
    const suf_entity *person = &state->entities.entities[entity];
    suf_rng_block block = suf_state_draw(
        state, person, SUF_BLOCK_PHASE + state->entities.details[entity].phase);
    double move = 0;
    double rate = suf_population_hazard(
        &state->population, person->cell, state->month, death_factor, &move);
    *new_cell = SUF_NONE;
    if (suf_rng_uniform(block.word[1]) * rate < rate - move) {
        suf_population_die(&state->population, person->cell);
        return SUF_FATE_DEATH;
    }
    *new_cell = suf_population_move(
        &state->population, person->cell, suf_rng_uniform(block.word[2]));
    return SUF_FATE_MOVE;
}
