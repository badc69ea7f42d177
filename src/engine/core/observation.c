/* The record that a replication fills.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "observation.h"

#include "engine/core/core.h"

void
suf_observe_assumptions(const suf_core *core)
{
    const suf_observation *to = &core->observation;
    const suf_layout *layout = to->metrics->layout;
    double *values = suf_metrics_of(to->metrics, SUF_VARIABLE_ASSUMPTION);
    for (uint32_t i = 0; i < core->model->n_assumptions; i++) {
        for (uint32_t year = 0; year < layout->n_years; year++) {
            const suf_number whole = {1, i};
            values[(size_t) to->map->assumptions[i] * layout->n_years + year] =
                suf_parameters_value_in(
                    core->parameters, &whole, layout->first_year + (int32_t) year);
        }
    }
}
