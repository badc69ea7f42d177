/* suffice run: scenarios in, one results file out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli/batch.h"
#include "cli/commands.h"
#include "cli/excluded.h"
#include "cli/launch.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "experiment/runner.h"

enum { DEFAULT_BATCH = 100, MOST_UNTIL_REPLICATIONS = 10000 };

typedef struct run_options {
    suf_operands scenarios;
    suf_texts sets;       /* --set, and --seed as "seed=..." */
    suf_texts levers;     /* --lever, as NAME=VALUE */
    suf_texts lever_sets; /* the same as sets; owned texts */
    char seed_set[SUF_SEED_BYTES];
    const char *output;      /* NULL: results/<name of the first scenario>.h5 */
    uint32_t n_replications; /* 0: not given */
    uint32_t n_threads;
    suf_shard shard;
    const char *until;
    uint32_t batch, minimum; /* 0: not given */
    bool is_fixed;           /* assumptions at their medians */
    bool force, repair, quiet;
    bool is_strict; /* warnings are faults */
    double progress_seconds;
} run_options;

static const suf_option options[] = {
    SUF_OPTION_REPLICATIONS(run_options),
    SUF_OPTION_OUTPUT(
        run_options, output, "FILE", "results file (default results/NAME.h5)"),
    SUF_OPTION_THREADS(run_options),
    SUF_OPTION_SEED(run_options),
    SUF_OPTION_SET(run_options),
    SUF_OPTION_LEVER(run_options),
    {"fix-assumptions", SUF_OPTION_AT(run_options, is_fixed),
        .help =
            "all assumptions at their medians, whatever the design: what chance alone "
            "does, in as many replications"},
    {"until", .kind = SUF_OPTION_TEXT, SUF_OPTION_AT(run_options, until), .value = "RULE",
        .help = "simulate until RULE holds, at 95 % over all looks:\n"
                "  decided     each P(met) is above or below 0.9\n"
                "  decided(p)  the same of p\n"
                "  'half-width(P(met), T1.2) < 0.01'\n"
                "  'half-width(mean(value), T1.2) < 0.05'\n"
                "At most -n replications (default 10000); where it never holds this is "
                "told, with -q too, and the results are written all the same."},
    {"batch", .kind = SUF_OPTION_COUNT, SUF_OPTION_AT(run_options, batch), .value = "N",
        .most = SUF_MOST_REPLICATIONS,
        .help = "replications between two looks (default 100)"},
    {"min-replications", .kind = SUF_OPTION_COUNT, SUF_OPTION_AT(run_options, minimum),
        .value = "N", .most = SUF_MOST_REPLICATIONS,
        .help = "replications before the first look"},
    SUF_OPTION_SHARD(
        run_options, "FILE.kofK.journal that suffice merge joins with others"),
    SUF_OPTION_ANEW(run_options),
    SUF_OPTION_REPAIR(run_options),
    SUF_OPTION_PROGRESS(run_options),
    SUF_OPTION_STRICT(run_options),
    SUF_OPTION_QUIET(run_options, quiet, "no progress and no closing line"),
};

const suf_usage suf_run_usage = {.command = "run",
    .arguments = "SCENARIO... [OPTIONS]",
    .summary = "simulate a plan many times over",
    .question =
        "What will happen under this plan, and how sure is that? Simulates a scenario "
        "many times over, and writes everything that happened into one results file.",
    .example = "suffice run scenarios/hello.yaml -o results/hello.h5",
    .details =
        "Several scenarios are simulated on the same random numbers, so differences "
        "between them come from the plan, not from chance. The file (HDF5) tells what "
        "happened by scenario, replication, month, district and service. It depends on "
        "scenarios, seed and program alone: any number of threads or shards gives the "
        "same bytes.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end =
        "A run that is killed, or stopped by Ctrl-C, SIGTERM, SIGHUP, SIGUSR1 or "
        "SIGXCPU, leaves FILE.journal with every finished replication: the same "
        "command goes on from there (exit code 75 of a run that was stopped says so), "
        "and suffice finish FILE --partial writes the results so far. On a FILE that "
        "this very run has written, a larger -n adds the replications that are "
        "missing.\n"
        "\n"
        "Memory grows with threads (--threads): the whole plan of Luzhou takes some 32 "
        "MB and 15 MB a thread. Scenarios that share their past keep copies, 1 GiB at "
        "most. Where a limit from outside (ulimit -v, a batch system) stops a run, it "
        "goes on from its journal with fewer threads.",
    .least = 1,
    .most = SIZE_MAX,
    .wanted = "no scenario is named"};

