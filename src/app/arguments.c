/* The arguments of commands that read scenarios and nothing else.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "arguments.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/report.h"
#include "base/memory.h"

int
suf_arguments_parse(
    suf_arguments *self, int argc, char **argv, size_t most, const char *help)
{
    static const struct option options[] = {{"set", required_argument, NULL, 'S'},
        {"strict", no_argument, NULL, 'T'}, {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    *self = (suf_arguments){0};
    if (suf_array_new((size_t) argc, sizeof *self->sets, &self->sets) != SUF_OK) {
        (void) fprintf(stderr, "suffice: %s\n", suf_status_text(SUF_ERROR_MEMORY));
        return SUF_EXIT_FAILED;
    }
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'S') {
            self->sets[self->n_sets++] = optarg;
        } else if (option == 'T') {
            self->is_strict = true;
        } else if (option == 'h') {
            (void) fputs(help, stdout);
            return SUF_EXIT_DONE;
        } else {
            (void) fprintf(stderr, "see suffice %s --help\n", argv[0]);
            return SUF_EXIT_USAGE;
        }
    }
    self->paths = (const char *const *) argv + optind;
    self->n_paths = (size_t) (argc - optind);
    if (self->n_paths == 0 || self->n_paths > most) {
        (void) fprintf(stderr, "suffice %s: %s; see suffice %s --help\n", argv[0],
            self->n_paths == 0 ? "no scenario is named"
                               : "more than one scenario is named",
            argv[0]);
        return SUF_EXIT_USAGE;
    }
    return -1;
}

bool
suf_arguments_count(const char *text, uint32_t most, uint32_t *out)
{
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || *end != '\0' || text[0] < '0' || text[0] > '9' || value < 1 ||
        value > most) {
        return false;
    }
    *out = (uint32_t) value;
    return true;
}
