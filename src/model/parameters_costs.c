/* The numbers of one replication: what costs are multiplied by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include <gsl/gsl_math.h>

#include "model/parameters.h"

/* The rank correlation of a normal copula is 6 / pi times the arc sine of half the
 * correlation of its scores (Pearson 1907). */
suf_status
suf_parameters_take_overrun(suf_parameters *self)
{
    const suf_cost_model *costs = &self->model->costs;
    double rank = 0;
    suf_status status = SUF_OK;
    self->overrun = (suf_delay){SUF_DELAY_FIXED, 1, 0};
    self->overrun_score = 0;
    if (!costs->has_overrun) {
        return SUF_OK;
    }
    self->overrun.kind = SUF_DELAY_LOGNORMAL;
    SUF_TRY(suf_parameters_take(self, &costs->overrun_median, DBL_MAX, &self->overrun.a));
    SUF_TRY(suf_parameters_take(self, &costs->overrun_mean, DBL_MAX, &self->overrun.b));
    rank = suf_parameters_value(self, &costs->overrun_rank);
    if (!(self->overrun.b >= self->overrun.a && self->overrun.a > 0 && fabs(rank) <= 1)) {
        status = SUF_RAISE(SUF_ERROR_PARAMETER);
        goto out;
    }
    self->overrun_score = 2 * sin(M_PI * rank / 6);
out:
    return status;
}
