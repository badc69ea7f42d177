/* A day of intakes: who leaves, who applies, who is placed where.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/population/population_process.h"
#include "oracle/roll_parts.h"

/* The names of draws, as the engine has them. */
enum { APPLY, RETRY, CHOICE };

static uint32_t *
retry_of(roll_oracle *self, uint32_t service, uint32_t district, uint32_t cohort)
{
    size_t row = (size_t) service * self->core->model->n_districts + district;
    return &self->retry[row * roll_n_cohorts(self) + cohort];
}

static double
named_uniform(const roll_oracle *self, uint32_t service, uint32_t number, uint32_t what,
    uint32_t district, uint32_t cohort)
{
    const suf_core *core = self->core;
    int32_t born =
        core->model->calendar.first_month + (int32_t) cohort - SUF_OLDEST_MONTHS;
    suf_rng_block block = suf_rng_draw(core->key, (uint64_t) number * 4 + what,
        (uint64_t) district << 32 | (uint32_t) born,
        core->model->services[service].purpose);
    return suf_rng_uniform(block.word[0]);
}

static double
next_uniform(roll_oracle *self, uint32_t service, uint32_t number)
{
    const suf_core *core = self->core;
    suf_rng_block block = suf_rng_draw(core->key, (uint64_t) number * 4 + CHOICE,
        self->n_draws / 4, core->model->services[service].purpose);
    return suf_rng_uniform(block.word[self->n_draws++ % 4]);
}

/* An intake in hand: applicants by district and cohort, and how many are unplaced. */
typedef struct hall {
    uint32_t *applicants; /* [district][cohort] */
    uint32_t unplaced[8], graduates_of;
    int32_t ends;
} hall;

/* One of a district's applicants who are left, by number in order of their cohorts. */
static uint32_t
take(roll_oracle *self, hall *of, uint32_t district, double u)
{
    uint32_t *applicants = &of->applicants[(size_t) district * roll_n_cohorts(self)];
    uint32_t number = (uint32_t) (u * of->unplaced[district]);
    uint32_t cohort = 0;
    while (number >= applicants[cohort]) {
        number -= applicants[cohort++];
    }
    applicants[cohort]--;
    of->unplaced[district]--;
    return cohort;
}

static uint32_t
nearest(const roll_oracle *self, uint32_t service, uint32_t home)
{
    const suf_service *of = &self->core->model->services[service];
    for (uint32_t i = of->reach_first[home]; i < of->reach_first[home + 1]; i++) {
        if (roll_free_seats(self, service, of->reach[i]) > 0) {
            return of->reach[i];
        }
    }
    return SUF_NONE;
}

/* Pupils who moved and found no seat, one after the other: at home, else near. */
static void
seat_movers(roll_oracle *self, uint32_t service)
{
    size_t n = self->n;
    for (size_t i = 0; i < n; i++) {
        while (self->groups[i].service == service && self->groups[i].site == SUF_NONE &&
               self->groups[i].count > 0) {
            roll_group who = self->groups[i];
            who.site = roll_free_seats(self, service, who.home) > 0
                           ? who.home
                           : nearest(self, service, who.home);
            if (who.site == SUF_NONE) {
                break;
            }
            self->groups[i].count--;
            roll_add(self, who, 1);
        }
    }
}

static void
gather(roll_oracle *self, uint32_t service, uint32_t number, int32_t day,
    const uint32_t *graduates, hall *of)
{
    const suf_service *spec = &self->core->model->services[service];
    uint32_t from = spec->intake.from_service;
    for (uint32_t d = 0; d < self->core->model->n_districts; d++) {
        for (uint32_t c = 0; c < roll_n_cohorts(self); c++) {
            uint32_t *again = retry_of(self, service, d, c);
            uint32_t n = 0;
            if (from != SUF_NONE) {
                n = graduates[(size_t) d * roll_n_cohorts(self) + c];
            } else if (roll_is_eligible(self, service, c, day)) {
                uint32_t people = roll_people(
                    self, suf_population_of(self->core)->residents, spec->sex, d, c);
                uint32_t others = roll_pupils(self, SUF_NONE, d, c) + *again;
                n = people > others ? people - others : 0;
            }
            double apply = spec->intake.apply.value;
            if (n > 0 && apply < 1) {
                n = roll_binomial(
                    n, apply, named_uniform(self, service, number, APPLY, d, c));
            }
            self->n_again += *again;
            of->applicants[(size_t) d * roll_n_cohorts(self) + c] = n + *again;
            of->unplaced[d] += n + *again;
            *again = 0;
        }
    }
}

