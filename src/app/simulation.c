/* From a batch of scenarios to the results file, or to a shard's journal.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulation.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/facts.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "app/report.h"
#include "app/siblings.h"
#include "app/stacks.h"
#include "base/memory.h"
#include "experiment/runner.h"
#include "experiment/stopping.h"
#include "output/provenance.h"
#include "output/results.h"
#include "output/store.h"
#include "stats/estimate.h"

/* Everything held while it runs. */
typedef struct stage {
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
} stage;

static bool
goes_on(void *context)
{
    stage *self = context;
    return suf_interrupt_number(&self->interrupt) == 0;
}

static bool
is_given_up(void *context)
{
    stage *self = context;
    return suf_interrupt_is_overdue(&self->interrupt);
}

static bool
watch(void *context, const suf_run_progress *progress)
{
    stage *self = context;
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
    stage *self = context;
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
    stage *self = context;
    return suf_store_pack(&self->store, worker, scenario, replication, metrics);
}

static suf_status
put(void *context, uint32_t worker)
{
    stage *self = context;
    return suf_store_put(&self->store, worker);
}

static suf_status
sync_store(void *context)
{
    stage *self = context;
    return suf_store_sync(&self->store);
}

/* Tells what is safe, and how to go on from it. */
static void
tell_what_is_left(const stage *self)
{
    const suf_simulation *of = self->of;
    char hint[256];
    uint64_t n = self->store.journal.of.n_entries > 0
                     ? suf_journal_count(&self->store.journal)
                     : 0;
    if (n == 0) {
        return;
    }
    (void) snprintf(hint, sizeof hint, "the same command goes on from there%s",
        of->is_shard ? "" : "; suffice finish --partial gives the results so far");
    suf_fault_place place = {.file = self->store.journal.of.path, .hint = hint};
    suf_faults_add(self->faults, &place,
        "%" PRIu64 " finished replication%s %s safe here", n, n == 1 ? "" : "s",
        n == 1 ? "is" : "are");
}

/* Shows the stopping rule the replications from `first` to before `end`. */
static suf_status
show_rule(stage *self, uint32_t first, uint32_t end)
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
run_until(stage *self, suf_run *run)
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
simulate(stage *self)
{
    const suf_simulation *of = self->of;
    suf_batch *batch = of->batch;
    suf_run run = {.scenarios = batch->run_scenarios,
        .n_scenarios = (uint32_t) batch->n,
        .end = of->goal.n_replications,
        .shard = of->goal.shard,
        .n_shards = of->goal.n_shards,
        .n_threads = of->n_threads,
        .layout = &batch->layout,
        .sink =
            {.context = self, .has = has, .pack = pack, .put = put, .sync = sync_store},
        .watch = watch,
        .watch_context = self,
        .is_given_up = is_given_up};
    suf_status status =
        of->until != NULL ? run_until(self, &run) : suf_run_all(&run, &self->outcome);
    suf_progress_end(&self->progress);
    if (status != SUF_OK && status != SUF_ERROR_INTERRUPTED && self->faults->n == 0) {
        suf_fault_place place = {
            .file = batch->scenarios[self->outcome.failed_scenario].path};
        suf_faults_add(self->faults, &place, "replication %" PRIu32 ": %s",
            self->outcome.failed_replication, suf_status_text(status));
    }
    return status;
}

