/* The rows of a scenario's tables: `line` is the CSV or YAML line each came from. What
 * holds for all of a scenario (scenario.h) holds here.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SCENARIO_ROWS_H
#define SUF_SCENARIO_SCENARIO_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/number.h"
#include "base/observed.h"
#include "base/terms.h"

typedef struct suf_district_row {
    char *district; /* the name used everywhere else */
    char *title;    /* for people; "" when not given */
    char *title_zh;
    char *code;
    char *group; /* a named group it belongs to, as "county"; "" when none */
    double area_km2, latitude, longitude; /* NAN when not given */
    suf_number births;                    /* factor on birth rates; 1 */
    uint32_t line;
} suf_district_row;

typedef struct suf_travel_row {
    uint32_t from, to; /* districts */
    double minutes;    /* >= 0 */
    uint32_t line;
} suf_travel_row;

/* Completed years of age, 0..100, both included; 100: 100 and over. */
typedef struct suf_ages {
    uint32_t from, to;
} suf_ages;

typedef struct suf_population_row {
    uint32_t district;
    suf_sex sex;   /* never both */
    suf_ages ages; /* once a scenario has been read without fault: one year */
    uint32_t count;
    char evidence; /* 'A', 'B', 'C' or 0 */
    uint32_t line;
} suf_population_row;

typedef struct suf_fertility_row {
    uint32_t district; /* whose rate it is, before rows of all; SUF_NONE: of all */
    int32_t year;      /* holds from this calendar year on, until a later row */
    uint32_t age_from, age_to;  /* completed years of the mother, both included, 0..100 */
    suf_number births_per_1000; /* births per 1000 women of that age a year */
    uint32_t line;
} suf_fertility_row;

typedef struct suf_mortality_row {
    uint32_t district; /* whose rate it is, before rows of all; SUF_NONE: of all */
    int32_t year;      /* holds from this calendar year on, until a later row */
    suf_sex sex;       /* or both */
    uint32_t age_from, age_to; /* completed years, both included; to 100: and over */
    suf_number rate;           /* deaths per person-year */
    uint32_t line;
} suf_mortality_row;

typedef struct suf_migration_row {
    uint32_t from, to; /* districts; SUF_NONE is "outside" (never both) */
    char *flow;        /* tells flows between the same places apart, which add up; "" */
    int32_t year; /* holds from this calendar year on, until a later row; INT32_MIN: in
                     all years */
    suf_sex sex;  /* or both */
    uint32_t age_from, age_to; /* completed years, both included; SUF_NONE: no limit */
    /* A one-way flow, of which an assumption below 0 makes one the other way; and a
     * further one, meant to be balanced by one back, >= 0. */
    suf_number persons_per_year, turnover_per_year;
    uint32_t line;
} suf_migration_row;

typedef struct suf_migration_age_row {
    uint32_t age_from, age_to; /* completed years, both included */
    double weight;             /* relative propensity to move at that age, >= 0 */
    uint32_t line;
} suf_migration_age_row;

typedef struct suf_places_row {
    char *site; /* its name; "" for one pooled row per district */
    char *zone; /* of a service with zones; "" of the district as a whole */
    uint32_t service, district;
    double places;  /* whole, >= 0 */
    uint32_t sites; /* equal ones that share them; >= 1 */
    char evidence;  /* 'A', 'B', 'C' or 0 */
    uint32_t line;
    uint32_t places_lever; /* that places is; SUF_NONE: a constant */
    uint32_t zone_index;   /* SUF_NONE when not given; set by the check */
} suf_places_row;

/* A project: places of a service, assets, or both, in a district. Without `starts` it is
 * sure and opens on its date; with it, its duration is random. With `until` its `count`
 * units are planned evenly from `opens` to `until`, each a project of its own that opens
 * `places` and one asset; without it `count` assets come at once. With `after` it is a
 * stage: it is begun when another project has opened, of a batch unit by unit. */
