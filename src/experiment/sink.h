/* Where finished replications go: what the runner needs of a store of results.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The runner calls `pack` in the worker's thread (compression happens there, in parallel,
 * in the worker's own buffer) and then `put` for that worker, one thread at a time, in
 * whatever order replications finish. After `put` returns the replication is written;
 * after `sync` everything put before survives a kill. `has` tells what an earlier run
 * left. */
#ifndef SUF_EXPERIMENT_SINK_H
#define SUF_EXPERIMENT_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "stats/metrics.h"

typedef struct suf_sink {
    void *context;
    bool (*has)(void *context, uint32_t scenario, uint32_t replication);
    suf_status (*pack)(void *context, uint32_t worker, uint32_t scenario,
        uint32_t replication, const suf_metrics *metrics);
    suf_status (*put)(void *context, uint32_t worker);
    suf_status (*sync)(void *context);
} suf_sink;

#endif
