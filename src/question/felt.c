/* What a condition can feel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "felt.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "model/policy_reach.h"

uint32_t
suf_target_service(const suf_target *target)
{
    switch (target->measure) {
    case SUF_MEASURE_SHARE_PLACED:
    case SUF_MEASURE_SHARE_ADMITTED:
    case SUF_MEASURE_UTILISATION:
    case SUF_MEASURE_QUEUE:
    case SUF_MEASURE_WAITING:
    case SUF_MEASURE_SHARE_REFUSED:
    case SUF_MEASURE_INEQUALITY:
    case SUF_MEASURE_PLACES_PER_1000:
    case SUF_MEASURE_ACCESS:
        return target->of;
    case SUF_MEASURE_COUNT:
    case SUF_MEASURE_ADDED:
    case SUF_MEASURE_DONE:
    case SUF_MEASURE_SHARE_WITH:
    case SUF_MEASURE_SHARE_WITHIN:
    case SUF_MEASURE_REQUESTS: /* of policies alone */
        break;
    }
    return SUF_NONE;
}

static bool
is_of_residents(const suf_service *service)
{
    switch (service->kind) {
    case SUF_KIND_STAY:
        return service->stay.has_population;
    case SUF_KIND_INTAKE:
        return !service->intake.has_arrivals;
    case SUF_KIND_VISIT:
        return true;
    }
    return true;
}

static bool
goes_on(const suf_service *from, uint32_t to)
{
    for (uint32_t i = 0; from->kind == SUF_KIND_STAY && i < from->stay.n_then; i++) {
        if (from->stay.then[i].service == to) {
            return true;
        }
    }
    return false;
}

static bool
is_converted(const suf_model *model, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < model->n_changes; i++) {
        if (model->changes[i].service == to && model->changes[i].converts == from) {
            return true;
        }
    }
    return false;
}

/* Whether a policy that looks at `a` changes places of `b`, or turns places of `a` into
 * those of `b`. */
static bool
is_looked_at(const suf_model *model, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < model->n_policies; i++) {
        const suf_policy *of = &model->policies[i];
        if ((of->of == a && suf_policy_moves(model, i, b)) ||
            (of->service == a && of->to == b)) {
            return true;
        }
    }
    return false;
}

bool
suf_felt_is_needed(const suf_model *model, uint32_t a, uint32_t b)
{
    const suf_service *needed = &model->services[a];
    const suf_service *by = &model->services[b];
    bool are_intakes = needed->kind == SUF_KIND_INTAKE && by->kind == SUF_KIND_INTAKE;
    return goes_on(needed, b) || goes_on(by, a) || is_converted(model, a, b) ||
           is_looked_at(model, a, b) ||
           (by->kind == SUF_KIND_INTAKE && by->intake.from_service == a) ||
           (are_intakes && is_of_residents(needed) && is_of_residents(by));
}

bool
suf_felt_close(const suf_model *model, bool *services)
{
    bool are_residents = false;
    for (bool is_more = true; is_more;) {
        is_more = false;
        for (uint32_t a = 0; a < model->n_services; a++) {
            for (uint32_t b = 0; !services[a] && b < model->n_services; b++) {
                if (services[b] && suf_felt_is_needed(model, a, b)) {
                    services[a] = is_more = true;
                }
            }
        }
    }
    for (uint32_t i = 0; i < model->n_services; i++) {
        are_residents |= services[i] && is_of_residents(&model->services[i]);
    }
    return are_residents;
}

/* --- cohorts ------------------------------------------------------------------------ */

/* Marks the cohorts that are of the ages [from, to) in months at some time of the run
 * before the end of a month, a month more at both ends; and for how long. */
