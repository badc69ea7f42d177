/* Delivery as a process: what is built, and the places that come of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "delivery_process.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/delivery/capacity.h"
#include "model/plan_match.h"

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

/* Units that have opened by now, and assets, into the record of a year. */
static void
observe_year(suf_delivery_state *state, uint32_t year, double now_days)
{
    const suf_delivery_model *delivery = &state->model->delivery;
    const suf_observation *to = &state->core->observation;
    uint32_t n_years = to->metrics->layout->n_years;
    double *opened = suf_metrics_of(to->metrics, SUF_VARIABLE_UNITS_OPENED);
    double *assets = suf_metrics_of(to->metrics, SUF_VARIABLE_ASSETS);
    suf_delivery_advance(&state->delivery, now_days);
    for (uint32_t i = 0; i < delivery->n_projects; i++) {
        opened[(size_t) to->map->projects[i] * n_years + year] = 0;
    }
    for (uint32_t i = 0; i < state->delivery.n_passed; i++) {
        uint32_t project = delivery->units[state->delivery.order[i].unit].project;
        if (project != SUF_NONE) {
            opened[(size_t) to->map->projects[project] * n_years + year]++;
        }
    }
    for (uint32_t i = 0; i < delivery->n_stocks; i++) {
        assets[(size_t) to->map->assets[i] * n_years + year] = state->delivery.of_city[i];
    }
}

/* Writes the years that are over: another model's record has other projects and assets.
 */
static void
observe_past(suf_delivery_state *state)
{
    const suf_calendar *calendar = &state->model->calendar;
    const suf_layout *layout = state->core->observation.metrics->layout;
    suf_metrics *metrics = state->core->observation.metrics;
    double *opened = suf_metrics_of(metrics, SUF_VARIABLE_UNITS_OPENED);
    double *assets = suf_metrics_of(metrics, SUF_VARIABLE_ASSETS);
    for (size_t i = 0; i < (size_t) layout->n_projects * layout->n_years; i++) {
        opened[i] = (double) NAN;
    }
    for (size_t i = 0; i < (size_t) layout->n_assets * layout->n_years; i++) {
        assets[i] = (double) NAN;
    }
    for (uint32_t i = calendar->start_index; i < state->core->month; i++) {
        uint32_t year = suf_calendar_year(calendar, i);
        if (suf_calendar_year(calendar, i + 1) != year) {
            observe_year(state, year - (uint32_t) layout->first_year,
                calendar->limits_days[i + 1]);
        }
    }
}

/* What a change of this model has come to in the one that saved the copy, of which it may
 * have no part. */
static suf_change_state
state_of(const suf_delivery_state *state, const suf_checkpoint *from, uint32_t origin)
{
    uint32_t other = from->match != NULL ? from->match->changes[origin] : origin;
    return other != SUF_NONE ? state->by_origin[other]
                             : (suf_change_state){.conversion = 0, .open_share = 1};
}

/* What is delivered is drawn again, under the levers and projects of who goes on: up to
 * the instant it is the same (outline.h). Changes are kept in the order of the model, as
 * levers may put them in another one. */
static void
checkpoint(void *self, suf_checkpoint *to)
{
    suf_delivery_state *state = self;
    const suf_model *model = state->model;
    const suf_chosen *chosen = &state->core->parameters->chosen;
    uint32_t n_passed = state->delivery.n_passed;
    uint32_t n_changes = model->n_changes;
    SUF_CHECKPOINT_MEMBER(to, n_passed);
    SUF_CHECKPOINT_MEMBER(to, n_changes);
    if (to->status == SUF_OK) {
        to->status = suf_array_grow(&state->by_origin, &state->by_origin_room, n_changes,
            sizeof *state->by_origin);
    }
    for (uint32_t i = 0; to->status == SUF_OK && !to->is_way_back && i < n_changes; i++) {
        state->by_origin[suf_chosen_origin(chosen, i)] =
            (suf_change_state){state->conversions[i], state->open_shares[i]};
    }
    SUF_CHECKPOINT_ARRAY(to, state->by_origin, n_changes);
    SUF_CHECKPOINT_ARRAY(to, state->delivery.policy_days, model->n_policies);
    suf_teams_checkpoint(state->teams, model, to);
    if (!to->is_way_back || to->status != SUF_OK) {
        return;
    }
    suf_delivery_draw(&state->delivery, state->core->parameters, state->core->key);
    if (to->match != NULL) {
        observe_past(state);
    }
    suf_delivery_pass(&state->delivery, n_passed);
    for (uint32_t i = 0; i < model->n_changes; i++) {
        suf_change_state of = state_of(state, to, suf_chosen_origin(chosen, i));
        state->conversions[i] = of.conversion;
        state->open_shares[i] = of.open_share;
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
            sum += opened - (unit->starts_days + unit->duration_days) -
                   suf_delivery_shift(&state->delivery, i);
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
    observe_year(state, to->year, state->core->now_days);
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
