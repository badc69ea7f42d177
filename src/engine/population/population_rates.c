/* What the month step needs to know of each age: probabilities from hazards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_rates.h"

#include <math.h>
#include <string.h>

/* (1 - exp(-x)) / x for x >= 0: by Taylor's series where its next term is lost in
 * rounding, as this is needed for every cohort that has people in care. */
static inline double
mean_presence(double x)
{
    if (x > 0x1p-5) {
        return -expm1(-x) / x;
    }
    double xx = x * x;
    double low = (1 - x / 2) + xx * (1. / 6 - x / 24);
    double high = (1. / 120 - x / 720) + xx * (1. / 5040 - x / 40320);
    return low + xx * xx * high;
}

double
suf_population_factor(
    const suf_population *self, const suf_number *number, double first, int32_t year)
{
    return suf_parameters_moves(self->parameters, number)
               ? suf_parameters_value_in(self->parameters, number, year)
               : first;
}

void
suf_month_rates_set_leaving(suf_month_rates *rates)
{
    double sum = rates->death + rates->move;
    if (sum <= 0) {
        rates->p_death = rates->p_move = rates->log_alive = rates->log_stay = 0;
        return;
    }
    double presence = mean_presence(sum);
    rates->p_death = fmin(1, rates->death * presence);
    rates->p_move =
        rates->p_death < 1 ? fmin(1, rates->move * presence / (1 - rates->p_death)) : 0;
    rates->log_alive = log1p(-rates->p_death);
    rates->log_stay = -sum - rates->log_alive;
}

/* Of the ages that are stepped. */
static void
fill_rates(const suf_population *self, uint32_t year, double days, suf_month_rates *rates)
{
    const suf_population_model *people = &self->model->population;
    uint32_t n_rows = self->model->n_districts * SUF_N_SEXES;
    const double *in_migrants =
        &self->in_migrants_per_day[people->moves_by_year
                                       ? (size_t) year * n_rows * SUF_N_AGE_SLOTS
                                       : 0];
    for (uint32_t i = 0; i < n_rows; i++) {
        uint32_t district = i / SUF_N_SEXES;
        uint32_t n_groups = people->n_death_groups;
        size_t group = (size_t) year * n_groups + suf_rate_group(n_groups, district);
        const double *death =
            &self->death_per_day[(group * SUF_N_SEXES + i % SUF_N_SEXES) *
                                 SUF_N_AGE_SLOTS];
        const double *move = &self->move_per_day[suf_population_moves_at(
            self, year, district, i % SUF_N_SEXES)];
        for (uint32_t slot = 0; slot < self->n_slots[i % SUF_N_SEXES]; slot++) {
            size_t at = (size_t) i * SUF_N_AGE_SLOTS + slot;
            rates[at].death = death[slot] * days;
            rates[at].move = move[slot] * days;
            suf_month_rates_set_leaving(&rates[at]);
            rates[at].in_migrants = in_migrants[at] * days;
            rates[at].p_nobody = exp(-rates[at].in_migrants);
        }
    }
}

/* Whether the rates of two years differ. */
static bool
is_other(const suf_population *self, uint32_t a, uint32_t b)
{
    const suf_population_model *people = &self->model->population;
    size_t n_deaths = (size_t) people->n_death_groups * SUF_N_SEXES * SUF_N_AGE_SLOTS;
    size_t n_in = (size_t) self->model->n_districts * SUF_N_SEXES * SUF_N_AGE_SLOTS;
    size_t n_moves = people->moves_by_sex ? n_in : n_in / SUF_N_SEXES;
    return memcmp(&self->death_per_day[a * n_deaths], &self->death_per_day[b * n_deaths],
               n_deaths * sizeof(double)) != 0 ||
           (people->moves_by_year &&
               (memcmp(&self->move_per_day[a * n_moves], &self->move_per_day[b * n_moves],
                    n_moves * sizeof(double)) != 0 ||
                   memcmp(&self->in_migrants_per_day[a * n_in],
                       &self->in_migrants_per_day[b * n_in],
                       n_in * sizeof(double)) != 0));
}

const suf_month_rates *
suf_month_rates_of(suf_population *self, uint32_t month, double days)
{
    const suf_model *model = self->model;
    size_t of_year = (size_t) SUF_N_SEXES * SUF_N_AGE_SLOTS;
    uint32_t year = suf_population_year(model, month);
    uint32_t length = (uint32_t) days - 28;
    suf_month_rates *rates = &self->rates[(size_t) length * model->n_districts * of_year];
    uint32_t made = self->rates_year[length];
    if (made == SUF_NONE || (made != year && is_other(self, made, year))) {
        fill_rates(self, year, days, rates);
    }
    self->rates_year[length] = year;
    return rates;
}
