/* suffice report: hands over to suffice-report, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/report.h"

/* The folder of the running program, without a slash at its end; false when it cannot be
 * told. */
static bool
own_folder(char folder[PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    if (n <= 0) {
        return false;
    }
    folder[n] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        return false;
    }
    *slash = '\0';
    return true;
}

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
    /* Beside the program, then where scripts/setup.sh puts it, seen from build/PRESET. */
    static const char *const places[] = {"", "/../../.venv/bin"};
    char name[] = "suffice-report";
    char folder[PATH_MAX];
    char path[PATH_MAX + 64];
    bool is_known = own_folder(folder);
    (void) fflush(stdout);
    if (is_known) {
        /* The report tells which program it belongs to, and runs it where it must. */
        (void) snprintf(path, sizeof path, "%s/suffice", folder);
        (void) setenv("SUFFICE_PROGRAM", path, 0);
    }
    argv[0] = name;
    for (size_t i = 0; is_known && i < sizeof places / sizeof places[0]; i++) {
        (void) snprintf(path, sizeof path, "%s%s/%s", folder, places[i], name);
        if (access(path, X_OK) == 0) {
            (void) execv(path, argv);
        }
    }
    (void) execvp(name, argv);
    bool is_help =
        argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);
    if (is_help) {
        suf_help_print(&suf_report_usage);
        return SUF_EXIT_DONE;
    }
    (void) fputs(
        "suffice report: the program suffice-report of the Python package, which "
        "does it, is not installed here: run\n"
        "sh scripts/setup.sh, or pip install . in the source folder\n",
        stderr);
    return SUF_EXIT_FAILED;
}
