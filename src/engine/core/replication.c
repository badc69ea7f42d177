/* One replication, from start to end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replication.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/delivery/capacity.h"
#include "engine/stay/classes.h"
#include "engine/stay/day.h"
#include "engine/stay/departure.h"
#include "engine/stay/initial.h"
#include "engine/intake/intake.h"
#include "engine/stay/place.h"
#include "engine/stay/request.h"
#include "engine/target/targets.h"
#include "engine/visit/visit.h"
#include "engine/stay/waits.h"

static suf_status
init_lines(suf_state *state)
{
    const suf_model *model = state->model;
    size_t n_pools = (size_t) model->n_services * model->n_districts;
    suf_status status = suf_array_new(n_pools, sizeof *state->lines, &state->lines);
    for (size_t i = 0; status == SUF_OK && i < n_pools; i++) {
        const suf_service *service = &model->services[i / model->n_districts];
        status = suf_waiting_line_init(
            &state->lines[i], service->discipline, service->n_classes);
    }
    return status;
}

static suf_status
init_sources(suf_state *state)
{
    const suf_model *model = state->model;
    size_t n_pools = (size_t) model->n_services * model->n_districts;
    size_t n = model->n_streams + n_pools;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *state->source_service, &state->source_service));
    SUF_TRY(suf_array_new(n, sizeof *state->source_purpose, &state->source_purpose));
    for (uint32_t i = 0; i < model->n_streams; i++) {
        state->source_service[i] = model->streams[i].service;
        state->source_purpose[i] = model->streams[i].purpose;
    }
    for (size_t i = 0; i < n_pools; i++) {
        uint32_t service = (uint32_t) (i / model->n_districts);
        state->source_service[model->n_streams + i] = service;
        state->source_purpose[model->n_streams + i] = model->services[service].purpose;
    }
out:
    return status;
}

static bool
has_intakes(const suf_model *model)
{
    for (uint32_t i = 0; i < model->n_services; i++) {
        if (model->services[i].kind == SUF_KIND_INTAKE && model->population.is_given) {
            return true;
        }
    }
    return false;
}

suf_status
suf_replication_init(suf_replication *self, const suf_model *model)
{
    *self = (suf_replication){.state = {.model = model}, .is_done = true};
    suf_state *state = &self->state;
    suf_status status = SUF_OK;
    size_t n_pools = (size_t) model->n_services * model->n_districts;
    self->buckets_per_day = (uint32_t) (1 / model->bucket_days);
    suf_entity_pool_init(&state->entities);
    SUF_TRY(suf_event_list_init(&state->events, model->bucket_days, model->end_days));
    SUF_TRY(suf_population_init(&state->population, model));
    SUF_TRY(suf_array_new(n_pools, sizeof *state->pools, &state->pools));
    SUF_TRY(suf_array_new(n_pools, sizeof *state->n_lotteries, &state->n_lotteries));
    SUF_TRY(init_lines(state));
    SUF_TRY(init_sources(state));
    SUF_TRY(suf_array_new(
        model->n_services, sizeof *state->service_waiting, &state->service_waiting));
    SUF_TRY(suf_array_new((size_t) model->n_services * model->population.n_cells,
        sizeof *state->held, &state->held));
    SUF_TRY(
        suf_array_new(model->n_services, sizeof *state->is_at_once, &state->is_at_once));
    SUF_TRY(suf_stay_calendar_init(&state->stays, (uint32_t) model->end_days));
    if (model->population.is_given) {
        SUF_TRY(suf_day_new(model, &state->day));
    }
    SUF_TRY(suf_request_maker_new(model, &state->requests));
    SUF_TRY(suf_delivery_init(&state->delivery, model));
    SUF_TRY(suf_targets_new(model, &state->targets));
    SUF_TRY(suf_intake_new(model, &state->enrolment));
    SUF_TRY(suf_visit_new(model, &state->visits));
    SUF_TRY(suf_waits_new(model, &state->waits));
    SUF_TRY(suf_classes_new(model, &state->classes));
    if (has_intakes(model)) {
        state->population.pupils = state->enrolment->pupils;
        state->population.pupils_city = state->enrolment->pupils_city;
    }
    SUF_TRY(
        suf_array_new(model->n_changes, sizeof *state->conversions, &state->conversions));
    SUF_TRY(
        suf_array_new(model->n_changes, sizeof *state->open_shares, &state->open_shares));
out:
    if (status != SUF_OK) {
        suf_replication_free(self);
    }
    return status;
}

void
suf_replication_free(suf_replication *self)
{
    suf_state *state = &self->state;
    suf_event_list_free(&state->events);
    suf_entity_pool_free(&state->entities);
    suf_population_free(&state->population);
    if (state->lines != NULL) {
        size_t n_pools = (size_t) state->model->n_services * state->model->n_districts;
        for (size_t i = 0; i < n_pools; i++) {
            suf_waiting_line_free(&state->lines[i]);
        }
    }
    free(state->lines);
    free(state->pools);
    free(state->n_lotteries);
    free(state->service_waiting);
    free(state->held);
    free(state->is_at_once);
    suf_stay_calendar_free(&state->stays);
    suf_day_free(state->day);
    free(state->source_service);
    free(state->source_purpose);
    suf_request_maker_free(state->requests);
    suf_delivery_free(&state->delivery);
    suf_targets_free(state->targets);
    suf_intake_free(state->enrolment);
    suf_visit_free(state->visits);
    suf_waits_free(state->waits);
    free(state->classes);
    free(state->conversions);
    free(state->open_shares);
    *self = (suf_replication){.is_done = true};
}

/* The first failure of any part. */
static suf_status
status_of(const suf_state *state)
{
    if (state->status != SUF_OK) {
        return state->status;
    }
    if (state->population.status != SUF_OK) {
        return state->population.status;
    }
    if (state->stays.status != SUF_OK) {
        return state->stays.status;
    }
    return state->events.status != SUF_OK ? state->events.status : state->entities.status;
}

