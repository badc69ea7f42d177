/* The help of a command, from its table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_HELP_H
#define SUF_CLI_HELP_H

#include <stdio.h>

#include "cli/usage.h"

/* --help, which every command has. */
extern const suf_option suf_help_option;

/* Prints the help of a command on stdout, in lines of 80 columns. */
void suf_help_print(const suf_usage *usage);
/* Prints a text in lines of 80 columns; a line that begins with a space is an example,
 * and stands as it is. */
void suf_help_text(FILE *to, const char *text);

#endif
