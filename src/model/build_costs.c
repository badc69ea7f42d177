/* From scenario to model: costs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/build_parts.h"

static suf_status
build_budget(suf_budget *self, const suf_year_factor *years, size_t n)
{
    suf_status status = suf_array_new(n, sizeof *self->years, &self->years);
    if (status == SUF_OK && n > 0) {
        memcpy(self->years, years, n * sizeof *years);
        self->n = (uint32_t) n;
    }
    return status;
}

/* What is open on the first day, without a cost of its own, is not built in the run. */
static bool
is_of_start(const suf_scenario *scenario, const suf_project_row *row)
{
    return !row->has_cost && !suf_project_is_random(row) && row->until_day == INT32_MIN &&
           row->opens_lever == SUF_NONE && row->opens_day <= scenario->start_day;
}

/* Its own cost, else that of a place of its service, where it opens any. */
static bool
has_service_cost(const suf_scenario *scenario, const suf_project_row *row)
{
    return !row->has_cost && !is_of_start(scenario, row) && row->service != SUF_NONE &&
           (row->places > 0 || row->places_lever != SUF_NONE) &&
           scenario->services[row->service].capital.has_place;
}

static suf_unit_cost
cost_of_project(const suf_scenario *scenario, const suf_project_row *row)
{
    uint32_t n = suf_project_n_units(row);
    bool is_of_service = has_service_cost(scenario, row);
    const suf_service_spec *service =
        is_of_service ? &scenario->services[row->service] : NULL;
    return (suf_unit_cost){.is_given = row->has_cost || is_of_service,
        .is_of_start = is_of_start(scenario, row),
        .cost = is_of_service ? service->capital.place : row->cost,
        .per = is_of_service ? SUF_COST_PER_PLACE : row->cost_per,
        .share = n > 0 ? 1. / n : 1,
        .places = isnan(row->places) ? 0 : row->places,
        .places_lever = row->places_lever,
        .service = row->service,
        .fund = is_of_service && row->fund_index == SUF_NONE ? service->capital.fund_index
                                                             : row->fund_index,
        .purpose = suf_purpose("cost/project/%s", row->project)};
}

static suf_unit_cost
cost_of_works(const suf_works_spec *works)
{
    return (suf_unit_cost){.is_given = works->has_cost,
        .cost = works->cost,
        .per = SUF_COST_PER_UNIT,
        .places_lever = SUF_NONE,
        .service = SUF_NONE,
        .fund = works->fund_index,
        .purpose = suf_purpose("cost/works/%s", works->name)};
}

static suf_status
build_units(suf_model *model, const suf_scenario *scenario)
{
    const suf_delivery_model *delivery = &model->delivery;
    suf_cost_model *self = &model->costs;
    suf_status status =
        suf_array_new(delivery->n_units, sizeof *self->units, &self->units);
    for (uint32_t i = 0; status == SUF_OK && i < delivery->n_units; i++) {
        uint32_t project = delivery->units[i].project;
        if (project != SUF_NONE) {
            self->units[i] = cost_of_project(scenario, &scenario->projects[project]);
        }
    }
    for (uint32_t i = 0; status == SUF_OK && i < delivery->n_works; i++) {
        const suf_works *works = &delivery->works[i];
        for (uint32_t j = 0; j < works->n_batches; j++) {
            self->units[works->first_unit + j] = cost_of_works(&scenario->works[i]);
        }
    }
    return status;
}

static suf_status
build_running(suf_model *model, const suf_scenario *scenario)
{
    suf_cost_model *self = &model->costs;
    suf_status status =
        suf_array_new(scenario->n_services, sizeof *self->running, &self->running);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_services; i++) {
        const suf_service_spec *spec = &scenario->services[i];
        self->running[i] =
            (suf_running_cost){.has_place_year = spec->running.has_place_year,
                .has_person = spec->running.has_person,
                .place_year = spec->running.place_year,
                .person = spec->running.person,
                .fund = spec->running.fund_index};
        self->n_costed_services +=
            spec->running.has_place_year || spec->running.has_person;
    }
    return status;
}

/* Its own cost, else that of a place of the service that gets it. */
static suf_policy_cost
cost_of_policy(const suf_scenario *scenario, const suf_policy_spec *spec)
{
    uint32_t gets = spec->open != SUF_NONE ? spec->open : spec->to;
    const suf_service_spec *service =
        gets != SUF_NONE && scenario->services[gets].capital.has_place
            ? &scenario->services[gets]
            : NULL;
    bool is_of_service = !spec->has_cost && service != NULL;
    return (suf_policy_cost){
        .is_given = !spec->has_begin && (spec->has_cost || is_of_service),
        .cost = is_of_service ? service->capital.place : spec->cost,
        .fund = is_of_service && spec->fund_index == SUF_NONE
                    ? service->capital.fund_index
                    : spec->fund_index,
        .service = gets != SUF_NONE ? gets : spec->close};
}

static suf_status
build_policies(suf_cost_model *self, const suf_scenario *scenario)
{
    suf_status status =
        suf_array_new(scenario->n_policies, sizeof *self->policies, &self->policies);
    for (size_t i = 0; status == SUF_OK && i < scenario->n_policies; i++) {
        self->policies[i] = cost_of_policy(scenario, &scenario->policies[i]);
        self->n_moving += !scenario->policies[i].has_begin;
        self->n_costed_policies += self->policies[i].is_given;
    }
    return status;
}

static suf_status
build_funds(suf_cost_model *self, const suf_costs_spec *spec)
{
    suf_status status = SUF_OK;
    SUF_TRY(build_budget(&self->budget, spec->budget, spec->n_budget));
    SUF_TRY(suf_array_new(spec->n_funds, sizeof *self->funds, &self->funds));
    for (size_t i = 0; i < spec->n_funds; i++) {
        const suf_fund_spec *fund = &spec->funds[i];
        self->funds[i].share = isnan(fund->share) ? 0 : fund->share;
        self->n_funds++;
        SUF_TRY(build_budget(&self->funds[i].budget, fund->budget, fund->n_budget));
    }
out:
    return status;
}

suf_status
suf_build_costs(suf_model *model, const suf_scenario *scenario)
{
    const suf_costs_spec *spec = &scenario->costs;
    suf_cost_model *self = &model->costs;
    suf_status status = SUF_OK;
    if (!spec->is_given) {
        return SUF_OK;
    }
    *self = (suf_cost_model){.is_given = true,
        .has_overrun = spec->has_overrun,
        .overrun_median = spec->overrun_median,
        .overrun_mean = spec->overrun_mean,
        .overrun_rank = spec->overrun_rank,
        .budget_for = spec->budget_for,
        .n_works = (uint32_t) scenario->n_works};
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        self->n_projects += !is_of_start(scenario, row);
        self->n_costed_projects += row->has_cost || has_service_cost(scenario, row);
    }
    for (size_t i = 0; i < scenario->n_works; i++) {
        self->n_costed_works += scenario->works[i].has_cost;
    }
    SUF_TRY(build_units(model, scenario));
    SUF_TRY(build_running(model, scenario));
    SUF_TRY(build_policies(self, scenario));
    SUF_TRY(build_funds(self, spec));
out:
    return status;
}

void
suf_cost_model_free(suf_cost_model *self)
{
    for (uint32_t i = 0; self->funds != NULL && i < self->n_funds; i++) {
        free(self->funds[i].budget.years);
    }
    free(self->budget.years);
    free(self->units);
    free(self->running);
    free(self->policies);
    free(self->funds);
    *self = (suf_cost_model){0};
}
