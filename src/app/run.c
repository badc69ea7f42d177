/* suffice run: scenarios in, one results file out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/arguments.h"
#include "app/batch.h"
#include "app/commands.h"
#include "app/progress.h"
#include "app/report.h"
#include "app/simulation.h"
#include "base/memory.h"
#include "experiment/design.h"
#include "experiment/runner.h"
#include "output/output_file.h"
#include "scenario/show.h"

enum {
    DEFAULT_REPLICATIONS = 100,
    DEFAULT_BATCH = 100,
    MOST_UNTIL_REPLICATIONS = 10000,
    MAX_REPLICATIONS = 100000000,
    MAX_SHARDS = 1000000
};

typedef struct run_options {
    const char *const *paths; /* of scenarios */
    size_t n_paths;
    const char **sets; /* --set, and --seed as "seed=..."; owned array */
    size_t n_sets;
    char seed_set[40];
    const char *output;      /* NULL: results/<name of the first scenario>.h5 */
    uint32_t n_replications; /* 0: not given */
    uint32_t n_threads;
    uint32_t shard, n_shards;
    const char *until;
    uint32_t batch, minimum; /* 0: not given */
    bool is_fixed;           /* assumptions at their medians */
    bool is_shard, force, repair, quiet;
    bool is_strict; /* warnings are faults */
    double progress_seconds;
} run_options;

static void
print_help(void)
{
    (void) fputs(
        "usage: suffice run SCENARIO... [OPTIONS]\n"
        "\n"
        "Simulates one scenario, or several on common random numbers, and writes one "
        "HDF5\n"
        "file with everything that happened, by scenario, replication, month, district "
        "and\n"
        "service. The file is a function of scenarios, seed and program alone: any "
        "number\n"
        "of threads or shards gives the same bytes.\n"
        "\n"
        "  -n, --replications N  replications of each scenario (default 100, or what\n"
        "                        the scenario's design is made for)\n"
        "  -o, --output FILE     results file (default results/NAME.h5)\n"
        "  -t, --threads N       threads (default: all processors)\n"
        "  -s, --seed N          seed, in place of the scenario's\n"
        "      --set PATH=VALUE  changes one value of every scenario, as in\n"
        "                        --set services.nursery.stay.until_age=\"4 years\"\n"
        "                        or --set \"projects.New wing.places=20\"\n"
        "      --fix-assumptions all assumptions at their medians, whatever the design: "
        "what\n"
        "                        chance alone does, in as many replications\n"
        "      --until RULE      simulate until RULE holds: decided (P(met) of every "
        "target "
        "is\n"
        "                        above or below 0.9), decided(p), or as\n"
        "                        'half-width(P(met), T1.2) < 0.01' or\n"
        "                        'half-width(mean(value), T1.2) < 0.05', at 95 % over "
        "all "
        "looks;\n"
        "                        at most -n replications (default 10000)\n"
        "                        where it never holds this is told, with -q too, and "
        "the\n"
        "                        results are written all the same\n"
        "      --batch N         replications between two looks (default 100)\n"
        "      --min-replications N  replications before the first look\n"
        "      --shard k/K       simulate only the replications r with r mod K = k - 1, "
        "into a\n"
        "                        journal FILE.kofK.journal that suffice merge joins with "
        "others\n"
        "  -f, --force           start anew, whatever is there: replaces an existing "
        "results\n"
        "                        file, and drops a journal of another run\n"
        "      --repair          go on with a damaged journal: what is lost is simulated "
        "again\n"
        "      --progress SECONDS    seconds between two lines of progress where "
        "standard "
        "error\n"
        "                        is no terminal (default 60)\n"
        "      --strict          a scenario with warnings is not run\n"
        "  -q, --quiet           no progress and no closing line\n"
        "  -h, --help            this text\n"
        "\n"
        "A run that is killed, or stopped by Ctrl-C, SIGTERM, SIGHUP, SIGUSR1 or "
        "SIGXCPU,\n"
        "leaves FILE.journal with every finished replication: the same command goes on "
        "from\n"
        "there (exit code 75 of a run that was stopped says so), and suffice finish "
        "FILE\n"
        "--partial writes the results so far. On a FILE that this very run has written, "
        "a "
        "larger\n"
        "-n adds the replications that are missing.\n",
        stdout);
}

/* "3/40" */
static bool
parse_shard(run_options *self, const char *text)
{
    char first[16];
    const char *slash = strchr(text, '/');
    if (slash == NULL || (size_t) (slash - text) >= sizeof first) {
        return false;
    }
    (void) snprintf(first, sizeof first, "%.*s", (int) (slash - text), text);
    self->is_shard = true;
    return suf_arguments_count(first, MAX_SHARDS, &self->shard) &&
           suf_arguments_count(slash + 1, MAX_SHARDS, &self->n_shards) &&
           self->shard <= self->n_shards;
}

