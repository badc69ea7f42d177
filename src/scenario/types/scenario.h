/* A scenario as written: what the YAML file and its tables say, checked, still by name.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read by suf_scenario_read (scenario_read.h) from a file, its tables and the `--set`
 * overlays. Everything in it is in range and every name that refers to something refers
 * to something that exists; units are converted to the one inside (durations and times in
 * days, ages in whole months, rates per day or per person-day, shares 0..1). Members that
 * were not given hold the default of the table of keys (keys.h). The model is built from
 * it (model/build.h); the engine never sees it.
 *
 * Ownership: the scenario owns every text and array it points to, in one arena released
 * by suf_scenario_free. */
#ifndef SUF_SCENARIO_SCENARIO_H
#define SUF_SCENARIO_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/fault.h"
#include "base/grid.h"
#include "base/number.h"
#include "base/status.h"
#include "base/terms.h"
#include "base/units.h"
#include "random/delay.h"
#include "scenario/types/policy_spec.h"
#include "scenario/types/scenario_rows.h"
#include "scenario/types/service_spec.h"
#include "scenario/types/source.h"

typedef struct suf_assumption {
    char *name;
    suf_assumption_kind kind;
    double a[3]; /* of the kind, in days or per day where the dimension says so */
    suf_dimension dimension; /* of all of a but a cv or n */
    char *unit;              /* for people, as written; "" when not given */
    char *title, *title_zh;  /* "" when not given */
    char evidence;           /* 'A', 'B', 'C', or '?' when not given */
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
        suf_ar1_scale scale;
        char *shock;  /* its name; "": none shared */
        double share; /* of the variance of a step that is the shared shock's */
    } ar1;
    uint64_t uses;      /* bits of where it is used */
    bool is_used_below; /* by the lowest file, whatever overlays leave of that */
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

/* What a column of a table of points has the uniforms of. */
typedef enum suf_point_kind {
    SUF_POINT_VALUE, /* "NAME": the value of an assumption, that of the first year */
    SUF_POINT_STEP,  /* "NAME@YEAR": its step of its own into a year, where it moves */
    SUF_POINT_SHOCK  /* "shock/NAME@YEAR": the step of a shock that assumptions share */
} suf_point_kind;

typedef struct suf_point_column {
    char *text; /* as the table has it */
    char *name; /* of the assumption or of the shock */
    suf_point_kind kind;
    int32_t year; /* calendar year of a step or a shock */
    suf_place place;
} suf_point_column;

/* Where a table of points says so: the uniforms of assumptions, by replication. */
typedef struct suf_points_spec {
    suf_point_column *columns; /* [n_columns] in the order of the table */
    size_t n_columns;
    double *uniforms;    /* [design.n_rows][n_columns] within (0, 1) */
    double *log_weights; /* [design.n_rows]; NULL: it has none */
} suf_points_spec;

/* A number that the planner may choose. Dates are day numbers. */
typedef struct suf_lever_spec {
    char *name;
    /* As written; what they say is below, set at reading. */
    char *value_text, *least_text, *most_text, *step_text, *planned_text, *cost_text;
    char *unit, *title, *title_zh; /* for people; "" when not given */
    bool is_date;
    double value;
    suf_grid grid;   /* that it may be chosen from */
    double planned;  /* of a date: that which the plan's own dates belong to */
    double cost;     /* of one more of its unit; NAN: not given */
    char *cost_unit; /* as "yuan"; "" none */
    uint32_t n_uses;
    uint32_t line;
} suf_lever_spec;

/* Two assumptions that go together. */
typedef struct suf_correlation_spec {
    char *name;
    char *of, *with; /* names of assumptions */
    double rank;     /* rank correlation, within (-1, 1) */
    uint32_t line;
    uint32_t of_index, with_index; /* set by the check */
} suf_correlation_spec;

typedef struct suf_programme_spec { /* of projects */
    char *name;
    suf_number cancellation;
    bool has_cancellation;       /* else that of `delivery` */
    double replaced_within_days; /* NAN: what is cancelled is not replaced */
    uint32_t line;
} suf_programme_spec;

typedef struct suf_delivery_spec { /* what projects have in common */
    suf_delay_kind delay;
    suf_number a, b; /* of the distribution: random/delay.h */
    suf_number correlation, programme_correlation, cancellation;
    suf_programme_spec *programmes; /* those that have something to say */
    size_t n_programmes;
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
    bool has_assumed_crews;     /* the plan states neither them nor their time */
    suf_number cost;            /* of one unit, in yuan */
    bool has_cost;              /* else it is not known, which is not 0 */
    bool has_cost_fund;
    char *cost_fund;     /* that pays; "": all of them, by their shares */
    uint32_t fund_index; /* SUF_NONE when not given */
    uint32_t line;
    uint32_t asset_index;
    uint32_t crews_lever; /* that crews is; SUF_NONE: a constant */
} suf_works_spec;

