/* Capital costs of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "capital.h"

#include <math.h>

#include "base/calendar.h"
#include "random/delay.h"

/* Days after which nothing is built: further than any calendar. */
#define FAR_DAYS 1e6

double
suf_fund_share(const suf_cost_model *costs, uint32_t fund, uint32_t payer)
{
    return payer == SUF_NONE ? costs->funds[fund].share : payer == fund ? 1 : 0;
}

/* As given, with the levers in it. */
static double
planned_cost(const suf_core *core, const suf_delivery *delivery, uint32_t unit)
{
    const suf_unit_cost *of = &core->model->costs.units[unit];
    const suf_delivery_unit *what = &delivery->units[unit];
    if (!of->is_given) {
        return (double) NAN;
    }
    double cost = suf_parameters_value(core->parameters, &of->cost);
    double places = of->places_lever != SUF_NONE
                        ? core->parameters->chosen.values[of->places_lever]
                        : of->places;
    switch (of->per) {
    case SUF_COST_PER_PROJECT: {
        bool is_left_out =
            of->places_lever != SUF_NONE && !(places > 0) && what->stock == SUF_NONE;
        return is_left_out ? 0 : cost * of->share;
    }
    case SUF_COST_PER_PLACE:
        return cost * fabs(places);
    case SUF_COST_PER_UNIT:
        return cost * what->count;
    }
    return (double) NAN;
}

static double
draw_factor(const suf_core *core, const suf_delivery *delivery, uint32_t unit)
{
    const suf_parameters *parameters = core->parameters;
    if (parameters->overrun.kind == SUF_DELAY_FIXED) {
        return parameters->overrun.a;
    }
    suf_rng_block block = suf_rng_draw(core->key, 0, suf_delivery_number(delivery, unit),
        core->model->costs.units[unit].purpose);
    double r = parameters->overrun_score;
    double score = suf_delivery_score(delivery, parameters, core->key, unit);
    double own = suf_delay_shock(suf_rng_uniform(block.word[0]));
    return suf_delay_of_score(&parameters->overrun, r * score + sqrt(1 - r * r) * own);
}

/* The month that a time since the start lies in. */
static int32_t
month_of(const suf_core *core, double days)
{
    int32_t start = core->observation.metrics->layout->start_day;
    return suf_month_of_day(start + (int32_t) floor(days));
}

/* Whether it waits for a policy still. */
static bool
is_not_begun(const suf_delivery *delivery, uint32_t unit)
{
    uint32_t policy = delivery->units[unit].begun_by;
    return policy != SUF_NONE && !(delivery->policy_days[policy] < FAR_DAYS);
}

suf_unit_bill
suf_unit_bill_of(const suf_core *core, const suf_delivery *delivery, uint32_t unit)
{
    double opened = delivery->opened_days[unit];
    suf_unit_bill bill = {.planned = planned_cost(core, delivery, unit)};
    if (isnan(bill.planned)) {
        bill.final = bill.planned;
        return bill;
    }
    if (delivery->units[unit].is_absent || is_not_begun(delivery, unit)) {
        bill.planned = 0; /* a lever leaves it out, or no policy begins it */
    }
    if (!(opened < FAR_DAYS)) {
        return bill;
    }
    bill.final = bill.planned * draw_factor(core, delivery, unit);
    bill.from = month_of(core, delivery->begun_days[unit]);
    bill.to = month_of(core, opened);
    if (bill.to > bill.from) { /* not the month that it opens at the start of */
        int32_t start = core->observation.metrics->layout->start_day;
        bill.to -= opened <= suf_day_of_month(bill.to) - start;
    }
    return bill;
}

/* Adds to a year and to the whole run: of rows of a length, at a place of the row. */
static void
add(const suf_spending *to, suf_variable variable, uint32_t year, size_t length,
    size_t at, double amount)
{
    suf_metrics *metrics = to->core->observation.metrics;
    double *values = suf_metrics_of(metrics, variable);
    values[year * length + at] += amount;
    values[metrics->layout->n_years * length + at] += amount;
}

