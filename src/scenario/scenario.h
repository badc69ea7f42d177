/* A scenario as written: what the YAML file and its tables say, checked, still by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read by suf_scenario_read from a file, its tables and the `--set` overlays. Everything
 * in it is in range and every name that refers to something refers to something that
 * exists; units are converted to the one inside (durations and times in days, ages in
 * whole months, rates per day or per person-day, shares 0..1). Members that were not
 * given hold the default of the table of keys (keys.h). The model is built from it
 * (model/build.h); the engine never sees it.
 *
 * Ownership: the scenario owns every text and array it points to, in one arena released
 * by suf_scenario_free. */
#ifndef SUF_SCENARIO_SCENARIO_H
#define SUF_SCENARIO_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/number.h"
#include "base/status.h"
#include "base/terms.h"
#include "base/units.h"
#include "random/delay.h"
#include "random/distribution_kind.h"

/* --- tables: one row each; `line` is the CSV or YAML line it came from --- */

typedef struct suf_district_row {
    char *district; /* the name used everywhere else */
    char *title;    /* for people; "" when not given */
    char *title_zh;
    char *code;
    char *group; /* a named group it belongs to, as "county"; "" when none */
    double area_km2, latitude, longitude; /* NAN when not given */
    uint32_t line;
} suf_district_row;

typedef struct suf_travel_row {
    uint32_t from, to; /* districts */
    double minutes;    /* >= 0 */
    uint32_t line;
} suf_travel_row;

typedef struct suf_population_row {
    uint32_t district;
    suf_sex sex;  /* never both */
    uint32_t age; /* completed years, 0..100; 100: 100 and over */
    uint32_t count;
    char confidence; /* 'A', 'B', 'C' or 0 */
    uint32_t line;
} suf_population_row;

typedef struct suf_fertility_row {
    int32_t year;              /* holds from this calendar year on, until a later row */
    uint32_t age_from, age_to; /* completed years of the mother, both included, 0..100 */
    double births_per_1000;    /* births per 1000 women of that age a year */
    uint32_t line;
} suf_fertility_row;

typedef struct suf_mortality_row {
    int32_t year;              /* holds from this calendar year on, until a later row */
    suf_sex sex;               /* or both */
    uint32_t age_from, age_to; /* completed years, both included; to 100: and over */
    double rate;               /* deaths per person-year */
    uint32_t line;
} suf_mortality_row;

typedef struct suf_migration_row {
    uint32_t from, to;       /* districts; SUF_NONE is "outside" (never both) */
    double persons_per_year; /* one-way flow, >= 0 */
    double churn_per_year;   /* further one-way flow, meant to be balanced by one back */
    uint32_t line;
} suf_migration_row;

typedef struct suf_migration_age_row {
    uint32_t age_from, age_to; /* completed years, both included */
    double weight;             /* relative propensity to move at that age, >= 0 */
    uint32_t line;
} suf_migration_age_row;

typedef struct suf_places_row {
    char *site; /* its name; "" for one pooled row per district */
    uint32_t service, district;
    double places;   /* whole, >= 0 */
    uint32_t sites;  /* equal ones that share them; >= 1 */
    char confidence; /* 'A', 'B', 'C' or 0 */
    uint32_t line;
} suf_places_row;

/* A project: places of a service, assets, or both, in a district. Without `starts` it is
 * sure and opens on its date; with it, its duration is random. With `until` its `count`
 * units are planned evenly from `opens` to `until`, each a project of its own that opens
 * `places` and one asset; without it `count` assets come at once. */
