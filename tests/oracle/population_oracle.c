/* The month step of the people a second time: person by person, slowly.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "base/memory.h"

/* Who is asked about in a month. */
typedef struct asked {
    uint32_t month, district, sex, age_index;
    double years; /* length of the month */
} asked;

static void *
zeros(size_t n, size_t element_bytes)
{
    void *array = NULL;
    if (suf_array_new(n, element_bytes, &array) != SUF_OK) {
        abort();
    }
    return array;
}

void
population_oracle_init(population_oracle *self, const suf_model *model,
    const suf_parameters *parameters, const uint32_t *in_system, const uint32_t *staying,
    gsl_rng *rng)
{
    size_t rows = (size_t) model->n_districts * SUF_N_SEXES;
    *self = (population_oracle){.model = model,
        .parameters = parameters,
        .in_system = in_system,
        .staying = staying,
        .rng = rng,
        .people = zeros(model->population.n_cells, sizeof(uint32_t)),
        .settling = zeros(model->population.n_cells, sizeof(uint32_t)),
        .births = zeros(rows, sizeof(uint64_t)),
        .deaths = zeros(rows, sizeof(uint64_t)),
        .moves_in = zeros(rows, sizeof(uint64_t)),
        .moves_out = zeros(rows, sizeof(uint64_t))};
}

void
population_oracle_free(population_oracle *self)
{
    free(self->people);
    free(self->settling);
    free(self->births);
    free(self->deaths);
    free(self->moves_in);
    free(self->moves_out);
    *self = (population_oracle){0};
}

void
population_oracle_start(population_oracle *self)
{
    size_t bytes = (size_t) self->model->n_districts * SUF_N_SEXES * sizeof(uint64_t);
    memcpy(self->people, self->model->population.start,
        self->model->population.n_cells * sizeof *self->people);
    memset(self->births, 0, bytes);
    memset(self->deaths, 0, bytes);
    memset(self->moves_in, 0, bytes);
    memset(self->moves_out, 0, bytes);
}

/* A yearly rate for somebody whose age is as likely a little below as above its age
 * index: the mean over the years of age on either side of it. */
static double
rate_at(const double *by_age, uint32_t age_index)
{
    double sum = 0;
    for (int side = -1; side <= 1; side += 2) {
        double months = fmax(0, age_index + side * 0.5);
        uint32_t age = (uint32_t) floor(months / 12);
        sum += by_age[age < SUF_N_AGES ? age : SUF_N_AGES - 1];
    }
    return sum / 2;
}

static double
death_rate(const population_oracle *self, const asked *who)
{
    const suf_population_model *model = &self->model->population;
    uint32_t year =
        (uint32_t) ((self->model->calendar.first_month + (int32_t) who->month) / 12 -
                    model->first_year);
    return self->parameters->mortality_factor *
           rate_at(
               &model->mortality[((size_t) year * SUF_N_SEXES + who->sex) * SUF_N_AGES],
               who->age_index);
}

static double
move_rate(const population_oracle *self, const asked *who, uint32_t to)
{
    const suf_moves *moves = &self->model->population.moves;
    for (uint32_t pair = 0; pair < moves->n_pairs; pair++) {
        if (pair >= moves->first[who->district] &&
            pair < moves->first[who->district + 1] && moves->to[pair] == to) {
            const double *flow = &moves->rate[(size_t) pair * SUF_N_AGES];
            const double *turnover = flow + (size_t) moves->n_pairs * SUF_N_AGES;
            return self->parameters->migration_factor * rate_at(flow, who->age_index) +
                   self->parameters->turnover_factor * rate_at(turnover, who->age_index);
        }
    }
    return 0;
}

/* The death rate of the unheld, so that with those who stay the cohort has its own. */
static double
unheld_death_rate(const population_oracle *self, const asked *who, size_t cell)
{
    double rate = death_rate(self, who);
    double unheld = (double) self->people[cell] - self->in_system[cell];
    double expected = rate * unheld;
    for (uint32_t i = 0; i < self->model->n_services; i++) {
        const suf_service_parameters *service = &self->parameters->services[i];
        uint32_t index = self->model->services[i].stay.staying_index;
        double staying =
            self->staying[(size_t) index * self->model->population.n_cells + cell];
        double of_staying = service->death_factor * rate +
                            service->death_per_staying_day * SUF_DAYS_PER_YEAR;
        expected += staying * (rate - of_staying);
    }
    return expected > 0 ? expected / unheld : 0;
}

