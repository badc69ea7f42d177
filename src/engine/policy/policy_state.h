/* What policies keep.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the files of this folder. */
#ifndef SUF_ENGINE_POLICY_STATE_H
#define SUF_ENGINE_POLICY_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/core/core.h"
#include "engine/delivery/capacity.h"
#include "engine/stay/stay.h"

/* A policy in a district. Months are numbered from the start of the run. */
typedef struct suf_policy_spot {
    uint32_t n_in_row;     /* months, or intakes, that count */
    uint32_t n_times;      /* that it has decided */
    uint32_t looks_from;   /* the month from which it looks again */
    uint64_t next_request; /* of those since the start: the one at which it decides; 0:
                              to be found, UINT64_MAX: none */
    double left;           /* places still to be converted */
} suf_policy_spot;

typedef struct suf_policy_state {
    suf_core *core;
    suf_delivery_state *delivery;
    suf_stay_state *stays;
    suf_policy_spot *spots; /* [policy][district] */
    bool *is_due; /* [policy][district][month] what was decided is done as it begins */
    uint64_t *n_requests; /* [pool] since the start, up to the month in hand */
} suf_policy_state;

/* Months of the run. */
static inline uint32_t
suf_policy_n_months(const suf_model *model)
{
    return model->calendar.n_months - model->calendar.start_index;
}

static inline suf_policy_spot *
suf_policy_spot_of(const suf_policy_state *self, uint32_t policy, uint32_t district)
{
    return &self->spots[(size_t) policy * self->core->model->n_districts + district];
}

/* A number of the policy, by its lever where it has one. */
static inline double
suf_policy_number(const suf_policy_state *self, const suf_number *number, uint32_t lever)
{
    const suf_parameters *parameters = self->core->parameters;
    return lever != SUF_NONE ? parameters->chosen.values[lever]
                             : suf_parameters_value(parameters, number);
}

/* Its value in a district, of the year in hand, in the record. */
double *suf_policy_of_year(const suf_policy_state *self, suf_variable variable,
    uint32_t policy, uint32_t district);

#endif
