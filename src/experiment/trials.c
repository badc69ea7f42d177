/* Single replications of one scenario with levers as chosen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "trials.h"

#include <math.h>
#include <stdlib.h>

#include <omp.h>

#include "base/memory.h"
#include "engine/core/replication.h"
#include "engine/processes.h"
#include "experiment/design.h"
#include "model/parameters.h"

typedef struct suf_trial_worker {
    bool is_ready;
    suf_replication replication;
    suf_parameters parameters;
    suf_metrics metrics;
    double *assumptions;
    double *met, *value;                   /* [n_numbers] */
    double *district_met, *district_value; /* [n_conditions][n_districts] */
    char padding[128]; /* neighbours stay out of each other's cache lines */
} worker;

uint32_t
suf_trials_part(const suf_model *model, uint32_t asked)
{
    uint32_t at = suf_trials_n_asked(model);
    for (uint32_t i = 0; i < asked; i++) {
        at += model->delivery.targets[i].is_each ? model->n_districts : 0;
    }
    return model->delivery.targets[asked].is_each ? at : SUF_NONE;
}

uint32_t
suf_trials_n_told(const suf_model *model)
{
    uint32_t n = suf_trials_n_asked(model);
    uint32_t n_told = n;
    for (uint32_t i = 0; i < n; i++) {
        n_told += model->delivery.targets[i].is_each ? model->n_districts : 0;
    }
    return n_told;
}

uint32_t
suf_trials_n_numbers(const suf_trials *self)
{
    return suf_trials_n_told(self->model) + self->n_more;
}

static suf_status
make_worker(worker *self, const suf_trials *of)
{
    uint32_t n_numbers = suf_trials_n_numbers(of);
    size_t n_districts =
        (size_t) of->model->delivery.n_conditions * of->model->n_districts;
    suf_status status = SUF_OK;
    SUF_TRY(suf_metrics_init(&self->metrics, of->layout));
    SUF_TRY(suf_array_new(
        suf_model_n_values(of->model), sizeof *self->assumptions, &self->assumptions));
    SUF_TRY(suf_array_new(n_numbers, sizeof *self->met, &self->met));
    SUF_TRY(suf_array_new(n_numbers, sizeof *self->value, &self->value));
    SUF_TRY(suf_array_new(n_districts, sizeof *self->district_met, &self->district_met));
    SUF_TRY(
        suf_array_new(n_districts, sizeof *self->district_value, &self->district_value));
    SUF_TRY(suf_replication_init(&self->replication, of->model, suf_processes));
    status = suf_parameters_init(&self->parameters, of->model);
    if (status != SUF_OK) {
        suf_replication_free(&self->replication);
    }
    self->is_ready = status == SUF_OK;
out:
    return status;
}

suf_status
suf_trials_init(suf_trials *self)
{
    return suf_array_new(self->n_threads, sizeof *self->workers, &self->workers);
}

void
suf_trials_free(suf_trials *self)
{
    for (uint32_t i = 0; self->workers != NULL && i < self->n_threads; i++) {
        worker *at = &self->workers[i];
        if (at->is_ready) {
            suf_replication_free(&at->replication);
            suf_parameters_free(&at->parameters);
        }
        suf_metrics_free(&at->metrics);
        free(at->assumptions);
        free(at->met);
        free(at->value);
        free(at->district_met);
        free(at->district_value);
    }
    free(self->workers);
    self->workers = NULL;
}

/* What the districts have, behind the answers. */
static void
take_districts(worker *self, const suf_trials *of)
{
    const suf_model *model = of->model;
    const suf_delivery_model *delivery = &model->delivery;
    const double *met = suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_DISTRICT_MET);
    const double *value =
        suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_DISTRICT_VALUE);
    uint32_t at = suf_trials_n_asked(model);
    for (uint32_t i = 0; i < suf_trials_n_asked(model); i++) {
        if (!delivery->targets[i].is_each) {
            continue;
        }
        for (uint32_t d = 0; d < model->n_districts; d++, at++) {
            if (i < delivery->n_targets) {
                size_t row = (size_t) of->map.targets[i] * model->n_districts +
                             suf_layout_district(&of->map, d);
                self->met[at] = met[row];
                self->value[at] = value[row];
            } else {
                size_t row = (size_t) (i - delivery->n_targets) * model->n_districts + d;
                self->met[at] = self->district_met[row];
                self->value[at] = self->district_value[row];
            }
        }
    }
}

