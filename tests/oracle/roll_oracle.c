/* Rolls of intakes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "roll_oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/intake/intake.h"
#include "engine/intake/intake_state.h"
#include "engine/population/population_process.h"
#include "oracle/roll_parts.h"

/* The names of draws, as the engine has them. */
#define PUPIL   (UINT64_C(1) << 31)
#define DROPOUT (UINT64_C(1) << 62)

uint32_t
roll_n_cohorts(const roll_oracle *self)
{
    return self->core->model->population.n_cohorts;
}

uint32_t
roll_binomial(uint32_t n, double p, double u)
{
    double sum = 0;
    for (uint32_t k = 0; k < n; k++) {
        double log_ways = lgamma(n + 1.) - lgamma(k + 1.) - lgamma(n - k + 1.);
        sum += exp(log_ways + k * log(p) + (n - k) * log1p(-p));
        if (sum >= u) {
            return k;
        }
    }
    return n;
}

/* --- groups ------------------------------------------------------------------------- */

void
roll_add(roll_oracle *self, roll_group who, uint32_t count)
{
    for (size_t i = 0; i < self->n; i++) {
        roll_group *group = &self->groups[i];
        if (group->count > 0 && group->service == who.service &&
            group->home == who.home && group->site == who.site &&
            group->cohort == who.cohort && group->ends == who.ends) {
            group->count += count;
            return;
        }
    }
    if (count == 0) {
        return;
    }
    if (suf_array_grow(&self->groups, &self->capacity, self->n + 1,
            sizeof *self->groups) != SUF_OK) {
        abort();
    }
    who.count = count;
    self->groups[self->n++] = who;
}

uint32_t
roll_pupils(const roll_oracle *self, uint32_t service, uint32_t district, uint32_t cohort)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < self->n; i++) {
        const roll_group *group = &self->groups[i];
        bool is_of = service == SUF_NONE || group->service == service;
        if (is_of && group->home == district && group->cohort == cohort) {
            sum += group->count;
        }
    }
    return sum;
}

uint32_t
roll_free_seats(const roll_oracle *self, uint32_t service, uint32_t district)
{
    const suf_core *core = self->core;
    uint32_t usable = core->pools[suf_model_pool(core->model, service, district)].usable;
    uint32_t taken = 0;
    for (size_t i = 0; i < self->n; i++) {
        const roll_group *group = &self->groups[i];
        taken += group->service == service && group->site == district ? group->count : 0;
    }
    return taken < usable ? usable - taken : 0;
}

uint32_t
roll_people(const roll_oracle *self, const uint32_t *residents, suf_sex sex,
    uint32_t district, uint32_t cohort)
{
    const suf_model *model = self->core->model;
    uint32_t girls = residents[suf_model_cell(model, district, SUF_FEMALE, cohort)];
    uint32_t boys = residents[suf_model_cell(model, district, SUF_MALE, cohort)];
    return sex == SUF_FEMALE ? girls : sex == SUF_MALE ? boys : girls + boys;
}

/* --- the start ---------------------------------------------------------------------- */

bool
roll_is_eligible(const roll_oracle *self, uint32_t service, uint32_t cohort, int32_t day)
{
    const suf_model *model = self->core->model;
    int32_t before = suf_month_of_day(day) - 1;
    int32_t born = model->calendar.first_month + (int32_t) cohort - SUF_OLDEST_MONTHS;
    int32_t age = before - born;
    return age >= (int32_t) model->services[service].eligible_from &&
           age < (int32_t) model->services[service].eligible_to;
}

int32_t
roll_last_year(const roll_rule *rule, int32_t day)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t of_month = 0;
    suf_date_of_day(day, &year, &month, &of_month);
    return suf_day_of_date(year, rule->month, rule->day) < day ? year : year - 1;
}

static void
seat_at_start(roll_oracle *self, uint32_t service, uint32_t district, uint32_t year)
{
    const suf_service *of = &self->core->model->services[service];
    const roll_rule *rule = &self->rules[service];
    int32_t began = roll_last_year(rule, self->start_day) - (int32_t) year + 1;
    int32_t day = suf_day_of_date(began, rule->month, rule->day);
    uint32_t n = of->intake.rolls[district * of->intake.n_roll_years + year - 1];
    roll_group who = {.service = service,
        .home = district,
        .site = district,
        .ends = suf_day_of_date(began + rule->years, rule->month, rule->day)};
    double all = 0;
    for (uint32_t c = 0; c < roll_n_cohorts(self); c++) {
        all += roll_is_eligible(self, service, c, day)
                   ? roll_people(self, self->residents, of->sex, district, c)
                   : 0;
    }
    double so_far = 0;
    for (who.cohort = 0; who.cohort < roll_n_cohorts(self); who.cohort++) {
        if (roll_is_eligible(self, service, who.cohort, day)) {
            double here =
                roll_people(self, self->residents, of->sex, district, who.cohort);
            roll_add(self, who,
                (uint32_t) (floor(n * (so_far + here) / all + 0.5) -
                            floor(n * so_far / all + 0.5)));
            so_far += here;
        }
    }
}

