/* An intake: who applies, who is placed where.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/occupancy.h"
#include "engine/roll.h"
#include "random/inversion.h"

/* Blocks of an intake's draws, under (number of the intake, what): applicants and those
 * who try again by district and cohort, then who is chosen, one by one. */
enum { BLOCK_APPLY, BLOCK_RETRY, BLOCK_CHOICE, BLOCKS_LOG2 = 2 };

#define SAME_DAY 1.0 /* courses end within a day of the intake that their seats go to */

suf_status
suf_intake_new(const suf_model *model, struct suf_enrolment **enrolment)
{
    size_t n = suf_roll_at(model, model->n_districts, 0);
    struct suf_enrolment *self = NULL;
    suf_status status = SUF_OK;
    *enrolment = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->model = model;
    SUF_TRY(suf_array_new(model->n_services, sizeof *self->rolls, &self->rolls));
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &self->rolls[i];
        if (model->services[i].kind == SUF_KIND_INTAKE) {
            SUF_TRY(suf_array_new(n, sizeof *roll->head, &roll->head));
            SUF_TRY(suf_array_new(n, sizeof *roll->retry, &roll->retry));
            SUF_TRY(suf_array_new(n, sizeof *roll->graduates, &roll->graduates));
        }
    }
    SUF_TRY(suf_array_new(n, sizeof *self->pupils, &self->pupils));
    SUF_TRY(suf_array_new((size_t) model->population.n_cohorts + 1,
        sizeof *self->pupils_city, &self->pupils_city));
    SUF_TRY(suf_array_new(n, sizeof *self->applicants, &self->applicants));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->free, &self->free));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->unplaced, &self->unplaced));
    *enrolment = self;
    self = NULL;
out:
    suf_intake_free(self);
    return status;
}

void
suf_intake_free(struct suf_enrolment *self)
{
    if (self == NULL) {
        return;
    }
    for (uint32_t i = 0; self->rolls != NULL && i < self->model->n_services; i++) {
        free(self->rolls[i].groups);
        free(self->rolls[i].head);
        free(self->rolls[i].retry);
        free(self->rolls[i].graduates);
    }
    free(self->rolls);
    free(self->pupils);
    free(self->pupils_city);
    free(self->applicants);
    free(self->free);
    free(self->unplaced);
    free(self);
}

void
suf_intake_clear(struct suf_enrolment *self)
{
    const suf_model *model = self->model;
    size_t n = suf_roll_at(model, model->n_districts, 0);
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_roll *roll = &self->rolls[i];
        if (model->services[i].kind == SUF_KIND_INTAKE) {
            roll->n = 0;
            roll->graduated_days = -(double) INFINITY;
            roll->lowest = roll->retry_lowest = SUF_NONE;
            roll->highest = roll->retry_highest = 0;
            memset(roll->head, 0xff, n * sizeof *roll->head); /* SUF_NONE */
            memset(roll->retry, 0, n * sizeof *roll->retry);
            memset(roll->graduates, 0, n * sizeof *roll->graduates);
        }
    }
    memset(self->pupils, 0, n * sizeof *self->pupils);
    memset(self->pupils_city, 0,
        ((size_t) model->population.n_cohorts + 1) * sizeof *self->pupils_city);
}

/* --- the start ---------------------------------------------------------------------- */

static uint32_t
residents_of(const suf_state *state, suf_sex sex, uint32_t district, uint32_t cohort)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < SUF_N_SEXES; i++) {
        if (sex == SUF_BOTH_SEXES || (uint32_t) sex == i) {
            sum += state->population
                       .residents[suf_model_cell(state->model, district, i, cohort)];
        }
    }
    return sum;
}

/* The cohorts whose members have an age in whole months in [from, to) at the end of a
 * month (index, which may lie before the calendar): [*first, *last], empty if last <
 * first. */
