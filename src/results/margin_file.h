/* The file of a question of margins: the group /margin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_MARGIN_FILE_H
#define SUF_RESULTS_MARGIN_FILE_H

#include <stddef.h>

#include "results/answer_file.h"

/* A mean and the limits of its interval. */
typedef struct suf_margin_number {
    double mean, low, high;
} suf_margin_number;

/* One option; texts borrowed. Effects are per place, of a lever per step. */
typedef struct suf_margin_file_row {
    const char *service, *service_title, *service_title_zh;
    const char *district, *district_title, *district_title_zh; /* "" of a lever */
    const char *lever, *lever_title, *lever_title_zh;          /* "" of places */
    const char *verdict; /* on its service: "told", "open", "only", "none", "unknown" */
    double amount;       /* places that were added; of a lever the step in its unit */
    double run;          /* that it stood in, from 1 */
    double is_best;
    double is_short; /* somebody waits or goes without in some replication */
    suf_margin_number served, waiting_days, unmet, share;
    suf_margin_number cost, per_million; /* yuan; people served more by 10^6 yuan */
    const char *cost_of; /* "capital", "running", "capital and running"; "": not given */
    double plan_unmet;   /* people who were not served in the plan, mean */
} suf_margin_file_row;

typedef struct suf_margin_file {
    const char *by;   /* what is best: "served", "waiting" or "unmet" */
    const char *from; /* day of the places, as "2021-01-01" */
    double replications, rounds, most, runs, is_settled, shares_people;
    const suf_margin_file_row *rows;
    size_t n_rows;
    const char *const *targets;                /* [n_targets] names */
    const double *gain, *gain_low, *gain_high; /* [n_rows][n_targets] of P(met); NaN: not
                                                  known; 0 to 0 where nothing links */
    size_t n_targets;
} suf_margin_file;

/* Fits suf_answer_file.put, with a suf_margin_file as context. */
SUF_MUST_CHECK suf_status suf_margin_file_put(hid_t group, const void *context);

#endif
