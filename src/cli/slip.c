/* suffice slip: which projects can slip, by how much, and which must not?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "question/slip.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/launch.h"
#include "cli/question_stage.h"
#include "cli/slip_table.h"
#include "experiment/runner.h"

enum { DEFAULT_REPLICATIONS = 1000, DEFAULT_DAYS = 30 };

typedef struct slip_options {
    suf_texts sets, levers, lever_sets; /* as of run */
    char seed_set[SUF_SEED_BYTES];
    const char *targets, *projects; /* patterns; NULL: all */
    double p;                       /* 0: not given */
    const char *output;
    uint32_t days, n_replications, n_threads;
    bool force, quiet, is_csv;
    double progress_seconds;
} slip_options;

static bool
read_probability(void *member, const char *text)
{
    char *end = NULL;
    double p = strtod(text, &end);
    memcpy(member, &p, sizeof p);
    return end != text && *end == '\0' && p > 0 && p < 1;
}

static const suf_option options[] = {
    {"target", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(slip_options, targets),
        .value = "PATTERN",
        .help = "targets to ask about, as T1.3 or 'T1.*' (default: all that built things "
                "decide: count, added, share_with)"},
    {"project", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(slip_options, projects),
        .value = "PATTERN", .help = "projects likewise (default: all that they count)"},
    {"probability", 'p', .kind = SUF_OPTION_READ, SUF_OPTION_AT(slip_options, p),
        .value = "P", .read = read_probability,
        .expected = "a probability between 0 and 1",
        .help = "how likely the target must be met (default 0.9)"},
    {"days", .kind = SUF_OPTION_COUNT, SUF_OPTION_AT(slip_options, days), .value = "N",
        .most = 36500,
        .help = "days by which a project that is called safe can slip (default 30)"},
    {"replications", 'n', .kind = SUF_OPTION_COUNT,
        SUF_OPTION_AT(slip_options, n_replications), .value = "N",
        .most = SUF_MOST_REPLICATIONS,
        .help = "replications of what delivers (default 1000)"},
    SUF_OPTION_LEVER(slip_options),
    SUF_OPTION_SET(slip_options),
    SUF_OPTION_SEED(slip_options),
    SUF_OPTION_OUTPUT(slip_options, output, "FILE",
        "file with the answer (default results/NAME.slip.h5)"),
    SUF_OPTION_THREADS(slip_options),
    SUF_OPTION_PROGRESS(slip_options),
    {"csv", SUF_OPTION_AT(slip_options, is_csv), .help = "prints the answer as CSV"},
    SUF_OPTION_FORCE(slip_options, force, "drops the journal of another rule"),
    SUF_OPTION_QUIET(slip_options, quiet, "no progress"),
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
        "slip "
        "by --days; critical: it cannot; undecided: so many replications do not tell.\n"
        "\n"
        "Asked of targets that built things decide (count, added, share_with). Nothing "
        "of people is simulated for them: each replication draws delays and "
        "cancellations as a run does, and knows its slacks exactly. A project that no "
        "target counts has a loss of exactly 0. How late all projects of a target "
        "together may be is in the scorecard of suffice info.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "All that is tried is kept in FILE.journal: the same command goes on after a "
           "kill and comes to the same bytes.",
    .least = 1,
    .most = 1,
    .wanted = "one scenario is needed"};

typedef struct stage {
    const slip_options *asked;
    suf_question_stage common;
    suf_slip_question question;
    suf_slip_answer answer;
    suf_slip_pair *pairs;
    uint32_t *map;   /* [kept targets] where they stand in the layout */
    bool *is_wanted; /* [targets] */
    size_t n_passed_over;
} stage;

static suf_status
refuse(stage *self, const char *what, const char *name)
{
    suf_fault_place place = {.file = self->common.batch.scenarios[0].path};
    suf_faults_add(self->common.faults, &place, "%s%s%.80s%s", what,
        name != NULL ? " '" : "", name != NULL ? name : "", name != NULL ? "'" : "");
    return SUF_RAISE(SUF_ERROR_SCENARIO);
}

/* Which targets are asked about; what is named must be one that can be. */
static suf_status
choose_targets(stage *self, uint32_t *n_kept)
{
    const suf_scenario *ordered = &self->common.batch.ordered[0];
    const char *pattern = self->asked->targets;
    size_t n_named = 0;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(ordered->n_targets, sizeof *self->is_wanted, &self->is_wanted));
    SUF_TRY(suf_array_new(ordered->n_targets, sizeof *self->map, &self->map));
    *n_kept = 0;
    for (size_t i = 0; i < ordered->n_targets; i++) {
        bool is_named =
            pattern == NULL || fnmatch(pattern, ordered->targets[i].target, 0) == 0;
        bool is_built = suf_slip_is_built(&ordered->targets[i]);
        n_named += is_named;
        self->n_passed_over += is_named && !is_built;
        self->is_wanted[i] = is_named && is_built;
        if (self->is_wanted[i]) {
            self->map[(*n_kept)++] = self->common.batch.maps[0].targets[i];
        }
    }
    if (ordered->n_targets == 0) {
        status = refuse(self, "has no targets: a project can only be late for one", NULL);
    } else if (n_named == 0) {
        status = refuse(self, "has no target", pattern);
    } else if (*n_kept == 0) {
        status = refuse(self,
            "no target that is asked about is decided by built things alone (count, "
            "added "
            "or share_with, at least a value)",
            NULL);
    }
