/* A seventh process for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "toy_process.h"

#include <stdlib.h>

#include "base/memory.h"
#include "engine/population/population_process.h"

enum { VISIT = SUF_N_EVENT_KINDS - 1 }; /* a kind of its own, after all others */

static suf_status
toy_new(suf_core *core, void **out)
{
    toy_state *toy = NULL;
    suf_status status = suf_array_new(1, sizeof *toy, &toy);
    if (status == SUF_OK) {
        toy->core = core;
        toy->people = suf_population_of(core);
        *out = toy;
    }
    return status;
}

static void
clear(void *self)
{
    toy_state *toy = self;
    *toy =
        (toy_state){.core = toy->core, .people = toy->people, .n_starts = toy->n_starts};
}

static suf_status
start(void *self)
{
    toy_state *toy = self;
    toy->n_starts++;
    return SUF_OK;
}

static void
day_begins(void *self)
{
    toy_state *toy = self;
    toy->n_days++;
    suf_event_list_add(&toy->core->events, toy->core->now + SUF_TICKS_PER_DAY / 2,
        (suf_event_kind) VISIT, 0, 0);
}

static void
day_ends(void *self)
{
    toy_state *toy = self;
    toy->n_day_ends++;
}

static void
month_begins(void *self)
{
    toy_state *toy = self;
    toy->n_months++;
}

static void
month_ends(void *self)
{
    toy_state *toy = self;
    toy->n_month_ends++;
}

static void
happen(void *self, const suf_event *event)
{
    toy_state *toy = self;
    (void) event;
    toy->n_visits++;
    for (uint32_t i = 0; i < toy->core->model->population.n_cells; i++) {
        toy->n_seen += toy->people->residents[i];
    }
}

const suf_process toy_process = {
    .name = "toy",
    .make = toy_new,
    .free = free,
    .start = start,
    .at = {[SUF_MOMENT_CLEAR] = clear,
        [SUF_MOMENT_DAY_ENDS] = day_ends,
        [SUF_MOMENT_MONTH_ENDS] = month_ends,
        [SUF_MOMENT_MONTH_BEGINS] = month_begins,
        [SUF_MOMENT_DAY_BEGINS] = day_begins},
    .happen = {[VISIT] = happen},
};
