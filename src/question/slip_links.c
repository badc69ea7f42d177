/* Which targets and conditions feel that a project opens later.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slip_links.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/policy_reach.h"
#include "model/slipped_projects.h"
#include "question/felt.h"
#include "question/margin_links.h"

/* What a project reaches. */
typedef struct reached {
    const suf_model *model;
    bool *units; /* [n_units] its own, and those that come after */
    bool *pools; /* [n_services x n_districts] */
} reached;

static suf_status
make(reached *self)
{
    const suf_model *model = self->model;
    uint32_t n_units = model->delivery.n_units;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_units, sizeof *self->units, &self->units));
    SUF_TRY(suf_array_new(
        (size_t) model->n_services * model->n_areas, sizeof *self->pools, &self->pools));
out:
    return status;
}

static void
mark_units(reached *self, uint32_t project)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        self->units[i] = unit->project == project && suf_unit_can_slip(unit);
    }
    for (uint32_t rank = 1; rank <= delivery->greatest_rank; rank++) {
        for (uint32_t i = 0; i < delivery->n_units; i++) {
            const suf_delivery_unit *unit = &delivery->units[i];
            if (unit->rank == rank && unit->after != SUF_NONE) {
                self->units[i] = self->units[i] || self->units[unit->after];
            }
        }
    }
}

static void
mark_pools(reached *self)
{
    const suf_model *model = self->model;
    size_t n = (size_t) model->n_services * model->n_areas;
    for (size_t i = 0; i < n; i++) {
        self->pools[i] = false;
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->unit == SUF_NONE || !self->units[change->unit]) {
            continue;
        }
        self->pools[suf_model_pool(model, change->service, change->district)] = true;
        if (change->converts != SUF_NONE) {
            self->pools[suf_model_pool(model, change->converts, change->district)] = true;
        }
    }
}

/* Services of the same district that bear on each other. True: something was added. */
static bool
cross(reached *self)
{
    const suf_model *model = self->model;
    bool is_more = false;
    for (uint32_t a = 0; a < model->n_services; a++) {
        for (uint32_t b = 0; b < model->n_services; b++) {
            if (a == b ||
                (!suf_felt_is_needed(model, a, b) && !suf_felt_is_needed(model, b, a))) {
                continue;
            }
            for (uint32_t d = 0; d < model->n_districts; d++) {
                bool *to = &self->pools[suf_model_pool(model, b, d)];
                if (self->pools[suf_model_pool(model, a, d)] && !*to) {
                    *to = is_more = true;
                }
            }
        }
    }
    return is_more;
}

static suf_status
reach(reached *self, uint32_t project)
{
    suf_status status = SUF_OK;
    mark_units(self, project);
    mark_pools(self);
    do {
        SUF_TRY(suf_links_spread(self->model, self->pools));
    } while (cross(self));
out:
    return status;
}

/* Whether a policy that looks at a reached pool begins what counts to a stock. */
static bool
is_begun(const reached *self, uint32_t stock)
{
    const suf_model *model = self->model;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *policy = &model->policies[i];
        bool is_reached = false;
        for (uint32_t j = 0; j < policy->n_districts; j++) {
            is_reached |=
                self->pools[suf_model_pool(model, policy->of, policy->districts[j])];
        }
        if (is_reached && suf_policy_adds_to(model, i, stock)) {
            return true;
        }
    }
    return false;
}

static bool
is_felt(const reached *self, uint32_t asked)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    const suf_target *target = &delivery->targets[asked];
    uint32_t service = suf_target_service(target);
    for (uint32_t i = 0; i < delivery->n_units && target->stock != SUF_NONE; i++) {
        if (self->units[i] && delivery->units[i].stock == target->stock) {
            return true;
        }
    }
    if (is_begun(self, target->stock)) {
        return true;
    }
    bool is_of_all = target->measure == SUF_MEASURE_INEQUALITY ||
                     target->measure == SUF_MEASURE_ACCESS;
    uint32_t n = is_of_all ? self->model->n_districts : target->n_districts;
    for (uint32_t i = 0; i < n && service != SUF_NONE; i++) {
        uint32_t district = is_of_all ? i : target->districts[i];
        if (self->pools[suf_model_pool(self->model, service, district)]) {
            return true;
        }
    }
    return false;
}

static int
compare_pairs(const void *left, const void *right)
{
    const suf_slip_pair *a = left;
    const suf_slip_pair *b = right;
    if (a->target != b->target) {
        return a->target < b->target ? -1 : 1;
    }
    return (a->project > b->project) - (a->project < b->project);
}

suf_status
suf_slip_links_add(const suf_model *model, const bool *is_asked, suf_slip_pair **pairs,
    size_t *capacity, uint32_t *n)
{
    const suf_delivery_model *delivery = &model->delivery;
    uint32_t n_asked = delivery->n_targets + delivery->n_conditions;
    uint32_t first = *n;
    reached self = {.model = model};
    suf_status status = SUF_OK;
    SUF_TRY(make(&self));
    for (uint32_t j = 0; j < delivery->n_projects; j++) {
        SUF_TRY(reach(&self, j));
        for (uint32_t t = 0; t < n_asked; t++) {
            if (is_asked[t] && is_felt(&self, t)) {
                SUF_TRY(suf_array_grow(pairs, capacity, (size_t) *n + 1, sizeof **pairs));
                (*pairs)[(*n)++] = (suf_slip_pair){t, j};
            }
        }
    }
    if (*n > first) {
        qsort(*pairs + first, *n - first, sizeof **pairs, compare_pairs);
    }
out:
    free(self.units);
    free(self.pools);
    return status;
}
