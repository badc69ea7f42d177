/* Visits: short, repeated use within opening hours.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/visit/visit_choice.h"
#include "engine/visit/visit_state.h"
#include "random/inversion.h"

#define HOURS_PER_DAY 24.0
/* Shorter stays are as good as none. */
#define LEAST_STAY 1e-6

/* Mean visitors a week of a district. */
static double
visitors_a_week(
    const suf_visit_state *state, const suf_service *service, uint32_t district)
{
    const suf_model *model = state->model;
    int32_t number = model->calendar.first_month + (int32_t) state->core->month;
    uint32_t month = (uint32_t) number % 12;
    int32_t year = number / 12;
    int64_t youngest = (int64_t) state->core->month + SUF_OLDEST_MONTHS;
    int64_t last = youngest - service->eligible_from;
    int64_t first =
        service->eligible_to == SUF_AGE_OPEN ? 0 : youngest - service->eligible_to + 1;
    uint64_t people = 0;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        if (service->sex != SUF_BOTH_SEXES && (uint32_t) service->sex != sex) {
            continue;
        }
        const uint32_t *residents =
            &state->people->residents[suf_model_cell(model, district, sex, 0)];
        for (int64_t c = first < 0 ? 0 : first; c <= last; c++) {
            people += residents[c];
        }
    }
    return (double) people *
           suf_parameters_value_in(
               state->core->parameters, &service->visit.participation, year) *
           suf_parameters_value_in(
               state->core->parameters, &service->visit.visits_per_week, year) *
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
find_second(suf_visit_state *state, const suf_service *service, uint32_t index)
{
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        suf_visit_district *at = &state->districts[d];
        at->second = SUF_NONE;
        for (uint32_t i = service->reach_first[d]; i < service->reach_first[d + 1]; i++) {
            if (suf_pool_of(state->core, index, service->reach[i])->usable > 0) {
                at->second = service->reach[i];
                break;
            }
        }
    }
}

/* What a span of days of one service has. */
typedef struct span {
    suf_visit_state *state;
    const suf_service *service;
    uint32_t index; /* of the service */
    double stay;    /* hours */
} span;

/* How many people come to a district first, in an hour of a course. */
static double
visitors_in(const span *self, const suf_course *course, uint32_t district, uint32_t hour)
{
    return self->state->districts[district].weekly * suf_course_weight(course, hour);
}

/* Own visitors of all districts: who is there, and who is refused. */
static suf_status
solve_own(const span *self, const suf_course *course, uint32_t course_index)
{
    suf_visit_state *state = self->state;
    uint32_t n_districts = state->model->n_districts;
    suf_status status = SUF_OK;
    for (uint32_t d = 0; d < n_districts; d++) {
        const suf_pool *pool = suf_pool_of(state->core, self->index, d);
        double sites = pool->sites > 0 ? pool->sites : 1;
        size_t table =
            ((size_t) self->index * n_districts + d) * SUF_N_COURSES + course_index;
        suf_visit_district *at = &state->districts[d];
        SUF_TRY(suf_course_look_up(course, &state->tables[table], &state->loss,
            places_of_site(pool), self->stay, at->weekly / sites, at->hours));
    }
out:
    return status;
}

/* Sends the refused on: all districts before any is asked whether it takes them. The
 * nearest come first in each sum, whatever the order of districts. */
static void
send_on(const span *self, const suf_course *course, uint32_t n_hours)
{
    const suf_service *service = self->service;
    suf_visit_district *districts = self->state->districts;
    for (uint32_t to = 0; to < self->state->model->n_districts; to++) {
        suf_visit_district *at = &districts[to];
        at->is_second = false;
        for (uint32_t h = 0; h < n_hours; h++) {
            at->over[h] = 0;
        }
        for (uint32_t i = service->accepts_first[to]; i < service->accepts_first[to + 1];
             i++) {
            uint32_t from = service->accepts[i];
            if (districts[from].second != to) {
                continue;
            }
            for (uint32_t h = 0; h < n_hours; h++) {
                double refused = districts[from].hours[h].refused;
                if (refused > 0) {
                    at->over[h] += visitors_in(self, course, from, h) * refused;
                    at->is_second = true;
                }
            }
        }
    }
}

