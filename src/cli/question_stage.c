/* What commands that ask questions hold while they do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "question_stage.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/launch.h"
#include "cli/report.h"
#include "cli/stacks.h"
#include "experiment/runner.h"
#include "journal/disk.h"
#include "question/rule.h"
#include "results/this_build.h"

/* After each trial: how far it is, and whether to go on. */
static bool
goes_on(void *context)
{
    suf_question_stage *self = context;
    self->shown.n_done = self->evaluations.n_found;
    if (self->shown.n_done < self->shown.n_total) {
        (void) suf_progress_watch(&self->progress, &self->shown);
    }
    return suf_interrupt_number(&self->interrupt) == 0;
}

static bool
is_overdue(void *context)
{
    suf_question_stage *self = context;
    return suf_interrupt_is_overdue(&self->interrupt);
}

bool
suf_question_read_probability(void *member, const char *text)
{
    char *end = NULL;
    double p = strtod(text, &end);
    memcpy(member, &p, sizeof p);
    return end != text && *end == '\0' && p > 0 && p < 1;
}

int
suf_question_run(const suf_usage *usage, int argc, char **argv, void *options,
    suf_status (*run)(void *options, const suf_operands *operands, suf_faults *faults))
{
    suf_question_options *common = options;
    common->n_threads = suf_run_default_threads();
    int code = suf_options_run(usage, argc, argv, options, run);
    free((void *) common->sets.items);
    free((void *) common->levers.items);
    suf_levers_free(&common->lever_sets);
    return code;
}

/* Says that what was counted does not weigh: an answer takes replications as they come.
 */
static void
tell_observations(const suf_scenario *scenario)
{
    for (size_t i = 0; i < scenario->n_observations; i++) {
        const suf_observation_row *row = &scenario->observations[i];
        if (!row->is_held_out && !row->is_registered && isfinite(row->sd)) {
            (void) fprintf(stderr,
                "suffice: observations do not weigh this answer, which is %s; points of "
                "suffice calibrate --equal-weights make it given what was seen\n",
                scenario->design.kind == SUF_DESIGN_TABLE ? "as the table draws"
                                                          : "as thought before");
            return;
        }
    }
}

suf_status
suf_question_check_points(const suf_scenario *scenario, suf_faults *faults)
{
    tell_observations(scenario);
    if (scenario->points.log_weights == NULL) {
        return SUF_OK;
    }
    suf_fault_place place = {.file = scenario->path,
        .path = "design.table",
        .hint = "make points of equal weight (suffice calibrate --equal-weights), or ask "
                "the scenario without the table (`--set design=balanced`)"};
    suf_faults_add(faults, &place,
        "found a table with log_weight, expected points of equal weight: the answer "
        "would not weigh them, and nobody holds the points likely as they are drawn");
    return SUF_RAISE(SUF_ERROR_SCENARIO);
}

suf_status
suf_question_read(suf_question_stage *self, const char *path,
    suf_question_options *options, suf_faults *faults)
{
    suf_status status = SUF_OK;
    *self = (suf_question_stage){.faults = faults, .is_quiet = options->quiet};
    self->evaluations.journal.file = -1;
    if (!suf_levers_set(&options->levers, &options->lever_sets, &options->sets) ||
        (options->seed_set[0] != '\0' &&
            !suf_texts_add(&options->sets, options->seed_set))) {
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    faults->task = "reading the scenario";
    SUF_TRY(suf_batch_read(
        &self->batch, &path, 1, options->sets.items, options->sets.n, faults));
    suf_report_warnings(&self->batch.scenarios[0].warnings, NULL);
out:
    return status;
}

suf_status
suf_question_open(suf_question_stage *self, const suf_question_options *options,
    const char *ending, const suf_trials *trials, const char *added)
{
    const suf_run_scenario *scenario = &self->batch.run_scenarios[0];
    suf_trials all = {.model = scenario->model,
        .layout = &self->batch.layout,
        .map = scenario->map,
        .measure = trials->measure,
        .measure_context = trials->measure_context,
        .n_more = trials->n_more,
        .slips = trials->slips,
        .n_threads = options->n_threads};
    suf_build_facts build;
    suf_status status = SUF_OK;
    SUF_TRY(suf_launch_output(options->output, self->batch.scenarios[0].name, ending,
        &self->output, self->faults));
    SUF_TRY(suf_disk_path(self->output, ".journal", &self->journal));
    SUF_TRY(suf_rule_text(self->batch.ordered[0].resolved, &self->rule));
    suf_build_facts_get(&build);
    const char *const texts[] = {self->rule, added};
    suf_provenance_init(&self->provenance, &build, self->batch.ordered[0].seed, texts,
        added != NULL ? 2 : 1);
    self->provenance.scenario_texts = NULL;
    SUF_TRY(suf_evaluations_open(&self->evaluations, &all, self->journal,
        self->provenance.fingerprint, options->force, self->faults));
    self->evaluations.goes_on = goes_on;
    self->evaluations.is_overdue = is_overdue;
    self->evaluations.context = self;
    suf_progress_init(&self->progress, options->quiet, options->progress_seconds);
    self->shown.n_found = self->evaluations.n_found;
    SUF_TRY(suf_interrupt_start(
        &self->interrupt, options->quiet, self->output, self->faults));
    SUF_TRY(suf_stacks_check(options->n_threads, self->output, self->faults));
    self->faults->task = "answering";
out:
    return status;
}

void
suf_question_expect(suf_question_stage *self, uint64_t n_wanted)
{
    self->shown.n_total = n_wanted;
}

void
suf_question_tell(suf_question_stage *self, suf_status status)
{
    if (self->faults->n == 0 && status != SUF_ERROR_INTERRUPTED) {
        suf_fault_place place = {.file = self->batch.scenarios[0].path};
        suf_faults_add(self->faults, &place, "replication %" PRIu32 ": %s",
            self->evaluations.trials.failed_replication, suf_status_text(status));
    }
    suf_interrupt_tell(&self->interrupt, status, self->faults);
}

suf_answer_file
suf_question_answer(const suf_question_stage *self)
{
    const suf_scenario *scenario = &self->batch.scenarios[0];
    return (suf_answer_file){.scenario = scenario->name,
        .title = scenario->title,
        .title_zh = scenario->title_zh,
        .version = self->provenance.build.version,
        .scenario_text = scenario->resolved,
        .fingerprint = self->provenance.fingerprint,
        .seed = self->provenance.seed};
}

void
suf_question_close(suf_question_stage *self)
{
    suf_progress_end(&self->progress);
    suf_interrupt_end(&self->interrupt);
    suf_evaluations_close(&self->evaluations);
    suf_batch_free(&self->batch);
    free(self->output);
    free(self->journal);
    free(self->rule);
}
