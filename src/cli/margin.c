/* suffice margin: where does one more place help most?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "question/margin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/launch.h"
#include "cli/margin_choice.h"
#include "cli/margin_table.h"
#include "cli/question_stage.h"
#include "experiment/design.h"

enum { MOST_DEFAULT = 1000 };

typedef struct margin_options {
    suf_question_options common;
    suf_margin_wanted wanted;
    suf_margin_quantity by;
    uint32_t n_replications, n_most;
    bool is_apart, is_by_target;
} margin_options;

static bool
read_by(void *member, const char *text)
{
    suf_margin_quantity *by = member;
    for (int q = 0; q < SUF_N_MARGINS; q++) {
        if (strcmp(text, suf_margin_quantity_name((suf_margin_quantity) q)) == 0) {
            *by = (suf_margin_quantity) q;
            return true;
        }
    }
    return false;
}

static const suf_option options[] = {
    {"service", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(margin_options, wanted.services),
        .value = "PATTERN",
        .help = "services to ask about, as 'nursery' or 'care*' "
                "(default: all that have places)"},
    {"district", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(margin_options, wanted.districts),
        .value = "PATTERN", .help = "districts likewise (default: all)"},
    {"places", .kind = SUF_OPTION_COUNT, SUF_OPTION_AT(margin_options, wanted.places),
        .value = "K", .most = 1000000,
        .help = "places that are added to each, by which what they change is divided "
                "(default 1); a class or a ward tells more than a single place"},
    {"from", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(margin_options, wanted.from),
        .value = "DATE", .help = "day on which they are there (default: the start)"},
    {"levers", 'l', .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(margin_options, wanted.levers),
        .value = "PATTERN",
        .help = "levers of the scenario too, each one step on (back, at its most)"},
    {"by", .kind = SUF_OPTION_READ, SUF_OPTION_AT(margin_options, by), .value = "WHAT",
        .read = read_by, .expected = "served, waiting or unmet",
        .help = "what is best: people served more, waiting days fewer, or people not "
                "served fewer: served (default), waiting, unmet"},
    {"targets", SUF_OPTION_AT(margin_options, is_by_target),
        .help = "tells P of every target that can feel a place: what one target feels "
                "stands in runs of their own"},
    {"apart", SUF_OPTION_AT(margin_options, is_apart),
        .help = "a run for each place, whatever links them"},
    {"replications", 'n', .kind = SUF_OPTION_COUNT,
        SUF_OPTION_AT(margin_options, n_replications), .value = "N",
        .most = SUF_MOST_REPLICATIONS,
        .help = "replications of the first round (default 100, or what the scenario's "
                "design is made for)"},
    {"max-n", .kind = SUF_OPTION_COUNT, SUF_OPTION_AT(margin_options, n_most),
        .value = "N", .most = SUF_MOST_REPLICATIONS,
        .help = "most replications (default 1000, or those of the first round)"},
    SUF_QUESTION_OPTIONS_BEFORE("results/NAME.margin.h5"),
    SUF_OPTION_PROGRESS(suf_question_options),
    SUF_QUESTION_OPTIONS_AFTER,
};

const suf_usage suf_margin_usage = {.command = "margin",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "tell where one more place helps most",
    .question =
        "Where does one more place help most? Tells of each service and district how "
        "many "
        "people more a place serves, how many days of waiting it saves, and what it does "
        "for the targets.",
    .example =
        "suffice margin scenarios/luzhou/plan.yaml --service nursery --places 20 \\\n"
        "      -n 25 --max-n 25 -o results/nursery.margin.h5",
    .details =
        "Runs the plan, and the plan with a place more of each service in each district, "
        "on common random numbers; differences have 95 % intervals. Districts and "
        "services that nothing links (overflow, one list, people who go on, places that "
        "are converted) stand in one run, as if each were alone.\n"
        "\n"
        "Replications grow in rounds until in every service the best district is told "
        "from all others at 95 %, or there are --max-n; which of the two is said. "
        "Services are not compared with each other: a visit is not a school place.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "All that is tried is kept in FILE.journal: the same command goes on after a "
           "kill and comes to the same bytes.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

typedef struct stage {
    margin_options *asked;
    suf_question_stage common;
    suf_margin_choice choice;
    suf_margin_question question;
    suf_margin_answer answer;
    suf_text added;
} stage;

/* Before a round. */
static void
tell(void *context, uint32_t n_replications, const suf_margin_answer *so_far)
{
    stage *self = context;
    uint32_t n_told = 0;
    uint32_t n_open = 0;
    suf_question_expect(
        &self->common, ((uint64_t) self->question.n_runs + 1) * n_replications);
    if (!self->asked->common.quiet) {
        (void) fprintf(stderr,
            "suffice: margin: %" PRIu32 " replications of the plan and %" PRIu32
            " more runs",
            n_replications, self->question.n_runs);
        for (uint32_t i = 0; i < self->question.n_options; i++) {
            bool is_best = so_far->n_replications > 0 && so_far->rows[i].is_best;
            n_told += is_best && so_far->verdicts[i] == SUF_MARGIN_BEST_TOLD ? 1 : 0;
            n_open += is_best && so_far->verdicts[i] == SUF_MARGIN_BEST_OPEN ? 1 : 0;
        }
        if (n_told + n_open > 0) {
            (void) fprintf(stderr,
                "; after %" PRIu32 " the best is told in %" PRIu32 " of %" PRIu32
                " services",
                so_far->n_replications, n_told, n_told + n_open);
        }
        (void) fputc('\n', stderr);
    }
}

