/* Which services and districts feel a place that is added in one of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin_links.h"

#include <stdlib.h>

#include "base/memory.h"
#include "model/areas.h"
#include "model/policy_reach.h"

typedef struct spreading {
    const suf_model *model;
    bool *felt;
    uint32_t *next; /* [pools] those whose links are still to be followed; owned */
    uint32_t n;
} spreading;

static void
reach(spreading *self, uint32_t service, uint32_t area)
{
    const suf_model *model = self->model;
    const suf_service *of = &model->services[service];
    uint32_t district = suf_area_district(model, area);
    for (uint32_t i = 0; i < suf_areas_of(model, of, district); i++) {
        uint32_t pool = suf_model_pool(model, service, suf_area_at(model, district, i));
        if (!self->felt[pool]) {
            self->felt[pool] = true;
            self->next[self->n++] = pool;
        }
    }
}

/* One service: who finds a place here takes none there. */
static void
follow_overflow(spreading *self, uint32_t s, uint32_t d)
{
    const suf_model *model = self->model;
    const suf_service *service = &model->services[s];
    bool is_all = (service->kind == SUF_KIND_STAY &&
                      (service->stay.is_city_list || service->stay.choice.n > 0)) ||
                  (service->kind == SUF_KIND_VISIT && service->visit.has_gravity);
    for (uint32_t other = 0; is_all && other < model->n_districts; other++) {
        reach(self, s, other);
    }
    for (uint32_t i = service->reach_first[d]; i < service->reach_first[d + 1]; i++) {
        reach(self, s, service->reach[i]);
    }
    for (uint32_t i = service->accepts_first[d]; i < service->accepts_first[d + 1]; i++) {
        reach(self, s, service->accepts[i]);
    }
}

/* What a policy may change that looks at a pool. */
static void
reach_policy(spreading *self, uint32_t policy, uint32_t d)
{
    const suf_model *model = self->model;
    bool begins = model->policies[policy].action == SUF_POLICY_BEGIN;
    for (uint32_t service = 0; service < model->n_services; service++) {
        for (uint32_t other = 0; other < model->n_areas; other++) {
            if ((begins || other == d) &&
                suf_policy_reaches(model, policy, service, other)) {
                reach(self, service, other);
            }
        }
    }
}

/* Where people go from here, and what places become. */
static void
follow_services(spreading *self, uint32_t s, uint32_t d)
{
    const suf_model *model = self->model;
    const suf_stay_model *stay = suf_service_stay(&model->services[s]);
    for (uint32_t i = 0; stay != NULL && i < stay->n_then; i++) {
        reach(self, stay->then[i].service, d);
    }
    for (uint32_t t = 0; t < model->n_services; t++) {
        const suf_service *to = &model->services[t];
        if (to->kind == SUF_KIND_INTAKE && to->intake.from_service == s) {
            reach(self, t, d);
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->converts == s && change->district == d) {
            reach(self, change->service, d);
        }
    }
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *policy = &model->policies[i];
        if (suf_policy_looks_at(policy, d) && (policy->of == s || policy->service == s)) {
            reach_policy(self, i, d);
        }
    }
}

/* `felt` is filled through `self`. NOLINTBEGIN(readability-non-const-parameter) */
suf_status
suf_links_spread(const suf_model *model, bool *felt)
/* NOLINTEND(readability-non-const-parameter) */
{
    uint32_t n_pools = model->n_services * model->n_areas;
    spreading self = {.model = model, .felt = felt};
    suf_status status = suf_array_new(n_pools, sizeof *self.next, &self.next);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t pool = 0; pool < n_pools; pool++) {
        if (felt[pool]) {
            self.next[self.n++] = pool;
        }
    }
    /* `next` grows while it is walked; each pool enters it once. */
    for (uint32_t i = 0; i < self.n; i++) {
        uint32_t service = self.next[i] / model->n_areas;
        uint32_t area = self.next[i] % model->n_areas;
        reach(&self, service, area);
        follow_overflow(&self, service, area);
        follow_services(&self, service, suf_area_district(model, area));
    }
    free(self.next);
    return SUF_OK;
}

bool
suf_links_is_felt(const suf_model *model, const bool *felt, uint32_t target)
{
    const suf_target *of = &model->delivery.targets[target];
    bool is_of_service = of->stock == SUF_NONE && of->measure != SUF_MEASURE_DONE &&
                         of->of != SUF_NONE && of->of < model->n_services;
    bool is_of_all =
        of->measure == SUF_MEASURE_INEQUALITY || of->measure == SUF_MEASURE_ACCESS;
    for (uint32_t d = 0; is_of_service && is_of_all && d < model->n_districts; d++) {
        if (suf_areas_have_any(model, felt, of->of, d)) {
            return true;
        }
    }
    for (uint32_t i = 0; is_of_service && i < of->n_districts; i++) {
        if (suf_areas_have_any(model, felt, of->of, of->districts[i])) {
            return true;
        }
    }
    return false;
}

bool
suf_links_share_people(const suf_model *model)
{
    for (uint32_t s = 0; s < model->n_services; s++) {
        const suf_stay_model *stay = suf_service_stay(&model->services[s]);
        if (stay != NULL && stay->has_population) {
            return true;
        }
    }
    return false;
}