void
roll_oracle_init(roll_oracle *self, suf_core *core, const roll_rule *rules,
    int32_t start_day, uint32_t moves_to)
{
    const suf_model *model = core->model;
    *self = (roll_oracle){
        .core = core, .rules = rules, .start_day = start_day, .moves_to = moves_to};
    size_t n = (size_t) model->n_services * model->n_districts * roll_n_cohorts(self);
    if (suf_array_new(model->population.n_cells, sizeof *self->residents,
            &self->residents) != SUF_OK ||
        suf_array_new(n, sizeof *self->retry, &self->retry) != SUF_OK) {
        abort();
    }
    memcpy(self->residents, suf_population_of(core)->residents,
        model->population.n_cells * sizeof *self->residents);
    for (uint32_t s = 0; s < model->n_services; s++) {
        for (uint32_t d = 0; d < model->n_districts; d++) {
            for (uint32_t y = 1; y <= model->services[s].intake.n_roll_years; y++) {
                seat_at_start(self, s, d, y);
            }
        }
    }
}

void
roll_oracle_free(roll_oracle *self)
{
    free(self->groups);
    free(self->residents);
    free(self->retry);
}

/* --- a month ------------------------------------------------------------------------ */

static void
drop_out(roll_oracle *self)
{
    const suf_core *core = self->core;
    const double *limits = core->model->calendar.limits_days;
    double days = limits[core->month] - limits[core->month - 1];
    for (size_t i = 0; i < self->n; i++) {
        roll_group *group = &self->groups[i];
        const suf_service *service = &core->model->services[group->service];
        double p = 1 - exp(-days * service->intake.dropout.value);
        suf_rng_block block = suf_rng_draw(core->key, DROPOUT + core->month,
            (uint64_t) group->home << 48 | (uint64_t) (group->site & 0xffffU) << 32 |
                group->cohort,
            service->purpose + (uint64_t) (group->ends - self->start_day));
        uint32_t n = p > 0 && group->count > 0
                         ? roll_binomial(group->count, p, suf_rng_uniform(block.word[0]))
                         : 0;
        group->count -= n;
        self->n_dropped += n;
    }
}

/* A pupil of a cohort by number: those of the first service first, of it the last group
 * first. */
static roll_group *
pupil(roll_oracle *self, uint32_t district, uint32_t cohort, uint32_t number)
{
    for (uint32_t s = 0; s < self->core->model->n_services; s++) {
        for (size_t i = self->n; i-- > 0;) {
            roll_group *group = &self->groups[i];
            if (group->service != s || group->home != district ||
                group->cohort != cohort) {
                continue;
            }
            if (number < group->count) {
                return group;
            }
            number -= group->count;
        }
    }
    abort();
}

static double
pupil_uniform(const roll_oracle *self, uint32_t district, uint64_t *n_draws)
{
    uint64_t name = (*n_draws)++;
    suf_rng_block block = suf_rng_draw(self->core->key, PUPIL + self->core->month,
        name / 4, self->core->model->population.district_purpose[district]);
    return suf_rng_uniform(block.word[name % 4]);
}

/* Takes a seat in a district where one is free. */
static void
settle(roll_oracle *self, roll_group who, uint32_t district)
{
    who.home = district;
    who.site = roll_free_seats(self, who.service, district) > 0 ? district : SUF_NONE;
    roll_add(self, who, 1);
}

/* n people of a cohort leave it, one after the other, each any of those who are left. */
static void
leave(roll_oracle *self, uint32_t district, uint32_t cohort, uint32_t n, uint32_t people,
    uint64_t *n_draws)
{
    for (uint32_t i = 0; i < n; i++) {
        double u = pupil_uniform(self, district, n_draws);
        uint32_t chosen = (uint32_t) (u * (people - i));
        if (chosen < roll_pupils(self, SUF_NONE, district, cohort)) {
            roll_group *group = pupil(self, district, cohort, chosen);
            roll_group who = *group;
            group->count--;
            self->n_left++;
            if (self->moves_to != SUF_NONE) {
                settle(self, who, self->moves_to);
                self->n_moved++;
            }
        }
    }
}

