/* suffice calibrate: hands over to suffice-calibrate, which is part of the Python
 * package. SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-calibrate has them, which reads the command line (a test
 * compares the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "the table of points (default results/NAME.points.csv); the overlay that "
                "uses it is FILE with .yaml"},
    {"members", 'n', .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "members of the ensemble (default 200, or 5 for each column of the table "
                "if that is more)"},
    {"points", .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "points of the table (default 1000)"},
    {"iterations", .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "times that the observations are taken in, each a part of them (default "
                "4)"},
    {"equal-weights",
        .help = "write as many points of equal weight as the points are worth, drawn "
                "from them by their weights; the observations weigh no more then"},
    {"seed", 's', .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "seed of the ensemble and of the runs (default: that of the scenario)"},
    {"set", .kind = SUF_OPTION_TEXTS, .value = "PATH=VALUE",
        .help = "changes a value of the scenario, and of the overlay (repeatable)"},
    {"threads", 't', .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "threads (default: all processors)"},
    {"quiet", 'q', .help = "no progress and no table"},
};

const suf_usage suf_calibrate_usage = {.command = "calibrate",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "move assumptions to what was counted",
    .question = "Which values of the assumptions agree with what was counted? Moves what "
                "the residents rest on, and services that were counted, to the "
                "observations of a scenario, and writes a table of points for its runs.",
    .example = "suffice calibrate scenarios/counted.yaml -o results/points.csv",
    .details =
        "Weights of replications by observations (suffice info --observations) are "
        "refused where few replications fit. A calibration looks for those that do, by "
        "an ensemble smoother (ES-MDA), then weights what it found so that the answer is "
        "right in law, and tells whether these weights hold.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "The program suffice-calibrate of the Python package does it: run sh "
           "scripts/setup.sh, or pip install . in the source folder."};

int
suf_app_calibrate(int argc, char **argv)
{
    return suf_hand_over(&suf_calibrate_usage, argc, argv);
}
