/* Admission cohorts: those who asked on one day, and how soon they are admitted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "admission_cohort.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

static uint32_t
n_days_of(const suf_model *model)
{
    return (uint32_t) model->end_days;
}

static size_t
n_cohorts_of(const suf_model *model)
{
    return (size_t) model->delivery.n_cohort_sets * model->n_areas * n_days_of(model);
}

suf_status
suf_admission_cohorts_new(const suf_model *model, suf_admission_day **cohorts)
{
    return suf_array_new(n_cohorts_of(model), sizeof **cohorts, cohorts);
}

void
suf_admission_cohorts_clear(suf_stay_state *state)
{
    size_t n = n_cohorts_of(state->model);
    if (n > 0) {
        memset(state->cohorts, 0, n * sizeof *state->cohorts);
    }
}

/* The cohort of a target that somebody belongs to; NULL for those who asked before the
 * start. */
static suf_admission_day *
day_of(suf_stay_state *state, const suf_target *target, uint32_t home, double since_days)
{
    uint32_t n_days = n_days_of(state->model);
    if (since_days < 0 || since_days >= n_days) {
        return NULL;
    }
    size_t row = (size_t) target->cohort_set * state->model->n_areas + home;
    return &state->cohorts[row * n_days + (uint32_t) since_days];
}

/* Counts somebody in the cohorts of a service whose time is not over at `waited_days`. */
static void
count(suf_stay_state *state, uint32_t service, uint32_t home, double since_days,
    double waited_days, suf_admission_day more)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    for (uint32_t i = 0; i < delivery->n_targets + delivery->n_conditions; i++) {
        const suf_target *target = &delivery->targets[i];
        suf_admission_day *day = target->cohort_set != SUF_NONE && target->of == service
                                     ? day_of(state, target, home, since_days)
                                     : NULL;
        if (day != NULL && waited_days <= target->within_days) {
            day->joined += more.joined;
            day->admitted += more.admitted;
            day->excluded += more.excluded;
        }
    }
}

void __attribute__((noinline, cold)) suf_admission_join(
    suf_stay_state *state, uint32_t service, uint32_t home, double since_days)
{
    count(state, service, home, since_days, 0, (suf_admission_day){.joined = 1});
}

void __attribute__((noinline, cold)) suf_admission_admit(suf_stay_state *state,
    uint32_t service, uint32_t home, double since_days, double waited_days)
{
    count(state, service, home, since_days, waited_days,
        (suf_admission_day){.admitted = 1});
}

void __attribute__((noinline, cold)) suf_admission_exclude(suf_stay_state *state,
    uint32_t service, uint32_t home, double since_days, double waited_days)
{
    count(state, service, home, since_days, waited_days,
        (suf_admission_day){.excluded = 1});
}

double
suf_admission_share(const suf_stay_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n, double window_days)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[target->of];
    double end = state->core->now_days - target->within_days;
    double begin = fmax(0, end - window_days);
    uint64_t n_of = 0;
    uint64_t n_admitted = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_parts = suf_area_n_parts(model, service, districts[i]);
        for (uint32_t j = 0; j < n_parts; j++) {
            size_t row = (size_t) target->cohort_set * model->n_areas +
                         suf_area_part(model, districts[i], j);
            const suf_admission_day *days = &state->cohorts[row * n_days_of(model)];
            for (uint32_t day = (uint32_t) begin; day < end; day++) {
                n_of += days[day].joined - days[day].excluded;
                n_admitted += days[day].admitted;
            }
        }
    }
    return n_of > 0 ? (double) n_admitted / (double) n_of : (double) NAN;
}