typedef struct suf_project_row {
    char *project;    /* its name, unique */
    uint32_t service; /* SUF_NONE: gives no places */
    uint32_t district;
    double places;     /* whole; > 0 opens, < 0 closes; NAN when not given */
    uint32_t sites;    /* that a unit adds, of a visit; >= 0 */
    uint32_t converts; /* service that gives the places up as they fall free, or NONE */
    char *asset;       /* class; "" gives none */
    char *state;       /* that its assets are in when it opens */
    double count;      /* assets, or units of a batch; > 0 */
    char *unit, *zone; /* where its assets are; "" when not told */
    double latitude, longitude; /* likewise; NAN when not given */
    int32_t starts_day;         /* planned start; INT32_MIN: the project is sure */
    int32_t opens_day;          /* planned opening, within the run */
    int32_t until_day; /* planned opening of the last of a batch; INT32_MIN: no batch */
    uint32_t stages;   /* equal parts, one after the other, each with its own delay */
    suf_number cancellation; /* probability; see has_cancellation */
    bool has_cancellation;   /* else that of `delivery` */
    suf_number pass;         /* probability at each inspection; 1: none is needed */
    double retry_days;       /* from one inspection to the next */
    suf_number staffing;     /* share of its built places that is usable */
    uint32_t ramp_months;    /* until all of them are; in equal monthly steps */
    bool has_assumed_dates;  /* the plan does not state them */
    char confidence;         /* 'A', 'B', 'C' or 0 */
    uint32_t line;
    uint32_t asset_index, unit_index, zone_index; /* SUF_NONE when not given */
} suf_project_row;

/* Part of a district's people, where facilities are looked for. */
typedef struct suf_zone_row {
    char *zone; /* its name, unique */
    uint32_t district;
    char *kind;                 /* as "urban" */
    suf_number share;           /* of the district's residents, 0..1 */
    suf_number area_km2;        /* built-up area, or 0: */
    suf_number people_per_km2;  /* by the people at the start; 0: neither, by distance */
    double latitude, longitude; /* of its centre; NAN when not given */
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
    double count;    /* >= 0 */
    char confidence; /* 'A', 'B', 'C' or 0 */
    uint32_t line;
    uint32_t asset_index, unit_index, zone_index;
} suf_stock_row;

typedef struct suf_target_row {
    char *target; /* its id, unique */
    char *title, *title_zh, *area, *measure_unit, *source;
    suf_measure measure;
    char *of;     /* a service, a class of assets, or works: as the measure says */
    char *state;  /* of assets */
    char *each;   /* "city", "district", or a group of districts: each must meet it */
    char *over;   /* SHARE_WITH: "district", or a group of districts or units */
    double least; /* SHARE_WITH: assets that a unit must have */
    char *zones;  /* SHARE_WITHIN: kind of the zones; "" all */
    uint32_t from_months;              /* SHARE_WITHIN: people from this age on */
    double minutes, speed_kmh, detour; /* SHARE_WITHIN */
    double within_days;                /* SHARE_ADMITTED; whole days */
    bool is_at_most;                   /* comparison; else at least */
    double value, stretch;             /* stretch NAN when none */
    int32_t date_day; /* measured at its end; INT32_MIN: the last of the run */
    bool is_assumed;  /* not stated by the plan */
    bool is_soft;     /* "in principle" */
    char *use;        /* service whose utilisation tells whether it is used; "" by `of` */
    uint32_t line;
    uint32_t of_index, use_index; /* use_index SUF_NONE when none */
} suf_target_row;

typedef struct suf_arrival_row {
    double time_days; /* since the start, increasing within a district */
    double per_day;   /* >= 0 */
    uint32_t line;
} suf_arrival_row;

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

/* --- parts of a scenario --------------------------------------------------------------
 */

typedef struct suf_distribution_spec {
    suf_distribution_kind kind;
    suf_number scale;   /* days; what it is: distribution_kind.h */
    suf_number shape;   /* of the family; for GAMMA and LOGNORMAL see shape_is_cv */
    bool shape_is_cv;   /* shape holds the coefficient of variation instead */
    bool scale_is_mean; /* LOGNORMAL: scale holds the mean instead of the median */
    suf_empirical_row *points; /* EMPIRICAL only */
    size_t n_points;
} suf_distribution_spec;

