/* A model of the population built by hand, with its parameters, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "stats/metrics.h"

static void *
zeros(size_t n, size_t element_bytes)
{
    void *array = NULL;
    if (suf_array_new(n, element_bytes, &array) != SUF_OK) {
        abort();
    }
    return array;
}

static void
name_purposes(suf_population_model *population, uint32_t n_districts)
{
    char name[64];
    for (uint32_t i = 0; i < n_districts; i++) {
        (void) snprintf(name, sizeof name, "population/d%u", i);
        population->district_purpose[i] = suf_hash_text(name);
        population->district_births[i] = suf_number_constant(1);
    }
}

/* Somebody may move from every district to every other, and outside. */
static void
give_all_pairs(suf_population_model *population, uint32_t n_districts)
{
    size_t n = 0;
    suf_move_pair *pairs = zeros((size_t) n_districts * n_districts, sizeof *pairs);
    for (uint32_t from = 0; from < n_districts; from++) {
        for (uint32_t to = 0; to <= n_districts; to++) {
            if (to != from) {
                pairs[n++] = (suf_move_pair){from, to};
            }
        }
    }
    if (suf_moves_init(&population->moves, n_districts, pairs, n) != SUF_OK) {
        abort();
    }
    free(pairs);
}

void
fixture_init(model_fixture *self, fixture_size size)
{
    *self = (model_fixture){.model = {.n_districts = size.n_districts,
                                .n_areas = size.n_districts,
                                .n_services = size.n_staying,
                                .n_staying = size.n_staying}};
    suf_model *model = &self->model;
    int32_t first_month = 12 * size.first_year;
    int32_t end_month = first_month + (int32_t) size.n_months;
    if (suf_calendar_init(&model->calendar, suf_day_of_month(first_month),
            suf_day_of_month(first_month + (int32_t) size.warm_months),
            suf_day_of_month(end_month)) != SUF_OK) {
        abort();
    }
    model->end_days = model->calendar.limits_days[size.n_months];
    suf_population_model *population = &model->population;
    size_t n = size.n_districts;
    population->is_given = true;
    population->n_death_groups = population->n_birth_groups = 1;
    population->n_cohorts = SUF_OLDEST_MONTHS + size.n_months;
    population->n_cells = size.n_districts * SUF_N_SEXES * population->n_cohorts;
    population->first_year = size.first_year;
    population->n_years = (size.n_months + 11) / 12;
    population->start = zeros(population->n_cells, sizeof(uint32_t));
    population->mortality =
        zeros((size_t) population->n_years * SUF_N_SEXES * SUF_N_AGES, sizeof(double));
    population->fertility =
        zeros((size_t) population->n_years * SUF_N_AGES, sizeof(double));
    give_all_pairs(population, size.n_districts);
    population->in_migrants = zeros(2 * n * SUF_N_SEXES * SUF_N_AGES, sizeof(double));
    population->district_purpose = zeros(n, sizeof(uint64_t));
    population->district_births = zeros(n, sizeof(suf_number));
    name_purposes(population, size.n_districts);
    model->services = zeros(size.n_staying, sizeof *model->services);
    self->parameters = (suf_parameters){.model = model,
        .males_per_female = 1,
        .fertility_factor = 1,
        .mortality_factor = 1,
        .migration_factor = 1,
        .turnover_factor = 1};
    self->parameters.services = zeros(size.n_staying, sizeof *self->parameters.services);
    for (uint32_t i = 0; i < size.n_staying; i++) {
        model->services[i].stay.staying_index = i;
        self->parameters.services[i].death_factor = 1;
    }
}

void
fixture_free(model_fixture *self)
{
    suf_population_model *population = &self->model.population;
    suf_calendar_free(&self->model.calendar);
    free(population->start);
    free(population->mortality);
    free(population->fertility);
    suf_moves_free(&population->moves);
    free(population->in_migrants);
    free(population->district_births);
    free(population->district_purpose);
    free(self->model.services);
    free(self->parameters.services);
    *self = (model_fixture){0};
}

uint32_t *
fixture_start(model_fixture *self, uint32_t district, uint32_t sex, uint32_t age_index)
{
    return &self->model.population.start[suf_model_cell(
        &self->model, district, sex, SUF_OLDEST_MONTHS - age_index)];
}

void
fixture_set_mortality(model_fixture *self, uint32_t sex, uint32_t age, double per_year)
{
    suf_population_model *population = &self->model.population;
    for (uint32_t year = 0; year < population->n_years; year++) {
        population->mortality[(year * SUF_N_SEXES + sex) * SUF_N_AGES + age] = per_year;
    }
}

void
fixture_set_fertility(model_fixture *self, uint32_t age, double per_year)
{
    suf_population_model *population = &self->model.population;
    for (uint32_t year = 0; year < population->n_years; year++) {
        population->fertility[year * SUF_N_AGES + age] = per_year;
    }
}

double *
fixture_move_rate(
    model_fixture *self, uint32_t kind, uint32_t from, uint32_t to, uint32_t age)
{
    const suf_moves *moves = &self->model.population.moves;
    return &suf_moves_rate(moves, kind, suf_moves_find(moves, from, to))[age];
}

double *
fixture_newcomers(
    model_fixture *self, uint32_t kind, uint32_t district, uint32_t sex, uint32_t age)
{
    uint32_t n = self->model.n_districts;
    return &self->model.population
                .in_migrants[((kind * n + district) * SUF_N_SEXES + sex) * SUF_N_AGES +
                             age];
}

uint64_t
fixture_sum_flows(const uint64_t *flows, uint32_t first_row, uint32_t n_rows)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n_rows * SUF_N_AGE_GROUPS; i++) {
        sum += flows[first_row * SUF_N_AGE_GROUPS + i];
    }
    return sum;
}
