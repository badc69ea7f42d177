/* Death and moves of the people who wait or stay.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hazard.h"

#include <math.h>

suf_ticks
suf_hazard_time(const suf_stay_state *state, uint32_t cell, double death_bound,
    double from_days, double until_days, uint64_t word)
{
    double u = suf_rng_uniform(word);
    double least = 1 - u; /* <= -log(u), which few need: hazards are small */
    double greatest = state->people->greatest_death_per_day * death_bound +
                      state->people->greatest_move_per_day;
    if (greatest * (until_days - from_days + SUF_LONGEST_MONTH_DAYS) < least) {
        return SUF_NEVER_TICKS; /* not even at the greatest hazard of all */
    }
    const suf_calendar *calendar = &state->model->calendar;
    double at = from_days;
    double sum = 0;
    for (uint32_t month = state->core->month; month < calendar->n_months; month++) {
        if (calendar->limits_days[month] > until_days) {
            break;
        }
        double month_end = calendar->limits_days[month + 1];
        if (month_end <= at) {
            continue;
        }
        double move = 0;
        double rate =
            suf_population_hazard(state->people, cell, month, death_bound, &move);
        double reached = sum + rate * (month_end - at);
        if (reached >= least) {
            double target = -log(u);
            if (reached >= target && rate > 0) {
                return suf_ticks_of_days(at + (target - sum) / rate);
            }
        }
        sum = reached;
        at = month_end;
    }
    return SUF_NEVER_TICKS;
}

/* Which hazard strikes, and where it moves, of the spell in hand. */
static inline suf_rng_block
block_of(const suf_stay_state *state, uint32_t entity)
{
    return suf_stay_draw(state, &state->entities.entities[entity],
        (uint64_t) SUF_BLOCK_HAZARD + state->entities.details[entity].hazard_number);
}

/* The draw of which hazard strikes in the spell in hand. */
typedef struct strike {
    double rate,
        move;     /* per day: of the bound that was drawn by, and of moves within it */
    double death; /* of deaths as they are, within the bound */
    double at;    /* where it struck, from 0 to rate */
    double u;     /* for where a move leads */
} strike;

static inline strike
draw_strike(const suf_stay_state *state, uint32_t entity, double death_factor)
{
    const suf_entity *person = &state->entities.entities[entity];
    double bound =
        state->core->parameters->services[state->sources[person->source].service]
            .death_bound;
    suf_rng_block block = block_of(state, entity);
    strike drawn = {.u = suf_rng_uniform(block.word[2])};
    drawn.rate = suf_population_hazard(
        state->people, person->cell, state->core->month, bound, &drawn.move);
    drawn.at = suf_rng_uniform(block.word[1]) * drawn.rate;
    drawn.death = (drawn.rate - drawn.move) * (death_factor / bound);
    return drawn;
}

suf_hazard_cause __attribute__((noinline)) suf_hazard_strike(
    suf_stay_state *state, uint32_t entity, double death_factor, uint32_t *new_cell)
{
    const suf_entity *person = &state->entities.entities[entity];
    strike drawn = draw_strike(state, entity, death_factor);
    bool is_counted = suf_hazard_is_counted(state, entity);
    *new_cell = SUF_NONE;
    if (drawn.at < drawn.death) {
        if (!is_counted) {
            suf_population_die(state->people, person->cell);
        }
        return SUF_HAZARD_DEATH;
    }
    if (drawn.at < drawn.rate - drawn.move) {
        return SUF_HAZARD_THINNED;
    }
    *new_cell =
        is_counted ? suf_population_destination_cell(state->people, person->cell, drawn.u)
                   : suf_population_move(state->people, person->cell, drawn.u);
    return SUF_HAZARD_MOVE;
}

bool
suf_hazard_is_thinned(const suf_stay_state *state, uint32_t entity, double death_factor)
{
    strike drawn = draw_strike(state, entity, death_factor);
    return drawn.at >= drawn.death && drawn.at < drawn.rate - drawn.move;
}

double
suf_yet_to_die(const suf_stay_state *state, uint32_t cell, double time_days)
{
    const suf_population *people = state->people;
    double move = 0;
    double death =
        suf_population_hazard(people, cell, state->core->month, 1, &move) - move;
    double at_risk = (double) people->residents[cell] - people->in_system[cell];
    return at_risk * expm1(death * (state->core->month_end_days - time_days));
}

uint32_t
suf_hazard_destination(const suf_stay_state *state, uint32_t entity)
{
    const suf_entity *person = &state->entities.entities[entity];
    suf_rng_block block = block_of(state, entity);
    double move = 0;
    (void) suf_population_hazard(
        state->people, person->cell, state->core->month, 1, &move);
    if (!(move > 0)) {
        return SUF_NONE;
    }
    return suf_population_destination_cell(
        state->people, person->cell, suf_rng_uniform(block.word[2]));
}
