/* Intakes as a process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/intake/intake.h"
#include "engine/intake/roll.h"
#include "engine/population/population_process.h"

/* Whether there may be pupils: without any the month step need not tell who left a
 * cohort. */
static bool
has_pupils(const suf_model *model, const suf_scope *scope)
{
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (model->services[i].kind == SUF_KIND_INTAKE && model->population.is_given &&
            suf_scope_has_service(scope, i)) {
            return true;
        }
    }
    return false;
}

static suf_status
intake_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    size_t n = suf_roll_at(model, model->n_districts, 0);
    suf_intake_state *state = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *state, &state));
    *out = state;
    state->core = core;
    state->people = suf_population_of(core);
    state->model = model;
    SUF_TRY(suf_array_new(model->n_services, sizeof *state->rolls, &state->rolls));
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &state->rolls[i];
        if (model->services[i].kind == SUF_KIND_INTAKE) {
            SUF_TRY(suf_array_new(n, sizeof *roll->head, &roll->head));
            SUF_TRY(suf_array_new(n, sizeof *roll->retry, &roll->retry));
            SUF_TRY(suf_array_new(n, sizeof *roll->graduates, &roll->graduates));
        }
    }
    SUF_TRY(suf_array_new(n, sizeof *state->pupils, &state->pupils));
    SUF_TRY(suf_array_new((size_t) model->population.n_cohorts + 1,
        sizeof *state->pupils_city, &state->pupils_city));
    SUF_TRY(suf_array_new(suf_roll_at(model, model->n_areas, 0),
        sizeof *state->applicants, &state->applicants));
    SUF_TRY(suf_array_new(model->n_areas, sizeof *state->free, &state->free));
    SUF_TRY(suf_array_new(model->n_areas, sizeof *state->unplaced, &state->unplaced));
    SUF_TRY(suf_array_new(model->n_areas, sizeof *state->urns, &state->urns));
out:
    return status;
}

static void
intake_free(void *self)
{
    suf_intake_state *state = self;
    if (state == NULL) {
        return;
    }
    for (uint32_t i = 0; state->rolls != NULL && i < state->model->n_services; i++) {
        free(state->rolls[i].groups);
        free(state->rolls[i].head);
        free(state->rolls[i].retry);
        free(state->rolls[i].graduates);
    }
    free(state->rolls);
    free(state->pupils);
    free(state->pupils_city);
    free(state->applicants);
    free(state->free);
    free(state->unplaced);
    free(state->urns);
    free(state);
}

static void
clear(void *self)
{
    suf_intake_state *state = self;
    bool is_any = has_pupils(state->model, &state->core->scope);
    state->people->pupils = is_any ? state->pupils : NULL;
    state->people->pupils_city = is_any ? state->pupils_city : NULL;
    suf_intake_clear(state);
}

static suf_status
start(void *self)
{
    suf_intake_start(self);
    return SUF_OK;
}

/* What is left out is scratch of an intake. */
static void
checkpoint(void *self, suf_checkpoint *to)
{
    suf_intake_state *state = self;
    const suf_model *model = state->model;
    size_t n = suf_roll_at(model, model->n_districts, 0);
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &state->rolls[i];
        if (model->services[i].kind != SUF_KIND_INTAKE) {
            continue;
        }
        SUF_CHECKPOINT_MEMBER(to, roll->n);
        SUF_CHECKPOINT_GROWN(to, roll->groups, roll->capacity, roll->n);
        SUF_CHECKPOINT_ARRAY(to, roll->head, n);
        SUF_CHECKPOINT_ARRAY(to, roll->retry, n);
        SUF_CHECKPOINT_ARRAY(to, roll->graduates, n);
        SUF_CHECKPOINT_MEMBER(to, roll->graduated_days);
        SUF_CHECKPOINT_MEMBER(to, roll->lowest);
        SUF_CHECKPOINT_MEMBER(to, roll->highest);
        SUF_CHECKPOINT_MEMBER(to, roll->retry_lowest);
        SUF_CHECKPOINT_MEMBER(to, roll->retry_highest);
    }
    SUF_CHECKPOINT_ARRAY(to, state->pupils, n);
    SUF_CHECKPOINT_ARRAY(to, state->pupils_city, model->population.n_cohorts + 1);
}

static void
month_begins(void *self)
{
    suf_intake_month(self);
}

static void
happen(void *self, const suf_event *event)
{
    suf_intake_hold(self, event->index, event->low);
}

const suf_process suf_intake_process = {
    .name = "intake",
    .make = intake_new,
    .free = intake_free,
    .start = start,
    .at = {[SUF_MOMENT_CLEAR] = clear, [SUF_MOMENT_MONTH_BEGINS] = month_begins},
    .checkpoint = checkpoint,
    .happen = {[SUF_EVENT_INTAKE] = happen},
};

suf_intake_state *
suf_intake_of(const suf_core *core)
{
    return suf_core_state(core, &suf_intake_process);
}
