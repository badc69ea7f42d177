/* Small steps of pupils on and off a roll.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "roll.h"

#include "base/memory.h"

/* Counts pupils in the arrays of all services. */
static void
count_pupils(suf_intake_state *state, uint32_t home, uint32_t cohort, int64_t by)
{
    uint32_t n_cohorts = state->model->population.n_cohorts;
    if (cohort < n_cohorts) {
        uint32_t *pupils = &state->pupils[(size_t) home * n_cohorts + cohort];
        *pupils = (uint32_t) (*pupils + by);
        state->pupils_city[cohort] = (uint32_t) (state->pupils_city[cohort] + by);
    }
}

static void
count_seats(suf_intake_state *state, uint32_t service, uint32_t site, int64_t by)
{
    if (site != SUF_NONE) {
        suf_pool *pool = suf_pool_of(state->core, service, site);
        suf_pool_occupy(state->core, pool, (int32_t) by);
        pool->counts[by > 0 ? SUF_COUNT_PUPILS_IN : SUF_COUNT_RELEASES] +=
            (uint64_t) (by > 0 ? by : -by);
    }
}

void
suf_roll_add(
    suf_intake_state *state, uint32_t service, const suf_pupils *who, uint32_t count)
{
    suf_roll *roll = &state->rolls[service];
    if (count == 0) {
        return;
    }
    count_pupils(state, who->home, who->cohort, count);
    count_seats(state, service, who->site, count);
    uint32_t *head = &roll->head[suf_roll_at(state->model, who->home, who->cohort)];
    for (uint32_t i = *head; i != SUF_NONE; i = roll->groups[i].next) {
        suf_pupils *group = &roll->groups[i];
        if (group->site == who->site && group->ends_days >= who->ends_days &&
            group->ends_days <= who->ends_days) {
            group->count += count;
            return;
        }
    }
    suf_status status =
        suf_array_grow(&roll->groups, &roll->capacity, roll->n + 1, sizeof *roll->groups);
    if (status != SUF_OK) {
        suf_core_fail(state->core, status);
        return;
    }
    roll->groups[roll->n] = *who;
    roll->groups[roll->n].count = count;
    roll->groups[roll->n].next = *head;
    *head = (uint32_t) roll->n++;
}

void
suf_roll_remove(
    suf_intake_state *state, uint32_t service, suf_pupils *group, uint32_t count)
{
    suf_bug_unless(count <= group->count);
    if (count > 0) {
        group->count -= count;
        count_pupils(state, group->home, group->cohort, -(int64_t) count);
        count_seats(state, service, group->site, -(int64_t) count);
    }
}

void
suf_roll_compact(suf_intake_state *state, uint32_t service)
{
    const suf_model *model = state->model;
    suf_roll *roll = &state->rolls[service];
    size_t kept = 0;
    for (size_t i = 0; i < roll->n; i++) {
        const suf_pupils *group = &roll->groups[i];
        roll->head[suf_roll_at(model, group->home, group->cohort)] = SUF_NONE;
    }
    for (size_t i = 0; i < roll->n; i++) {
        if (roll->groups[i].count > 0) {
            roll->groups[kept++] = roll->groups[i];
        }
    }
    roll->n = kept;
    for (size_t i = 0; i < kept; i++) {
        suf_pupils *group = &roll->groups[i];
        uint32_t *head = &roll->head[suf_roll_at(model, group->home, group->cohort)];
        group->next = *head;
        *head = (uint32_t) i;
    }
}

uint32_t
suf_roll_free_seats(suf_intake_state *state, uint32_t service, uint32_t district)
{
    const suf_pool *pool = suf_pool_of(state->core, service, district);
    return pool->usable > pool->occupied ? pool->usable - pool->occupied : 0;
}

uint32_t
suf_roll_people(
    const suf_intake_state *state, suf_sex sex, uint32_t district, uint32_t cohort)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < SUF_N_SEXES; i++) {
        if (sex == SUF_BOTH_SEXES || (uint32_t) sex == i) {
            sum += state->people
                       ->residents[suf_model_cell(state->model, district, i, cohort)];
        }
    }
    return sum;
}
