/* suffice export: hands over to suffice-export, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-export has them, which reads the command line (a test compares
 * the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "OUTPUT", .is_file = true,
        .help = "what is written, by its ending .xlsx, .parquet or .csv (default: FILE "
                "with .xlsx)"},
    {"table", .kind = SUF_OPTION_TEXT,
        .value = "{scorecard,measures,delivery,assumptions}",
        .help = "the one table of .parquet and .csv (default: measures)"},
    {"lang", .kind = SUF_OPTION_TEXT, .value = "{en,zh}",
        .help = "language of notes and titles (default: en)"},
    {"prior", .help = "as thought before what was seen: replications are not weighted by "
                      "the observations"},
};

const suf_usage suf_export_usage = {.command = "export",
    .arguments = "FILE [OPTIONS]",
    .summary = "write results as an Excel book, parquet or CSV",
    .question = "How do I get the results into a spreadsheet? Writes scorecard, "
                "measures, delivery and assumptions as sheets, with units and notes; or "
                "one table as parquet or CSV.",
    .example = "suffice export results/hello.h5 -o results/hello.xlsx",
    .details = "The program suffice-export of the Python package does it, with the "
               "package openpyxl: run sh "
               "scripts/setup.sh, or pip install '.[excel]' in the source folder.",
    .files = "h5",
    SUF_OPTIONS(options)};

int
suf_app_export(int argc, char **argv)
{
    return suf_hand_over(&suf_export_usage, argc, argv);
}
