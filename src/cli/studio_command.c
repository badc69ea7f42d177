/* suffice studio: hands over to suffice-studio, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"
#include "cli/handover.h"

/* As the program suffice-studio has them, which reads the command line (a test compares
 * the two). */
static const suf_option options[] = {
    {"output", 'o', .kind = SUF_OPTION_TEXT, .value = "FILE", .is_file = true,
        .help =
            "overlay that the changes are saved in (default NAME-changed.yaml here, or "
            "the SCENARIO itself where the studio has made it)"},
    {"replications", 'n', .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "replications of a run (default 100)"},
    {"threads", 't', .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "threads (default: all processors)"},
    {"lang", .kind = SUF_OPTION_TEXT, .value = "{en,zh}",
        .help = "language that the page begins in (default: en)"},
    {"port", .kind = SUF_OPTION_TEXT, .value = "N",
        .help = "port of 127.0.0.1 (default: a free one)"},
    {"no-browser", .help = "prints the address, and opens no browser"},
};

const suf_usage suf_studio_usage = {.command = "studio",
    .arguments = "SCENARIO [OPTIONS]",
    .summary = "change a plan on a page, run it, see what that changes",
    .question =
        "What if we built more, or earlier? Opens a page in the browser: tables to "
        "change, faults at their cells, runs, and what they change.",
    .example = "suffice studio scenarios/hello.yaml",
    .details =
        "What is changed is an overlay: a small scenario that extends the plan, which "
        "suffice run takes too, to the same bytes. Each step is kept at once, so that a "
        "killed page loses none.\n\n"
        "The page is served on 127.0.0.1 alone, at an address with a token, and asks "
        "nothing of the internet. Ctrl-C ends it; a run that is under way then stops, "
        "and goes on where it was.",
    .files = "yaml",
    SUF_OPTIONS(options),
    .end = "The program suffice-studio of the Python package does it: run pip install "
           "'.[studio]' in the source folder."};

int
suf_app_studio(int argc, char **argv)
{
    return suf_hand_over(&suf_studio_usage, argc, argv);
}
