/* The layout of a run's results, and the flat record that one replication leaves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layout holds the labels of every dimension for all scenarios of a run: districts
 * and months are the same in all, services and assumptions are unions in order of first
 * appearance. A record is one array of doubles, variable after variable in the order of
 * variables.h, each in C order of its dimensions: what the writer stores, chunk by chunk.
 */
#ifndef SUF_STATS_METRICS_H
#define SUF_STATS_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/terms.h"
#include "stats/variables.h"

enum { SUF_N_AGE_GROUPS = 21, SUF_AGE_GROUP_MONTHS = 60 }; /* 0-4, ..., 95-99, 100+ */

/* Shares of those who joined whose waits are told: the dimension `quantile`. */
enum { SUF_N_WAIT_LEVELS = 10 };
extern const double suf_wait_levels[SUF_N_WAIT_LEVELS];

/* Ratios whose inequality is recorded, from SUF_FIRST_RATIO on: the dimension `ratio`. */
extern const char *const suf_ratio_names[SUF_N_RATIOS_RECORDED];

/* What costs are of: the dimension `part`. */
typedef enum suf_cost_part {
    SUF_PART_PROJECTS,
    SUF_PART_WORKS,
    SUF_PART_SERVICES,
    SUF_N_COST_PARTS
} suf_cost_part;
extern const char *const suf_part_names[SUF_N_COST_PARTS];

/* The label of all districts, or of the whole run, behind those of each. */
#define SUF_ALL "all"

/* A label and what people call it. All texts owned by the layout. */
typedef struct suf_label {
    char *name;
    char *title;    /* "" when not given */
    char *title_zh; /* "" when not given */
} suf_label;

/* Texts owned by the layout. */
typedef struct suf_assumption_label {
    char *name, *title, *title_zh, *source;
    char *unit;       /* for people, as written; "" when not given */
    char *value_unit; /* of the values in the results: "days", "per day", "yuan", "1" */
    char *evidence;   /* "A", "B", "C" or "" */
} suf_assumption_label;

/* What a service is in a scenario. */
enum { SUF_NO_KIND = -1 };
/* "stay", "intake", "visit", or "" of SUF_NO_KIND; and back. Static storage. */
const char *suf_kind_name(int32_t kind);
int32_t suf_kind_of(const char *name);
typedef struct suf_service_facts {
    int32_t kind;  /* suf_service_kind; SUF_NO_KIND: the scenario does not have it */
    bool has_list; /* people may wait for a place */
} suf_service_facts;

/* What a reader must know of a service's results. Texts owned by the layout, "" when not
 * given. */
typedef struct suf_caveat {
    char *text, *text_zh;
} suf_caveat;

/* A class of priority. Texts owned by the layout. */
typedef struct suf_class_label {
    char *name; /* "service/class" */
    char *service, *class;
} suf_class_label;

/* A zone of a district. Texts owned by the layout. */
typedef struct suf_zone_label {
    char *name, *district, *kind; /* kind as "urban" */
} suf_zone_label;

/* What a target is, for people who read results. Texts owned by the layout. */
typedef struct suf_target_label {
    char *name, *title, *title_zh, *area, *measure, *of, *unit, *use;
    char *each;               /* "city", "district" or a group of districts */
    char *comparison;         /* "at_least" or "at_most" */
    char *basis;              /* "stated" or "assumed" */
    char *evidence;           /* of what it rests on: "A", "B", "C" or "" */
    char *dates;              /* of the projects it counts: "stated", "assumed" or "" */
    char *crews;              /* of the works it counts: "stated", "assumed" or "" */
    char *date;               /* "2025-12-31" */
    double required, stretch; /* stretch NAN when none */
    int32_t is_soft;
} suf_target_label;

/* What was counted in the world, for people who read results. Texts owned by the layout.
 */
typedef struct suf_observation_label {
    char *name, *title, *title_zh, *measure, *of, *source;
    char *district; /* or SUF_ALL */
    char *basis;    /* "resident" or "registered" */
    char *evidence; /* "A", "B", "C" or "" */
    char *date;     /* "2021-12-31" */
    double value, sd;
    int32_t weighs; /* 0: held out, or of another basis */
} suf_observation_label;

