/* One replication, from start to end, one event at a time or all at once.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owned by one worker and reused: memory grows to what the largest replication needed.
 * Reads the model and the parameters it was started with; writes its own state and the
 * record. What happens is in its processes (process.h, processes.h).
 *
 * Order at an instant: the day before is over, and the month with it if it ends; the
 * month that begins; the day that begins; then the events (event_list.h). */
#ifndef SUF_ENGINE_REPLICATION_H
#define SUF_ENGINE_REPLICATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/core/checkpoint.h"
#include "engine/core/core.h"
#include "model/plan_match.h"

typedef struct suf_replication {
    suf_core core;
    uint32_t next_bucket;
    uint32_t buckets_per_day;
    /* Asked at the start of each day, if not NULL: true gives the replication up, with
     * SUF_ERROR_INTERRUPTED. Borrowed. */
    bool (*is_given_up)(void *context);
    void *give_up_context;
    suf_way way; /* of those started from now on, when nobody looks; AT_ONCE at first */
    /* Where the conditions of those started from now on go: core/observation.h. */
    suf_condition_values conditions;
    suf_scope scope;      /* of those started from now on; of zeros: the whole model */
    suf_slip_asked slips; /* likewise */
    bool is_done;
} suf_replication;

/* model and processes are borrowed. */
SUF_MUST_CHECK suf_status suf_replication_init(
    suf_replication *self, const suf_model *model, suf_process_table processes);
void suf_replication_free(suf_replication *self);

/* Starts replication `number` with resolved parameters; results go to `metrics`
 * (cleared). All pointers are borrowed until the replication is done. observer may be
 * NULL. */
SUF_MUST_CHECK suf_status suf_replication_start(suf_replication *self,
    const suf_parameters *parameters, uint64_t number, const suf_layout_map *map,
    suf_metrics *metrics, const suf_observer *observer);
/* Takes one event (days are then taken in order, to the end); false when the end is
 * reached (the record is then complete) or something failed (suf_core_status). */
bool suf_replication_step(suf_replication *self);
/* Takes all events to the end. */
SUF_MUST_CHECK suf_status suf_replication_run(suf_replication *self);
/* Takes all events before a day that begins a month of the run, as `run` does, and stops
 * before anything of that day; false when it failed or was given up (suf_core_status). */
bool suf_replication_run_to(suf_replication *self, uint32_t day);
/* Saves the state after `run_to` (checkpoint.h). */
SUF_MUST_CHECK suf_status suf_replication_save(
    suf_replication *self, suf_checkpoint *checkpoint);
/* As start, but goes on from what was saved under this number, under levers that reach
 * nothing before the instant: by this replication, or by one of another model, with which
 * that of this one is matched. What it is told besides is as for start, and must be as it
 * was then: conditions, scope and way. */
SUF_MUST_CHECK suf_status suf_replication_resume(suf_replication *self,
    const suf_parameters *parameters, uint64_t number, const suf_layout_map *map,
    suf_metrics *metrics, suf_checkpoint *checkpoint, const suf_plan_match *match);
/* Takes all events before a time within the run, and sets the clock to it: so that a test
 * can look at the state at that moment (days are then taken in order, to the end). */
SUF_MUST_CHECK suf_status suf_replication_run_until(
    suf_replication *self, double time_days);

#endif
