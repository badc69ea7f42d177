/* The numbers of one replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "parameters.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

suf_status
suf_parameters_init(suf_parameters *self, const suf_model *model)
{
    *self = (suf_parameters){.model = model};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        suf_model_n_values(model), sizeof *self->assumptions, &self->assumptions));
    SUF_TRY(
        suf_array_new(model->n_streams, sizeof *self->stream_rate, &self->stream_rate));
    SUF_TRY(suf_array_new(model->n_services, sizeof *self->services, &self->services));
    for (uint32_t i = 0; i < model->n_services; i++) {
        suf_service_parameters *service = &self->services[i];
        suf_distribution_init(&service->stay);
        suf_distribution_init(&service->patience);
        service->solved_share = (double) NAN;
        const suf_stay_model *stay = suf_service_stay(&model->services[i]);
        uint32_t n_waves = stay != NULL ? stay->n_waves : 0;
        SUF_TRY(suf_array_new(stay != NULL ? stay->n_then : 0,
            sizeof *service->then_limits, &service->then_limits));
        SUF_TRY(
            suf_array_new(n_waves, sizeof *service->wave_factor, &service->wave_factor));
        SUF_TRY(suf_array_new(
            n_waves, sizeof *service->wave_mean_days, &service->wave_mean_days));
        SUF_TRY(suf_array_new(model->calendar.n_months, sizeof *service->month_factor,
            &service->month_factor));
    }
    SUF_TRY(suf_array_new(
        model->delivery.n_works, sizeof *self->works_time, &self->works_time));
    for (uint32_t i = 0; i < model->delivery.n_works; i++) {
        suf_distribution_init(&self->works_time[i]);
    }
    SUF_TRY(suf_chosen_init(&self->chosen, model));
out:
    if (status != SUF_OK) {
        suf_parameters_free(self);
    }
    return status;
}

void
suf_parameters_free(suf_parameters *self)
{
    for (uint32_t i = 0; self->services != NULL && i < self->model->n_services; i++) {
        suf_distribution_free(&self->services[i].stay);
        suf_distribution_free(&self->services[i].patience);
        free(self->services[i].month_factor);
        free(self->services[i].wave_factor);
        free(self->services[i].then_limits);
        free(self->services[i].wave_mean_days);
    }
    for (uint32_t i = 0; self->works_time != NULL && i < self->model->delivery.n_works;
         i++) {
        suf_distribution_free(&self->works_time[i]);
    }
    suf_chosen_free(&self->chosen);
    free(self->works_time);
    free(self->assumptions);
    free(self->stream_rate);
    free(self->services);
    *self = (suf_parameters){0};
}

/* Scale and shape as distribution_kind.h has them, from what the scenario gives. */
static suf_status
set_distribution(const suf_parameters *self, const suf_distribution_model *model,
    suf_distribution *distribution)
{
    suf_empirical points = {model->values, model->cumulative, model->n_points};
    double scale = 1;
    double shape = 0;
    switch (model->kind) {
    case SUF_DISTRIBUTION_NONE:
    case SUF_DISTRIBUTION_EMPIRICAL:
        break;
    case SUF_DISTRIBUTION_FIXED:
    case SUF_DISTRIBUTION_EXPONENTIAL:
        scale = suf_parameters_value(self, &model->scale);
        break;
    case SUF_DISTRIBUTION_LOGNORMAL:
        /* Of a lognormal with median M and sigma s: mean M exp(s^2 / 2), CV^2 = exp(s^2)
         * - 1 (Law and Kelton, section 6.2.2). */
        scale = suf_parameters_value(self, &model->scale);
        shape = suf_parameters_value(self, &model->shape);
        shape = model->shape_is_cv ? sqrt(log1p(shape * shape)) : shape;
        scale = model->scale_is_mean ? scale * exp(-shape * shape / 2) : scale;
        break;
    case SUF_DISTRIBUTION_GAMMA:
        scale = suf_parameters_value(self, &model->scale);
        shape = suf_parameters_value(self, &model->shape);
        shape = model->shape_is_cv ? 1 / (shape * shape) : shape;
        break;
    case SUF_DISTRIBUTION_WEIBULL:
    case SUF_DISTRIBUTION_HYPEREXPONENTIAL:
        scale = suf_parameters_value(self, &model->scale);
        shape = suf_parameters_value(self, &model->shape);
        break;
    }
    return suf_distribution_set(distribution, model->kind, scale, shape, &points);
}

