/* suffice run: scenarios in, one results file out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "app/commands.h"
#include "app/layout.h"
#include "app/progress.h"
#include "app/report.h"
#include "base/memory.h"
#include "experiment/runner.h"
#include "model/build.h"
#include "output/journal.h"
#include "output/provenance.h"
#include "output/results.h"
#include "scenario/scenario.h"

enum { MAX_REPLICATIONS = 100000000, MAX_THREADS = 4096 };

typedef struct run_options {
    const char *const *paths; /* of scenarios */
    size_t n_paths;
    const char **sets; /* --set, and --seed as "seed=..."; owned array */
    size_t n_sets;
    char seed_set[40];
    const char *output; /* NULL: results/<name of the first scenario>.h5 */
    uint32_t n_replications, n_threads;
    bool force, quiet;
} run_options;

/* Everything a run holds, released together. */
typedef struct run_parts {
    suf_scenario *scenarios;
    suf_model *models;
    suf_run_scenario *run_scenarios;
    const char **texts;
    suf_layout_maps *maps;
    size_t n;
    suf_layout layout;
    suf_provenance provenance;
    suf_journal journal;
    bool is_journal_open;
    char *output;
    suf_faults faults;
} run_parts;

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
        "of threads gives the same bytes. A killed run leaves FILE.journal beside it; "
        "the\n"
        "same command then goes on where it stopped.\n"
        "\n"
        "  -n, --replications N  replications of each scenario (default 100)\n"
        "  -o, --output FILE     results file (default results/NAME.h5)\n"
        "  -t, --threads N       threads (default: all processors)\n"
        "  -s, --seed N          seed, in place of the scenario's\n"
        "      --set PATH=VALUE  changes one value of every scenario, as in\n"
        "                        --set services.nursery.stay.until_age=\"4 years\"\n"
        "  -f, --force           replace an existing results file\n"
        "  -q, --quiet           no progress and no closing line\n"
        "  -h, --help            this text\n",
        stdout);
}

static bool
parse_count(const char *text, uint32_t most, uint32_t *out)
{
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || *end != '\0' || text[0] < '0' || text[0] > '9' || value < 1 ||
        value > most) {
        return false;
    }
    *out = (uint32_t) value;
    return true;
}

