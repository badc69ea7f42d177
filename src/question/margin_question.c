/* The question margin: what is asked.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin_question.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/policy_reach.h"
#include "question/margin_links.h"
#include "stats/measures.h"

/* --- which options stand in one run ------------------------------------------------- */

static uint32_t
n_pools(const suf_model *model)
{
    return model->n_services * model->n_areas;
}

/* Whether two options can be told apart in one run. */
static bool
can_share(const suf_margin_question *self, const suf_margin_option *a,
    const suf_margin_option *b)
{
    if (self->is_apart) {
        return false;
    }
    for (uint32_t pool = 0; pool < n_pools(self->model); pool++) {
        if (a->felt[pool] && b->felt[pool]) {
            return false;
        }
    }
    for (uint32_t t = 0; self->is_by_target && t < suf_margin_n_targets(self->model);
         t++) {
        if (suf_links_is_felt(self->model, a->felt, t) &&
            suf_links_is_felt(self->model, b->felt, t)) {
            return false;
        }
    }
    return true;
}

/* The first run in which it meets nothing. */
static uint32_t
find_run(const suf_margin_question *self, uint32_t option)
{
    for (uint32_t run = 1;; run++) {
        bool is_free = true;
        for (uint32_t i = 0; is_free && i < option; i++) {
            is_free = self->options[i].run != run ||
                      can_share(self, &self->options[i], &self->options[option]);
        }
        if (is_free) {
            return run;
        }
    }
}

/* The pools in which the lever of an option acts. */
static void
mark_own(const suf_model *model, const suf_margin_option *option, bool *felt)
{
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        const suf_delivery_unit *unit =
            change->unit != SUF_NONE ? &model->delivery.units[change->unit] : NULL;
        bool is_here = change->places_lever == option->lever ||
                       change->staffing_lever == option->lever ||
                       (unit != NULL && (unit->count_lever == option->lever ||
                                            unit->date_lever == option->lever));
        if (is_here) {
            felt[suf_model_pool(model, change->service, change->district)] = true;
            if (change->converts != SUF_NONE) {
                felt[suf_model_pool(model, change->converts, change->district)] = true;
            }
        }
    }
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *policy = &model->policies[i];
        bool is_here =
            policy->bound_lever == option->lever || policy->amount_lever == option->lever;
        for (uint32_t pool = 0; is_here && pool < n_pools(model); pool++) {
            felt[pool] |= suf_policy_reaches(
                model, i, pool / model->n_areas, pool % model->n_areas);
        }
    }
}

suf_status
suf_margin_plan(suf_margin_question *self)
{
    const suf_model *model = self->model;
    suf_status status = SUF_OK;
    self->n_runs = 0;
    for (uint32_t i = 0; i < self->n_options; i++) {
        suf_margin_option *option = &self->options[i];
        SUF_TRY(suf_array_new(n_pools(model), sizeof *option->felt, &option->felt));
        mark_own(model, option, option->felt);
        SUF_TRY(suf_links_spread(model, option->felt));
        option->run = find_run(self, i);
        self->n_runs = option->run > self->n_runs ? option->run : self->n_runs;
    }
out:
    return status;
}

void
suf_margin_options_free(suf_margin_option *options, uint32_t n)
{
    for (uint32_t i = 0; options != NULL && i < n; i++) {
        free(options[i].felt);
    }
    free(options);
}

/* --- what is measured of a trial ---------------------------------------------------- */

uint32_t
suf_margin_n_of_pool(const suf_layout *layout)
{
    return layout->n_funds > 0 ? SUF_N_MARGINS_WITH_COSTS : SUF_N_MARGINS;
}

uint32_t
suf_margin_n_measured(const suf_margin_question *self)
{
    uint32_t n = suf_margin_n_of_pool(self->layout) * n_pools(self->model);
    /* The prices of places that are drawn: of each option one. */
    return n + (self->layout->n_funds > 0 ? self->n_options : 0);
}

/* Of the whole run, in a district. */
static double
whole_run(
    suf_metrics *metrics, suf_variable variable, uint32_t service, uint32_t district)
{
    const suf_layout *layout = metrics->layout;
    size_t row = (size_t) layout->n_years * (layout->n_districts + 1) + district;
    return suf_metrics_of(metrics, variable)[row * layout->n_services + service];
}

/* What an option's place costs in the replication; a drawn cost is that of the first
 * year. NAN: not given. */
