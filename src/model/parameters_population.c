/* The numbers of one replication: those of the population.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <math.h>

#include "model/parameters.h"

suf_status
suf_parameters_take(
    const suf_parameters *self, const suf_number *number, double most, double *value)
{
    *value = suf_parameters_value(self, number);
    return *value >= 0 && *value <= most ? SUF_OK : SUF_RAISE(SUF_ERROR_PARAMETER);
}

suf_status
suf_parameters_take_in(
    const suf_parameters *self, const suf_number *number, int32_t year, double *value)
{
    *value = suf_parameters_value_in(self, number, year);
    return *value >= 0 && *value <= DBL_MAX ? SUF_OK : SUF_RAISE(SUF_ERROR_PARAMETER);
}

/* A flow drawn below 0 goes the other way: somebody must be there who can. */
static suf_status
check_flow(const suf_parameters *self, const suf_flow *flow, int32_t year)
{
    double value = suf_parameters_value_in(self, &flow->persons[0], year);
    bool is_good = fabs(value) <= DBL_MAX && (value >= 0 || flow->exposed[1] > 0);
    return is_good ? SUF_OK : SUF_RAISE(SUF_ERROR_PARAMETER);
}

/* Numbers that may move: of every year. */
static suf_status
check_year(const suf_parameters *self, int32_t year)
{
    const suf_population_model *population = &self->model->population;
    const suf_number *factors[] = {&population->fertility_factor,
        &population->mortality_factor, &population->migration_factor,
        &population->turnover_factor};
    double value = 0;
    suf_status status = SUF_OK;
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
        SUF_TRY(suf_parameters_take_in(self, factors[i], year, &value));
    }
    for (uint32_t i = 0; population->is_given && i < self->model->n_districts; i++) {
        SUF_TRY(
            suf_parameters_take_in(self, &population->district_births[i], year, &value));
    }
    for (uint32_t i = 0; i < population->n_flows; i++) {
        SUF_TRY(check_flow(self, &population->flows[i], year));
    }
out:
    return status;
}

suf_status
suf_parameters_resolve_population(suf_parameters *self)
{
    const suf_model *model = self->model;
    const suf_population_model *population = &model->population;
    const struct {
        const suf_number *number;
        double *value;
    } all[] = {{&population->males_per_female, &self->males_per_female},
        {&population->mortality_factor, &self->mortality_factor},
        {&population->migration_factor, &self->migration_factor},
        {&population->fertility_factor, &self->fertility_factor},
        {&population->turnover_factor, &self->turnover_factor}};
    suf_status status = SUF_OK;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        SUF_TRY(suf_parameters_take(self, all[i].number, DBL_MAX, all[i].value));
    }
    self->mortality_trend = suf_parameters_value(self, &population->mortality_trend);
    if (!(self->mortality_trend > -1 && self->mortality_trend <= 1)) {
        status = SUF_RAISE(SUF_ERROR_PARAMETER);
        goto out;
    }
    for (uint32_t y = 0; y < model->n_years || y == 0; y++) {
        SUF_TRY(check_year(self, model->first_year + (int32_t) y));
    }
out:
    return status;
}

double
suf_parameters_start_mortality(const suf_parameters *self, uint32_t sex, uint32_t age)
{
    const suf_model *model = self->model;
    const suf_population_model *population = &model->population;
    uint32_t n_groups = population->n_death_groups;
    double deaths = 0;
    double people = 0;
    double rate = 0;
    for (uint32_t group = 0; group < n_groups; group++) {
        size_t at = ((size_t) group * SUF_N_SEXES + sex) * SUF_N_AGES + age;
        uint32_t of =
            population->mortality_of != NULL ? population->mortality_of[at] : SUF_NONE;
        suf_number number = {population->mortality[at], of};
        rate = suf_parameters_value_in(self, &number, population->first_year);
        for (uint32_t month = 1; month <= 12 && n_groups > 1; month++) {
            uint32_t cohort = SUF_OLDEST_MONTHS - (12 * age + month);
            double n = population->start[suf_model_cell(model, group, sex, cohort)];
            deaths += rate * n;
            people += n;
        }
    }
    return people > 0 ? deaths / people : rate;
}
