/* The options of a command, from one table: reading them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_OPTIONS_H
#define SUF_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/usage.h"

enum { SUF_MOST_THREADS = 4096, SUF_MOST_REPLICATIONS = 100000000 };

/* Texts of the command line, borrowed; the array is released with free. */
typedef struct suf_texts {
    const char **items;
    size_t n, capacity;
} suf_texts;

/* What is no option, borrowed from argv. */
typedef struct suf_operands {
    const char *const *items;
    size_t n;
} suf_operands;

/* Reads a command line (argv[0] is the command) into `options`, the command's struct.
 * Returns -1 to go on, else the exit code, having printed the help or told what is wrong.
 */
int suf_options_parse(
    const suf_usage *usage, int argc, char **argv, void *options, suf_operands *operands);
/* Reads a command line likewise, does what it asks for, and tells what went wrong
 * (report.h); the exit code. */
int suf_options_run(const suf_usage *usage, int argc, char **argv, void *options,
    suf_status (*run)(void *options, const suf_operands *operands, suf_faults *faults));
/* Adds a text; false, and told, when memory is out. */
bool suf_texts_add(suf_texts *self, const char *text);
/* Adds what levers ("NAME=VALUE") set to the sets, as "levers.NAME.value=VALUE"; the new
 * texts are owned by *owned. False, and told, when memory is out or a text has no '='. */
bool suf_levers_set(const suf_texts *levers, suf_texts *owned, suf_texts *sets);
void suf_levers_free(suf_texts *owned);
/* Reads a seed into a member char[SUF_SEED_BYTES], as the value that is set. */
enum { SUF_SEED_BYTES = 40 };
bool suf_option_read_seed(void *member, const char *text);

/* Options that several commands have. */
#define SUF_OPTION_AT(type, member) .offset = offsetof(type, member)
#define SUF_OPTION_SET(type)                                                             \
    {                                                                                    \
        .name = "set", .kind = SUF_OPTION_TEXTS, SUF_OPTION_AT(type, sets),              \
        .value = "PATH=VALUE",                                                           \
        .help = "changes one value of every scenario, as in\n"                           \
                "  --set services.nursery.stay.until_age=\"4 years\"\n"                  \
                "  --set \"projects.New wing.places=20\""                                \
    }
#define SUF_OPTION_LEVER(type)                                                           \
    {                                                                                    \
        .name = "lever", .kind = SUF_OPTION_TEXTS, SUF_OPTION_AT(type, levers),          \
        .value = "NAME=VALUE",                                                           \
        .help = "sets a lever of every scenario: levers.NAME.value"                      \
    }
#define SUF_OPTION_SEED(type)                                                            \
    {                                                                                    \
        .name = "seed", .letter = 's', .kind = SUF_OPTION_READ,                          \
        SUF_OPTION_AT(type, seed_set), .value = "N", .read = suf_option_read_seed,       \
        .expected = "a whole number, 0 or more",                                         \
        .help = "seed, in place of the scenario's"                                       \
    }
#define SUF_OPTION_THREADS(type)                                                         \
    {                                                                                    \
        .name = "threads", .letter = 't', .kind = SUF_OPTION_COUNT,                      \
        SUF_OPTION_AT(type, n_threads), .value = "N", .most = SUF_MOST_THREADS,          \
        .help = "threads (default: all processors)"                                      \
    }
#define SUF_OPTION_QUIET(type, member, what)                                             \
    {                                                                                    \
        .name = "quiet", .letter = 'q', SUF_OPTION_AT(type, member), .help = (what)      \
    }
#define SUF_OPTION_FORCE(type, member, what)                                             \
    {                                                                                    \
        .name = "force", .letter = 'f', SUF_OPTION_AT(type, member), .help = (what)      \
    }
#define SUF_OPTION_OUTPUT(type, member, as, what)                                        \
    {                                                                                    \
        .name = "output", .letter = 'o', .kind = SUF_OPTION_TEXT,                        \
        SUF_OPTION_AT(type, member), .value = (as), .is_file = true, .help = (what)      \
    }

#endif