void
suf_capital_spend(const suf_spending *to, uint32_t year, double amount, double overrun)
{
    const suf_observation *seen = &to->core->observation;
    const suf_layout *layout = seen->metrics->layout;
    const suf_cost_model *costs = &to->core->model->costs;
    size_t n = layout->n_funds;
    add(to, SUF_VARIABLE_COST_CAPITAL, year, n, n - 1, amount);
    add(to, SUF_VARIABLE_COST_OVERRUN, year, n, n - 1, overrun);
    for (uint32_t i = 0; i < costs->n_funds; i++) {
        double share = suf_fund_share(costs, i, to->fund);
        uint32_t at = seen->map->funds[i];
        add(to, SUF_VARIABLE_COST_CAPITAL, year, n, at, share * amount);
        add(to, SUF_VARIABLE_COST_OVERRUN, year, n, at, share * overrun);
    }
    if (to->project != SUF_NONE) {
        double *spent = suf_metrics_of(seen->metrics, SUF_VARIABLE_COST_PROJECT_SPENT);
        spent[(size_t) to->project * layout->n_years + year] += amount;
    }
    if (to->service != SUF_NONE) {
        size_t n_services = layout->n_services;
        size_t length = (layout->n_districts + 1) * n_services;
        size_t service = seen->map->services[to->service];
        add(to, SUF_VARIABLE_COST_SERVICE_CAPITAL, year, length,
            to->district * n_services + service, amount);
        add(to, SUF_VARIABLE_COST_SERVICE_CAPITAL, year, length,
            layout->n_districts * n_services + service, amount);
    }
}

/* The months of a bill that the run has, in equal parts. */
static void
spread(const suf_spending *to, const suf_unit_bill *bill)
{
    const suf_layout *layout = to->core->observation.metrics->layout;
    int32_t first = suf_month_of_day(layout->start_day);
    int32_t end = suf_month_of_day(layout->end_day);
    double n = bill->to - bill->from + 1;
    int32_t from = bill->from > first ? bill->from : first;
    for (int32_t month = from; month <= bill->to && month < end; month++) {
        suf_capital_spend(to, (uint32_t) (month / 12 - layout->first_year),
            bill->final / n, (bill->final - bill->planned) / n);
    }
}

/* Adds what a project's unit costs, whenever that is spent; its first one begins. */
static void
add_project(const suf_spending *to, bool is_first, const suf_unit_bill *bill)
{
    suf_metrics *metrics = to->core->observation.metrics;
    uint32_t n_years = metrics->layout->n_years;
    double *planned = suf_metrics_of(metrics, SUF_VARIABLE_COST_PLANNED) + to->project;
    double *final = suf_metrics_of(metrics, SUF_VARIABLE_COST_FINAL) + to->project;
    double *spent = suf_metrics_of(metrics, SUF_VARIABLE_COST_PROJECT_SPENT) +
                    (size_t) to->project * n_years;
    if (is_first) {
        *planned = *final = 0;
        for (uint32_t year = 0; year < n_years; year++) {
            spent[year] = 0;
        }
    }
    *planned += bill->planned;
    *final += bill->final;
}

void
suf_capital_observe(const suf_core *core, const suf_delivery *delivery)
{
    const suf_layout_map *map = core->observation.map;
    for (uint32_t i = 0; i < core->model->delivery.n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        const suf_unit_cost *cost = &core->model->costs.units[i];
        suf_spending to = {core, cost->fund, cost->service, SUF_NONE, SUF_NONE};
        if (!cost->is_given) {
            continue;
        }
        suf_unit_bill bill = suf_unit_bill_of(core, delivery, i);
        if (unit->project != SUF_NONE) {
            to.project = map->projects[unit->project];
            to.district = suf_layout_district(map, unit->at.district);
            add_project(&to, unit->number == 0, &bill);
        }
        if (bill.final > 0) {
            spread(&to, &bill);
        }
    }
}
