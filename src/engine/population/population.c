/* The people: counts, their rates by age, flows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"
#include "engine/population/population_flows.h"
#include "engine/population/population_rates.h"

static size_t
n_flows(const suf_model *model)
{
    return (size_t) model->n_districts * SUF_N_SEXES * SUF_N_AGE_GROUPS;
}

/* The oldest cohort of a district and sex that has people at the start. */
static uint32_t
oldest_of(const suf_population_model *model, size_t row)
{
    uint32_t cohort = 0;
    while (
        cohort < model->n_cohorts && model->start[row * model->n_cohorts + cohort] == 0) {
        cohort++;
    }
    return cohort;
}

suf_status
suf_population_init(suf_population *self, const suf_model *model)
{
    *self = (suf_population){.model = model, .month = UINT32_MAX};
    size_t cells = model->population.n_cells;
    size_t years = model->population.n_years;
    size_t flows = n_flows(model);
    size_t staying = model->n_staying;
    size_t districts = model->population.is_given ? model->n_districts : 0;
    size_t rows = districts * SUF_N_SEXES;
    size_t slots = SUF_N_AGE_SLOTS;
    const suf_population_model *people = &model->population;
    size_t pairs = people->moves.n_pairs;
    size_t move_years = suf_moves_n_years(people);
    size_t move_sexes = suf_moves_n_sexes(people);
    size_t flows_of = people->n_flows > 0 ? rows * SUF_N_AGES : 0;
    const struct {
        void *out;
        size_t n, element_bytes;
    } arrays[] = {
        {&self->city, people->n_cohorts, sizeof *self->city},
        {&self->residents, cells, sizeof *self->residents},
        {&self->in_system, cells, sizeof *self->in_system},
        {&self->staying, cells * staying, sizeof *self->staying},
        {&self->arrivals, cells, sizeof *self->arrivals},
        {&self->births, flows, sizeof *self->births},
        {&self->deaths, flows, sizeof *self->deaths},
        {&self->moves_in, flows, sizeof *self->moves_in},
        {&self->moves_out, flows, sizeof *self->moves_out},
        {&self->death_per_day, years * people->n_death_groups * SUF_N_SEXES * slots,
            sizeof *self->death_per_day},
        {&self->births_per_day, years * people->n_birth_groups * slots,
            sizeof *self->births_per_day},
        {&self->move_per_day, move_years * districts * move_sexes * slots,
            sizeof *self->move_per_day},
        {&self->move_share, pairs * move_sexes * slots, sizeof *self->move_share},
        {&self->in_migrants_per_day, move_years * rows * slots,
            sizeof *self->in_migrants_per_day},
        {&self->flow_rates, people->n_flows > 0 ? pairs * SUF_N_SEXES * SUF_N_AGES : 0,
            sizeof *self->flow_rates},
        {&self->flow_in, flows_of, sizeof *self->flow_in},
        {&self->has_in_migrants, rows, sizeof *self->has_in_migrants},
        {&self->staying_factor, staying, sizeof *self->staying_factor},
        {&self->staying_per_day, staying, sizeof *self->staying_per_day},
        {&self->rates, SUF_N_MONTH_LENGTHS * rows * slots, sizeof *self->rates},
        {&self->oldest, rows, sizeof *self->oldest},
        {&self->oldest_at_start, rows, sizeof *self->oldest_at_start},
    };
    suf_status status = SUF_OK;
    for (size_t i = 0; status == SUF_OK && i < sizeof arrays / sizeof arrays[0]; i++) {
        status = suf_array_new(arrays[i].n, arrays[i].element_bytes, arrays[i].out);
    }
    if (status != SUF_OK) {
        suf_population_free(self);
        return status;
    }
    for (size_t row = 0; row < rows; row++) {
        self->oldest_at_start[row] = oldest_of(&model->population, row);
    }
    return SUF_OK;
}

void
suf_population_free(suf_population *self)
{
    free(self->changes);
    free(self->city);
    free(self->residents);
    free(self->in_system);
    free(self->staying);
    free(self->arrivals);
    free(self->births);
    free(self->deaths);
    free(self->moves_in);
    free(self->moves_out);
    free(self->staying_factor);
    free(self->staying_per_day);
    free(self->death_per_day);
    free(self->births_per_day);
    free(self->move_per_day);
    free(self->move_share);
    free(self->flow_rates);
    free(self->flow_in);
    free(self->in_migrants_per_day);
    free(self->has_in_migrants);
    free(self->rates);
    free(self->oldest);
    free(self->oldest_at_start);
    *self = (suf_population){0};
}

/* A table's rate, times the assumption it rests on. */
static void
resolve_rates(const suf_population *self, const double *table, const uint32_t *of,
    int32_t year, double rates[SUF_N_AGES])
{
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        suf_number number = {table[age], of[age]};
        rates[age] = suf_parameters_value_in(self->parameters, &number, year);
    }
}

