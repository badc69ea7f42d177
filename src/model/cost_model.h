/* What is known of costs: part of the model. Amounts are in yuan, in constant prices of
 * one year.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_COST_MODEL_H
#define SUF_MODEL_COST_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"
#include "base/terms.h"

/* The capital cost of a unit of the delivery. */
typedef struct suf_unit_cost {
    bool is_given;    /* else it is not known, which is not 0 */
    bool is_of_start; /* open on the first day without a cost of its own: not built */
    suf_number cost;
    suf_cost_per per;
    double share;          /* PROJECT: of the cost, 1 over the units as planned */
    double places;         /* PLACE: that the unit opens, or closes (then below 0) */
    uint32_t places_lever; /* that they are; SUF_NONE: a constant */
    uint32_t service;      /* that gets them; SUF_NONE: none */
    uint32_t fund;         /* that pays; SUF_NONE: all, by their shares */
    uint64_t purpose;      /* hash of "cost/project/<name>" or "cost/works/<name>" */
} suf_unit_cost;

/* What each place costs that a policy moves. */
typedef struct suf_policy_cost {
    bool is_given; /* else it is not known, or a project begins, which has its own */
    suf_number cost;
    uint32_t fund;    /* that pays; SUF_NONE: all, by their shares */
    uint32_t service; /* whose capital it is */
} suf_policy_cost;

/* What running a service costs. */
typedef struct suf_running_cost {
    bool has_place_year, has_person;
    suf_number place_year, person; /* of a usable place; of each who is served */
    uint32_t fund;                 /* SUF_NONE: all, by their shares */
} suf_running_cost;

typedef struct suf_budget {
    suf_year_factor *years; /* owned */
    uint32_t n;
} suf_budget;

typedef struct suf_fund {
    double share; /* of what names no fund */
    suf_budget budget;
} suf_fund;

typedef struct suf_cost_model {
    bool is_given; /* else nothing of this is there */
    bool has_overrun;
    suf_number overrun_median, overrun_mean, overrun_rank;
    suf_budget_of budget_for;
    suf_budget budget;         /* of all funds together */
    suf_unit_cost *units;      /* [n_units of the delivery]; owned */
    suf_running_cost *running; /* [n_services]; owned */
    suf_policy_cost *policies; /* [n_policies]; owned */
    suf_fund *funds;           /* [n_funds]; owned */
    uint32_t n_funds;
    uint32_t n_projects, n_works; /* in all, without what is open on the first day */
    uint32_t n_costed_projects, n_costed_works, n_costed_services;
    uint32_t n_moving, n_costed_policies; /* policies that move places */
} suf_cost_model;

/* Releases its arrays, after a failed build too. */
void suf_cost_model_free(suf_cost_model *self);

#endif