static void
mark(const suf_model *model, uint32_t *months, suf_sex sex, uint32_t from, uint32_t to,
    uint32_t end_month)
{
    uint32_t first_month = model->calendar.start_index;
    uint32_t oldest = first_month + SUF_OLDEST_MONTHS;
    oldest = to >= oldest ? 0 : oldest - to - 1;
    uint32_t youngest = end_month + SUF_OLDEST_MONTHS;
    youngest = from >= youngest ? 0 : youngest - from + 1;
    for (uint32_t c = oldest; c <= youngest && c < model->population.n_cohorts; c++) {
        uint64_t n = (uint64_t) c + to + 2 - SUF_OLDEST_MONTHS; /* until of age to + 1 */
        n = n < end_month ? n : end_month;
        for (uint32_t s = 0; s < SUF_N_SEXES; s++) {
            uint32_t *of = &months[(size_t) s * model->population.n_cohorts + c];
            if ((sex == SUF_BOTH_SEXES || (uint32_t) sex == s) && n > *of) {
                *of = (uint32_t) n;
            }
        }
    }
}

/* Of those who ask for a service, or are found in it at the start. */
static void
mark_service(const suf_model *model, const suf_service *service, uint32_t *months)
{
    uint32_t to = service->served_to > service->eligible_to ? service->served_to
                                                            : service->eligible_to;
    if (service->kind == SUF_KIND_STAY) {
        to = service->stay.until > to ? service->stay.until : to;
        to =
            service->stay.is_share && service->stay.of_to > to ? service->stay.of_to : to;
    }
    mark(model, months, SUF_BOTH_SEXES, service->eligible_from, to,
        model->calendar.n_months);
}

/* How many months of the calendar have births of cohorts that are marked. */
static uint32_t
n_months_of_births(const suf_model *model, const uint32_t *months)
{
    uint32_t n = 0;
    for (uint32_t c = SUF_OLDEST_MONTHS; c < model->population.n_cohorts; c++) {
        bool is_marked = months[c] > 0 || months[model->population.n_cohorts + c] > 0;
        n = is_marked ? c - SUF_OLDEST_MONTHS + 1 : n;
    }
    return n < model->calendar.n_months ? n : model->calendar.n_months;
}

/* Where some of those who matter are born from the counts on: who may be their mothers.
 * The rate at an age and the one before is that of its first month (suf_rate_of_slot). */
static void
mark_mothers(const suf_model *model, uint32_t *months)
{
    const suf_population_model *people = &model->population;
    uint32_t n_birth_months = n_months_of_births(model, months);
    uint32_t youngest = SUF_N_AGES;
    uint32_t oldest = 0;
    for (uint32_t i = 0; i < people->n_years * people->n_birth_groups; i++) {
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            if (people->fertility[i * SUF_N_AGES + age] > 0) {
                youngest = age < youngest ? age : youngest;
                oldest = age > oldest ? age : oldest;
            }
        }
    }
    if (n_birth_months > 0 && youngest <= oldest) {
        uint32_t to = oldest + 1 < SUF_N_AGES ? 12 * (oldest + 1) + 1 : SUF_AGE_OPEN;
        mark(model, months, SUF_FEMALE, 12 * youngest, to, n_birth_months);
    }
}

/* Cohorts whose residents the felt services and the asked targets look at. */
static void
mark_felt(const suf_model *model, const suf_felt *self, uint32_t *months, bool *is_any)
{
    const suf_delivery_model *delivery = &model->delivery;
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (self->services[i] && is_of_residents(&model->services[i])) {
            mark_service(model, &model->services[i], months);
            *is_any = true;
        }
    }
    for (uint32_t i = 0; i < delivery->n_targets + delivery->n_conditions; i++) {
        suf_measure measure = delivery->targets[i].measure;
        bool is_of_all = measure == SUF_MEASURE_PLACES_PER_1000 ||
                         measure == SUF_MEASURE_SHARE_WITHIN ||
                         measure == SUF_MEASURE_INEQUALITY ||
                         measure == SUF_MEASURE_ACCESS;
        if (self->targets[i] && is_of_all) {
            mark(
                model, months, SUF_BOTH_SEXES, 0, SUF_AGE_OPEN, model->calendar.n_months);
            *is_any = true;
        }
    }
    mark_mothers(model, months);
}

