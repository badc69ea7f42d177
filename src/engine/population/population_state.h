/* What is known of the people, and where to find it: see population.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_POPULATION_STATE_H
#define SUF_ENGINE_POPULATION_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "model/model.h"
#include "model/parameters.h"
#include "random/rng_stream.h"
#include "stats/metrics.h"

/* Slot 2 y: age index 12 y; slot 2 y + 1: the other months of year y. At 100 and over the
 * hazards stay the same; in-migrants of the open age group come within its first year. */
enum { SUF_N_AGE_SLOTS = 2 * SUF_N_AGES + 2, SUF_N_MONTH_LENGTHS = 4 /* 28..31 days */ };

static inline uint32_t
suf_age_slot(uint32_t age_index)
{
    return age_index > 12 * SUF_N_AGES ? SUF_N_AGE_SLOTS - 1
                                       : age_index / 12 * 2 + (age_index % 12 != 0);
}

/* What the month step needs to know of one district, sex and age slot, for a month of one
 * length. */
typedef struct suf_month_rates {
    double death, move;        /* hazards x length of the month */
    double p_death, log_alive; /* probability; log(1 - p_death) */
    double p_move, log_stay;   /* of a move, of those who do not die; log(1 - p_move) */
    double in_migrants, p_nobody; /* mean in a cohort; exp(-in_migrants) */
} suf_month_rates;

/* People of one cell who left it, or came to it, in a step: kept for cohorts that have
 * pupils (intake.h). */
typedef struct suf_change {
    uint32_t cell, n; /* before the change; how many */
    uint32_t to;      /* district; SUF_NONE: died, or left the region */
    uint32_t
        n_before; /* people of both sexes they are some of; of in_migrants: the city's */
    bool is_in_migrant; /* they have come from outside, to `cell` */
} suf_change;

/* What the rates of deaths, births and moves are multiplied by in a replication. */
typedef struct suf_population_factors {
    double mortality, fertility, migration, turnover; /* 1: as the tables have them */
    double mortality_trend; /* relative change of all death rates in a year */
} suf_population_factors;

typedef struct suf_population {
    const suf_model *model;           /* borrowed */
    const suf_parameters *parameters; /* borrowed, from start on */
    suf_rng_key key;
    /* [sex][n_cohorts] residents are stepped in months below this; NULL: in all. A
     * question leaves out those that bear on nothing it asks for (model/scope.h).
     * Borrowed. */
    const uint32_t *cohort_months;
    uint32_t eldest[SUF_N_SEXES];  /* no cohort before it is stepped from this month on */
    uint32_t n_slots[SUF_N_SEXES]; /* age slots below it are those of the stepped */
    uint32_t *residents;           /* [cell] */
    uint32_t *in_system;    /* [cell] waiting or staying, all services; with those apart
                               (stay/departure.h). Residents less these are at risk */
    uint32_t *staying;      /* [staying_index][cell] in services whose deaths differ */
    bool is_nobody_staying; /* in any of these: they are left out of the replication */
    uint32_t month; /* index of the month whose step was taken last; before the first
                       one UINT32_MAX, from which ages count rightly */
    /* Flows since the last suf_population_flush, [district][sex][age group]. */
    uint64_t *births, *deaths, *moves_in, *moves_out;

    /* Per person and day; constant from start on. Destinations are those of the pairs of
     * a district, in the order in which movers are split (model/moves.h). */
    double *death_per_day;  /* [year][group][sex][age slot] */
    double *births_per_day; /* [year][group][age slot], a woman */
    /* To all destinations together: [year][district][sex][age slot], with one year, and
     * one sex, where all are the same (suf_population_moves_at). */
    double *move_per_day;
    /* Share of those who went to none of the destinations before it, in the year in hand:
     * [district][sex][age slot][pair of the district] (suf_population_shares_at) */
    double *move_share;
    uint32_t share_year;
    /* To one cohort: [year][district][sex][age slot], years likewise. */
    double *in_migrants_per_day;
    bool *has_in_migrants; /* [district][sex] in any year */
    /* Of rows of flows, in the year in hand, per person and year: moves [pair][sex]
     * [age], and in-migrants [district][sex][age]; NULL where there are none. */
    double *flow_rates, *flow_in;
    double greatest_death_per_day, greatest_move_per_day; /* of all */
    /* Of the services by staying_index: deaths among those staying, per day, are factor x
     * the cohort's hazard + constant. */
    double *staying_factor, *staying_per_day;

    /* [length - 28][district][sex][age slot], made when first needed in a year. */
    suf_month_rates *rates;
    uint32_t rates_year[SUF_N_MONTH_LENGTHS]; /* year index they hold for, or SUF_NONE */
    uint32_t *arrivals;          /* [cell] movers of the step in hand; 0 between steps */
    const uint32_t *pupils;      /* [district][cohort], or NULL: no changes are kept */
    const uint32_t *pupils_city; /* [cohort] */
    uint32_t *city; /* [cohort] residents of all districts as the step in hand has left
                       them, of cohorts that have pupils */
    suf_change *changes; /* of the last step, in order; owned */
    size_t n_changes, change_capacity;
    uint64_t n_a_year_ago;  /* people at the start, or at the last new year */
    uint32_t n_cohort_left; /* of the cohort in hand, where it has pupils; else 0 */
    suf_status status;      /* of memory, the first failure */
    uint32_t *oldest;       /* [district][sex] no resident in a cohort before this */
    uint32_t *oldest_at_start;
    bool has_rates; /* of the replication before, made with `factors` */
    suf_population_factors factors;
} suf_population;

/* The year tables' index of a month. */
static inline uint32_t
suf_population_year(const suf_model *model, uint32_t month)
{
    return (uint32_t) ((model->calendar.first_month + (int32_t) month) / 12 -
                       model->population.first_year);
}

/* Where the moves of a year (index), district and sex begin, by age slot. */
static inline size_t
suf_population_moves_at(
    const suf_population *self, uint32_t year, uint32_t district, uint32_t sex)
{
    const suf_population_model *model = &self->model->population;
    size_t at =
        (model->moves_by_year ? (size_t) year * self->model->n_districts : 0) + district;
    return (model->moves_by_sex ? at * SUF_N_SEXES + sex : at) * SUF_N_AGE_SLOTS;
}

/* Where the shares of a district, sex and age slot begin: one for each of its pairs. */
static inline size_t
suf_population_shares_at(
    const suf_population *self, uint32_t district, uint32_t sex, uint32_t slot)
{
    const suf_population_model *model = &self->model->population;
    size_t first = model->moves.first[district];
    size_t n = model->moves.first[district + 1] - first;
    size_t before = model->moves_by_sex ? SUF_N_SEXES * first + sex * n : first;
    return before * SUF_N_AGE_SLOTS + slot * n;
}

/* Index of the flows and of a row of residents. */
static inline uint32_t
suf_age_group(uint32_t age_index)
{
    uint32_t group = age_index / SUF_AGE_GROUP_MONTHS;
    return group < SUF_N_AGE_GROUPS ? group : SUF_N_AGE_GROUPS - 1;
}

/* Age index (months) of a cohort in the present month: see model.h. */
static inline uint32_t
suf_population_age(const suf_population *self, uint32_t cohort)
{
    return self->month + SUF_OLDEST_MONTHS - cohort;
}

#endif
