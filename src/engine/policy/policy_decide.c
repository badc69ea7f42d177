/* When a policy decides.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy_decide.h"

#include <math.h>

#include "engine/policy/policy_act.h"

static double
quotient(double top, double base)
{
    return base > 0 ? top / base : (double) NAN;
}

/* What a policy looks at, in a district, at the end of a month; NAN: it cannot be told.
 */
static double
measure(const suf_policy_state *self, const suf_policy *of, uint32_t district)
{
    const suf_core *core = self->core;
    const suf_pool *pool = suf_pool_of(core, of->of, district);
    bool is_visit = core->model->services[of->of].kind == SUF_KIND_VISIT;
    if (of->measure == SUF_MEASURE_QUEUE) {
        return suf_stay_n_waiting(self->stays, of->of, district);
    }
    if (of->measure == SUF_MEASURE_SHARE_REFUSED) {
        suf_count refused = is_visit ? SUF_COUNT_VISITS_REFUSED : SUF_COUNT_REFUSALS;
        suf_count asked = is_visit ? SUF_COUNT_VISITS : SUF_COUNT_REQUESTS;
        return quotient((double) pool->counts[refused], (double) pool->counts[asked]);
    }
    return is_visit
               ? quotient(pool->person_hours, pool->place_hours)
               : quotient(suf_time_weighted_area(
                              &pool->occupied_time, pool->occupied, core->now),
                     suf_time_weighted_area(&pool->usable_time, pool->usable, core->now));
}

/* Whether the month that ends has an intake of the service. */
static bool
has_intake(const suf_core *core, uint32_t service)
{
    const suf_intake_model *intake = &core->model->services[service].intake;
    double from = core->month_end_days - core->observation.month_days;
    for (uint32_t i = intake->n_earlier; i < intake->n_earlier + intake->n; i++) {
        if (intake->days[i] >= from && intake->days[i] < core->month_end_days) {
            return true;
        }
    }
    return false;
}

/* Notes a decision; what it comes to is done as a later month begins, or with `at_once`
 * by the caller. */
static void
decide(const suf_policy_state *self, uint32_t policy, uint32_t district, bool at_once)
{
    const suf_core *core = self->core;
    const suf_observation *to = &core->observation;
    const suf_policy *of = &core->model->policies[policy];
    suf_policy_spot *at = suf_policy_spot_of(self, policy, district);
    uint32_t n_months = suf_policy_n_months(core->model);
    size_t due = (size_t) to->month + 1 + of->takes_months;
    at->n_times++;
    at->n_in_row = 0;
    at->looks_from = to->month + 1 + of->pause_months;
    if (due < n_months && !at_once) {
        self->is_due[(size_t) (at - self->spots) * n_months + due] = true;
    }
    *suf_policy_of_year(self, SUF_VARIABLE_POLICY_DECISIONS, policy, district) += 1;
    double *first =
        suf_metrics_of(to->metrics, SUF_VARIABLE_POLICY_FIRST) +
        (size_t) to->map->policies[policy] * to->metrics->layout->n_districts +
        suf_layout_district(to->map, district);
    *first = isnan(*first) ? core->now_days : *first;
    const suf_trace_event line = {.what = SUF_TRACE_POLICY,
        .time_days = core->now_days,
        .service = of->of,
        .home = district,
        .site = SUF_NONE,
        .amounts = {policy}};
    suf_core_trace(core, &line);
}

void
suf_policy_look(const suf_policy_state *self, uint32_t policy, uint32_t district)
{
    const suf_core *core = self->core;
    const suf_policy *of = &core->model->policies[policy];
    suf_policy_spot *at = suf_policy_spot_of(self, policy, district);
    if (core->observation.month < at->looks_from || at->n_times >= of->at_most ||
        (of->is_of_intakes && !has_intake(core, of->of))) {
        return;
    }
    double value = measure(self, of, district);
    double bound = suf_policy_number(self, &of->bound, of->bound_lever);
    bool counts = of->is_above ? value > bound : value < bound; /* NAN does not */
    at->n_in_row = counts ? at->n_in_row + 1 : 0;
    if (at->n_in_row >= of->for_times && suf_policy_can_act(self, policy, district)) {
        decide(self, policy, district, false);
    }
}

/* --- requests ------------------------------------------------------------------------
 */

/* Tells the stays of the earliest request that a policy waits for in a pool. */
static void
set_alarm(const suf_policy_state *self, uint32_t service, uint32_t district)
{
    const suf_model *model = self->core->model;
    uint64_t before = self->n_requests[suf_model_pool(model, service, district)];
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        if (of->measure == SUF_MEASURE_REQUESTS && of->of == service &&
            suf_policy_looks_at(of, district)) {
            uint64_t own = suf_policy_spot_of(self, i, district)->next_request;
            next = own > 0 && own < next ? own : next;
        }
    }
    suf_stay_set_alarm(
        self->stays, service, district, next == UINT64_MAX ? next : next - before);
}

/* How many more requests it takes. */
static uint64_t
more_of(const suf_policy_state *self, const suf_policy *of)
{
    return (uint64_t) fmax(suf_policy_number(self, &of->bound, of->bound_lever), 1);
}

void
suf_policy_await(const suf_policy_state *self, uint32_t policy, uint32_t district)
{
    const suf_model *model = self->core->model;
    const suf_policy *of = &model->policies[policy];
    suf_policy_spot *at = suf_policy_spot_of(self, policy, district);
    if (at->next_request == 0 && self->core->observation.month >= at->looks_from) {
        at->next_request =
            self->n_requests[suf_model_pool(model, of->of, district)] + more_of(self, of);
    }
    set_alarm(self, of->of, district);
}

static void
decide_at_request(
    const suf_policy_state *self, uint32_t policy, uint32_t district, uint64_t n)
{
    const suf_policy *of = &self->core->model->policies[policy];
    suf_policy_spot *at = suf_policy_spot_of(self, policy, district);
    if (!suf_policy_can_act(self, policy, district)) {
        at->next_request = n + 1; /* it looks again */
        return;
    }
    bool at_once = of->takes_months == 0;
    decide(self, policy, district, at_once);
    bool goes_on = at->n_times < of->at_most && of->action != SUF_POLICY_BEGIN;
    at->next_request = goes_on && of->pause_months == 0 ? n + more_of(self, of)
                       : goes_on                        ? 0
                                                        : UINT64_MAX;
    if (at_once) {
        suf_policy_act(self, policy, district);
        suf_policy_convert(self, policy, district);
    }
}

void
suf_policy_count(const suf_policy_state *self, uint32_t pool)
{
    const suf_model *model = self->core->model;
    uint32_t service = pool / model->n_areas;
    uint32_t district = pool % model->n_areas; /* a policy looks at no zone */
    uint64_t n =
        self->n_requests[pool] + self->core->pools[pool].counts[SUF_COUNT_REQUESTS];
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        if (of->measure == SUF_MEASURE_REQUESTS && of->of == service &&
            suf_policy_looks_at(of, district)) {
            uint64_t next = suf_policy_spot_of(self, i, district)->next_request;
            if (next > 0 && n >= next) {
                decide_at_request(self, i, district, n);
            }
        }
    }
    set_alarm(self, service, district);
}
