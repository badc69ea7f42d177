/* Commands that the Python package does.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_PYTHON_COMMAND_H
#define SUF_CLI_PYTHON_COMMAND_H

#include "cli/usage.h"

/* Hands over to the program suffice-COMMAND of the package: beside this one, where
 * scripts/setup.sh puts it, or on PATH. Returns only where there is none: the exit code,
 * after help was printed where it is asked for, or what is missing was told. argv[0] is
 * changed. */
int suf_python_command(const suf_usage *usage, int argc, char **argv);

#endif
