/* Which lever answers for what.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_links.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/areas.h"
#include "model/policy_reach.h"
#include "question/felt.h"

/* What a lever reaches. */
typedef struct reached {
    const suf_model *model;
    bool *pools;  /* [service][district] */
    bool *own;    /* likewise, those it acts on itself */
    bool *stocks; /* [stock][n_districts + 1], the last of no district */
    bool *works, *units;
    bool is_more; /* something was added */
} reached;

static void
add(reached *self, bool *to)
{
    self->is_more = self->is_more || !*to;
    *to = true;
}

/* --- on itself ---------------------------------------------------------------------- */

static void
reach_units(reached *self)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (!self->units[i] && unit->after != SUF_NONE && self->units[unit->after]) {
            add(self, &self->units[i]);
        }
        if (self->units[i] && unit->stock != SUF_NONE) {
            uint32_t n = self->model->n_districts;
            uint32_t district = unit->at.district == SUF_NONE ? n : unit->at.district;
            add(self, &self->stocks[(size_t) unit->stock * (n + 1) + district]);
        }
    }
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        for (uint32_t d = 0; self->works[i] && delivery->works[i].stock != SUF_NONE &&
                             d <= self->model->n_districts;
             d++) {
            add(self, &self->stocks[(size_t) delivery->works[i].stock *
                                        (self->model->n_districts + 1) +
                                    d]);
        }
    }
}

/* Marks the areas of a district, by one of them: those of a service with zones bear on
 * each other. */
static void
mark_own(reached *self, uint32_t service, uint32_t area)
{
    const suf_model *model = self->model;
    uint32_t district = suf_area_district(model, area);
    for (uint32_t i = 0; i < suf_areas_of(model, &model->services[service], district);
         i++) {
        uint32_t pool = suf_model_pool(model, service, suf_area_at(model, district, i));
        add(self, &self->pools[pool]);
        self->own[pool] = true;
    }
}

/* Places that a lever, or a unit that it moves, opens and closes. */
static void
reach_places(reached *self, uint32_t lever)
{
    const suf_model *model = self->model;
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->places_lever == lever || change->staffing_lever == lever ||
            (change->unit != SUF_NONE && self->units[change->unit])) {
            mark_own(self, change->service, change->district);
            if (change->converts != SUF_NONE) {
                mark_own(self, change->converts, change->district);
            }
        }
    }
}

/* What a policy may change that looks at a pool: in the same district, or what it begins.
 */
static void
reach_policy(reached *self, uint32_t policy, uint32_t district)
{
    const suf_model *model = self->model;
    bool begins = model->policies[policy].action == SUF_POLICY_BEGIN;
    for (uint32_t pool = 0; pool < model->n_services * model->n_areas; pool++) {
        uint32_t other = pool % model->n_areas;
        if ((begins || other == district) &&
            suf_policy_reaches(model, policy, pool / model->n_areas, other)) {
            add(self, &self->pools[pool]);
        }
    }
    for (uint32_t i = 0; i < model->delivery.n_units; i++) {
        if (model->delivery.units[i].begun_by == policy) {
            add(self, &self->units[i]);
        }
    }
}

/* Places that policies move which have the lever in them. */
static void
reach_policies(reached *self, uint32_t lever)
{
    const suf_model *model = self->model;
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *policy = &model->policies[i];
        bool is_here = policy->bound_lever == lever || policy->amount_lever == lever;
        for (uint32_t pool = 0; is_here && pool < model->n_services * model->n_areas;
             pool++) {
            if (suf_policy_reaches(
                    model, i, pool / model->n_areas, pool % model->n_areas)) {
                add(self, &self->pools[pool]);
                self->own[pool] = true;
            }
        }
        for (uint32_t j = 0; is_here && j < self->model->delivery.n_units; j++) {
            self->units[j] |= self->model->delivery.units[j].begun_by == i;
        }
    }
}

