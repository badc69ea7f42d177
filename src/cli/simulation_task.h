/* What a run is asked to do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIMULATION_TASK_H
#define SUF_CLI_SIMULATION_TASK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "cli/batch.h"
#include "journal/journal_file.h"

typedef struct suf_simulation {
    suf_batch *batch;   /* read; its models are built here; borrowed */
    const char *output; /* path of the results file */
    suf_goal goal;      /* with more than one shard a journal is all that is written */
    bool is_shard;      /* --shard was given, be it 1/1 */
    const suf_origin *origins; /* [batch->n]; NULL: not known */
    const int32_t *only;       /* [n_only] replications to simulate, rising; NULL: all */
    uint32_t n_only;
    const char *until; /* stopping rule (experiment/stopping.h); NULL: the goal alone */
    uint32_t batch_replications,
        minimum; /* replications between looks, and before the first */
    uint32_t n_threads;
    bool force, repair, quiet;
    double progress_seconds; /* between two lines of progress; 0: as usual */
    time_t started;
    double start_seconds; /* of suf_progress_clock, when the program began reading */
} suf_simulation;

#endif
