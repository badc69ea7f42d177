/* An intake: who applies, who is placed where.
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "engine/intake/intake_draws.h"
#include "engine/intake/intake_zones.h"
#include "engine/intake/roll.h"
#include "model/areas.h"
#include "random/inversion.h"

/* --- an intake ---------------------------------------------------------------------- */

/* Takes a cohort into a range. */
static void
widen(uint32_t *lowest, uint32_t *highest, uint32_t cohort)
{
    *lowest = cohort < *lowest ? cohort : *lowest;
    *highest = cohort > *highest ? cohort : *highest;
}

/* Those whose course ends by now leave; their seats are free. Once a day. */
static void
graduate(suf_intake_state *state, uint32_t service)
{
    suf_roll *roll = &state->rolls[service];
    size_t n = suf_roll_at(state->model, state->model->n_districts, 0);
    if (roll->graduated_days >= state->core->now_days) {
        return;
    }
    roll->graduated_days = state->core->now_days;
    memset(roll->graduates, 0, n * sizeof *roll->graduates);
    roll->lowest = SUF_NONE;
    roll->highest = 0;
    for (size_t i = 0; i < roll->n; i++) {
        suf_pupils *group = &roll->groups[i];
        if (group->ends_days <= state->core->now_days) {
            widen(&roll->lowest, &roll->highest, group->cohort);
            roll->graduates[suf_roll_at(state->model, group->home, group->cohort)] +=
                group->count;
            suf_roll_remove(state, service, group, group->count);
        }
    }
    suf_roll_compact(state, service);
}

/* A uniform of the intake in hand that chooses somebody. */
static double
next_choice(suf_intake_state *state, const suf_service *service, uint32_t number)
{
    uint64_t name = state->n_draws++;
    suf_rng_block block = suf_rng_draw(state->core->key,
        (uint64_t) number << BLOCKS_LOG2 | BLOCK_CHOICE, name / 4, service->purpose);
    return suf_rng_uniform(block.word[name % 4]);
}

/* Those who may apply for the first time. */
static uint32_t
eligible_now(const suf_intake_state *state, const suf_service *service, uint32_t district,
    uint32_t cohort)
{
    const suf_model *model = state->model;
    const suf_intake_model *intake = &service->intake;
    size_t at = suf_roll_at(model, district, cohort);
    if (intake->from_service != SUF_NONE) {
        return state->rolls[intake->from_service].graduates[at];
    }
    const suf_roll *roll = &state->rolls[service - model->services];
    uint32_t people = suf_roll_people(state, service->sex, district, cohort);
    uint32_t others =
        state->pupils[(size_t) district * model->population.n_cohorts + cohort] +
        roll->retry[at];
    return people > others ? people - others : 0;
}

/* The cohorts that can apply, as [first, last]. */
static void
applying_cohorts(const suf_intake_state *state, const suf_service *service,
    int64_t *first, int64_t *last)
{
    const suf_model *model = state->model;
    if (service->intake.has_arrivals) {
        *first = *last = model->population.n_cohorts;
    } else if (service->intake.from_service != SUF_NONE) {
        const suf_roll *from = &state->rolls[service->intake.from_service];
        *first = from->lowest;
        *last = from->highest;
    } else {
        suf_intake_eligible(
            service, model, (int64_t) state->core->month - 1, first, last);
    }
}

/* Fills applicants by district and cohort, those who try again among them; the counts of
 * a district in unplaced. */
static void
gather_applicants(suf_intake_state *state, const suf_service *service, uint32_t index,
    uint32_t number, int64_t first, int64_t last)
{
    const suf_model *model = state->model;
    const suf_intake_model *intake = &service->intake;
    suf_roll *roll = &state->rolls[index];
    double apply = suf_parameters_value(state->core->parameters, &intake->apply);
    double log_not = log1p(-apply);
    memset(state->applicants, 0,
        suf_roll_at(model, model->n_areas, 0) * sizeof *state->applicants);
    memset(state->unplaced, 0, model->n_areas * sizeof *state->unplaced);
    state->lowest = roll->retry_lowest;
    state->highest = roll->retry_highest;
    if (first <= last) {
        widen(&state->lowest, &state->highest, (uint32_t) first);
        widen(&state->lowest, &state->highest, (uint32_t) last);
    }
    roll->retry_lowest = SUF_NONE;
    roll->retry_highest = 0;
    for (uint32_t d = 0; d < model->n_districts; d++) {
        uint64_t sum = 0;
        for (int64_t c = state->lowest; c <= state->highest; c++) {
            size_t at = suf_roll_at(model, d, (uint32_t) c);
            uint64_t n = roll->retry[at];
            if (c >= first && c <= last) {
                double u = suf_intake_uniform(
                    state, service, number, BLOCK_APPLY, d, (uint32_t) c);
                if (intake->has_arrivals) {
                    n +=
                        suf_poisson_quantile(suf_parameters_value(state->core->parameters,
                                                 &intake->per_intake[d]),
                            u);
                } else {
                    uint32_t people = eligible_now(state, service, d, (uint32_t) c);
                    n +=
                        apply < 1 ? suf_binomial_draw(people, apply, log_not, u) : people;
                }
            }
            state->applicants[at] = (uint32_t) n;
            sum += n;
        }
        state->unplaced[d] = (uint32_t) sum;
        suf_pool_of(state->core, index, d)->counts[SUF_COUNT_APPLICANTS] += sum;
    }
    memset(
        roll->retry, 0, suf_roll_at(model, model->n_districts, 0) * sizeof *roll->retry);
}

