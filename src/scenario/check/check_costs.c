/* Consistency of costs: who pays, and of what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/check/check.h"

/* Index of a fund; SUF_NONE where none is named, or there is none of that name. */
static uint32_t
find_fund(const suf_scenario *scenario, const char *name)
{
    for (size_t i = 0; name[0] != '\0' && i < scenario->costs.n_funds; i++) {
        if (strcmp(scenario->costs.funds[i].name, name) == 0) {
            return (uint32_t) i;
        }
    }
    return SUF_NONE;
}

static bool
is_unknown(const suf_scenario *scenario, const char *name)
{
    return name[0] != '\0' && find_fund(scenario, name) == SUF_NONE;
}

static const char no_section[] =
    "found a cost without the section costs, expected its `prices`: the year of whose "
    "prices it is";
static const char no_fund[] = "found fund '%.80s', which there is none of in costs.funds";

static void
check_project(suf_reader *self, size_t i)
{
    suf_scenario *scenario = self->scenario;
    suf_project_row *row = &scenario->projects[i];
    const void *table = &scenario->projects;
    row->fund_index = find_fund(scenario, row->cost_fund);
    if (is_unknown(scenario, row->cost_fund)) {
        suf_reader_fault_row(
            self, table, i, row->line, "cost_fund", no_fund, row->cost_fund);
    }
    bool has_any =
        row->has_cost ||
        (row->service != SUF_NONE && scenario->services[row->service].capital.has_place);
    if ((!row->has_cost && (row->has_cost_per || row->cost_evidence != 0)) ||
        (!has_any && row->has_cost_fund)) {
        suf_reader_fault_row(self, table, i, row->line,
            row->has_cost_per    ? "cost_per"
            : row->has_cost_fund ? "cost_fund"
                                 : "cost_evidence",
            "without effect: it belongs to a cost, and none is given");
    }
    if (row->has_cost && row->cost_per == SUF_COST_PER_PLACE &&
        row->service == SUF_NONE) {
        suf_reader_fault_row(self, table, i, row->line, "cost_per",
            "found a cost of a place of a project without places, expected project or "
            "unit");
    }
    if (row->has_cost && !scenario->costs.is_given) {
        suf_reader_fault_row(self, table, i, row->line, "cost", no_section);
    }
}

static void
check_running(suf_reader *self, size_t i)
{
    suf_scenario *scenario = self->scenario;
    suf_service_spec *service = &scenario->services[i];
    char path[200];
    (void) snprintf(path, sizeof path, "services.%.120s.running", service->name);
    bool has_cost = service->running.has_place_year || service->running.has_person;
    service->running.fund_index = find_fund(scenario, service->running.fund);
    if (is_unknown(scenario, service->running.fund)) {
        suf_reader_fault_at(self, path, no_fund, service->running.fund);
    } else if (!has_cost && service->running.fund[0] != '\0') {
        suf_reader_fault_at(
            self, path, "found a fund and no cost, expected place_year or person");
    } else if (has_cost && !scenario->costs.is_given) {
        suf_reader_fault_at(self, path, no_section);
    }
}

static void
check_capital(suf_reader *self, size_t i)
{
    suf_scenario *scenario = self->scenario;
    suf_service_spec *service = &scenario->services[i];
    char path[200];
    (void) snprintf(path, sizeof path, "services.%.120s.capital", service->name);
    service->capital.fund_index = find_fund(scenario, service->capital.fund);
    if (is_unknown(scenario, service->capital.fund)) {
        suf_reader_fault_at(self, path, no_fund, service->capital.fund);
    } else if (!service->capital.has_place && service->capital.has_fund) {
        suf_reader_fault_at(self, path, "found a fund and no cost, expected place");
    } else if (service->capital.has_place && !scenario->costs.is_given) {
        suf_reader_fault_at(self, path, no_section);
    }
}