static suf_status
choose_replications(stage *self, suf_faults *faults)
{
    const margin_options *asked = self->asked;
    const suf_scenario *scenario = &self->common.batch.scenarios[0];
    suf_margin_question *question = &self->question;
    uint32_t most = suf_design_most_replications(&scenario->design);
    suf_status status = SUF_OK;
    SUF_TRY(suf_launch_replications(scenario, asked->n_replications,
        SUF_DEFAULT_REPLICATIONS, &question->n_first, faults));
    question->n_most = asked->n_most > 0 ? asked->n_most : MOST_DEFAULT;
    if (question->n_most < question->n_first && asked->n_most > 0) {
        suf_fault_place place = {0};
        suf_faults_add(faults, &place,
            "--max-n %" PRIu32 " is below the %" PRIu32
            " replications of the first round",
            asked->n_most, question->n_first);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    question->n_most =
        question->n_most > question->n_first ? question->n_most : question->n_first;
    question->n_most = question->n_most < most ? question->n_most : most;
out:
    return status;
}

static suf_status
go(stage *self, const char *path, suf_faults *faults)
{
    margin_options *asked = self->asked;
    suf_question_stage *common = &self->common;
    suf_status status = SUF_OK;
    SUF_TRY(suf_question_read(common, path, &asked->common, faults));
    SUF_TRY(suf_question_check_points(&common->batch.scenarios[0], faults));
    SUF_TRY(choose_replications(self, faults));
    SUF_TRY(suf_batch_build(&common->batch, faults));
    SUF_TRY(suf_margin_choose(
        &self->choice, &common->batch, &asked->wanted, &self->added, faults));
    self->question.model = common->batch.run_scenarios[0].model;
    self->question.layout = &common->batch.layout;
    self->question.map = common->batch.run_scenarios[0].map;
    self->question.options = self->choice.options;
    self->question.n_options = self->choice.n_options;
    self->question.by = asked->by;
    self->question.is_apart = asked->is_apart;
    self->question.is_by_target = asked->is_by_target;
    self->question.tell = tell;
    self->question.context = self;
    SUF_TRY(suf_margin_plan(&self->question));
    const suf_trials trials = {.measure = suf_margin_measure,
        .measure_context = &self->question,
        .n_more = suf_margin_n_measured(&self->question)};
    SUF_TRY(suf_question_open(
        common, &asked->common, ".margin", &trials, suf_text_get(&self->added)));
    status = suf_margin_ask(&self->question, &common->evaluations, &self->answer);
    suf_progress_end(&common->progress);
    if (status != SUF_OK) {
        suf_question_tell(common, status);
        goto out;
    }
    const suf_margin_told told = {
        common, &self->question, &self->answer, self->choice.from_day};
    if (asked->common.is_csv) {
        suf_margin_print_csv(&told);
    } else {
        suf_margin_print(&told);
    }
    SUF_TRY(suf_margin_write(&told));
out:
    return status;
}

static suf_status
run(void *given, const suf_operands *operands, suf_faults *faults)
{
    margin_options *asked = given;
    stage self = {.asked = asked};
    suf_text_init(&self.added);
    suf_status status = go(&self, operands->items[0], faults);
    suf_margin_answer_free(&self.answer);
    suf_margin_choice_free(&self.choice);
    suf_text_free(&self.added);
    suf_question_close(&self.common);
    return status;
}

int
suf_app_margin(int argc, char **argv)
{
    margin_options asked = {.wanted = {.places = 1}};
    return suf_question_run(&suf_margin_usage, argc, argv, &asked, run);
}