static void
eligible_cohorts(const suf_service *service, const suf_model *model, int64_t month,
    int64_t *first, int64_t *last)
{
    *last = month + SUF_OLDEST_MONTHS - service->eligible_from;
    *first = month + SUF_OLDEST_MONTHS - service->eligible_to + 1;
    *first = *first < 0 ? 0 : *first;
    int64_t most = (int64_t) model->population.n_cohorts - 1;
    *last = *last > most ? most : *last;
}

/* Pupils of a district in one year of the course: spread over the cohorts that were
 * eligible when they began, in proportion to the residents of now. */
static void
seat_year(suf_state *state, uint32_t service_index, uint32_t district, uint32_t year,
    double ends_days)
{
    const suf_model *model = state->model;
    const suf_service *service = &model->services[service_index];
    const suf_intake_model *intake = &service->intake;
    double began = ends_days - intake->length_days + SAME_DAY;
    int64_t month = (int64_t) model->calendar.start_index +
                    (int64_t) floor(began / SUF_DAYS_PER_MONTH) - 1;
    int64_t first = 0;
    int64_t last = 0;
    eligible_cohorts(service, model, month, &first, &last);
    double n_pupils = intake->rolls[(size_t) district * intake->n_roll_years + year];
    double people = 0;
    for (int64_t c = first; c <= last; c++) {
        people += residents_of(state, service->sex, district, (uint32_t) c);
    }
    double before = 0;
    for (int64_t c = first; people > 0 && c <= last; c++) {
        double here = residents_of(state, service->sex, district, (uint32_t) c);
        double from = floor(n_pupils * before / people + 0.5);
        before += here;
        suf_pupils who = {.home = district,
            .site = district,
            .cohort = (uint32_t) c,
            .ends_days = ends_days};
        suf_roll_add(state, service_index, &who,
            (uint32_t) (floor(n_pupils * before / people + 0.5) - from));
    }
}

/* Intakes lie a year apart where rolls are given by year: the first intake of the run
 * tells the ends of the courses under way. */
static void
seat_rolls(suf_state *state, uint32_t service_index)
{
    const suf_intake_model *intake = &state->model->services[service_index].intake;
    if (intake->n == 0 || intake->n_roll_years == 0) {
        return;
    }
    for (uint32_t district = 0; district < state->model->n_districts; district++) {
        for (uint32_t year = 0; year < intake->n_roll_years; year++) {
            /* Year 1 began at the intake before the first of the run. */
            double began = intake->days[0] - (year + 1) * SUF_DAYS_PER_YEAR;
            seat_year(state, service_index, district, year, began + intake->length_days);
        }
        suf_pool *pool = suf_pool_of(state, service_index, district);
        memset(pool->counts, 0, sizeof pool->counts); /* none of them came now */
    }
}

void
suf_intake_start(suf_state *state)
{
    const suf_model *model = state->model;
    for (uint32_t i = 0; i < model->n_services; i++) {
        const suf_service *service = &model->services[i];
        if (service->kind != SUF_KIND_INTAKE) {
            continue;
        }
        seat_rolls(state, i);
        for (uint32_t number = 0; number < service->intake.n; number++) {
            suf_event_list_add(&state->events, service->intake.days[number],
                SUF_EVENT_INTAKE, i, number);
        }
    }
}

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
graduate(suf_state *state, uint32_t service)
{
    suf_roll *roll = &state->enrolment->rolls[service];
    size_t n = suf_roll_at(state->model, state->model->n_districts, 0);
    if (roll->graduated_days >= state->now_days) {
        return;
    }
    roll->graduated_days = state->now_days;
    memset(roll->graduates, 0, n * sizeof *roll->graduates);
    roll->lowest = SUF_NONE;
    roll->highest = 0;
    for (size_t i = 0; i < roll->n; i++) {
        suf_pupils *group = &roll->groups[i];
        if (group->ends_days <= state->now_days + SAME_DAY) {
            widen(&roll->lowest, &roll->highest, group->cohort);
            roll->graduates[suf_roll_at(state->model, group->home, group->cohort)] +=
                group->count;
            suf_roll_take(state, service, group, group->count);
        }
    }
    suf_roll_compact(state, service);
}

