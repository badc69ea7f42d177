/* Which units and changes of places of two models are the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The units of each project, which are in a row; and the changes of each unit by step. */
typedef struct places {
    uint32_t *first_unit, *n_units; /* [n_projects] owned, as all here */
    uint32_t *first_step, *n_steps; /* [n_units] */
    uint32_t *changes;              /* [n_changes] by unit and step */
    uint32_t *of_start;             /* [n_of_start] changes of no unit, in order */
    uint32_t n_of_start;
} places;

static void
places_free(places *self)
{
    free(self->first_unit);
    free(self->n_units);
    free(self->first_step);
    free(self->n_steps);
    free(self->changes);
    free(self->of_start);
}

static suf_status
places_init(places *self, const suf_model *model)
{
    const suf_delivery_model *delivery = &model->delivery;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(delivery->n_projects, sizeof(uint32_t), &self->first_unit));
    SUF_TRY(suf_array_new(delivery->n_projects, sizeof(uint32_t), &self->n_units));
    SUF_TRY(suf_array_new(delivery->n_units, sizeof(uint32_t), &self->first_step));
    SUF_TRY(suf_array_new(delivery->n_units, sizeof(uint32_t), &self->n_steps));
    SUF_TRY(suf_array_new(model->n_changes, sizeof(uint32_t), &self->changes));
    SUF_TRY(suf_array_new(model->n_changes, sizeof(uint32_t), &self->of_start));
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        uint32_t project = delivery->units[i].project;
        if (project != SUF_NONE) {
            self->first_unit[project] = i - delivery->units[i].number;
            self->n_units[project]++;
        }
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        if (model->changes[i].unit != SUF_NONE) {
            self->n_steps[model->changes[i].unit]++;
        } else {
            self->of_start[self->n_of_start++] = i;
        }
    }
    for (uint32_t i = 1; i < delivery->n_units; i++) {
        self->first_step[i] = self->first_step[i - 1] + self->n_steps[i - 1];
    }
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_capacity_change *change = &model->changes[i];
        if (change->unit != SUF_NONE) {
            self->changes[self->first_step[change->unit] + change->step] = i;
        }
    }
out:
    return status;
}

static void
match_units(suf_plan_match *self, const places *other, const uint32_t *projects,
    const bool *is_same)
{
    const suf_delivery_model *own = &self->own->delivery;
    for (uint32_t i = 0; i < own->n_units; i++) {
        const suf_delivery_unit *unit = &own->units[i];
        uint32_t project = unit->project != SUF_NONE ? projects[unit->project] : SUF_NONE;
        self->units[i] = SUF_NONE;
        if (project != SUF_NONE && unit->number < other->n_units[project]) {
            self->units[i] = other->first_unit[project] + unit->number;
            self->is_same[i] = is_same[unit->project];
        }
    }
    for (uint32_t i = 0; i < own->n_works; i++) { /* as is_alike says */
        for (uint32_t j = 0; j < own->works[i].n_batches; j++) {
            uint32_t unit = own->works[i].first_unit + j;
            self->units[unit] = self->other->delivery.works[i].first_unit + j;
            self->is_same[unit] = true;
        }
    }
}

static void
match_changes(suf_plan_match *self, const places *own, const places *other)
{
    for (uint32_t i = 0; i < self->own->n_changes; i++) {
        const suf_capacity_change *change = &self->own->changes[i];
        uint32_t unit = change->unit != SUF_NONE ? self->units[change->unit] : SUF_NONE;
        self->changes[i] = unit != SUF_NONE && change->step < other->n_steps[unit]
                               ? other->changes[other->first_step[unit] + change->step]
                               : SUF_NONE;
    }
    for (uint32_t i = 0; i < own->n_of_start && i < other->n_of_start; i++) {
        self->changes[own->of_start[i]] = other->of_start[i];
    }
}

/* Those of the other, 0 .. n_other - 1, that none of n are matched with. */
static suf_status
gather_lone(const uint32_t *matches, uint32_t n, uint32_t n_other, uint32_t **lone,
    uint32_t *n_lone)
{
    bool *is_met = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n_other, sizeof *is_met, &is_met));
    SUF_TRY(suf_array_new(n_other, sizeof **lone, lone));
    for (uint32_t i = 0; i < n; i++) {
        if (matches[i] != SUF_NONE) {
            is_met[matches[i]] = true;
        }
    }
    for (uint32_t i = 0; i < n_other; i++) {
        if (!is_met[i]) {
            (*lone)[(*n_lone)++] = i;
        }
    }