typedef struct suf_assumption {
    char *name;
    suf_assumption_kind kind;
    double a[3]; /* of the kind, in days or per day where the dimension says so */
    suf_dimension dimension; /* of all of a but a cv or n */
    char *unit;              /* for people, as written; "" when not given */
    char *title, *title_zh;  /* "" when not given */
    char confidence;         /* 'A', 'B', 'C', or '?' when not given */
    char *source;            /* "" when not given */
    /* Range of the keys that use it, intersected, in the assumption's own unit: a drawn
     * value outside it is an error of the scenario (found at reading when the
     * distribution reaches outside). */
    double minimum, maximum;
    suf_assumption_points points; /* DISCRETE, EMPIRICAL */
    size_t n_weights;             /* as many as values, but for a fault */
    struct {
        bool is_given;
        double sd, phi; /* of a year's step on the scale; share of the path that stays */
        suf_path_scale scale;
        char *shock;  /* its name; "": none shared */
        double share; /* of the variance of a step that is the shared shock's */
    } path;
    uint64_t uses; /* bits of where it is used */
    /* What adds it: SUF_NONE the lowest file, else the layer above that, from 1 on.
     * Assumptions are dealt their coordinates layer by layer, by name within one. */
    uint32_t layer;
    uint32_t line;
} suf_assumption;

/* Bits of suf_assumption.uses: the population, what projects and works take, and the
 * services, of which those far down the list share a bit. */
#define SUF_USE_POPULATION UINT64_C(1)
#define SUF_USE_DELIVERY   UINT64_C(2)
static inline uint64_t
suf_use_of_service(uint32_t service)
{
    return UINT64_C(4) << (service < 61 ? service : 61);
}

/* Two assumptions that go together. */
typedef struct suf_correlation_spec {
    char *name;
    char *of, *with; /* names of assumptions */
    double rank;     /* rank correlation, within (-1, 1) */
    uint32_t line;
    uint32_t of_index, with_index; /* set by the check */
} suf_correlation_spec;

typedef struct suf_priority_class {
    char *name;
    double share; /* of the requests, > 0; the classes' shares sum to 1 */
} suf_priority_class;

typedef enum suf_arrival_kind {
    SUF_ARRIVAL_RATE,  /* Poisson at a constant rate */
    SUF_ARRIVAL_EVERY, /* one every `every_days`, the first after one interval */
    SUF_ARRIVAL_TABLE, /* Poisson at a rate given over time */
    SUF_ARRIVAL_INTAKE /* applicants of an intake, a Poisson number at each */
} suf_arrival_kind;

typedef struct suf_arrival_spec { /* exogenous arrivals of one district */
    uint32_t district;
    suf_arrival_kind kind;
    suf_number per_day;
    suf_number per_intake; /* mean */
    double every_days;
    suf_arrival_row *rows;
    size_t n_rows;
    bool is_linear; /* TABLE: rate interpolated between rows; else it holds from its row
                       on */
} suf_arrival_spec;

typedef struct suf_request_spec { /* requests of the population; given or not */
    bool is_given;
    bool is_share;             /* share_in_place instead of per_person_day */
    suf_number per_person_day; /* from "0.26 per year" */
    suf_number share_in_place; /* share of the people of `of` who hold a place, 0..1 */
    uint32_t of_from_months, of_to_months; /* default: the eligible ages */
    suf_rate_row *by_age;                  /* none: 1 at all ages */
    size_t n_by_age;
    suf_year_factor *by_year; /* rising; none, or before the first: 1 */
    size_t n_by_year;
    double by_month[12];        /* factors, January first; default 1 */
    double by_sex[SUF_N_SEXES]; /* factors; default 1 */
} suf_request_spec;

typedef struct suf_intake_spec {
    uint32_t month;        /* 1..12: each year on its first; SUF_NONE: by an interval */
    double every_days;     /* whole days, or months of 365.25 / 12; NAN: each year */
    int32_t first_day;     /* of the first intake at an interval */
    suf_number apply;      /* share of those eligible who apply, at each intake */
    suf_number retry;      /* probability that an unplaced applicant tries again */
    suf_number dropout;    /* hazard of leaving, per day */
    double length_days;    /* of the course */
    bool must_place;       /* the excess is seated too */
    char *from;            /* service whose graduates are the eligible; "" residents */
    uint32_t from_service; /* set by the check; SUF_NONE: residents */
} suf_intake_spec;

