/* What a run holds while it goes on, and what it tells people of itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIMULATION_STAGE_H
#define SUF_CLI_SIMULATION_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/simulation_task.h"
#include "experiment/runner.h"
#include "experiment/stopping.h"
#include "results/store.h"

/* Everything held while it runs. */
typedef struct suf_stage {
    const suf_simulation *of;
    suf_faults *faults;
    suf_store store;
    suf_progress progress;
    suf_interrupt interrupt;
    suf_run_outcome outcome;
    suf_run_progress before; /* of the batches behind */
    uint64_t n_before;       /* pairs that were there at the start */
    uint32_t n_wanted;       /* replications 0 .. n_wanted - 1 go into the results */
    suf_stopping stopping;
    bool is_stopped_by_rule;
    double read_seconds, results_seconds;
} suf_stage;

/* Tells what is safe, and how to go on from it. */
void suf_stage_tell_rest(const suf_stage *self);
/* Whether, and when, the stopping rule held; that it did not is told in a quiet run too.
 */
void suf_stage_tell_rule(const suf_stage *self);
/* The closing line, of n_written replications of each scenario. */
void suf_stage_tell_end(const suf_stage *self, uint32_t n_written, double wall_seconds);
/* Nothing is left to do: says so, with the journal that stays as others are in it, and
 * writes the facts that a run which was killed has not. */
SUF_MUST_CHECK suf_status suf_stage_end_complete(
    suf_stage *self, const char *kept_journal);
/* The facts of the run, beside its results. */
SUF_MUST_CHECK suf_status suf_stage_write_facts(
    const suf_stage *self, uint32_t n_written, double wall_seconds);

#endif
