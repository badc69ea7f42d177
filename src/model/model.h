/* The model: a scenario compiled to indices and days, immutable, shared by all threads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Built once from a suf_scenario (build.h) and then only reached by pointer to const. It
 * holds structure and, for every number that may be an assumption, a suf_number;
 * parameters.h resolves those once per replication, and the engine reads numbers only
 * there.
 *
 * Time is in days since the run's start; months are indices of `calendar`, whose first
 * months lie before the start when the population counts are older than the run.
 *
 * A cohort is a birth month of one district and sex. Cohort number c of a (district, sex)
 * was born in month index c - SUF_OLDEST_MONTHS, so its age index in month m is a = m +
 * SUF_OLDEST_MONTHS - c, and its members' ages in month m lie within (a - 1, a + 1)
 * months. A cell is (district x SUF_N_SEXES + sex) x n_cohorts + c. */
#ifndef SUF_MODEL_MODEL_H
#define SUF_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/number.h"
#include "base/status.h"
#include "base/terms.h"
#include "model/assumption_model.h"
#include "model/choice_model.h"
#include "model/cost_model.h"
#include "model/delivery_model.h"
#include "model/moves.h"
#include "model/observation_model.h"
#include "model/policy_model.h"
#include "random/distribution_kind.h"

enum { SUF_OLDEST_MONTHS = 12 * SUF_N_AGES }; /* age index of the oldest cohort */

/* A row of a flow that is not the same at all times, or not of everybody: of one sex or
 * some ages, drawn with an assumption, or from a year on. Rows of one `group` are of the
 * same flow between the same places, those of later years behind the others: at each age
 * the last whose year has come holds. */
typedef struct suf_flow {
    uint32_t group;
    uint32_t from, to; /* districts; n_districts: outside */
    int32_t year;      /* INT32_MIN: always */
    suf_sex sex;       /* or both */
    uint32_t age_from, age_to;
    suf_number
        persons[2]; /* a year: one-way flow, gross turnover; below 0: the other way */
    /* People of that sex and those ages at the start, each times its weight by age: in
     * `from`, and in `to`, from where they come when the number is below 0. Of outside:
     * in all districts, like whose people those are who come. */
    double exposed[2];
} suf_flow;

typedef struct suf_population_model {
    bool is_given;
    uint32_t n_cohorts; /* SUF_OLDEST_MONTHS + calendar.n_months */
    uint32_t n_cells;   /* n_districts x SUF_N_SEXES x n_cohorts; 0: no population */
    uint32_t *start;    /* [cell] residents at month index 0, controlled rounding done */
    uint32_t n_years;   /* calendar years from that of month index 0 */
    int32_t first_year; /* the calendar year of month index 0 */
    /* Groups of districts with the same rates: one, or each district by itself. */
    uint32_t n_death_groups, n_birth_groups;
    double *mortality; /* [year][group][sex][age] deaths per person-year */
    double *fertility; /* [year][group][age] births per woman-year */
    /* Likewise: the assumption that a rate is times, or SUF_NONE; NULL: none of them. */
    uint32_t *mortality_of, *fertility_of;
    suf_moves moves; /* hazards of moving, of the pairs that anybody moves between */
    /* In-migrants from outside, per year: [kind][district][sex][age] */
    double *in_migrants;
    /* [n_flows] that the two tables before have not, by group; of each both ways are
     * pairs of moves. */
    suf_flow *flows;
    uint32_t n_flows;
    double weights[SUF_N_AGES]; /* propensity to move by age, of `flows` */
    double *like; /* [sex][age] people of all districts at the start, of `flows` */
    /* Moves differ between years, or sexes, or follow assumptions of their own; rates of
     * any kind do. */
    bool moves_by_year, moves_by_sex, has_drawn_rates;
    suf_number males_per_female, fertility_factor, mortality_factor, migration_factor,
        turnover_factor, mortality_trend;
    suf_number *district_births; /* [district] factor on birth rates */
    uint64_t *district_purpose;  /* [district] of the stream of population draws */
} suf_population_model;

/* Where requests come from: one Poisson (or evenly spaced) source of candidates. */
typedef enum suf_stream_kind {
    SUF_STREAM_POPULATION, /* of the people of a district, sex and age band */
    SUF_STREAM_RATE,       /* exogenous at a constant rate */
    SUF_STREAM_TABLE,      /* exogenous at a rate given over time */
    SUF_STREAM_EVERY       /* exogenous, evenly spaced */
} suf_stream_kind;

