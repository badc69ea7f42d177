/* Terms that a scenario and its model share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_BASE_TERMS_H
#define SUF_BASE_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/number.h"

/* No upper age: eligible for ever. Ages are in whole months. */
#define SUF_AGE_OPEN UINT32_MAX

enum { SUF_N_AGES = 101 }; /* in years: 0..100, 100: and over */

typedef enum suf_sex {
    SUF_FEMALE,
    SUF_MALE,
    SUF_N_SEXES,
    SUF_BOTH_SEXES = SUF_N_SEXES
} suf_sex;

typedef enum suf_assumption_kind {
    SUF_ASSUMPTION_VALUE,      /* a[0] */
    SUF_ASSUMPTION_UNIFORM,    /* low, high */
    SUF_ASSUMPTION_TRIANGULAR, /* low, mode, high */
    SUF_ASSUMPTION_NORMAL,     /* mean, sd */
    SUF_ASSUMPTION_LOGNORMAL,  /* median, cv */
    SUF_ASSUMPTION_BETA,       /* mean, n: Beta(mean n, (1 - mean) n) */
    SUF_ASSUMPTION_GAMMA,      /* mean, cv */
    SUF_ASSUMPTION_DISCRETE,   /* points: values and their probabilities */
    SUF_ASSUMPTION_EMPIRICAL   /* points: values and how much lies at or below them */
} suf_assumption_kind;

/* The points of a discrete or empirical assumption. */
typedef struct suf_assumption_points {
    double *values;  /* [n] rising where empirical */
    double *weights; /* [n] probabilities; or shares at or below, rising from 0 to 1 */
    size_t n;
} suf_assumption_points;

/* On which scale an assumption moves from year to year. */
typedef enum suf_ar1_scale {
    SUF_AR1_LOG,   /* value = base x exp(path) */
    SUF_AR1_LOGIT, /* of a share: logit(value) = logit(base) + path */
    SUF_AR1_LINEAR /* value = base + path */
} suf_ar1_scale;

/* How the values of assumptions are spread over replications. */
typedef enum suf_design_kind {
    SUF_DESIGN_RANDOM,   /* independently */
    SUF_DESIGN_BALANCED, /* in groups of even points that hardly correlate */
    SUF_DESIGN_LHS,      /* a Latin hypercube */
    SUF_DESIGN_TABLE,    /* as a table of points says */
    SUF_DESIGN_FIXED     /* all at their medians */
} suf_design_kind;

/* Groups that balanced points are dealt to in turn: point p to group p mod 25. Why 25:
 * docs/theory/model.md. */
enum { SUF_DESIGN_GROUPS = 25 };

/* Replication r takes the values of point r / inner. */
typedef struct suf_design_spec {
    suf_design_kind kind;
    uint32_t n_points;     /* LHS: of the hypercube; else SUF_NONE */
    uint32_t outer, inner; /* of a nested run; not nested: SUF_NONE, SUF_NONE */
    uint32_t n_rows;       /* TABLE: its points; else 0 */
} suf_design_spec;

typedef enum suf_discipline {
    SUF_DISCIPLINE_FIFO,
    SUF_DISCIPLINE_PRIORITY,
    SUF_DISCIPLINE_LOTTERY,
    SUF_DISCIPLINE_NONE,       /* no waiting list: who finds no place is refused */
    SUF_DISCIPLINE_PREEMPTIVE, /* priority, and who asks displaces lower classes */
    SUF_DISCIPLINE_RETRIAL     /* no order: who finds no place asks again by itself */
} suf_discipline;

/* Of whom a waiting list is. */
typedef enum suf_list_scope {
    SUF_LIST_DISTRICT, /* each district has its own */
    SUF_LIST_CITY      /* one for the whole service */
} suf_list_scope;

typedef enum suf_service_kind {
    SUF_KIND_STAY,   /* a place held for a time, all year round */
    SUF_KIND_INTAKE, /* admission on dates, for a course */
    SUF_KIND_VISIT   /* short, repeated use within opening hours */
} suf_service_kind;

typedef enum suf_death_rule { SUF_DEATH_COMPETING, SUF_DEATH_INCLUDED } suf_death_rule;

/* What a target measures. */
typedef enum suf_measure {
    SUF_MEASURE_COUNT, /* assets in a state */
    SUF_MEASURE_ADDED, /* less those at the start */
    SUF_MEASURE_DONE,  /* units done by a works programme */
    SUF_MEASURE_PLACES_PER_1000,
    SUF_MEASURE_SHARE_WITH,     /* share of units or districts with at least `least` */
    SUF_MEASURE_SHARE_WITHIN,   /* share of people within `minutes` */
    SUF_MEASURE_SHARE_PLACED,   /* of the applicants of the last intake */
    SUF_MEASURE_SHARE_ADMITTED, /* within `within`, of those who joined */
    SUF_MEASURE_UTILISATION,
    SUF_MEASURE_QUEUE,
    SUF_MEASURE_SHARE_REFUSED,
    SUF_MEASURE_INEQUALITY, /* of a ratio, between districts */
    SUF_MEASURE_ACCESS,     /* places per 1000 people within reach, of two steps */
    SUF_MEASURE_WAITING,    /* mean of the list over a window */
    SUF_MEASURE_REQUESTS    /* asked since the start; of policies alone */
} suf_measure;

/* What inequality is of. The first ones are in every results file. */
typedef enum suf_ratio {
    SUF_RATIO_NONE,   /* not given */
    SUF_RATIO_PLACES, /* per 1000 people whom the service is for */
    SUF_RATIO_SERVED, /* per 100 who asked and were served or went without */
    SUF_RATIO_WITHIN, /* share of people within `minutes` */
    SUF_RATIO_ACCESS, /* places within reach in two steps, as of the measure */
    SUF_FIRST_RATIO = SUF_RATIO_PLACES,
    SUF_N_RATIOS_RECORDED = SUF_RATIO_SERVED
} suf_ratio;

/* Indices of inequality: stats/inequality.h. */
typedef enum suf_inequality {
    SUF_INEQUALITY_NONE, /* not given */
    SUF_INEQUALITY_WORST_TO_BEST,
    SUF_INEQUALITY_VARIATION,
    SUF_INEQUALITY_GINI,
    SUF_INEQUALITY_THEIL,
    SUF_FIRST_INEQUALITY = SUF_INEQUALITY_WORST_TO_BEST,
    SUF_N_INEQUALITIES = SUF_INEQUALITY_THEIL
} suf_inequality;

/* How what is far counts less within the reach of two-step access. */
typedef enum suf_decay {
    SUF_DECAY_NONE, /* not given: uniform */
    SUF_DECAY_UNIFORM,
    SUF_DECAY_GAUSSIAN
} suf_decay;

/* What the cost of a project is of. */
typedef enum suf_cost_per {
    SUF_COST_PER_PROJECT, /* the project in all, a batch too */
    SUF_COST_PER_PLACE,   /* each place that it opens or closes */
    SUF_COST_PER_UNIT     /* each asset, or each unit of a batch */
} suf_cost_per;

/* What budgets are for. */
typedef enum suf_budget_of { SUF_BUDGET_CAPITAL, SUF_BUDGET_ALL } suf_budget_of;

typedef struct suf_year_factor {
    int32_t year;
    suf_number factor; /* holds from this calendar year on, until a later one */
} suf_year_factor;

#endif