/* Year x month-of-year factor of every month of the calendar. */
static suf_status
set_month_factors(const suf_parameters *self, const suf_service *service,
    suf_service_parameters *numbers)
{
    const suf_calendar *calendar = &self->model->calendar;
    for (uint32_t month = 0; month < calendar->n_months; month++) {
        int32_t number = calendar->first_month + (int32_t) month;
        double factor = 1;
        for (size_t i = 0; i < service->stay.n_by_year; i++) {
            if (service->stay.by_year[i].year <= number / 12) {
                suf_status status = suf_parameters_take_in(
                    self, &service->stay.by_year[i].factor, number / 12, &factor);
                if (status != SUF_OK) {
                    return status;
                }
            }
        }
        numbers->month_factor[month] = factor * service->stay.by_month[number % 12];
    }
    return SUF_OK;
}

/* The rate behind a share of holders, by the start counts of all districts together. */
static suf_status
solve_share(suf_parameters *self, uint32_t index, double share, double *rate)
{
    const suf_model *model = self->model;
    const suf_service *service = &model->services[index];
    enum { N = SUF_OLDEST_MONTHS };
    double *people = NULL;
    double *factor = NULL;
    double *hazard = NULL;
    suf_status status = SUF_OK;
    if (service->stay.death == SUF_DEATH_INCLUDED) {
        SUF_TRY(suf_array_new((size_t) SUF_N_SEXES * N, sizeof *hazard, &hazard));
        for (uint32_t i = 0; i < SUF_N_SEXES * N; i++) {
            uint32_t age = i % N / 12 < SUF_N_AGES ? i % N / 12 : SUF_N_AGES - 1;
            hazard[i] = suf_parameters_start_mortality(self, i / N, age) *
                        self->mortality_factor / SUF_DAYS_PER_YEAR;
        }
    }
    SUF_TRY(suf_array_new((size_t) SUF_N_SEXES * N, sizeof *people, &people));
    SUF_TRY(suf_array_new((size_t) SUF_N_SEXES * N, sizeof *factor, &factor));
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        bool is_of_sex = service->sex == SUF_BOTH_SEXES || (uint32_t) service->sex == sex;
        for (uint32_t x = 0; is_of_sex && x < N; x++) {
            for (uint32_t d = 0; d < model->n_districts; d++) {
                people[sex * N + x] +=
                    model->population.start[suf_model_cell(model, d, sex, N - x - 1)];
            }
        }
    }
    /* Bands are the same in every district: those of the first stream's district will do.
     */
    uint32_t district = model->streams[service->stay.first_stream].district;
    for (uint32_t i = 0; i < service->stay.n_streams; i++) {
        const suf_stream *stream = &model->streams[service->stay.first_stream + i];
        for (uint32_t x = stream->from_months;
             stream->district == district && x < stream->to_months && x < N; x++) {
            factor[(uint32_t) stream->sex * N + x] = stream->band_factor;
        }
    }
    suf_prevalence_problem problem = {.people = people,
        .factor = factor,
        .hazard = hazard,
        .n_groups = SUF_N_SEXES,
        .n_ages = N,
        .of_from = service->stay.of_from,
        .of_to = service->stay.of_to,
        .stay_until = service->stay.until,
        .stay = &self->services[index].stay,
        .share = share};
    status = suf_prevalence_solve(&problem, rate);
out:
    free(people);
    free(factor);
    free(hazard);
    return status;
}

