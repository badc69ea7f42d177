/* suffice import: hands over to suffice-import, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-import has them, which reads the command line (a test compares
 * the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "FOLDER", .is_file = true,
        .help = "folder of the scenario: new, empty, or of a former import (required)"},
};

const suf_usage suf_import_usage = {.command = "import",
    .arguments = "FILE -o FOLDER",
    .summary = "make a scenario of a filled Excel book",
    .question = "How does my Excel book become a scenario? Writes plan.yaml and its "
                "tables into a folder and checks them. All faults are told at once, each "
                "with sheet and cell.",
    .example = "suffice import scenarios/gulin-xuyong/book.xlsx -o results/gulin-xuyong",
    .details = "The program suffice-import of the Python package does it, with the "
               "package openpyxl: run sh "
               "scripts/setup.sh, or pip install '.[excel]' in the source folder.",
    .files = "xlsx",
    SUF_OPTIONS(options)};

int
suf_app_import(int argc, char **argv)
{
    return suf_hand_over(&suf_import_usage, argc, argv);
}
