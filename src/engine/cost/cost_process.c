/* What a replication costs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cost_process.h"

#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "engine/core/core.h"
#include "engine/cost/budgets.h"
#include "engine/cost/capital.h"
#include "engine/cost/policy_costs.h"
#include "engine/delivery/delivery_process.h"

#define V(symbol) SUF_VARIABLE_COST_##symbol

typedef struct cost_state {
    suf_core *core;
    suf_delivery *delivery;
} cost_state;

static suf_status
cost_new(suf_core *core, void **out)
{
    cost_state *state = NULL;
    suf_status status = suf_array_new(1, sizeof *state, &state);
    *out = state;
    if (status == SUF_OK) {
        *state = (cost_state){core, suf_delivery_of(core)};
    }
    return status;
}

static void
cost_free(void *self)
{
    free(self);
}

/* --- the parts of the record ---------------------------------------------------------
 */

static const suf_layout *
layout_of(const cost_state *self)
{
    return self->core->observation.metrics->layout;
}

static double *
block_of(const cost_state *self, suf_variable variable)
{
    return suf_metrics_of(self->core->observation.metrics, variable);
}

/* A value by period, region and service. */
static double *
of_service(const cost_state *self, suf_variable variable, uint32_t period,
    uint32_t region, uint32_t service)
{
    const suf_layout *layout = layout_of(self);
    size_t row = (size_t) period * (layout->n_districts + 1) + region;
    return block_of(self, variable) + row * layout->n_services + service;
}

/* Sets a service's values of all periods and regions to 0. */
static void
clear_service(const cost_state *self, suf_variable variable, uint32_t service)
{
    const suf_layout *layout = layout_of(self);
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        for (uint32_t region = 0; region <= layout->n_districts; region++) {
            *of_service(self, variable, period, region, service) = 0;
        }
    }
}

/* Adds to a year, the run, a district and all of them. */
static void
add_service(const cost_state *self, suf_variable variable, uint32_t year,
    uint32_t district, uint32_t service, double amount)
{
    const uint32_t periods[] = {year, layout_of(self)->n_years};
    const uint32_t regions[] = {district, layout_of(self)->n_districts};
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            *of_service(self, variable, periods[i], regions[j], service) += amount;
        }
    }
}

/* A row by fund of a period. */
static double *
of_funds(const cost_state *self, suf_variable variable, uint32_t period)
{
    return block_of(self, variable) + (size_t) period * layout_of(self)->n_funds;
}

/* Sets a variable by period and fund to 0, of all and of the scenario's own funds. */
static void
clear_funds(const cost_state *self, suf_variable variable)
{
    for (uint32_t period = 0; period <= layout_of(self)->n_years; period++) {
        double *row = of_funds(self, variable, period);
        row[layout_of(self)->n_funds - 1] = 0;
        for (uint32_t i = 0; i < self->core->model->costs.n_funds; i++) {
            row[self->core->observation.map->funds[i]] = 0;
        }
    }
}

/* --- what is known -------------------------------------------------------------------
 */

static bool
is_capital_known(const suf_cost_model *costs)
{
    uint32_t n_parts = costs->n_projects + costs->n_works + costs->n_moving;
    uint32_t n_costed =
        costs->n_costed_projects + costs->n_costed_works + costs->n_costed_policies;
    return n_parts == 0 || n_costed > 0;
}

static bool
is_running_known(const suf_running_cost *running)
{
    return running->has_place_year || running->has_person;
}

static void
observe_parts(const cost_state *self)
{
    const suf_model *model = self->core->model;
    const suf_cost_model *costs = &model->costs;
    double *costed = block_of(self, V(COSTED));
    double *in_all = block_of(self, V(IN_ALL));
    costed[SUF_PART_PROJECTS] = costs->n_costed_projects;
    costed[SUF_PART_WORKS] = costs->n_costed_works;
    costed[SUF_PART_SERVICES] = costs->n_costed_services;
    in_all[SUF_PART_PROJECTS] = costs->n_projects;
    in_all[SUF_PART_WORKS] = costs->n_works;
    in_all[SUF_PART_SERVICES] = model->n_services;
}

/* Of the projects of a service: places that they open, and what of it is known. */
typedef struct known {
    bool has_projects, has_costs;
    double places, costed_places;
} known;

static known
projects_of(const cost_state *self, uint32_t service)
{
    const suf_model *model = self->core->model;
    known found = {false, false, 0, 0};
    for (uint32_t i = 0; i < model->delivery.n_units; i++) {
        const suf_unit_cost *of = &model->costs.units[i];
        if (model->delivery.units[i].project == SUF_NONE || of->is_of_start ||
            of->service != service) {
            continue;
        }
        double places = of->places_lever != SUF_NONE
                            ? self->core->parameters->chosen.values[of->places_lever]
                            : of->places;
        places = self->delivery->units[i].is_absent ? 0 : fmax(places, 0);
        found.has_projects = true;
        found.has_costs |= of->is_given;
        found.places += places;
        found.costed_places += of->is_given ? places : 0;
    }
    return found;
}

/* Prices, and which services' capital is known. */
static void
observe_services(const cost_state *self)
{
    const suf_core *core = self->core;
    for (uint32_t i = 0; i < core->model->n_services; i++) {
        const suf_running_cost *running = &core->model->costs.running[i];
        uint32_t service = core->observation.map->services[i];
        known projects = projects_of(self, i);
        if (projects.places > 0) {
            block_of(self, V(COSTED_PLACES))[service] =
                projects.costed_places / projects.places;
        }
        if (running->has_place_year) {
            block_of(self, V(PLACE_YEAR))[service] =
                suf_parameters_value(core->parameters, &running->place_year);
        }
        if (running->has_person) {
            block_of(self, V(PERSON))[service] =
                suf_parameters_value(core->parameters, &running->person);
        }
        bool has_costs = projects.has_costs;
        bool has_any = suf_policy_costs_move(core->model, i, &has_costs);
        if (has_costs || (!projects.has_projects && !has_any)) {
            clear_service(self, V(SERVICE_CAPITAL), service);
        }
    }
}