static suf_status
set_rate(suf_parameters *self, uint32_t index)
{
    const suf_service *service = &self->model->services[index];
    suf_service_parameters *numbers = &self->services[index];
    double value = 0;
    suf_status status = suf_parameters_take(
        self, &service->stay.base_rate, service->stay.is_share ? 1 : DBL_MAX, &value);
    if (status != SUF_OK || !service->stay.is_share) {
        numbers->rate = value;
        return status;
    }
    /* Assigned values: == finds out whether anything changed. */
    if (value == numbers->solved_share && numbers->stay.scale == numbers->solved_scale &&
        numbers->stay.shape == numbers->solved_shape &&
        self->mortality_factor == numbers->solved_mortality &&
        self->model->population.mortality_of == NULL) {
        return SUF_OK;
    }
    status = solve_share(self, index, value, &numbers->rate);
    /* A failure is not to be taken for a solution the next time. */
    numbers->solved_share = status == SUF_OK ? value : (double) NAN;
    numbers->solved_scale = numbers->stay.scale;
    numbers->solved_shape = numbers->stay.shape;
    numbers->solved_mortality = self->mortality_factor;
    return status;
}

/* A mean that an assumption makes shorter than a minute is an error, as one of 0 is. */
static suf_status
take_mean(const suf_parameters *self, const suf_number *number, double *mean_days)
{
    static const double least_days = 1. / 1440;
    suf_status status = suf_parameters_take(self, number, DBL_MAX, mean_days);
    return status == SUF_OK && *mean_days < least_days ? SUF_RAISE(SUF_ERROR_PARAMETER)
                                                       : status;
}

static suf_status
set_waves(const suf_parameters *self, const suf_stay_model *stay,
    suf_service_parameters *numbers)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < stay->n_waves; i++) {
        SUF_TRY(suf_parameters_take(
            self, &stay->waves[i].factor, DBL_MAX, &numbers->wave_factor[i]));
        SUF_TRY(take_mean(self, &stay->waves[i].mean_days, &numbers->wave_mean_days[i]));
    }
out:
    return status;
}

static suf_status
set_then(const suf_parameters *self, const suf_stay_model *stay,
    suf_service_parameters *numbers)
{
    double sum = 0;
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < stay->n_then; i++) {
        double share = 0;
        SUF_TRY(suf_parameters_take(self, &stay->then[i].share, 1, &share));
        sum += share;
        numbers->then_limits[i] = sum;
    }
    status = sum > 1 + 1e-9 ? SUF_RAISE(SUF_ERROR_PARAMETER) : SUF_OK;
out:
    return status;
}

static suf_status
resolve_service(suf_parameters *self, uint32_t index)
{
    const suf_service *service = &self->model->services[index];
    suf_service_parameters *numbers = &self->services[index];
    suf_status status = SUF_OK;
    if (service->kind != SUF_KIND_STAY) {
        return SUF_OK; /* the others' numbers are looked up when they are needed */
    }
    SUF_TRY(set_distribution(self, &service->stay.length, &numbers->stay));
    SUF_TRY(set_distribution(self, &service->stay.patience, &numbers->patience));
    SUF_TRY(suf_parameters_take(self, &service->stay.balk, 1, &numbers->balk));
    SUF_TRY(set_waves(self, &service->stay, numbers));
    SUF_TRY(set_then(self, &service->stay, numbers));
    if (service->stay.team_places > 0) {
        SUF_TRY(take_mean(
            self, &service->stay.team_present_days, &numbers->team_present_days));
        SUF_TRY(
            take_mean(self, &service->stay.team_absent_days, &numbers->team_absent_days));
    }
    if (service->stay.discipline == SUF_DISCIPLINE_RETRIAL) {
        SUF_TRY(take_mean(self, &service->stay.retry_every, &numbers->retry_mean_days));
    }
    if (service->stay.death == SUF_DEATH_INCLUDED) {
        double mean = suf_distribution_mean(&numbers->stay);
        SUF_TRY(suf_parameters_take(
            self, &service->stay.death_probability, 1, &numbers->death_probability));
        numbers->death_per_staying_day = mean > 0 ? numbers->death_probability / mean : 0;
    } else {
        SUF_TRY(suf_parameters_take(
            self, &service->stay.death_factor, DBL_MAX, &numbers->death_factor));
    }
    numbers->death_bound = fmax(1, numbers->death_factor);
    if (service->stay.has_initial) {
        SUF_TRY(suf_distribution_need_equilibrium(&numbers->stay));
        if (!service->stay.initial_from_share) {
            SUF_TRY(suf_parameters_take(
                self, &service->stay.initial_occupancy, 1, &numbers->initial_occupancy));
        }
    }
    if (service->stay.has_population &&
        (self->simulated == NULL || self->simulated[index])) {
        SUF_TRY(set_rate(self, index));
        SUF_TRY(set_month_factors(self, service, numbers));
    }
out:
    return status;
}