out:
    free(is_met);
    return status;
}

static bool
have_same_works(const suf_delivery_model *a, const suf_delivery_model *b)
{
    bool is_same = a->n_works == b->n_works;
    for (uint32_t i = 0; is_same && i < a->n_works; i++) {
        is_same = a->works[i].purpose == b->works[i].purpose &&
                  a->works[i].n_batches == b->works[i].n_batches;
    }
    return is_same;
}

/* What follows from all that is not compared here, and says how long the parts of a copy
 * are. It is the same when that is: this is to notice when it is not. */
static bool
are_alike(const suf_model *a, const suf_model *b)
{
    const suf_delivery_model *of_a = &a->delivery;
    const suf_delivery_model *of_b = &b->delivery;
    bool is_same =
        a->seed == b->seed && a->calendar.n_months == b->calendar.n_months &&
        a->calendar.start_index == b->calendar.start_index &&
        !(a->end_days < b->end_days || a->end_days > b->end_days) &&
        !(a->bucket_days < b->bucket_days || a->bucket_days > b->bucket_days) &&
        a->n_districts == b->n_districts && a->n_services == b->n_services &&
        a->n_streams == b->n_streams && a->n_assumptions == b->n_assumptions &&
        suf_model_n_values(a) == suf_model_n_values(b) && a->n_staying == b->n_staying &&
        a->n_classes == b->n_classes && a->n_policies == b->n_policies &&
        a->n_counted == b->n_counted && of_a->n_targets == of_b->n_targets &&
        of_a->n_conditions == of_b->n_conditions &&
        of_a->n_snapshots == of_b->n_snapshots && of_a->n_zones == of_b->n_zones &&
        of_a->n_cohort_sets == of_b->n_cohort_sets && have_same_works(of_a, of_b);
    for (uint32_t i = 0; is_same && i < a->n_streams; i++) {
        is_same = a->streams[i].purpose == b->streams[i].purpose &&
                  a->streams[i].is_monthly == b->streams[i].is_monthly;
    }
    return is_same;
}

static bool
have_same_levers(const suf_model *a, const suf_model *b)
{
    bool is_same = a->n_levers == b->n_levers;
    for (uint32_t i = 0; is_same && i < a->n_levers; i++) {
        is_same = strcmp(a->levers[i].name, b->levers[i].name) == 0;
    }
    return is_same;
}

suf_status
suf_plan_match_init(suf_plan_match *self, const suf_model *own, const suf_model *other,
    const uint32_t *projects, const bool *is_same)
{
    uint32_t n_units = own->delivery.n_units;
    places of_own = {0};
    places of_other = {0};
    suf_status status = SUF_OK;
    *self = (suf_plan_match){.own = own,
        .other = other,
        .is_alike = are_alike(own, other),
        .has_levers = have_same_levers(own, other)};
    if (!self->is_alike) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_new(n_units, sizeof *self->units, &self->units));
    SUF_TRY(suf_array_new(n_units, sizeof *self->is_same, &self->is_same));
    SUF_TRY(suf_array_new(own->n_changes, sizeof *self->changes, &self->changes));
    SUF_TRY(places_init(&of_own, own));
    SUF_TRY(places_init(&of_other, other));
    match_units(self, &of_other, projects, is_same);
    match_changes(self, &of_own, &of_other);
    SUF_TRY(gather_lone(self->units, n_units, other->delivery.n_units, &self->lone_units,
        &self->n_lone_units));
    SUF_TRY(gather_lone(self->changes, own->n_changes, other->n_changes,
        &self->lone_changes, &self->n_lone_changes));
out:
    places_free(&of_own);
    places_free(&of_other);
    return status;
}

void
suf_plan_match_free(suf_plan_match *self)
{
    free(self->units);
    free(self->is_same);
    free(self->changes);
    free(self->lone_units);
    free(self->lone_changes);
    *self = (suf_plan_match){0};
}
