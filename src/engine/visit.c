/* Visits: short, repeated use within opening hours.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/occupancy.h"
#include "random/inversion.h"

enum { MEAN_SERVED, MEAN_AWAY, MEAN_REFUSED, MEAN_HOURS, N_MEANS };
#define HOURS_PER_DAY 24.0
#define LEAST_BLOCKED 1e-12

suf_status
suf_visit_new(const suf_model *model, struct suf_visits **visits)
{
    struct suf_visits *self = NULL;
    suf_status status = SUF_OK;
    *visits = NULL;
    SUF_TRY(suf_array_new(1, sizeof *self, &self));
    self->model = model;
    SUF_TRY(suf_array_new(
        model->n_services, sizeof *self->flushed_days, &self->flushed_days));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->hours, &self->hours));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->second, &self->second));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->there, &self->there));
    SUF_TRY(suf_array_new(model->n_districts, sizeof *self->weekly, &self->weekly));
    SUF_TRY(suf_array_new(
        (size_t) model->n_districts * N_MEANS, sizeof *self->means, &self->means));
    *visits = self;
    self = NULL;
out:
    suf_visit_free(self);
    return status;
}

void
suf_visit_free(struct suf_visits *self)
{
    if (self != NULL) {
        free(self->flushed_days);
        free(self->hours);
        free(self->second);
        free(self->there);
        free(self->weekly);
        free(self->means);
        free(self);
    }
}

void
suf_visit_clear(struct suf_visits *self)
{
    for (uint32_t i = 0; i < self->model->n_services; i++) {
        self->flushed_days[i] = 0;
    }
}

double
suf_visit_blocking(double load, double places)
{
    if (!(places > 0)) {
        return 1;
    }
    if (!(load > 0)) {
        return 0;
    }
    /* The inverse of B(n): 1 / B(n) = 1 + n / load x 1 / B(n - 1), B(0) = 1 (Jagerman
     * 1974); it only grows. */
    double inverse = 1;
    double per_load = 1 / load;
    uint32_t whole = (uint32_t) places;
    for (uint32_t n = 1; n <= whole; n++) {
        inverse = 1 + n * per_load * inverse;
        if (inverse > 1 / LEAST_BLOCKED) {
            return 0;
        }
    }
    double next = 1 + (whole + 1.0) * per_load * inverse;
    double part = places - whole;
    return (1 - part) / inverse + part / next;
}

/* Mean visitors a week of a district. */
static double
visitors_a_week(const suf_state *state, const suf_service *service, uint32_t district)
{
    const suf_model *model = state->model;
    int32_t number = model->calendar.first_month + (int32_t) state->month;
    uint32_t month = (uint32_t) number % 12;
    int32_t year = number / 12;
    int64_t youngest = (int64_t) state->month + SUF_OLDEST_MONTHS;
    int64_t last = youngest - service->eligible_from;
    int64_t first =
        service->eligible_to == SUF_AGE_OPEN ? 0 : youngest - service->eligible_to + 1;
    uint64_t people = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        if (service->sex != SUF_BOTH_SEXES && (uint32_t) service->sex != sex) {
            continue;
        }
        const uint32_t *residents =
            &state->population.residents[suf_model_cell(model, district, sex, 0)];
        for (int64_t c = first < 0 ? 0 : first; c <= last; c++) {
            people += residents[c];
        }
    }
    return (double) people *
           suf_parameters_value_in(
               state->parameters, &service->visit.participation, year) *
           suf_parameters_value_in(
               state->parameters, &service->visit.visits_per_week, year) *
           service->visit.by_month[month];
}

/* Places of one of a pool's equal sites. */
static double
places_of_site(const suf_pool *pool)
{
    return pool->sites > 0 ? (double) pool->usable / pool->sites : 0;
}

/* Where the refused of each district try once more: the nearest that is open. */
static void
find_second(suf_state *state, const suf_service *service, uint32_t index)
{
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        state->visits->second[d] = SUF_NONE;
        for (uint32_t i = service->reach_first[d]; i < service->reach_first[d + 1]; i++) {
            if (suf_pool_of(state, index, service->reach[i])->usable > 0) {
                state->visits->second[d] = service->reach[i];
                break;
            }
        }
    }
}

/* An hour of a day: own visitors, then the refused of others; n_days such hours. */
static void
add_hour(suf_state *state, uint32_t index, double n_days)
{
    const suf_model *model = state->model;
    struct suf_visits *self = state->visits;
    for (uint32_t d = 0; d < model->n_districts; d++) {
        suf_visit_hour *hour = &self->hours[d];
        uint32_t to = self->second[d];
        if (to != SUF_NONE) {
            self->hours[to].overflow += hour->load * hour->blocked;
        }
    }
    for (uint32_t d = 0; d < model->n_districts; d++) {
        suf_visit_hour *hour = &self->hours[d];
        const suf_pool *pool = suf_pool_of(state, index, d);
        hour->gained = 0;
        if (hour->overflow > 0 && pool->sites > 0) {
            double both = hour->load + hour->overflow;
            double blocked = suf_visit_blocking(both / pool->sites, places_of_site(pool));
            double more = both * (1 - blocked) - hour->load * (1 - hour->blocked);
            hour->gained = fmin(hour->overflow, fmax(0, more));
        }
        self->means[d * N_MEANS + MEAN_HOURS] +=
            n_days * (hour->load * (1 - hour->blocked) + hour->gained);
    }
    for (uint32_t d = 0; d < model->n_districts; d++) {
        const suf_visit_hour *hour = &self->hours[d];
        uint32_t to = self->second[d];
        double accepted = 0;
        if (to != SUF_NONE && self->hours[to].overflow > 0) {
            accepted = self->hours[to].gained / self->hours[to].overflow;
        }
        double refused = n_days * hour->visitors * hour->blocked;
        double *means = &self->means[(size_t) d * N_MEANS];
        means[MEAN_SERVED] += n_days * hour->visitors - refused;
        means[MEAN_AWAY] += refused * accepted;
        means[MEAN_REFUSED] += refused * (1 - accepted);
    }
}

