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
    suf_trial_copies copies;
    bool has_copies;
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
        suf_trial_copies_free(&at->copies);
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

static bool
shares_past(const suf_trials *of)
{
    return of->varying.n > 0 && of->slips.n == 0;
}

/* Whether something that is asked is missed: a search asks such a replication again. */
static bool
is_missed(const worker *self, const suf_trials *of)
{
    bool is_any = false;
    for (uint32_t i = 0; i < suf_trials_n_told(of->model); i++) {
        is_any = is_any || self->met[i] <= 0;
    }
    return is_any;
}

/* Takes a replication to its end. */
static suf_status
run(worker *self, const suf_trials *of, uint32_t replication)
{
    suf_status status = SUF_OK;
    if (shares_past(of)) {
        if (!self->has_copies) {
            SUF_TRY(suf_trial_copies_init(
                &self->copies, of->model, SUF_TRIAL_COPY_BYTES / of->n_threads));
            self->has_copies = true;
        }
        return suf_trial_copies_run(&self->copies, &self->replication, &self->parameters,
            replication, &of->map, &self->metrics, of->varying);
    }
    SUF_TRY(suf_replication_start(&self->replication, &self->parameters, replication,
        &of->map, &self->metrics, NULL));
    status = suf_replication_run(&self->replication);
out:
    return status;
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
    self->parameters.simulated = of->scope.services;
    SUF_TRY(suf_design_draw(of->model, trial->replication, self->assumptions));
    SUF_TRY(suf_parameters_resolve(&self->parameters, self->assumptions));
    SUF_TRY(run(self, of, trial->replication));
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
    if (shares_past(of) && is_missed(self, of)) {
        suf_trial_copies_keep(&self->copies, trial->replication);
    }
out:
    return status;
}

void
suf_trials_set_varying(suf_trials *self, suf_trial_levers varying)
{
    self->varying = varying;
    for (uint32_t i = 0; i < self->n_threads; i++) {
        suf_trial_copies_forget(&self->workers[i].copies);
    }
}

void
suf_trials_set_scope(suf_trials *self, suf_scope scope)
{
    self->scope = scope;
    bool needs_all = self->measure != NULL || self->slips.n > 0; /* the record */
    self->scope.last_day = needs_all ? 0 : scope.last_day;
    suf_trials_set_varying(self, self->varying);
}

uint64_t
suf_trials_n_gone_on(const suf_trials *self)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < self->n_threads; i++) {
        n += self->workers[i].copies.n_gone_on;
    }
    return n;
}

/* Trials of one replication, which one worker takes in a row. */
typedef struct group {
    uint32_t first, n; /* of the trials in their order */
    uint32_t owner;    /* worker that has a copy; SUF_NONE: none has */
    int is_taken;
} group;

typedef struct place {
    const suf_trial *trial;
} place;

/* A batch in hand. */
typedef struct batch {
    suf_trials *of;
    place *order;  /* [n] owned */
    group *groups; /* [n_groups] owned */
    uint32_t n_groups;
    suf_status status;
    int is_stopped;
    uint32_t failed;
} batch;

static int
compare_trials(const void *left, const void *right)
{
    const suf_trial *a = ((const place *) left)->trial;
    const suf_trial *b = ((const place *) right)->trial;
    if (a->replication != b->replication) {
        return a->replication < b->replication ? -1 : 1;
    }
    return (a > b) - (a < b); /* as they were given */
}

static uint32_t
find_owner(const suf_trials *self, uint32_t replication)
{
    for (uint32_t i = 0; i < self->n_threads; i++) {
        if (suf_trial_copies_has(&self->workers[i].copies, replication)) {
            return i;
        }
    }
    return SUF_NONE;
}

/* Puts trials in groups; where they share nothing, each is one. */
static suf_status
batch_init(batch *self, suf_trials *of, const suf_trial *trials, uint32_t n)
{
    bool shares = shares_past(of);
    suf_status status = SUF_OK;
    *self = (batch){.of = of, .failed = SUF_NONE};
    SUF_TRY(suf_array_new(n, sizeof *self->order, &self->order));
    SUF_TRY(suf_array_new(n, sizeof *self->groups, &self->groups));
    for (uint32_t i = 0; i < n; i++) {
        self->order[i].trial = &trials[i];
    }
    if (shares) {
        qsort(self->order, n, sizeof *self->order, compare_trials);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t key = self->order[i].trial->replication;
        bool is_new = i == 0 || !shares || self->order[i - 1].trial->replication != key;
        if (is_new) {
            self->groups[self->n_groups++] =
                (group){.first = i, .owner = shares ? find_owner(of, key) : SUF_NONE};
        }
        self->groups[self->n_groups - 1].n++;
    }
out:
    return status;
}

/* Tells how a trial ended; one thread at a time. */
static void
end_trial(batch *self, const worker *own, const suf_trial *trial, suf_status status)
{
    bool goes_on = status == SUF_OK;
    if (status == SUF_OK) {
        goes_on = self->of->end(self->of->context, trial, own->met, own->value);
        status = goes_on ? SUF_OK : SUF_ERROR_INTERRUPTED;
    }
    /* A failure is told before an interruption, the lowest first. */
    bool is_failure = status != SUF_OK && status != SUF_ERROR_INTERRUPTED;
    if (is_failure && trial->replication <= self->failed) {
        self->failed = trial->replication;
        self->status = status;
    } else if (status != SUF_OK && self->status == SUF_OK) {
        self->status = status;
    }
    if (!goes_on) {
#pragma omp atomic write
        self->is_stopped = 1;
    }
}

/* Takes the trials of a group, unless another worker has. */
static void
take_group(batch *self, group *of, worker *own)
{
    int was_taken = 0;
#pragma omp atomic capture
    {
        was_taken = of->is_taken;
        of->is_taken = 1;
    }
    for (uint32_t i = 0; was_taken == 0 && i < of->n; i++) {
        int is_over = 0;
#pragma omp atomic read
        is_over = self->is_stopped;
        if (is_over != 0) {
            break;
        }
        const suf_trial *trial = self->order[of->first + i].trial;
        suf_status status = try_one(own, self->of, trial);
#pragma omp critical(suf_trials)
        end_trial(self, own, trial, status);
    }
}

/* First what the worker has copies of, then what nobody has, then what is left. */
static void
work(batch *self, uint32_t me)
{
    enum { OWN, NOBODYS, LEFT, N_TURNS };
    for (int turn = OWN; turn < N_TURNS; turn++) {
        for (uint32_t i = 0; i < self->n_groups; i++) {
            group *of = &self->groups[i];
            bool is_due = turn == LEFT || (turn == OWN && of->owner == me) ||
                          (turn == NOBODYS && of->owner == SUF_NONE);
            if (is_due) {
                take_group(self, of, &self->of->workers[me]);
            }
        }
    }
}

suf_status
suf_trials_run(suf_trials *self, const suf_trial *trials, uint32_t n)
{
    batch all;
    suf_status status = SUF_OK;
    omp_set_dynamic(0);
    SUF_TRY(batch_init(&all, self, trials, n));
#pragma omp parallel default(none) shared(all) num_threads((int) self->n_threads)
    work(&all, (uint32_t) omp_get_thread_num());
    self->failed_replication = all.failed;
    status = all.status;
out:
    free(all.order);
    free(all.groups);
    return status;
}
