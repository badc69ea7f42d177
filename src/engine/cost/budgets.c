/* Budgets of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "budgets.h"

#include <math.h>

#define V(symbol) SUF_VARIABLE_COST_##symbol

static double *
block_of(const suf_core *core, suf_variable variable)
{
    return suf_metrics_of(core->observation.metrics, variable);
}

/* A row by fund of a period. */
static double *
of_funds(const suf_core *core, suf_variable variable, uint32_t period)
{
    size_t n = core->observation.metrics->layout->n_funds;
    return block_of(core, variable) + period * n;
}

static double
budget_in(const suf_core *core, const suf_budget *budget, int32_t year)
{
    suf_bug_unless(budget != NULL);
    for (uint32_t i = 0; i < budget->n; i++) {
        if (budget->years[i].year == year) {
            return suf_parameters_value(core->parameters, &budget->years[i].factor);
        }
    }
    return (double) NAN;
}

/* Of all funds together: what is given, else the sum of theirs. */
static double
whole_budget_in(const suf_core *core, int32_t year)
{
    const suf_cost_model *costs = &core->model->costs;
    double sum = costs->n_funds > 0 ? 0 : (double) NAN;
    if (costs->budget.n > 0) {
        return budget_in(core, &costs->budget, year);
    }
    for (uint32_t i = 0; i < costs->n_funds; i++) {
        sum += budget_in(core, &costs->funds[i].budget, year);
    }
    return sum;
}

/* The budgets of a fund, by the layout's index; of the run where every year has one.
 * NULL: of all funds together. */
static void
set_budget(const suf_core *core, uint32_t at, const suf_budget *budget)
{
    const suf_layout *layout = core->observation.metrics->layout;
    double sum = 0;
    for (uint32_t i = 0; i < layout->n_years; i++) {
        int32_t year = layout->first_year + (int32_t) i;
        double value =
            budget != NULL ? budget_in(core, budget, year) : whole_budget_in(core, year);
        of_funds(core, V(BUDGET), i)[at] = value;
        sum += value;
    }
    of_funds(core, V(BUDGET), layout->n_years)[at] = sum;
}

/* Capital and running costs together, and what is over its budget. */
static void
sum_up(const suf_core *core)
{
    const suf_layout *layout = core->observation.metrics->layout;
    bool is_all = core->model->costs.budget_for == SUF_BUDGET_ALL;
    size_t n = (size_t) (layout->n_years + 1) * layout->n_funds;
    for (size_t i = 0; i < n; i++) {
        double capital = block_of(core, V(CAPITAL))[i];
        double running = block_of(core, V(RUNNING))[i];
        double budget = block_of(core, V(BUDGET))[i];
        double spent = isnan(capital)   ? running
                       : isnan(running) ? capital
                                        : capital + running;
        double counted = is_all ? spent : capital;
        block_of(core, V(SPENT))[i] = spent;
        if (!isnan(counted) && !isnan(budget)) {
            block_of(core, V(OVER))[i] = counted > budget ? 1 : 0;
        }
    }
}

void
suf_budgets_observe(const suf_core *core)
{
    const suf_cost_model *costs = &core->model->costs;
    for (uint32_t i = 0; i < costs->n_funds; i++) {
        set_budget(core, core->observation.map->funds[i], &costs->funds[i].budget);
    }
    set_budget(core, core->observation.metrics->layout->n_funds - 1, NULL);
    sum_up(core);
}
