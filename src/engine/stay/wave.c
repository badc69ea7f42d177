/* Waves: a state of a service that switches.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "wave.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { MOST_STAYS = 1 << 24 }; /* of a path: more than a run of a century needs */

suf_status
suf_waves_new(const suf_model *model, suf_wave_path **paths)
{
    return suf_array_new(model->n_services, sizeof **paths, paths);
}

void
suf_waves_free(suf_wave_path *paths, const suf_model *model)
{
    for (uint32_t i = 0; paths != NULL && i < model->n_services; i++) {
        free(paths[i].stays);
    }
    free(paths);
}

/* --- the path ----------------------------------------------------------------------- */

static suf_status
add_stay(suf_wave_path *path, suf_ticks from, uint32_t state)
{
    if (path->n >= MOST_STAYS) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    suf_status status =
        suf_array_grow(&path->stays, &path->capacity, path->n + 1, sizeof *path->stays);
    if (status == SUF_OK) {
        path->stays[path->n++] = (suf_wave_stay){from, state};
    }
    return status;
}

/* The state at the start, by the shares of their mean durations. */
static uint32_t
first_state(const double *mean_days, uint32_t n, double u)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += mean_days[i];
    }
    uint32_t state = 0;
    double below = mean_days[0];
    while (state + 1 < n && u * sum >= below) {
        below += mean_days[++state];
    }
    return state;
}

static suf_status
draw_path(suf_stay_state *state, uint32_t service)
{
    const suf_stay_model *stay = &state->model->services[service].stay;
    const double *mean_days = state->core->parameters->services[service].wave_mean_days;
    suf_wave_path *path = &state->waves[service];
    suf_rng_block block = suf_rng_draw(state->core->key, 0, 0, stay->wave_purpose);
    uint32_t at = first_state(mean_days, stay->n_waves, suf_rng_uniform(block.word[1]));
    double time_days = 0;
    path->n = 0;
    for (uint64_t k = 0; time_days < state->model->end_days; k++) {
        suf_status status = add_stay(path, suf_ticks_of_days(time_days), at);
        if (status != SUF_OK) {
            return status;
        }
        block = suf_rng_draw(state->core->key, 0, k, stay->wave_purpose);
        time_days -= mean_days[at] * log(suf_rng_uniform(block.word[0]));
        at = (at + 1) % stay->n_waves;
    }
    return SUF_OK;
}

/* Tells that a stay in a state begins, and puts the next switch on the event list. */
static void
begin(suf_stay_state *state, uint32_t service, uint32_t number)
{
    const suf_wave_path *path = &state->waves[service];
    suf_core_trace(state->core, &(suf_trace_event){.what = SUF_TRACE_WAVE,
                                    .time_days = state->core->now_days,
                                    .service = service,
                                    .home = SUF_NONE,
                                    .site = SUF_NONE,
                                    .priority = SUF_NONE,
                                    .amounts = {path->stays[number].state}});
    if (number + 1 < path->n) {
        suf_event_list_add(&state->core->events, path->stays[number + 1].from,
            SUF_EVENT_WAVE, service, number + 1);
    }
}

suf_status
suf_waves_start(suf_stay_state *state)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        const suf_stay_model *stay = suf_service_stay(&state->model->services[i]);
        if (stay != NULL && stay->n_waves > 0) {
            SUF_TRY(draw_path(state, i));
            begin(state, i, 0);
        }
    }
out:
    return status;
}

void
suf_waves_switch(suf_stay_state *state, const suf_event *event)
{
    begin(state, event->index, event->low);
}

/* --- looking at it ------------------------------------------------------------------ */

/* The number of the stay at a time. */
static size_t
stay_at(const suf_wave_path *path, suf_ticks time)
{
    size_t low = 0;
    size_t high = path->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (path->stays[middle].from <= time) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

double
suf_wave_factor(const suf_stay_state *state, uint32_t service, suf_ticks time)
{
    const suf_wave_path *path = &state->waves[service];
    return state->core->parameters->services[service]
        .wave_factor[path->stays[stay_at(path, time)].state];
}

double
suf_wave_greatest(
    const suf_stay_state *state, uint32_t service, suf_ticks from, suf_ticks to)
{
    const suf_wave_path *path = &state->waves[service];
    const double *factors = state->core->parameters->services[service].wave_factor;
    double greatest = 0;
    for (size_t i = stay_at(path, from); i < path->n && path->stays[i].from < to; i++) {
        greatest = fmax(greatest, factors[path->stays[i].state]);
    }
    return greatest;
}

bool
suf_wave_switches(
    const suf_stay_state *state, uint32_t service, suf_ticks from, suf_ticks to)
{
    const suf_wave_path *path = &state->waves[service];
    size_t next = stay_at(path, from) + 1;
    return next < path->n && path->stays[next].from < to;
}
