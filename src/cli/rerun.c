/* suffice rerun: a results file repeated from what it holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/batch.h"
#include "cli/commands.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/simulation.h"
#include "experiment/runner.h"
#include "journal/output_file.h"
#include "results/results_difference.h"

typedef struct rerun_options {
    const char *file, *output;
    uint32_t n_threads;
    bool is_any_build, force, quiet;
    bool is_equal; /* found, where something was repeated */
} rerun_options;

static const suf_option options[] = {
    SUF_OPTION_OUTPUT(rerun_options, output, "OUT",
        "keep the repeated file as OUT (default: FILE.rerun, removed when it is equal)"),
    SUF_OPTION_FORCE(rerun_options, force, "replace an OUT that is there already"),
    SUF_OPTION_THREADS(rerun_options),
    {"any-build", SUF_OPTION_AT(rerun_options, is_any_build),
        .help = "repeat it with this build, and tell whether the bytes are equal"},
    SUF_OPTION_QUIET(rerun_options, quiet, "no progress"),
};

const suf_usage suf_rerun_usage = {.command = "rerun",
    .arguments = "FILE [OPTIONS]",
    .summary = "repeat a results file, and compare the bytes",
    .question =
        "Can these results be had again? Repeats a results file from the scenarios and "
        "the seed that it holds, and compares the two byte by byte.",
    .example = "suffice rerun results/hello.h5",
    .details =
        "Refused when this program is not the build that wrote FILE, as another may "
        "differ in the last digits.",
    .files = "h5",
    SUF_OPTIONS(options),
    .end =
        "exit codes: 0 equal, 1 not equal or failed, 2 bad command line, 75 stopped by "
        "a signal",
    .least = 1,
    .most = 1,
    .wanted = "one results file is needed"};

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
repeat(const rerun_options *asked, const char *output, suf_faults *faults)
{
    suf_results results;
    suf_batch batch = {0};
    char **texts = NULL;
    uint32_t n_texts = 0;
    suf_status status = suf_opened_results(&results, asked->file, faults);
    if (status != SUF_OK) {
        return status;
    }
    suf_simulation simulation = {.batch = &batch,
        .output = output,
        .goal = {(uint32_t) results.replications[results.n_replications - 1] + 1, 1, 1,
            false},
        .only = results.replications,
        .n_only = results.n_replications,
        .n_threads = asked->n_threads,
        .force = asked->force || asked->output == NULL,
        .quiet = asked->quiet,
        .started = time(NULL),
        .start_seconds = suf_progress_clock()};
    SUF_TRY(suf_results_texts(&results, &texts, &n_texts, faults));
    SUF_TRY(suf_batch_read_texts(&batch, asked->file, texts, n_texts, faults));
    if (batch.provenance.fingerprint != results.fingerprint && !asked->is_any_build) {
        char difference[SUF_DIFFERENCE_BYTES];
        suf_difference_of_results(&results, &batch.provenance, difference);
        suf_fault_place place = {
            .file = asked->file, .hint = "use the program that wrote it, or --any-build"};
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
rerun(const rerun_options *asked, bool *is_equal, suf_faults *faults)
{
    char *own = NULL;
    char *followed = NULL;
    const char *output = asked->output;
    suf_status status = SUF_OK;
    if (output == NULL) {
        size_t length = strlen(asked->file) + sizeof ".rerun";
        SUF_TRY(suf_array_new(length, 1, &own));
        (void) snprintf(own, length, "%s.rerun", asked->file);
        output = own;
    } else {
        SUF_TRY(suf_output_resolve(asked->output, &followed, faults));
        output = followed;
    }
    SUF_TRY(suf_output_refuse(output, asked->file, asked->force || own != NULL, faults));
    SUF_TRY(repeat(asked, output, faults));
    SUF_TRY(compare(asked->file, output, is_equal, faults));
    (void) printf("%s: %s\n", asked->file,
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

static suf_status
run(void *given, const suf_operands *files, suf_faults *faults)
{
    rerun_options *asked = given;
    asked->file = files->items[0];
    return rerun(asked, &asked->is_equal, faults);
}

int
suf_app_rerun(int argc, char **argv)
{
    rerun_options asked = {.n_threads = suf_run_default_threads(), .is_equal = true};
    int code = suf_options_run(&suf_rerun_usage, argc, argv, &asked, run);
    return code == SUF_EXIT_DONE && !asked.is_equal ? SUF_EXIT_FAILED : code;
}
