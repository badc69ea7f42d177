/* What was tried for a question.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "evaluations.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* All that is known at one choice of the levers. */
typedef struct suf_evaluated {
    double *levers;   /* [n_levers] owned */
    double **answers; /* [capacity] by replication: met, then values; NULL: not known */
    size_t capacity;
} evaluated;

enum { SYNC_EVERY = 64 };

static evaluated *
find(const suf_evaluations *self, const double *levers)
{
    size_t bytes = self->journal.n_levers * sizeof *levers;
    for (size_t i = 0; i < self->n_vectors; i++) {
        if (bytes == 0 || memcmp(self->vectors[i].levers, levers, bytes) == 0) {
            return &self->vectors[i];
        }
    }
    return NULL;
}

static suf_status
find_or_add(suf_evaluations *self, const double *levers, evaluated **out)
{
    uint32_t n = self->journal.n_levers;
    suf_status status = SUF_OK;
    *out = find(self, levers);
    if (*out != NULL) {
        return SUF_OK;
    }
    SUF_TRY(suf_array_grow(
        &self->vectors, &self->capacity, self->n_vectors + 1, sizeof *self->vectors));
    evaluated *made = &self->vectors[self->n_vectors];
    *made = (evaluated){0};
    SUF_TRY(suf_array_new(n, sizeof *made->levers, &made->levers));
    if (n > 0) {
        memcpy(made->levers, levers, n * sizeof *levers);
    }
    self->n_vectors++;
    *out = made;
out:
    return status;
}

/* Keeps what a trial answered. */
static suf_status
keep(void *context, const suf_evaluation *record)
{
    suf_evaluations *self = context;
    evaluated *at = NULL;
    double *answer = NULL;
    size_t before = 0;
    size_t bytes = self->n_asked * sizeof *answer;
    suf_status status = SUF_OK;
    SUF_TRY(find_or_add(self, record->levers, &at));
    before = at->capacity;
    SUF_TRY(suf_array_grow(
        &at->answers, &at->capacity, (size_t) record->replication + 1, sizeof(double *)));
    for (size_t i = before; i < at->capacity; i++) {
        at->answers[i] = NULL;
    }
    if (at->answers[record->replication] == NULL) {
        SUF_TRY(suf_array_new(2 * (size_t) self->n_asked, sizeof *answer, &answer));
        memcpy(answer, record->met, bytes);
        memcpy(answer + self->n_asked, record->values, bytes);
        at->answers[record->replication] = answer;
        self->n_found++;
    }
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
    suf_evaluation record = {trial->replication, levers.held, mets.held, values.held};
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
        .trials = *trials, .n_asked = suf_trials_n_asked(trials), .faults = faults};
    self->trials.end = end;
    self->trials.context = self;
    self->trials.is_given_up = is_given_up;
    SUF_TRY(suf_trials_init(&self->trials));
    self->journal.n_levers = trials->model->n_levers;
    const suf_evaluation_rule rule = {.fingerprint = fingerprint,
        .n_levers = trials->model->n_levers,
        .n_asked = self->n_asked,
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
    for (size_t i = 0; i < self->n_vectors; i++) {
        for (size_t r = 0; r < self->vectors[i].capacity; r++) {
            free(self->vectors[i].answers[r]);
        }
        free((void *) self->vectors[i].answers);
        free(self->vectors[i].levers);
    }
    free(self->vectors);
    self->vectors = NULL;
    self->n_vectors = 0;
    suf_trials_free(&self->trials);
    suf_evaluation_journal_close(&self->journal);
}

suf_status
suf_evaluations_ask(
    suf_evaluations *self, const double *levers, const uint32_t *replications, uint32_t n)
{
    suf_trial *trials = NULL;
    uint32_t n_new = 0;
    const evaluated *at = find(self, levers);
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n, sizeof *trials, &trials));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = replications[i];
        if (at == NULL || r >= at->capacity || at->answers[r] == NULL) {
            trials[n_new++] = (suf_trial){r, levers};
        }
    }
    if (n_new > 0) {
        status = suf_trials_run(&self->trials, trials, n_new);
        suf_status synced = suf_evaluation_journal_sync(&self->journal, self->faults);
        status = self->status != SUF_OK ? self->status : status;
        status = status == SUF_OK ? synced : status;
    }
out:
    free(trials);
    return status;
}

void
suf_evaluations_get(const suf_evaluations *self, const double *levers,
    uint32_t replication, const double **met, const double **values)
{
    const evaluated *at = find(self, levers);
    suf_bug_unless(
        at != NULL && replication < at->capacity && at->answers[replication] != NULL);
    *met = at->answers[replication];
    *values = at->answers[replication] + self->n_asked;
}
