/* Stays as a process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stay.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/population/population_process.h"
#include "engine/stay/admission_cohort.h"
#include "engine/stay/classes.h"
#include "engine/stay/day.h"
#include "engine/stay/departure.h"
#include "engine/stay/exogenous.h"
#include "engine/stay/initial.h"
#include "engine/stay/list_month.h"
#include "engine/stay/offer.h"
#include "engine/stay/place.h"
#include "engine/stay/request.h"
#include "engine/stay/request_alarm.h"
#include "engine/stay/seating.h"
#include "engine/stay/spell.h"
#include "engine/stay/stay_checkpoint.h"
#include "engine/stay/waits.h"
#include "engine/stay/wave.h"

/* --- made and freed ----------------------------------------------------------------- */

static size_t
n_pools_of(const suf_model *model)
{
    return (size_t) model->n_services * model->n_areas;
}

static suf_status
make_lines(suf_stay_state *state)
{
    const suf_model *model = state->model;
    suf_status status =
        suf_array_new(n_pools_of(model), sizeof *state->lines, &state->lines);
    for (size_t i = 0; status == SUF_OK && i < n_pools_of(model); i++) {
        const suf_stay_model *stay =
            suf_service_stay(&model->services[i / model->n_areas]);
        if (stay != NULL) {
            status = suf_waiting_line_init(
                &state->lines[i], stay->discipline, stay->n_classes);
        }
    }
    return status;
}

static suf_status
make_sources(suf_stay_state *state)
{
    const suf_model *model = state->model;
    size_t n = model->n_streams + 2 * n_pools_of(model);
    suf_status status = suf_array_new(n, sizeof *state->sources, &state->sources);
    if (status != SUF_OK) {
        return status;
    }
    for (uint32_t i = 0; i < model->n_streams; i++) {
        const suf_stream *stream = &model->streams[i];
        state->sources[i] = (suf_demand_source){stream->purpose, stream->service,
            stream->district, suf_model_pool(model, stream->service, stream->district)};
    }
    for (uint32_t i = 0; i < n_pools_of(model); i++) {
        uint32_t service = i / model->n_areas;
        suf_demand_source source = {
            model->services[service].purpose, service, i % model->n_areas, i};
        state->sources[model->n_streams + i] = source;
        source.purpose = model->services[service].then_purpose;
        state->sources[suf_source_onward(model, i)] = source;
    }
    return SUF_OK;
}

static suf_status
stay_new(suf_core *core, void **out)
{
    const suf_model *model = core->model;
    suf_stay_state *state = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(1, sizeof *state, &state));
    *out = state;
    state->core = core;
    state->people = suf_population_of(core);
    state->model = model;
    suf_entity_pool_init(&state->entities);
    SUF_TRY(suf_array_new(
        n_pools_of(model), sizeof *state->n_lotteries, &state->n_lotteries));
    SUF_TRY(make_lines(state));
    SUF_TRY(make_sources(state));
    SUF_TRY(suf_array_new(
        model->n_services, sizeof *state->service_waiting, &state->service_waiting));
    SUF_TRY(suf_array_new(
        model->n_services, sizeof *state->n_brief_stays, &state->n_brief_stays));
    SUF_TRY(suf_array_new((size_t) model->n_services * model->population.n_cells,
        sizeof *state->in_system, &state->in_system));
    SUF_TRY(suf_array_new(model->n_services, sizeof *state->rules, &state->rules));
    SUF_TRY(suf_daily_streams_init(&state->daily, model));
    SUF_TRY(suf_stay_calendar_init(&state->stays, (uint32_t) model->end_days));
    if (model->population.is_given) {
        SUF_TRY(suf_day_new(model, &state->day));
    }
    SUF_TRY(suf_request_maker_new(model, &state->requests));
    SUF_TRY(suf_waits_new(model, &state->waits));
    SUF_TRY(suf_classes_new(model, &state->classes));
    SUF_TRY(suf_admission_cohorts_new(model, &state->cohorts));
    SUF_TRY(suf_waves_new(model, &state->waves));
    SUF_TRY(suf_seating_new(model, &state->seating));
    SUF_TRY(suf_request_alarms_new(model, &state->alarms));
out:
    return status;
}

