/* suffice rerun: a results file repeated from what it holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/arguments.h"
#include "app/batch.h"
#include "app/commands.h"
#include "app/opened.h"
#include "app/progress.h"
#include "app/report.h"
#include "app/simulation.h"
#include "base/memory.h"
#include "experiment/runner.h"
#include "output/difference.h"
#include "output/output_file.h"

static const char help[] =
    "usage: suffice rerun FILE [OPTIONS]\n"
    "\n"
    "Repeats a results file from the resolved scenarios and the seed that it holds, "
    "with\n"
    "the same replications, and compares the two byte by byte. Refused when this "
    "program\n"
    "is not the build that wrote FILE, as another may differ in the last digits.\n"
    "\n"
    "  -o, --output OUT  keep the repeated file as OUT (default: FILE.rerun, removed "
    "when "
    "it\n"
    "                    is equal)\n"
    "  -f, --force       replace an OUT that is there already\n"
    "  -t, --threads N   threads (default: all processors)\n"
    "      --any-build   repeat it with this build, and tell whether the bytes are "
    "equal\n"
    "  -q, --quiet       no progress\n"
    "  -h, --help        this text\n"
    "\n"
    "exit codes: 0 equal, 1 not equal or failed, 2 bad command line, 75 stopped by a "
    "signal\n";

typedef struct rerun_options {
    const char *file, *output;
    uint32_t n_threads;
    bool is_any_build, force, quiet;
} rerun_options;

static suf_status
fault(const char *path, int error_number, const char *what, suf_status status,
    suf_faults *faults)
{
    suf_faults_add_system(faults, path, error_number, what);
    return status;
}

/* *is_equal: the bytes of two files are. */
static suf_status
compare(const char *a, const char *b, bool *is_equal, suf_faults *faults)
{
    enum { ROOM = 1 << 16 };
    const char *paths[2] = {a, b};
    FILE *files[2] = {NULL};
    char *room[2] = {NULL};
    size_t got[2] = {1, 1};
    suf_status status = SUF_OK;
    *is_equal = true;
    for (int i = 0; i < 2; i++) {
        SUF_TRY(suf_array_new(ROOM, 1, &room[i]));
        files[i] = fopen(paths[i], "rbe");
        if (files[i] == NULL) {
            SUF_TRY(fault(
                paths[i], errno, "cannot be opened", SUF_RAISE(SUF_ERROR_OPEN), faults));
        }
    }
    while (*is_equal && got[0] > 0) {
        for (int i = 0; i < 2; i++) {
            got[i] = fread(room[i], 1, ROOM, files[i]);
            if (ferror(files[i]) != 0) {
                SUF_TRY(fault(
                    paths[i], EIO, "cannot be read", SUF_RAISE(SUF_ERROR_READ), faults));
            }
        }
        *is_equal = got[0] == got[1] && memcmp(room[0], room[1], got[0]) == 0;
    }
out:
    for (int i = 0; i < 2; i++) {
        if (files[i] != NULL) {
            (void) fclose(files[i]);
        }
        free(room[i]);
    }
    return status;
}

