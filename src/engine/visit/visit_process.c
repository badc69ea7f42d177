/* Visits as a process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/population/population_process.h"
#include "engine/visit/visit.h"
#include "engine/visit/visit_state.h"

static size_t
n_tables(const suf_model *model)
{
    return (size_t) model->n_services * model->n_districts * SUF_N_COURSES;
}

static suf_status
visit_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    suf_visit_state *state = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *state, &state));
    *out = state;
    state->core = core;
    state->people = suf_population_of(core);
    state->model = model;
    SUF_TRY(suf_array_new(
        model->n_services, sizeof *state->flushed_days, &state->flushed_days));
    SUF_TRY(
        suf_array_new(model->n_districts, sizeof *state->districts, &state->districts));
    SUF_TRY(suf_array_new((size_t) model->n_districts * model->n_districts,
        sizeof *state->flows, &state->flows));
    SUF_TRY(suf_array_new(n_tables(model), sizeof *state->tables, &state->tables));
out:
    return status;
}

static void
visit_free(void *self)
{
    suf_visit_state *state = self;
    if (state != NULL) {
        for (size_t i = 0; state->tables != NULL && i < n_tables(state->model); i++) {
            suf_course_table_free(&state->tables[i]);
        }
        suf_loss_free(&state->loss);
        free(state->flushed_days);
        free(state->districts);
        free(state->flows);
        free(state->tables);
        free(state);
    }
}

static void
clear(void *self)
{
    suf_visit_state *state = self;
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        state->flushed_days[i] = 0;
    }
}

/* Solved hours follow from what they were solved for. */
static void
checkpoint(void *self, suf_checkpoint *to)
{
    suf_visit_state *state = self;
    SUF_CHECKPOINT_ARRAY(to, state->flushed_days, state->model->n_services);
}

static void
flush(suf_visit_state *state, uint32_t service, double until_days)
{
    if (state->model->services[service].kind == SUF_KIND_VISIT &&
        suf_scope_has_service(&state->core->scope, service)) {
        suf_visit_flush(state, service, until_days);
    }
}

/* Before the people of the next month take their place, and before targets look. */
static void
day_ends(void *self)
{
    suf_visit_state *state = self;
    if (state->core->now_days >= state->core->month_end_days) {
        for (uint32_t i = 0; i < state->model->n_services; i++) {
            flush(state, i, state->core->month_end_days);
        }
    }
}

static void
places_change(void *self, uint32_t service)
{
    suf_visit_state *state = self;
    flush(state, service, floor(state->core->now_days)); /* by the places so far */
}

static bool
has_visits(const suf_model *model)
{
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (model->services[i].kind == SUF_KIND_VISIT) {
            return true;
        }
    }
    return false;
}

const suf_process suf_visit_process = {
    .name = "visit",
    .make = visit_new,
    .free = visit_free,
    .at = {[SUF_MOMENT_CLEAR] = clear, [SUF_MOMENT_DAY_ENDS] = day_ends},
    .places_change = places_change,
    .checkpoint = checkpoint,
    .has_day_ends = has_visits,
};
