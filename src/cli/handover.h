/* Commands that the Python package does: the program hands over to one of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_HANDOVER_H
#define SUF_CLI_HANDOVER_H

#include "cli/usage.h"

/* Becomes suffice-COMMAND of the Python package, COMMAND that of the usage, with the
 * arguments argv (argv[0] is replaced): the one beside this program, that of .venv, or
 * one on PATH. It is told in SUFFICE_PROGRAM which program it belongs to. Returns on
 * failure alone: with the help where that was asked for, else 1 and told on stderr what
 * to install. */
int suf_hand_over(const suf_usage *usage, int argc, char **argv);

#endif
