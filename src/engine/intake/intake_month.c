/* What a month does to rolls: drop-out, deaths, moves, in-migrants.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/intake/intake_draws.h"
#include "engine/intake/roll.h"
#include "model/areas.h"
#include "random/inversion.h"

/* Blocks under the month's number, away from those of the population (BLOCK_COHORT ...)
 * and of an intake. */
#define BLOCK_PUPIL   ((uint64_t) 1 << 31)
#define BLOCK_DROPOUT ((uint64_t) 1 << 62)
#define BLOCK_COME    ((uint64_t) 3 << 30) /* zones of those who come */

static void
drop_out(suf_intake_state *state, uint32_t index)
{
    const suf_service *service = &state->model->services[index];
    suf_roll *roll = &state->rolls[index];
    const double *limits = state->model->calendar.limits_days;
    double days = limits[state->core->month] - limits[state->core->month - 1];
    double hazard =
        suf_parameters_value(state->core->parameters, &service->intake.dropout) * days;
    double p = -expm1(-hazard);
    if (!(hazard > 0)) {
        return;
    }
    for (size_t i = 0; i < roll->n; i++) {
        suf_pupils *group = &roll->groups[i];
        uint32_t site = group->site == SUF_NONE
                            ? 0xffffU
                            : suf_intake_area_name(state, service, group->site);
        suf_rng_block block =
            suf_rng_draw(state->core->key, BLOCK_DROPOUT + state->core->month,
                (uint64_t) group->home << 48 | (uint64_t) (site & 0xffffU) << 32 |
                    (site >> 16) << 16 | group->cohort,
                service->purpose + (uint64_t) llround(group->ends_days));
        suf_roll_remove(state, index, group,
            (uint32_t) suf_binomial_draw(
                group->count, p, -hazard, suf_rng_uniform(block.word[0])));
    }
}

/* Pupil number `left` of a home and cohort, over all services: its group and service. */
static suf_pupils *
find_pupil(const suf_intake_state *state, uint32_t home, uint32_t cohort, uint32_t left,
    uint32_t *service)
{
    const suf_model *model = state->model;
    for (uint32_t s = 0; s < model->n_services; s++) {
        suf_roll *roll = &state->rolls[s];
        if (model->services[s].kind != SUF_KIND_INTAKE) {
            continue;
        }
        for (uint32_t i = roll->head[suf_roll_at(model, home, cohort)]; i != SUF_NONE;
             i = roll->groups[i].next) {
            if (left < roll->groups[i].count) {
                *service = s;
                return &roll->groups[i];
            }
            left -= roll->groups[i].count;
        }
    }
    suf_bug_unless(false);
    return NULL;
}

/* The area where somebody lives who has come to a district, by the number of its draw
 * there. */
static uint32_t
new_area(const suf_intake_state *state, uint32_t service, uint32_t home, uint64_t name)
{
    const suf_model *model = state->model;
    if (!model->services[service].has_zones) {
        return home;
    }
    suf_rng_block block = suf_rng_draw(state->core->key, BLOCK_COME + state->core->month,
        name, model->population.district_purpose[home]);
    return suf_area_of_uniform(
        model, state->core->parameters, home, suf_rng_uniform(block.word[0]));
}

/* Puts one pupil on the roll of its new home: with a seat if one is free where it lives,
 * else without, until the next intake (seat_movers). */
static void
enrol(suf_intake_state *state, uint32_t service, const suf_pupils *from, uint32_t home,
    uint64_t name)
{
    uint32_t area = new_area(state, service, home, name);
    suf_pupils who = {.home = home,
        .site = suf_roll_free_seats(state, service, area) > 0 ? area : SUF_NONE,
        .cohort = from->cohort,
        .ends_days = from->ends_days};
    suf_roll_add(state, service, &who, 1);
}

/* Of people who left a cohort one by one, those who are pupils: each is one of those who
 * are left, at random. */
static void
leave(suf_intake_state *state, const suf_change *change, uint64_t *n_draws)
{
    const suf_model *model = state->model;
    uint32_t home = suf_cell_district(model, change->cell);
    uint32_t cohort = suf_cell_cohort(model, change->cell);
    const uint32_t *pupils =
        &state->pupils[(size_t) home * model->population.n_cohorts + cohort];
    for (uint32_t i = 0; i < change->n && i < change->n_before; i++) {
        uint64_t name = (*n_draws)++;
        suf_rng_block block =
            suf_rng_draw(state->core->key, BLOCK_PUPIL + state->core->month, name / 4,
                model->population.district_purpose[home]);
        double u = suf_rng_uniform(block.word[name % 4]);
        uint32_t chosen = (uint32_t) (u * (change->n_before - i));
        if (chosen >= *pupils) {
            continue;
        }
        uint32_t service = 0;
        suf_pupils *group = find_pupil(state, home, cohort, chosen, &service);
        suf_pupils who = *group;
        suf_roll_remove(state, service, group, 1);
        if (change->to != SUF_NONE) {
            enrol(state, service, &who, change->to, name);
        }
    }
}

/* Of in-migrants from outside: each is a pupil with the share of the city's cohort, on a
 * course of one of its pupils. */
static void
come(suf_intake_state *state, const suf_change *change, uint64_t *n_draws)
{
    const suf_model *model = state->model;
    uint32_t district = suf_cell_district(model, change->cell);
    uint32_t cohort = suf_cell_cohort(model, change->cell);
    for (uint32_t i = 0; i < change->n; i++) {
        uint64_t name = (*n_draws)++;
        suf_rng_block block =
            suf_rng_draw(state->core->key, BLOCK_PUPIL + state->core->month, name / 4,
                model->population.district_purpose[district]);
        uint32_t people = change->n_before; /* of the city */
        uint32_t chosen =
            (uint32_t) (suf_rng_uniform(block.word[name % 4]) * (double) people);
        for (uint32_t d = 0; d < model->n_districts; d++) {
            uint32_t here =
                state->pupils[(size_t) d * model->population.n_cohorts + cohort];
            if (chosen < here) {
                uint32_t service = 0;
                suf_pupils like = *find_pupil(state, d, cohort, chosen, &service);
                enrol(state, service, &like, district, name);
                break;
            }
            chosen -= here;
        }
    }
}

void
suf_intake_month(suf_intake_state *state)
{
    suf_population *population = state->people;
    uint64_t n_draws = 0;
    uint32_t district = SUF_NONE;
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        if (state->model->services[i].kind == SUF_KIND_INTAKE) {
            drop_out(state, i);
        }
    }
    for (size_t i = 0; i < population->n_changes; i++) {
        const suf_change *change = &population->changes[i];
        uint32_t here = suf_cell_district(state->model, change->cell);
        n_draws = here == district ? n_draws : 0;
        district = here;
        if (change->is_in_migrant) {
            come(state, change, &n_draws);
        } else {
            leave(state, change, &n_draws);
        }
    }
    population->n_changes = 0;
}
