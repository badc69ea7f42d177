/* Who moves: hazards and in-migrants of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_flows.h"

#include <math.h>
#include <string.h>

#include "engine/population/population_rates.h"

uint32_t
suf_moves_n_years(const suf_population_model *model)
{
    return model->moves_by_year ? model->n_years : 1;
}

uint32_t
suf_moves_n_sexes(const suf_population_model *model)
{
    return model->moves_by_sex ? SUF_N_SEXES : 1;
}

/* In-migrants to one cohort, a year, from those to a year of age: a twelfth to each month
 * of it, a twenty-fourth at either end. The open age group gets them at 100. */
static double
in_migrants_of_slot(const double *by_age, uint32_t slot)
{
    uint32_t age = slot / 2;
    double older = age < SUF_N_AGES ? by_age[age] : 0;
    if (slot % 2 != 0) {
        return older / 12;
    }
    return (older + (age > 0 ? by_age[age - 1] : 0)) / 24;
}

/* Factors on the two kinds of flows in a year. */
typedef struct kind_factors {
    double flow, turnover;
} kind_factors;

static kind_factors
factors_in(const suf_population *self, uint32_t year)
{
    const suf_population_model *model = &self->model->population;
    int32_t number = model->first_year + (int32_t) year;
    return (kind_factors){.flow = suf_population_factor(self, &model->migration_factor,
                              self->parameters->migration_factor, number),
        .turnover = suf_population_factor(
            self, &model->turnover_factor, self->parameters->turnover_factor, number)};
}

/* Rates of one flow by sex and age as its rows are laid over each other: to where it
 * goes, and of a number below 0 the other way. */
typedef struct laid_rows {
    double rates[2][SUF_N_SEXES][SUF_N_AGES];
} laid_rows;

static void
lay_row(const suf_population *self, const suf_flow *row, uint32_t year, laid_rows *laid)
{
    const suf_population_model *model = &self->model->population;
    int32_t number = model->first_year + (int32_t) year;
    kind_factors factors = factors_in(self, year);
    double flow = factors.flow *
                  suf_parameters_value_in(self->parameters, &row->persons[0], number);
    double turnover = factors.turnover *
                      suf_parameters_value_in(self->parameters, &row->persons[1], number);
    double people[2] = {fmax(0, flow) + turnover, fmax(0, -flow)};
    for (int way = 0; way < 2; way++) {
        double rate = people[way] > 0 ? people[way] / row->exposed[way] : 0;
        for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
            if (row->sex != SUF_BOTH_SEXES && (uint32_t) row->sex != sex) {
                continue;
            }
            for (uint32_t age = row->age_from; age <= row->age_to; age++) {
                laid->rates[way][sex][age] = rate * model->weights[age];
            }
        }
    }
}

/* Adds rates of people of one place to those who move, or come from outside. */
static void
add_rates(suf_population *self, uint32_t from, uint32_t to,
    double rates[SUF_N_SEXES][SUF_N_AGES])
{
    uint32_t n = self->model->n_districts;
    const double *like = self->model->population.like;
    size_t row = from < n ? suf_moves_find(&self->model->population.moves, from, to) : to;
    double *first = from < n ? self->flow_rates : self->flow_in;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        double *out = &first[(row * SUF_N_SEXES + sex) * SUF_N_AGES];
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            out[age] += rates[sex][age] * (from < n ? 1 : like[sex * SUF_N_AGES + age]);
        }
    }
}

/* Sums up the rows of all flows in a year, per person and year. */
static void
sum_flows(suf_population *self, uint32_t year)
{
    const suf_population_model *model = &self->model->population;
    size_t n = self->model->n_districts;
    if (model->n_flows == 0) {
        return;
    }
    memset(self->flow_rates, 0,
        (size_t) model->moves.n_pairs * SUF_N_SEXES * SUF_N_AGES *
            sizeof *self->flow_rates);
    memset(self->flow_in, 0, n * SUF_N_SEXES * SUF_N_AGES * sizeof *self->flow_in);
    for (uint32_t i = 0; i < model->n_flows;) {
        const suf_flow *first = &model->flows[i];
        laid_rows laid = {{{{0}}}};
        for (; i < model->n_flows && model->flows[i].group == first->group; i++) {
            if (model->flows[i].year <= model->first_year + (int32_t) year) {
                lay_row(self, &model->flows[i], year, &laid);
            }
        }
        add_rates(self, first->from, first->to, laid.rates[0]);
        add_rates(self, first->to, first->from, laid.rates[1]);
    }
}

