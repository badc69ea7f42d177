/* suffice size: how much of a lever, so that a condition holds with a probability.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "question/size.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/size_choice.h"
#include "cli/size_options.h"
#include "cli/size_table.h"
#include "cli/size_together.h"

/* Everything held while it runs. */
typedef struct stage {
    suf_size_options *asked;
    suf_question_stage common;
    suf_size_result *results; /* [choice.n_levers] */
    suf_size_choice choice;
    suf_size_question *questions; /* [choice.n_levers] */
    suf_together together;
} stage;

/* What is known so far. */
static void
tell(void *context, const suf_size_question *question, double low, double high,
    uint64_t n_asked)
{
    stage *self = context;
    const suf_lever_spec *lever = &question->scenario->levers[question->lever];
    char from[SUF_VALUE_BYTES];
    char to[SUF_VALUE_BYTES] = "?";
    if (self->asked->common.quiet) {
        return;
    }
    suf_size_value_text(lever, low, from);
    if (!isnan(high)) {
        suf_size_value_text(lever, high, to);
    }
    (void) fprintf(stderr,
        "suffice: %s: between %s and %s so far, after %" PRIu64 " evaluations\n",
        lever->name, from, to, n_asked);
}

/* --- answering --------------------------------------------------------------------- */

/* A clear message where there is no answer. */
static suf_status
tell_outcome(stage *self, uint32_t i)
{
    const suf_size_question *question = &self->questions[i];
    const suf_size_answer *answer = &self->results[i].answer;
    const suf_lever_spec *lever = &question->scenario->levers[question->lever];
    suf_fault_place place = {.file = self->common.batch.scenarios[0].path};
    uint32_t last = suf_grid_n(&lever->grid) - 1;
    const suf_size_point *point = suf_size_find_point(answer, last);
    char most[SUF_VALUE_BYTES];
    char least[SUF_VALUE_BYTES];
    suf_size_value_text(lever, suf_size_value(question, last), most);
    suf_size_value_text(lever, suf_size_value(question, 0), least);
    if (answer->outcome == SUF_SIZE_NOT_FELT) {
        suf_faults_add(self->common.faults, &place,
            "lever '%.80s' is not felt by what is asked: all that is measured is the "
            "same at its least and its most, in every replication that was tried",
            lever->name);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    if (answer->outcome == SUF_SIZE_NOT_NEEDED) {
        suf_faults_add(self->common.faults, &place,
            "lever '%.80s' is not needed for what is asked: it holds at the least value, "
            "%s, "
            "in each of %" PRIu32
            " replications, and nothing that is measured is other at "
            "the most; whether the lever acts on it cannot be told from them",
            lever->name, least, question->n);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    if (answer->outcome == SUF_SIZE_NOT_REACHED) {
        suf_faults_add(self->common.faults, &place,
            "lever '%.80s' cannot reach what is asked: even at %s the probability is "
            "%.3g [%.3g, %.3g], and %.10g is asked for",
            lever->name, most, point->p, point->low, point->high, question->p);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    return SUF_OK;
}

static suf_status
answer_all(stage *self, uint32_t n)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < self->choice.n_levers; i++) {
        self->questions[i] =
            (suf_size_question){.scenario = &self->common.batch.ordered[0],
                .model = self->common.batch.run_scenarios[0].model,
                .lever = self->choice.levers[i],
                .conditions = self->choice.conditions,
                .n_conditions = self->choice.n_conditions,
                .p = self->asked->p > 0 ? self->asked->p : 0.95,
                .confidence = 0.95,
                .n = n,
                .is_validated = !self->asked->is_not_validated,
                .tell = tell,
                .context = self};
        SUF_TRY(suf_size_ask(
            &self->questions[i], &self->common.evaluations, &self->results[i]));
        SUF_TRY(tell_outcome(self, i));
    }
out:
    return status;
}

/* Levers together. */
static suf_status
answer_together(stage *self)
{
    const suf_together_asked together = {self->asked, &self->choice,
        &self->common.batch.scenarios[0], &self->common.batch.ordered[0],
        self->common.batch.run_scenarios[0].model, &self->common.provenance,
        &self->common.evaluations};
    return suf_together_answer(&self->together, &together, self->common.faults);
}

static suf_status
go(stage *self, const char *path, suf_faults *faults)
{
    suf_size_options *asked = self->asked;
    suf_question_stage *common = &self->common;
    bool is_together = asked->is_joint || asked->is_sweep;
    const suf_trials trials = {0};
    suf_status status = SUF_OK;
    SUF_TRY(suf_question_read(common, path, &asked->common, faults));
    SUF_TRY(suf_question_check_points(&common->batch.scenarios[0], faults));
    const suf_size_wanted wanted = {&common->batch.ordered[0],
        common->batch.scenarios[0].path, asked->pattern, &asked->conditions,
        asked->n_replications};
    SUF_TRY(suf_size_choose(&self->choice, &wanted, faults));
    SUF_TRY(suf_size_options_check(asked, faults));
    SUF_TRY(
        suf_array_new(self->choice.n_levers, sizeof *self->questions, &self->questions));
    SUF_TRY(suf_array_new(self->choice.n_levers, sizeof *self->results, &self->results));
    SUF_TRY(suf_batch_build(&common->batch, faults));
    SUF_TRY(suf_question_open(common, &asked->common, ".size", &trials, NULL));
    status = is_together ? answer_together(self)
                         : answer_all(self, self->choice.n_replications);
    suf_progress_end(&common->progress);
    if (status != SUF_OK) {
        suf_question_tell(common, status);
        goto out;
    }
    if (is_together) {
        SUF_TRY(suf_together_tell(
            &self->together, asked->common.is_csv, common->output, faults));
        goto out;
    }
    const suf_size_told told = {&common->batch.scenarios[0], &common->batch.ordered[0],
        self->questions, self->results, self->choice.n_levers, &common->provenance};
    if (asked->common.is_csv) {
        suf_size_print_csv(&told);
    } else {
        suf_size_print(&told);
    }
    SUF_TRY(suf_size_write(&told, common->output, faults));
out:
    return status;
}

static suf_status
run(void *given, const suf_operands *operands, suf_faults *faults)
{
    stage self = {.asked = given};
    suf_status status = go(&self, operands->items[0], faults);
    for (uint32_t i = 0; self.results != NULL && i < self.choice.n_levers; i++) {
        suf_size_result_free(&self.results[i]);
    }
    suf_together_free(&self.together);
    suf_question_close(&self.common);
    free(self.questions);
    free(self.results);
    suf_size_choice_free(&self.choice);
    return status;
}

int
suf_app_size(int argc, char **argv)
{
    suf_size_options asked = {0};
    int code = suf_question_run(&suf_size_usage, argc, argv, &asked, run);
    free((void *) asked.conditions.items);
    return code;
}
