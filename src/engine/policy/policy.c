/* Policies: rules that change places within a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/delivery/delivery_process.h"
#include "engine/policy/policy_act.h"
#include "engine/policy/policy_decide.h"

static size_t
n_spots(const suf_model *model)
{
    return (size_t) model->n_policies * model->n_districts;
}

static size_t
n_pools(const suf_model *model)
{
    return model->n_policies > 0 ? (size_t) model->n_services * model->n_areas : 0;
}

static suf_status
policy_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    suf_policy_state *self = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    *out = self;
    *self = (suf_policy_state){.core = core,
        .delivery = suf_delivery_state_of(core),
        .stays = suf_stay_of(core)};
    SUF_TRY(suf_array_new(n_spots(model), sizeof *self->spots, &self->spots));
    SUF_TRY(suf_array_new(n_spots(model) * suf_policy_n_months(model),
        sizeof *self->is_due, &self->is_due));
    SUF_TRY(suf_array_new(n_pools(model), sizeof *self->n_requests, &self->n_requests));
out:
    return status;
}

static void
policy_free(void *given)
{
    suf_policy_state *self = given;
    if (self != NULL) {
        free(self->spots);
        free(self->is_due);
        free(self->n_requests);
        free(self);
    }
}

/* Nothing was decided yet, in the districts where each policy looks. */
static void
clear_record(const suf_policy_state *self, uint32_t policy)
{
    const suf_policy *of = &self->core->model->policies[policy];
    uint32_t n_years = self->core->observation.metrics->layout->n_years;
    size_t per_year = self->core->observation.metrics->layout->n_districts;
    for (uint32_t i = 0; i < of->n_districts; i++) {
        uint32_t district = of->districts[i];
        for (uint32_t year = 0; year < n_years; year++) {
            suf_policy_of_year(self, SUF_VARIABLE_POLICY_DECISIONS, policy,
                district)[year * per_year] = 0;
            suf_policy_of_year(
                self, SUF_VARIABLE_POLICY_PLACES, policy, district)[year * per_year] = 0;
        }
    }
}

/* Whether a policy looks at anything in this replication. */
static bool
is_looking(const suf_policy_state *self, uint32_t policy)
{
    return suf_scope_has_service(
        &self->core->scope, self->core->model->policies[policy].of);
}

/* Those that count requests go on waiting for theirs. */
static void
await_requests(const suf_policy_state *self)
{
    const suf_model *model = self->core->model;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        bool is_counting = of->measure == SUF_MEASURE_REQUESTS && is_looking(self, i);
        for (uint32_t j = 0; is_counting && j < of->n_districts; j++) {
            suf_policy_await(self, i, of->districts[j]);
        }
    }
}

static suf_status
start(void *given)
{
    suf_policy_state *self = given;
    const suf_model *model = self->core->model;
    if (model->n_policies > 0) {
        memset(self->spots, 0, n_spots(model) * sizeof *self->spots);
        memset(self->is_due, 0,
            n_spots(model) * suf_policy_n_months(model) * sizeof *self->is_due);
        memset(self->n_requests, 0, n_pools(model) * sizeof *self->n_requests);
    }
    for (uint32_t i = 0; i < model->n_policies; i++) {
        if (is_looking(self, i)) {
            clear_record(self, i);
        }
    }
    await_requests(self);
    return SUF_OK;
}

static void
checkpoint(void *given, suf_checkpoint *to)
{
    suf_policy_state *self = given;
    const suf_model *model = self->core->model;
    SUF_CHECKPOINT_ARRAY(to, self->spots, n_spots(model));
    SUF_CHECKPOINT_ARRAY(to, self->is_due, n_spots(model) * suf_policy_n_months(model));
    SUF_CHECKPOINT_ARRAY(to, self->n_requests, n_pools(model));
}

static void
month_ends(void *given)
{
    suf_policy_state *self = given;
    const suf_model *model = self->core->model;
    for (size_t i = 0; i < n_pools(model); i++) {
        self->n_requests[i] += self->core->pools[i].counts[SUF_COUNT_REQUESTS];
    }
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        bool looks = of->measure != SUF_MEASURE_REQUESTS && is_looking(self, i) &&
                     !self->core->observation.is_run_end;
        for (uint32_t j = 0; looks && j < of->n_districts; j++) {
            suf_policy_look(self, i, of->districts[j]);
        }
    }
}

static void
month_begins(void *given)
{
    const suf_policy_state *self = given;
    const suf_model *model = self->core->model;
    uint32_t n_months = suf_policy_n_months(model);
    for (size_t i = 0; i < n_spots(model); i++) {
        uint32_t policy = (uint32_t) (i / model->n_districts);
        uint32_t district = (uint32_t) (i % model->n_districts);
        if (self->is_due[i * n_months + self->core->observation.month]) {
            suf_policy_act(self, policy, district);
        }
        suf_policy_convert(self, policy, district);
    }
    await_requests(self);
}

static void
counted(void *given, const suf_event *event)
{
    suf_policy_count(given, event->index);
}

const suf_process suf_policy_process = {
    .name = "policies",
    .make = policy_new,
    .free = policy_free,
    .start = start,
    .checkpoint = checkpoint,
    .at =
        {[SUF_MOMENT_MONTH_ENDS] = month_ends, [SUF_MOMENT_MONTH_BEGINS] = month_begins},
    .happen = {[SUF_EVENT_COUNTED] = counted},
};