static void
check_works(suf_reader *self, size_t i)
{
    suf_scenario *scenario = self->scenario;
    suf_works_spec *works = &scenario->works[i];
    char path[200];
    (void) snprintf(path, sizeof path, "works.%.120s", works->name);
    works->fund_index = find_fund(scenario, works->cost_fund);
    if (is_unknown(scenario, works->cost_fund)) {
        suf_reader_fault_at(self, path, no_fund, works->cost_fund);
    } else if (!works->has_cost && works->cost_fund[0] != '\0') {
        suf_reader_fault_at(self, path, "found cost_fund and no cost, expected a cost");
    } else if (works->has_cost && !scenario->costs.is_given) {
        suf_reader_fault_at(self, path, no_section);
    }
}

static void
check_policy(suf_reader *self, size_t i)
{
    const suf_scenario *scenario = self->scenario;
    suf_policy_spec *policy = &self->scenario->policies[i];
    char path[200];
    (void) snprintf(path, sizeof path, "policies.%.120s.do.%s", policy->name,
        policy->has_cost ? "cost" : "cost_fund");
    policy->fund_index = find_fund(scenario, policy->cost_fund);
    if (policy->has_begin && (policy->has_cost || policy->has_cost_fund)) {
        suf_reader_fault_at(
            self, path, "without effect: the project that begins has its own cost");
    } else if (policy->has_cost && !scenario->costs.is_given) {
        suf_reader_fault_at(self, path, no_section);
    } else if (is_unknown(scenario, policy->cost_fund)) {
        suf_reader_fault_at(self, path, no_fund, policy->cost_fund);
    }
}

/* Years of a budget that the run does not have. */
static void
check_years(suf_reader *self, const char *path, const suf_year_factor *budget, size_t n)
{
    const suf_scenario *scenario = self->scenario;
    if (scenario->start_day == INT32_MIN || scenario->end_day == INT32_MIN) {
        return;
    }
    int32_t first = suf_month_of_day(scenario->start_day) / 12;
    int32_t last = (suf_month_of_day(scenario->end_day) - 1) / 12;
    for (size_t i = 0; i < n; i++) {
        if (budget[i].year < first || budget[i].year > last) {
            suf_reader_fault_at(self, path,
                "found a budget of %d, expected a year of the run, %d to %d",
                (int) budget[i].year, (int) first, (int) last);
        }
    }
}

static void
check_funds(suf_reader *self)
{
    const suf_costs_spec *costs = &self->scenario->costs;
    double shares = 0;
    check_years(self, "costs.budget", costs->budget, costs->n_budget);
    for (size_t i = 0; i < costs->n_funds; i++) {
        const suf_fund_spec *fund = &costs->funds[i];
        char path[200];
        (void) snprintf(path, sizeof path, "costs.funds.%.120s", fund->name);
        check_years(self, path, fund->budget, fund->n_budget);
        shares += isnan(fund->share) ? 0 : fund->share;
        if (strcmp(fund->name, "all") == 0) {
            suf_reader_fault_at(self, path,
                "found the name all, which results have for all funds together, "
                "expected another");
        }
    }
    if (shares > 1 + 1e-9) {
        suf_reader_fault_at(self, "costs.funds",
            "found shares that sum to %.10g, expected 1 at most", shares);
    }
}

void
suf_check_costs(suf_reader *self)
{
    suf_scenario *scenario = self->scenario;
    const suf_costs_spec *costs = &scenario->costs;
    bool is_constant = costs->overrun_median.assumption == SUF_NONE &&
                       costs->overrun_mean.assumption == SUF_NONE;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        check_project(self, i);
    }
    for (size_t i = 0; i < scenario->n_works; i++) {
        check_works(self, i);
    }
    for (size_t i = 0; i < scenario->n_services; i++) {
        check_running(self, i);
        check_capital(self, i);
    }
    for (size_t i = 0; i < scenario->n_policies; i++) {
        check_policy(self, i);
    }
    if (costs->has_overrun && is_constant &&
        costs->overrun_mean.value < costs->overrun_median.value) {
        suf_reader_fault_at(self, "costs.overrun",
            "found a mean below the median, expected at least the median");
    }
    check_funds(self);
}
