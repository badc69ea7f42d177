/* What was tried for a question: from its journal, or by trying it now.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A trial is known by its replication, the values of all levers, and the part of the
 * model that was simulated (felt.h). Whoever asks does not see whether an answer was in
 * the journal; so what is concluded is the same after a kill, and with any number of
 * threads. */
#ifndef SUF_QUESTION_EVALUATIONS_H
#define SUF_QUESTION_EVALUATIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "experiment/trials.h"
#include "journal/evaluation_journal.h"
#include "question/felt.h"

struct suf_evaluated;

typedef struct suf_evaluations {
    suf_trials trials;
    suf_evaluation_journal journal;
    uint32_t n_numbers;                 /* numbers of a trial: suf_trials_n_numbers */
    uint32_t scope;                     /* number of the part that is simulated; 0: all */
    struct suf_evaluated *replications; /* [capacity] what is known of each; owned */
    size_t capacity;
    suf_faults *faults; /* borrowed */
    suf_status status;  /* of the journal while trials run */
    uint64_t n_found, n_tried;
    /* Asked after each trial: false stops; and now and then, by any thread: true gives
     * up those in hand. NULL: neither. */
    bool (*goes_on)(void *context);
    bool (*is_overdue)(void *context);
    void *context;
} suf_evaluations;

/* `trials` with model, layout, map and threads set; the rest is set here. goes_on,
 * is_overdue and context may be set afterwards. */
SUF_MUST_CHECK suf_status suf_evaluations_open(suf_evaluations *self,
    const suf_trials *trials, const char *path, uint64_t fingerprint, bool force,
    suf_faults *faults);
void suf_evaluations_close(suf_evaluations *self);

/* From now on only what is felt is simulated, and asked for; NULL: all. Borrowed until it
 * is set again. */
void suf_evaluations_set_scope(suf_evaluations *self, const suf_felt *felt);

/* From now on these levers vary, so that trials of a replication share their past, which
 * pays where replications are asked more than once; without any, they share nothing.
 * Borrowed until it is set again. */
void suf_evaluations_set_varying(
    suf_evaluations *self, const uint32_t *levers, uint32_t n_levers);

/* Tries what is not known of n replications at values of the levers. */
SUF_MUST_CHECK suf_status suf_evaluations_ask(suf_evaluations *self, const double *levers,
    const uint32_t *replications, uint32_t n);
/* The same of n trials, each with levers of its own. */
SUF_MUST_CHECK suf_status suf_evaluations_ask_each(
    suf_evaluations *self, const suf_trial *trials, uint32_t n);
/* What is known of one, after it was asked: met and values, each [n_numbers]; borrowed
 * until the next is asked. */
void suf_evaluations_get(const suf_evaluations *self, const double *levers,
    uint32_t replication, const double **met, const double **values);

#endif
