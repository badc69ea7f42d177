/* From scenario to model: names to indices, dates and units to days.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_MODEL_BUILD_H
#define SUF_MODEL_BUILD_H

#include "base/fault.h"
#include "model/model.h"
#include "scenario/scenario.h"

/* Builds the model; the scenario may be freed afterwards. A model that cannot be built
 * (two names with one hash, no people of an age that a flow needs, sizes past 32 bits) is
 * told in *faults. On failure *self is empty. */
SUF_MUST_CHECK suf_status suf_model_build(
    suf_model *self, const suf_scenario *scenario, suf_faults *faults);

#endif