static void
place(roll_oracle *self, uint32_t service, uint32_t home, uint32_t site, uint32_t cohort,
    const hall *of)
{
    roll_add(self,
        (roll_group){.service = service,
            .home = home,
            .site = site,
            .cohort = cohort,
            .ends = of->ends},
        1);
}

/* Own applicants first, by lottery where there are too many; then all who are unplaced
 * and have a free seat near, in one random order. */
static void
place_all(roll_oracle *self, uint32_t service, uint32_t number, hall *of)
{
    uint32_t n_districts = self->core->model->n_districts;
    for (uint32_t d = 0; d < n_districts; d++) {
        bool is_lottery = of->unplaced[d] > roll_free_seats(self, service, d);
        while (of->unplaced[d] > 0 && roll_free_seats(self, service, d) > 0) {
            double u = is_lottery ? next_uniform(self, service, number) : 0;
            self->n_lottery += is_lottery;
            place(self, service, d, d, take(self, of, d, u), of);
        }
    }
    for (;;) {
        uint32_t n = 0;
        uint32_t home = 0;
        for (uint32_t d = 0; d < n_districts; d++) {
            n += nearest(self, service, d) != SUF_NONE ? of->unplaced[d] : 0;
        }
        if (n == 0) {
            return;
        }
        uint32_t left = (uint32_t) (next_uniform(self, service, number) * n);
        while (nearest(self, service, home) == SUF_NONE || left >= of->unplaced[home]) {
            left -= nearest(self, service, home) != SUF_NONE ? of->unplaced[home] : 0;
            home++;
        }
        uint32_t site = nearest(self, service, home);
        uint32_t cohort = take(self, of, home, next_uniform(self, service, number));
        place(self, service, home, site, cohort, of);
    }
}

/* The rest: seated all the same, or they may try again. */
static void
settle_rest(roll_oracle *self, uint32_t service, uint32_t number, const hall *of)
{
    const suf_intake_model *intake = &self->core->model->services[service].intake;
    for (uint32_t d = 0; d < self->core->model->n_districts; d++) {
        for (uint32_t c = 0; c < roll_n_cohorts(self); c++) {
            uint32_t n = of->applicants[(size_t) d * roll_n_cohorts(self) + c];
            for (uint32_t i = 0; intake->must_place && i < n; i++) {
                place(self, service, d, d, c, of);
            }
            if (!intake->must_place && n > 0 && intake->retry.value > 0) {
                *retry_of(self, service, d, c) = roll_binomial(n, intake->retry.value,
                    named_uniform(self, service, number, RETRY, d, c));
            }
        }
    }
}

static bool
is_held(const roll_rule *rule, int32_t day)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t of_month = 0;
    suf_date_of_day(day, &year, &month, &of_month);
    return month == rule->month && of_month == rule->day;
}

void
roll_oracle_day(roll_oracle *self, int32_t day)
{
    const suf_model *model = self->core->model;
    size_t n = (size_t) model->n_districts * roll_n_cohorts(self);
    uint32_t *graduates = calloc(model->n_services * n, sizeof *graduates);
    hall of = {.applicants = calloc(n, sizeof *of.applicants)};
    if (graduates == NULL || of.applicants == NULL) {
        abort();
    }
    for (size_t i = 0; i < self->n; i++) {
        roll_group *group = &self->groups[i];
        if (group->ends <= day) {
            graduates[group->service * n + (size_t) group->home * roll_n_cohorts(self) +
                      group->cohort] += group->count;
            group->count = 0;
        }
    }
    for (uint32_t s = 0; s < model->n_services; s++) {
        const roll_rule *rule = &self->rules[s];
        if (!is_held(rule, day)) {
            continue;
        }
        uint32_t number = (uint32_t) (roll_last_year(rule, day + 1) -
                                      roll_last_year(rule, self->start_day) - 1);
        uint32_t from = model->services[s].intake.from_service;
        memset(of.applicants, 0, n * sizeof *of.applicants);
        memset(of.unplaced, 0, sizeof of.unplaced);
        of.ends = suf_day_of_date(
            roll_last_year(rule, day + 1) + rule->years, rule->month, rule->day);
        self->n_draws = 0;
        seat_movers(self, s);
        gather(self, s, number, day, from == SUF_NONE ? NULL : &graduates[from * n], &of);
        place_all(self, s, number, &of);
        settle_rest(self, s, number, &of);
    }
    free(graduates);
    free(of.applicants);
}
