/* One replication, from start to end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replication.h"

#include "engine/core/observe.h"

suf_status
suf_replication_init(
    suf_replication *self, const suf_model *model, suf_process_table processes)
{
    *self = (suf_replication){
        .buckets_per_day = (uint32_t) (1 / model->bucket_days), .is_done = true};
    return suf_core_init(&self->core, model, processes);
}

void
suf_replication_free(suf_replication *self)
{
    suf_core_free(&self->core);
    *self = (suf_replication){.is_done = true};
}

/* The month in hand from now on; its place in the record. */
static void
set_month(suf_core *core, uint32_t month)
{
    const suf_calendar *calendar = &core->model->calendar;
    suf_observation *to = &core->observation;
    uint32_t year = suf_calendar_year(calendar, month);
    core->month = month;
    core->month_end_days = calendar->limits_days[month + 1];
    core->month_end = suf_ticks_of_days(core->month_end_days);
    to->month = month - calendar->start_index;
    to->year = year - (uint32_t) to->metrics->layout->first_year;
    to->month_days = core->month_end_days - calendar->limits_days[month];
    to->is_run_end = month + 1 == calendar->n_months;
    to->is_year_end = to->is_run_end || suf_calendar_year(calendar, month + 1) != year;
}

/* Forgets the replication before, and takes what it is told of the new one. */
static void
prepare(suf_replication *self, const suf_parameters *parameters, uint64_t number,
    const suf_layout_map *map, suf_metrics *metrics, const suf_observer *observer)
{
    suf_core *core = &self->core;
    self->next_bucket = 0;
    core->observation = (suf_observation){.map = map,
        .metrics = metrics,
        .conditions = self->conditions,
        .slips = self->slips};
    core->scope = self->scope;
    core->parameters = parameters;
    core->observer = observer;
    core->way = observer != NULL ? SUF_WAY_BY_PERSON : self->way;
    core->key = (suf_rng_key){.seed = core->model->seed, .replication = number};
    suf_core_clear(core);
}

suf_status
suf_replication_start(suf_replication *self, const suf_parameters *parameters,
    uint64_t number, const suf_layout_map *map, suf_metrics *metrics,
    const suf_observer *observer)
{
    suf_core *core = &self->core;
    prepare(self, parameters, number, map, metrics, observer);
    suf_metrics_clear(metrics);
    suf_observe_assumptions(core);
    set_month(core, core->model->calendar.start_index);
    suf_status status = suf_core_start(core);
    if (status == SUF_OK) {
        status = suf_core_status(core);
    }
    self->is_done = status != SUF_OK;
    return status;
}

/* Opens the next bucket, with what comes before it at its start; false at the end. */
static bool __attribute__((noinline)) advance(suf_replication *self)
{
    suf_core *core = &self->core;
    if (suf_core_status(core) != SUF_OK) {
        return false;
    }
    bool is_end = self->next_bucket == core->events.n_buckets;
    if (is_end || self->next_bucket % self->buckets_per_day == 0) {
        uint32_t day = self->next_bucket / self->buckets_per_day;
        if (self->is_given_up != NULL && self->is_given_up(self->give_up_context)) {
            suf_core_fail(core, SUF_RAISE(SUF_ERROR_INTERRUPTED));
            return false;
        }
        suf_core_set_now(core, suf_ticks_of_days(is_end ? core->model->end_days : day));
        suf_core_call(core, SUF_MOMENT_DAY_ENDS);
        if (day == core->scope.last_day && day > 0) {
            return false;
        }
        if (core->now_days >= core->month_end_days) {
            suf_core_call(core, SUF_MOMENT_MONTH_ENDS);
            suf_pools_observe(core);
            core->observation.metrics->n_events = core->n_events;
            if (!is_end) {
                set_month(core, core->month + 1);
                suf_core_call(core, SUF_MOMENT_MONTH_BEGINS);
            } else {
                suf_core_call(core, SUF_MOMENT_RUN_ENDS);
            }
        }
        if (is_end) {
            return false;
        }
        suf_core_call(core, SUF_MOMENT_DAY_BEGINS);
    }
    suf_event_list_open(&core->events, self->next_bucket++);
    return true;
}

