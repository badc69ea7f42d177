/* What commands that ask questions hold while they do: scenario, trials, files.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that is tried is kept in OUTPUT.journal, whose fingerprint is of the rule
 * (question/rule.h), of the build and of what the question changes in the model. */
#ifndef SUF_CLI_QUESTION_STAGE_H
#define SUF_CLI_QUESTION_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/batch.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "journal/provenance.h"
#include "question/evaluations.h"
#include "results/answer_file.h"

typedef struct suf_question_stage {
    suf_faults *faults; /* borrowed */
    suf_batch batch;    /* of one scenario */
    suf_evaluations evaluations;
    suf_interrupt interrupt;
    suf_progress progress;
    suf_run_progress shown; /* trials so far, of those that are wanted by now */
    char *output, *journal, *rule;
    suf_provenance provenance; /* of the rule */
    bool is_quiet;
} suf_question_stage;

/* Options that are the same for all of them; borrowed. */
typedef struct suf_question_options {
    const suf_texts *sets;
    const char *output; /* NULL: results/<name><ending>.h5 */
    const char *ending; /* ".margin" */
    uint32_t n_threads;
    bool force, is_quiet;
    double progress_seconds;
} suf_question_options;

/* Reads the scenario and tells its warnings. Closed by suf_question_close, after a
 * failure too. */
SUF_MUST_CHECK suf_status suf_question_read(suf_question_stage *self, const char *path,
    const suf_question_options *options, suf_faults *faults);
/* Opens the journal of trials of the batch's model, which was built and has its levers
 * (`trials`: what is measured besides is taken of it). `added`: what the
 * question changes in the model, as text, so that another change is another rule. */
SUF_MUST_CHECK suf_status suf_question_open(suf_question_stage *self,
    const suf_question_options *options, const suf_trials *trials, const char *added);
/* So many trials more are wanted; those that are known count as done. */
void suf_question_expect(suf_question_stage *self, uint64_t n_wanted);
/* Tells why asking failed. */
void suf_question_tell(suf_question_stage *self, suf_status status);
/* What every answer tells of itself; the group and what fills it are the caller's. */
suf_answer_file suf_question_answer(const suf_question_stage *self);
void suf_question_close(suf_question_stage *self);

#endif