/* Per person-day without the month factor, or per day; 0 for streams whose rate is in a
 * table or an interval. */
static suf_status
set_stream_rate(suf_parameters *self, uint32_t index)
{
    const suf_stream *stream = &self->model->streams[index];
    double *rate = &self->stream_rate[index];
    switch (stream->kind) {
    case SUF_STREAM_POPULATION:
        *rate = self->services[stream->service].rate * stream->band_factor;
        return SUF_OK;
    case SUF_STREAM_RATE:
        return suf_parameters_take(self, &stream->per_day, DBL_MAX, rate);
    case SUF_STREAM_TABLE:
    case SUF_STREAM_EVERY:
        *rate = 0;
        return SUF_OK;
    }
    return SUF_OK;
}

static suf_status
resolve_delivery(suf_parameters *self)
{
    const suf_delivery_model *delivery = &self->model->delivery;
    suf_status status = SUF_OK;
    self->delay.kind = delivery->delay;
    SUF_TRY(suf_parameters_take(self, &delivery->delay_a, DBL_MAX, &self->delay.a));
    SUF_TRY(suf_parameters_take(self, &delivery->delay_b, DBL_MAX, &self->delay.b));
    SUF_TRY(suf_parameters_take(self, &delivery->correlation, 1, &self->correlation));
    SUF_TRY(suf_parameters_take(
        self, &delivery->programme_correlation, 1, &self->programme_correlation));
    if (self->correlation + self->programme_correlation > 1 + 1e-9) {
        status = SUF_RAISE(SUF_ERROR_PARAMETER);
        goto out;
    }
    bool is_lognormal = self->delay.kind == SUF_DELAY_LOGNORMAL;
    if (is_lognormal && !(self->delay.b >= self->delay.a && self->delay.a > 0)) {
        status = SUF_RAISE(SUF_ERROR_PARAMETER);
    }
    if (status == SUF_OK) {
        status = suf_parameters_take_overrun(self);
    }
    for (uint32_t i = 0; status == SUF_OK && i < delivery->n_works; i++) {
        status = set_distribution(self, &delivery->works_time[i], &self->works_time[i]);
    }
out:
    return status;
}

suf_status
suf_parameters_resolve(suf_parameters *self, const double *assumption_values)
{
    const suf_model *model = self->model;
    suf_status status = SUF_OK;
    if (model->n_assumptions > 0) {
        memcpy(self->assumptions, assumption_values,
            suf_model_n_values(model) * sizeof *self->assumptions);
    }
    SUF_TRY(suf_parameters_resolve_population(self));
    for (uint32_t i = 0; i < model->n_services; i++) {
        SUF_TRY(resolve_service(self, i));
    }
    for (uint32_t i = 0; i < model->n_streams; i++) {
        SUF_TRY(set_stream_rate(self, i));
    }
    SUF_TRY(resolve_delivery(self));
out:
    return status;
}