/* A uniform of the intake in hand that chooses somebody. */
static double
next_choice(suf_state *state, const suf_service *service, uint32_t number)
{
    uint64_t name = state->enrolment->n_draws++;
    suf_rng_block block = suf_rng_draw(state->key,
        (uint64_t) number << BLOCKS_LOG2 | BLOCK_CHOICE, name / 4, service->purpose);
    return suf_rng_uniform(block.word[name % 4]);
}

static double
named_uniform(const suf_state *state, const suf_service *service, uint32_t number,
    uint64_t what, uint32_t district, uint32_t cohort)
{
    const suf_model *model = state->model;
    int32_t birth_month =
        model->calendar.first_month + (int32_t) cohort - (int32_t) SUF_OLDEST_MONTHS;
    suf_rng_block block =
        suf_rng_draw(state->key, (uint64_t) number << BLOCKS_LOG2 | what,
            (uint64_t) district << 32 | (uint32_t) birth_month, service->purpose);
    return suf_rng_uniform(block.word[0]);
}

/* Those who may apply for the first time. */
static uint32_t
eligible_now(const suf_state *state, const suf_service *service, uint32_t district,
    uint32_t cohort)
{
    const struct suf_enrolment *self = state->enrolment;
    const suf_model *model = state->model;
    const suf_intake_model *intake = &service->intake;
    size_t at = suf_roll_at(model, district, cohort);
    if (intake->from_service != SUF_NONE) {
        return self->rolls[intake->from_service].graduates[at];
    }
    const suf_roll *roll = &self->rolls[service - model->services];
    uint32_t people = residents_of(state, service->sex, district, cohort);
    uint32_t others =
        self->pupils[(size_t) district * model->population.n_cohorts + cohort] +
        roll->retry[at];
    return people > others ? people - others : 0;
}

/* The cohorts that can apply, as [first, last]. */
static void
applying_cohorts(
    const suf_state *state, const suf_service *service, int64_t *first, int64_t *last)
{
    const suf_model *model = state->model;
    if (service->intake.has_arrivals) {
        *first = *last = model->population.n_cohorts;
    } else if (service->intake.from_service != SUF_NONE) {
        const suf_roll *from = &state->enrolment->rolls[service->intake.from_service];
        *first = from->lowest;
        *last = from->highest;
    } else {
        eligible_cohorts(service, model, (int64_t) state->month - 1, first, last);
    }
}

/* Fills applicants by district and cohort, those who try again among them; the counts of
 * a district in unplaced. */
static void
gather_applicants(suf_state *state, const suf_service *service, uint32_t index,
    uint32_t number, int64_t first, int64_t last)
{
    struct suf_enrolment *self = state->enrolment;
    const suf_model *model = state->model;
    const suf_intake_model *intake = &service->intake;
    suf_roll *roll = &self->rolls[index];
    double apply = suf_parameters_value(state->parameters, &intake->apply);
    double log_not = log1p(-apply);
    memset(self->applicants, 0,
        suf_roll_at(model, model->n_districts, 0) * sizeof *self->applicants);
    self->lowest = roll->retry_lowest;
    self->highest = roll->retry_highest;
    if (first <= last) {
        widen(&self->lowest, &self->highest, (uint32_t) first);
        widen(&self->lowest, &self->highest, (uint32_t) last);
    }
    roll->retry_lowest = SUF_NONE;
    roll->retry_highest = 0;
    for (uint32_t d = 0; d < model->n_districts; d++) {
        uint64_t sum = 0;
        for (int64_t c = self->lowest; c <= self->highest; c++) {
            size_t at = suf_roll_at(model, d, (uint32_t) c);
            uint64_t n = roll->retry[at];
            if (c >= first && c <= last) {
                double u =
                    named_uniform(state, service, number, BLOCK_APPLY, d, (uint32_t) c);
                if (intake->has_arrivals) {
                    n += suf_poisson_quantile(
                        suf_parameters_value(state->parameters, &intake->per_intake[d]),
                        u);
                } else {
                    uint32_t people = eligible_now(state, service, d, (uint32_t) c);
                    n +=
                        apply < 1 ? suf_binomial_draw(people, apply, log_not, u) : people;
                }
            }
            self->applicants[at] = (uint32_t) n;
            sum += n;
        }
        self->unplaced[d] = (uint32_t) sum;
        suf_pool_of(state, index, d)->counts[SUF_COUNT_APPLICANTS] += sum;
    }
    memset(
        roll->retry, 0, suf_roll_at(model, model->n_districts, 0) * sizeof *roll->retry);
}