static void
clear(suf_state *state)
{
    const suf_model *model = state->model;
    size_t n_pools = (size_t) model->n_services * model->n_districts;
    suf_event_list_clear(&state->events);
    suf_entity_pool_clear(&state->entities);
    suf_stay_calendar_clear(&state->stays);
    suf_request_maker_clear(state->requests);
    memset(state->pools, 0, n_pools * sizeof *state->pools);
    memset(state->n_lotteries, 0, n_pools * sizeof *state->n_lotteries);
    memset(state->service_waiting, 0, model->n_services * sizeof *state->service_waiting);
    memset(state->held, 0,
        (size_t) model->n_services * model->population.n_cells * sizeof *state->held);
    for (size_t i = 0; i < n_pools; i++) {
        suf_waiting_line_clear(&state->lines[i]);
    }
    suf_intake_clear(state->enrolment);
    suf_visit_clear(state->visits);
    suf_waits_clear(state->waits);
    suf_classes_clear(state);
    state->population.n_changes = 0;
    state->population.status = SUF_OK;
    suf_state_set_now(state, 0);
    state->n_events = 0;
    state->status = SUF_OK;
}

static void
begin_month(suf_state *state, uint32_t month)
{
    state->month = month;
    state->month_end_days = state->model->calendar.limits_days[month + 1];
    state->month_end = suf_ticks_of_days(state->month_end_days);
    if (state->model->population.is_given) {
        suf_population_step(&state->population, month);
    }
}

suf_status
suf_replication_start(suf_replication *self, const suf_parameters *parameters,
    uint64_t number, const suf_layout_map *map, suf_metrics *metrics,
    const suf_observer *observer)
{
    suf_state *state = &self->state;
    const suf_model *model = state->model;
    self->map = map;
    self->metrics = metrics;
    self->next_bucket = 0;
    self->is_done = false;
    state->parameters = parameters;
    state->observer = observer;
    state->way = observer != NULL ? SUF_WAY_BY_PERSON : self->way;
    state->key = (suf_rng_key){.seed = model->seed, .replication = number};
    clear(state);
    suf_day_start(state);
    suf_metrics_clear(metrics);
    suf_observe_assumptions(state, map, metrics);
    suf_population_start(&state->population, parameters, state->key);
    begin_month(state, model->calendar.start_index);
    suf_delivery_start(&state->delivery, parameters, state->key);
    suf_targets_start(state);
    suf_capacity_start(state);
    suf_intake_start(state);
    suf_status status = suf_initial_people(state);
    if (status == SUF_OK) {
        suf_request_begin_month(state);
        status = status_of(state);
    }
    self->is_done = status != SUF_OK;
    return status;
}

/* The month in hand ends now: observes it, and its year if that ends too. */
static void
end_month(suf_replication *self)
{
    suf_state *state = &self->state;
    const suf_model *model = state->model;
    suf_targets_end_month(state);
    suf_waits_end_month(state);
    uint32_t month = state->month - model->calendar.start_index;
    suf_classes_observe(state, self->map, self->metrics, month);
    suf_observe_month(state, self->map, self->metrics, month);
    uint32_t year = suf_calendar_year(&model->calendar, state->month);
    bool is_last = state->month + 1 == model->calendar.n_months;
    if (is_last || suf_calendar_year(&model->calendar, state->month + 1) != year) {
        uint32_t index = year - (uint32_t) self->metrics->layout->first_year;
        if (model->population.is_given) {
            suf_population_flush(
                &state->population, self->map->districts, self->metrics, index);
        }
        suf_observe_delivery(state, self->map, self->metrics, index, is_last);
    }
    if (is_last) {
        suf_waits_observe(state, self->map, self->metrics);
    }
    self->metrics->n_events = state->n_events;
}

