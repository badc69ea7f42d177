/* Staff in teams that come and go.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "teams.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"

enum {
    TEAM_SHIFT = 32
}; /* of a name: above it the team, below the number of its switch */

static uint32_t
n_pools(const suf_model *model)
{
    return model->n_services * model->n_areas;
}

suf_status
suf_teams_new(const suf_model *model, suf_teams **teams)
{
    return suf_array_new(n_pools(model), sizeof **teams, teams);
}

void
suf_teams_free(suf_teams *teams, const suf_model *model)
{
    for (uint32_t i = 0; teams != NULL && i < n_pools(model); i++) {
        free(teams[i].items);
    }
    free(teams);
}

void
suf_teams_clear(suf_teams *teams, const suf_model *model)
{
    for (uint32_t i = 0; i < n_pools(model); i++) {
        teams[i].n = 0;
    }
}

void
suf_teams_checkpoint(suf_teams *teams, const suf_model *model, suf_checkpoint *to)
{
    for (uint32_t i = 0; i < n_pools(model); i++) {
        SUF_CHECKPOINT_MEMBER(to, teams[i].n);
        SUF_CHECKPOINT_GROWN(to, teams[i].items, teams[i].capacity, teams[i].n);
    }
}

static suf_rng_block
draw(const suf_core *core, uint32_t pool, uint32_t team, uint32_t number)
{
    const suf_service *service = &core->model->services[pool / core->model->n_areas];
    uint64_t name = (uint64_t) team << TEAM_SHIFT | number;
    return suf_rng_draw(
        core->key, 0, name, service->stay.team_purpose[pool % core->model->n_areas]);
}

/* Puts the next switch of a team on the event list. */
static void
await_switch(suf_core *core, suf_teams *of, uint32_t pool, uint32_t team)
{
    const suf_service_parameters *numbers =
        &core->parameters->services[pool / core->model->n_areas];
    suf_team *self = &of->items[team];
    suf_rng_block block = draw(core, pool, team, self->n_switches++);
    double mean_days =
        self->is_absent ? numbers->team_absent_days : numbers->team_present_days;
    double days = core->now_days - mean_days * log(suf_rng_uniform(block.word[0]));
    suf_event_list_add(
        &core->events, suf_ticks_of_days(days), SUF_EVENT_TEAM, pool, team);
}

/* Makes teams up to a number, each in the state that it is found in. */
static void
add_teams(suf_core *core, suf_teams *of, uint32_t pool, uint32_t n)
{
    const suf_service_parameters *numbers =
        &core->parameters->services[pool / core->model->n_areas];
    suf_status status = suf_array_grow(&of->items, &of->capacity, n, sizeof *of->items);
    if (status != SUF_OK) {
        suf_core_fail(core, status);
        return;
    }
    while (of->n < n) {
        double u = suf_rng_uniform(draw(core, pool, of->n, 0).word[1]);
        double cycle_days = numbers->team_present_days + numbers->team_absent_days;
        of->items[of->n] =
            (suf_team){.is_absent = u * cycle_days >= numbers->team_present_days};
        of->n++;
        await_switch(core, of, pool, of->n - 1);
    }
}

uint32_t
suf_teams_staffed(suf_core *core, suf_teams *teams, uint32_t pool, uint32_t places)
{
    const suf_service *service = &core->model->services[pool / core->model->n_areas];
    const suf_stay_model *stay = suf_service_stay(service);
    suf_teams *of = &teams[pool];
    if (stay == NULL || stay->team_places == 0) {
        return places;
    }
    uint64_t steady = (uint64_t) stay->n_steady_teams * stay->team_places;
    if (places <= steady) {
        return places;
    }
    uint32_t rest = places - (uint32_t) steady;
    uint32_t n = rest / stay->team_places + (rest % stay->team_places > 0);
    uint32_t staffed = places;
    if (n > of->n) {
        add_teams(core, of, pool, n);
    }
    for (uint32_t i = 0; i < n && i < of->n; i++) {
        uint32_t left = rest - i * stay->team_places;
        uint32_t own = left < stay->team_places ? left : stay->team_places;
        staffed -= of->items[i].is_absent ? own : 0;
    }
    return staffed;
}

void
suf_teams_switch(suf_core *core, suf_teams *teams, const suf_event *event)
{
    suf_team *team = &teams[event->index].items[event->low];
    team->is_absent = !team->is_absent;
    await_switch(core, &teams[event->index], event->index, event->low);
}