typedef struct suf_stream {
    suf_stream_kind kind;
    uint32_t service, district;
    /* Hash of "requests/<service>/<district>/<F or M>/<from>-<to>" (ages in months; to
     * may be "open") or "arrivals/<service>/<district>". */
    uint64_t purpose;
    bool is_monthly; /* candidates are made a month at a time, else a day at a time */
    /* POPULATION */
    suf_sex sex;
    uint32_t from_months, to_months; /* ages of the band, [from, to); never open here */
    double band_factor;              /* by age x by sex */
    /* exogenous */
    suf_number per_day;                       /* RATE */
    double every_days;                        /* EVERY */
    const double *table_days, *table_per_day; /* TABLE: borrowed from the model */
    size_t n_table;
    bool is_linear;
    /* People who come at once: sizes, and their shares summed up; borrowed from the
     * model. n_sizes 0: one by one. */
    const double *sizes, *size_limits;
    size_t n_sizes;
    double mean_size;
} suf_stream;

typedef struct suf_distribution_model {
    suf_distribution_kind kind;
    suf_number scale, shape;
    bool shape_is_cv, scale_is_mean;
    double *values, *cumulative; /* EMPIRICAL; owned */
    size_t n_points;
} suf_distribution_model;

/* Intakes of a service: model.md, "intake". */
typedef struct suf_intake_model {
    uint32_t n; /* intakes of the run */
    /* [n_earlier + n] the intakes, first those before the run, increasing; and the
     * ends of the courses that begin then: the later intake nearest to their length,
     * which may be past the run. Owned. */
    double *days, *ends_days;
    suf_number apply, retry, dropout; /* dropout: per day */
    suf_number entry_limit;           /* share of usable places filled by one intake */
    bool must_place;
    uint32_t from_service; /* whose graduates apply; SUF_NONE: residents */
    bool has_arrivals;
    suf_number *per_intake; /* [n_districts] mean applicants, of arrivals; owned */
    /* [n_districts][n_earlier] pupils at the start, by the intake at which they began,
     * the last before the run first; owned */
    uint32_t *rolls;
    uint32_t n_earlier; /* intakes before the run, of which pupils are left */
} suf_intake_model;

/* Visits of a service: model.md, "visit". Days of the week with the same profile are one
 * type. */
typedef struct suf_visit_model {
    suf_number participation, visits_per_week, mean_stay; /* days */
    uint32_t opens, closes;                               /* hours of the day */
    bool is_open[7];                                      /* Monday .. Sunday */
    uint32_t day_type[7];                                 /* likewise */
    uint32_t n_types;
    double weight[7][24];  /* [type][hour] share of a week's visits in one such hour */
    double by_month[12];   /* factors, whose mean over a year is 1 */
    int32_t *closed_dates; /* [n_closed_dates] days since the start, rising; owned */
    uint32_t n_closed_dates;
    bool has_gravity;   /* people choose where they come first */
    suf_number gravity; /* per day of travel */
    double own_minutes; /* of travel within a district */
} suf_visit_model;

/* Stays of a service: model.md, "stay". */
/* A state of a service that switches: see engine/stay/wave.h. */
typedef struct suf_wave_state {
    suf_number factor;    /* on the rate of requests */
    suf_number mean_days; /* how long it lasts */
} suf_wave_state;

/* Where people go when their stay is over. */
typedef struct suf_then {
    uint32_t service;
    suf_number share;
} suf_then;