static void
act(reached *self, uint32_t lever)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        if (delivery->units[i].count_lever == lever ||
            delivery->units[i].date_lever == lever) {
            self->units[i] = true;
        }
    }
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        self->works[i] = delivery->works[i].crews_lever == lever;
    }
    do {
        self->is_more = false;
        reach_units(self);
        reach_places(self, lever);
        reach_policies(self, lever);
    } while (self->is_more);
}

/* --- by way of people --------------------------------------------------------------- */

static bool
are_linked(const suf_model *model, uint32_t a, uint32_t b)
{
    const suf_service *from = &model->services[a];
    const suf_service *to = &model->services[b];
    bool is_then = false;
    for (uint32_t i = 0; from->kind == SUF_KIND_STAY && i < from->stay.n_then; i++) {
        is_then = is_then || from->stay.then[i].service == b;
    }
    bool are_pupils = from->kind == SUF_KIND_INTAKE && to->kind == SUF_KIND_INTAKE &&
                      !from->intake.has_arrivals && !to->intake.has_arrivals;
    return is_then || are_pupils ||
           (to->kind == SUF_KIND_INTAKE && to->intake.from_service == a);
}

static void
reach_neighbours(reached *self, uint32_t service, uint32_t area)
{
    const suf_model *model = self->model;
    const suf_service *at = &model->services[service];
    bool *row = &self->pools[suf_model_pool(model, service, 0)];
    uint32_t district = suf_area_district(model, area);
    for (uint32_t i = 0; i < suf_areas_of(model, at, district); i++) {
        add(self, &row[suf_area_at(model, district, i)]);
    }
    for (uint32_t i = at->reach_first[area]; i < at->reach_first[area + 1]; i++) {
        add(self, &row[at->reach[i]]);
    }
    for (uint32_t i = at->accepts_first[area]; i < at->accepts_first[area + 1]; i++) {
        add(self, &row[at->accepts[i]]);
    }
    for (uint32_t d = 0;
         at->kind == SUF_KIND_STAY && (at->stay.is_city_list || at->stay.choice.n > 0) &&
         d < model->n_districts;
         d++) {
        add(self, &row[d]);
    }
    for (uint32_t s = 0; s < model->n_services; s++) {
        if (s != service &&
            (are_linked(model, service, s) || are_linked(model, s, service))) {
            add(self, &self->pools[suf_model_pool(model, s, district)]);
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->converts == service && change->district == district) {
            add(self, &self->pools[suf_model_pool(model, change->service, district)]);
        }
    }
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *policy = &model->policies[i];
        if (suf_policy_looks_at(policy, district) &&
            (policy->of == service || policy->service == service)) {
            reach_policy(self, i, district);
        }
    }
}

static void
spread(reached *self)
{
    const suf_model *model = self->model;
    do {
        self->is_more = false;
        reach_units(self);
        for (uint32_t s = 0; s < model->n_services; s++) {
            for (uint32_t d = 0; d < model->n_areas; d++) {
                if (self->pools[suf_model_pool(model, s, d)]) {
                    reach_neighbours(self, s, d);
                }
            }
        }
    } while (self->is_more);
}

/* --- parts -------------------------------------------------------------------------- */

/* Whether a part looks at what is marked; `pools` of all that is reached, or of its own.
 */
static bool
looks_at(const reached *self, const suf_joint_part *part, const bool *pools)
{
    const suf_model *model = self->model;
    const suf_target *target = &model->delivery.targets[part->condition];
    uint32_t service = suf_target_service(target);
    if (target->measure == SUF_MEASURE_DONE) {
        return self->works[target->of];
    }
    for (uint32_t i = 0; i < target->n_districts; i++) {
        uint32_t d = target->districts[i];
        if (part->district != SUF_NONE && d != part->district) {
            continue;
        }
        if ((service != SUF_NONE && suf_areas_have_any(model, pools, service, d)) ||
            (target->stock != SUF_NONE &&
                self->stocks[(size_t) target->stock * (model->n_districts + 1) + d])) {
            return true;
        }
    }
    return target->stock != SUF_NONE && target->n_districts == model->n_districts &&
           part->district == SUF_NONE &&
           self->stocks[(size_t) (target->stock + 1) * (model->n_districts + 1) - 1];
}

