/* The file of a question of size: one HDF5 file with the group /size.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A function of the rule and the question alone: no clock, no threads. Texts are UTF-8;
 * values of levers are numbers, of dates days since 1970-01-01. NaN: not known. */
#ifndef SUF_RESULTS_SIZE_FILE_H
#define SUF_RESULTS_SIZE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"

/* One lever; texts borrowed, arrays too. */
typedef struct suf_size_row {
    const char *lever, *title, *title_zh, *unit;
    double is_date; /* 1: of dates */
    double least, most, cost;
    double fits, safe, upper; /* NaN: not bounded */
    double p, low, high;      /* of the search, at fits */
    double fresh_p, fresh_low, fresh_high;
    double n_fresh, n_asked, n_checked, n_violations, n_undecided;
    double is_pooled; /* 1: by isotonic regression */
    /* The curve. */
    size_t n_points;
    const double *values, *point_p, *point_low, *point_high, *point_asked;
} suf_size_row;

/* What is more of several levers jointly: their rows then hold the joint values, with the
 * probability of all together. NaN: there is none. Of a sweep there is one of these for
 * each step; the arrays are of all rows, and stand in the first. */
typedef struct suf_size_joint {
    const double *alone, *step_cost; /* [n_rows] */
    const double *first;          /* [n_rows] before a validation that missed, or NULL */
    const double *step;           /* [n_rows] of which step a row is, from 0 */
    const double *condition_step; /* [n_conditions] likewise */
    double by_units, is_separate, is_proven, is_exact,
        is_whole; /* is_whole: validation */
    double cost, bound, safe_cost, upper_cost, alone_cost, alone_p, chosen_for,
        n_given_up, n_nodes, n_services, n_exchanged, first_p, first_low, first_high;
    double safe_p, safe_low, safe_high;      /* at the safe values, in the search */
    double n_whole, n_whole_met, n_felt_met; /* fresh ones tried in both ways */
    const char *cost_unit;
} suf_size_joint;

typedef struct suf_size_file {
    const char *scenario, *title, *title_zh; /* of the scenario */
    const char *const *conditions;           /* [n_conditions] names */
    const char *const *condition_texts;      /* likewise: what they require */
    size_t n_conditions;
    double probability, confidence, replications;
    uint64_t fingerprint, seed; /* fingerprint of the rule */
    const char *version, *scenario_text;
    const suf_size_row *rows;
    size_t n_rows;
    const suf_size_joint *joint; /* [n_steps]; NULL: each alone */
    size_t n_steps;
} suf_size_file;

/* Writes it by way of PATH.part; on failure an older one is untouched. */
SUF_MUST_CHECK suf_status suf_size_file_write(
    const suf_size_file *self, const char *path, suf_faults *faults);

#endif