typedef struct suf_layout {
    int32_t start_day, end_day; /* day numbers */
    int32_t first_year;         /* calendar year of the start */
    uint32_t n_years;           /* calendar years touched by [start, end) */
    suf_design_spec design;     /* FIXED when no assumption varies */
    uint32_t n_months, n_scenarios, n_districts, n_services, n_assumptions, n_projects,
        n_assets, n_targets, n_classes, n_policies, n_observations, n_zones;
    uint32_t n_funds;   /* those of costs and then `all`; 0: no scenario has costs */
    int32_t price_year; /* of the prices of costs; 0 without costs */
    char *price_basis;  /* what they hold, for people; owned; maybe NULL */
    int32_t *month_start_days; /* [n_months], days since start */
    suf_label *scenarios, *districts, *services, *projects;
    int32_t *known_days; /* [scenario] day to whose end projects are known, INT32_MIN:
                            nothing is; NULL: in no scenario; owned */
    suf_service_facts *service_facts; /* [scenario][service]; NULL: nothing is known */
    suf_caveat *caveats;              /* [scenario][service]; NULL: no service has one */
    uint32_t *districts_by_name; /* [n_districts] sums over districts go in this order, so
                                    that they do not depend on how the file lists them */
    suf_label *assets;           /* stocks: "class/state" */
    suf_assumption_label *assumptions;
    suf_target_label *targets;
    suf_label *funds; /* the last is SUF_ALL */
    suf_observation_label *observations;
    suf_label *policies;
    suf_zone_label *zones;               /* of districts, where places stand in some */
    suf_class_label *classes;            /* of services that have two or more */
    size_t offsets[SUF_N_VARIABLES + 1]; /* of each variable in a record, in doubles */
} suf_layout;

/* Sets the offsets once the labels are there. */
SUF_MUST_CHECK suf_status suf_layout_seal(suf_layout *self);
/* Sets districts_by_name, once, for who folds measures. */
SUF_MUST_CHECK suf_status suf_layout_order(suf_layout *self);
void suf_layout_free(suf_layout *self);
/* Number of doubles of one variable. */
static inline size_t
suf_layout_size(const suf_layout *self, suf_variable variable)
{
    return self->offsets[variable + 1] - self->offsets[variable];
}
/* The one row of a dimension; static and constant. */
#define SUF_NOT_COUNTED SIZE_MAX
typedef struct suf_dimension_facts {
    const char *name;
    size_t count;  /* offset of the layout's number of it, a uint32_t; or NOT_COUNTED */
    uint32_t more; /* entries behind those that are counted */
} suf_dimension_facts;
/* The row of a dimension; static and constant. */
const suf_dimension_facts *suf_dimension_facts_of(suf_dimension_id id);
/* Whether variables of these dimensions have values: none of the dimensions is empty, and
 * those of costs belong to a run with costs. */
bool suf_layout_has(const suf_layout *self, suf_variable_dims dims);
/* Length of a dimension; that of replications is not the layout's. */
uint32_t suf_layout_length(const suf_layout *self, suf_dimension_id id);
/* The first month of a year of the run; past the last year the end of the run. */
uint32_t suf_layout_first_month(const suf_layout *self, uint32_t year);
suf_service_facts suf_layout_service(
    const suf_layout *self, uint32_t scenario, uint32_t service);
/* The caveat of a service in a scenario, as written in `caveat`; "" without one.
 * Borrowed. */
const char *suf_layout_caveat(
    const suf_layout *self, uint32_t scenario, uint32_t service);
/* How many targets rest on inputs of this grade of evidence, or a worse one. */
uint32_t suf_layout_targets_of(const suf_layout *self, char evidence);
/* Sizes of a variable's dimensions behind (scenario, replication); returns how many. */
uint32_t suf_layout_shape(
    const suf_layout *self, suf_variable variable, uint32_t shape[4]);

typedef struct suf_metrics {
    const suf_layout *layout; /* borrowed */
    double *values;           /* offsets[SUF_N_VARIABLES] doubles; owned */
    uint64_t n_events;        /* events simulated: arrivals, admissions that had to wait,
                                 departures, reneges, openings */
} suf_metrics;

/* A block for every variable of the layout, which is borrowed and sealed; all NaN.
 * Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_metrics_init(suf_metrics *self, const suf_layout *layout);
/* Releases the blocks, not the layout. */
void suf_metrics_free(suf_metrics *self);
/* All values to NaN, no events: before a replication. */
void suf_metrics_clear(suf_metrics *self);
static inline double *
suf_metrics_of(suf_metrics *self, suf_variable variable)
{
    return self->values + self->layout->offsets[variable];
}

#endif
