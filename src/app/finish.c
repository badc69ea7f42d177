/* suffice finish: the results so far of a run that was stopped.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/commands.h"
#include "app/gather.h"
#include "app/report.h"
#include "output/store.h"

static const char help[] =
    "usage: suffice finish FILE [OPTIONS]\n"
    "\n"
    "Writes the results file FILE from FILE.journal, which an unfinished run left. "
    "Nothing\n"
    "is simulated. With --partial it holds the replications that are finished in all\n"
    "scenarios, under their own numbers, and the journal stays: the run's own command "
    "later\n"
    "adds the rest, to the same bytes as those of a run that was never stopped.\n"
    "\n"
    "      --partial      though replications are missing\n"
    "  -o, --output OUT   write OUT instead, as while the run is still going on\n"
    "  -q, --quiet        no closing line\n"
    "  -h, --help         this text\n";

static suf_status
finish(const suf_gathering *asked, const char *file, suf_faults *faults)
{
    const suf_goal goal = {1, 1, 1, false};
    char *journal = NULL;
    suf_status status = suf_store_journal_path(file, goal, &journal);
    if (status == SUF_OK) {
        const char *paths[] = {journal};
        suf_gathering whole = *asked;
        whole.output = asked->output != NULL ? asked->output : file;
        whole.is_removing = asked->output == NULL;
        whole.base = file;
        whole.paths = paths;
        whole.n_paths = 1;
        status = suf_gather(&whole, faults);
    }
    free(journal);
    return status;
}

int
suf_app_finish(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
        {"partial", no_argument, NULL, 'p'}, {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    suf_gathering gathering = {0};
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "o:qh", options, NULL)) != -1) {
        switch (option) {
        case 'o':
            gathering.output = optarg;
            break;
        case 'p':
            gathering.is_partial = true;
            break;
        case 'q':
            gathering.quiet = true;
            break;
        case 'h':
            (void) fputs(help, stdout);
            return SUF_EXIT_DONE;
        default:
            (void) fputs("see suffice finish --help\n", stderr);
            return SUF_EXIT_USAGE;
        }
    }
    if (optind + 1 != argc) {
        (void) fputs("suffice finish: the results file is needed, as it was given to the "
                     "run; see suffice finish --help\n",
            stderr);
        return SUF_EXIT_USAGE;
    }
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = finish(&gathering, argv[optind], &faults);
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    suf_faults_free(&faults);
    return code;
}
