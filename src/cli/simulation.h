/* From a batch of scenarios to the results file, or to a shard's journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `run` and `rerun` have in common: the store is opened, what it lacks is simulated,
 * the results are written. Whatever ends it early, finished replications stay in the
 * journal and the user is told how to go on. */
#ifndef SUF_CLI_SIMULATION_H
#define SUF_CLI_SIMULATION_H

#include "base/fault.h"
#include "base/status.h"
#include "cli/simulation_task.h"

/* Simulates what is asked for, and leaves results or, if it is stopped, a journal. What
 * is wrong is added to `faults`. */
SUF_MUST_CHECK suf_status suf_simulation_run(
    const suf_simulation *self, suf_faults *faults);

#endif