static double
price_of(const suf_margin_question *self, const suf_margin_option *option,
    suf_metrics *metrics)
{
    if (!option->has_cost) {
        return (double) NAN;
    }
    if (option->cost.assumption == SUF_NONE) {
        return option->cost.value;
    }
    size_t at =
        (size_t) self->map.assumptions[option->cost.assumption] * self->layout->n_years;
    return option->cost.value * suf_metrics_of(metrics, SUF_VARIABLE_ASSUMPTION)[at];
}

static void
measure_costs(const suf_margin_question *self, suf_metrics *metrics, double *more)
{
    const suf_model *model = self->model;
    for (uint32_t s = 0; s < model->n_services; s++) {
        for (uint32_t d = 0; d < model->n_districts; d++) {
            double *to =
                more + (size_t) SUF_N_MARGINS_WITH_COSTS * suf_model_pool(model, s, d);
            uint32_t service = self->map.services[s];
            uint32_t district = suf_layout_district(&self->map, d);
            to[SUF_MARGIN_RUNNING] =
                whole_run(metrics, SUF_VARIABLE_COST_SERVICE_RUNNING, service, district);
            to[SUF_MARGIN_CAPITAL] =
                whole_run(metrics, SUF_VARIABLE_COST_SERVICE_CAPITAL, service, district);
        }
    }
    double *prices = more + (size_t) SUF_N_MARGINS_WITH_COSTS * n_pools(model);
    for (uint32_t i = 0; i < self->n_options; i++) {
        prices[i] = price_of(self, &self->options[i], metrics);
    }
}

/* The sum over the months of the run of some monthly variables of a pool, each times the
 * days of its month where they are means over time. */
static double
sum_months(suf_metrics *metrics, const suf_variable *terms, uint32_t n_terms,
    bool is_by_days, size_t at)
{
    const suf_layout *layout = metrics->layout;
    size_t stride = (size_t) layout->n_districts * layout->n_services;
    double sum = n_terms > 0 ? 0 : (double) NAN;
    for (uint32_t month = 0; month < layout->n_months; month++) {
        int32_t end = month + 1 < layout->n_months ? layout->month_start_days[month + 1]
                                                   : layout->end_day - layout->start_day;
        double weight = is_by_days ? end - layout->month_start_days[month] : 1;
        for (uint32_t i = 0; i < n_terms; i++) {
            sum += weight * suf_metrics_of(metrics, terms[i])[at + month * stride];
        }
    }
    return sum;
}

void
suf_margin_measure(const void *question, suf_metrics *metrics, double *more)
{
    static const suf_variable admissions[] = {SUF_VARIABLE_ADMISSIONS};
    static const suf_variable placed[] = {SUF_VARIABLE_PLACED};
    static const suf_variable visits[] = {
        SUF_VARIABLE_SERVED, SUF_VARIABLE_SERVED_OVERFLOW};
    static const suf_variable waiting[] = {SUF_VARIABLE_WAITING};
    const suf_margin_question *self = question;
    const suf_model *model = self->model;
    const suf_service_measure *unmet = suf_measure_of(SUF_VARIABLE_UNMET);
    for (uint32_t s = 0; s < model->n_services; s++) {
        suf_service_kind kind = model->services[s].kind;
        const suf_variable *served = kind == SUF_KIND_STAY     ? admissions
                                     : kind == SUF_KIND_INTAKE ? placed
                                                               : visits;
        bool has_list = kind == SUF_KIND_STAY &&
                        model->services[s].stay.discipline != SUF_DISCIPLINE_NONE;
        const suf_formula *left = &unmet->formulas[kind];
        for (uint32_t d = 0; d < model->n_districts; d++) {
            double *to = more + (size_t) suf_margin_n_of_pool(self->layout) *
                                    suf_model_pool(model, s, d);
            size_t at =
                (size_t) suf_layout_district(&self->map, d) * self->layout->n_services +
                self->map.services[s];
            to[SUF_MARGIN_SERVED] =
                sum_months(metrics, served, kind == SUF_KIND_VISIT ? 2 : 1, false, at);
            to[SUF_MARGIN_WAITING] =
                sum_months(metrics, waiting, has_list ? 1 : 0, true, at);
            to[SUF_MARGIN_UNMET] =
                sum_months(metrics, left->terms, left->n_terms, false, at);
        }
    }
    if (self->layout->n_funds > 0) {
        measure_costs(self, metrics, more);
    }
}