typedef struct suf_stay_model {
    bool has_population; /* requests come from the population, so entities have a cohort
                          */
    bool is_share;
    /* Whether the class of who asks bears on whether it gets a place (class_places.h);
     * else a class decides the order of a list alone. */
    bool is_by_class;
    bool has_sizes;   /* people of some class take several places */
    bool needs_names; /* who stays is an entity: it may go on, has a size, or may be
                         displaced */
    bool is_fed;      /* people of other services go on to it */
    bool ends_on_move;
    bool has_admission_cohorts; /* a target asks how soon people are admitted */
    bool preempts;     /* who asks may displace somebody of a class after its own */
    bool is_city_list; /* one list of all districts, whose people accept every place */
    bool has_initial, initial_from_share;
    uint32_t n_waves;         /* of `waves`: 0, or two or more */
    suf_number base_rate;     /* per person-day, or the share in place when is_share */
    uint32_t of_from, of_to;  /* months; the people the share is of */
    suf_year_factor *by_year; /* owned */
    size_t n_by_year;
    double by_month[12];              /* factors, whose mean over a year is 1 */
    uint32_t first_stream, n_streams; /* its streams are contiguous */
    suf_wave_state *waves;            /* [n_waves] in their order; owned */
    uint64_t wave_purpose;            /* hash of "waves/<service>" */
    suf_distribution_model length, patience;
    suf_then *then; /* [n_then] by service; owned */
    uint32_t n_then;
    uint32_t until, list_until; /* ages in months; SUF_AGE_OPEN: none */
    suf_death_rule death;
    suf_number death_factor, death_probability;
    /* Deaths among those staying differ from the cohort's hazard (INCLUDED, or a factor
     * that is not the constant 1), so the population step makes up for them. Index among
     * such services, or SUF_NONE. */
    uint32_t staying_index;
    suf_number balk;
    /* By people present; n_balk 0: no. Owned. */
    uint32_t *balk_present;
    double *balk_probability;
    size_t n_balk;
    suf_discipline discipline;
    uint32_t n_classes;      /* 1 where there are none */
    uint32_t first_class;    /* among those of the model, where n_classes > 1 */
    double *class_limits;    /* [n_classes] cumulative shares, last is 1; owned */
    uint64_t *class_kept;    /* [n_classes] places kept from it in each pool; owned */
    uint32_t *class_size;    /* [n_classes] places that a person takes; owned */
    suf_number retry_every;  /* RETRIAL: mean days between two tries */
    uint32_t list_limit;     /* SUF_NONE: none */
    uint32_t team_places;    /* that a team looks after; 0: no teams */
    uint32_t n_steady_teams; /* of each district, that are always there */
    suf_number team_present_days, team_absent_days; /* means, of the others */
    uint64_t
        *team_purpose; /* [n_districts] hash of "teams/<service>/<district>"; owned */
    suf_choice_model choice;
    suf_number initial_occupancy;
    uint32_t initial_waiting; /* each district */
    /* [n_districts] instead of share, occupancy and waiting; NULL: not told. Owned. */
    uint32_t *initial_occupied, *initial_listed;
} suf_stay_model;

typedef struct suf_service {
    char *name;
    uint64_t purpose;      /* hash of "service/<name>": draws that belong to no stream */
    uint64_t then_purpose; /* hash of "then/<name>": of those who come from others */
    uint32_t eligible_from, eligible_to; /* months, [from, to); SUF_AGE_OPEN: no limit */
    uint32_t served_to; /* likewise: until when those who began in time may stay, which of
                           an intake is a course later than eligible_to */
    suf_sex sex;
    bool has_zones; /* its places stand in zones of districts (areas.h) */
    /* Areas within reach of each area's people, nearest first, their own not among them;
     * and the reverse: whose people accept this area, nearest first. Row a is [first[a],
     * first[a + 1]). Ties by index, which is by name. */
    uint32_t *reach, *reach_first;
    uint32_t *accepts, *accepts_first;
    suf_service_kind kind; /* says which of these it has */
    union {
        suf_stay_model stay;
        suf_intake_model intake;
        suf_visit_model visit;
    };
} suf_service;

/* The stays of a service; NULL when it is of another kind. */
static inline const suf_stay_model *
suf_service_stay(const suf_service *self)
{
    return self->kind == SUF_KIND_STAY ? &self->stay : NULL;
}

/* Its index among the services in which deaths differ, or SUF_NONE. */
static inline uint32_t
suf_service_staying_index(const suf_service *self)
{
    return self->kind == SUF_KIND_STAY ? self->stay.staying_index : SUF_NONE;
}

/* Its classes of priority; 0 for other kinds than stays. */
static inline uint32_t
suf_service_n_classes(const suf_service *self)
{
    return self->kind == SUF_KIND_STAY ? self->stay.n_classes : 0;
}

/* A change of places at a time, in order of planned time, service, district, and openings
 * before closings. Those at time 0 are the places at start. A project's places become
 * usable in n_steps equal steps, a month apart, of which each is a change. */