/* -1: go on; else the exit code. */
static int
parse_option(run_options *self, int option)
{
    switch (option) {
    case 'n':
        if (!suf_arguments_count(optarg, MAX_REPLICATIONS, &self->n_replications)) {
            (void) fprintf(stderr,
                "suffice run: -n: found '%s', expected a whole number from 1 to %d\n",
                optarg, MAX_REPLICATIONS);
            return SUF_EXIT_USAGE;
        }
        return -1;
    case 't':
        if (!suf_arguments_count(optarg, SUF_MOST_THREADS, &self->n_threads)) {
            (void) fprintf(stderr,
                "suffice run: --threads: found '%s', expected a whole number from 1 to "
                "%d\n",
                optarg, SUF_MOST_THREADS);
            return SUF_EXIT_USAGE;
        }
        return -1;
    case 's':
        if (strlen(optarg) > 20 || strspn(optarg, "0123456789") != strlen(optarg) ||
            optarg[0] == '\0') {
            (void) fprintf(stderr,
                "suffice run: --seed: found '%s', expected a whole number, 0 or more\n",
                optarg);
            return SUF_EXIT_USAGE;
        }
        (void) snprintf(self->seed_set, sizeof self->seed_set, "seed=%s", optarg);
        return -1;
    case 'S':
        self->sets[self->n_sets++] = optarg;
        return -1;
    case 'o':
        self->output = optarg;
        return -1;
    case 'f':
        self->force = true;
        return -1;
    case 'U':
        self->until = optarg;
        return -1;
    case 'B':
    case 'M':
        if (!suf_arguments_count(optarg, MAX_REPLICATIONS,
                option == 'B' ? &self->batch : &self->minimum)) {
            (void) fprintf(stderr,
                "suffice run: --%s: found '%s', expected a whole number from 1 to %d\n",
                option == 'B' ? "batch" : "min-replications", optarg, MAX_REPLICATIONS);
            return SUF_EXIT_USAGE;
        }
        return -1;
    case 'F':
        self->is_fixed = true;
        return -1;
    case 'K':
        if (!parse_shard(self, optarg)) {
            (void) fprintf(stderr,
                "suffice run: --shard: found '%s', expected k/K as 3/40, k from 1 to K\n",
                optarg);
            return SUF_EXIT_USAGE;
        }
        return -1;
    case 'R':
        self->repair = true;
        return -1;
    case 'P': {
        double seconds = 0;
        char *end = NULL;
        seconds = strtod(optarg, &end);
        if (end == optarg || *end != '\0' || !(seconds >= 0.1 && seconds <= 86400)) {
            (void) fprintf(stderr,
                "suffice run: --progress: found '%s', expected seconds from 0.1 to "
                "86400\n",
                optarg);
            return SUF_EXIT_USAGE;
        }
        self->progress_seconds = seconds;
        return -1;
    }
    case 'T':
        self->is_strict = true;
        return -1;
    case 'q':
        self->quiet = true;
        return -1;
    case 'h':
        print_help();
        return SUF_EXIT_DONE;
    default:
        (void) fputs("see suffice run --help\n", stderr);
        return SUF_EXIT_USAGE;
    }
}

/* Why options do not go together; NULL: they do. */
static const char *
disagreement(const run_options *self)
{
    if (self->until != NULL && self->is_shard) {
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
    static const struct option options[] = {
        {"replications", required_argument, NULL, 'n'},
        {"output", required_argument, NULL, 'o'},
        {"threads", required_argument, NULL, 't'}, {"seed", required_argument, NULL, 's'},
        {"set", required_argument, NULL, 'S'}, {"force", no_argument, NULL, 'f'},
        {"until", required_argument, NULL, 'U'}, {"batch", required_argument, NULL, 'B'},
        {"min-replications", required_argument, NULL, 'M'},
        {"fix-assumptions", no_argument, NULL, 'F'},
        {"shard", required_argument, NULL, 'K'}, {"repair", no_argument, NULL, 'R'},
        {"progress", required_argument, NULL, 'P'}, {"quiet", no_argument, NULL, 'q'},
        {"strict", no_argument, NULL, 'T'}, {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "n:o:t:s:fqh", options, NULL)) != -1) {
        int code = parse_option(self, option);
        if (code >= 0) {
            return code;
        }
    }
    if (optind == argc) {
        (void) fputs(
            "suffice run: no scenario is named; see suffice run --help\n", stderr);
        return SUF_EXIT_USAGE;
    }
    const char *why = disagreement(self);
    if (why != NULL) {
        (void) fprintf(stderr, "suffice run: %s\n", why);
        return SUF_EXIT_USAGE;
    }
    if (self->seed_set[0] != '\0') {
        self->sets[self->n_sets++] = self->seed_set;
    }
    if (self->is_fixed) { /* behind all else that is set */
        self->sets[self->n_sets++] = "design=fixed";
    }
    self->paths = (const char *const *) argv + optind;
    self->n_paths = (size_t) (argc - optind);
    return -1;
}

/* The output's path: the one given, else results/<name>.h5, whose folder is made; where
 * it is a link, the file that it leads to. */
