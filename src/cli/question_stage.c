/* What commands that ask questions hold while they do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "question_stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cli/launch.h"
#include "cli/report.h"
#include "cli/stacks.h"
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

suf_status
suf_question_read(suf_question_stage *self, const char *path,
    const suf_question_options *options, suf_faults *faults)
{
    suf_status status = SUF_OK;
    *self = (suf_question_stage){.faults = faults, .is_quiet = options->is_quiet};
    self->evaluations.journal.file = -1;
    faults->task = "reading the scenario";
    SUF_TRY(suf_batch_read(
        &self->batch, &path, 1, options->sets->items, options->sets->n, faults));
    suf_report_warnings(&self->batch.scenarios[0].warnings, NULL);
out:
    return status;
}

suf_status
suf_question_open(suf_question_stage *self, const suf_question_options *options,
    const suf_trials *trials, const char *added)
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
    SUF_TRY(suf_launch_output(options->output, self->batch.scenarios[0].name,
        options->ending, &self->output, self->faults));
    SUF_TRY(suf_disk_path(self->output, ".journal", &self->journal));
    SUF_TRY(suf_rule_text(self->batch.ordered[0].resolved, &self->rule));
    suf_build_facts_get(&build);
    const char *const texts[] = {self->rule, added};
    suf_provenance_init(&self->provenance, &build, self->batch.ordered[0].seed, texts, 2);
    self->provenance.scenario_texts = NULL;
    SUF_TRY(suf_evaluations_open(&self->evaluations, &all, self->journal,
        self->provenance.fingerprint, options->force, self->faults));
    self->evaluations.goes_on = goes_on;
    self->evaluations.is_overdue = is_overdue;
    self->evaluations.context = self;
    suf_progress_init(&self->progress, options->is_quiet, options->progress_seconds);
    self->shown.n_found = self->evaluations.n_found;
    SUF_TRY(suf_interrupt_start(
        &self->interrupt, options->is_quiet, self->output, self->faults));
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