static suf_status
make_parts(suf_joint_links *self, const suf_model *model, const uint32_t *conditions,
    uint32_t n_conditions)
{
    size_t most = (size_t) n_conditions * (model->n_districts + 1);
    suf_status status = suf_array_new(most, sizeof *self->parts, &self->parts);
    for (uint32_t i = 0; status == SUF_OK && i < n_conditions; i++) {
        const suf_target *target = &model->delivery.targets[conditions[i]];
        for (uint32_t j = 0; j < (target->is_each ? target->n_districts : 1); j++) {
            self->parts[self->n_parts++] = (suf_joint_part){.condition = conditions[i],
                .district = target->is_each ? target->districts[j] : SUF_NONE,
                .owner = SUF_NONE};
        }
    }
    return status;
}

/* Takes a lever for those parts that feel it; n_own counts those that act on a part's own
 * places. */
static void
own(suf_joint_links *self, const reached *of, uint32_t lever, uint32_t *n_own)
{
    for (uint32_t i = 0; i < self->n_parts; i++) {
        suf_joint_part *part = &self->parts[i];
        if (!looks_at(of, part, of->pools)) {
            continue;
        }
        bool is_own = looks_at(of, part, of->own);
        self->is_felt[lever] = true;
        part->owner =
            part->n_felt == 0 || (is_own && n_own[i] == 0) ? lever : part->owner;
        part->n_felt++;
        n_own[i] += is_own ? 1 : 0;
    }
}

static suf_status
reach(suf_joint_links *self, const suf_model *model, uint32_t lever_of_model,
    uint32_t lever, uint32_t *n_own)
{
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    const suf_delivery_model *delivery = &model->delivery;
    reached of = {.model = model};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_pools, sizeof *of.pools, &of.pools));
    SUF_TRY(suf_array_new(n_pools, sizeof *of.own, &of.own));
    SUF_TRY(suf_array_new((size_t) delivery->n_stocks * (model->n_districts + 1),
        sizeof *of.stocks, &of.stocks));
    SUF_TRY(suf_array_new(delivery->n_works, sizeof *of.works, &of.works));
    SUF_TRY(suf_array_new(delivery->n_units, sizeof *of.units, &of.units));
    act(&of, lever_of_model);
    spread(&of);
    own(self, &of, lever, n_own);
out:
    free(of.pools);
    free(of.own);
    free(of.stocks);
    free(of.works);
    free(of.units);
    return status;
}

suf_status
suf_joint_links_find(suf_joint_links *self, const suf_model *model,
    const uint32_t *levers, uint32_t n_levers, const uint32_t *conditions,
    uint32_t n_conditions)
{
    uint32_t *n_own = NULL;
    suf_status status = SUF_OK;
    *self = (suf_joint_links){.is_separate = true};
    SUF_TRY(make_parts(self, model, conditions, n_conditions));
    SUF_TRY(suf_array_new(n_levers, sizeof *self->is_felt, &self->is_felt));
    SUF_TRY(suf_array_new(self->n_parts, sizeof *n_own, &n_own));
    for (uint32_t k = 0; k < n_levers; k++) {
        SUF_TRY(reach(self, model, levers[k], k, n_own));
    }
    for (uint32_t i = 0; i < self->n_parts; i++) {
        self->is_separate = self->is_separate && self->parts[i].n_felt <= 1;
        self->parts[i].has_many = self->parts[i].n_felt > 1 && n_own[i] != 1;
    }
out:
    free(n_own);
    return status;
}

void
suf_joint_links_free(suf_joint_links *self)
{
    free(self->parts);
    free(self->is_felt);
    *self = (suf_joint_links){0};
}