static suf_status
name_output(const run_options *options, const char *name, char **out, suf_faults *faults)
{
    if (options->output != NULL) {
        return suf_output_resolve(options->output, out, faults);
    }
    if (mkdir("results", 0777) != 0 && errno != EEXIST) {
        suf_faults_add_system(faults, "results", errno, "the folder cannot be made");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    size_t length = strlen(name) + sizeof "results/.h5";
    char *path = NULL;
    suf_status status = suf_array_new(length, 1, &path);
    if (status == SUF_OK) {
        (void) snprintf(path, length, "results/%s.h5", name);
        status = suf_output_resolve(path, out, faults);
    }
    free(path);
    return status;
}

/* How many there are to be: -n, else what the design is made for, else the default. */
static suf_status
choose_replications(const run_options *options, const suf_batch *batch, suf_goal *goal,
    suf_faults *faults)
{
    const suf_scenario *first = &batch->scenarios[0];
    uint32_t made_for = suf_design_replications(&first->design);
    uint32_t most = suf_design_most_replications(&first->design);
    goal->n_replications = options->n_replications > 0 ? options->n_replications
                           : made_for > 0              ? made_for
                           : options->until != NULL    ? MOST_UNTIL_REPLICATIONS
                                                       : DEFAULT_REPLICATIONS;
    if (goal->n_replications > most) {
        suf_fault_place place = {.file = first->path, .path = "design"};
        suf_faults_add(faults, &place,
            "a Latin hypercube of %" PRIu32 " replications has no more of them than "
            "that, and -n asks for %" PRIu32,
            most, goal->n_replications);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    if (options->minimum > goal->n_replications) {
        suf_fault_place place = {0};
        suf_faults_add(faults, &place,
            "--min-replications: found %" PRIu32 ", expected at most the %" PRIu32
            " replications that there may be: nothing would be looked at",
            options->minimum, goal->n_replications);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    return SUF_OK;
}

/* Tells of what is odd in the scenarios, before anything is run. */
static suf_status
warn(const run_options *options, const suf_batch *batch, suf_faults *faults)
{
    size_t n = 0;
    for (size_t i = 0; i < batch->n; i++) {
        const suf_faults *warnings = &batch->scenarios[i].warnings;
        suf_report_warnings(warnings, i > 0 ? &batch->scenarios[i - 1].warnings : NULL);
        n += warnings->n + warnings->n_dropped;
    }
    if (n > 0 && options->is_strict) {
        suf_fault_place place = {0};
        suf_faults_add(faults, &place, "nothing was run: --strict makes warnings faults");
        return SUF_RAISE(SUF_ERROR_SCENARIO);
    }
    return SUF_OK;
}

static suf_status
run(const run_options *options, suf_faults *faults)
{
    suf_batch batch = {0};
    char *output = NULL;
    char **origins = NULL;
    suf_simulation simulation = {.batch = &batch,
        .goal = {options->n_replications, options->shard, options->n_shards, false},
        .is_shard = options->is_shard,
        .until = options->until,
        .batch_replications = options->batch > 0 ? options->batch : DEFAULT_BATCH,
        .minimum = options->minimum,
        .n_threads = options->n_threads,
        .force = options->force,
        .repair = options->repair,
        .quiet = options->quiet,
        .progress_seconds = options->progress_seconds,
        .started = time(NULL),
        .start_seconds = suf_progress_clock()};
    suf_status status = SUF_OK;
    faults->task = "reading the scenarios";
    SUF_TRY(suf_batch_read(&batch, options->paths, options->n_paths, options->sets,
        options->n_sets, faults));
    SUF_TRY(warn(options, &batch, faults));
    SUF_TRY(choose_replications(options, &batch, &simulation.goal, faults));
    SUF_TRY(name_output(options, batch.scenarios[0].name, &output, faults));
    simulation.output = output;
    SUF_TRY(suf_array_new(options->n_paths, sizeof *origins, &origins));
    for (size_t i = 0; i < options->n_paths; i++) {
        SUF_TRY(suf_show(&batch.scenarios[i], &origins[i]));
    }
    simulation.origins = (const char *const *) origins;
    SUF_TRY(suf_simulation_run(&simulation, faults));
out:
    for (size_t i = 0; origins != NULL && i < options->n_paths; i++) {
        free(origins[i]);
    }
    free((void *) origins);
    suf_batch_free(&batch);
    free(output);
    return status;
}

int
suf_app_run(int argc, char **argv)
{
    run_options options = {.n_replications = 0,
        .n_threads = suf_run_default_threads(),
        .shard = 1,
        .n_shards = 1};
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status =
        suf_array_new((size_t) argc + 2, sizeof *options.sets, &options.sets);
    int code = -1;
    if (status == SUF_OK) {
        code = parse(&options, argc, argv);
    }
    if (status == SUF_OK && code < 0) {
        status = run(&options, &faults);
    }
    if (code < 0) {
        code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    }
    suf_faults_free(&faults);
    free(options.sets);
    return code;
}
