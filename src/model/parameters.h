/* The numbers of one replication: assumptions drawn, everything that rests on them
 * resolved.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A replication's worker owns one block and reuses it: only what changed is made anew.
 * The engine reads numbers only here. */
#ifndef SUF_MODEL_PARAMETERS_H
#define SUF_MODEL_PARAMETERS_H

#include <stdbool.h>

#include "base/status.h"
#include "model/chosen.h"
#include "model/model.h"
#include "random/distribution.h"

typedef struct suf_service_parameters {
    suf_distribution stay, patience; /* stay has its equilibrium when there are initial
                                        occupants */
    double balk;              /* probability, when the service has no table of it */
    double death_factor;      /* of the cohort's hazard while staying; 0 when INCLUDED */
    double death_bound;       /* max(1, death_factor): at which deaths are drawn */
    double death_probability; /* INCLUDED: that a stay ends in death */
    double death_per_staying_day; /* INCLUDED: death_probability / mean stay; else 0 */
    double retry_mean_days;       /* RETRIAL: between two tries */
    double team_present_days, team_absent_days; /* means; where there are teams */
    double initial_occupancy;                   /* share of places at start */
    double rate; /* per person-day, before band, year and month factors */
    /* What `rate` was solved for, so that it is solved again only when that changes. */
    double solved_share, solved_scale, solved_shape, solved_mortality;
    double *wave_factor, *wave_mean_days; /* [n_waves]; owned */
    double *then_limits;  /* [n_then] shares of those who go on, summed up; owned */
    double *month_factor; /* [calendar.n_months] year x month-of-year factor; owned */
} suf_service_parameters;

typedef struct suf_parameters {
    const suf_model *model; /* borrowed */
    double *assumptions;    /* [suf_model_n_values] drawn: see suf_design_draw; owned */
    /* Of the first year, where they move. */
    double males_per_female, fertility_factor, mortality_factor, migration_factor,
        turnover_factor, mortality_trend;
    suf_service_parameters *services; /* [n_services]; owned */
    /* [n_services] those whose rates are worked out, as they are simulated (scope.h);
     * NULL: all. Borrowed; set before resolving. */
    const bool *simulated;
    /* Per stream: rate per person-day without the month factor (POPULATION) or per day
     * (RATE). Owned. */
    double *stream_rate;
    suf_delay delay;              /* law of the multiplier of planned durations */
    double correlation;           /* of the projects' delays */
    double programme_correlation; /* more of those of one programme; sum 1 at most */
    suf_delay overrun;            /* law of the factor on capital costs; 1 without one */
    double overrun_score;         /* correlation of its normal score with the delay's */
    suf_distribution *works_time; /* [n_works] of one batch; owned */
    suf_chosen chosen;            /* projects, places and works with the levers in them */
} suf_parameters;

/* A number of the model in this replication. */
static inline double
suf_parameters_value(const suf_parameters *self, const suf_number *number)
{
    return number->assumption == SUF_NONE
               ? number->value
               : number->value * self->assumptions[number->assumption];
}

/* True when the number is an assumption that moves from year to year. */
static inline bool
suf_parameters_moves(const suf_parameters *self, const suf_number *number)
{
    return number->assumption < self->model->n_assumptions &&
           self->model->assumptions[number->assumption].has_ar1;
}

/* The same in a calendar year; before and after the run's years that of the nearest. */
static inline double
suf_parameters_value_in(
    const suf_parameters *self, const suf_number *number, int32_t year)
{
    const suf_model *model = self->model;
    if (!suf_parameters_moves(self, number)) {
        return suf_parameters_value(self, number);
    }
    int32_t last = (int32_t) model->n_years - 1;
    int32_t y = year - model->first_year;
    y = y < 0 ? 0 : y > last ? last : y;
    size_t of_path = model->assumptions[number->assumption].path_index;
    return number->value * self->assumptions[model->n_assumptions +
                                             of_path * model->n_years + (size_t) y];
}

/* Room for what a replication draws; the model is borrowed. Fails when memory is out;
 * free it then too. */
SUF_MUST_CHECK suf_status suf_parameters_init(
    suf_parameters *self, const suf_model *model);
/* Releases the room, not the model. */
void suf_parameters_free(suf_parameters *self);
/* Resolves every number for the drawn values of the assumptions ([suf_model_n_values],
 * copied). SUF_ERROR_PARAMETER when a value lies outside what it is used for. */
SUF_MUST_CHECK suf_status suf_parameters_resolve(
    suf_parameters *self, const double *assumption_values);

/* The rate per person-day (before year and month factors) at which a share of the people
 * of [of_from, of_to) months hold a place, in the steady state of an age-structured
 * population (model.md, "Requests of a stay"): for an exponential stay p'(x) = r(x) (1 -
 * p) - p / m; for others p(x) = integral of r(x - a) (1 - p(x - a)) S(a) over a, in steps
 * of a month. A stay ends at stay_until at the latest. Where deaths are part of the stay,
 * holders are spared the hazard h of their cohort, which shrinks around them: + h p on
 * the right, S(a) over the cohort's survival from x - a to x. (Without it the number of
 * holders would grow past the share: by a quarter for care beds.) Groups (sexes) have
 * counts and factors of their own. SUF_ERROR_PARAMETER when no rate gives so large a
 * share. */
typedef struct suf_prevalence_problem {
    const double *people; /* [n_groups][n_ages] by age in whole months */
    const double *factor; /* likewise: of the base rate; 0 outside the eligible ages */
    const double
        *hazard; /* likewise: deaths per person-day that holders are spared; or NULL */
    uint32_t n_groups, n_ages;
    uint32_t of_from, of_to;
    uint32_t stay_until;
    const suf_distribution *stay;
    double share;
} suf_prevalence_problem;
/* The rate of requests, per person and day, at which holders are the share `share` of
 * those of the ages `of`; 0 where the share is 0. Fails when memory is out, where there
 * are no such people, or where no rate up to 1000 a day gives the share. */
SUF_MUST_CHECK suf_status suf_prevalence_solve(
    const suf_prevalence_problem *problem, double *per_day);
/* The share that a rate gives: what suf_prevalence_solve inverts. NaN when there are no
 * people that it could be of. */
SUF_MUST_CHECK suf_status suf_share_of_rate(
    const suf_prevalence_problem *problem, double per_day, double *share);

/* --- what resolving them is made of (parameters_population.c) --------------------------
 */

/* A number that must lie in [0, most]; SUF_ERROR_PARAMETER otherwise. */
SUF_MUST_CHECK suf_status suf_parameters_take(
    const suf_parameters *self, const suf_number *number, double most, double *value);
/* The same of a calendar year, without an upper limit. */
SUF_MUST_CHECK suf_status suf_parameters_take_in(
    const suf_parameters *self, const suf_number *number, int32_t year, double *value);
/* The factors on the population's rates, and whether its flows can be as drawn. */
SUF_MUST_CHECK suf_status suf_parameters_resolve_population(suf_parameters *self);
/* The law of the factor on capital costs, and the correlation of its scores with the
 * delay's (parameters_costs.c); fixed at 1 where the scenario has none. */
SUF_MUST_CHECK suf_status suf_parameters_take_overrun(suf_parameters *self);
/* Deaths per person-year at an age in the year of the counts, before the factor on all:
 * of districts that differ the mean over their people at the start. */
double suf_parameters_start_mortality(
    const suf_parameters *self, uint32_t sex, uint32_t age);

#endif
