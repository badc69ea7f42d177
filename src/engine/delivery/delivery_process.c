/* Delivery as a process: what is built, and the places that come of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "delivery_process.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/delivery/capacity.h"

static suf_status
delivery_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    suf_delivery_state *state = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *state, &state));
    *out = state;
    state->core = core;
    state->model = model;
    SUF_TRY(suf_delivery_init(&state->delivery, model));
    SUF_TRY(
        suf_array_new(model->n_changes, sizeof *state->conversions, &state->conversions));
    SUF_TRY(
        suf_array_new(model->n_changes, sizeof *state->open_shares, &state->open_shares));
    SUF_TRY(suf_array_new(model->n_changes, sizeof *state->by_origin, &state->by_origin));
    SUF_TRY(suf_teams_new(model, &state->teams));
out:
    return status;
}

static void
delivery_free(void *self)
{
    suf_delivery_state *state = self;
    if (state != NULL) {
        suf_delivery_free(&state->delivery);
        free(state->conversions);
        free(state->open_shares);
        free(state->by_origin);
        suf_teams_free(state->teams, state->model);
        free(state);
    }
}

static suf_status
start(void *self)
{
    suf_delivery_state *state = self;
    suf_delivery_start(&state->delivery, state->core->parameters, state->core->key);
    suf_capacity_start(state);
    return SUF_OK;
}

/* What is delivered is drawn again, under the levers of who goes on: up to the instant it
 * is the same (outline.h). Changes are kept in the order of the model, as levers may put
 * them in another one. */
static void
checkpoint(void *self, suf_checkpoint *to)
{
    suf_delivery_state *state = self;
    const suf_model *model = state->model;
    const suf_chosen *chosen = &state->core->parameters->chosen;
    uint32_t n_passed = state->delivery.n_passed;
    SUF_CHECKPOINT_MEMBER(to, n_passed);
    for (uint32_t i = 0; i < model->n_changes; i++) {
        state->by_origin[suf_chosen_origin(chosen, i)] =
            (suf_change_state){state->conversions[i], state->open_shares[i]};
    }
    SUF_CHECKPOINT_ARRAY(to, state->by_origin, model->n_changes);
    suf_teams_checkpoint(state->teams, model, to);
    if (!to->is_way_back) {
        return;
    }
    suf_delivery_start(&state->delivery, state->core->parameters, state->core->key);
    suf_delivery_pass(&state->delivery, n_passed);
    for (uint32_t i = 0; i < model->n_changes; i++) {
        const suf_change_state *of = &state->by_origin[suf_chosen_origin(chosen, i)];
        state->conversions[i] = of->conversion;
        state->open_shares[i] = of->open_share;
    }
    suf_capacity_resume(state);
}

static void
month_begins(void *self)
{
    suf_capacity_convert(self);
}

static void
happen(void *self, const suf_event *event)
{
    suf_capacity_change_places(self, event->index);
}

static void
team_happens(void *self, const suf_event *event)
{
    suf_capacity_switch_team(self, event);
}

/* Mean lateness of the units of each project that have opened. */
static void
observe_delays(const suf_delivery_state *state)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    const suf_observation *to = &state->core->observation;
    double *delays = suf_metrics_of(to->metrics, SUF_VARIABLE_DELAY);
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < delivery->n_units; i++) {
        const suf_delivery_unit *unit = &state->delivery.units[i];
        if (unit->project == SUF_NONE) {
            break; /* works come last */
        }
        sum = unit->number == 0 ? 0 : sum;
        n = unit->number == 0 ? 0 : n;
        double opened = state->delivery.opened_days[i];
        if (opened < state->core->now_days) {
            sum += opened - (unit->starts_days + unit->duration_days);
            n++;
        }
        delays[to->map->projects[unit->project]] = n > 0 ? sum / n : (double) NAN;
    }
}

static void
month_ends(void *self)
{
    suf_delivery_state *state = self;
    const suf_observation *to = &state->core->observation;
    if (!to->is_year_end) {
        return;
    }
    const suf_delivery_model *delivery = &state->model->delivery;
    uint32_t n_years = to->metrics->layout->n_years;
    double *opened = suf_metrics_of(to->metrics, SUF_VARIABLE_UNITS_OPENED);
    double *assets = suf_metrics_of(to->metrics, SUF_VARIABLE_ASSETS);
    suf_delivery_advance(&state->delivery, state->core->now_days);
    for (uint32_t i = 0; i < delivery->n_projects; i++) {
        opened[(size_t) to->map->projects[i] * n_years + to->year] = 0;
    }
    for (uint32_t i = 0; i < state->delivery.n_passed; i++) {
        uint32_t project = delivery->units[state->delivery.order[i].unit].project;
        if (project != SUF_NONE) {
            opened[(size_t) to->map->projects[project] * n_years + to->year]++;
        }
    }
    for (uint32_t i = 0; i < delivery->n_stocks; i++) {
        assets[(size_t) to->map->assets[i] * n_years + to->year] =
            state->delivery.of_city[i];
    }
    if (to->is_run_end) {
        observe_delays(state);
    }
}

const suf_process suf_delivery_process = {
    .name = "delivery",
    .make = delivery_new,
    .free = delivery_free,
    .start = start,
    .at =
        {[SUF_MOMENT_MONTH_ENDS] = month_ends, [SUF_MOMENT_MONTH_BEGINS] = month_begins},
    .checkpoint = checkpoint,
    .happen = {[SUF_EVENT_CAPACITY] = happen, [SUF_EVENT_TEAM] = team_happens},
};

suf_delivery *
suf_delivery_of(const suf_core *core)
{
    suf_delivery_state *state = suf_delivery_state_of(core);
    return state != NULL ? &state->delivery : NULL;
}

suf_delivery_state *
suf_delivery_state_of(const suf_core *core)
{
    return suf_core_state(core, &suf_delivery_process);
}
