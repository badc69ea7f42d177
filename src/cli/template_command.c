/* suffice template: hands over to suffice-template, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-template has them, which reads the command line (a test compares
 * the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help = "the book (default: book.xlsx)"},
    {"lang", .kind = SUF_OPTION_TEXT, .value = "{en,zh}",
        .help = "language of the book (default: en)"},
    {"force", .help = "overwrite a book that is there"},
};

const suf_usage suf_template_usage = {.command = "template",
    .arguments = "[OPTIONS]",
    .summary = "write an empty Excel book to fill in",
    .question = "How do I write my plan down without YAML? Writes an empty Excel book to "
                "fill in: a sheet each for districts, people, services, places, "
                "projects, targets and assumptions.",
    .example = "suffice template -o results/book.xlsx",
    .details = "The program suffice-template of the Python package does it, with the "
               "package openpyxl: run sh "
               "scripts/setup.sh, or pip install '.[excel]' in the source folder.",
    .files = "xlsx",
    SUF_OPTIONS(options)};

int
suf_app_template(int argc, char **argv)
{
    return suf_hand_over(&suf_template_usage, argc, argv);
}