/* Moves of one district and sex: hazards, and how movers are shared. */
static void
set_moves(suf_population *self, uint32_t year, uint32_t district, uint32_t sex)
{
    const suf_population_model *model = &self->model->population;
    const suf_moves *moves = &model->moves;
    uint32_t first = moves->first[district];
    uint32_t n = moves->first[district + 1] - first;
    size_t turnover = (size_t) moves->n_pairs * SUF_N_AGES;
    kind_factors factors = factors_in(self, year);
    double flow_factor = factors.flow / SUF_DAYS_PER_YEAR;
    double turnover_factor = factors.turnover / SUF_DAYS_PER_YEAR;
    double *per_day =
        &self->move_per_day[suf_population_moves_at(self, year, district, sex)];
    for (uint32_t slot = 0; slot < SUF_N_AGE_SLOTS; slot++) {
        double *share =
            &self->move_share[suf_population_shares_at(self, district, sex, slot)];
        double rest = 0;
        for (uint32_t i = n; i-- > 0;) {
            size_t pair = first + i;
            const double *flow = &moves->rate[pair * SUF_N_AGES];
            double rate = flow_factor * suf_rate_of_slot(flow, slot) +
                          turnover_factor * suf_rate_of_slot(flow + turnover, slot);
            if (model->n_flows > 0) {
                const double *own =
                    &self->flow_rates[(pair * SUF_N_SEXES + sex) * SUF_N_AGES];
                rate += suf_rate_of_slot(own, slot) / SUF_DAYS_PER_YEAR;
            }
            rest += rate;
            /* Exactly 1 at the last destination that anybody goes to. */
            share[i] = rest > 0 ? rate / rest : 0;
        }
        per_day[slot] = rest;
    }
}

static void
set_in_migrants(suf_population *self, uint32_t year)
{
    const suf_population_model *model = &self->model->population;
    const double *flow = model->in_migrants;
    size_t rows = (size_t) self->model->n_districts * SUF_N_SEXES;
    const double *turnover = flow + rows * SUF_N_AGES;
    kind_factors factors = factors_in(self, year);
    double flow_factor = factors.flow / SUF_DAYS_PER_YEAR;
    double turnover_factor = factors.turnover / SUF_DAYS_PER_YEAR;
    double *per_day = &self->in_migrants_per_day[year * rows * SUF_N_AGE_SLOTS];
    for (size_t row = 0; row < rows; row++) {
        for (uint32_t slot = 0; slot < SUF_N_AGE_SLOTS; slot++) {
            double rate =
                flow_factor * in_migrants_of_slot(&flow[row * SUF_N_AGES], slot) +
                turnover_factor * in_migrants_of_slot(&turnover[row * SUF_N_AGES], slot);
            if (model->n_flows > 0) {
                rate += in_migrants_of_slot(&self->flow_in[row * SUF_N_AGES], slot) /
                        SUF_DAYS_PER_YEAR;
            }
            per_day[row * SUF_N_AGE_SLOTS + slot] = rate;
            self->has_in_migrants[row] |= rate > 0;
        }
    }
}

static void
set_moves_of_year(suf_population *self, uint32_t year)
{
    const suf_model *model = self->model;
    sum_flows(self, year);
    for (uint32_t district = 0; district < model->n_districts; district++) {
        for (uint32_t sex = 0; sex < suf_moves_n_sexes(&model->population); sex++) {
            set_moves(self, year, district, sex);
        }
    }
    self->share_year = year;
}

void
suf_population_set_moves(suf_population *self)
{
    const suf_model *model = self->model;
    memset(self->has_in_migrants, 0,
        (size_t) model->n_districts * SUF_N_SEXES * sizeof *self->has_in_migrants);
    for (uint32_t year = suf_moves_n_years(&model->population); year-- > 0;) {
        set_moves_of_year(self, year);
        set_in_migrants(self, year);
    }
}

void
suf_population_take_year(suf_population *self, uint32_t year)
{
    if (self->model->population.moves_by_year && self->share_year != year) {
        set_moves_of_year(self, year);
    }
}
