/* Arguments that several commands read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_APP_ARGUMENTS_H
#define SUF_APP_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct suf_arguments {
    const char *const *paths; /* of scenarios; borrowed from argv */
    size_t n_paths;
    const char **sets; /* of --set; owned array, released by the caller with free */
    size_t n_sets;
    bool is_strict; /* --strict: warnings are faults */
} suf_arguments;

/* Reads --set, --strict, --help and the paths, of which there must be one to `most`.
 * Returns -1 to go on, else the exit code, having printed the help or told what is wrong.
 */
int suf_arguments_parse(
    suf_arguments *self, int argc, char **argv, size_t most, const char *help);

/* A whole number from 1 to `most`; false when the text is not one. */
bool suf_arguments_count(const char *text, uint32_t most, uint32_t *out);
enum { SUF_MOST_THREADS = 4096 };

#endif