/* Newcomers are pupils as often as the city's people of their age. */
static void
come(roll_oracle *self, uint32_t district, uint32_t cohort, uint32_t n, uint32_t people,
    uint64_t *n_draws)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t chosen = (uint32_t) (pupil_uniform(self, district, n_draws) * people);
        for (uint32_t d = 0; d < self->core->model->n_districts; d++) {
            uint32_t here = roll_pupils(self, SUF_NONE, d, cohort);
            if (chosen < here) {
                settle(self, *pupil(self, d, cohort, chosen), district);
                self->n_came++;
                break;
            }
            chosen -= here;
        }
    }
}

void
roll_oracle_month(roll_oracle *self)
{
    const suf_core *core = self->core;
    const suf_model *model = core->model;
    size_t n_cells = model->population.n_cells;
    bool *had_pupils = calloc(n_cells, sizeof *had_pupils);
    if (had_pupils == NULL) {
        abort();
    }
    for (uint32_t d = 0; d < model->n_districts; d++) {
        for (uint32_t c = 0; c < roll_n_cohorts(self); c++) {
            had_pupils[suf_model_cell(model, d, 0, c)] =
                roll_pupils(self, SUF_NONE, d, c) > 0;
        }
    }
    drop_out(self);
    uint64_t n_draws = 0;
    for (uint32_t row = 0; row < model->n_districts * SUF_N_SEXES; row++) {
        uint32_t d = row / SUF_N_SEXES;
        n_draws = row % SUF_N_SEXES == 0 ? 0 : n_draws;
        for (uint32_t c = 0; c < roll_n_cohorts(self); c++) {
            uint32_t cell = row * roll_n_cohorts(self) + c;
            uint32_t now = suf_population_of(core)->residents[cell];
            uint32_t city = 0;
            bool is_of_city = false;
            for (uint32_t e = 0; e < model->n_districts; e++) {
                city += roll_people(self, self->residents, SUF_BOTH_SEXES, e, c);
                is_of_city |= had_pupils[suf_model_cell(model, e, 0, c)];
            }
            if (now > self->residents[cell] && self->moves_to == SUF_NONE && is_of_city) {
                come(self, d, c, now - self->residents[cell], city, &n_draws);
            } else if (now < self->residents[cell] &&
                       had_pupils[suf_model_cell(model, d, 0, c)]) {
                leave(self, d, c, self->residents[cell] - now,
                    roll_people(self, self->residents, SUF_BOTH_SEXES, d, c), &n_draws);
            }
            if (self->moves_to == SUF_NONE || now < self->residents[cell]) {
                self->residents[cell] = now; /* who arrives is there after all left */
            }
        }
    }
    memcpy(self->residents, suf_population_of(core)->residents,
        n_cells * sizeof *self->residents);
    free(had_pupils);
}

/* --- comparing ---------------------------------------------------------------------- */

static uint64_t
count_of(const roll_oracle *self, const roll_group *like, bool is_engine)
{
    uint64_t sum = 0;
    const suf_roll *roll = &suf_intake_of(self->core)->rolls[like->service];
    for (size_t i = 0; is_engine && i < roll->n; i++) {
        const suf_pupils *group = &roll->groups[i];
        if (group->home == like->home && group->site == like->site &&
            group->cohort == like->cohort &&
            fabs(group->ends_days - (like->ends - self->start_day)) < 1e-9) {
            sum += group->count;
        }
    }
    for (size_t i = 0; !is_engine && i < self->n; i++) {
        const roll_group *group = &self->groups[i];
        if (group->service == like->service && group->home == like->home &&
            group->site == like->site && group->cohort == like->cohort &&
            group->ends == like->ends) {
            sum += group->count;
        }
    }
    return sum;
}

bool
roll_oracle_agrees(const roll_oracle *self)
{
    uint64_t here = 0;
    uint64_t there = 0;
    for (size_t i = 0; i < self->n; i++) {
        const roll_group *group = &self->groups[i];
        uint64_t found = count_of(self, group, true);
        uint64_t expected = count_of(self, group, false);
        here += group->count;
        if (found != expected) {
            (void) fprintf(stderr,
                "service %u, home %u, site %u, cohort %u, ends %d: %u, expected %u\n",
                group->service, group->home, group->site, group->cohort,
                group->ends - self->start_day, (unsigned) found, (unsigned) expected);
            return false;
        }
    }
    for (uint32_t s = 0; s < self->core->model->n_services; s++) {
        const suf_roll *roll = &suf_intake_of(self->core)->rolls[s];
        for (size_t i = 0; i < roll->n; i++) {
            there += roll->groups[i].count;
        }
    }
    if (here != there) {
        (void) fprintf(
            stderr, "%u pupils, expected %u\n", (unsigned) there, (unsigned) here);
    }
    return here == there;
}
