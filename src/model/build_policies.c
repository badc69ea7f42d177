/* From scenario to model: policies.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "model/build_parts.h"
#include "scenario/types/keys.h"

static suf_status
build_districts(
    suf_policy *self, const suf_scenario *scenario, const suf_policy_spec *spec)
{
    suf_status status =
        suf_array_new(scenario->n_districts, sizeof *self->districts, &self->districts);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_districts; i++) {
        const suf_district_row *row = &scenario->districts[i];
        if (strcmp(spec->each, "district") == 0 ||
            strcmp(spec->each, row->district) == 0 ||
            strcmp(spec->each, row->group) == 0) {
            self->districts[self->n_districts++] = (uint32_t) i;
        }
    }
    return status;
}

static suf_policy
policy_of(const suf_policy_spec *spec)
{
    bool is_closing = spec->close != SUF_NONE;
    bool is_opening = spec->open != SUF_NONE;
    bool is_converting = spec->convert != SUF_NONE;
    return (suf_policy){.measure = spec->measure,
        .of = spec->of,
        .is_above = spec->has_above,
        .bound = spec->has_reach   ? suf_number_constant(spec->reach)
                 : spec->has_above ? spec->above
                                   : spec->below,
        .bound_lever = spec->has_reach   ? spec->reach_lever
                       : spec->has_above ? spec->above_lever
                                         : spec->below_lever,
        .for_times = spec->lasts & ~SUF_LASTING_INTAKES,
        .is_of_intakes = (spec->lasts & SUF_LASTING_INTAKES) != 0,
        .action = is_closing      ? SUF_POLICY_CLOSE
                  : is_opening    ? SUF_POLICY_OPEN
                  : is_converting ? SUF_POLICY_CONVERT
                                  : SUF_POLICY_BEGIN,
        .service = is_closing   ? spec->close
                   : is_opening ? spec->open
                                : spec->convert,
        .to = spec->to,
        .project = spec->begin_index,
        .is_share = spec->has_share,
        .amount = spec->has_share ? spec->share : suf_number_constant(spec->places),
        .amount_lever = spec->has_share ? spec->share_lever : spec->places_lever,
        .keep = (uint32_t) spec->keep,
        .up_to = isnan(spec->up_to) ? (double) INFINITY : spec->up_to,
        .takes_months = spec->takes_months,
        .at_most = spec->at_most,
        .pause_months = spec->pause_months};
}

suf_status
suf_build_policies(suf_model *self, const suf_scenario *scenario)
{
    suf_status status =
        suf_array_new(scenario->n_policies, sizeof *self->policies, &self->policies);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_policies; i++) {
        self->policies[self->n_policies] = policy_of(&scenario->policies[i]);
        status = build_districts(
            &self->policies[self->n_policies++], scenario, &scenario->policies[i]);
    }
    return status;
}