/* What happens at the event. */
static inline void
happen(suf_core *core, const suf_event *event)
{
    suf_event_kind kind = suf_event_kind_of(event);
    suf_core_set_now(core, suf_event_time(event));
    core->takers[kind].happen(core->takers[kind].state, event);
}

bool
suf_replication_step(suf_replication *self)
{
    suf_event event;
    if (self->core.way == SUF_WAY_AT_ONCE) {
        self->core.way = SUF_WAY_IN_ORDER;
    }
    while (!self->is_done) {
        if (suf_event_list_take(&self->core.events, &event)) {
            happen(&self->core, &event);
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
        while (suf_event_list_take(&self->core.events, &event)) {
            happen(&self->core, &event);
        }
        self->is_done = !advance(self);
    }
    return suf_core_status(&self->core);
}

bool
suf_replication_run_to(suf_replication *self, uint32_t day)
{
    suf_event event;
    uint32_t bucket = day * self->buckets_per_day;
    suf_bug_unless(day > 0 && bucket < self->core.events.n_buckets);
    while (!self->is_done) {
        while (suf_event_list_take(&self->core.events, &event)) {
            happen(&self->core, &event);
        }
        if (self->next_bucket == bucket) {
            return suf_core_status(&self->core) == SUF_OK;
        }
        self->is_done = !advance(self);
    }
    return false;
}

suf_status
suf_replication_save(suf_replication *self, suf_checkpoint *checkpoint)
{
    uint32_t bucket = self->next_bucket;
    uint32_t month = self->core.month;
    suf_bug_unless(bucket == self->core.month_end_days * self->buckets_per_day &&
                   self->core.observer == NULL);
    suf_checkpoint_begin(checkpoint);
    SUF_CHECKPOINT_MEMBER(checkpoint, bucket);
    SUF_CHECKPOINT_MEMBER(checkpoint, month);
    suf_core_checkpoint(&self->core, checkpoint);
    return checkpoint->status;
}

suf_status
suf_replication_resume(suf_replication *self, const suf_parameters *parameters,
    uint64_t number, const suf_layout_map *map, suf_metrics *metrics,
    suf_checkpoint *checkpoint, const suf_plan_match *match)
{
    uint32_t month = 0;
    prepare(self, parameters, number, map, metrics, NULL);
    suf_checkpoint_rewind(checkpoint, match);
    SUF_CHECKPOINT_MEMBER(checkpoint, self->next_bucket);
    SUF_CHECKPOINT_MEMBER(checkpoint, month);
    set_month(&self->core, month);
    suf_core_checkpoint(&self->core, checkpoint);
    suf_core_fail(&self->core, checkpoint->status);
    suf_bug_unless(checkpoint->status != SUF_OK || checkpoint->at == checkpoint->n);
    self->is_done = suf_core_status(&self->core) != SUF_OK;
    return suf_core_status(&self->core);
}

suf_status
suf_replication_run_until(suf_replication *self, double time_days)
{
    suf_core *core = &self->core;
    suf_ticks time = suf_ticks_of_days(time_days);
    if (core->way == SUF_WAY_AT_ONCE) {
        core->way = SUF_WAY_IN_ORDER; /* at once, what comes after `time` is done */
    }
    while (!self->is_done) {
        suf_ticks next = suf_event_list_next(&core->events);
        if (next < time) {
            (void) suf_replication_step(self);
        } else if (next < SUF_NEVER_TICKS ||
                   self->next_bucket >= time_days * self->buckets_per_day) {
            suf_core_set_now(core, time);
            break;
        } else {
            self->is_done = !advance(self);
        }
    }
    return suf_core_status(core);
}
