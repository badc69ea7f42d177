/* What was tried for a question.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluations.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A trial: levers, then met, then values. */
typedef struct known {
    uint32_t scope;
    double *numbers; /* [n_levers + 2 n_numbers] owned */
} known;

/* All that is known of a replication. */
typedef struct suf_evaluated {
    known *items; /* [n] owned */
    size_t n, capacity;
} evaluated;

enum { SYNC_EVERY = 64 };

/* What is known of a replication in a scope; NULL: nothing. */
static const double *
find(const suf_evaluations *self, const double *levers, uint32_t replication,
    uint32_t scope)
{
    size_t bytes = self->journal.n_levers * sizeof *levers;
    if (replication >= self->capacity) {
        return NULL;
    }
    const evaluated *of = &self->replications[replication];
    for (size_t i = 0; i < of->n; i++) {
        const known *one = &of->items[i];
        if (one->scope == scope &&
            (bytes == 0 || memcmp(one->numbers, levers, bytes) == 0)) {
            return one->numbers;
        }
    }
    return NULL;
}

/* Keeps what a trial answered. */
static suf_status
keep(void *context, const suf_evaluation *trial)
{
    suf_evaluations *self = context;
    uint32_t n_levers = self->journal.n_levers;
    double *numbers = NULL;
    size_t before = self->capacity;
    size_t bytes = self->n_numbers * sizeof *numbers;
    suf_status status = SUF_OK;
    if (find(self, trial->levers, trial->replication, trial->scope) != NULL) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_grow(&self->replications, &self->capacity,
        (size_t) trial->replication + 1, sizeof *self->replications));
    for (size_t i = before; i < self->capacity; i++) {
        self->replications[i] = (evaluated){0};
    }
    evaluated *of = &self->replications[trial->replication];
    SUF_TRY(suf_array_grow(&of->items, &of->capacity, of->n + 1, sizeof *of->items));
    SUF_TRY(suf_array_new(
        n_levers + 2 * (size_t) self->n_numbers, sizeof *numbers, &numbers));
    if (n_levers > 0) {
        memcpy(numbers, trial->levers, n_levers * sizeof *numbers);
    }
    if (bytes > 0) {
        memcpy(numbers + n_levers, trial->met, bytes);
        memcpy(numbers + n_levers + self->n_numbers, trial->values, bytes);
    }
    of->items[of->n++] = (known){trial->scope, numbers};
    self->n_found++;
out:
    return status;
}

/* A trial has ended. */
static bool
end(void *context, const suf_trial *trial, const double *met, const double *value)
{
    suf_evaluations *self = context;
    union {
        const double *shown;
        double *held;
    } levers = {.shown = trial->levers}, mets = {.shown = met}, values = {.shown = value};
    suf_evaluation record = {
        trial->replication, self->scope, levers.held, mets.held, values.held};
    suf_status status = suf_evaluation_journal_add(&self->journal, &record, self->faults);
    if (status == SUF_OK) {
        status = keep(self, &record);
    }
    self->n_tried++;
    if (status == SUF_OK && self->n_tried % SYNC_EVERY == 0) {
        status = suf_evaluation_journal_sync(&self->journal, self->faults);
    }
    self->status = self->status == SUF_OK ? status : self->status;
    return status == SUF_OK && (self->goes_on == NULL || self->goes_on(self->context));
}

static bool
is_given_up(void *context)
{
    suf_evaluations *self = context;
    return self->is_overdue != NULL && self->is_overdue(self->context);
}

suf_status
suf_evaluations_open(suf_evaluations *self, const suf_trials *trials, const char *path,
    uint64_t fingerprint, bool force, suf_faults *faults)
{
    suf_status status = SUF_OK;
    *self = (suf_evaluations){
        .trials = *trials, .n_numbers = suf_trials_n_numbers(trials), .faults = faults};
    self->trials.end = end;
    self->trials.context = self;
    self->trials.is_given_up = is_given_up;
    SUF_TRY(suf_trials_init(&self->trials));
    self->journal.n_levers = trials->model->n_levers;
    const suf_evaluation_rule rule = {.fingerprint = fingerprint,
        .n_levers = trials->model->n_levers,
        .n_asked = self->n_numbers,
        .force = force,
        .each = keep,
        .context = self};
    SUF_TRY(suf_evaluation_journal_open(&self->journal, path, &rule, faults));
out:
    return status;
}

void
suf_evaluations_close(suf_evaluations *self)
{
    for (size_t r = 0; r < self->capacity; r++) {
        for (size_t i = 0; i < self->replications[r].n; i++) {
            free(self->replications[r].items[i].numbers);
        }
        free(self->replications[r].items);
    }
    free(self->replications);
    self->replications = NULL;
    self->capacity = 0;
    suf_trials_free(&self->trials);
    suf_evaluation_journal_close(&self->journal);
}

void
suf_evaluations_set_scope(suf_evaluations *self, const suf_felt *felt)
{
    suf_trials_set_scope(
        &self->trials, felt != NULL ? suf_felt_scope(felt) : (suf_scope){0});
    self->scope = felt != NULL ? felt->number : 0;
}

void
suf_evaluations_set_varying(
    suf_evaluations *self, const uint32_t *levers, uint32_t n_levers)
{
    suf_trials_set_varying(&self->trials, (suf_trial_levers){levers, n_levers});
}

suf_status
suf_evaluations_ask_each(suf_evaluations *self, const suf_trial *trials, uint32_t n)
{
    suf_trial *wanted = NULL;
    uint32_t n_new = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *wanted, &wanted));
    for (uint32_t i = 0; i < n; i++) {
        if (find(self, trials[i].levers, trials[i].replication, self->scope) == NULL) {
            wanted[n_new++] = trials[i];
        }
    }
    if (n_new > 0) {
        status = suf_trials_run(&self->trials, wanted, n_new);
        suf_status synced = suf_evaluation_journal_sync(&self->journal, self->faults);
        status = self->status != SUF_OK ? self->status : status;
        status = status == SUF_OK ? synced : status;
    }
out:
    free(wanted);
    return status;
}

suf_status
suf_evaluations_ask(
    suf_evaluations *self, const double *levers, const uint32_t *replications, uint32_t n)
{
    suf_trial *trials = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *trials, &trials));
    for (uint32_t i = 0; i < n; i++) {
        trials[i] = (suf_trial){replications[i], levers};
    }
    status = suf_evaluations_ask_each(self, trials, n);
out:
    free(trials);
    return status;
}

void
suf_evaluations_get(const suf_evaluations *self, const double *levers,
    uint32_t replication, const double **met, const double **values)
{
    const double *numbers = find(self, levers, replication, self->scope);
    suf_bug_unless(numbers != NULL);
    *met = numbers + self->journal.n_levers;
    *values = *met + self->n_numbers;
}
