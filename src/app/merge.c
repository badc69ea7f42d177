/* suffice merge: one results file from the journals of shards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/gather.h"
#include "app/report.h"
#include "output/output_file.h"

enum { MAX_REPLICATIONS = 100000000 };

static const char help[] =
    "usage: suffice merge JOURNAL... -o FILE [OPTIONS]\n"
    "\n"
    "Joins the journals that suffice run --shard k/K wrote into one results file, the "
    "same\n"
    "bytes as those of one run. The journals name the scenarios, which need not be "
    "there.\n"
    "Any machine will do, with a program of the same source code: FILE tells the build "
    "that\n"
    "wrote the journals. Refused, with the fact that differs: journals of different\n"
    "scenarios, seeds, builds or kinds of machine, two that hold different results of "
    "one\n"
    "replication, and, without --partial, missing replications, which are listed with "
    "the\n"
    "shards to run again. When FILE holds the same run already, its\n"
    "replications count. The journals stay.\n"
    "\n"
    "  -o, --output FILE  results file (needed)\n"
    "  -n, --replications N\n"
    "                     how many the run has: those not there are missing, those "
    "beyond\n"
    "                     are left out (default: as many as the journals were begun "
    "for)\n"
    "      --partial      write what is there; a later merge, or suffice run, adds the "
    "rest\n"
    "  -f, --force        replace an existing results file of another run\n"
    "  -q, --quiet        no closing line\n"
    "  -h, --help         this text\n";

int
suf_app_merge(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
        {"replications", required_argument, NULL, 'n'},
        {"partial", no_argument, NULL, 'p'}, {"force", no_argument, NULL, 'f'},
        {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    suf_gathering gathering = {0};
    bool is_forced = false;
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "o:n:fqh", options, NULL)) != -1) {
        switch (option) {
        case 'o':
            gathering.output = optarg;
            break;
        case 'n':
            if (!suf_arguments_count(
                    optarg, MAX_REPLICATIONS, &gathering.n_replications)) {
                (void) fprintf(stderr,
                    "suffice merge: -n: found '%s', expected a whole number from 1 to "
                    "%d\n",
                    optarg, MAX_REPLICATIONS);
                return SUF_EXIT_USAGE;
            }
            break;
        case 'p':
            gathering.is_partial = true;
            break;
        case 'f':
            is_forced = true;
            break;
        case 'q':
            gathering.quiet = true;
            break;
        case 'h':
            (void) fputs(help, stdout);
            return SUF_EXIT_DONE;
        default:
            (void) fputs("see suffice merge --help\n", stderr);
            return SUF_EXIT_USAGE;
        }
    }
    if (optind == argc || gathering.output == NULL) {
        (void) fputs("suffice merge: journals and -o FILE are needed; see suffice merge "
                     "--help\n",
            stderr);
        return SUF_EXIT_USAGE;
    }
    gathering.paths = (const char *const *) argv + optind;
    gathering.n_paths = (uint32_t) (argc - optind);
    suf_faults faults;
    suf_faults_init(&faults);
    char *output = NULL;
    suf_status status = suf_output_resolve(gathering.output, &output, &faults);
    if (status == SUF_OK) {
        gathering.output = output;
        gathering.base = is_forced ? NULL : output;
        status = suf_gather(&gathering, &faults);
    }
    free(output);
    int code = status == SUF_OK ? SUF_EXIT_DONE : suf_report(status, &faults);
    suf_faults_free(&faults);
    return code;
}
