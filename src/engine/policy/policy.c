/* Policies: rules that change places within a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/core/core.h"
#include "engine/delivery/capacity.h"
#include "engine/delivery/delivery_process.h"
#include "engine/stay/stay.h"

/* A policy in a district. Months are numbered from the start of the run. */
typedef struct spot {
    uint32_t n_months;   /* that count, in a row */
    uint32_t n_times;    /* that it has decided */
    uint32_t looks_from; /* the month from which it looks again */
    double left;         /* places still to be converted */
} spot;

typedef struct policy_state {
    suf_core *core;
    suf_delivery_state *delivery;
    suf_stay_state *stays;
    spot *spots;  /* [policy][district] */
    bool *is_due; /* [policy][district][month] what was decided is done as it begins */
} policy_state;

static size_t
n_months(const suf_model *model)
{
    return model->calendar.n_months - model->calendar.start_index;
}

static size_t
n_spots(const suf_model *model)
{
    return (size_t) model->n_policies * model->n_districts;
}

static suf_status
policy_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    policy_state *self = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    *out = self;
    *self = (policy_state){.core = core,
        .delivery = suf_delivery_state_of(core),
        .stays = suf_stay_of(core)};
    SUF_TRY(suf_array_new(n_spots(model), sizeof *self->spots, &self->spots));
    SUF_TRY(suf_array_new(
        n_spots(model) * n_months(model), sizeof *self->is_due, &self->is_due));
out:
    return status;
}

static void
policy_free(void *given)
{
    policy_state *self = given;
    if (self != NULL) {
        free(self->spots);
        free(self->is_due);
        free(self);
    }
}

/* --- the record ----------------------------------------------------------------------
 */

/* The value of a policy in a district, of the year in hand. */
static double *
of_year(
    const policy_state *self, suf_variable variable, uint32_t policy, uint32_t district)
{
    const suf_observation *to = &self->core->observation;
    const suf_layout *layout = to->metrics->layout;
    size_t row = (size_t) to->map->policies[policy] * layout->n_years + to->year;
    return suf_metrics_of(to->metrics, variable) + row * layout->n_districts +
           suf_layout_district(to->map, district);
}

static double *
of_run(
    const policy_state *self, suf_variable variable, uint32_t policy, uint32_t district)
{
    const suf_observation *to = &self->core->observation;
    return suf_metrics_of(to->metrics, variable) +
           (size_t) to->map->policies[policy] * to->metrics->layout->n_districts +
           suf_layout_district(to->map, district);
}

/* Nothing was decided yet, in the districts where each policy looks. */
static void
clear_record(const policy_state *self, uint32_t policy)
{
    const suf_policy *of = &self->core->model->policies[policy];
    uint32_t n_years = self->core->observation.metrics->layout->n_years;
    size_t per_year = self->core->observation.metrics->layout->n_districts;
    for (uint32_t i = 0; i < of->n_districts; i++) {
        uint32_t district = of->districts[i];
        for (uint32_t year = 0; year < n_years; year++) {
            of_year(self, SUF_VARIABLE_POLICY_DECISIONS, policy,
                district)[year * per_year] = 0;
            of_year(self, SUF_VARIABLE_POLICY_PLACES, policy, district)[year * per_year] =
                0;
        }
    }
}

static suf_status
start(void *given)
{
    policy_state *self = given;
    const suf_model *model = self->core->model;
    if (model->n_policies > 0) {
        memset(self->spots, 0, n_spots(model) * sizeof *self->spots);
        memset(self->is_due, 0, n_spots(model) * n_months(model) * sizeof *self->is_due);
    }
    for (uint32_t i = 0; i < model->n_policies; i++) {
        if (suf_scope_has_service(&self->core->scope, model->policies[i].of)) {
            clear_record(self, i);
        }
    }
    return SUF_OK;
}

static void
checkpoint(void *given, suf_checkpoint *to)
{
    policy_state *self = given;
    const suf_model *model = self->core->model;
    SUF_CHECKPOINT_ARRAY(to, self->spots, n_spots(model));
    SUF_CHECKPOINT_ARRAY(to, self->is_due, n_spots(model) * n_months(model));
}

/* --- deciding ------------------------------------------------------------------------
 */

static double
quotient(double top, double base)
{
    return base > 0 ? top / base : (double) NAN;
}

/* What a policy looks at, in a district, at the end of a month; NAN: it cannot be told.
 */
static double
measure(const policy_state *self, const suf_policy *of, uint32_t district)
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

/* A number of the policy, by its lever where it has one. */
static double
number_of(const policy_state *self, const suf_number *number, uint32_t lever)
{
    const suf_parameters *parameters = self->core->parameters;
    return lever != SUF_NONE ? parameters->chosen.values[lever]
                             : suf_parameters_value(parameters, number);
}

/* Places that it may move now: those built above what is kept, or those that lack to
 * what may be opened. */
