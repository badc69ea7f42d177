/* A process: one part of the simulated world, with a state of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The people, intakes, visits, the delivery of what is built, stays, targets and costs
 * are processes. A replication knows none of them: it has a table of them, keeps time,
 * and at each of the moments below calls each in the order of the table. So a new process
 * is a file and a row (processes.c), and nothing else changes.
 *
 * What processes share is the core (core.h): the clock, the event list, the pools of
 * places, the record. The rest of a process's state is its own. Another one that needs it
 * asks by functions of its header, and finds it once, when it is made (suf_core_state):
 * only among those before it in the table, so that no two need each other. What goes the
 * other way, from an earlier to a later one, goes by the calls below: who changes places
 * does not know who waits for them.
 *
 * The calls of a replication: clear (forget the one before), start (the world at time 0,
 * its first month begun), and then every day day_ends (all that happened before is over);
 * when a month ends, month_ends (write it into the record) and month_begins; day_begins;
 * and happen for each event of the day, in order. At the end of the run nothing begins;
 * run_ends comes last, when the months of the record are whole.
 *
 * Invariants.
 * 1. At one moment a process is called after those before it in the table.
 * 2. month_ends finds the pools' counts of the month, which are cleared after the last.
 * 3. An event goes to the one process that has its kind.
 * 4. Whoever fails says so in core->status, at the latest when its day ends; the
 *    replication then stops within a day.
 * 5. A process draws by names (rng_stream.h): its draws are the same whatever other
 *    processes there are. */
#ifndef SUF_ENGINE_PROCESS_H
#define SUF_ENGINE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/core/event_list.h"
#include "model/model.h"

struct suf_core;
struct suf_checkpoint;

/* The moments at which processes are called, apart from start and events. */
typedef enum suf_moment {
    SUF_MOMENT_CLEAR,
    SUF_MOMENT_DAY_ENDS,
    SUF_MOMENT_MONTH_ENDS,
    SUF_MOMENT_MONTH_BEGINS,
    SUF_MOMENT_DAY_BEGINS,
    SUF_MOMENT_RUN_ENDS, /* its record of months is whole */
    SUF_N_MOMENTS
} suf_moment;

/* What a process does; state is what `make` made. NULL: nothing, but for make and free.
 */
typedef struct suf_process {
    const char *name; /* for a debugger; nothing depends on it */
    /* Makes the state for core->model, and finds those of the processes before it. Owned
     * by the core until `free`, which takes what a failed `make` left too (maybe NULL).
     */
    suf_status (*make)(struct suf_core *core, void **state);
    void (*free)(void *state);

    /* Makes the world at time 0, with its first month begun; after `clear`. */
    suf_status (*start)(void *state);
    void (*at[SUF_N_MOMENTS])(void *state); /* [moment] NULL: not called then */

    /* [kind] takes an event of a kind that is its own; core->now is its time. One for
     * each kind, so that an event is led to its code by one jump. */
    void (*happen[SUF_N_EVENT_KINDS])(void *state, const suf_event *event);

    /* Before places of a service change, anywhere; after those of a pool have. */
    void (*places_change)(void *state, uint32_t service);
    void (*places_changed)(void *state, uint32_t service, uint32_t district);

    /* Saves what it keeps from one month to the next, or brings it back after `clear`
     * (checkpoint.h). NULL: it keeps nothing. */
    void (*checkpoint)(void *state, struct suf_checkpoint *to);

    /* Whether there is anything to call it for at the end of a day; NULL: there is. */
    bool (*has_day_ends)(const suf_model *model);
} suf_process;

/* Processes in their order. */
typedef struct suf_process_table {
    const suf_process *const *items;
    uint32_t n;
} suf_process_table;

#endif