typedef struct suf_project_row {
    char *project;    /* its name, unique */
    uint32_t service; /* SUF_NONE: gives no places */
    uint32_t district;
    double places;     /* whole; > 0 opens, < 0 closes; NAN when not given */
    uint32_t sites;    /* that a unit adds, of a visit; >= 0 */
    uint32_t converts; /* service that gives the places up as they fall free, or NONE */
    char *programme;   /* whose shock it shares; "" when none */
    char *asset;       /* class; "" gives none */
    char *state;       /* that its assets are in when it opens */
    double count;      /* assets, or units of a batch; > 0 */
    bool has_count;    /* else it is 1, as nothing was given */
    char *unit, *zone; /* where its assets are; "" when not told */
    double latitude, longitude; /* likewise; NAN when not given */
    char *after;                /* project that must have opened; "" when none */
    int32_t starts_day; /* planned start; INT32_MIN: as `after`, else it is sure */
    int32_t opens_day;  /* planned opening, within the run */
    int32_t until_day;  /* planned opening of the last of a batch; INT32_MIN: no batch */
    uint32_t stages;    /* equal parts, one after the other, each with its own delay */
    suf_number cancellation; /* probability; see has_cancellation */
    bool has_cancellation;   /* else that of its programme, or of `delivery` */
    suf_number pass;         /* probability at each inspection; 1: none is needed */
    double retry_days;       /* from one inspection to the next */
    suf_number staffing;     /* share of its built places that is usable */
    uint32_t ramp_months;    /* until all of them are; in equal monthly steps */
    bool has_assumed_dates;  /* the plan does not state them */
    char evidence;           /* 'A', 'B', 'C' or 0 */
    bool has_opened, has_cancelled;
    /* What is known of it (types/project_facts.h); "" and INT32_MIN where not told. */
    char *opened, *cancelled;
    suf_number cost;   /* in yuan of the year of `costs.prices`, as cost_per says */
    bool has_cost;     /* else it is not known, which is not 0 */
    bool has_cost_per; /* else it is of the project */
    suf_cost_per cost_per;
    char *cost_fund; /* that pays; "": all of them, by their shares */
    bool has_cost_fund;
    char cost_evidence; /* 'A', 'B', 'C' or 0 */
    int32_t known_day;
    uint32_t fund_index; /* SUF_NONE when not given */
    uint32_t line;
    uint32_t asset_index, unit_index, zone_index; /* SUF_NONE when not given */
    uint32_t after_index;                         /* likewise */
    bool is_awaited;     /* some project comes after it; set by the check */
    uint32_t begun_by;   /* policy that begins it; SUF_NONE: the plan */
    double planned_days; /* from begin to opening as planned; 0 of a sure one */
    /* The levers that these are; SUF_NONE: constants. A lever of a date moves all dates
     * of the project together, which stand here as planned. */
    uint32_t places_lever, count_lever, staffing_lever, starts_lever, opens_lever;
} suf_project_row;

/* Whether it takes a random time. */
static inline bool
suf_project_is_random(const suf_project_row *project)
{
    return project->starts_day != INT32_MIN || project->after[0] != '\0';
}

/* Units of a project: one, or those of its batch. */
static inline uint32_t
suf_project_n_units(const suf_project_row *project)
{
    return project->until_day != INT32_MIN ? (uint32_t) project->count : 1;
}

#define SUF_SHARES_SLACK 1e-6 /* shares of zones that sum to 1 but for rounding do */

/* Part of a district's people, where facilities are looked for. */
typedef struct suf_zone_row {
    char *zone; /* its name, unique */
    uint32_t district;
    char *kind;                 /* as "urban" */
    suf_number share;           /* of the district's residents, 0..1 */
    suf_number area_km2;        /* built-up area, or 0: */
    suf_number people_per_km2;  /* by the people at the start; 0: neither, by distance */
    double latitude, longitude; /* of its centre; NAN when not given */
    uint32_t
        communities; /* each with room for one facility in its middle; 0: at random */
    uint32_t line;
} suf_zone_row;

/* A unit that a share can be taken over, as a township. */
typedef struct suf_unit_row {
    char *unit; /* its name, unique */
    uint32_t district;
    char *group; /* as "township" */
    uint32_t line;
} suf_unit_row;

/* Assets that are there at the start, in a state. */
typedef struct suf_stock_row {
    char *asset; /* class */
    char *state;
    uint32_t district;
    char *unit, *zone;
    double latitude, longitude;
    double count;  /* >= 0 */
    char evidence; /* 'A', 'B', 'C' or 0 */
    uint32_t line;
    uint32_t asset_index, unit_index, zone_index;
} suf_stock_row;

typedef struct suf_target_row {
    char *target; /* its id, unique */
    char *title, *title_zh, *area, *measure_unit, *source;
    suf_measure measure;
    char *of;    /* a service, a class of assets, or works: as the measure says */
    char *state; /* of assets */
    char *each;  /* "city", "district", or a group of districts: each must meet it */
    char *over;  /* SHARE_WITH: "district", or a group of districts or units; WAITING: the
                    window as a duration, "" 365 days */
    double window_days; /* WAITING: whole days, set by the check */
    double least;       /* SHARE_WITH: assets that a unit must have */
    char *zones; /* SHARE_WITHIN: kind of the zones; of a service with zones a kind, or
                    one by its name; "" all */
    uint32_t from_months;     /* SHARE_WITHIN: people from this age on */
    double minutes, detour;   /* SHARE_WITHIN; minutes NAN when not given */
    suf_number speed_kmh;     /* SHARE_WITHIN; 0 when not given */
    suf_ratio ratio;          /* INEQUALITY, as the index */
    suf_inequality index;     /* NONE: not given */
    suf_decay decay;          /* ACCESS, as `minutes` */
    double within_days;       /* SHARE_ADMITTED; whole days */
    bool is_at_most;          /* comparison; else at least */
    double value, stretch;    /* stretch NAN when none */
    double at_most, at_least; /* of conditions, until the check sets the value; NAN */
    int32_t date_day;         /* measured at its end; INT32_MIN: the last of the run */
    bool is_assumed;          /* not stated by the plan */
    bool is_soft;             /* "in principle" */
    char *use; /* service whose utilisation tells whether it is used; "" by `of` */
    uint32_t line;
    uint32_t of_index, use_index; /* use_index SUF_NONE when none */
} suf_target_row;

