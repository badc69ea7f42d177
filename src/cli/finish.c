/* suffice finish: the results so far of a run that was stopped.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/merging.h"
#include "cli/options.h"
#include "journal/output_file.h"
#include "results/store.h"

typedef struct finish_options {
    suf_merging merging;
    bool is_forced;
} finish_options;

static const suf_option options[] = {
    {"partial", SUF_OPTION_AT(finish_options, merging.is_partial),
        .help = "though replications are missing"},
    SUF_OPTION_OUTPUT(finish_options, merging.output, "OUT",
        "write OUT instead, as while the run is still going on"),
    SUF_OPTION_FORCE(finish_options, is_forced, "replace an OUT that is there already"),
    SUF_OPTION_QUIET(finish_options, merging.quiet, "no closing line"),
};

const suf_usage suf_finish_usage = {.command = "finish",
    .arguments = "FILE [OPTIONS]",
    .summary = "write the results so far of a run that was stopped",
    .question =
        "What are the results so far of a run that was stopped? Writes the results file"
        " FILE from FILE.journal, which the run left. Nothing is simulated.",
    .example = "suffice finish results/long.h5 --partial",
    .details =
        "With --partial it holds the replications that are finished in all scenarios, "
        "under their own numbers, and the journal stays: the run's own command later "
        "adds the rest, to the same bytes as those of a run that was never stopped.",
    .files = "h5",
    SUF_OPTIONS(options),
    .least = 1,
    .most = 1,
    .wanted = "the results file is needed, as it was given to the run"};

/* There is nothing to finish; says why. */
static suf_status
tell_no_journal(const char *file, const char *journal, suf_faults *faults)
{
    suf_fault_place place = {.file = file};
    char *shards = NULL;
    glob_t found = {0};
    suf_status status = SUF_OK;
    int length = (int) strlen(file);
    length -= length > 3 && strcmp(file + length - 3, ".h5") == 0 ? 3 : 0;
    SUF_TRY(suf_array_new((size_t) length + sizeof ".*of*.journal", 1, &shards));
    (void) snprintf(shards, (size_t) length + sizeof ".*of*.journal", "%.*s.*of*.journal",
        length, file);
    if (glob(shards, 0, NULL, &found) == 0) {
        place.hint = "suffice merge joins them";
        suf_faults_add(faults, &place, "was split: %zu journals as %s", found.gl_pathc,
            found.gl_pathv[0]);
    } else if (access(file, F_OK) == 0) {
        suf_faults_add(
            faults, &place, "has nothing to finish: no journal of a run is beside it");
    } else {
        suf_faults_add_system(faults, journal, 0, "is not there");
    }
    status = SUF_RAISE(SUF_ERROR_OPEN);
out:
    globfree(&found);
    free(shards);
    return status;
}

/* An output that is not there yet may be that of an unfinished run. */
static suf_status
refuse_unfinished(const char *output, suf_faults *faults)
{
    const suf_goal goal = {1, 1, 1, false};
    char *journal = NULL;
    suf_status status = suf_store_journal_path(output, goal, &journal);
    if (status == SUF_OK) {
        status = suf_output_refuse(journal, output, false, faults);
    }
    free(journal);
    return status;
}

static suf_status
finish(const suf_merging *asked, bool force, const char *file, suf_faults *faults)
{
    const suf_goal goal = {1, 1, 1, false};
    char *journal = NULL;
    suf_status status = suf_store_journal_path(file, goal, &journal);
    if (status == SUF_OK) {
        const char *paths[] = {journal};
        suf_merging whole = *asked;
        whole.output = asked->output != NULL ? asked->output : file;
        whole.is_removing = asked->output == NULL;
        whole.base = file;
        whole.paths = paths;
        whole.n_paths = 1;
        bool is_other = asked->output != NULL;
        if (access(journal, F_OK) != 0) {
            status = tell_no_journal(file, journal, faults);
        } else if (is_other) {
            status = suf_output_refuse(asked->output, file, force, faults);
        }
        if (status == SUF_OK && is_other && !force) {
            status = refuse_unfinished(asked->output, faults);
        }
        if (status == SUF_OK) {
            status = suf_merge_journals(&whole, faults);
        }
        if (status == SUF_ERROR_LOCKED && !is_other) {
            suf_fault_place place = {.file = file,
                .hint = "-o OUT writes what is there so far to another file"};
            suf_faults_add(faults, &place, "is unfinished and the run is going on");
        }
    }
    free(journal);
    return status;
}

static suf_status
run(void *given, const suf_operands *files, suf_faults *faults)
{
    finish_options *asked = given;
    suf_merging *merging = &asked->merging;
    char *file = NULL;
    char *output = NULL;
    suf_status status = suf_output_resolve(files->items[0], &file, faults);
    if (status == SUF_OK && merging->output != NULL) {
        status = suf_output_resolve(merging->output, &output, faults);
        merging->output = output;
    }
    if (status == SUF_OK) {
        status = finish(merging, asked->is_forced, file, faults);
    }
    free(output);
    free(file);
    return status;
}

int
suf_app_finish(int argc, char **argv)
{
    finish_options asked = {.is_forced = false};
    return suf_options_run(&suf_finish_usage, argc, argv, &asked, run);
}