/* All hours of days of one type, of which there are n_days. */
static void
add_days(suf_state *state, const suf_service *service, uint32_t index, uint32_t type,
    double n_days, const double *weekly)
{
    const suf_model *model = state->model;
    struct suf_visits *self = state->visits;
    const suf_visit_model *visit = &service->visit;
    double stay =
        suf_parameters_value(state->parameters, &visit->mean_stay) * HOURS_PER_DAY;
    double decay = exp(-1 / stay);
    double *there = self->there;
    for (uint32_t d = 0; d < model->n_districts; d++) {
        there[d] = 0;
    }
    for (uint32_t h = visit->opens; h < visit->closes; h++) {
        for (uint32_t d = 0; d < model->n_districts; d++) {
            const suf_pool *pool = suf_pool_of(state, index, d);
            double visitors = weekly[d] * visit->weight[type][h];
            double steady = visitors * stay;
            /* da/dt = visitors - a / stay: its mean over the hour, and its end. */
            double load = steady + (there[d] - steady) * stay * (1 - decay);
            there[d] = steady + (there[d] - steady) * decay;
            self->hours[d] = (suf_visit_hour){.visitors = visitors,
                .load = load,
                .blocked = pool->sites > 0 ? suf_visit_blocking(
                                                 load / pool->sites, places_of_site(pool))
                                           : 1};
        }
        add_hour(state, index, n_days);
    }
}

/* Numbers of the span, by inversion of one named uniform each. */
static void
draw_span(suf_state *state, const suf_service *service, uint32_t index, double from_days)
{
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        const double *means = &state->visits->means[(size_t) d * N_MEANS];
        suf_pool *pool = suf_pool_of(state, index, d);
        suf_rng_block block =
            suf_rng_draw(state->key, (uint64_t) from_days, d, service->purpose);
        uint64_t n[MEAN_HOURS];
        for (int i = 0; i < MEAN_HOURS; i++) {
            n[i] = suf_poisson_quantile(means[i], suf_rng_uniform(block.word[i]));
        }
        pool->counts[SUF_COUNT_VISITS] += n[MEAN_SERVED] + n[MEAN_AWAY] + n[MEAN_REFUSED];
        pool->counts[SUF_COUNT_SERVED] += n[MEAN_SERVED];
        pool->counts[SUF_COUNT_SERVED_AWAY] += n[MEAN_AWAY];
        pool->counts[SUF_COUNT_VISITS_REFUSED] += n[MEAN_REFUSED];
        pool->person_hours += means[MEAN_HOURS];
        if (state->observer != NULL) {
            suf_sighting sighting = {.what = SUF_SEEN_VISITS,
                .time_days = state->now_days,
                .service = index,
                .home = d,
                .site = SUF_NONE,
                .amounts = {n[MEAN_SERVED] + n[MEAN_AWAY] + n[MEAN_REFUSED],
                    n[MEAN_SERVED] + n[MEAN_AWAY], n[MEAN_REFUSED]}};
            state->observer->see(state->observer->context, &sighting);
        }
    }
}

void
suf_visit_flush(suf_state *state, uint32_t index, double until_days)
{
    const suf_model *model = state->model;
    struct suf_visits *self = state->visits;
    const suf_service *service = &model->services[index];
    double from_days = self->flushed_days[index];
    double n_days[7] = {0};
    if (!(until_days > from_days)) {
        return;
    }
    self->flushed_days[index] = until_days;
    for (int64_t day = (int64_t) from_days; day < (int64_t) until_days; day++) {
        int64_t weekday = (model->start_weekday + day) % 7;
        n_days[service->visit.day_type[weekday]]++;
    }
    for (uint32_t i = 0; i < model->n_districts * N_MEANS; i++) {
        self->means[i] = 0;
    }
    for (uint32_t d = 0; d < model->n_districts; d++) {
        self->weekly[d] = visitors_a_week(state, service, d);
        suf_pool *pool = suf_pool_of(state, index, d);
        pool->place_hours += (until_days - from_days) *
                             (service->visit.closes - service->visit.opens) *
                             pool->usable;
    }
    find_second(state, service, index);
    for (uint32_t type = 0; type < service->visit.n_types; type++) {
        if (n_days[type] > 0) {
            add_days(state, service, index, type, n_days[type], self->weekly);
        }
    }
    draw_span(state, service, index, from_days);
}

void
suf_visit_flush_all(suf_state *state, double until_days)
{
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        if (state->model->services[i].kind == SUF_KIND_VISIT) {
            suf_visit_flush(state, i, until_days);
        }
    }
}