/* Fills rates by age slot, from those by age of one year and group. */
static void
set_slots(const suf_population *self, const double *table, const uint32_t *of, size_t row,
    int32_t year, double factor, double *per_day)
{
    double drawn[SUF_N_AGES];
    const double *rates = &table[row * SUF_N_AGES];
    if (of != NULL) {
        resolve_rates(self, rates, &of[row * SUF_N_AGES], year, drawn);
        rates = drawn;
    }
    for (uint32_t slot = 0; slot < SUF_N_AGE_SLOTS; slot++) {
        per_day[row * SUF_N_AGE_SLOTS + slot] = factor * suf_rate_of_slot(rates, slot);
    }
}

static void
set_births_and_deaths(suf_population *self)
{
    const suf_population_model *model = &self->model->population;
    for (uint32_t year = 0; year < model->n_years; year++) {
        int32_t number = model->first_year + (int32_t) year;
        double trend = pow(1 + self->parameters->mortality_trend, year);
        double death_factor = suf_population_factor(self, &model->mortality_factor,
                                  self->parameters->mortality_factor, number) *
                              trend / SUF_DAYS_PER_YEAR;
        double birth_factor = suf_population_factor(self, &model->fertility_factor,
                                  self->parameters->fertility_factor, number) /
                              SUF_DAYS_PER_YEAR;
        size_t n_deaths = (size_t) model->n_death_groups * SUF_N_SEXES;
        for (size_t row = year * n_deaths; row < (year + 1) * n_deaths; row++) {
            set_slots(self, model->mortality, model->mortality_of, row, number,
                death_factor, self->death_per_day);
        }
        size_t n_births = model->n_birth_groups;
        for (size_t row = year * n_births; row < (year + 1) * n_births; row++) {
            set_slots(self, model->fertility, model->fertility_of, row, number,
                birth_factor, self->births_per_day);
        }
    }
}

static double
greatest_of(const double *values, size_t n)
{
    double greatest = 0;
    for (size_t i = 0; i < n; i++) {
        greatest = fmax(greatest, values[i]);
    }
    return greatest;
}

/* Rates follow from the model and these factors, unless a factor moves over the years. */
static bool
has_rates_of(suf_population *self, const suf_parameters *parameters)
{
    const suf_population_model *model = &self->model->population;
    const suf_population_factors *last = &self->factors;
    suf_population_factors now = {parameters->mortality_factor,
        parameters->fertility_factor, parameters->migration_factor,
        parameters->turnover_factor, parameters->mortality_trend};
    bool is_moving = model->moves_by_year || model->has_drawn_rates ||
                     suf_parameters_moves(parameters, &model->mortality_factor) ||
                     suf_parameters_moves(parameters, &model->fertility_factor);
    bool is_same = self->has_rates && last->mortality == now.mortality &&
                   last->fertility == now.fertility && last->migration == now.migration &&
                   last->turnover == now.turnover &&
                   last->mortality_trend == now.mortality_trend;
    self->has_rates = !is_moving;
    self->factors = now;
    return is_same && !is_moving;
}

static void
set_flow_rates(suf_population *self)
{
    const suf_model *model = self->model;
    set_births_and_deaths(self);
    suf_population_set_moves(self);
    const suf_population_model *people = &model->population;
    size_t n_slots = SUF_N_AGE_SLOTS;
    self->greatest_death_per_day = greatest_of(self->death_per_day,
        SUF_N_SEXES * n_slots * people->n_death_groups * people->n_years);
    self->greatest_move_per_day = greatest_of(
        self->move_per_day, model->n_districts * n_slots * suf_moves_n_years(people) *
                                suf_moves_n_sexes(people));
    for (uint32_t i = 0; i < SUF_N_MONTH_LENGTHS; i++) {
        self->rates_year[i] = SUF_NONE;
    }
}

static void
set_rates(suf_population *self)
{
    const suf_model *model = self->model;
    if (!has_rates_of(self, self->parameters)) {
        set_flow_rates(self);
    }
    for (uint32_t i = 0; i < model->n_services; i++) {
        uint32_t index = suf_service_staying_index(&model->services[i]);
        if (index != SUF_NONE) {
            const suf_service_parameters *service = &self->parameters->services[i];
            self->staying_factor[index] = service->death_factor;
            self->staying_per_day[index] = service->death_per_staying_day;
        }
    }
}

static void
clear_flows(suf_population *self)
{
    size_t bytes = n_flows(self->model) * sizeof(uint64_t);
    memset(self->births, 0, bytes);
    memset(self->deaths, 0, bytes);
    memset(self->moves_in, 0, bytes);
    memset(self->moves_out, 0, bytes);
}

/* Finds the ages of those who are stepped at some time. */
static void
begin_steps(suf_population *self)
{
    const suf_population_model *model = &self->model->population;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        uint32_t n_slots = self->cohort_months == NULL ? SUF_N_AGE_SLOTS : 1;
        for (uint32_t c = 0; self->cohort_months != NULL && c < model->n_cohorts; c++) {
            uint32_t end = self->cohort_months[sex * model->n_cohorts + c] +
                           SUF_OLDEST_MONTHS; /* the month after the last */
            uint32_t slot =
                end > SUF_OLDEST_MONTHS && end > c ? suf_age_slot(end - 1 - c) : 0;
            n_slots = slot >= n_slots ? slot + 1 : n_slots;
        }
        if (n_slots > self->n_slots[sex]) {
            self->has_rates = false; /* those of the month lack some */
        }
        self->n_slots[sex] = n_slots;
        self->eldest[sex] = 0;
    }
}

