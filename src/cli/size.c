/* suffice size: how much of a lever, so that a condition holds with a probability.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "question/size.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "cli/batch.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/size_choice.h"
#include "cli/size_options.h"
#include "cli/size_table.h"
#include "cli/size_together.h"
#include "cli/stacks.h"
#include "experiment/runner.h"
#include "journal/disk.h"
#include "question/rule.h"
#include "results/this_build.h"

/* Everything held while it runs. */
typedef struct stage {
    const suf_size_options *asked;
    suf_faults *faults;
    suf_batch batch;
    suf_evaluations evaluations;
    suf_interrupt interrupt;
    suf_size_result *results; /* [choice.n_levers] */
    suf_size_choice choice;
    suf_size_question *questions; /* [choice.n_levers] */
    suf_together together;
    char *output, *journal, *rule;
} stage;

static bool
goes_on(void *context)
{
    stage *self = context;
    return suf_interrupt_number(&self->interrupt) == 0;
}

static bool
is_overdue(void *context)
{
    stage *self = context;
    return suf_interrupt_is_overdue(&self->interrupt);
}

/* What is known so far. */
static void
tell(void *context, const suf_size_question *question, double low, double high,
    uint64_t n_asked)
{
    stage *self = context;
    const suf_lever_spec *lever = &question->scenario->levers[question->lever];
    char from[SUF_VALUE_BYTES];
    char to[SUF_VALUE_BYTES] = "?";
    if (self->asked->quiet) {
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

/* --- files ------------------------------------------------------------------------- */

static suf_status
name_files(stage *self)
{
    const char *name = self->batch.scenarios[0].name;
    suf_status status = SUF_OK;
    if (self->asked->output != NULL) {
        SUF_TRY(suf_disk_path(self->asked->output, "", &self->output));
    } else {
        if (mkdir("results", 0777) != 0 && errno != EEXIST) {
            suf_faults_add_system(
                self->faults, "results", errno, "the folder cannot be made");
            status = SUF_RAISE(SUF_ERROR_OPEN);
            goto out;
        }
        size_t length = strlen(name) + sizeof "results/.size.h5";
        SUF_TRY(suf_array_new(length, 1, &self->output));
        (void) snprintf(self->output, length, "results/%s.size.h5", name);
    }
    SUF_TRY(suf_disk_path(self->output, ".journal", &self->journal));
out:
    return status;
}

static suf_status
open_evaluations(stage *self, suf_provenance *rule)
{
    suf_build_facts build;
    const suf_run_scenario *scenario = &self->batch.run_scenarios[0];
    suf_status status = SUF_OK;
    SUF_TRY(suf_rule_text(self->batch.ordered[0].resolved, &self->rule));
    suf_build_facts_get(&build);
    const char *const texts[] = {self->rule};
    suf_provenance_init(rule, &build, self->batch.ordered[0].seed, texts, 1);
    rule->scenario_texts = NULL;
    const suf_trials trials = {.model = scenario->model,
        .layout = &self->batch.layout,
        .map = scenario->map,
        .n_threads = self->asked->n_threads};
    SUF_TRY(suf_evaluations_open(&self->evaluations, &trials, self->journal,
        rule->fingerprint, self->asked->force, self->faults));
    self->evaluations.goes_on = goes_on;
    self->evaluations.is_overdue = is_overdue;
    self->evaluations.context = self;
out:
    return status;
}

/* --- answering --------------------------------------------------------------------- */

/* A clear message where there is no answer. */
static suf_status
tell_outcome(stage *self, uint32_t i)
{
    const suf_size_question *question = &self->questions[i];
    const suf_size_answer *answer = &self->results[i].answer;
    const suf_lever_spec *lever = &question->scenario->levers[question->lever];
    suf_fault_place place = {.file = self->batch.scenarios[0].path};
    uint32_t last = suf_grid_n(&lever->grid) - 1;
    const suf_size_point *point = suf_size_find_point(answer, last);
    char most[SUF_VALUE_BYTES];
    char least[SUF_VALUE_BYTES];
    suf_size_value_text(lever, suf_size_value(question, last), most);
    suf_size_value_text(lever, suf_size_value(question, 0), least);
    if (answer->outcome == SUF_SIZE_NOT_FELT) {
        suf_faults_add(self->faults, &place,
            "lever '%.80s' is not felt by what is asked: all that is measured is the "
            "same at its least and its most, in every replication that was tried",
            lever->name);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    if (answer->outcome == SUF_SIZE_NOT_NEEDED) {
        suf_faults_add(self->faults, &place,
            "lever '%.80s' is not needed for what is asked: it holds at the least value, "
            "%s, "
            "in each of %" PRIu32
            " replications, and nothing that is measured is other at "
            "the most; whether the lever acts on it cannot be told from them",
            lever->name, least, question->n);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    if (answer->outcome == SUF_SIZE_NOT_REACHED) {
        suf_faults_add(self->faults, &place,
            "lever '%.80s' cannot reach what is asked: even at %s the probability is "
            "%.3g [%.3g, %.3g], and %.10g is asked for",
            lever->name, most, point->p, point->low, point->high, question->p);
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    return SUF_OK;
}

/* What the engine failed of, where nothing was told yet. */
static suf_status
fail_plainly(const stage *self, suf_status status)
{
    if (status != SUF_OK && self->faults->n == 0 && status != SUF_ERROR_INTERRUPTED) {
        suf_fault_place place = {.file = self->batch.scenarios[0].path};
        suf_faults_add(self->faults, &place, "replication %" PRIu32 ": %s",
            self->evaluations.trials.failed_replication, suf_status_text(status));
    }
    return status;
}

static suf_status
answer_all(stage *self, uint32_t n)
{
    suf_status status = SUF_OK;
    for (uint32_t i = 0; i < self->choice.n_levers; i++) {
        self->questions[i] = (suf_size_question){.scenario = &self->batch.ordered[0],
            .model = self->batch.run_scenarios[0].model,
            .lever = self->choice.levers[i],
            .conditions = self->choice.conditions,
            .n_conditions = self->choice.n_conditions,
            .p = self->asked->p > 0 ? self->asked->p : 0.95,
            .confidence = 0.95,
            .n = n,
            .is_validated = !self->asked->is_not_validated,
            .tell = tell,
            .context = self};
        SUF_TRY(suf_size_ask(&self->questions[i], &self->evaluations, &self->results[i]));
        SUF_TRY(tell_outcome(self, i));
    }
out:
    return fail_plainly(self, status);
}

/* Levers together. */
static suf_status
answer_together(stage *self, const suf_provenance *rule)
{
    const suf_together_asked together = {self->asked, &self->choice,
        &self->batch.scenarios[0], &self->batch.ordered[0],
        self->batch.run_scenarios[0].model, rule, &self->evaluations};
    return fail_plainly(
        self, suf_together_answer(&self->together, &together, self->faults));
}

static suf_status
go(stage *self, const char *path)
{
    const suf_size_options *asked = self->asked;
    bool is_together = asked->is_joint || asked->is_sweep;
    suf_provenance rule = {0};
    uint32_t n = 0;
    suf_status status = SUF_OK;
    self->faults->task = "reading the scenario";
    SUF_TRY(suf_batch_read(
        &self->batch, &path, 1, asked->sets.items, asked->sets.n, self->faults));
    suf_report_warnings(&self->batch.scenarios[0].warnings, NULL);
    const suf_size_wanted wanted = {&self->batch.ordered[0],
        self->batch.scenarios[0].path, asked->pattern, &asked->conditions,
        asked->n_replications};
    SUF_TRY(suf_size_choose(&self->choice, &wanted, self->faults));
    n = self->choice.n_replications;
    SUF_TRY(suf_size_options_check(asked, self->faults));
    SUF_TRY(
        suf_array_new(self->choice.n_levers, sizeof *self->questions, &self->questions));
    SUF_TRY(suf_array_new(self->choice.n_levers, sizeof *self->results, &self->results));
    SUF_TRY(suf_batch_build(&self->batch, self->faults));
    SUF_TRY(name_files(self));
    SUF_TRY(open_evaluations(self, &rule));
    SUF_TRY(
        suf_interrupt_start(&self->interrupt, asked->quiet, self->output, self->faults));
    SUF_TRY(suf_stacks_check(asked->n_threads, self->output, self->faults));
    self->faults->task = "answering";
    status = is_together ? answer_together(self, &rule) : answer_all(self, n);
    if (status != SUF_OK) {
        suf_interrupt_tell(&self->interrupt, status, self->faults);
        goto out;
    }
    if (is_together) {
        SUF_TRY(suf_together_tell(
            &self->together, asked->is_csv, self->output, self->faults));
        goto out;
    }
    const suf_size_told told = {&self->batch.scenarios[0], &self->batch.ordered[0],
        self->questions, self->results, self->choice.n_levers, &rule};
    if (asked->is_csv) {
        suf_size_print_csv(&told);
    } else {
        suf_size_print(&told);
    }
    SUF_TRY(suf_size_write(&told, self->output, self->faults));
out:
    return status;
}

static suf_status
run(void *given, const suf_operands *operands, suf_faults *faults)
{
    stage self = {.asked = given, .faults = faults};
    self.evaluations.journal.file = -1;
    suf_status status = go(&self, operands->items[0]);
    suf_interrupt_end(&self.interrupt);
    for (uint32_t i = 0; self.results != NULL && i < self.choice.n_levers; i++) {
        suf_size_result_free(&self.results[i]);
    }
    suf_together_free(&self.together);
    suf_evaluations_close(&self.evaluations);
    suf_batch_free(&self.batch);
    free(self.questions);
    free(self.results);
    suf_size_choice_free(&self.choice);
    free(self.output);
    free(self.journal);
    free(self.rule);
    return status;
}

/* Levers and the seed become sets. */
static suf_status
run_with_sets(void *given, const suf_operands *operands, suf_faults *faults)
{
    suf_size_options *asked = given;
    if (!suf_levers_set(&asked->levers, &asked->lever_sets, &asked->sets) ||
        (asked->seed_set[0] != '\0' && !suf_texts_add(&asked->sets, asked->seed_set))) {
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    return run(given, operands, faults);
}

int
suf_app_size(int argc, char **argv)
{
    suf_size_options asked = {.n_threads = suf_run_default_threads()};
    int code = suf_options_run(&suf_size_usage, argc, argv, &asked, run_with_sets);
    free((void *) asked.sets.items);
    free((void *) asked.levers.items);
    free((void *) asked.conditions.items);
    suf_levers_free(&asked.lever_sets);
    return code;
}
