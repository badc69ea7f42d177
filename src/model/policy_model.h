/* Policies: rules that change places within a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_POLICY_MODEL_H
#define SUF_MODEL_POLICY_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"
#include "base/terms.h"

/* What a policy does. */
typedef enum suf_policy_action {
    SUF_POLICY_CLOSE,
    SUF_POLICY_OPEN,
    SUF_POLICY_CONVERT, /* of `service`, into those of `to` */
    SUF_POLICY_BEGIN    /* the project whose units have it as begun_by */
} suf_policy_action;

typedef struct suf_policy {
    suf_measure measure;  /* UTILISATION, QUEUE, SHARE_REFUSED or REQUESTS */
    uint32_t of;          /* service that it is measured of */
    bool is_above;        /* it acts above the bound, else below it */
    suf_number bound;     /* of REQUESTS: the number of the one at which it decides */
    uint32_t bound_lever; /* SUF_NONE: none; then `bound` holds */
    uint32_t for_times;   /* in a row, >= 1: months, or */
    bool is_of_intakes;   /* months with an intake of the service */
    uint32_t *districts;  /* [n_districts] where it looks; owned */
    uint32_t n_districts;
    suf_policy_action action;
    uint32_t service; /* SUF_NONE: of BEGIN */
    uint32_t to;      /* of CONVERT, else SUF_NONE */
    uint32_t project; /* of BEGIN, else SUF_NONE */
    bool is_share;    /* of the places built; else a number of places */
    suf_number amount;
    uint32_t amount_lever;
    uint32_t keep;         /* places that are left at least */
    double up_to;          /* places that there are then at most; INFINITY: no limit */
    uint32_t takes_months; /* from the decision */
    uint32_t at_most;      /* times in each district; UINT32_MAX: no limit */
    uint32_t pause_months;
} suf_policy;

/* Whether it looks at a district. */
static inline bool
suf_policy_looks_at(const suf_policy *self, uint32_t district)
{
    for (uint32_t i = 0; i < self->n_districts; i++) {
        if (self->districts[i] == district) {
            return true;
        }
    }
    return false;
}

#endif
