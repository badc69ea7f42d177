/* Levers swept forward in time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "joint_sweep.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "question/joint_links.h"

/* The earliest day on which a lever can act, as planned; of a date its own value. */
static double
day_of(const suf_model *model, uint32_t lever)
{
    const suf_delivery_model *delivery = &model->delivery;
    double day = (double) INFINITY;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (unit->count_lever == lever || unit->date_lever == lever) {
            day = fmin(day, unit->starts_days + unit->duration_days);
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->places_lever == lever || change->staffing_lever == lever) {
            day = fmin(day, change->time_days);
        }
    }
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        if (delivery->works[i].crews_lever == lever) {
            day = fmin(day, delivery->works[i].starts_days);
        }
    }
    return day;
}

/* The first day on which a unit may open, however quickly it is built; -infinity where
 * that is not known. */
static double
earliest(const suf_delivery_unit *unit)
{
    bool is_known = unit->date_lever == SUF_NONE && unit->begun_by == SUF_NONE &&
                    !unit->is_at_once && unit->fact == SUF_FACT_NONE;
    return is_known ? unit->starts_days : -(double) INFINITY;
}

bool
suf_sweep_is_too_late(const suf_model *model, uint32_t lever, const uint32_t *conditions,
    uint32_t n_conditions)
{
    const suf_delivery_model *delivery = &model->delivery;
    double day = (double) INFINITY;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &delivery->units[i];
        if (unit->count_lever == lever || unit->date_lever == lever) {
            day = fmin(day, earliest(unit));
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->places_lever == lever || change->staffing_lever == lever) {
            day = fmin(day, change->unit == SUF_NONE
                                ? change->time_days
                                : earliest(&delivery->units[change->unit]));
        }
    }
    for (uint32_t i = 0; i < delivery->n_works; i++) {
        if (delivery->works[i].crews_lever == lever) {
            day = fmin(day, delivery->works[i].starts_days);
        }
    }
    for (uint32_t i = 0; i < n_conditions; i++) {
        if (day < model->delivery.targets[conditions[i]].date_days) {
            return false;
        }
    }
    return isfinite(day);
}

static suf_status
make_steps(suf_sweep *self, const suf_model *model, uint32_t n_levers,
    const uint32_t *conditions, uint32_t n_conditions)
{
    suf_status status = SUF_OK;
    double last = -(double) INFINITY;
    SUF_TRY(suf_array_new(n_conditions, sizeof *self->steps, &self->steps));
    for (;;) {
        double next = (double) INFINITY;
        for (uint32_t i = 0; i < n_conditions; i++) {
            double date = model->delivery.targets[conditions[i]].date_days;
            next = date > last && date < next ? date : next;
        }
        if (!isfinite(next)) {
            break;
        }
        suf_sweep_step *step = &self->steps[self->n_steps++];
        step->date_days = last = next;
        SUF_TRY(suf_array_new(n_conditions, sizeof *step->conditions, &step->conditions));
        SUF_TRY(suf_array_new(n_levers, sizeof *step->levers, &step->levers));
        for (uint32_t i = 0; i < n_conditions; i++) {
            double date = model->delivery.targets[conditions[i]].date_days;
            if (date >= next && date <= next) {
                step->conditions[step->n_conditions++] = conditions[i];
            }
        }
    }
out:
    return status;
}

suf_status
suf_sweep_plan(suf_sweep *self, const suf_model *model, const uint32_t *levers,
    uint32_t n_levers, const uint32_t *conditions, uint32_t n_conditions)
{
    suf_status status = SUF_OK;
    *self = (suf_sweep){.left = SUF_NONE};
    SUF_TRY(make_steps(self, model, n_levers, conditions, n_conditions));
    for (uint32_t k = 0; k < n_levers; k++) {
        double day = day_of(model, levers[k]);
        bool is_taken = false;
        for (uint32_t i = 0; i < self->n_steps && !is_taken; i++) {
            suf_sweep_step *step = &self->steps[i];
            suf_joint_links links;
            status = suf_joint_links_find(
                &links, model, &levers[k], 1, step->conditions, step->n_conditions);
            is_taken = status == SUF_OK && links.is_felt[0] && day < step->date_days;
            suf_joint_links_free(&links);
            SUF_TRY(status);
            if (is_taken) {
                step->levers[step->n_levers++] = levers[k];
            }
        }
        self->left = is_taken ? self->left : levers[k];
    }
out:
    return status;
}

void
suf_sweep_free(suf_sweep *self)
{
    for (uint32_t i = 0; self->steps != NULL && i < self->n_steps; i++) {
        free(self->steps[i].levers);
        free(self->steps[i].conditions);
    }
    free(self->steps);
    *self = (suf_sweep){0};
}
