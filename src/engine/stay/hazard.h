/* Death and moves of the people who wait or stay.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is in system is not in the month step of its cohort, so its own death or move is
 * drawn here from the same hazards: an exponential target used up month by month
 * (inversion of the cumulative hazard). They are followed to the end of the month in
 * which the wait or stay ends, because a released person is in no step before the next.
 *
 * The month of entry. The step takes a cohort's dead of a month away at its start, though
 * they live on for a part of it. So those yet to die count among the people who may ask
 * (suf_yet_to_die: of n who live at a month's end, n exp(hazard x rest) lived at a moment
 * before it, with that rest of the month still to come), and a death or move that strikes
 * in the month in which somebody asked ends the wait or the stay but changes no count of
 * people: the step has counted it. Wait and stay are then as long, and begun as often, as
 * if nobody had left at the month's start. Moves are made at the month's start as far as
 * asking goes: who left is replaced by who came.
 *
 * Thinning. Deaths have a factor while somebody stays in a service, and none while it
 * waits or once it is released. So deaths are always drawn at the larger of the two (the
 * service's death_bound), and one that strikes holds with the probability factor / bound,
 * the factor that of what the person does just then (Lewis and Shedler 1979). One that
 * does not hold is followed by the next from the day after: of one person's hazards at
 * most one strikes in a day. */
#ifndef SUF_ENGINE_HAZARD_H
#define SUF_ENGINE_HAZARD_H

#include "engine/stay/stay_state.h"

/* When a person of a cell dies or moves, from `from_days` (the start of hazards in force)
 * to the end of the month that holds `until_days`; SUF_NEVER_TICKS when not by then.
 * `word` is random. Deaths are multiplied by death_bound. */
suf_ticks suf_hazard_time(const suf_stay_state *state, uint32_t cell, double death_bound,
    double from_days, double until_days, uint64_t word);

/* What a hazard that strikes turns out to be. */
typedef enum suf_hazard_cause {
    SUF_HAZARD_DEATH,
    SUF_HAZARD_MOVE,
    SUF_HAZARD_THINNED /* neither: drawn at a bound that does not hold now */
} suf_hazard_cause;

/* The hazard of an entity strikes now: draws which, counts it in the population, and sets
 * *new_cell to where a mover now belongs (SUF_NONE: left the region, or no mover). The
 * entity must still be in system. death_factor: 0 to the death_bound of
 * its service. */
suf_hazard_cause suf_hazard_strike(
    suf_stay_state *state, uint32_t entity, double death_factor, uint32_t *new_cell);

/* Whether a hazard of an entity that strikes now has been counted with its cohort: it
 * asked this month, and the month's step has drawn the deaths and moves of all who were
 * at risk when the month began. */
static inline bool
suf_hazard_is_counted(const suf_stay_state *state, uint32_t entity)
{
    return state->entities.details[entity].entry_month == state->core->month;
}

/* Whether the hazard that is in force this month will be found thinned when it strikes.
 */
bool suf_hazard_is_thinned(
    const suf_stay_state *state, uint32_t entity, double death_factor);

/* How many people of a cell, on average, are alive at a time of this month who have been
 * taken away by its step: (people - those in system) x (exp(hazard x rest of the month) -
 * 1). */
double suf_yet_to_die(const suf_stay_state *state, uint32_t cell, double time_days);

/* The cell to which the hazard in force of an entity will move it this month, if it is a
 * move within the region; else SUF_NONE, or a cell to which it will not go. For day.h,
 * which contests each cell that somebody may move into: one too many does no harm. */
uint32_t suf_hazard_destination(const suf_stay_state *state, uint32_t entity);

#endif