out:
    return status;
}

/* Leaves the pairs whose project is wanted. */
static suf_status
choose_projects(stage *self)
{
    const suf_scenario *ordered = &self->common.batch.ordered[0];
    const char *pattern = self->asked->projects;
    uint32_t n = 0;
    size_t n_named = 0;
    for (size_t j = 0; pattern != NULL && j < ordered->n_projects; j++) {
        n_named += fnmatch(pattern, ordered->projects[j].project, 0) == 0;
    }
    if (pattern != NULL && n_named == 0) {
        return refuse(self, "has no project", pattern);
    }
    for (uint32_t i = 0; i < self->question.n_pairs; i++) {
        const char *name = ordered->projects[self->pairs[i].project].project;
        if (pattern == NULL || fnmatch(pattern, name, 0) == 0) {
            self->pairs[n++] = self->pairs[i];
        }
    }
    self->question.n_pairs = n;
    return n == 0 ? refuse(self,
                        "no project that is asked about is counted by these targets: the "
                        "loss of each is exactly 0",
                        NULL)
                  : SUF_OK;
}

static suf_status
go(stage *self, const char *path, suf_faults *faults)
{
    const slip_options *asked = self->asked;
    suf_question_stage *common = &self->common;
    suf_batch *batch = &common->batch;
    suf_slip_question *question = &self->question;
    const suf_question_options shared = {.sets = &asked->sets,
        .output = asked->output,
        .ending = ".slip",
        .n_threads = asked->n_threads,
        .force = asked->force,
        .is_quiet = asked->quiet,
        .progress_seconds = asked->progress_seconds};
    uint32_t n_kept = 0;
    suf_text added;
    suf_status status = SUF_OK;
    suf_text_init(&added);
    SUF_TRY(suf_question_read(common, path, &shared, faults));
    SUF_TRY(suf_launch_replications(&batch->scenarios[0], asked->n_replications,
        DEFAULT_REPLICATIONS, &question->n, faults));
    SUF_TRY(choose_targets(self, &n_kept));
    suf_slip_reduce(&batch->ordered[0], self->is_wanted);
    SUF_TRY(suf_batch_build(batch, faults));
    batch->run_scenarios[0].map.targets = self->map;
    question->model = batch->run_scenarios[0].model;
    SUF_TRY(suf_slip_pairs(question->model, &self->pairs, &question->n_pairs));
    SUF_TRY(choose_projects(self));
    question->pairs = self->pairs;
    question->p = asked->p > 0 ? asked->p : 0.9;
    question->days = asked->days;
    suf_text_add(&added, "slip\n");
    for (uint32_t i = 0; i < question->n_pairs; i++) {
        suf_text_format(&added, "%s\n%s\n",
            batch->ordered[0].targets[self->pairs[i].target].target,
            batch->ordered[0].projects[self->pairs[i].project].project);
    }
    SUF_TRY(added.status);
    const suf_trials trials = {.n_more = question->n_pairs,
        .slips = {.pairs = self->pairs, .n = question->n_pairs}};
    SUF_TRY(suf_question_open(common, &shared, &trials, suf_text_get(&added)));
    suf_question_expect(common, question->n);
    status = suf_slip_ask(question, &common->evaluations, &self->answer);
    suf_progress_end(&common->progress);
    if (status != SUF_OK) {
        suf_question_tell(common, status);
        goto out;
    }
    const suf_slip_told told = {common, question, &self->answer, self->n_passed_over};
    if (asked->is_csv) {
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
    if (!suf_levers_set(&asked->levers, &asked->lever_sets, &asked->sets) ||
        (asked->seed_set[0] != '\0' && !suf_texts_add(&asked->sets, asked->seed_set))) {
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    stage self = {.asked = asked};
    suf_status status = go(&self, operands->items[0], faults);
    suf_slip_answer_free(&self.answer);
    free(self.pairs);
    free(self.is_wanted);
    suf_question_close(&self.common);
    free(self.map);
    return status;
}

int
suf_app_slip(int argc, char **argv)
{
    slip_options asked = {.n_threads = suf_run_default_threads(), .days = DEFAULT_DAYS};
    int code = suf_options_run(&suf_slip_usage, argc, argv, &asked, run);
    free((void *) asked.sets.items);
    free((void *) asked.levers.items);
    suf_levers_free(&asked.lever_sets);
    return code;
}
