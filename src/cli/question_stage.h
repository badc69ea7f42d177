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

/* Options that are the same for all of them: the first member of the options of each. */
typedef struct suf_question_options {
    suf_texts sets, levers, lever_sets; /* as of run */
    char seed_set[SUF_SEED_BYTES];
    const char *output; /* NULL: results/<name>.<command>.h5 */
    uint32_t n_threads;
    bool force, quiet, is_csv;
    double progress_seconds;
} suf_question_options;

/* Their rows of the table of options; `as` is where the answer goes by default. */
#define SUF_QUESTION_OPTIONS_BEFORE(as)                                                  \
    SUF_OPTION_LEVER(suf_question_options), SUF_OPTION_SET(suf_question_options),        \
        SUF_OPTION_SEED(suf_question_options),                                           \
        SUF_OPTION_OUTPUT(suf_question_options, output, "FILE",                          \
            "file with the answer (default " as ")"),                                    \
        SUF_OPTION_THREADS(suf_question_options)
#define SUF_QUESTION_OPTIONS_AFTER                                                       \
    {"csv", SUF_OPTION_AT(suf_question_options, is_csv),                                 \
        .help = "prints the answer as CSV"},                                             \
        SUF_OPTION_FORCE(                                                                \
            suf_question_options, force, "drops the journal of another rule"),           \
        SUF_OPTION_QUIET(suf_question_options, quiet, "no progress")
#define SUF_QUESTION_OPTION_PROBABILITY(type, what)                                      \
    {                                                                                    \
        "probability", 'p', .kind = SUF_OPTION_READ, SUF_OPTION_AT(type, p),             \
                            .value = "P", .read = suf_question_read_probability,         \
                            .expected = "a probability between 0 and 1", .help = (what)  \
    }

/* Reads a probability, neither 0 nor 1, into a double. */
bool suf_question_read_probability(void *member, const char *text);
/* As suf_options_run, of options that begin with a suf_question_options, which is given
 * its threads, and is freed. */
int suf_question_run(const suf_usage *usage, int argc, char **argv, void *options,
    suf_status (*run)(void *options, const suf_operands *operands, suf_faults *faults));

/* Refuses a table of points with log weights, which answers do not take, and says on
 * standard error where observations do not weigh the answer. */
SUF_MUST_CHECK suf_status suf_question_check_points(
    const suf_scenario *scenario, suf_faults *faults);
/* Reads the scenario, with levers and seed set, and tells its warnings. Closed by
 * suf_question_close, after a failure too. */
SUF_MUST_CHECK suf_status suf_question_read(suf_question_stage *self, const char *path,
    suf_question_options *options, suf_faults *faults);
/* Opens the journal of trials of the batch's model, which was built and has its levers
 * (`trials`: what is measured besides is taken of it), for an answer in a file that ends
 * as ".margin". `added`: what the question changes in the model, as text, so that another
 * change is another rule; NULL: nothing. */
SUF_MUST_CHECK suf_status suf_question_open(suf_question_stage *self,
    const suf_question_options *options, const char *ending, const suf_trials *trials,
    const char *added);
/* So many trials more are wanted; those that are known count as done. */
void suf_question_expect(suf_question_stage *self, uint64_t n_wanted);
/* Tells why asking failed. */
void suf_question_tell(suf_question_stage *self, suf_status status);
/* What every answer tells of itself; the group and what fills it are the caller's. */
suf_answer_file suf_question_answer(const suf_question_stage *self);
void suf_question_close(suf_question_stage *self);

#endif