static double
leeway(const policy_state *self, const suf_policy *of, uint32_t district)
{
    double built = suf_pool_of(self->core, of->service, district)->built;
    return fmax(0, of->action == SUF_POLICY_OPEN ? of->up_to - built : built - of->keep);
}

static void
decide(const policy_state *self, uint32_t policy, uint32_t district, spot *at)
{
    const suf_core *core = self->core;
    const suf_policy *of = &core->model->policies[policy];
    uint32_t month = core->observation.month;
    size_t due = (size_t) month + 1 + of->takes_months;
    at->n_times++;
    at->n_months = 0;
    at->looks_from = month + 1 + of->pause_months;
    if (due < n_months(core->model)) {
        self->is_due[(size_t) (at - self->spots) * n_months(core->model) + due] = true;
    }
    *of_year(self, SUF_VARIABLE_POLICY_DECISIONS, policy, district) += 1;
    double *first = of_run(self, SUF_VARIABLE_POLICY_FIRST, policy, district);
    *first = isnan(*first) ? core->now_days : *first;
    const suf_trace_event line = {.what = SUF_TRACE_POLICY,
        .time_days = core->now_days,
        .service = of->of,
        .home = district,
        .site = SUF_NONE,
        .amounts = {policy}};
    suf_core_trace(core, &line);
}

static void
look(const policy_state *self, uint32_t policy, uint32_t district)
{
    const suf_core *core = self->core;
    const suf_policy *of = &core->model->policies[policy];
    spot *at = &self->spots[(size_t) policy * core->model->n_districts + district];
    if (core->observation.month < at->looks_from || at->n_times >= of->at_most) {
        return;
    }
    double value = measure(self, of, district);
    double bound = number_of(self, &of->bound, of->bound_lever);
    bool counts = of->is_above ? value > bound : value < bound; /* NAN does not */
    at->n_months = counts ? at->n_months + 1 : 0;
    if (at->n_months >= of->for_months && leeway(self, of, district) - at->left >= 1) {
        decide(self, policy, district, at);
    }
}

static void
month_ends(void *given)
{
    const policy_state *self = given;
    const suf_model *model = self->core->model;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        bool is_looking = suf_scope_has_service(&self->core->scope, of->of) &&
                          !self->core->observation.is_run_end;
        for (uint32_t j = 0; is_looking && j < of->n_districts; j++) {
            look(self, i, of->districts[j]);
        }
    }
}

/* --- doing it ------------------------------------------------------------------------
 */

static void
act(const policy_state *self, uint32_t policy, uint32_t district, spot *at)
{
    const suf_policy *of = &self->core->model->policies[policy];
    const suf_pool *pool = suf_pool_of(self->core, of->service, district);
    double amount = number_of(self, &of->amount, of->amount_lever);
    amount = of->is_share ? floor(amount * pool->built + 0.5) : amount;
    int64_t n = (int64_t) fmin(amount, leeway(self, of, district));
    switch (of->action) {
    case SUF_POLICY_CLOSE:
        n = suf_capacity_close(self->delivery, of->service, district, n);
        break;
    case SUF_POLICY_OPEN:
        n = suf_capacity_open(self->delivery, of->service, district, n);
        break;
    case SUF_POLICY_CONVERT: /* one by one, from now on */
        at->left = fmin(at->left + amount, fmax(at->left, leeway(self, of, district)));
        n = 0;
        break;
    }
    *of_year(self, SUF_VARIABLE_POLICY_PLACES, policy, district) += (double) n;
}

/* Turns into the other service's what has fallen free by now. */
static void
convert(const policy_state *self, uint32_t policy, uint32_t district, spot *at)
{
    const suf_policy *of = &self->core->model->policies[policy];
    int64_t n = suf_capacity_turn(self->delivery, of->service, of->to, district,
        fmin(at->left, leeway(self, of, district)));
    at->left -= (double) n;
    *of_year(self, SUF_VARIABLE_POLICY_PLACES, policy, district) += (double) n;
}

static void
month_begins(void *given)
{
    const policy_state *self = given;
    const suf_model *model = self->core->model;
    for (size_t i = 0; i < n_spots(model); i++) {
        uint32_t policy = (uint32_t) (i / model->n_districts);
        uint32_t district = (uint32_t) (i % model->n_districts);
        if (self->is_due[i * n_months(model) + self->core->observation.month]) {
            act(self, policy, district, &self->spots[i]);
        }
        if (self->spots[i].left >= 1) {
            convert(self, policy, district, &self->spots[i]);
        }
    }
}

const suf_process suf_policy_process = {
    .name = "policies",
    .make = policy_new,
    .free = policy_free,
    .start = start,
    .checkpoint = checkpoint,
    .at =
        {[SUF_MOMENT_MONTH_ENDS] = month_ends, [SUF_MOMENT_MONTH_BEGINS] = month_begins},
};