/* -1: go on; else the exit code. */
static int
parse_option(run_options *self, int option)
{
    switch (option) {
    case 'n':
        if (!parse_count(optarg, MAX_REPLICATIONS, &self->n_replications)) {
            (void) fprintf(stderr,
                "suffice run: -n: found '%s', expected a whole number from 1 to %d\n",
                optarg, MAX_REPLICATIONS);
            return SUF_EXIT_USAGE;
        }
        return -1;
    case 't':
        if (!parse_count(optarg, MAX_THREADS, &self->n_threads)) {
            (void) fprintf(stderr,
                "suffice run: --threads: found '%s', expected a whole number from 1 to "
                "%d\n",
                optarg, MAX_THREADS);
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

static int
parse(run_options *self, int argc, char **argv)
{
    static const struct option options[] = {
        {"replications", required_argument, NULL, 'n'},
        {"output", required_argument, NULL, 'o'},
        {"threads", required_argument, NULL, 't'}, {"seed", required_argument, NULL, 's'},
        {"set", required_argument, NULL, 'S'}, {"force", no_argument, NULL, 'f'},
        {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'},
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
    if (self->seed_set[0] != '\0') {
        self->sets[self->n_sets++] = self->seed_set;
    }
    self->paths = (const char *const *) argv + optind;
    self->n_paths = (size_t) (argc - optind);
    return -1;
}

/* Reads every scenario, so that the faults of all are told at once. */
static suf_status
read_scenarios(run_parts *self, const run_options *options)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(options->n_paths, sizeof *self->scenarios, &self->scenarios));
    SUF_TRY(suf_array_new(options->n_paths, sizeof *self->models, &self->models));
    SUF_TRY(suf_array_new(
        options->n_paths, sizeof *self->run_scenarios, &self->run_scenarios));
    SUF_TRY(suf_array_new(options->n_paths, sizeof *self->texts, &self->texts));
    SUF_TRY(suf_array_new(options->n_paths, sizeof *self->maps, &self->maps));
    self->n = options->n_paths;
    for (size_t i = 0; i < self->n; i++) {
        suf_status read = suf_scenario_read(&self->scenarios[i], options->paths[i],
            options->sets, options->n_sets, &self->faults);
        status = status == SUF_OK ? read : status;
    }
    for (size_t i = 0; status == SUF_OK && i < self->n; i++) {
        if (self->scenarios[i].seed != self->scenarios[0].seed) {
            suf_fault_place place = {.file = options->paths[i], .path = "seed"};
            suf_faults_add(&self->faults, &place,
                "found %" PRIu64 ", expected %" PRIu64 " as in %s: scenarios of one run "
                "share their random numbers (or give --seed)",
                self->scenarios[i].seed, self->scenarios[0].seed, options->paths[0]);
            status = SUF_RAISE(SUF_ERROR_SCENARIO);
        }
    }
out:
    return status;
}

static suf_status
build(run_parts *self)
{
    suf_status status = SUF_OK;
    SUF_TRY(suf_layout_build(
        &self->layout, self->scenarios, self->n, self->maps, &self->faults));
    for (size_t i = 0; i < self->n; i++) {
        SUF_TRY(suf_model_build(&self->models[i], &self->scenarios[i], &self->faults));
        self->run_scenarios[i] = (suf_run_scenario){
            .model = &self->models[i], .map = suf_layout_map_of(&self->maps[i])};
        self->texts[i] = self->scenarios[i].resolved;
    }
    suf_provenance_init(&self->provenance, self->scenarios[0].seed, self->texts, self->n);
out:
    return status;
}

/* The output's path: the one given, else results/<name>.h5, whose folder is made. */
static suf_status
name_output(run_parts *self, const run_options *options)
{
    if (options->output != NULL) {
        return suf_text_copy(options->output, &self->output);
    }
    if (mkdir("results", 0777) != 0 && errno != EEXIST) {
        suf_faults_add_system(
            &self->faults, "results", errno, "the folder cannot be made");
        return SUF_RAISE(SUF_ERROR_OPEN);
    }
    size_t length = strlen(self->scenarios[0].name) + sizeof "results/.h5";
    suf_status status = suf_array_new(length, 1, &self->output);
    if (status == SUF_OK) {
        (void) snprintf(self->output, length, "results/%s.h5", self->scenarios[0].name);
    }
    return status;
}

static suf_status
write_facts(run_parts *self, const run_options *options, const suf_run_outcome *outcome,
    time_t started, const double seconds[2])
{
    struct rusage usage = {0};
    (void) getrusage(RUSAGE_SELF, &usage);
    suf_phase phases[] = {{"read_and_build", seconds[0]},
        {"simulate", outcome->simulate_seconds}, {"pack", outcome->pack_seconds},
        {"journal", outcome->write_seconds}, {"results", seconds[1]}};
    suf_run_facts facts = {.provenance = &self->provenance,
        .started = started,
        .threads = options->n_threads,
        .scenarios = (uint32_t) self->n,
        .replications = options->n_replications,
        .simulated = outcome->progress.n_done - outcome->progress.n_found,
        .events = outcome->progress.n_events,
        .wall_seconds = seconds[2],
        .cpu_seconds = (double) usage.ru_utime.tv_sec + (double) usage.ru_stime.tv_sec +
                       1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
        .peak_memory_bytes = (uint64_t) usage.ru_maxrss * 1024,
        .phases = phases,
        .n_phases = sizeof phases / sizeof phases[0]};
    return suf_run_facts_write(&facts, self->output, &self->faults);
}

static suf_status
simulate(run_parts *self, const run_options *options, suf_run_outcome *outcome)
{
    suf_progress progress;
    suf_progress_init(&progress, options->quiet);
    suf_run run = {.scenarios = self->run_scenarios,
        .n_scenarios = (uint32_t) self->n,
        .n_replications = options->n_replications,
        .n_threads = options->n_threads,
        .layout = &self->layout,
        .sink = {.context = &self->journal,
            .has = suf_journal_has,
            .pack = suf_journal_pack,
            .put = suf_journal_put,
            .sync = suf_journal_sync},
        .watch = suf_progress_watch,
        .watch_context = &progress};
    suf_status status = suf_run_all(&run, outcome);
    suf_progress_end(&progress);
    if (status != SUF_OK && self->faults.n == 0) {
        suf_fault_place place = {.file = options->paths[outcome->failed_scenario]};
        suf_faults_add(&self->faults, &place, "replication %" PRIu32 ": %s",
            outcome->failed_replication, suf_status_text(status));
    }
    return status;
}

static void
print_closing_line(const run_parts *self, const run_options *options,
    const suf_run_outcome *outcome, double wall_seconds)
{
    if (!options->quiet) {
        (void) fprintf(stderr,
            "suffice: %s: %zu scenario%s x %" PRIu32 " replications in %.1f s, "
            "%.1f million events%s\n",
            self->output, self->n, self->n == 1 ? "" : "s", options->n_replications,
            wall_seconds, (double) outcome->progress.n_events / 1e6,
            outcome->progress.n_found > 0 ? " (resumed)" : "");
    }
}

static suf_status
run(run_parts *self, run_options *options)
{
    time_t started = time(NULL);
    double start = suf_progress_clock();
    double seconds[3] = {0};
    suf_run_outcome outcome = {0};
    suf_status status = SUF_OK;
    SUF_TRY(read_scenarios(self, options));
    SUF_TRY(build(self));
    SUF_TRY(name_output(self, options));
    suf_journal_options journal = {.output_path = self->output,
        .layout = &self->layout,
        .provenance = &self->provenance,
        .n_replications = options->n_replications,
        .n_workers = options->n_threads,
        .force = options->force};
    SUF_TRY(suf_journal_open(&self->journal, &journal, &self->faults));
    self->is_journal_open = true;
    seconds[0] = suf_progress_clock() - start;
    SUF_TRY(simulate(self, options, &outcome));
    double simulated = suf_progress_clock();
    SUF_TRY(suf_results_write(&self->journal, &self->faults));
    seconds[1] = suf_progress_clock() - simulated;
    seconds[2] = suf_progress_clock() - start;
    SUF_TRY(write_facts(self, options, &outcome, started, seconds));
    print_closing_line(self, options, &outcome, seconds[2]);
out:
    return status;
}

static void
run_parts_free(run_parts *self)
{
    if (self->is_journal_open) {
        suf_journal_close(&self->journal);
    }
    for (size_t i = 0; i < self->n; i++) {
        suf_model_free(&self->models[i]);
        suf_scenario_free(&self->scenarios[i]);
        suf_layout_maps_free(&self->maps[i]);
    }
    free(self->scenarios);
    free(self->models);
    free(self->run_scenarios);
    free(self->texts);
    free(self->maps);
    suf_layout_free(&self->layout);
    free(self->output);
    suf_faults_free(&self->faults);
}

int
suf_app_run(int argc, char **argv)
{
    run_options options = {.n_replications = 100, .n_threads = suf_run_default_threads()};
    run_parts parts = {0};
    suf_status status =
        suf_array_new((size_t) argc + 1, sizeof *options.sets, &options.sets);
    int code = -1;
    if (status == SUF_OK) {
        code = parse(&options, argc, argv);
    }
    if (status == SUF_OK && code < 0) {
        status = run(&parts, &options);
    }
    if (code < 0) {
        code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &parts.faults);
    }
    run_parts_free(&parts);
    free(options.sets);
    return code;
}
