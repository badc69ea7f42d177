/* Deaths and moves of those in system: stays report them, one by one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <math.h>

#include "population.h"

/* Index of the flows of a cell's people in the present month. */
static size_t
flow_of_cell(const suf_population *self, uint32_t cell)
{
    uint32_t n_cohorts = self->model->population.n_cohorts;
    uint32_t age = suf_population_age(self, cell % n_cohorts);
    return (size_t) (cell / n_cohorts) * SUF_N_AGE_GROUPS + suf_age_group(age);
}

void
suf_population_die(suf_population *self, uint32_t cell)
{
    assert(self->residents[cell] > 0);
    self->residents[cell]--;
    self->deaths[flow_of_cell(self, cell)]++;
}

uint32_t
suf_population_destination_cell(const suf_population *self, uint32_t cell, double u)
{
    uint32_t n_districts = self->model->n_districts;
    uint32_t n_cohorts = self->model->population.n_cohorts;
    uint32_t district = cell / n_cohorts / SUF_N_SEXES;
    uint32_t slot = suf_age_slot(suf_population_age(self, cell % n_cohorts));
    uint32_t sex = cell / n_cohorts % SUF_N_SEXES;
    uint32_t year = suf_population_year(self->model, self->month);
    suf_bug_unless(
        self->move_per_day[suf_population_moves_at(self, year, district, sex) + slot] >
        0);
    const double *share =
        &self->move_share[suf_population_shares_at(self, district, sex, slot)];
    uint32_t i = 0;
    while (u > share[i]) {
        u = (u - share[i]) / (1 - share[i]);
        i++;
    }
    const suf_moves *moves = &self->model->population.moves;
    uint32_t to = moves->to[moves->first[district] + i];
    return to == n_districts
               ? SUF_NONE
               : cell + to * SUF_N_SEXES * n_cohorts - district * SUF_N_SEXES * n_cohorts;
}

uint32_t
suf_population_move(suf_population *self, uint32_t cell, double u)
{
    assert(self->residents[cell] > 0);
    uint32_t new_cell = suf_population_destination_cell(self, cell, u);
    self->residents[cell]--;
    self->moves_out[flow_of_cell(self, cell)]++;
    if (new_cell == SUF_NONE) {
        return SUF_NONE;
    }
    uint32_t n_cohorts = self->model->population.n_cohorts;
    uint32_t *oldest = &self->oldest[new_cell / n_cohorts];
    *oldest = cell % n_cohorts < *oldest ? cell % n_cohorts : *oldest;
    self->residents[new_cell]++;
    self->moves_in[flow_of_cell(self, new_cell)]++;
    return new_cell;
}

const double *
suf_population_deaths(
    const suf_population *self, uint32_t month, uint32_t district, uint32_t sex)
{
    uint32_t n_groups = self->model->population.n_death_groups;
    size_t group = (size_t) suf_population_year(self->model, month) * n_groups +
                   suf_rate_group(n_groups, district);
    return &self->death_per_day[(group * SUF_N_SEXES + sex) * SUF_N_AGE_SLOTS];
}

double
suf_population_hazard(const suf_population *self, uint32_t cell, uint32_t month,
    double death_factor, double *move_per_day)
{
    uint32_t n_cohorts = self->model->population.n_cohorts;
    uint32_t row = cell / n_cohorts;
    uint32_t slot = suf_age_slot(month + SUF_OLDEST_MONTHS - cell % n_cohorts);
    uint32_t district = row / SUF_N_SEXES;
    uint32_t sex = row % SUF_N_SEXES;
    uint32_t year = suf_population_year(self->model, month);
    *move_per_day =
        self->move_per_day[suf_population_moves_at(self, year, district, sex) + slot];
    double death = suf_population_deaths(self, month, district, sex)[slot];
    return death * death_factor + *move_per_day;
}

double
suf_population_greatest_hazard(const suf_population *self, uint32_t district,
    uint32_t sex, uint32_t from_months, uint32_t to_months, double death_factor)
{
    uint32_t first = suf_age_slot(from_months > 0 ? from_months - 1 : 0);
    uint32_t last = suf_age_slot(to_months);
    uint32_t year = suf_population_year(self->model, self->month);
    double greatest = 0;
    for (uint32_t y = year; y < year + 3 && y < self->model->population.n_years; y++) {
        uint32_t n_groups = self->model->population.n_death_groups;
        size_t group = (size_t) y * n_groups + suf_rate_group(n_groups, district);
        const double *death =
            &self->death_per_day[(group * SUF_N_SEXES + sex) * SUF_N_AGE_SLOTS];
        const double *move =
            &self->move_per_day[suf_population_moves_at(self, y, district, sex)];
        for (uint32_t slot = first; slot <= last; slot++) {
            greatest = fmax(greatest, death[slot] * death_factor + move[slot]);
        }
    }
    return greatest;
}
