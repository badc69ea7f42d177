/* The file of a question of slips: the group /slip.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_SLIP_FILE_H
#define SUF_RESULTS_SLIP_FILE_H

#include <stddef.h>

#include "results/answer_file.h"

/* A project and a target that counts or feels it; texts borrowed. Dates are days since
 * 1970-01-01; INFINITY: it need not open at all, -INFINITY: no date will do. Of targets
 * of use slack, latest opening and loss are NAN: not known. */
typedef struct suf_slip_file_row {
    const char *target, *project;
    const char *verdict;                    /* "safe", "critical" or "undecided" */
    double planned_opening, latest_opening; /* of its last unit */
    double slack, slack_low, slack_high;    /* days */
    double p, p_low, p_high;                /* P(met) with it `days` later */
    double loss, loss_low, loss_high;       /* of P(met) without it */
    double change, change_low, change_high; /* of P(met), with it `days` later */
    double together; /* projects that p and change are of, all later: 1, it alone */
} suf_slip_file_row;

typedef struct suf_slip_file_target { /* P(met) as planned */
    const char *name, *title, *title_zh;
    double p, low, high;
} suf_slip_file_target;

typedef struct suf_slip_file {
    double probability, days, replications, projects;
    double reversed, paired;      /* comparisons in which later was better, of all */
    const char *const *uncounted; /* [n_uncounted] projects that nothing feels: loss 0 */
    size_t n_uncounted;
    const suf_slip_file_row *rows;
    size_t n_rows;
    const suf_slip_file_target *targets;
    size_t n_targets;
} suf_slip_file;

/* Fits suf_answer_file.put, with a suf_slip_file as context. */
SUF_MUST_CHECK suf_status suf_slip_file_put(hid_t group, const void *context);

#endif