static void
live_a_month(population_oracle *self, const asked *who, size_t cell, double death)
{
    uint32_t n = self->model->n_districts;
    uint32_t row = who->district * SUF_N_SEXES + who->sex;
    double first =
        death > 0 ? gsl_ran_exponential(self->rng, 1 / death) : (double) INFINITY;
    uint32_t cause = SUF_NONE; /* death */
    for (uint32_t to = 0; to <= n; to++) {
        double rate = to != who->district ? move_rate(self, who, to) : 0;
        double time =
            rate > 0 ? gsl_ran_exponential(self->rng, 1 / rate) : (double) INFINITY;
        if (time < first) {
            first = time;
            cause = to;
        }
    }
    if (first >= who->years) {
        return;
    }
    self->people[cell]--;
    if (cause == SUF_NONE) {
        self->deaths[row]++;
        return;
    }
    self->moves_out[row]++;
    if (cause < n) {
        uint32_t n_cohorts = self->model->population.n_cohorts;
        self->settling[suf_model_cell(
            self->model, cause, who->sex, (uint32_t) (cell % n_cohorts))]++;
        self->moves_in[cause * SUF_N_SEXES + who->sex]++;
    }
}

/* Newcomers of a year of age are spread evenly over that year. */
static void
receive(population_oracle *self, const asked *who, size_t cell)
{
    uint32_t row = who->district * SUF_N_SEXES + who->sex;
    size_t turnover = (size_t) self->model->n_districts * SUF_N_SEXES * SUF_N_AGES;
    const double *table = &self->model->population.in_migrants[(size_t) row * SUF_N_AGES];
    double per_year = 0;
    for (int side = -1; side <= 1; side += 2) {
        double age = floor((who->age_index + side * 0.5) / 12);
        if (age >= 0 && age < SUF_N_AGES) {
            size_t at = (size_t) age;
            per_year += (self->parameters->migration_factor * table[at] +
                            self->parameters->turnover_factor * table[turnover + at]) /
                        24;
        }
    }
    if (per_year > 0) {
        uint32_t n = gsl_ran_poisson(self->rng, per_year * who->years);
        self->settling[cell] += n;
        self->moves_in[row] += n;
    }
}

static void
bear(population_oracle *self, const asked *who, double fertility)
{
    double males = self->parameters->males_per_female;
    uint32_t n = gsl_ran_poisson(self->rng, fertility * who->years);
    for (uint32_t i = 0; i < n; i++) {
        asked child = *who;
        child.sex =
            gsl_rng_uniform(self->rng) < males / (1 + males) ? SUF_MALE : SUF_FEMALE;
        child.age_index = 0;
        uint32_t row = child.district * SUF_N_SEXES + child.sex;
        self->births[row]++;
        if (gsl_rng_uniform(self->rng) <
            1 - exp(-death_rate(self, &child) * child.years / 2)) {
            self->deaths[row]++;
        } else {
            self->settling[suf_model_cell(self->model, child.district, child.sex,
                child.month + SUF_OLDEST_MONTHS)]++;
        }
    }
}

static void
bear_all(population_oracle *self, const asked *who, uint32_t women)
{
    uint32_t year =
        (uint32_t) ((self->model->calendar.first_month + (int32_t) who->month) / 12 -
                    self->model->population.first_year);
    double fertility =
        self->parameters->fertility_factor *
        rate_at(&self->model->population.fertility[(size_t) year * SUF_N_AGES],
            who->age_index);
    for (uint32_t i = 0; i < women; i++) {
        bear(self, who, fertility);
    }
}

static void
step_cell(population_oracle *self, const asked *who, size_t cell)
{
    if (who->sex == SUF_FEMALE && self->people[cell] > 0) {
        bear_all(self, who, self->people[cell]);
    }
    if (self->people[cell] > self->in_system[cell]) {
        double death = unheld_death_rate(self, who, cell);
        for (uint32_t i = self->people[cell] - self->in_system[cell]; i > 0; i--) {
            live_a_month(self, who, cell, death);
        }
    }
    receive(self, who, cell);
}

void
population_oracle_step(population_oracle *self, uint32_t month)
{
    const suf_model *model = self->model;
    const double *limits = model->calendar.limits_days;
    asked who = {
        .month = month, .years = (limits[month + 1] - limits[month]) / SUF_DAYS_PER_YEAR};
    for (who.district = 0; who.district < model->n_districts; who.district++) {
        for (who.sex = 0; who.sex < SUF_N_SEXES; who.sex++) {
            for (uint32_t cohort = 0; cohort <= month + SUF_OLDEST_MONTHS; cohort++) {
                who.age_index = month + SUF_OLDEST_MONTHS - cohort;
                step_cell(
                    self, &who, suf_model_cell(model, who.district, who.sex, cohort));
            }
        }
    }
    for (uint32_t i = 0; i < model->population.n_cells; i++) {
        self->people[i] += self->settling[i];
        self->settling[i] = 0;
    }
}