/* Opens the next bucket, with what comes before it at its start; false at the end. */
static bool __attribute__((noinline)) advance(suf_replication *self)
{
    suf_state *state = &self->state;
    const suf_model *model = state->model;
    if (status_of(state) != SUF_OK) {
        return false;
    }
    bool is_end = self->next_bucket == state->events.n_buckets;
    if (is_end || self->next_bucket % self->buckets_per_day == 0) {
        uint32_t day = self->next_bucket / self->buckets_per_day;
        if (self->is_given_up != NULL && self->is_given_up(self->give_up_context)) {
            state->status = SUF_RAISE(SUF_ERROR_INTERRUPTED);
            return false;
        }
        suf_state_set_now(state, suf_ticks_of_days(is_end ? model->end_days : day));
        if (state->now_days >= state->month_end_days) {
            suf_visit_flush_all(state, state->month_end_days);
        }
        suf_targets_look(state, self->map, self->metrics);
        if (state->now_days >= state->month_end_days) {
            end_month(self);
            if (!is_end) {
                begin_month(state, state->month + 1);
                suf_intake_month(state, false);
                suf_capacity_convert(state);
                suf_request_begin_month(state);
            }
        }
        if (is_end) {
            return false;
        }
        suf_request_begin_day(state);
        if (state->day != NULL) {
            suf_day_take(state);
        }
    }
    suf_event_list_open(&state->events, self->next_bucket++);
    return true;
}

/* Changes of places and intakes: few, and kept out of the way of the others. */
static void __attribute__((noinline, cold))
happen_rarely(suf_state *state, const suf_event *event)
{
    if (suf_event_kind_of(event) == SUF_EVENT_CAPACITY) {
        suf_capacity_change_places(state, event->index);
    } else {
        suf_intake_hold(state, event->index, event->low);
    }
}

/* What happens at the event. Flat: left to itself the compiler no longer puts requests
 * and releases into the loop since there are intakes (measured: 8 % fewer events a
 * second). */
static inline void __attribute__((flatten))
happen(suf_state *state, const suf_event *event)
{
    suf_state_set_now(state, suf_event_time(event));
    switch (suf_event_kind_of(event)) {
    case SUF_EVENT_REQUEST:
        suf_place_request(state, suf_request_candidate(state, event->index), event->low);
        break;
    case SUF_EVENT_RELEASE:
        suf_departure_release(state, event);
        break;
    case SUF_EVENT_PLAIN_END:
        suf_departure_plain(state, event->index, event->low);
        break;
    case SUF_EVENT_LEAVE:
        suf_departure_leave(state, event);
        break;
    case SUF_EVENT_HAZARD:
        suf_departure_hazard(state, event);
        break;
    case SUF_EVENT_CAPACITY:
    case SUF_EVENT_INTAKE:
        happen_rarely(state, event);
        break;
    }
}

bool
suf_replication_step(suf_replication *self)
{
    suf_event event;
    if (self->state.way == SUF_WAY_AT_ONCE) {
        self->state.way = SUF_WAY_IN_ORDER;
    }
    while (!self->is_done) {
        if (suf_event_list_take(&self->state.events, &event)) {
            happen(&self->state, &event);
            return true;
        }
        self->is_done = !advance(self);
    }
    return false;
}

suf_status
suf_replication_run(suf_replication *self)
{
    suf_event event;
    while (!self->is_done) {
        while (suf_event_list_take(&self->state.events, &event)) {
            happen(&self->state, &event);
        }
        self->is_done = !advance(self);
    }
    return status_of(&self->state);
}

suf_status
suf_replication_run_until(suf_replication *self, double time_days)
{
    suf_state *state = &self->state;
    suf_ticks time = suf_ticks_of_days(time_days);
    if (state->way == SUF_WAY_AT_ONCE) {
        state->way = SUF_WAY_IN_ORDER; /* at once, what comes after `time` is done */
    }
    while (!self->is_done) {
        suf_ticks next = suf_event_list_next(&state->events);
        if (next < time) {
            (void) suf_replication_step(self);
        } else if (next < SUF_NEVER_TICKS ||
                   self->next_bucket >= time_days * self->buckets_per_day) {
            suf_state_set_now(state, time);
            break;
        } else {
            self->is_done = !advance(self);
        }
    }
    return status_of(state);
}
