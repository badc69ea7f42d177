/* suffice merge: one results file from the journals of shards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/merging.h"
#include "cli/options.h"
#include "cli/report.h"
#include "journal/output_file.h"

typedef struct merge_options {
    suf_merging merging;
    bool is_forced;
} merge_options;

static const suf_option options[] = {
    SUF_OPTION_OUTPUT(merge_options, merging.output, "FILE", "results file (needed)"),
    {"replications", 'n', .kind = SUF_OPTION_COUNT,
        SUF_OPTION_AT(merge_options, merging.n_replications), .value = "N",
        .most = SUF_MOST_REPLICATIONS,
        .help =
            "how many the run has: those not there are missing, those beyond are left "
            "out (default: as many as the journals were begun for)"},
    {"partial", SUF_OPTION_AT(merge_options, merging.is_partial),
        .help = "write what is there; a later merge, or suffice run, adds the rest"},
    SUF_OPTION_FORCE(
        merge_options, is_forced, "replace an existing results file of another run"),
    SUF_OPTION_QUIET(merge_options, merging.quiet, "no closing line"),
};

static const char wanted[] = "journals and -o FILE are needed";

const suf_usage suf_merge_usage = {.command = "merge",
    .arguments = "JOURNAL... -o FILE [OPTIONS]",
    .summary = "join the parts of a run of several machines",
    .question =
        "How do I join a run that was split over several machines? Makes one results "
        "file from the journals of suffice run --shard k/K: the same bytes as those of "
        "one run.",
    .example = "suffice run scenarios/hello.yaml --shard 1/2 -o results/town.h5\n"
               "suffice run scenarios/hello.yaml --shard 2/2 -o results/town.h5\n"
               "suffice merge results/town.*of2.journal -o results/town.h5",
    .details =
        "The journals name the scenarios, which need not be there, and stay. Any "
        "machine will do, with a program of the same source code: FILE tells the build "
        "that wrote the journals. When FILE holds the same run already, its "
        "replications count.\n"
        "\n"
        "Refused, with the fact that differs: journals of different scenarios, seeds, "
        "builds or kinds of machine, and two that hold different results of one "
        "replication. Without --partial missing replications are refused too, and "
        "listed with the shards to run again.",
    .files = "journal",
    SUF_OPTIONS(options),
    .least = 1,
    .most = UINT32_MAX,
    .wanted = wanted};

int
suf_app_merge(int argc, char **argv)
{
    merge_options asked = {.is_forced = false};
    suf_merging *merging = &asked.merging;
    suf_operands journals;
    int code = suf_options_parse(&suf_merge_usage, argc, argv, &asked, &journals);
    if (code >= 0) {
        return code;
    }
    if (merging->output == NULL) {
        (void) fprintf(stderr, "suffice merge: %s; see suffice merge --help\n", wanted);
        return SUF_EXIT_USAGE;
    }
    merging->paths = journals.items;
    merging->n_paths = (uint32_t) journals.n;
    suf_faults faults;
    suf_faults_init(&faults);
    char *output = NULL;
    suf_status status = suf_output_resolve(merging->output, &output, &faults);
    if (status == SUF_OK) {
        merging->output = output;
        merging->base = asked.is_forced ? NULL : output;
        status = suf_merge_journals(merging, &faults);
    }
    free(output);
    code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    suf_faults_free(&faults);
    return code;
}
