/* From a batch of scenarios to the results file, or to a shard's journal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulation.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cli/families.h"
#include "cli/report.h"
#include "cli/siblings.h"
#include "cli/simulation_stage.h"
#include "cli/stacks.h"
#include "experiment/runner.h"
#include "experiment/stopping.h"
#include "journal/provenance.h"
#include "results/results.h"
#include "results/store.h"
#include "stats/estimate.h"

static bool
goes_on(void *context)
{
    suf_stage *self = context;
    return suf_interrupt_number(&self->interrupt) == 0;
}

static bool
is_given_up(void *context)
{
    suf_stage *self = context;
    return suf_interrupt_is_overdue(&self->interrupt);
}

static bool
watch(void *context, const suf_run_progress *progress)
{
    suf_stage *self = context;
    suf_run_progress shown = *progress;
    if (self->of->until != NULL) { /* of all batches together */
        shown.n_done += self->before.n_done;
        shown.n_found += self->before.n_found;
        shown.n_events += self->before.n_events;
        shown.n_total = (uint64_t) self->of->batch->n * self->of->goal.n_replications;
    }
    (void) suf_progress_watch(&self->progress, &shown);
    return goes_on(self);
}

/* What is not asked for counts as there. */
static bool
has(void *context, uint32_t scenario, uint32_t replication)
{
    suf_stage *self = context;
    const suf_simulation *of = self->of;
    bool is_asked = of->only == NULL;
    for (uint32_t low = 0, high = of->n_only; !is_asked && low < high;) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t here = (uint32_t) of->only[middle];
        is_asked = here == replication;
        low = here < replication ? middle + 1 : low;
        high = here > replication ? middle : high;
    }
    return !is_asked || suf_store_has(&self->store, scenario, replication);
}

static suf_status
pack(void *context, uint32_t worker, uint32_t scenario, uint32_t replication,
    const suf_metrics *metrics)
{
    suf_stage *self = context;
    return suf_store_pack(&self->store, worker, scenario, replication, metrics);
}

static suf_status
put(void *context, uint32_t worker)
{
    suf_stage *self = context;
    return suf_store_put(&self->store, worker);
}

static suf_status
sync_store(void *context)
{
    suf_stage *self = context;
    return suf_store_sync(&self->store);
}

/* Shows the stopping rule the replications from `first` to before `end`. */
static suf_status
show_rule(suf_stage *self, uint32_t first, uint32_t end)
{
    suf_record record = {0};
    double *values[2] = {NULL};
    suf_status status = SUF_OK;
    uint32_t n = self->of->batch->layout.n_targets;
    SUF_TRY(suf_array_new(n, sizeof *values[0], &values[0]));
    SUF_TRY(suf_array_new(n, sizeof *values[1], &values[1]));
    for (uint32_t r = first; r < end; r++) {
        for (uint32_t s = 0; s < self->of->batch->n; s++) {
            SUF_TRY(suf_store_read(&self->store, s, r, &record));
            SUF_TRY(suf_store_values(
                &self->store, &record, SUF_VARIABLE_TARGET_VALUE, values[0]));
            SUF_TRY(suf_store_values(
                &self->store, &record, SUF_VARIABLE_TARGET_MET, values[1]));
            suf_stopping_add(&self->stopping, s, r, values[0], values[1]);
        }
    }
out:
    suf_record_free(&record);
    free(values[0]);
    free(values[1]);
    return status;
}

/* Batch after batch until the rule holds, or the most replications are there. */
static suf_status
run_until(suf_stage *self, suf_run *run)
{
    const suf_simulation *of = self->of;
    suf_run_outcome total = {0};
    suf_status status = SUF_OK;
    uint32_t most = of->goal.n_replications;
    while (status == SUF_OK && !self->is_stopped_by_rule && run->first < most) {
        run->end = most - run->first > of->batch_replications
                       ? run->first + of->batch_replications
                       : most;
        status = suf_run_all(run, &self->outcome);
        suf_run_outcome_add(&total, &self->outcome);
        self->before = total.progress;
        if (status == SUF_OK) {
            status = show_rule(self, run->first, run->end);
        }
        if (status == SUF_OK && run->end >= of->minimum) {
            self->is_stopped_by_rule = suf_stopping_look(&self->stopping);
        }
        run->first = run->end;
    }
    self->outcome = total;
    self->n_wanted = run->end;
    return status;
}

static suf_status
simulate(suf_stage *self)
{
    const suf_simulation *of = self->of;
    suf_batch *batch = of->batch;
    suf_family_table relatives;
    suf_run run = {.scenarios = batch->run_scenarios,
        .n_scenarios = (uint32_t) batch->n,
        .end = of->goal.n_replications,
        .shard = of->goal.shard,
        .n_shards = of->goal.n_shards,
        .n_threads = of->n_threads,
        .layout = &batch->layout,
        .sink =
            {.context = self, .has = has, .pack = pack, .put = put, .sync = sync_store},
        .progress = watch,
        .progress_context = self,
        .is_given_up = is_given_up};
    suf_status status = SUF_OK;
    SUF_TRY(suf_family_table_init(&relatives, batch));
    run.families = relatives.is_any ? &relatives.families : NULL;
    if (run.families != NULL && !of->quiet) {
        SUF_TRY(suf_family_table_tell(&relatives));
    }
    status =
        of->until != NULL ? run_until(self, &run) : suf_run_all(&run, &self->outcome);
    suf_progress_end(&self->progress);
    if (status != SUF_OK && status != SUF_ERROR_INTERRUPTED && self->faults->n == 0) {
        suf_fault_place place = {
            .file = batch->scenarios[self->outcome.failed_scenario].path};
        suf_faults_add(self->faults, &place, "replication %" PRIu32 ": %s",
            self->outcome.failed_replication, suf_status_text(status));
    }
out:
    suf_family_table_free(&relatives);
    return status;
}