/* One of the applicants of a district who are still to be placed, at random: its cohort,
 * whose count goes down by one. */
static uint32_t
choose_one(suf_state *state, uint32_t *counts, uint32_t n, double u)
{
    uint32_t left = (uint32_t) (u * n);
    uint32_t cohort = state->enrolment->lowest;
    suf_bug_unless(left < n);
    while (left >= counts[cohort]) {
        left -= counts[cohort++];
        suf_bug_unless(cohort <= state->model->population.n_cohorts);
    }
    counts[cohort]--;
    return cohort;
}

/* Seats pupils without a site first: at home if they can, else elsewhere within reach. */
static void
seat_movers(suf_state *state, const suf_service *service, uint32_t index)
{
    suf_roll *roll = &state->enrolment->rolls[index];
    size_t n = roll->n;
    for (size_t i = 0; i < n; i++) {
        suf_pupils who = roll->groups[i];
        uint32_t n_districts =
            service->reach_first[who.home + 1] - service->reach_first[who.home] + 1;
        for (uint32_t j = 0; who.site == SUF_NONE && j < n_districts; j++) {
            uint32_t site = j == 0
                                ? who.home
                                : service->reach[service->reach_first[who.home] + j - 1];
            uint32_t seats = suf_roll_free(state, index, site);
            uint32_t left = roll->groups[i].count;
            uint32_t seated = seats < left ? seats : left;
            suf_pupils placed = who;
            placed.site = site;
            suf_roll_take(state, index, &roll->groups[i], seated);
            suf_roll_add(state, index, &placed, seated);
        }
    }
}

static void
place(suf_state *state, uint32_t index, uint32_t home, uint32_t site, uint32_t cohort,
    uint32_t count)
{
    const suf_service *service = &state->model->services[index];
    suf_pupils who = {.home = home,
        .site = site,
        .cohort = cohort,
        .ends_days = state->now_days + service->intake.length_days};
    suf_roll_add(state, index, &who, count);
    suf_pool_of(state, index, home)->counts[SUF_COUNT_PLACED] += count;
    if (site != home) {
        suf_pool_of(state, index, home)->counts[SUF_COUNT_PLACED_AWAY] += count;
    }
}

/* First tier: each district's seats to its own applicants, by lottery when too many. */
static void
place_at_home(
    suf_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    struct suf_enrolment *self = state->enrolment;
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        uint32_t *counts = &self->applicants[suf_roll_at(state->model, d, 0)];
        if (self->unplaced[d] <= self->free[d]) {
            for (uint32_t c = self->lowest; c <= self->highest; c++) {
                place(state, index, d, d, c, counts[c]);
                counts[c] = 0;
            }
            self->free[d] -= self->unplaced[d];
            self->unplaced[d] = 0;
            continue;
        }
        for (; self->free[d] > 0; self->free[d]--, self->unplaced[d]--) {
            double u = next_choice(state, service, number);
            uint32_t cohort = choose_one(state, counts, self->unplaced[d], u);
            place(state, index, d, d, cohort, 1);
        }
    }
}