/* Who is there when those from elsewhere come too, and how many of these are taken: as
 * many as the district then takes more. n_days[] of the course's days are in the span. */
static suf_status
take_from_elsewhere(
    const span *self, const suf_course *course, const double n_days[7], uint32_t district)
{
    suf_visit_state *state = self->state;
    suf_visit_district *at = &state->districts[district];
    const suf_pool *pool = suf_pool_of(state->core, self->index, district);
    double rates[SUF_HOURS_OF_WEEK];
    suf_loss_hour both[SUF_HOURS_OF_WEEK];
    double come = 0;
    double taken = 0;
    uint32_t n_hours = course->n_days * SUF_HOURS_OF_DAY;
    for (uint32_t h = 0; h < n_hours; h++) {
        double own = visitors_in(self, course, district, h);
        rates[h] = (own + at->over[h]) / pool->sites;
    }
    suf_status status = suf_course_solve(
        course, &state->loss, places_of_site(pool), self->stay, rates, both);
    for (uint32_t h = 0; status == SUF_OK && h < n_hours; h++) {
        double n = n_days[h / SUF_HOURS_OF_DAY];
        double own = visitors_in(self, course, district, h);
        come += n * at->over[h];
        taken += n * ((own + at->over[h]) * (1 - both[h].refused) -
                         own * (1 - at->hours[h].refused));
        at->means[SUF_MEAN_HOURS] +=
            n * pool->sites * (both[h].present - at->hours[h].present);
        at->peak = n > 0 ? fmax(at->peak, pool->sites * both[h].present) : at->peak;
    }
    at->accepted = come > 0 ? fmin(fmax(taken / come, 0), 1) : 0;
    return status;
}

/* Adds the days of a course, of which n_days[] are in the span. */
static suf_status
add_course(const span *self, uint32_t course_index, const double n_days[7])
{
    suf_visit_state *state = self->state;
    suf_visit_district *districts = state->districts;
    suf_course course = suf_course_of(&self->service->visit, course_index);
    uint32_t n_hours = course.n_days * SUF_HOURS_OF_DAY;
    suf_status status = SUF_OK;
    SUF_TRY(solve_own(self, &course, course_index));
    send_on(self, &course, n_hours);
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        districts[d].accepted = 0;
        if (districts[d].is_second) {
            SUF_TRY(take_from_elsewhere(self, &course, n_days, d));
        }
    }
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        suf_visit_district *at = &districts[d];
        double accepted = at->second != SUF_NONE ? districts[at->second].accepted : 0;
        const suf_pool *pool = suf_pool_of(state->core, self->index, d);
        for (uint32_t h = 0; h < n_hours; h++) {
            double n = n_days[h / SUF_HOURS_OF_DAY];
            double visitors = n * visitors_in(self, &course, d, h);
            double refused = visitors * at->hours[h].refused;
            at->means[SUF_MEAN_SERVED] += visitors - refused;
            at->means[SUF_MEAN_OVERFLOW] += refused * accepted;
            at->means[SUF_MEAN_REFUSED] += refused * (1 - accepted);
            at->means[SUF_MEAN_HOURS] += n * pool->sites * at->hours[h].present;
            at->peak =
                n > 0 ? fmax(at->peak, pool->sites * at->hours[h].present) : at->peak;
        }
    }
out:
    return status;
}

/* A span of less than a week may lack the fullest hour, so that it can only raise it. */
static void
set_peak(suf_pool *pool, double present, int64_t n_days)
{
    double use = pool->usable > 0 ? fmin(present / pool->usable, 1) : 0;
    pool->peak_utilisation = n_days >= 7 ? use : fmax(use, pool->peak_utilisation);
}

