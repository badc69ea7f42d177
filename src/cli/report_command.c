/* suffice report: hands over to suffice-report, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-report has them, which reads the command line (a test compares
 * the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "OUTPUT", .is_file = true,
        .help = "the report (default: FILE with .html)"},
    {"lang", .kind = SUF_OPTION_TEXT, .value = "{en,zh}",
        .help = "language of the report (default: en)"},
    {"boundaries", .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "outlines of the districts, GeoJSON (default: boundaries.geojson beside "
                "the scenario, where the run's run.json tells it)"},
    {"answer", .kind = SUF_OPTION_TEXTS, .value = "FILE", .is_file = true,
        .help = "answer of suffice size, margin or slip about a scenario of the results; "
                "it gets a section of its own (repeatable)"},
    {"prior", .help =
                  "as thought before what was seen: replications are not weighted by the "
                  "observations"},
};

const suf_usage suf_report_usage = {.command = "report",
    .arguments = "FILE [OPTIONS]",
    .summary = "write one HTML file for people who decide",
    .question =
        "How do I show the results to people who decide? Writes one HTML file that opens "
        "offline in any browser, on a phone and on paper.",
    .example = "suffice report results/hello.h5 -o results/hello.html",
    .details = "The program suffice-report of the Python package does it: run sh "
               "scripts/setup.sh, or pip install . in the source folder.",
    .files = "h5",
    SUF_OPTIONS(options)};

int
suf_app_report(int argc, char **argv)
{
    return suf_hand_over(&suf_report_usage, argc, argv);
}