void
suf_population_start(
    suf_population *self, const suf_parameters *parameters, suf_rng_key key)
{
    const suf_model *model = self->model;
    size_t cells = model->population.n_cells;
    self->parameters = parameters;
    self->key = key;
    self->month = UINT32_MAX;
    if (!model->population.is_given) {
        self->month += model->calendar.start_index;
        return;
    }
    memcpy(self->residents, model->population.start, cells * sizeof *self->residents);
    memset(self->in_system, 0, cells * sizeof *self->in_system);
    self->n_a_year_ago = 0;
    begin_steps(self);
    memset(self->staying, 0, cells * model->n_staying * sizeof *self->staying);
    memset(self->arrivals, 0, cells * sizeof *self->arrivals);
    memcpy(self->oldest, self->oldest_at_start,
        (size_t) model->n_districts * SUF_N_SEXES * sizeof *self->oldest);
    set_rates(self);
    suf_population_take_year(self, 0);
    for (uint32_t month = 0; month < model->calendar.start_index; month++) {
        suf_population_step(self, month);
    }
    clear_flows(self);
}

void
suf_population_checkpoint(suf_population *self, const suf_parameters *parameters,
    suf_rng_key key, suf_checkpoint *to)
{
    const suf_model *model = self->model;
    size_t cells = model->population.n_cells;
    size_t flows = n_flows(model);
    SUF_CHECKPOINT_MEMBER(to, self->month);
    if (!model->population.is_given) {
        return;
    }
    SUF_CHECKPOINT_ARRAY(to, self->residents, cells);
    SUF_CHECKPOINT_ARRAY(to, self->in_system, cells);
    SUF_CHECKPOINT_ARRAY(to, self->staying, cells * model->n_staying);
    SUF_CHECKPOINT_ARRAY(to, self->births, flows);
    SUF_CHECKPOINT_ARRAY(to, self->deaths, flows);
    SUF_CHECKPOINT_ARRAY(to, self->moves_in, flows);
    SUF_CHECKPOINT_ARRAY(to, self->moves_out, flows);
    SUF_CHECKPOINT_ARRAY(to, self->oldest, (size_t) model->n_districts * SUF_N_SEXES);
    SUF_CHECKPOINT_MEMBER(to, self->n_a_year_ago);
    if (to->is_way_back) {
        self->parameters = parameters;
        self->key = key;
        begin_steps(self);
        memset(self->arrivals, 0, cells * sizeof *self->arrivals);
        set_rates(self);
        suf_population_take_year(self, suf_population_year(model, self->month));
    }
}

/* The flows of one group of ages, at its place in the record. */
static void
flush_flows(const suf_population *self, size_t from, suf_metrics *metrics, size_t to)
{
    suf_metrics_of(metrics, SUF_VARIABLE_BIRTHS)[to] = (double) self->births[from];
    suf_metrics_of(metrics, SUF_VARIABLE_DEATHS)[to] = (double) self->deaths[from];
    suf_metrics_of(metrics, SUF_VARIABLE_MOVES_IN)[to] = (double) self->moves_in[from];
    suf_metrics_of(metrics, SUF_VARIABLE_MOVES_OUT)[to] = (double) self->moves_out[from];
}

void
suf_population_flush(suf_population *self, const uint32_t *districts,
    suf_metrics *metrics, uint32_t year_index)
{
    const suf_model *model = self->model;
    double *residents = suf_metrics_of(metrics, SUF_VARIABLE_RESIDENTS);
    if (!model->population.is_given) {
        return; /* not observed: NaN, as the record was cleared */
    }
    /* At a month's end its age index is the age in completed months. */
    uint32_t n_cohorts = model->population.n_cohorts;
    uint32_t youngest = suf_population_age(self, 0);
    for (uint32_t row = 0; row < model->n_districts * SUF_N_SEXES; row++) {
        uint32_t district = row / SUF_N_SEXES;
        district = districts != NULL ? districts[district] : district;
        const uint32_t *count = &self->residents[(size_t) row * n_cohorts];
        size_t from = (size_t) row * SUF_N_AGE_GROUPS;
        size_t to =
            year_index * n_flows(model) +
            ((size_t) district * SUF_N_SEXES + row % SUF_N_SEXES) * SUF_N_AGE_GROUPS;
        for (size_t i = 0; i < SUF_N_AGE_GROUPS; i++) {
            flush_flows(self, from + i, metrics, to + i);
            residents[to + i] = 0;
        }
        for (uint32_t c = self->oldest[row]; c <= youngest && c < n_cohorts; c++) {
            residents[to + suf_age_group(suf_population_age(self, c))] += count[c];
        }
    }
    clear_flows(self);
}
