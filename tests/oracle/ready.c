/* A scenario file made ready to run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ready.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/processes.h"
#include "experiment/design.h"
#include "model/build.h"
#include "scenario/scenario_read.h"

static void
insist(suf_status status, const suf_faults *faults)
{
    if (status == SUF_OK) {
        return;
    }
    for (size_t i = 0; faults != NULL && i < faults->n; i++) {
        (void) fprintf(stderr, "%s:%u: %s: %s\n", faults->items[i].file,
            faults->items[i].line, faults->items[i].path, faults->items[i].message);
    }
    (void) fprintf(stderr, "%s\n", suf_status_text(status));
    abort();
}

/* The layout of a single scenario: names are not needed. */
static void
make_layout(ready *self)
{
    suf_layout *layout = &self->layout;
    const suf_calendar *calendar = &self->model.calendar;
    int32_t first = calendar->first_month + (int32_t) calendar->start_index;
    int32_t last = calendar->first_month + (int32_t) calendar->n_months - 1;
    *layout = (suf_layout){.start_day = self->scenario.start_day,
        .end_day = self->scenario.end_day,
        .first_year = first / 12,
        .n_years = (uint32_t) (last / 12 - first / 12 + 1),
        .n_months = (uint32_t) (last - first + 1),
        .n_scenarios = 1,
        .n_districts = self->model.n_districts,
        .n_services = self->model.n_services,
        .n_assumptions = self->model.n_assumptions,
        .n_projects = self->model.delivery.n_projects,
        .n_assets = self->model.delivery.n_stocks,
        .n_targets = self->model.delivery.n_targets,
        .n_classes = self->model.n_classes,
        .n_observations = self->model.n_counted,
        .n_policies = self->model.n_policies,
        .n_funds = self->model.costs.is_given ? self->model.costs.n_funds + 1 : 0};
    insist(suf_layout_seal(layout), NULL);
}

void
ready_init(ready *self, const char *path, const char *const *sets, size_t n_sets)
{
    suf_faults faults;
    *self = (ready){0};
    suf_faults_init(&faults);
    insist(suf_scenario_read(&self->scenario, path, sets, n_sets, &faults), &faults);
    insist(suf_model_build(&self->model, &self->scenario, &faults), &faults);
    suf_faults_free(&faults);
    make_layout(self);
    const suf_delivery_model *delivery = &self->model.delivery;
    size_t n = (size_t) self->model.n_services + self->model.n_assumptions +
               delivery->n_projects + delivery->n_stocks + delivery->n_targets +
               self->model.n_classes + self->model.costs.n_funds + self->model.n_counted +
               self->model.n_policies;
    insist(suf_array_new(n, sizeof *self->identity, &self->identity), NULL);
    for (uint32_t i = 0; i < n; i++) {
        self->identity[i] = i;
    }
    self->map = (suf_layout_map){.services = self->identity,
        .assumptions = self->identity,
        .projects = self->identity,
        .assets = self->identity,
        .targets = self->identity,
        .classes = self->identity,
        .observations = self->identity,
        .funds = self->identity,
        .policies = self->identity};
    insist(suf_metrics_init(&self->metrics, &self->layout), NULL);
    insist(suf_parameters_init(&self->parameters, &self->model), NULL);
    insist(suf_replication_init(&self->replication, &self->model, suf_processes), NULL);
}

void
ready_free(ready *self)
{
    suf_replication_free(&self->replication);
    suf_parameters_free(&self->parameters);
    suf_metrics_free(&self->metrics);
    free(self->identity);
    suf_model_free(&self->model);
    suf_scenario_free(&self->scenario);
    *self = (ready){0};
}

void
ready_start(ready *self, uint64_t replication, const suf_observer *observer)
{
    double *values = NULL;
    insist(
        suf_array_new(suf_model_n_values(&self->model), sizeof *values, &values), NULL);
    insist(suf_design_draw(&self->model, replication, values), NULL);
    insist(suf_parameters_resolve(&self->parameters, values), NULL);
    free(values);
    insist(suf_replication_start(&self->replication, &self->parameters, replication,
               &self->map, &self->metrics, observer),
        NULL);
}

double
ready_value(ready *self, suf_variable variable, uint32_t month, uint32_t district,
    uint32_t service)
{
    size_t at =
        ((size_t) month * self->layout.n_districts + district) * self->layout.n_services +
        service;
    return suf_metrics_of(&self->metrics, variable)[at];
}
