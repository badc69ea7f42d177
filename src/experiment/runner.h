/* Runs replications of scenarios on all cores. The only OpenMP.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A task is one replication of one scenario, taken in replication order, so that what is
 * finished at any moment is nearly the same number of replications of each scenario. Of
 * scenarios that share their past (branches.h) one worker takes a replication in a row,
 * unless there are fewer such rows than workers.
 * Workers read the const models and own everything they write; nothing is shared but the
 * sink, which one of them enters at a time. What a task computes does not depend on the
 * worker. */
#ifndef SUF_EXPERIMENT_RUNNER_H
#define SUF_EXPERIMENT_RUNNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/core/observation.h"
#include "experiment/branches.h"
#include "experiment/sink.h"
#include "model/model.h"

typedef struct suf_run_scenario {
    const suf_model *model;
    suf_layout_map map;
} suf_run_scenario;

/* How far a run is: handed to the watcher after each finished replication. */
typedef struct suf_run_progress {
    uint64_t n_done; /* (scenario, replication) pairs, those found in the sink included */
    uint64_t n_found; /* of those, found in the sink */
    uint64_t n_total;
    uint64_t n_events; /* simulated in this run, those of a shared past once */
} suf_run_progress;

typedef struct suf_run {
    const suf_run_scenario *scenarios; /* borrowed */
    uint32_t n_scenarios;
    /* Replications first .. end - 1 of each scenario; of these the ones with r mod
     * n_shards = shard - 1. */
    uint32_t first, end;
    uint32_t shard, n_shards;
    uint32_t n_threads;
    const suf_families *families; /* that share their past; NULL: none do; borrowed */
    const suf_layout *layout;     /* borrowed */
    suf_sink sink;
    /* Called by one thread at a time; false stops the run after the replications in hand.
     */
    bool (*progress)(void *context, const suf_run_progress *progress);
    void *progress_context;
    /* Asked now and then within a replication, by any thread; true gives up those in
     * hand: nothing of them is kept. NULL: never. */
    bool (*is_given_up)(void *context);
} suf_run;

typedef struct suf_run_outcome {
    suf_run_progress progress;
    uint64_t n_gone_on;      /* replications of a scenario, from the past of another */
    double simulate_seconds; /* of all threads together */
    double pack_seconds;     /* compressing, likewise */
    double write_seconds;    /* in the sink, one thread at a time */
    uint32_t failed_scenario,
        failed_replication; /* when a replication failed: the lowest */
} suf_run_outcome;

/* Adds the outcome of a later range of the same run. */
void suf_run_outcome_add(suf_run_outcome *self, const suf_run_outcome *later);

/* Processors this program may use: the threads of a run when nothing is said. */
uint32_t suf_run_default_threads(void);

/* Runs what the sink does not have. Returns the status of the lowest replication that
 * failed, SUF_ERROR_INTERRUPTED when the watcher stopped it, else SUF_OK. */
SUF_MUST_CHECK suf_status suf_run_all(const suf_run *run, suf_run_outcome *outcome);

#endif