/* Puts the applicants of a district into its urn. */
static void
fill_urn(suf_intake_state *state, uint32_t district)
{
    suf_urn_fill(&state->urns[district],
        &state->applicants[suf_roll_at(state->model, district, state->lowest)],
        state->highest - state->lowest + 1);
}

/* One of the applicants of a district who are still to be placed, at random: its cohort.
 */
static uint32_t
choose_one(suf_intake_state *state, uint32_t district, double u)
{
    uint32_t left = (uint32_t) (u * state->unplaced[district]);
    suf_bug_unless(left < state->unplaced[district]);
    return state->lowest + suf_urn_draw(&state->urns[district], left);
}

/* Seats pupils without a site first: at home if they can, else elsewhere within reach. */
static void
seat_movers(
    suf_intake_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    const suf_roll *roll = &state->rolls[index];
    size_t n = roll->n;
    for (size_t i = 0; i < n; i++) {
        if (roll->groups[i].site == SUF_NONE) {
            suf_intake_seat_group(state, service, index, number, i);
        }
    }
}

static void
place(suf_intake_state *state, uint32_t index, uint32_t home, uint32_t site,
    uint32_t cohort, uint32_t count)
{
    suf_pupils who = {.home = suf_area_district(state->model, home),
        .site = site,
        .cohort = cohort,
        .ends_days = state->ends_days};
    suf_roll_add(state, index, &who, count);
    suf_pool_of(state->core, index, home)->counts[SUF_COUNT_PLACED] += count;
    if (who.home != suf_area_district(state->model, site)) {
        suf_pool_of(state->core, index, home)->counts[SUF_COUNT_PLACED_OVERFLOW] += count;
    }
}

/* First tier: each district's seats to its own applicants, by lottery when too many. */
static void
place_at_home(
    suf_intake_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    for (uint32_t d = 0; d < state->model->n_areas; d++) {
        uint32_t *counts = &state->applicants[suf_roll_at(state->model, d, 0)];
        if (state->unplaced[d] <= state->free[d]) {
            for (uint32_t c = state->lowest; c <= state->highest; c++) {
                place(state, index, d, d, c, counts[c]);
                counts[c] = 0;
            }
            state->free[d] -= state->unplaced[d];
            state->unplaced[d] = 0;
            continue;
        }
        fill_urn(state, d);
        for (; state->free[d] > 0; state->free[d]--, state->unplaced[d]--) {
            uint32_t cohort = choose_one(state, d, next_choice(state, service, number));
            place(state, index, d, d, cohort, 1);
        }
    }
}

/* The nearest district with a free seat that people of a district accept. */
static uint32_t
nearest_free(const suf_intake_state *state, const suf_service *service, uint32_t home)
{
    for (uint32_t i = service->reach_first[home]; i < service->reach_first[home + 1];
         i++) {
        if (state->free[service->reach[i]] > 0) {
            return service->reach[i];
        }
    }
    return SUF_NONE;
}

/* Second tier: all who are unplaced, in one random order, each to the nearest free seat.
 * Those for whom no seat is free within reach get none later either, so they are left
 * out of the order. */
static void
place_elsewhere(
    suf_intake_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    for (;;) {
        uint64_t n = 0;
        for (uint32_t d = 0; d < state->model->n_areas; d++) {
            n += nearest_free(state, service, d) != SUF_NONE ? state->unplaced[d] : 0;
        }
        if (n == 0) {
            return;
        }
        uint64_t left = (uint64_t) (next_choice(state, service, number) * (double) n);
        uint32_t home = 0;
        for (;; home++) {
            uint32_t here = nearest_free(state, service, home) != SUF_NONE
                                ? state->unplaced[home]
                                : 0;
            if (left < here) {
                break;
            }
            left -= here;
        }
        uint32_t site = nearest_free(state, service, home);
        uint32_t cohort = choose_one(state, home, next_choice(state, service, number));
        state->unplaced[home]--;
        state->free[site]--;
        place(state, index, home, site, cohort, 1);
    }
}

