/* The core of a replication: makes its processes, and calls them in order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/core/checkpoint.h"

/* Enters a process for the moments and the kinds of events that are its own. */
static void
enter(suf_core *self, const suf_process *process, void *state)
{
    for (uint32_t moment = 0; moment < SUF_N_MOMENTS; moment++) {
        struct suf_core_calls *calls = &self->calls[moment];
        bool is_idle = moment == SUF_MOMENT_DAY_ENDS && process->has_day_ends != NULL &&
                       !process->has_day_ends(self->model);
        if (process->at[moment] != NULL && !is_idle) {
            calls->items[calls->n].call = process->at[moment];
            calls->items[calls->n++].state = state;
        }
    }
    for (uint32_t kind = 0; kind < SUF_N_EVENT_KINDS; kind++) {
        if (process->happen[kind] != NULL) {
            suf_bug_unless(self->takers[kind].happen == NULL);
            self->takers[kind].happen = process->happen[kind];
            self->takers[kind].state = state;
        }
    }
}

suf_status
suf_core_init(suf_core *self, const suf_model *model, suf_process_table processes)
{
    *self = (suf_core){.model = model, .processes = processes};
    size_t n_pools = (size_t) model->n_services * model->n_areas;
    suf_status status = SUF_OK;
    SUF_TRY(suf_event_list_init(&self->events, model->bucket_days, model->end_days));
    SUF_TRY(suf_array_new(n_pools, sizeof *self->pools, &self->pools));
    SUF_TRY(suf_array_new(processes.n, sizeof *self->states, &self->states));
    for (uint32_t i = 0; i < SUF_N_MOMENTS; i++) {
        struct suf_core_calls *calls = &self->calls[i];
        SUF_TRY(suf_array_new(processes.n, sizeof *calls->items, &calls->items));
    }
    for (uint32_t i = 0; i < processes.n; i++) {
        SUF_TRY(processes.items[i]->make(self, &self->states[i]));
        enter(self, processes.items[i], self->states[i]);
    }
out:
    if (status != SUF_OK) {
        suf_core_free(self);
    }
    return status;
}

void
suf_core_free(suf_core *self)
{
    for (uint32_t i = self->processes.n; self->states != NULL && i-- > 0;) {
        self->processes.items[i]->free(self->states[i]);
    }
    for (uint32_t i = 0; i < SUF_N_MOMENTS; i++) {
        free(self->calls[i].items);
    }
    free(self->states);
    free(self->pools);
    suf_event_list_free(&self->events);
    *self = (suf_core){0};
}

void *
suf_core_state(const suf_core *self, const suf_process *process)
{
    for (uint32_t i = 0; i < self->processes.n; i++) {
        if (self->processes.items[i] == process) {
            return self->states[i];
        }
    }
    return NULL;
}

void
suf_core_clear(suf_core *self)
{
    size_t n_pools = (size_t) self->model->n_services * self->model->n_areas;
    suf_event_list_clear(&self->events);
    memset(self->pools, 0, n_pools * sizeof *self->pools);
    suf_core_set_now(self, 0);
    self->n_events = 0;
    self->status = SUF_OK;
    suf_core_call(self, SUF_MOMENT_CLEAR);
}

suf_status
suf_core_start(suf_core *self)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; status == SUF_OK && i < self->processes.n; i++) {
        if (self->processes.items[i]->start != NULL) {
            status = self->processes.items[i]->start(self->states[i]);
        }
    }
    return status;
}

/* What questions have been answered so far. */
static void
answers_checkpoint(const suf_core *self, suf_checkpoint *to)
{
    const suf_condition_values *of = &self->observation.conditions;
    const suf_slip_asked *slips = &self->observation.slips;
    size_t n = self->model->delivery.n_conditions;
    SUF_CHECKPOINT_ARRAY(to, of->met, of->met != NULL ? n : 0);
    SUF_CHECKPOINT_ARRAY(to, of->values, of->values != NULL ? n : 0);
    n *= self->model->n_districts;
    SUF_CHECKPOINT_ARRAY(to, of->district_met, of->district_met != NULL ? n : 0);
    SUF_CHECKPOINT_ARRAY(to, of->district_values, of->district_met != NULL ? n : 0);
    SUF_CHECKPOINT_ARRAY(to, slips->days, slips->n);
}

void
suf_core_checkpoint(suf_core *self, suf_checkpoint *to)
{
    size_t n_pools = (size_t) self->model->n_services * self->model->n_areas;
    suf_metrics *metrics = self->observation.metrics;
    SUF_CHECKPOINT_MEMBER(to, self->now);
    SUF_CHECKPOINT_MEMBER(to, self->now_days);
    SUF_CHECKPOINT_MEMBER(to, self->n_events);
    SUF_CHECKPOINT_MEMBER(to, metrics->n_events);
    SUF_CHECKPOINT_ARRAY(to, metrics->values, metrics->layout->offsets[SUF_N_VARIABLES]);
    answers_checkpoint(self, to);
    SUF_CHECKPOINT_ARRAY(to, self->pools, n_pools);
    suf_event_list_checkpoint(&self->events, to);
    for (uint32_t i = 0; i < self->processes.n; i++) {
        if (self->processes.items[i]->checkpoint != NULL) {
            self->processes.items[i]->checkpoint(self->states[i], to);
        }
    }
}

void
suf_core_call(const suf_core *self, suf_moment moment)
{
    const struct suf_core_calls *calls = &self->calls[moment];
    for (uint32_t i = 0; i < calls->n; i++) {
        calls->items[i].call(calls->items[i].state);
    }
}

void
suf_core_places_change(const suf_core *self, uint32_t service)
{
    for (uint32_t i = 0; i < self->processes.n; i++) {
        if (self->processes.items[i]->places_change != NULL) {
            self->processes.items[i]->places_change(self->states[i], service);
        }
    }
}

void
suf_core_places_changed(const suf_core *self, uint32_t service, uint32_t district)
{
    for (uint32_t i = 0; i < self->processes.n; i++) {
        if (self->processes.items[i]->places_changed != NULL) {
            self->processes.items[i]->places_changed(self->states[i], service, district);
        }
    }
}
