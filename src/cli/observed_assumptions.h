/* What suffice observe tells of assumptions, and which columns of a table of points can
 * be felt where something was counted. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_OBSERVED_ASSUMPTIONS_H
#define SUF_CLI_OBSERVED_ASSUMPTIONS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "base/status.h"
#include "model/model.h"
#include "scenario/types/scenario.h"

/* What is simulated. */
typedef struct suf_observed_scope {
    const bool *services; /* [model.n_services]; borrowed */
    bool are_residents;   /* what is simulated is of residents */
    uint32_t n;           /* replications */
} suf_observed_scope;

/* Whether an observation weighs: neither held out, nor of another basis, nor with an
 * error that is infinite. */
static inline bool
suf_observed_weighs(const suf_counted *counted)
{
    return counted->weighs && isfinite(counted->sd);
}

/* Puts `assumptions` and `columns` into a JSON object. `ordered` is the scenario that the
 * model was built from. A step is a column where its assumption can be felt, up to the
 * last year in which something that weighs was counted. Fails when memory is out, and as
 * suf_design_draw. */
SUF_MUST_CHECK suf_status suf_observed_assumptions(const suf_scenario *ordered,
    const suf_model *model, suf_observed_scope scope, json_t **object);

#endif