/* Whether nothing that is left out reaches the felt. */
static suf_status
find_exactness(suf_felt *self, const suf_model *model)
{
    size_t n = SUF_N_SEXES * (size_t) model->population.n_cohorts;
    uint32_t *other = NULL;
    bool is_any = false;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n + 1, sizeof *self->cohort_months, &self->cohort_months));
    SUF_TRY(suf_array_new(n + 1, sizeof *other, &other));
    mark_felt(model, self, self->cohort_months, &is_any);
    for (uint32_t i = 0; i < model->n_services; i++) {
        const suf_service *service = &model->services[i];
        if (!self->services[i] && service->kind == SUF_KIND_STAY &&
            service->stay.has_population) {
            mark_service(model, service, other);
        }
    }
    self->is_exact = true;
    for (size_t c = 0; is_any && c < n; c++) {
        self->is_exact = self->is_exact && !(self->cohort_months[c] > 0 && other[c] > 0);
    }
out:
    free(other);
    return status;
}

/* --- the scope ---------------------------------------------------------------------- */

/* What a policy begins counts to a target when the service that it looks at has come to
 * that. */
static void
mark_begun(suf_felt *self, const suf_model *model, const suf_target *target)
{
    for (uint32_t i = 0; i < model->n_policies; i++) {
        if (suf_policy_adds_to(model, i, target->stock)) {
            self->services[model->policies[i].of] = true;
        }
    }
}

static void
find_services(suf_felt *self, const suf_model *model, const uint32_t *conditions,
    uint32_t n_conditions)
{
    for (uint32_t i = 0; i < n_conditions; i++) {
        uint32_t service = suf_target_service(&model->delivery.targets[conditions[i]]);
        if (service != SUF_NONE) {
            self->services[service] = true;
        }
        mark_begun(self, model, &model->delivery.targets[conditions[i]]);
        self->targets[conditions[i]] = true;
    }
    (void) suf_felt_close(model, self->services);
    const suf_delivery_model *delivery = &model->delivery;
    for (uint32_t i = delivery->n_targets;
         i < delivery->n_targets + delivery->n_conditions; i++) {
        uint32_t service = suf_target_service(&delivery->targets[i]);
        self->targets[i] =
            self->targets[i] || service == SUF_NONE || self->services[service];
    }
}

/* When the last of the targets is measured. */
static uint32_t
find_last_day(const suf_felt *self, const suf_model *model)
{
    const suf_delivery_model *delivery = &model->delivery;
    double last = 0;
    for (uint32_t i = 0; i < delivery->n_targets + delivery->n_conditions; i++) {
        last = self->targets[i] ? fmax(last, ceil(delivery->targets[i].date_days)) : last;
    }
    return (uint32_t) fmin(last, model->end_days);
}

suf_status
suf_felt_find(suf_felt *self, const suf_model *model, const uint32_t *conditions,
    uint32_t n_conditions)
{
    uint32_t n_targets = model->delivery.n_targets + model->delivery.n_conditions;
    suf_status status = SUF_OK;
    *self = (suf_felt){0};
    SUF_TRY(suf_array_new(model->n_services, sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new(n_targets, sizeof *self->targets, &self->targets));
    find_services(self, model, conditions, n_conditions);
    for (uint32_t i = 0; i < model->n_services; i++) {
        self->n_services += self->services[i] ? 1 : 0;
    }
    SUF_TRY(find_exactness(self, model));
    self->last_day = find_last_day(self, model);
    uint64_t hash = suf_hash_bytes(0, self->services, model->n_services);
    self->number = (uint32_t) suf_hash_bytes(hash, self->targets, n_targets) | 1U;
out:
    return status;
}

void
suf_felt_free(suf_felt *self)
{
    free(self->services);
    free(self->targets);
    free(self->cohort_months);
    *self = (suf_felt){0};
}