/* The nearest district with a free seat that people of a district accept. */
static uint32_t
nearest_free(const suf_state *state, const suf_service *service, uint32_t home)
{
    for (uint32_t i = service->reach_first[home]; i < service->reach_first[home + 1];
         i++) {
        if (state->enrolment->free[service->reach[i]] > 0) {
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
    suf_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    struct suf_enrolment *self = state->enrolment;
    for (;;) {
        uint64_t n = 0;
        for (uint32_t d = 0; d < state->model->n_districts; d++) {
            n += nearest_free(state, service, d) != SUF_NONE ? self->unplaced[d] : 0;
        }
        if (n == 0) {
            return;
        }
        uint64_t left = (uint64_t) (next_choice(state, service, number) * (double) n);
        uint32_t home = 0;
        for (;; home++) {
            uint32_t here =
                nearest_free(state, service, home) != SUF_NONE ? self->unplaced[home] : 0;
            if (left < here) {
                break;
            }
            left -= here;
        }
        uint32_t site = nearest_free(state, service, home);
        uint32_t *counts = &self->applicants[suf_roll_at(state->model, home, 0)];
        uint32_t cohort = choose_one(
            state, counts, self->unplaced[home], next_choice(state, service, number));
        self->unplaced[home]--;
        self->free[site]--;
        place(state, index, home, site, cohort, 1);
    }
}

/* Those without a seat: seated all the same, or they try again, or leave. */
static void
settle_rest(suf_state *state, const suf_service *service, uint32_t index, uint32_t number)
{
    struct suf_enrolment *self = state->enrolment;
    suf_roll *roll = &self->rolls[index];
    double retry = suf_parameters_value(state->parameters, &service->intake.retry);
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        suf_pool *pool = suf_pool_of(state, index, d);
        for (uint32_t c = self->lowest; self->unplaced[d] > 0; c++) {
            size_t at = suf_roll_at(state->model, d, c);
            uint32_t n = self->applicants[at];
            self->unplaced[d] -= n;
            if (n > 0 && service->intake.must_place) {
                suf_pupils who = {.home = d,
                    .site = d,
                    .cohort = c,
                    .ends_days = state->now_days + service->intake.length_days};
                suf_roll_add(state, index, &who, n);
                pool->counts[SUF_COUNT_PLACED_ABOVE] += n;
            } else if (n > 0) {
                pool->counts[SUF_COUNT_UNPLACED] += n;
                widen(&roll->retry_lowest, &roll->retry_highest, c);
                roll->retry[at] = (uint32_t) suf_binomial_quantile(
                    n, retry, named_uniform(state, service, number, BLOCK_RETRY, d, c));
            }
        }
    }
}

void
suf_intake_hold(suf_state *state, uint32_t index, uint32_t number)
{
    const suf_service *service = &state->model->services[index];
    struct suf_enrolment *self = state->enrolment;
    int64_t first = 0;
    int64_t last = 0;
    if (service->intake.from_service != SUF_NONE) {
        graduate(state, service->intake.from_service);
    }
    graduate(state, index);
    self->n_draws = 0;
    seat_movers(state, service, index);
    applying_cohorts(state, service, &first, &last);
    gather_applicants(state, service, index, number, first, last);
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        suf_pool *pool = suf_pool_of(state, index, d);
        pool->last_applicants = self->unplaced[d];
        pool->last_placed = -(double) pool->counts[SUF_COUNT_PLACED];
        self->free[d] = suf_roll_free(state, index, d);
    }
    place_at_home(state, service, index, number);
    place_elsewhere(state, service, index, number);
    settle_rest(state, service, index, number);
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        suf_pool *pool = suf_pool_of(state, index, d);
        pool->last_placed += (double) pool->counts[SUF_COUNT_PLACED];
        if (state->observer != NULL) {
            double unplaced = pool->last_applicants - pool->last_placed;
            suf_sighting sighting = {.what = SUF_SEEN_INTAKE,
                .time_days = state->now_days,
                .service = index,
                .home = d,
                .site = SUF_NONE,
                .amounts = {(uint64_t) pool->last_applicants,
                    (uint64_t) pool->last_placed, (uint64_t) unplaced}};
            state->observer->see(state->observer->context, &sighting);
        }
    }
    state->n_events++;
}
