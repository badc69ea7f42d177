/* Numbers that are drawn, and those that the planner may choose: part of the model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_ASSUMPTION_MODEL_H
#define SUF_MODEL_ASSUMPTION_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"

typedef struct suf_assumption_model {
    suf_assumption_kind kind;
    double a[3];
    double minimum, maximum;
    uint64_t purpose;             /* hash of "assumption/<name>" */
    suf_assumption_points points; /* DISCRETE, EMPIRICAL; owned */
    /* Where it moves from year to year: its row among the yearly values, and the law of
     * the path. */
    bool has_ar1;
    uint32_t path_index;
    double ar1_sd, ar1_phi, shock_share;
    suf_ar1_scale ar1_scale;
    uint64_t shock_purpose; /* hash of "shock/<name>"; of the shared part */
    uint32_t shock_index;   /* of that shock in suf_model.point_shocks */
} suf_assumption_model;

/* A number that the planner may choose; dates are days since the start. */
typedef struct suf_lever_model {
    char *name; /* owned */
    bool is_date;
    double value; /* of the scenario */
    double least;
    double most;    /* what room is made for */
    double planned; /* of a date: that which the plan's dates belong to */
} suf_lever_model;

#endif
