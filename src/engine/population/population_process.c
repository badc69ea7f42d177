/* The people as a process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_process.h"

#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/population/served_people.h"

typedef struct population_state {
    suf_core *core;
    suf_population people;
} population_state;

static suf_status
population_new(suf_core *core, void **out)
{
    population_state *state = NULL;
    suf_status status = suf_array_new(1, sizeof *state, &state);
    if (status == SUF_OK) {
        *out = state;
        state->core = core;
        status = suf_population_init(&state->people, core->model);
    }
    return status;
}

static void
population_free(void *self)
{
    population_state *state = self;
    if (state != NULL) {
        suf_population_free(&state->people);
        free(state);
    }
}

static void
population_clear(void *self)
{
    population_state *state = self;
    state->people.n_changes = 0;
    state->people.n_cohort_left = 0;
    state->people.status = SUF_OK;
}

static void
step(void *self)
{
    population_state *state = self;
    if (state->core->model->population.is_given) {
        suf_population_step(&state->people, state->core->month);
        suf_core_fail(state->core, state->people.status);
    }
}

/* Takes what is simulated in this replication. */
static void
take_scope(population_state *state)
{
    const suf_model *model = state->core->model;
    const suf_scope *scope = &state->core->scope;
    state->people.cohort_months = scope->cohort_months;
    state->people.is_nobody_staying = true;
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (suf_service_staying_index(&model->services[i]) != SUF_NONE &&
            suf_scope_has_service(scope, i)) {
            state->people.is_nobody_staying = false;
        }
    }
}

static suf_status
start(void *self)
{
    population_state *state = self;
    take_scope(state);
    suf_population_start(&state->people, state->core->parameters, state->core->key);
    step(self);
    return state->people.status;
}

static void
checkpoint(void *self, suf_checkpoint *to)
{
    population_state *state = self;
    const suf_core *core = state->core;
    take_scope(state);
    suf_population_checkpoint(&state->people, core->parameters, core->key, to);
}

static void
month_ends(void *self)
{
    population_state *state = self;
    const suf_observation *to = &state->core->observation;
    if (to->is_year_end) {
        suf_population_flush(&state->people, to->map->districts, to->metrics, to->year);
        suf_served_people_observe(&state->people, to);
    }
}

const suf_process suf_population_process = {
    .name = "population",
    .make = population_new,
    .free = population_free,
    .start = start,
    .at = {[SUF_MOMENT_CLEAR] = population_clear,
        [SUF_MOMENT_MONTH_ENDS] = month_ends,
        [SUF_MOMENT_MONTH_BEGINS] = step},
    .checkpoint = checkpoint,
};

suf_population *
suf_population_of(const suf_core *core)
{
    population_state *state = suf_core_state(core, &suf_population_process);
    return state != NULL ? &state->people : NULL;
}