static void
stay_free(void *self)
{
    suf_stay_state *state = self;
    if (state == NULL) {
        return;
    }
    suf_entity_pool_free(&state->entities);
    for (size_t i = 0; state->lines != NULL && i < n_pools_of(state->model); i++) {
        suf_waiting_line_free(&state->lines[i]);
    }
    free(state->lines);
    free(state->n_lotteries);
    free(state->service_waiting);
    free(state->n_brief_stays);
    free(state->in_system);
    free(state->rules);
    suf_daily_streams_free(&state->daily);
    suf_stay_calendar_free(&state->stays);
    suf_day_free(state->day);
    free(state->sources);
    suf_request_maker_free(state->requests);
    suf_waits_free(state->waits);
    free(state->classes);
    free(state->cohorts);
    suf_waves_free(state->waves, state->model);
    suf_seating_free(state->seating);
    free(state->alarms);
    free(state);
}

/* --- in a replication --------------------------------------------------------------- */

/* The rules of a service but whether its days may be taken at once. */
static uint32_t
rules_of(const suf_stay_model *stay, const suf_service_parameters *numbers)
{
    bool has_balking = stay->n_balk > 0 || numbers->balk > 0;
    bool is_named = stay->needs_names || numbers->death_probability > 0;
    return (has_balking ? SUF_RULE_BALKING : 0U) |
           (stay->has_admission_cohorts ? SUF_RULE_COHORTS : 0U) |
           (stay->n_classes > 1 ? SUF_RULE_CLASSES : 0U) |
           (stay->is_by_class ? SUF_RULE_BY_CLASS : 0U) |
           (stay->until != SUF_AGE_OPEN ? SUF_RULE_UNTIL : 0U) |
           (stay->staying_index != SUF_NONE ? SUF_RULE_STAYING : 0U) |
           (stay->discipline == SUF_DISCIPLINE_RETRIAL ? SUF_RULE_RETRIAL : 0U) |
           (stay->preempts ? SUF_RULE_PREEMPTION : 0U) |
           (stay->choice.n > 0 ? SUF_RULE_CHOICE : 0U) |
           (is_named ? SUF_RULE_NAMED_END : 0U);
}

/* The rules of the services; their numbers may be assumptions. */
static void
find_rules(suf_stay_state *state)
{
    state->is_any_at_once = false;
    for (uint32_t i = 0; i < state->model->n_services; i++) {
        const suf_stay_model *stay = suf_service_stay(&state->model->services[i]);
        if (stay != NULL) {
            uint32_t rules = rules_of(stay, &state->core->parameters->services[i]) |
                             (state->model->services[i].has_zones ? SUF_RULE_ZONES : 0U);
            rules |= suf_request_is_counted(state->model, i) ? SUF_RULE_COUNTED : 0U;
            /* The days of others have few events, or need names, or nobody. */
            bool is_at_once =
                stay->has_population && !stay->is_fed &&
                suf_scope_has_service(&state->core->scope, i) &&
                (rules & ~(uint32_t) (SUF_RULE_CLASSES | SUF_RULE_COUNTED)) == 0;
            state->is_any_at_once |= is_at_once;
            state->rules[i] = (uint16_t) (rules | (is_at_once ? SUF_RULE_AT_ONCE : 0U));
        }
    }
}

static void
clear(void *self)
{
    suf_stay_state *state = self;
    const suf_model *model = state->model;
    suf_entity_pool_clear(&state->entities);
    suf_stay_calendar_clear(&state->stays);
    suf_request_maker_clear(state->requests);
    memset(state->n_lotteries, 0, n_pools_of(model) * sizeof *state->n_lotteries);
    memset(state->service_waiting, 0, model->n_services * sizeof *state->service_waiting);
    memset(state->n_brief_stays, 0, model->n_services * sizeof *state->n_brief_stays);
    memset(state->in_system, 0,
        (size_t) model->n_services * model->population.n_cells *
            sizeof *state->in_system);
    for (size_t i = 0; i < n_pools_of(model); i++) {
        suf_waiting_line_clear(&state->lines[i]);
    }
    suf_waits_clear(state->waits);
    suf_classes_clear(state);
    suf_seating_clear(state->seating);
    suf_admission_cohorts_clear(state);
    suf_request_alarms_clear(state);
    find_rules(state);
    suf_daily_streams_find(&state->daily, model, &state->core->scope);
    if (state->day != NULL) {
        suf_day_clear(state);
    }
}

static void
month_begins(void *self)
{
    suf_request_begin_month(self);
    suf_exogenous_begin_month(self);
}

