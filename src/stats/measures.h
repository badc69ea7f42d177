/* What people ask of a service in one number: demand, places, utilisation, waiting, unmet
 * demand. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A measure is a variable of the results (stats/variables.h says its name, unit and
 * meaning) that is folded from the monthly ones of the same replication: for each
 * calendar year and the whole run, for each district and all of them together, for each
 * service, or class of priority. Each kind of service has a formula of its own.
 *
 *   how     over the months m of the period, of d_m days, x the sum of the terms
 *   RATE    sum of x, per year of 365.25 days
 *   MEAN    sum of d_m x / sum of d_m
 *   START   x of the first month; END: of the last
 *   SHARE   100 x sum of x / sum of the base
 *   SHARE_OF_TIME  100 x sum of d_m x / sum of d_m base, where both are means over time
 *   WAIT    sum of x base / sum of the base, over months and districts with a base > 0
 *
 * Invariants:
 * 1. A measure is a function of the replication's own record and of what the service is:
 *    not of other replications, threads, or where it was made.
 * 2. Top and base are summed over the months of the period, then over districts by name;
 *    the quotient is taken last. So the measure of all districts is of their sums, not a
 *    mean of their measures.
 * 3. NaN: the scenario does not have the service, its kind does not have the measure, or
 *    there is nothing that it could be of (a share of nothing). */
#ifndef SUF_STATS_MEASURES_H
#define SUF_STATS_MEASURES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "stats/metrics.h"

typedef enum suf_fold {
    SUF_FOLD_NONE, /* a kind that does not have the measure */
    SUF_FOLD_RATE,
    SUF_FOLD_MEAN,
    SUF_FOLD_START,
    SUF_FOLD_END,
    SUF_FOLD_SHARE,
    SUF_FOLD_SHARE_OF_TIME,
    SUF_FOLD_WAIT
} suf_fold;

enum { SUF_MOST_TERMS = 6, SUF_N_KINDS = SUF_KIND_VISIT + 1 };

typedef struct suf_formula {
    suf_fold how;
    bool is_in_table; /* of `suffice info` for people, which has no room for all */
    uint8_t n_terms;
    suf_variable terms[SUF_MOST_TERMS]; /* added up; monthly ones */
    suf_variable base;                  /* SHARE, SHARE_OF_TIME, WAIT */
} suf_formula;

typedef struct suf_service_measure {
    const char *head, *head_unit;      /* of a column of a table: two short lines */
    const char *title_zh;              /* what long_name is in English */
    suf_formula formulas[SUF_N_KINDS]; /* a class of priority is of a stay */
} suf_service_measure;

enum { SUF_N_MEASURES = SUF_N_VARIABLES - SUF_FIRST_MEASURE };

/* Row of the table, of a variable from SUF_FIRST_MEASURE on; static storage. */
const suf_service_measure *suf_measure_of(suf_variable variable);
/* Whether it has a value for such a service. Kinds are those of suf_service_facts. */
bool suf_measure_has(suf_variable variable, int32_t kind);
/* Where a value stands within the variable's block. `service` may be a class. */
size_t suf_measure_at(const suf_layout *layout, suf_variable variable, uint32_t period,
    uint32_t region, uint32_t service);

/* Folds all measures of a replication of a scenario into the same record, whose layout
 * must have its districts ordered. */
void suf_measures_fold(suf_metrics *metrics, uint32_t scenario);

#endif