/* The results of everything that is there in all scenarios. */
static suf_status
write_results(suf_stage *self, uint32_t *n_written)
{
    suf_store *store = &self->store;
    int32_t *replications = NULL;
    uint32_t n = 0;
    suf_status status =
        suf_array_new(store->index.n_replications, sizeof *replications, &replications);
    for (uint32_t r = 0; status == SUF_OK && r < store->index.n_replications; r++) {
        if (suf_store_index_has_all(&store->index, r) &&
            (r < self->n_wanted || suf_store_index_has_in_base(&store->index, r))) {
            replications[n++] = (int32_t) r;
        }
    }
    if (status == SUF_OK) {
        status = suf_results_write(
            store, self->of->output, replications, n, goes_on, self, self->faults);
    }
    if (status == SUF_OK) {
        (void) suf_store_remove_journal(store, replications, n);
    }
    *n_written = n;
    free(replications);
    return status;
}

/* True when the results file has all that was asked for; nothing is left to do. */
static bool
is_complete_already(const suf_stage *self)
{
    const suf_simulation *of = self->of;
    const suf_results *base = &self->store.base;
    uint32_t n = of->goal.n_replications;
    return !of->is_shard && of->until == NULL && self->store.has_base &&
           base->n_replications >= n && (uint32_t) base->replications[n - 1] == n - 1;
}

/* The stopping rule, before anything is touched. */
static suf_status
read_rule(suf_stage *self)
{
    const suf_simulation *of = self->of;
    suf_stopping_rule rule;
    const char *why = NULL;
    if (of->until == NULL) {
        return SUF_OK;
    }
    if (!suf_stopping_parse(&rule, of->until, &of->batch->layout, &why)) {
        suf_fault_place place = {0};
        suf_faults_add(self->faults, &place, "--until: found '%s': %s", of->until, why);
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    return suf_stopping_init(&self->stopping, &rule, &of->batch->layout);
}

static suf_status
go(suf_stage *self)
{
    const suf_simulation *of = self->of;
    suf_store_options options = {.output = of->output,
        .layout = &of->batch->layout,
        .provenance = &of->batch->provenance,
        .goal = of->goal,
        .origins = of->origins,
        .n_workers = of->n_threads,
        .force = of->force,
        .repair = of->repair};
    uint32_t n_written = 0;
    self->faults->task = "building the model";
    suf_status status = read_rule(self);
    if (status == SUF_OK) {
        status = suf_batch_build(of->batch, self->faults);
    }
    if (status == SUF_OK) {
        self->faults->task = "opening the journal of the results";
        status = suf_store_open(&self->store, &options, self->faults);
    }
    if (status != SUF_OK) {
        return status;
    }
    if (self->store.journal.lock_error != 0) {
        suf_warn_no_lock(self->store.journal.of.path, self->store.journal.lock_error);
    }
    if (of->goal.n_shards > 1 && !of->force) {
        status = suf_siblings_check(&self->store, of->output, of->goal, self->faults);
        if (status != SUF_OK) {
            return status;
        }
    }
    self->n_before = self->store.index.n_stored;
    self->n_wanted = of->goal.n_replications;
    if (is_complete_already(self)) {
        const suf_results *base = &self->store.base;
        bool is_removed = suf_store_remove_journal(
            &self->store, base->replications, base->n_replications);
        return suf_stage_end_complete(
            self, is_removed ? NULL : self->store.journal.of.path);
    }
    self->read_seconds = suf_progress_clock() - of->start_seconds;
    status = suf_interrupt_start(&self->interrupt, of->quiet, of->output, self->faults);
    if (status == SUF_OK) {
        status = suf_stacks_check(of->n_threads, of->output, self->faults);
    }
    if (status == SUF_OK) {
        self->faults->task = "simulating";
        status = simulate(self);
    }
    const suf_run_progress *progress = &self->outcome.progress;
    if (status == SUF_OK && !of->is_shard && self->store.has_base &&
        progress->n_found == progress->n_done && self->store.journal.of.n_entries == 0) {
        suf_stage_tell_rule(self);
        return suf_stage_end_complete(self, NULL);
    }
    if (status == SUF_OK && !of->is_shard) {
        double simulated = suf_progress_clock();
        self->faults->task = "writing the results";
        suf_store_end_packing(&self->store);
        status = write_results(self, &n_written);
        self->results_seconds = suf_progress_clock() - simulated;
    }
    if (status == SUF_OK && of->is_shard) {
        status = suf_journal_done(&self->store.journal);
    }
    if (status != SUF_OK) {
        suf_interrupt_tell(&self->interrupt, status, self->faults);
        suf_stage_tell_rest(self);
        return status;
    }
    double wall_seconds = suf_progress_clock() - of->start_seconds;
    if (!of->is_shard) {
        status = suf_stage_write_facts(self, n_written, wall_seconds);
    }
    if (status == SUF_OK) {
        suf_stage_tell_rule(self);
        suf_stage_tell_end(self, n_written, wall_seconds);
    }
    return status;
}

suf_status
suf_simulation_run(const suf_simulation *self, suf_faults *faults)
{
    suf_stage at = {.of = self, .faults = faults};
    at.store.journal.of.file = -1;
    suf_progress_init(&at.progress, self->quiet, self->progress_seconds);
    suf_status status = go(&at);
    suf_interrupt_end(&at.interrupt);
    suf_stopping_free(&at.stopping);
    suf_store_close(&at.store);
    return status;
}
