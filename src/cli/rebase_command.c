/* suffice rebase: hands over to suffice-rebase, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-rebase has them, which reads the command line (a test compares
 * the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "FOLDER", .is_file = true,
        .help = "folder of the new scenario, which is not there yet (required)"},
    {"at", .kind = SUF_OPTION_TEXT, .value = "DATE",
        .help = "new start: 1 January of a year of the run, or its end (default)"},
    {"end", .kind = SUF_OPTION_TEXT, .value = "DATE",
        .help = "new end (default: a run as long as the old one)"},
    {"scenario", .kind = SUF_OPTION_TEXT, .value = "NAME",
        .help = "scenario of the results (default: the first)"},
    {"name", .kind = SUF_OPTION_TEXT, .value = "NAME",
        .help = "name of the new scenario (default: the old one and the year)"},
    {"using", .kind = SUF_OPTION_TEXT, .value = "{mean,median}",
        .help = "what stands for the replications where nothing was counted (default: "
                "mean)"},
    {"population", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "counted: residents by district, sex and age, columns as of "
                "population.start"},
    {"rolls", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "counted: pupils by service, district and year of the course"},
    {"people", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "counted: occupied and waiting by service and district"},
    {"places", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "counted: built places by service and district"},
    {"opened", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "known of projects: columns project, opened, cancelled; what it does not "
                "name is not open"},
    {"targets", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help =
            "targets of the new plan, a table; `same`: those of the old one, measured "
            "as long after the start (default: none)"},
    {"unweighted", .kind = SUF_OPTION_FLAG,
        .help = "leave the weights by observations out of account"},
};

const suf_usage suf_rebase_usage = {.command = "rebase",
    .arguments = "FILE -o FOLDER [OPTIONS]",
    .summary = "make a scenario that starts at a later date",
    .question =
        "How does the plan go on from today? Makes a scenario whose start is a later "
        "date: "
        "from what was counted then, and where nothing was counted, from the run.",
    .example = "suffice rebase results/hello.h5 -o results/hello-2024 --at 2024-01-01",
    .details =
        "What was not counted is marked as simulated, value by value, and the folder's "
        "README.md tells how each part was made.\n\n"
        "The program suffice-rebase of the Python package does it: run sh "
        "scripts/setup.sh, or pip install . in the source folder.",
    .files = "h5",
    SUF_OPTIONS(options)};

int
suf_app_rebase(int argc, char **argv)
{
    return suf_hand_over(&suf_rebase_usage, argc, argv);
}
