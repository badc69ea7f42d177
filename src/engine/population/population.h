/* The people: a monthly stochastic cohort-component process by district, sex and birth
 * month. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts only: nobody is an object here. A person who waits or stays in a `stay` service
 * ("in system") is still counted in its cell; the month step draws deaths and moves over
 * those at risk alone, the engine reports those in system (suf_population_die, _move).
 * The step of a month is taken at its start, for the whole month: deaths and moves of
 * those at risk are gone at once, births and in-migrants there at once.
 *
 * Invariants: in_system[cell] <= residents[cell]; in every month, for each district, sex,
 * residents' change = births - deaths + moves in - moves out, exactly.
 *
 * Rates by age. A cohort of one birth month has ages within (a - 1, a + 1) months during
 * a month, spread symmetrically about its age index a. So the rate of a year of age holds
 * as it is when a is no multiple of 12, and the mean of the two years that meet when it
 * is: two "age slots" for each year of age, by which the tables below are kept.
 *
 * A stream of draws is named by district, sex, birth month, month, cause and destination,
 * and each draw inverts one uniform, so that two scenarios whose cohorts differ by one
 * person draw almost the same numbers. */
#ifndef SUF_ENGINE_POPULATION_H
#define SUF_ENGINE_POPULATION_H

#include "engine/population/population_state.h"

struct suf_checkpoint;

/* Room for the people of all cells; the model is borrowed. Fails when memory is out;
 * free it then too. */
SUF_MUST_CHECK suf_status suf_population_init(
    suf_population *self, const suf_model *model);
/* Releases the room, not the model. */
void suf_population_free(suf_population *self);

/* Saves the people and their flows, or brings them back for the same replication, with
 * rates made from its parameters (core/checkpoint.h). */
void suf_population_checkpoint(suf_population *self, const suf_parameters *parameters,
    suf_rng_key key, struct suf_checkpoint *to);

/* Sets the counts of the model's start and steps through the months before the run's. The
 * step of the run's first month is not yet taken. */
void suf_population_start(
    suf_population *self, const suf_parameters *parameters, suf_rng_key key);
/* The step of a month: the one after self->month. */
void suf_population_step(suf_population *self, uint32_t month);
/* Writes residents and flows of a calendar year (index from the layout's first year) into
 * the record, and sets the flows to 0. districts: where each stands in the layout; NULL:
 * as in the model. */
void suf_population_flush(suf_population *self, const uint32_t *districts,
    suf_metrics *metrics, uint32_t year_index);

/* A person of a cell who is in system dies. The caller has released it from `in_system`
 * before or after.
 */
void suf_population_die(suf_population *self, uint32_t cell);
/* A person of a cell who is in system moves: draws where by inversion of u in (0, 1) in
 * proportion to the hazards, counts it, and returns the cell it now belongs to, or
 * SUF_NONE when it has left the region. */
uint32_t suf_population_move(suf_population *self, uint32_t cell, double u);
/* Hazards of death per day of a district and sex in a month, [age slot]. */
const double *suf_population_deaths(
    const suf_population *self, uint32_t month, uint32_t district, uint32_t sex);
/* Total hazard of death and of moving of a person of a cell, per day, in a month (this
 * one or a later one of the calendar). Deaths are multiplied by death_factor. */
double suf_population_hazard(const suf_population *self, uint32_t cell, uint32_t month,
    double death_factor, double *move_per_day);
/* The cell that suf_population_move would return; nothing is counted. */
uint32_t suf_population_destination_cell(
    const suf_population *self, uint32_t cell, double u);
/* A bound of the hazard, per day, of those of a district and sex between two age indices
 * (months), in this month's calendar year and the two after it. */
double suf_population_greatest_hazard(const suf_population *self, uint32_t district,
    uint32_t sex, uint32_t from_months, uint32_t to_months, double death_factor);

#endif
