/* People at the start, rates by year and age, flows as hazards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "base/memory.h"
#include "model/build_parts.h"

/* People by completed age: [district][sex][age]. */
typedef struct people {
    double *counts;
} people;

static size_t
person_index(uint32_t district, uint32_t sex, uint32_t age)
{
    return ((size_t) district * SUF_N_SEXES + sex) * SUF_N_AGES + age;
}

/* Spreads the people of each completed age over its twelve birth months: a twelfth each,
 * and the rest one by one to months five apart (5 and 12 have no common divisor, so they
 * lie far from each other), beginning where the last age of the same sex and district
 * left off. So totals are exact, the months of the year differ by at most one person in
 * each district and sex, and a change of one count leaves the other rows as they were
 * (controlled rounding, Cox 1987, doi:10.2307/2289455, in its simplest form). The rows
 * begin at different months, so that sums over districts favour none. */
static void
spread_over_months(suf_model *self, const people *from)
{
    for (uint32_t district = 0; district < self->n_districts; district++) {
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            uint32_t next = (district * SUF_N_SEXES + sex) * 5 % 12;
            for (uint32_t age = 0; age < SUF_N_AGES; age++) {
                uint32_t n = (uint32_t) from->counts[person_index(district, sex, age)];
                uint32_t *start = self->population.start;
                for (uint32_t month = 0; month < 12; month++) {
                    /* Completed age x: age indices 12 x + 1 to 12 x + 12 (model.h). */
                    uint32_t cohort = SUF_OLDEST_MONTHS - (12 * age + 1 + month);
                    start[suf_model_cell(self, district, sex, cohort)] =
                        n / 12 + ((month * 5 + 12 - next) % 12 < n % 12);
                }
                next = (next + n % 12) % 12;
            }
        }
    }
}

static suf_status
allocate(suf_model *self)
{
    suf_population_model *population = &self->population;
    size_t n = self->n_districts;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        population->n_cells, sizeof *population->start, &population->start));
    SUF_TRY(suf_array_new(
        n, sizeof *population->district_births, &population->district_births));
    SUF_TRY(suf_array_new(
        n, sizeof *population->district_purpose, &population->district_purpose));
out:
    return status;
}

static void
name_streams(suf_model *self)
{
    for (uint32_t i = 0; i < self->n_districts; i++) {
        self->population.district_purpose[i] =
            suf_purpose("population/%s", self->district_names[i]);
    }
}

suf_status
suf_build_population(suf_model *self, const suf_scenario *scenario, suf_faults *faults)
{
    const suf_population_spec *spec = &scenario->population;
    suf_population_model *population = &self->population;
    people at = {NULL};
    suf_status status = SUF_OK;
    population->is_given = spec->is_given;
    population->males_per_female = population->fertility_factor =
        population->mortality_factor = population->migration_factor =
            population->turnover_factor = suf_number_constant(1);
    population->mortality_trend = suf_number_constant(0);
    population->n_death_groups = population->n_birth_groups = 1;
    if (!spec->is_given) {
        return SUF_OK;
    }
    uint64_t n_cohorts = (uint64_t) SUF_OLDEST_MONTHS + self->calendar.n_months;
    if (n_cohorts * SUF_N_SEXES * self->n_districts >= UINT32_MAX / 2) {
        return SUF_RAISE(SUF_ERROR_LIMIT);
    }
    population->n_cohorts = (uint32_t) n_cohorts;
    population->n_cells = self->n_districts * SUF_N_SEXES * population->n_cohorts;
    population->first_year = self->calendar.first_month / 12;
    int32_t last_month =
        self->calendar.first_month + (int32_t) self->calendar.n_months - 1;
    population->n_years = (uint32_t) (last_month / 12 - population->first_year) + 1;
    population->males_per_female = spec->males_per_female;
    population->fertility_factor = spec->fertility_factor;
    population->mortality_factor = spec->mortality_factor;
    population->migration_factor = spec->migration_factor;
    population->turnover_factor = spec->turnover_factor;
    population->mortality_trend = spec->mortality_trend;
    population->has_drawn_rates = spec->mortality_trend.assumption != SUF_NONE;
    SUF_TRY(allocate(self));
    SUF_TRY(suf_array_new((size_t) self->n_districts * SUF_N_SEXES * SUF_N_AGES,
        sizeof *at.counts, &at.counts));
    for (size_t i = 0; i < spec->n_start; i++) {
        const suf_population_row *row = &spec->start[i];
        at.counts[person_index(row->district, (uint32_t) row->sex, row->ages.from)] +=
            row->count;
    }
    spread_over_months(self, &at);
    SUF_TRY(suf_build_rates(self, spec));
    name_streams(self);
    for (uint32_t i = 0; i < self->n_districts; i++) {
        population->district_births[i] = scenario->districts[i].births;
    }
    status = suf_build_flows(self, scenario, at.counts, faults);
out:
    free(at.counts);
    return status;
}
