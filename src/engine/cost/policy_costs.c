/* What policies cost in a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy_costs.h"

#include <math.h>

#include "engine/cost/capital.h"

/* Of a policy, a year and a district of the model. */
static size_t
at_of(const suf_core *core, uint32_t policy, uint32_t year, uint32_t district)
{
    const suf_layout *layout = core->observation.metrics->layout;
    size_t row =
        (size_t) core->observation.map->policies[policy] * layout->n_years + year;
    return row * layout->n_districts +
           suf_layout_district(core->observation.map, district);
}

/* Places that it has moved. */
static void
pay_places(const suf_core *core, uint32_t policy, uint32_t district)
{
    const suf_policy_cost *cost = &core->model->costs.policies[policy];
    suf_metrics *metrics = core->observation.metrics;
    const suf_spending to = {core, cost->fund, cost->service, SUF_NONE,
        suf_layout_district(core->observation.map, district)};
    double price = suf_parameters_value(core->parameters, &cost->cost);
    for (uint32_t year = 0; cost->is_given && year < metrics->layout->n_years; year++) {
        size_t at = at_of(core, policy, year, district);
        double amount = price * suf_metrics_of(metrics, SUF_VARIABLE_POLICY_PLACES)[at];
        suf_metrics_of(metrics, SUF_VARIABLE_POLICY_COST)[at] = amount;
        if (amount > 0) {
            suf_capital_spend(&to, year, amount, 0);
        }
    }
}

/* What the project that it begins costs, where it has decided. */
static void
tell_project(const suf_core *core, uint32_t policy, uint32_t district)
{
    suf_metrics *metrics = core->observation.metrics;
    uint32_t n_years = metrics->layout->n_years;
    uint32_t project =
        core->observation.map->projects[core->model->policies[policy].project];
    const double *decisions = suf_metrics_of(metrics, SUF_VARIABLE_POLICY_DECISIONS);
    const double *spent = suf_metrics_of(metrics, SUF_VARIABLE_COST_PROJECT_SPENT) +
                          (size_t) project * n_years;
    double n_times = 0;
    for (uint32_t year = 0; year < n_years; year++) {
        n_times += decisions[at_of(core, policy, year, district)];
    }
    for (uint32_t year = 0; year < n_years; year++) {
        suf_metrics_of(
            metrics, SUF_VARIABLE_POLICY_COST)[at_of(core, policy, year, district)] =
            n_times > 0 || isnan(spent[year]) ? spent[year] : 0;
    }
}

void
suf_policy_costs_observe(const suf_core *core)
{
    const suf_model *model = core->model;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        for (uint32_t j = 0; j < of->n_districts; j++) {
            if (of->action == SUF_POLICY_BEGIN) {
                tell_project(core, i, of->districts[j]);
            } else {
                pay_places(core, i, of->districts[j]);
            }
        }
    }
}

bool
suf_policy_costs_move(const suf_model *model, uint32_t service, bool *is_given)
{
    bool moves = false;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy_cost *cost = &model->costs.policies[i];
        if (model->policies[i].action != SUF_POLICY_BEGIN && cost->service == service) {
            moves = true;
            *is_given |= cost->is_given;
        }
    }
    return moves;
}