static suf_status
start(void *self)
{
    suf_status status = suf_initial_people(self);
    if (status == SUF_OK) {
        status = suf_waves_start(self);
    }
    if (status == SUF_OK) {
        month_begins(self);
    }
    return status;
}

/* Tells failures of memory that the parts have kept. */
static void
day_ends(void *self)
{
    suf_stay_state *state = self;
    suf_core_fail(state->core, state->stays.status);
    suf_core_fail(state->core, state->entities.status);
}

static void
month_ends(void *self)
{
    suf_stay_state *state = self;
    suf_waits_end_month(state);
    suf_classes_observe(state);
    suf_lists_observe(state);
    if (state->core->observation.is_run_end) {
        suf_waits_observe(state);
    }
}

static void
day_begins(void *self)
{
    suf_stay_state *state = self;
    suf_request_forget_day(state);
    suf_exogenous_begin_day(state);
    if (state->day != NULL) {
        suf_day_take(state);
    }
}

/* Each flat: left to itself the compiler puts some of what an event does into functions
 * of their own (measured: 8 % fewer events a second). What is rare stays outside by
 * `cold` or `noinline` where it is defined: all in one, an event saved more registers
 * than it used. */
#define FLAT __attribute__((flatten))

static void FLAT
request_happens(void *self, const suf_event *event)
{
    suf_stay_state *state = self;
    suf_place_request(state, suf_request_candidate(state, event->index), event->low);
}

static void __attribute__((flatten, noinline))
release_happens(void *self, const suf_event *event)
{
    suf_departure_release(self, event);
}

static void FLAT
plain_end_happens(void *self, const suf_event *event)
{
    if ((event->low & SUF_NAMELESS) != 0) {
        suf_departure_plain(self, event->index, event->low & ~SUF_NAMELESS);
    } else {
        release_happens(self, event);
    }
}

static void FLAT
leave_happens(void *self, const suf_event *event)
{
    suf_departure_leave(self, event);
}

static void
hazard_happens(void *self, const suf_event *event)
{
    suf_departure_hazard(self, event);
}

static void
retry_happens(void *self, const suf_event *event)
{
    suf_offer_on_retry(self, event);
}

static void
wave_happens(void *self, const suf_event *event)
{
    suf_waves_switch(self, event);
}

static void
places_changed(void *self, uint32_t service, uint32_t district)
{
    suf_offer_places(self, service, district);
}

const suf_process suf_stay_process = {
    .name = "stay",
    .make = stay_new,
    .free = stay_free,
    .start = start,
    .at = {[SUF_MOMENT_CLEAR] = clear,
        [SUF_MOMENT_DAY_ENDS] = day_ends,
        [SUF_MOMENT_MONTH_ENDS] = month_ends,
        [SUF_MOMENT_MONTH_BEGINS] = month_begins,
        [SUF_MOMENT_DAY_BEGINS] = day_begins},
    .happen = {[SUF_EVENT_REQUEST] = request_happens,
        [SUF_EVENT_RELEASE] = release_happens,
        [SUF_EVENT_PLAIN_END] = plain_end_happens,
        [SUF_EVENT_LEAVE] = leave_happens,
        [SUF_EVENT_HAZARD] = hazard_happens,
        [SUF_EVENT_WAVE] = wave_happens,
        [SUF_EVENT_RETRY] = retry_happens},
    .places_changed = places_changed,
    .checkpoint = suf_stay_checkpoint,
};

suf_stay_state *
suf_stay_of(const suf_core *core)
{
    return suf_core_state(core, &suf_stay_process);
}

double
suf_stay_share_admitted(const suf_stay_state *state, const suf_target *target,
    const uint32_t *districts, uint32_t n, double window_days)
{
    return suf_admission_share(state, target, districts, n, window_days);
}

uint32_t
suf_stay_n_waiting(const suf_stay_state *state, uint32_t service, uint32_t district)
{
    return state->lines[suf_model_pool(state->model, service, district)].n;
}

void
suf_stay_set_alarm(
    suf_stay_state *state, uint32_t service, uint32_t district, uint64_t request)
{
    state->alarms[suf_model_pool(state->model, service, district)] = request;
}

uint64_t
suf_stay_source_purpose(const suf_stay_state *state, uint32_t source)
{
    return state->sources[source].purpose;
}