/* Why options do not go together; NULL: they do. */
static const char *
disagreement(const run_options *self)
{
    if (self->until != NULL && self->shard.of > 0) {
        return "--until and --shard exclude each other: a shard does not see the "
               "replications of the others";
    }
    if (self->until == NULL && (self->batch > 0 || self->minimum > 0)) {
        return "--batch and --min-replications say when to look, and need --until";
    }
    return NULL;
}

static int
parse(run_options *self, int argc, char **argv)
{
    int code = suf_options_parse(&suf_run_usage, argc, argv, self, &self->scenarios);
    const char *why = code < 0 ? disagreement(self) : NULL;
    if (why != NULL) {
        (void) fprintf(stderr, "suffice run: %s\n", why);
        return SUF_EXIT_USAGE;
    }
    /* Behind all else that is set. */
    if (code < 0 &&
        (!suf_levers_set(&self->levers, &self->lever_sets, &self->sets) ||
            (self->seed_set[0] != '\0' && !suf_texts_add(&self->sets, self->seed_set)) ||
            (self->is_fixed && !suf_texts_add(&self->sets, "design=fixed")))) {
        return SUF_EXIT_FAILED;
    }
    return code;
}

/* How many there are to be: -n, else what the design is made for, else the default. */
static suf_status
choose_replications(
    const run_options *asked, const suf_batch *batch, suf_goal *goal, suf_faults *faults)
{
    uint32_t otherwise =
        asked->until != NULL ? MOST_UNTIL_REPLICATIONS : SUF_DEFAULT_REPLICATIONS;
    suf_status status = suf_launch_replications(&batch->scenarios[0],
        asked->n_replications, otherwise, &goal->n_replications, faults);
    if (status == SUF_OK && asked->minimum > goal->n_replications) {
        suf_fault_place place = {0};
        suf_faults_add(faults, &place,
            "--min-replications: found %" PRIu32 ", expected at most the %" PRIu32
            " replications that there may be: nothing would be looked at",
            asked->minimum, goal->n_replications);
        status = SUF_RAISE(SUF_ERROR_USAGE);
    }
    return status;
}

static suf_status
run(const run_options *asked, suf_faults *faults)
{
    bool is_shard = asked->shard.of > 0;
    suf_batch batch = {0};
    char *output = NULL;
    suf_origin *origins = NULL;
    suf_simulation simulation = {.batch = &batch,
        .goal = {asked->n_replications, is_shard ? asked->shard.number : 1,
            is_shard ? asked->shard.of : 1, false},
        .is_shard = is_shard,
        .until = asked->until,
        .batch_replications = asked->batch > 0 ? asked->batch : DEFAULT_BATCH,
        .minimum = asked->minimum,
        .n_threads = asked->n_threads,
        .force = asked->force,
        .repair = asked->repair,
        .quiet = asked->quiet,
        .progress_seconds = asked->progress_seconds,
        .started = time(NULL),
        .start_seconds = suf_progress_clock()};
    suf_status status = SUF_OK;
    faults->task = "reading the scenarios";
    SUF_TRY(suf_batch_read(&batch, asked->scenarios.items, asked->scenarios.n,
        asked->sets.items, asked->sets.n, faults));
    SUF_TRY(suf_launch_warn(&batch, asked->is_strict, faults));
    SUF_TRY(choose_replications(asked, &batch, &simulation.goal, faults));
    SUF_TRY(
        suf_launch_output(asked->output, batch.scenarios[0].name, "", &output, faults));
    simulation.output = output;
    SUF_TRY(suf_launch_origins(&batch, &origins));
    simulation.origins = origins;
    SUF_TRY(suf_simulation_run(&simulation, faults));
    if (!is_shard && batch.layout.n_observations > 0) {
        SUF_TRY(suf_excluded_warn(output, faults));
    }
out:
    suf_launch_origins_free(origins, batch.n);
    suf_batch_free(&batch);
    free(output);
    return status;
}

int
suf_app_run(int argc, char **argv)
{
    run_options asked = {.n_threads = suf_run_default_threads()};
    int code = parse(&asked, argc, argv);
    if (code < 0) {
        suf_faults faults;
        suf_faults_init(&faults);
        suf_status status = run(&asked, &faults);
        code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
        suf_faults_free(&faults);
    }
    free((void *) asked.sets.items);
    free((void *) asked.levers.items);
    suf_levers_free(&asked.lever_sets);
    return code;
}