/* Months between two intakes; 0: the interval is in days, or there is none. A month is
 * written as 365.25 / 12 days, and 4 years are whole days either way. */
static inline uint32_t
suf_intake_months(const suf_intake_spec *intake)
{
    double months = intake->every_days / (365.25 / 12);
    double whole = (double) (int64_t) (months + 0.5);
    double off = months - whole;
    bool is_whole = off < 1e-9 && off > -1e-9 && whole >= 1 && whole <= 1200;
    return is_whole && intake->every_days != (double) (int64_t) intake->every_days
               ? (uint32_t) whole
               : 0;
}

typedef struct suf_visit_spec {
    suf_number participation;   /* share of those eligible who come at all */
    suf_number visits_per_week; /* of a participant, on a yearly average */
    suf_number mean_stay;       /* days */
    uint32_t opens, closes;     /* hours of the day, opens < closes <= 24 */
    suf_hour_row *by_hour;      /* none: alike in all opening hours */
    size_t n_by_hour;
    struct {
        bool is_closed[7]; /* Monday first */
    } closed_days;
    suf_closed_row *closed_dates;
    size_t n_closed_dates;
    double by_month[12]; /* factors, January first; default 1 */
} suf_visit_spec;

typedef struct suf_service_spec {
    char *name;
    suf_service_kind kind;
    suf_intake_spec intake;
    suf_visit_spec visit;
    char *title, *title_zh, *area; /* "" when not given */
    uint32_t line;
    struct {
        uint32_t from_months, to_months; /* [from, to); default 0 and SUF_AGE_OPEN */
        suf_sex sex;                     /* or both (default) */
    } eligible;
    suf_request_spec requests;
    suf_arrival_spec *arrivals; /* at most one a district; exclude requests */
    size_t n_arrivals;
    suf_number balk; /* probability of going away at once, having asked; default 0 */
    suf_balk_row *balk_by_present; /* instead of balk */
    size_t n_balk_by_present;
    suf_distribution_spec stay;        /* required */
    uint32_t stay_until_months;        /* age at which a stay ends; SUF_AGE_OPEN: none */
    suf_death_rule stay_death;         /* default COMPETING */
    suf_number stay_death_factor;      /* COMPETING: of the cohort's hazard; default 1 */
    suf_number stay_death_probability; /* INCLUDED: share of stays that end in death */
    bool stay_ends_on_move;            /* default true */
    struct {
        suf_discipline discipline;      /* default FIFO */
        suf_distribution_spec patience; /* NONE: for ever */
        uint32_t until_months;          /* age at which people leave the list */
        suf_priority_class *classes;    /* PRIORITY only, first served first */
        size_t n_classes;
        uint32_t limit; /* longest list a district holds; SUF_NONE: no limit */
    } queue;
    double overflow_minutes; /* reach of overflow; 0: none */
    struct {
        bool is_given;
        bool from_share;      /* as many as share_in_place says; else occupancy */
        suf_number occupancy; /* share of the places at start that are taken, 0..1 */
        uint32_t waiting;     /* people on the list of each district at start */
        suf_roll_row *rolls;  /* of an intake */
        size_t n_rolls;
    } initial;
} suf_service_spec;

typedef struct suf_delivery_spec { /* what projects have in common */
    suf_delay_kind delay;
    suf_number a, b; /* of the law: random/delay.h */
    suf_number correlation, cancellation;
} suf_delivery_spec;

typedef struct suf_asset_spec { /* a class of counted things */
    char *name, *title, *title_zh, *area, *unit;
    uint32_t line;
} suf_asset_spec;