/* The results of everything that is there in all scenarios. */
static suf_status
write_results(stage *self, uint32_t *n_written)
{
    suf_store *store = &self->store;
    int32_t *replications = NULL;
    uint32_t n = 0;
    suf_status status =
        suf_array_new(store->n_replications, sizeof *replications, &replications);
    for (uint32_t r = 0; status == SUF_OK && r < store->n_replications; r++) {
        if (suf_store_has_all(store, r) &&
            (r < self->n_wanted || suf_store_is_in_base(store, r))) {
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

static suf_status
write_facts(const stage *self, uint32_t n_written, double wall_seconds)
{
    const suf_simulation *of = self->of;
    const suf_run_outcome *outcome = &self->outcome;
    struct rusage usage = {0};
    (void) getrusage(RUSAGE_SELF, &usage);
    suf_phase phases[] = {{"read_and_build", self->read_seconds},
        {"simulate", outcome->simulate_seconds}, {"pack", outcome->pack_seconds},
        {"journal", outcome->write_seconds}, {"results", self->results_seconds}};
    suf_run_effort effort = {.threads = of->n_threads,
        .simulated = outcome->progress.n_done - outcome->progress.n_found,
        .events = outcome->progress.n_events,
        .wall_seconds = wall_seconds,
        .cpu_seconds = (double) usage.ru_utime.tv_sec + (double) usage.ru_stime.tv_sec +
                       1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
        .peak_memory_bytes = (uint64_t) usage.ru_maxrss * 1024,
        .phases = phases,
        .n_phases = sizeof phases / sizeof phases[0],
        .stopping = {of->until, self->stopping.n_looks,
            suf_stopping_confidence(self->stopping.n_looks), self->is_stopped_by_rule}};
    suf_facts facts = {
        of->batch, of->output, of->origins, of->started, n_written, &effort};
    return suf_facts_write(&facts, self->faults);
}

static void
print_closing_line(const stage *self, uint32_t n_written, double wall_seconds)
{
    const suf_simulation *of = self->of;
    const suf_run_progress *progress = &self->outcome.progress;
    size_t n = of->batch->n;
    if (of->quiet) {
        return;
    }
    if (of->is_shard) {
        (void) fprintf(stderr,
            "suffice: %s: shard %" PRIu32 " of %" PRIu32 " with %" PRIu64
            " replications in %.1f s, %.1f million events%s\n",
            self->store.journal.of.path, of->goal.shard, of->goal.n_shards,
            progress->n_total, wall_seconds, (double) progress->n_events / 1e6,
            progress->n_found > 0 ? " (resumed)" : "");
        return;
    }
    (void) fprintf(stderr,
        "suffice: %s: %zu scenario%s x %" PRIu32 " replications in %.1f s, "
        "%.1f million events%s\n",
        of->output, n, n == 1 ? "" : "s", n_written, wall_seconds,
        (double) progress->n_events / 1e6,
        self->store.has_base                          ? " (extended)"
        : self->n_before > 0 && progress->n_found > 0 ? " (resumed)"
                                                      : "");
}

/* Nothing is left to do: says so, with the journal that stays as others are in it, and
 * writes the facts that a run which was killed has not. */
static suf_status
end_complete(stage *self, const char *kept_journal)
{
    const suf_simulation *of = self->of;
    uint32_t n = self->store.base.n_replications;
    if (!of->quiet) {
        (void) fprintf(stderr,
            "suffice: %s: complete already: %" PRIu32 " replications of this very run\n",
            of->output, n);
    }
    if (!of->quiet && kept_journal != NULL) {
        (void) fprintf(
            stderr, "suffice: %s: stays, with replications beyond those\n", kept_journal);
    }
    if (suf_run_facts_are_there(&of->batch->provenance, of->output)) {
        return SUF_OK;
    }
    suf_facts facts = {of->batch, of->output, of->origins, of->started, n, NULL};
    return suf_facts_write(&facts, self->faults);
}

/* Whether, and when, the stopping rule held; that it did not is told in a quiet run too.
 */
static void
print_rule(const stage *self)
{
    if (self->of->until == NULL || (self->of->quiet && self->is_stopped_by_rule)) {
        return;
    }
    if (self->is_stopped_by_rule) {
        (void) fprintf(stderr,
            "suffice: %s: holds after %" PRIu32 " replications, at look %" PRIu32
            " (confidence %.6g)\n",
            self->of->until, self->n_wanted, self->stopping.n_looks,
            suf_stopping_confidence(self->stopping.n_looks));
    } else {
        (void) fprintf(stderr,
            "suffice: %s: does not hold after the most replications, %" PRIu32 "\n",
            self->of->until, self->n_wanted);
    }
}

/* True when the results file has all that was asked for; nothing is left to do. */
static bool
is_complete_already(const stage *self)
{
    const suf_simulation *of = self->of;
    const suf_results *base = &self->store.base;
    uint32_t n = of->goal.n_replications;
    return !of->is_shard && of->until == NULL && self->store.has_base &&
           base->n_replications >= n && (uint32_t) base->replications[n - 1] == n - 1;
}

/* The stopping rule, before anything is touched. */
static suf_status
read_rule(stage *self)
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
go(stage *self)
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
    self->n_before = self->store.n_stored;
    self->n_wanted = of->goal.n_replications;
    if (is_complete_already(self)) {
        const suf_results *base = &self->store.base;
        bool is_removed = suf_store_remove_journal(
            &self->store, base->replications, base->n_replications);
        return end_complete(self, is_removed ? NULL : self->store.journal.of.path);
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
        print_rule(self);
        return end_complete(self, NULL);
    }
    if (status == SUF_OK && !of->is_shard) {
        double simulated = suf_progress_clock();
        self->faults->task = "writing the results";
        status = write_results(self, &n_written);
        self->results_seconds = suf_progress_clock() - simulated;
    }
    if (status == SUF_OK && of->is_shard) {
        status = suf_journal_done(&self->store.journal);
    }
    if (status != SUF_OK) {
        suf_interrupt_tell(&self->interrupt, status, self->faults);
        tell_what_is_left(self);
        return status;
    }
    double wall_seconds = suf_progress_clock() - of->start_seconds;
    if (!of->is_shard) {
        status = write_facts(self, n_written, wall_seconds);
    }
    if (status == SUF_OK) {
        print_rule(self);
        print_closing_line(self, n_written, wall_seconds);
    }
    return status;
}

suf_status
suf_simulation_run(const suf_simulation *self, suf_faults *faults)
{
    stage at = {.of = self, .faults = faults};
    at.store.journal.of.file = -1;
    suf_progress_init(&at.progress, self->quiet, self->progress_seconds);
    suf_status status = go(&at);
    suf_interrupt_end(&at.interrupt);
    suf_stopping_free(&at.stopping);
    suf_store_close(&at.store);
    return status;
}