typedef struct suf_fund_spec {     /* a source of money */
    char *name, *title, *title_zh; /* titles "" when not given */
    double share;                  /* of what names no fund; NAN: none */
    suf_year_factor *budget;       /* of those calendar years, in yuan; rising */
    size_t n_budget;
    uint32_t line;
} suf_fund_spec;

typedef struct suf_costs_spec { /* what costs have in common; amounts in yuan */
    bool is_given;              /* the key is there */
    int32_t price_year;         /* of the constant prices that all amounts are in */
    char *basis;                /* what the amounts hold, for people; "" when not given */
    bool has_overrun;
    suf_number overrun_median,
        overrun_mean;        /* of what capital costs over what is given */
    suf_number overrun_rank; /* rank correlation with the delay */
    suf_budget_of budget_for;
    suf_year_factor *budget; /* of those calendar years; rising */
    size_t n_budget;
    suf_fund_spec *funds;
    size_t n_funds;
} suf_costs_spec;

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
    suf_number fertility_factor, mortality_factor, migration_factor,
        turnover_factor;        /* 1 */
    suf_number mortality_trend; /* of death rates, a year; 0 */
} suf_population_spec;

/* Causes of shortage that are taken away: taken_away.h says what each does. */
typedef struct suf_taken_away {
    bool is_given; /* the key is there */
    bool late, unstaffed, misplaced, unexpected;
} suf_taken_away;

typedef struct suf_scenario {
    char *path;   /* of the file, as given */
    char *folder; /* of the lowest file, where its tables are, as reached from the present
                     folder: "scenarios/luzhou", or "."; NULL of a text */
    char *name, *title, *title_zh;
    int32_t start_day, end_day; /* day numbers; firsts of months; start < end */
    uint64_t seed;
    suf_design_spec design;
    suf_points_spec points; /* of a table; else of zeros */
    suf_taken_away without;
    suf_district_row *districts;
    size_t n_districts;
    suf_travel_row *travel;
    size_t n_travel;
    suf_population_spec population;
    suf_assumption *assumptions;
    size_t n_assumptions;
    suf_lever_spec *levers;
    size_t n_levers;
    suf_correlation_spec *correlations;
    size_t n_correlations;
    suf_service_spec *services;
    size_t n_services;
    suf_places_row *places; /* of the top-level tables and of services.*.places, joined */
    size_t n_places;
    suf_project_row *projects;
    size_t n_projects;
    suf_delivery_spec delivery;
    int32_t known_day; /* to which projects are known, by default; INT32_MIN: not told */
    suf_policy_spec *policies;
    size_t n_policies;
    suf_costs_spec costs;
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
    suf_target_row *conditions; /* as targets, without a place in the scorecard */
    size_t n_conditions;
    suf_observation_row *observations;
    size_t n_observations;
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

/* The project that one comes after; borrowed; NULL: none. */
static inline const suf_project_row *
suf_project_before(const suf_scenario *scenario, const suf_project_row *project)
{
    return project->after_index != SUF_NONE ? &scenario->projects[project->after_index]
                                            : NULL;
}

/* What the scenario says of the programme of a project; borrowed; NULL: nothing. */
static inline const suf_programme_spec *
suf_programme_of(const suf_scenario *scenario, const suf_project_row *project)
{
    const suf_delivery_spec *delivery = &scenario->delivery;
    for (size_t i = 0; i < delivery->n_programmes; i++) {
        if (strcmp(delivery->programmes[i].name, project->programme) == 0) {
            return &delivery->programmes[i];
        }
    }
    return NULL;
}

/* Whether a target is of zones of a service whose places stand in zones. */
static inline bool
suf_target_is_zoned(const suf_scenario *scenario, const suf_target_row *target)
{
    return target->zones[0] != '\0' && !suf_target_is_of_assets(target) &&
           target->measure != SUF_MEASURE_DONE && target->of_index != SUF_NONE &&
           scenario->services[target->of_index].has_zones;
}

/* Whether a zone is one of those that a target names, in the districts of its `each`. */
static inline bool
suf_target_has_zone(
    const suf_scenario *scenario, const suf_target_row *target, const suf_zone_row *zone)
{
    const suf_district_row *in = &scenario->districts[zone->district];
    bool is_in =
        strcmp(target->each, "city") == 0 || strcmp(target->each, "district") == 0 ||
        strcmp(target->each, in->group) == 0 || strcmp(target->each, in->district) == 0;
    return is_in && (strcmp(target->zones, zone->kind) == 0 ||
                        strcmp(target->zones, zone->zone) == 0);
}

#endif
