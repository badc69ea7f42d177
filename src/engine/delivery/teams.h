/* Staff in teams that come and go, and with them the places that they look after.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (`teams` of a stay service). In each district, the places that would admit people
 * as far as they are built, ramped up and staffed (capacity.h) are dealt to teams of
 * `places` each; the last team may have fewer. `steady` of the teams are always there.
 * Each other one is present for exponential times of one mean and absent for exponential
 * times of another, independent of all others. While a team is absent its places admit
 * nobody. Whoever stays there stays: nobody is evicted, so as many more as there are too
 * many must leave before somebody is admitted. A team that takes over places for the
 * first time is present with the share present / (present + absent): of its long run. A
 * team that has lost its places keeps coming and going.
 *
 * With Poisson arrivals and exponential stays, people and teams present are a Markov
 * chain in two dimensions.
 *
 * Draws are named by district, team and number of the switch, so more places add teams
 * and change none. */
#ifndef SUF_ENGINE_TEAMS_H
#define SUF_ENGINE_TEAMS_H

#include "engine/core/core.h"

typedef struct suf_team {
    uint32_t n_switches; /* so far */
    bool is_absent;
} suf_team;

/* The teams of a pool that are not steady. Their places are those behind the steady
 * teams', in turn. */
typedef struct suf_teams {
    suf_team *items;
    uint32_t n;
    size_t capacity;
} suf_teams;

/* Room for the teams of all pools, [pool]; *teams is owned by the caller. Fails when
 * memory is out. */
SUF_MUST_CHECK suf_status suf_teams_new(const suf_model *model, suf_teams **teams);
/* NULL is allowed. */
void suf_teams_free(suf_teams *teams, const suf_model *model);
/* Before a replication. */
void suf_teams_clear(suf_teams *teams, const suf_model *model);

/* Saves the teams, or brings them back (core/checkpoint.h). */
void suf_teams_checkpoint(
    suf_teams *teams, const suf_model *model, struct suf_checkpoint *to);

/* Of so many places of a pool those that have a team just now; teams that are new to it
 * begin to come and go. Without teams all of them. */
uint32_t suf_teams_staffed(
    suf_core *core, suf_teams *teams, uint32_t pool, uint32_t places);
/* A team of a pool comes or goes: an event whose index is the pool and low the team. */
void suf_teams_switch(suf_core *core, suf_teams *teams, const suf_event *event);

#endif