/* --- running costs -------------------------------------------------------------------
 */

/* A month of a service in a district, from the record. */
typedef struct pool_month {
    double usable, idle; /* places, means over the month */
    double served;
} pool_month;

static pool_month
read_month(const cost_state *self, suf_service_kind kind, size_t at)
{
    double usable = block_of(self, SUF_VARIABLE_USABLE_PLACES)[at];
    double occupied = block_of(self, SUF_VARIABLE_OCCUPANCY)[at];
    double hours = 0;
    double served = 0;
    switch (kind) {
    case SUF_KIND_STAY:
        served = block_of(self, SUF_VARIABLE_ADMISSIONS)[at] -
                 block_of(self, SUF_VARIABLE_ADMISSIONS_OVERFLOW)[at] +
                 block_of(self, SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN)[at];
        break;
    case SUF_KIND_INTAKE:
        served = block_of(self, SUF_VARIABLE_PUPILS_IN)[at];
        break;
    case SUF_KIND_VISIT:
        hours = block_of(self, SUF_VARIABLE_PLACE_HOURS)[at];
        served = block_of(self, SUF_VARIABLE_SERVED)[at] +
                 block_of(self, SUF_VARIABLE_SERVED_OVERFLOW)[at];
        occupied = hours > 0
                       ? usable * block_of(self, SUF_VARIABLE_PERSON_HOURS)[at] / hours
                       : 0;
        break;
    }
    return (pool_month){usable, fmax(usable - occupied, 0), served};
}

/* The share of its calendar year that a month is. */
static double
share_of_year(int32_t month)
{
    int32_t january = month / 12 * 12;
    return (double) (suf_day_of_month(month + 1) - suf_day_of_month(month)) /
           (suf_day_of_month(january + 12) - suf_day_of_month(january));
}

static void
run_service(const cost_state *self, uint32_t index)
{
    const suf_core *core = self->core;
    const suf_layout *layout = layout_of(self);
    const suf_running_cost *running = &core->model->costs.running[index];
    uint32_t service = core->observation.map->services[index];
    double place = running->has_place_year ? block_of(self, V(PLACE_YEAR))[service] : 0;
    double person = running->has_person ? block_of(self, V(PERSON))[service] : 0;
    clear_service(self, V(SERVED), service);
    if (is_running_known(running)) {
        clear_service(self, V(SERVICE_RUNNING), service);
    }
    if (running->has_place_year) {
        clear_service(self, V(IDLE), service);
    }
    for (uint32_t i = 0; i < layout->n_months; i++) {
        int32_t month = suf_month_of_day(layout->start_day) + (int32_t) i;
        uint32_t year = (uint32_t) (month / 12 - layout->first_year);
        double place_month = place * share_of_year(month);
        for (uint32_t district = 0; district < layout->n_districts; district++) {
            size_t row = (size_t) i * layout->n_districts + district;
            pool_month of = read_month(self, core->model->services[index].kind,
                row * layout->n_services + service);
            add_service(self, V(SERVED), year, district, service, of.served);
            /* What is not known is NaN, and stays so. */
            add_service(self, V(SERVICE_RUNNING), year, district, service,
                place_month * of.usable + person * of.served);
            add_service(self, V(IDLE), year, district, service, place_month * of.idle);
        }
    }
}

/* What the services cost, by fund. */
static void
pay_running(const cost_state *self)
{
    const suf_core *core = self->core;
    const suf_layout_map *map = core->observation.map;
    const suf_layout *layout = layout_of(self);
    const suf_cost_model *costs = &core->model->costs;
    for (uint32_t i = 0; i < core->model->n_services; i++) {
        if (!is_running_known(&costs->running[i])) {
            continue;
        }
        for (uint32_t period = 0; period <= layout->n_years; period++) {
            double amount = *of_service(
                self, V(SERVICE_RUNNING), period, layout->n_districts, map->services[i]);
            double *row = of_funds(self, V(RUNNING), period);
            row[layout->n_funds - 1] += amount;
            for (uint32_t j = 0; j < costs->n_funds; j++) {
                row[map->funds[j]] +=
                    amount * suf_fund_share(costs, j, costs->running[i].fund);
            }
        }
    }
}

static void
run_ends(void *given)
{
    const cost_state *self = given;
    const suf_core *core = self->core;
    const suf_cost_model *costs = &core->model->costs;
    if (!costs->is_given) {
        return;
    }
    observe_parts(self);
    observe_services(self);
    if (is_capital_known(costs)) {
        clear_funds(self, V(CAPITAL));
        clear_funds(self, V(OVERRUN));
        suf_capital_observe(core, self->delivery);
        suf_policy_costs_observe(core);
    }
    for (uint32_t i = 0; i < core->model->n_services; i++) {
        run_service(self, i);
    }
    if (costs->n_costed_services > 0) {
        clear_funds(self, V(RUNNING));
        pay_running(self);
    }
    suf_budgets_observe(core);
}

const suf_process suf_cost_process = {
    .name = "costs",
    .make = cost_new,
    .free = cost_free,
    .at = {[SUF_MOMENT_RUN_ENDS] = run_ends},
};
