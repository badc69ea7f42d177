/* Commands that the Python package does.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "python_command.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

int
suf_python_command(const suf_usage *usage, int argc, char **argv)
{
    /* Beside the program, then where scripts/setup.sh puts it, seen from build/PRESET. */
    static const char *const places[] = {"", "/../../.venv/bin"};
    char name[64];
    char folder[PATH_MAX];
    char path[PATH_MAX + 64];
    bool is_known = own_folder(folder);
    (void) fflush(stdout);
    (void) snprintf(name, sizeof name, "suffice-%s", usage->command);
    if (is_known) {
        /* The command tells which program it belongs to, and runs it where it must. */
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
        suf_help_print(usage);
        return SUF_EXIT_DONE;
    }
    (void) fprintf(stderr,
        "suffice %s: the program %s of the Python package, which does it, is not "
        "installed here: run\n"
        "sh scripts/setup.sh, or pip install '.[report]'\n",
        usage->command, name);
    return SUF_EXIT_FAILED;
}