/* Those without a seat: seated all the same, or they try again, or leave. */
static void
settle_rest(
    suf_intake_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    suf_roll *roll = &state->rolls[index];
    double retry = suf_parameters_value(state->core->parameters, &service->intake.retry);
    for (uint32_t d = 0; d < state->model->n_areas; d++) {
        uint32_t district = suf_area_district(state->model, d);
        suf_pool *pool = suf_pool_of(state->core, index, d);
        for (uint32_t c = state->lowest; state->unplaced[d] > 0; c++) {
            size_t at = suf_roll_at(state->model, d, c);
            uint32_t n = state->applicants[at];
            state->unplaced[d] -= n;
            if (n > 0 && service->intake.must_place) {
                suf_pupils who = {.home = district,
                    .site = d,
                    .cohort = c,
                    .ends_days = state->ends_days};
                suf_roll_add(state, index, &who, n);
                pool->counts[SUF_COUNT_PLACED_ABOVE] += n;
            } else if (n > 0) {
                pool->counts[SUF_COUNT_UNPLACED] += n;
                widen(&roll->retry_lowest, &roll->retry_highest, c);
                roll->retry[suf_roll_at(state->model, district, c)] +=
                    (uint32_t) suf_binomial_quantile(n, retry,
                        suf_intake_uniform(state, service, number, BLOCK_RETRY,
                            suf_intake_area_name(state, service, d), c));
            }
        }
    }
}

/* Seats of a district for those who begin now: free ones, and no more than a year group
 * has. Rounding in the last bit must not cost a seat. */
static uint32_t
entry_seats(suf_intake_state *state, const suf_service *service, uint32_t index,
    uint32_t district)
{
    uint32_t seats = suf_roll_free_seats(state, index, district);
    double limit =
        suf_parameters_value(state->core->parameters, &service->intake.entry_limit);
    double most = floor(limit * suf_pool_of(state->core, index, district)->usable + 1e-6);
    return most < seats ? (uint32_t) most : seats;
}

void
suf_intake_hold(suf_intake_state *state, uint32_t index, uint32_t number)
{
    const suf_service *service = &state->model->services[index];
    int64_t first = 0;
    int64_t last = 0;
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        if (state->model->services[i].kind == SUF_KIND_INTAKE) {
            graduate(state, i);
        }
    }
    state->n_draws = 0;
    state->ends_days = service->intake.ends_days[service->intake.n_earlier + number];
    seat_movers(state, service, index, number);
    applying_cohorts(state, service, &first, &last);
    gather_applicants(state, service, index, number, first, last);
    for (uint32_t d = 0; service->has_zones && d < state->model->n_districts; d++) {
        suf_intake_split_applicants(state, service, index, number, d);
    }
    for (uint32_t d = 0; d < state->model->n_areas; d++) {
        suf_pool *pool = suf_pool_of(state->core, index, d);
        pool->last_applicants = state->unplaced[d];
        pool->last_placed = -(double) pool->counts[SUF_COUNT_PLACED];
        state->free[d] = entry_seats(state, service, index, d);
    }
    place_at_home(state, service, index, number);
    place_elsewhere(state, service, index, number);
    settle_rest(state, service, index, number);
    for (uint32_t d = 0; d < state->model->n_areas; d++) {
        suf_pool *pool = suf_pool_of(state->core, index, d);
        pool->last_placed += (double) pool->counts[SUF_COUNT_PLACED];
        /* Of a district whose people all live in zones nothing is told. */
        bool is_used = service->has_zones ? pool->last_applicants > 0
                                          : d < state->model->n_districts;
        if (state->core->observer != NULL && is_used) {
            uint64_t n_rest = (uint64_t) (pool->last_applicants - pool->last_placed);
            bool is_seated = service->intake.must_place;
            suf_trace_event line = {.what = SUF_TRACE_INTAKE,
                .time_days = state->core->now_days,
                .service = index,
                .home = d,
                .site = SUF_NONE,
                .amounts = {(uint64_t) pool->last_applicants,
                    (uint64_t) pool->last_placed, is_seated ? 0 : n_rest,
                    is_seated ? n_rest : 0}};
            suf_core_trace(state->core, &line);
        }
    }
    state->core->n_events++;
}