typedef struct suf_capacity_change {
    double time_days;           /* planned */
    uint32_t service, district; /* area (areas.h) */
    uint32_t sites;             /* that come with them */
    int64_t places;             /* > 0 opens, < 0 closes: in all steps together */
    uint32_t unit; /* of the delivery, which tells when; SUF_NONE: at time_days */
    uint32_t step, n_steps;
    uint32_t converts;   /* service whose places become these; SUF_NONE: none */
    suf_number staffing; /* share of the places that is usable */
    /* Levers: what is above is then that of their values in hand (parameters.h). */
    uint32_t places_lever, staffing_lever;
    bool is_added;   /* by a question (added_places.h): nobody is in it at the start */
    uint32_t origin; /* of one as chosen: its index in the model (chosen.h) */
} suf_capacity_change;

typedef struct suf_model {
    uint64_t seed;
    suf_calendar calendar;
    double end_days;        /* of the run; its start is 0 */
    uint32_t start_weekday; /* of day 0: 0 Monday .. 6 Sunday */
    uint32_t n_districts, n_services, n_streams, n_changes, n_assumptions;
    /* Where pools may stand: districts, and their zones where a service has its places in
     * them (areas.h); else n_districts. */
    uint32_t n_areas;
    uint32_t *area_district; /* [n_areas] that it is or lies in; owned */
    /* Zones by district, in the order of their names: those of district d are
     * [zones_first[d], zones_first[d + 1]); owned. */
    uint32_t *zones_of_district, *zones_first;
    uint32_t n_staying; /* services with a staying_index */
    uint32_t n_classes; /* of priority, of all services that have two or more */
    suf_population_model population;
    suf_delivery_model delivery;
    suf_cost_model costs;
    suf_counted *counted; /* [n_counted] observations; owned */
    uint32_t n_counted;
    suf_policy *policies; /* [n_policies]; owned */
    uint32_t n_policies;
    suf_service *services;
    suf_stream *streams;
    suf_capacity_change *changes;
    suf_assumption_model *assumptions;
    suf_lever_model *levers; /* [n_levers] by name; owned */
    uint32_t n_levers;
    /* Lower triangle of the Cholesky factor of the correlations of their normal scores,
     * [n_assumptions][n_assumptions]; NULL: independent. Owned. */
    double *copula;
    uint32_t n_paths; /* assumptions that move */
    uint32_t n_years; /* calendar years of the run */
    int32_t first_year;
    suf_design_spec design;
    /* Of a table of points: uniforms [n_rows][n_assumptions], NAN where the table has
     * none; of yearly steps [n_rows][n_paths][n_years] and of those of shocks
     * [n_rows][n_shocks][n_years], likewise, NULL where no column is of one; and
     * logarithms of weights [n_rows], NULL without. Owned. */
    double *points;
    double *point_steps, *point_shocks;
    double *point_log_weights;
    uint32_t n_shocks;  /* that assumptions share */
    double bucket_days; /* width of a bucket of the future event list: a power of two */
    char **district_names; /* [n_districts]; owned */
    double **tables;       /* tables that streams borrow; owned */
    size_t n_tables;
} suf_model;

/* Values that a replication draws: one of each assumption, then [n_paths][n_years] of
 * those that move. */
static inline size_t
suf_model_n_values(const suf_model *self)
{
    return self->n_assumptions + (size_t) self->n_paths * self->n_years;
}

/* Index of a (service, area) pool. */
static inline uint32_t
suf_model_pool(const suf_model *self, uint32_t service, uint32_t area)
{
    return service * self->n_areas + area;
}

static inline uint32_t
suf_model_cell(const suf_model *self, uint32_t district, uint32_t sex, uint32_t cohort)
{
    return (district * SUF_N_SEXES + sex) * self->population.n_cohorts + cohort;
}

/* Cohort, sex and district of a cell. */
static inline uint32_t
suf_cell_cohort(const suf_model *self, uint32_t cell)
{
    return cell % self->population.n_cohorts;
}

static inline uint32_t
suf_cell_sex(const suf_model *self, uint32_t cell)
{
    return cell / self->population.n_cohorts % SUF_N_SEXES;
}

static inline uint32_t
suf_cell_district(const suf_model *self, uint32_t cell)
{
    return cell / self->population.n_cohorts / SUF_N_SEXES;
}

/* The group of a district's rates. */
static inline uint32_t
suf_rate_group(uint32_t n_groups, uint32_t district)
{
    return n_groups > 1 ? district : 0;
}

/* Releases everything that the model owns; one of zeros is allowed. No replication may
 * still use it. */
void suf_model_free(suf_model *self);

#endif