typedef struct suf_works_spec { /* many units, in batches, by crews */
    char *name, *title, *asset, *state;
    uint32_t district; /* SUF_NONE: of the city as a whole */
    uint32_t units, batch, crews;
    uint32_t done; /* units done before the start, which count */
    int32_t starts_day,
        until_day; /* batches are released evenly; until INT32_MIN: at once */
    suf_distribution_spec time; /* of one batch by one crew */
    uint32_t line;
    uint32_t asset_index;
} suf_works_spec;

typedef struct suf_population_spec {
    bool is_given;
    int32_t
        date_day; /* day number of the counts; a first of a month, at or before start */
    suf_population_row *start;
    size_t n_start;
    suf_fertility_row *fertility; /* none: no births */
    size_t n_fertility;
    suf_mortality_row *mortality; /* none: no deaths */
    size_t n_mortality;
    suf_migration_row *migration; /* none: no moves */
    size_t n_migration;
    suf_migration_age_row *migration_age; /* none: weight 1 at all ages */
    size_t n_migration_age;
    suf_number males_per_female; /* at birth; default 1.05 */
    suf_number fertility_factor, mortality_factor, migration_factor, churn_factor; /* 1 */
} suf_population_spec;

typedef struct suf_scenario {
    char *path; /* of the file, as given */
    char *name, *title, *title_zh;
    int32_t start_day, end_day; /* day numbers; firsts of months; start < end */
    uint64_t seed;
    suf_design_spec design;
    suf_district_row *districts;
    size_t n_districts;
    suf_travel_row *travel;
    size_t n_travel;
    suf_population_spec population;
    suf_assumption *assumptions;
    size_t n_assumptions;
    suf_correlation_spec *correlations;
    size_t n_correlations;
    suf_service_spec *services;
    size_t n_services;
    suf_places_row *places; /* of the top-level tables and of services.*.places, joined */
    size_t n_places;
    suf_project_row *projects;
    size_t n_projects;
    suf_delivery_spec delivery;
    suf_zone_row *zones;
    size_t n_zones;
    suf_unit_row *units;
    size_t n_units;
    suf_asset_spec *assets;
    size_t n_assets;
    suf_stock_row *stock;
    size_t n_stock;
    suf_works_spec *works;
    size_t n_works;
    suf_target_row *targets;
    size_t n_targets;
    /* The resolved scenario as text: YAML with every default and every table's content,
     * made by rule, so that equal scenarios give equal texts wherever their files lie.
     * Names what is run in the results file and in the fingerprint. */
    char *resolved;
    /* What is odd but may be meant, at the places where it is written. */
    suf_faults warnings;
    /* What was read, layers merged, each value with its place: for suf_show. */
    const struct suf_node *root;
    struct suf_arena *arena;
} suf_scenario;

/* Reads a scenario and its tables. `sets` are n_sets texts "path=value" from the command
 * line. All faults are added to *faults; SUF_ERROR_SCENARIO when there is any, and *self
 * is then empty. Without a fault, self->warnings holds what is odd. */
SUF_MUST_CHECK suf_status suf_scenario_read(suf_scenario *self, const char *path,
    const char *const *sets, size_t n_sets, suf_faults *faults);
/* Reads a resolved text back, as a results file or a journal holds it: the scenario is
 * the same in every number, and so is its resolved text. `name` stands for the path in
 * faults. A text that is not as this program writes them is a fault. */
SUF_MUST_CHECK suf_status suf_scenario_read_resolved(
    suf_scenario *self, const char *name, const char *text, suf_faults *faults);
/* The same scenario with its parts in one order, whatever order they were written in
 * (order.h): what is simulated is built from it, so that results do not depend on how a
 * file is arranged. Its indices are not those of `written`, by which people are shown
 * results; its path and lines are. */
SUF_MUST_CHECK suf_status suf_scenario_order(
    suf_scenario *self, const suf_scenario *written, suf_faults *faults);
/* Legal after a failed read and twice. */
void suf_scenario_free(suf_scenario *self);

#endif
