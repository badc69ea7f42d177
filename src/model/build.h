/* From scenario to model: names to indices, dates and units to days.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_BUILD_H
#define SUF_MODEL_BUILD_H

#include "base/fault.h"
#include "model/model.h"
#include "scenario/types/scenario.h"

/* Builds the model, in the order of the scenario: one from suf_scenario_order, where
 * results shall not depend on how it is written. The scenario may be freed afterwards. A
 * model that cannot be built (two names with one hash, no people of an age that a flow
 * needs, sizes past 32 bits) is reported in *faults. On failure *self is empty. */
SUF_MUST_CHECK suf_status suf_model_build(
    suf_model *self, const suf_scenario *scenario, suf_faults *faults);

/* A stock of assets: class (index in the scenario) and state (borrowed from it). */
typedef struct suf_stock_name {
    uint32_t asset;
    const char *state;
} suf_stock_name;
/* The stocks of the model in its order, for labels; *names is the caller's. */
SUF_MUST_CHECK suf_status suf_stock_names(
    const suf_scenario *scenario, suf_stock_name **names, uint32_t *n);

#endif