/* Means of all districts over the span from one day to another. */
static suf_status
set_means(const span *self, int64_t from_day, int64_t until_day)
{
    suf_visit_state *state = self->state;
    const suf_visit_model *visit = &self->service->visit;
    double n_days[SUF_N_COURSES][7] = {{0}};
    double n_open = 0;
    suf_status status = SUF_OK;
    for (int64_t day = from_day; day < until_day; day++) {
        if (suf_visit_is_open(state->model, visit, day)) {
            suf_course_count_day(state->model, visit, day, n_days);
            n_open++;
        }
    }
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        suf_visit_district *at = &state->districts[d];
        suf_pool *pool = suf_pool_of(state->core, self->index, d);
        pool->place_hours += n_open * (visit->closes - visit->opens) * pool->usable;
        at->weekly = visitors_a_week(state, self->service, d);
        at->peak = 0;
        for (int i = 0; i < SUF_N_MEANS; i++) {
            at->means[i] = 0;
        }
    }
    if (visit->has_gravity) {
        suf_visit_choose(state, self->service, self->index);
    }
    find_second(state, self->service, self->index);
    for (uint32_t i = 0; i < SUF_N_COURSES; i++) {
        double n = 0;
        for (int day = 0; day < 7; day++) {
            n += n_days[i][day];
        }
        if (n > 0) {
            SUF_TRY(add_course(self, i, n_days[i]));
        }
    }
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        set_peak(suf_pool_of(state->core, self->index, d), state->districts[d].peak,
            until_day - from_day);
    }
    if (visit->has_gravity) {
        suf_visit_share_out(state);
    }
out:
    return status;
}

/* Numbers of the span, by inversion of one named uniform each. */
static void
draw_span(
    suf_visit_state *state, const suf_service *service, uint32_t index, double from_days)
{
    for (uint32_t d = 0; d < state->model->n_districts; d++) {
        const double *means = state->districts[d].means;
        suf_pool *pool = suf_pool_of(state->core, index, d);
        suf_rng_block block = suf_rng_draw(state->core->key, (uint64_t) from_days,
            state->model->population.district_purpose[d], service->purpose);
        uint64_t n[SUF_MEAN_HOURS];
        for (int i = 0; i < SUF_MEAN_HOURS; i++) {
            n[i] = suf_poisson_quantile(means[i], suf_rng_uniform(block.word[i]));
        }
        pool->counts[SUF_COUNT_VISITS] +=
            n[SUF_MEAN_SERVED] + n[SUF_MEAN_OVERFLOW] + n[SUF_MEAN_REFUSED];
        pool->counts[SUF_COUNT_SERVED] += n[SUF_MEAN_SERVED];
        pool->counts[SUF_COUNT_SERVED_OVERFLOW] += n[SUF_MEAN_OVERFLOW];
        pool->counts[SUF_COUNT_VISITS_REFUSED] += n[SUF_MEAN_REFUSED];
        pool->person_hours += means[SUF_MEAN_HOURS];
        if (state->core->observer != NULL) {
            suf_trace_event line = {.what = SUF_TRACE_VISITS,
                .time_days = state->core->now_days,
                .service = index,
                .home = d,
                .site = SUF_NONE,
                .amounts = {
                    n[SUF_MEAN_SERVED] + n[SUF_MEAN_OVERFLOW] + n[SUF_MEAN_REFUSED],
                    n[SUF_MEAN_SERVED] + n[SUF_MEAN_OVERFLOW], n[SUF_MEAN_REFUSED]}};
            suf_core_trace(state->core, &line);
        }
    }
}

void
suf_visit_flush(suf_visit_state *state, uint32_t index, double until_days)
{
    const suf_service *service = &state->model->services[index];
    double from_days = state->flushed_days[index];
    if (!(until_days > from_days) || state->core->status != SUF_OK) {
        return;
    }
    state->flushed_days[index] = until_days;
    double stay =
        suf_parameters_value(state->core->parameters, &service->visit.mean_stay);
    span self = {state, service, index, fmax(stay * HOURS_PER_DAY, LEAST_STAY)};
    suf_status status = set_means(&self, (int64_t) from_days, (int64_t) until_days);
    suf_core_fail(state->core, status);
    if (status == SUF_OK) {
        draw_span(state, service, index, from_days);
    }
}