/* Whether it is of the people of zones within reach of assets. */
static inline bool
suf_target_is_within(const suf_target_row *self)
{
    return self->measure == SUF_MEASURE_SHARE_WITHIN ||
           (self->measure == SUF_MEASURE_INEQUALITY && self->ratio == SUF_RATIO_WITHIN);
}

/* Whether `of` is a class of assets. */
static inline bool
suf_target_is_of_assets(const suf_target_row *self)
{
    return self->measure == SUF_MEASURE_COUNT || self->measure == SUF_MEASURE_ADDED ||
           self->measure == SUF_MEASURE_SHARE_WITH || suf_target_is_within(self);
}

/* Whether it is of the places within reach of districts. */
static inline bool
suf_target_is_of_access(const suf_target_row *self)
{
    return self->measure == SUF_MEASURE_ACCESS ||
           (self->measure == SUF_MEASURE_INEQUALITY && self->ratio == SUF_RATIO_ACCESS);
}

/* What was counted in the world, to be set beside the run. */
typedef struct suf_observation_row {
    char *observation; /* its name, unique */
    char *title, *title_zh, *source;
    suf_observed measure;
    uint32_t service;          /* SUF_NONE: of residents */
    uint32_t district;         /* SUF_NONE: of all */
    suf_sex sex;               /* of residents; or both */
    uint32_t age_from, age_to; /* completed years, both included; to 100: and over */
    int32_t date_day;     /* at whose end it was counted; INT32_MIN: the run's last */
    uint32_t over_months; /* window of sums and means of services, set by the
                              check; else SUF_AGE_OPEN */
    double value, sd;     /* sd > 0, may be infinite */
    bool is_registered;   /* of registered people, else of residents */
    bool is_held_out;
    char evidence; /* 'A', 'B', 'C' or 0 */
    uint32_t line;
} suf_observation_row;

typedef struct suf_arrival_row {
    double time_days; /* since the start, increasing within a district */
    double per_day;   /* >= 0 */
    uint32_t line;
} suf_arrival_row;

typedef struct suf_batch_row {
    uint32_t size; /* people who come at once, above the row before */
    double share;  /* of the batches; the shares sum to 1 */
    uint32_t line;
} suf_batch_row;

typedef struct suf_then_row {
    char *name;       /* of the service that people go on to */
    uint32_t service; /* set by the check */
    suf_number share; /* of those whose stay is over; the shares sum to 1 at most */
    uint32_t line;
} suf_then_row;

typedef struct suf_rate_row {  /* by_age of requests */
    suf_sex sex;               /* or both */
    uint32_t age_from, age_to; /* completed years, both included; to 100: and over */
    double factor;             /* of the base rate, >= 0 */
    uint32_t line;
} suf_rate_row;

typedef struct suf_roll_row { /* pupils at the start, by year of their course */
    uint32_t district;
    uint32_t year; /* of the course, 1 the first */
    uint32_t pupils;
    uint32_t line;
} suf_roll_row;

typedef struct suf_initial_row { /* who is there at the start, of a stay */
    uint32_t district;
    uint32_t occupied; /* people in places of the district */
    uint32_t waiting;  /* people on its list */
    uint32_t line;
} suf_initial_row;

typedef struct suf_hour_row { /* when people come, in a week */
    uint32_t day;             /* 1 Monday .. 7 Sunday */
    uint32_t hour;            /* 0..23: from it to the next */
    double weight;            /* relative, >= 0 */
    uint32_t line;
} suf_hour_row;

typedef struct suf_closed_row { /* dates on which a service of visits is closed */
    int32_t date_day;
    int32_t to_day; /* the last of them; INT32_MIN: only that date */
    uint32_t line;
} suf_closed_row;

typedef struct suf_balk_row {
    uint32_t present;   /* people of the service in the district: in places and waiting */
    double probability; /* 0..1; holds until the next row */
    uint32_t line;
} suf_balk_row;

typedef struct suf_empirical_row {
    double days;       /* increasing, >= 0 */
    double cumulative; /* share of stays that are at most so long; rising to 1 */
    uint32_t line;
} suf_empirical_row;

#endif
