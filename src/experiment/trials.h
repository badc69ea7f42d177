/* Single replications of one scenario with levers as chosen, for those who ask questions.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trial is a replication at values of the levers; its random numbers are those of the
 * run, so that trials of one replication differ by the levers alone. What is kept of it
 * is whether each target and condition of the model is met, and its value: targets first,
 * as the model has them; then, of each that every district must meet, the same by
 * district; then what the question itself measures of the record, which has a value and
 * is never met (NAN). Workers and what they own are made once and used again.
 *
 * Trials of one replication may share their past (trial_copies.h): those of a batch are
 * then taken replication by replication, each by the worker that has a copy of it. */
#ifndef SUF_EXPERIMENT_TRIALS_H
#define SUF_EXPERIMENT_TRIALS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/core/observation.h"
#include "experiment/trial_copies.h"
#include "model/model.h"
#include "model/scope.h"
#include "stats/metrics.h"

/* What all workers together keep of copies, at most. */
#define SUF_TRIAL_COPY_BYTES ((size_t) 1 << 30)

typedef struct suf_trial {
    uint32_t replication;
    const double *levers; /* [n_levers of the model]; borrowed */
} suf_trial;

struct suf_trial_worker;

typedef struct suf_trials {
    const suf_model *model;   /* borrowed, as the layout */
    const suf_layout *layout; /* of one scenario */
    suf_layout_map map;
    uint32_t n_threads;
    suf_scope scope; /* what is simulated and measured, borrowed; set_scope changes it */
    /* Levers that vary between trials of a replication; n is 0: they share nothing. */
    suf_trial_levers varying;
    struct suf_trial_worker *workers; /* [n_threads]; owned */
    /* Called by one thread at a time as trials end, in any order; false stops after those
     * in hand. met and value are [suf_trials_n_numbers]: 1, 0, or NAN: undecided, or not
     * measured. */
    bool (*end)(
        void *context, const suf_trial *trial, const double *met, const double *value);
    /* What a question measures besides: fills more[n_more] from the record of a trial, by
     * any thread. NULL: n_more is 0. */
    void (*measure)(const void *context, suf_metrics *metrics, double *more);
    const void *measure_context;
    uint32_t n_more;
    /* Pairs of targets and projects whose slips are asked, the first of `more`; their
     * `days` are set here. Borrowed. */
    suf_slip_asked slips;
    void *context;
    /* Asked now and then by any thread: true gives up what is in hand. */
    bool (*is_given_up)(void *context);
    uint32_t failed_replication; /* the lowest that failed */
} suf_trials;

/* What a trial tells of: targets and conditions. */
static inline uint32_t
suf_trials_n_asked(const suf_model *model)
{
    return model->delivery.n_targets + model->delivery.n_conditions;
}

/* What stands in its answer for district 0 of a target or condition that each must meet,
 * others of the model behind it; SUF_NONE: it is not of that kind. */
uint32_t suf_trials_part(const suf_model *model, uint32_t asked);
/* Numbers in an answer: what is asked, then the districts; what is measured besides
 * stands behind them. */
uint32_t suf_trials_n_told(const suf_model *model);
/* All numbers in an answer. */
uint32_t suf_trials_n_numbers(const suf_trials *self);

/* After the borrowed parts were set. */
SUF_MUST_CHECK suf_status suf_trials_init(suf_trials *self);
void suf_trials_free(suf_trials *self);
/* From now on these levers vary and nothing else does, so that trials of a replication
 * share their past; without any, they share nothing. Copies of others are forgotten. The
 * list is borrowed until it is set again. */
void suf_trials_set_varying(suf_trials *self, suf_trial_levers varying);
/* What is simulated and measured from now on. Copies are forgotten. */
void suf_trials_set_scope(suf_trials *self, suf_scope scope);
/* How many trials went on from a copy so far. */
uint64_t suf_trials_n_gone_on(const suf_trials *self);
/* Runs n trials. The status of the lowest replication that failed;
 * SUF_ERROR_INTERRUPTED when it was stopped. */
SUF_MUST_CHECK suf_status suf_trials_run(
    suf_trials *self, const suf_trial *trials, uint32_t n);

#endif