static suf_status
try_one(worker *self, const suf_trials *of, const suf_trial *trial)
{
    const suf_delivery_model *delivery = &of->model->delivery;
    suf_status status = SUF_OK;
    if (!self->is_ready) {
        SUF_TRY(make_worker(self, of));
    }
    for (uint32_t i = 0; i < suf_trials_n_numbers(of); i++) {
        self->met[i] = (double) NAN;
        self->value[i] = (double) NAN;
    }
    for (size_t i = 0; i < (size_t) delivery->n_conditions * of->model->n_districts;
         i++) {
        self->district_met[i] = (double) NAN;
        self->district_value[i] = (double) NAN;
    }
    self->replication.conditions = (suf_condition_values){self->met + delivery->n_targets,
        self->value + delivery->n_targets, self->district_met, self->district_value};
    self->replication.scope = of->scope;
    self->replication.slips = of->slips;
    self->replication.slips.days = self->value + suf_trials_n_told(of->model);
    self->replication.is_given_up = of->is_given_up;
    self->replication.give_up_context = of->context;
    suf_chosen_set(&self->parameters.chosen, trial->levers);
    SUF_TRY(suf_design_draw(of->model, trial->replication, self->assumptions));
    SUF_TRY(suf_parameters_resolve(&self->parameters, self->assumptions));
    SUF_TRY(suf_replication_start(&self->replication, &self->parameters,
        trial->replication, &of->map, &self->metrics, NULL));
    SUF_TRY(suf_replication_run(&self->replication));
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        uint32_t at = of->map.targets[i];
        self->met[i] = suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_MET)[at];
        self->value[i] = suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_VALUE)[at];
    }
    take_districts(self, of);
    if (of->measure != NULL) {
        of->measure(of->measure_context, &self->metrics,
            self->value + suf_trials_n_told(of->model));
    }
out:
    return status;
}

suf_status
suf_trials_run(suf_trials *self, const suf_trial *trials, uint32_t n)
{
    suf_status all = SUF_OK;
    int is_stopped = 0;
    uint32_t failed = SUF_NONE;
    if (getenv("OMP_SCHEDULE") == NULL) {
        omp_set_schedule(omp_sched_dynamic, 1);
    }
    omp_set_dynamic(0);
#pragma omp parallel default(none) shared(self, trials, n, all, is_stopped, failed)      \
    num_threads((int) self->n_threads)
    {
        worker *own = &self->workers[omp_get_thread_num()];
#pragma omp for schedule(runtime) nowait
        for (uint32_t i = 0; i < n; i++) {
            int is_over = 0;
#pragma omp atomic read
            is_over = is_stopped;
            if (is_over != 0) {
                continue;
            }
            suf_status status = try_one(own, self, &trials[i]);
#pragma omp critical(suf_trials)
            {
                bool goes_on = status == SUF_OK;
                if (status == SUF_OK) {
                    goes_on = self->end(self->context, &trials[i], own->met, own->value);
                    status = goes_on ? SUF_OK : SUF_ERROR_INTERRUPTED;
                }
                /* A failure is told before an interruption, the lowest first. */
                bool is_failure = status != SUF_OK && status != SUF_ERROR_INTERRUPTED;
                if (is_failure && trials[i].replication <= failed) {
                    failed = trials[i].replication;
                    all = status;
                } else if (status != SUF_OK && all == SUF_OK) {
                    all = status;
                }
                if (!goes_on) {
#pragma omp atomic write
                    is_stopped = 1;
                }
            }
        }
    }
    self->failed_replication = failed;
    return all;
}
