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

/* Whether a row of one calendar year prevails in another over the row in force there: the
 * latest that is not after it, or the first of all when all are. */
static bool
prevails(int32_t row_year, int32_t year, int32_t *rank_in_force)
{
    int32_t rank = row_year <= year ? row_year : -row_year;
    if (rank <= *rank_in_force) {
        return false;
    }
    *rank_in_force = rank;
    return true;
}

/* rates[SUF_N_AGES] of one year and sex. */
static void
set_mortality(const suf_population_spec *spec, int32_t year, uint32_t sex, double *rates)
{
    int32_t ranks[SUF_N_AGES];
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        ranks[age] = INT32_MIN;
    }
    for (size_t i = 0; i < spec->n_mortality; i++) {
        const suf_mortality_row *row = &spec->mortality[i];
        if (row->sex != SUF_BOTH_SEXES && (uint32_t) row->sex != sex) {
            continue;
        }
        for (uint32_t age = row->age_from; age <= row->age_to && age < SUF_N_AGES;
             age++) {
            if (prevails(row->year, year, &ranks[age])) {
                rates[age] = row->rate;
            }
        }
    }
}

/* rates[SUF_N_AGES] of one year. */
static void
set_fertility(const suf_population_spec *spec, int32_t year, double *rates)
{
    int32_t ranks[SUF_N_AGES];
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        ranks[age] = INT32_MIN;
    }
    for (size_t i = 0; i < spec->n_fertility; i++) {
        const suf_fertility_row *row = &spec->fertility[i];
        for (uint32_t age = row->age_from; age <= row->age_to && age < SUF_N_AGES;
             age++) {
            if (prevails(row->year, year, &ranks[age])) {
                rates[age] = row->births_per_1000 / 1000;
            }
        }
    }
}

static void
set_rates(suf_model *self, const suf_population_spec *spec)
{
    suf_population_model *population = &self->population;
    for (uint32_t y = 0; y < population->n_years; y++) {
        int32_t year = population->first_year + (int32_t) y;
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            size_t row = (size_t) y * SUF_N_SEXES + sex;
            set_mortality(spec, year, sex, population->mortality + row * SUF_N_AGES);
        }
        set_fertility(spec, year, population->fertility + (size_t) y * SUF_N_AGES);
    }
}

/* Propensity to move by completed age. */
static void
set_weights(const suf_population_spec *spec, double weights[SUF_N_AGES])
{
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        weights[age] = spec->n_migration_age == 0;
    }
    for (size_t i = 0; i < spec->n_migration_age; i++) {
        const suf_migration_age_row *row = &spec->migration_age[i];
        for (uint32_t age = row->age_from; age <= row->age_to && age < SUF_N_AGES;
             age++) {
            weights[age] = row->weight;
        }
    }
}

/* Adds one flow of a kind: as a hazard of the people of `from`, or as in_migrants whose
 * ages and sexes are those of all districts together, by the same propensity. */
static bool
add_flow(suf_model *self, const people *at, const double *weights,
    const suf_migration_row *row, uint32_t kind)
{
    double flow = kind == 0 ? row->persons_per_year : row->turnover_per_year;
    if (!(flow > 0)) {
        return true;
    }
    uint32_t n_districts = self->n_districts;
    double exposed = 0;
    for (uint32_t d = 0; d < n_districts; d++) {
        for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGES; i++) {
            if (row->from == SUF_NONE || row->from == d) {
                exposed += weights[i % SUF_N_AGES] *
                           at->counts[(size_t) d * SUF_N_SEXES * SUF_N_AGES + i];
            }
        }
    }
    if (!(exposed > 0)) {
        return false;
    }
    suf_population_model *population = &self->population;
    if (row->from != SUF_NONE) {
        uint32_t to = row->to == SUF_NONE ? n_districts : row->to;
        double *rates =
            population->move_rate +
            (((size_t) kind * n_districts + row->from) * (n_districts + 1) + to) *
                SUF_N_AGES;
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            rates[age] += flow * weights[age] / exposed;
        }
        return true;
    }
    double *in_migrants =
        population->in_migrants +
        ((size_t) kind * n_districts + row->to) * SUF_N_SEXES * SUF_N_AGES;
    for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGES; i++) {
        double like = 0;
        for (uint32_t d = 0; d < n_districts; d++) {
            like += at->counts[(size_t) d * SUF_N_SEXES * SUF_N_AGES + i];
        }
        in_migrants[i] += flow * weights[i % SUF_N_AGES] * like / exposed;
    }
    return true;
}

static suf_status
set_flows(
    suf_model *self, const suf_scenario *scenario, const people *at, suf_faults *faults)
{
    const suf_population_spec *spec = &scenario->population;
    double weights[SUF_N_AGES];
    suf_status status = SUF_OK;
    set_weights(spec, weights);
    for (size_t i = 0; i < spec->n_migration; i++) {
        for (uint32_t kind = 0; kind < 2; kind++) {
            if (!add_flow(self, at, weights, &spec->migration[i], kind)) {
                suf_fault_place place = {
                    .file = scenario->path, .path = "population.migration"};
                suf_faults_add(faults, &place,
                    "row %zu: a flow of people from where nobody of an age to move lives",
                    i + 1);
                status = SUF_RAISE(SUF_ERROR_SCENARIO);
            }
        }
    }
    return status;
}

static suf_status
allocate(suf_model *self)
{
    suf_population_model *population = &self->population;
    size_t n = self->n_districts;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        population->n_cells, sizeof *population->start, &population->start));
    SUF_TRY(suf_array_new((size_t) population->n_years * SUF_N_SEXES * SUF_N_AGES,
        sizeof *population->mortality, &population->mortality));
    SUF_TRY(suf_array_new((size_t) population->n_years * SUF_N_AGES,
        sizeof *population->fertility, &population->fertility));
    SUF_TRY(suf_array_new(2 * n * (n + 1) * SUF_N_AGES, sizeof *population->move_rate,
        &population->move_rate));
    SUF_TRY(suf_array_new(2 * n * SUF_N_SEXES * SUF_N_AGES,
        sizeof *population->in_migrants, &population->in_migrants));
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
    SUF_TRY(allocate(self));
    SUF_TRY(suf_array_new((size_t) self->n_districts * SUF_N_SEXES * SUF_N_AGES,
        sizeof *at.counts, &at.counts));
    for (size_t i = 0; i < spec->n_start; i++) {
        const suf_population_row *row = &spec->start[i];
        at.counts[person_index(row->district, (uint32_t) row->sex, row->age)] +=
            row->count;
    }
    spread_over_months(self, &at);
    set_rates(self, spec);
    name_streams(self);
    for (uint32_t i = 0; i < self->n_districts; i++) {
        population->district_births[i] = scenario->districts[i].births;
    }
    status = set_flows(self, scenario, &at, faults);
out:
    free(at.counts);
    return status;
}
