/* suffice slip: which projects can slip, by how much, and which must not?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/launch.h"
#include "cli/question_stage.h"
#include "cli/slip_choice.h"
#include "cli/slip_table.h"
#include "question/slip_ask.h"

enum { DEFAULT_REPLICATIONS = 1000, DEFAULT_OF_USE = 200, DEFAULT_DAYS = 30 };

typedef struct slip_options {
    suf_question_options common;
    const char *targets, *projects; /* patterns; NULL: all */
    double p;                       /* 0: not given */
    uint32_t days, n_replications;
    bool is_use;
} slip_options;

static const suf_option options[] = {
    {"target", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(slip_options, targets),
        .value = "PATTERN",
        .help = "targets and conditions to ask about, as T1.3 or 'T1.*' (default: all "
                "targets that built things decide: count, added, share_with)"},
    {"use", SUF_OPTION_AT(slip_options, is_use),
        .help = "asks of targets and conditions of use too, as waiting; that takes runs "
                "(so it is where nothing else is named)"},
    {"project", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(slip_options, projects),
        .value = "PATTERN", .help = "projects likewise (default: all that they count)"},
    SUF_QUESTION_OPTION_PROBABILITY(
        slip_options, "how likely the target must be met (default 0.9)"),
    {"days", .kind = SUF_OPTION_COUNT, SUF_OPTION_AT(slip_options, days), .value = "N",
        .most = 36500,
        .help = "days by which a project that is called safe can slip (default 30)"},
    {"replications", 'n', .kind = SUF_OPTION_COUNT,
        SUF_OPTION_AT(slip_options, n_replications), .value = "N",
        .most = SUF_MOST_REPLICATIONS,
        .help = "replications of what delivers (default 1000), of runs (default 200)"},
    SUF_QUESTION_OPTIONS_BEFORE("results/NAME.slip.h5"),
    SUF_OPTION_PROGRESS(suf_question_options),
    SUF_QUESTION_OPTIONS_AFTER,
};

const suf_usage suf_slip_usage = {.command = "slip",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "tell which projects can slip, and which must not",
    .question =
        "Which projects can slip, by how much, and which must not? Tells of every "
        "project "
        "and every target that counts it the latest planned opening with which the "
        "target is still met with a probability of 0.9, and the slack in days.",
    .example = "suffice slip scenarios/luzhou/plan.yaml --target 'T1.*' -n 100 \\\n"
               "      -o results/nursery.slip.h5",
    .details =
        "One project is moved at a time; the slack has a 95 % interval. safe: it can "
        "slip by --days; critical: it cannot; undecided: so many replications do not "
        "tell.\n"
        "\n"
        "Of targets that built things decide (count, added, share_with) nothing of "
        "people is simulated: each replication draws delays and cancellations as a run "
        "does, and knows its slacks exactly. How late all projects of a target together "
        "may be is in the scorecard of suffice info.\n"
        "\n"
        "Of targets of use (--use) the plan is run with groups of projects that open "
        "--days later, on common random numbers. A group that keeps P is safe as a "
        "whole; others are halved. A project that no target counts or feels has a loss "
        "of exactly 0, and is not run.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "All that is tried is kept in FILE.journal: the same command goes on after a "
           "kill and comes to the same bytes.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

typedef struct stage {
    slip_options *asked;
    suf_question_stage common;
    suf_slip_choice choice;
    suf_slip_question question;
    suf_slip_answer answer;
} stage;

/* Before a round of groups: what is known so far. */
static void
tell(void *context, uint32_t n_groups, const suf_slip_row *rows)
{
    stage *self = context;
    const suf_slip_question *question = &self->question;
    uint32_t n[SUF_SLIP_UNDECIDED + 1] = {0};
    uint32_t n_open = 0;
    suf_question_expect(&self->common,
        self->common.evaluations.n_found + (uint64_t) n_groups * question->n);
    for (uint32_t i = question->n_counted; i < question->n_pairs; i++) {
        n[rows[i].verdict] += rows[i].n_together > 0;
        n_open += rows[i].n_together == 0;
    }
    if (!self->asked->common.quiet) {
        (void) fprintf(stderr,
            "suffice: slip: of %" PRIu32 " pairs of use %" PRIu32 " are safe, %" PRIu32
            " critical, %" PRIu32 " undecided; %" PRIu32 " to be told, in %" PRIu32
            " groups so far\n",
            question->n_pairs - question->n_counted, n[SUF_SLIP_SAFE],
            n[SUF_SLIP_CRITICAL], n[SUF_SLIP_UNDECIDED], n_open, n_groups);
    }
}

static suf_status
go(stage *self, const char *path, suf_faults *faults)
{
    slip_options *asked = self->asked;
    suf_question_stage *common = &self->common;
    suf_batch *batch = &common->batch;
    suf_slip_question *question = &self->question;
    suf_slip_choice *choice = &self->choice;
    const suf_slip_wanted wanted = {
        asked->targets, asked->projects, asked->is_use, asked->days};
    suf_text added;
    suf_status status = SUF_OK;
    suf_text_init(&added);
    SUF_TRY(suf_question_read(common, path, &asked->common, faults));
    SUF_TRY(suf_question_check_points(&common->batch.scenarios[0], faults));
    SUF_TRY(suf_slip_choose(choice, batch, &wanted, &added, faults));
    SUF_TRY(suf_launch_replications(&batch->scenarios[0], asked->n_replications,
        choice->has_use ? DEFAULT_OF_USE : DEFAULT_REPLICATIONS, &question->n, faults));
    question->model = batch->run_scenarios[0].model;
    question->pairs = choice->pairs;
    question->n_pairs = choice->n_pairs;
    question->n_counted = choice->n_counted;
    question->levers = choice->levers;
    question->p = asked->p > 0 ? asked->p : 0.9;
    question->days = asked->days;
    question->tell = tell;
    question->context = self;
    const suf_trials trials = {.n_more = choice->n_counted,
        .slips = {.pairs = choice->pairs, .n = choice->n_counted}};
    SUF_TRY(suf_question_open(
        common, &asked->common, ".slip", &trials, suf_text_get(&added)));
    if (choice->has_use) {
        suf_evaluations_set_scope(&common->evaluations, &choice->felt);
    }
    suf_question_expect(common, question->n);
    status = suf_slip_ask(question, &common->evaluations, &self->answer);
    suf_progress_end(&common->progress);
    if (status != SUF_OK) {
        suf_question_tell(common, status);
        goto out;
    }
    const suf_slip_told told = {common, question, &self->answer, choice};
    if (asked->common.is_csv) {
        suf_slip_print_csv(&told);
    } else {
        suf_slip_print(&told);
    }
    SUF_TRY(suf_slip_write(&told));
out:
    suf_text_free(&added);
    return status;
}

static suf_status
run(void *given, const suf_operands *operands, suf_faults *faults)
{
    slip_options *asked = given;
    stage self = {.asked = asked};
    suf_status status = go(&self, operands->items[0], faults);
    suf_slip_answer_free(&self.answer);
    suf_question_close(&self.common);
    suf_slip_choice_free(&self.choice);
    return status;
}

int
suf_app_slip(int argc, char **argv)
{
    slip_options asked = {.days = DEFAULT_DAYS};
    return suf_question_run(&suf_slip_usage, argc, argv, &asked, run);
}
