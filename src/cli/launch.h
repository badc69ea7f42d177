/* What commands that simulate have in common: options, output, warnings, origins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_LAUNCH_H
#define SUF_CLI_LAUNCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/batch.h"
#include "cli/options.h"
#include "journal/provenance.h"

enum { SUF_DEFAULT_REPLICATIONS = 100 };

/* --shard k/K; 0: not given. */
typedef struct suf_shard {
    uint32_t number, of;
} suf_shard;

/* Options of commands that simulate: of members n_replications, shard, force, repair,
 * progress_seconds and is_strict.
 */
#define SUF_OPTION_REPLICATIONS(type)                                                    \
    {                                                                                    \
        .name = "replications", .letter = 'n', .kind = SUF_OPTION_COUNT,                 \
        SUF_OPTION_AT(type, n_replications), .value = "N",                               \
        .most = SUF_MOST_REPLICATIONS,                                                   \
        .help = "replications of each scenario (default 100, or what the scenario's "    \
                "design is made for)"                                                    \
    }
#define SUF_OPTION_SHARD(type, then)                                                     \
    {                                                                                    \
        .name = "shard", .kind = SUF_OPTION_READ, SUF_OPTION_AT(type, shard),            \
        .value = "k/K", .read = suf_launch_read_shard,                                   \
        .expected = "k/K as 3/40, k from 1 to K",                                        \
        .help = "simulate only the replications r with r mod K = k - 1, into a "         \
                "journal " then                                                          \
    }
#define SUF_OPTION_ANEW(type)                                                            \
    SUF_OPTION_FORCE(type, force,                                                        \
        "start anew, whatever is there: replaces an existing results file, and drops a " \
        "journal of another run")
#define SUF_OPTION_REPAIR(type)                                                          \
    {                                                                                    \
        .name = "repair", SUF_OPTION_AT(type, repair),                                   \
        .help = "go on with a damaged journal: what is lost is simulated again"          \
    }
#define SUF_OPTION_PROGRESS(type)                                                        \
    {                                                                                    \
        .name = "progress", .kind = SUF_OPTION_READ,                                     \
        SUF_OPTION_AT(type, progress_seconds), .value = "SECONDS",                       \
        .read = suf_launch_read_seconds, .expected = "seconds from 0.1 to 86400",        \
        .help = "seconds between two lines of progress where standard error is no "      \
                "terminal (default 60)"                                                  \
    }
#define SUF_OPTION_STRICT(type)                                                          \
    {                                                                                    \
        .name = "strict", SUF_OPTION_AT(type, is_strict),                                \
        .help = "a scenario with warnings is not run"                                    \
    }

/* Read "3/40" into a suf_shard, and seconds of --progress into a double; false when the
 * text is neither. */
bool suf_launch_read_shard(void *member, const char *text);
bool suf_launch_read_seconds(void *member, const char *text);

/* The output's path: the one given, else results/<name><ending>.h5, whose folder is made;
 * where it is a link, the file that it leads to. Owned by the caller. */
SUF_MUST_CHECK suf_status suf_launch_output(const char *given, const char *name,
    const char *ending, char **out, suf_faults *faults);
/* How many replications there are to be: those asked for unless 0, else what the design
 * is made for, else `otherwise`. Refuses more than the design has. */
SUF_MUST_CHECK suf_status suf_launch_replications(const suf_scenario *first,
    uint32_t asked, uint32_t otherwise, uint32_t *n, suf_faults *faults);
/* Tells of what is odd in the scenarios, before anything is run. */
SUF_MUST_CHECK suf_status suf_launch_warn(
    const suf_batch *batch, bool is_strict, suf_faults *faults);
/* Where the scenarios of a batch come from; the array is the caller's, after a failure
 * too. */
SUF_MUST_CHECK suf_status suf_launch_origins(
    const suf_batch *batch, suf_origin **origins);
void suf_launch_origins_free(suf_origin *origins, size_t n);

#endif