/* Simulates what the file holds into `output`. */
static suf_status
repeat(const rerun_options *options, const char *output, suf_faults *faults)
{
    suf_results results;
    suf_batch batch = {0};
    char **texts = NULL;
    uint32_t n_texts = 0;
    suf_status status = suf_opened_results(&results, options->file, faults);
    if (status != SUF_OK) {
        return status;
    }
    suf_simulation simulation = {.batch = &batch,
        .output = output,
        .goal = {(uint32_t) results.replications[results.n_replications - 1] + 1, 1, 1,
            false},
        .only = results.replications,
        .n_only = results.n_replications,
        .n_threads = options->n_threads,
        .force = options->force || options->output == NULL,
        .quiet = options->quiet,
        .started = time(NULL),
        .start_seconds = suf_progress_clock()};
    SUF_TRY(suf_results_texts(&results, &texts, &n_texts, faults));
    SUF_TRY(suf_batch_read_texts(&batch, options->file, texts, n_texts, faults));
    if (batch.provenance.fingerprint != results.fingerprint && !options->is_any_build) {
        char difference[SUF_DIFFERENCE_BYTES];
        suf_difference_of_results(&results, &batch.provenance, difference);
        suf_fault_place place = {.file = options->file,
            .hint = "use the program that wrote it, or --any-build"};
        suf_faults_add(faults, &place,
            "was written by another program, or on another kind of machine: %s",
            difference);
        status = SUF_RAISE(SUF_ERROR_FORMAT);
        goto out;
    }
    SUF_TRY(suf_simulation_run(&simulation, faults));
out:
    for (uint32_t i = 0; texts != NULL && i < n_texts; i++) {
        free(texts[i]);
    }
    free((void *) texts);
    suf_batch_free(&batch);
    suf_results_close(&results);
    return status;
}

static suf_status
rerun(const rerun_options *options, bool *is_equal, suf_faults *faults)
{
    char *own = NULL;
    char *followed = NULL;
    const char *output = options->output;
    suf_status status = SUF_OK;
    if (output == NULL) {
        size_t length = strlen(options->file) + sizeof ".rerun";
        SUF_TRY(suf_array_new(length, 1, &own));
        (void) snprintf(own, length, "%s.rerun", options->file);
        output = own;
    } else {
        SUF_TRY(suf_output_resolve(options->output, &followed, faults));
        output = followed;
    }
    SUF_TRY(
        suf_output_refuse(output, options->file, options->force || own != NULL, faults));
    SUF_TRY(repeat(options, output, faults));
    SUF_TRY(compare(options->file, output, is_equal, faults));
    (void) printf("%s: %s\n", options->file,
        *is_equal ? "repeated, byte for byte" : "repeated, but the bytes differ");
    if (own != NULL && *is_equal) {
        size_t length = strlen(own);
        char *facts = NULL;
        SUF_TRY(suf_array_new(length + sizeof ".run.json", 1, &facts));
        (void) snprintf(facts, length + sizeof ".run.json", "%s.run.json", own);
        (void) unlink(own);
        (void) unlink(facts);
        free(facts);
    } else if (!*is_equal) {
        (void) printf("%s: kept\n", output);
    }
out:
    free(own);
    free(followed);
    return status;
}

int
suf_app_rerun(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
        {"threads", required_argument, NULL, 't'}, {"any-build", no_argument, NULL, 'a'},
        {"force", no_argument, NULL, 'f'}, {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    rerun_options asked = {.n_threads = suf_run_default_threads()};
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "o:t:fqh", options, NULL)) != -1) {
        switch (option) {
        case 'o':
            asked.output = optarg;
            break;
        case 't':
            if (!suf_arguments_count(optarg, SUF_MOST_THREADS, &asked.n_threads)) {
                (void) fprintf(stderr,
                    "suffice rerun: --threads: found '%s', expected a whole number from "
                    "1 to %d\n",
                    optarg, SUF_MOST_THREADS);
                return SUF_EXIT_USAGE;
            }
            break;
        case 'a':
            asked.is_any_build = true;
            break;
        case 'f':
            asked.force = true;
            break;
        case 'q':
            asked.quiet = true;
            break;
        case 'h':
            (void) fputs(help, stdout);
            return SUF_EXIT_DONE;
        default:
            (void) fputs("see suffice rerun --help\n", stderr);
            return SUF_EXIT_USAGE;
        }
    }
    if (optind + 1 != argc) {
        (void) fputs(
            "suffice rerun: one results file is needed; see suffice rerun --help\n",
            stderr);
        return SUF_EXIT_USAGE;
    }
    asked.file = argv[optind];
    bool is_equal = false;
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = rerun(&asked, &is_equal, &faults);
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    suf_faults_free(&faults);
    return code == SUF_EXIT_DONE && !is_equal ? SUF_EXIT_FAILED : code;
}
