/* A policy as written: a rule that changes places within a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_POLICY_SPEC_H
#define SUF_SCENARIO_POLICY_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"
#include "base/terms.h"

/* Services are indices of the scenario; SUF_NONE where none is named. */
typedef struct suf_policy_spec {
    char *name, *title, *title_zh; /* titles "" when not given */
    suf_measure measure;           /* UTILISATION, QUEUE, SHARE_REFUSED or REQUESTS */
    uint32_t of;
    char *each; /* "district", a group of districts, or one by its name */
    /* What the measure is below, or above; one of the two. */
    suf_number below, above;
    uint32_t below_lever, above_lever; /* SUF_NONE: no lever */
    double reach; /* of REQUESTS: the number of the one at which it decides */
    uint32_t reach_lever;
    uint32_t lasts; /* in a row: months, or intakes (SUF_LASTING_INTAKES) */
    /* What is then done: one of close, open, convert, begin. */
    uint32_t close, open, convert, to;
    char *begin;          /* a project; "" when not given */
    uint32_t begin_index; /* set by the check; SUF_NONE */
    double places;        /* NAN: not given, then the share */
    uint32_t places_lever;
    suf_number share; /* of the places built in the district */
    uint32_t share_lever;
    double keep;           /* places that are left at least */
    double up_to;          /* places that there are then at most; NAN: no limit */
    suf_number cost;       /* of each place, in yuan */
    char *cost_fund;       /* that pays; "": all, by their shares */
    uint32_t fund_index;   /* set by the check; SUF_NONE when not given */
    uint32_t takes_months; /* from the decision to what is done */
    uint32_t at_most;      /* times in each district; SUF_NONE: no limit */
    uint32_t pause_months; /* after each time, in which it does not look */
    uint32_t line;
    bool has_below, has_above, has_reach, has_begin, has_share, has_cost, has_cost_fund;
} suf_policy_spec;

#endif
