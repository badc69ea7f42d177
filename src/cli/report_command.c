/* suffice report: hands over to suffice-report, which is part of the Python package.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
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

static void
print_missing(FILE *to)
{
    (void) fputs(
        "suffice report: writes one HTML file from a results file, by the program\n"
        "suffice-report of the Python package, which is not installed here: run\n"
        "sh scripts/setup.sh, or pip install '.[report]'\n",
        to);
}

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
    print_missing(is_help ? stdout : stderr);
    return is_help ? SUF_EXIT_DONE : SUF_EXIT_FAILED;
}
