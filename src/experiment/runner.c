/* Runs replications of scenarios on all cores.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "runner.h"

#include <stdlib.h>

#include <omp.h>

#include "base/memory.h"
#include "engine/core/replication.h"
#include "engine/processes.h"
#include "experiment/design.h"
#include "model/parameters.h"
#include "stats/equality.h"
#include "stats/measures.h"

/* Seconds between two syncs of the sink: what a kill may cost, against the cost of a
 * sync. */
#define SYNC_SECONDS 0.25

/* What a worker owns of one scenario: made when it first meets it. */
typedef struct bench {
    bool is_ready;
    suf_replication replication;
    suf_parameters parameters;
} bench;

typedef struct worker {
    bench *benches; /* [scenario] */
    suf_branches branches;
    uint32_t *row;            /* [scenario] those of a family that are in hand */
    uint64_t n_shared_events; /* of the replication in hand, simulated for another */
    suf_metrics metrics;
    double *assumptions;
    double simulate_seconds, pack_seconds;
    bool is_row;       /* of two scenarios or more, which share their past */
    char padding[128]; /* neighbours' counters stay out of each other's cache lines */
} worker;

/* Everything the workers share; written in the critical section only, but `is_stopped`.
 */
typedef struct floor_state {
    const suf_run *run;
    suf_run_outcome *outcome;
    worker *workers;
    suf_families alone; /* each scenario is its own family */
    const suf_families *families;
    uint32_t *alone_first; /* [n_scenarios]; owned, as the next */
    uint32_t *firsts;      /* [n_firsts] scenarios that begin a family */
    uint32_t n_firsts;
    uint64_t failed_task;
    suf_status status;
    double last_sync;
    int is_stopped; /* read and written atomically */
} floor_state;

/* The first own replication at or behind run->first. */
static uint32_t
first_own(const suf_run *run)
{
    uint32_t k = run->shard - 1;
    return run->first + (k + run->n_shards - run->first % run->n_shards) % run->n_shards;
}

/* How many replications are this run's own, and the i-th of them. */
static uint32_t
n_own(const suf_run *run)
{
    uint32_t first = first_own(run);
    return first < run->end ? (run->end - first - 1) / run->n_shards + 1 : 0;
}

static uint32_t
own(const suf_run *run, uint32_t i)
{
    return first_own(run) + i * run->n_shards;
}

static suf_status
worker_init(worker *self, const suf_run *run, const suf_families *families)
{
    size_t n_values = 0;
    for (uint32_t i = 0; i < run->n_scenarios; i++) {
        size_t n = suf_model_n_values(run->scenarios[i].model);
        n_values = n > n_values ? n : n_values;
    }
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(run->n_scenarios, sizeof *self->benches, &self->benches));
    SUF_TRY(suf_array_new(run->n_scenarios, sizeof *self->row, &self->row));
    SUF_TRY(suf_branches_init(
        &self->branches, families, SUF_BRANCH_COPY_BYTES / run->n_threads));
    SUF_TRY(suf_metrics_init(&self->metrics, run->layout));
    SUF_TRY(suf_array_new(n_values, sizeof *self->assumptions, &self->assumptions));
out:
    return status;
}

static void
worker_free(worker *self, const suf_run *run)
{
    for (uint32_t i = 0; self->benches != NULL && i < run->n_scenarios; i++) {
        if (self->benches[i].is_ready) {
            suf_replication_free(&self->benches[i].replication);
            suf_parameters_free(&self->benches[i].parameters);
        }
    }
    free(self->benches);
    free(self->row);
    suf_branches_free(&self->branches);
    free(self->assumptions);
    suf_metrics_free(&self->metrics);
}

static suf_status
make_bench(bench *self, const suf_model *model)
{
    suf_status status = suf_replication_init(&self->replication, model, suf_processes);
    if (status != SUF_OK) {
        return status;
    }
    status = suf_parameters_init(&self->parameters, model);
    if (status != SUF_OK) {
        suf_replication_free(&self->replication);
        return status;
    }
    self->is_ready = true;
    return SUF_OK;
}

/* Draws and resolves what a replication of a scenario rests on; of one that shares its
 * past, what it delivers too. */
static suf_status
prepare(worker *self, const suf_run *run, uint32_t scenario, uint32_t replication,
    bool is_sharing)
{
    const suf_model *model = run->scenarios[scenario].model;
    bench *at = &self->benches[scenario];
    double start = omp_get_wtime();
    suf_status status = SUF_OK;
    if (!at->is_ready) {
        SUF_TRY(make_bench(at, model));
    }
    SUF_TRY(suf_design_draw(model, replication, self->assumptions));
    SUF_TRY(suf_parameters_resolve(&at->parameters, self->assumptions));
    at->replication.is_given_up = run->is_given_up;
    at->replication.give_up_context = run->progress_context;
    if (is_sharing) {
        const suf_branch branch = {
            &at->replication, &at->parameters, &run->scenarios[scenario].map};
        SUF_TRY(suf_branches_add(&self->branches, scenario, &branch));
    }
    self->simulate_seconds += omp_get_wtime() - start;
out:
    return status;
}

/* Simulates one replication of a scenario of the row in hand, which begins with it, and
 * packs its record. */
static suf_status
simulate(worker *self, const suf_run *run, uint32_t index, uint32_t replication,
    const uint32_t *row, uint32_t n_row)
{
    uint32_t scenario = row[0];
    bench *at = &self->benches[scenario];
    double start = omp_get_wtime();
    suf_status status = SUF_OK;
    self->n_shared_events = 0;
    if (self->is_row) {
        SUF_TRY(suf_branches_run(&self->branches, scenario, row + 1, n_row - 1,
            &self->metrics, &self->n_shared_events));
    } else {
        SUF_TRY(suf_replication_start(&at->replication, &at->parameters, replication,
            &run->scenarios[scenario].map, &self->metrics, NULL));
        SUF_TRY(suf_replication_run(&at->replication));
    }
    suf_measures_fold(&self->metrics, scenario);
    SUF_TRY(suf_equality_fold(&self->metrics, scenario));
    double end = omp_get_wtime();
    self->simulate_seconds += end - start;
    SUF_TRY(
        run->sink.pack(run->sink.context, index, scenario, replication, &self->metrics));
    self->pack_seconds += omp_get_wtime() - end;
out:
    return status;
}

/* Stores the record of a finished task, or notes its failure. In the critical section. */
static void
finish(floor_state *self, uint32_t index, uint64_t task, suf_status status)
{
    const suf_run *run = self->run;
    suf_run_progress *progress = &self->outcome->progress;
    bool is_going_on = true;
    double start = omp_get_wtime();
    if (status == SUF_OK) {
        status = run->sink.put(run->sink.context, index);
    }
    if (status == SUF_OK && start - self->last_sync > SYNC_SECONDS) {
        status = run->sink.sync(run->sink.context);
        self->last_sync = omp_get_wtime();
    }
    self->outcome->write_seconds += omp_get_wtime() - start;
    if (status == SUF_OK) {
        progress->n_done++;
        progress->n_events +=
            self->workers[index].metrics.n_events - self->workers[index].n_shared_events;
        is_going_on = run->progress(run->progress_context, progress);
        if (!is_going_on && self->status == SUF_OK) {
            self->status = SUF_RAISE(SUF_ERROR_INTERRUPTED);
        }
    } else if (status == SUF_ERROR_INTERRUPTED) { /* given up: no failure */
        self->status = self->status == SUF_OK ? status : self->status;
    } else if (task < self->failed_task) {
        self->failed_task = task;
        self->status = status;
        self->outcome->failed_scenario = (uint32_t) (task % run->n_scenarios);
        self->outcome->failed_replication =
            own(run, (uint32_t) (task / run->n_scenarios));
    }
    if (status != SUF_OK || !is_going_on) {
#pragma omp atomic write
        self->is_stopped = 1;
    }
}

static bool
is_stopped(const floor_state *self)
{
    int is_stopped = 0;
#pragma omp atomic read
    is_stopped = self->is_stopped;
    return is_stopped != 0;
}

/* Takes a replication of the scenarios of a family that the sink does not have. */
static void
take_row(floor_state *self, uint32_t index, uint32_t first, uint32_t i)
{
    const suf_run *run = self->run;
    worker *at = &self->workers[index];
    uint32_t replication = own(run, i);
    uint32_t n = 0;
    for (uint32_t s = first; s < run->n_scenarios && !is_stopped(self); s++) {
        bool is_found = true;
        if (self->families->first[s] == first) {
#pragma omp critical(suf_runner)
            is_found = run->sink.has(run->sink.context, s, replication);
        }
        if (!is_found) {
            at->row[n++] = s;
        }
    }
    at->is_row = n > 1;
    suf_branches_begin(&at->branches, replication);
    suf_status status = SUF_OK;
    uint32_t n_ready = 0;
    while (n_ready < n && status == SUF_OK) {
        status = prepare(at, run, at->row[n_ready], replication, at->is_row);
        n_ready += status == SUF_OK;
    }
    for (uint32_t k = 0; k < n && !is_stopped(self); k++) {
        /* One that could not be prepared fails when its turn comes. */
        suf_status ended =
            k < n_ready ? simulate(at, run, index, replication, at->row + k, n_ready - k)
                        : status;
#pragma omp critical(suf_runner)
        finish(self, index, (uint64_t) i * run->n_scenarios + at->row[k], ended);
    }
}

static void
work(floor_state *self)
{
    const suf_run *run = self->run;
    int64_t n_tasks = (int64_t) self->n_firsts * n_own(run);
#pragma omp parallel default(none) shared(self, run, n_tasks)                            \
    num_threads((int) run->n_threads)
    {
        uint32_t index = (uint32_t) omp_get_thread_num();
#pragma omp for schedule(runtime) nowait
        for (int64_t task = 0; task < n_tasks; task++) {
            if (!is_stopped(self)) {
                take_row(self, index, self->firsts[(uint64_t) task % self->n_firsts],
                    (uint32_t) ((uint64_t) task / self->n_firsts));
            }
        }
    }
}

/* Families, where there is a row of them for each worker; else each scenario alone. */
static suf_status
choose_families(floor_state *self)
{
    const suf_run *run = self->run;
    uint64_t n_rows = 0;
    suf_status status = SUF_OK;
    SUF_TRY(
        suf_array_new(run->n_scenarios, sizeof *self->alone_first, &self->alone_first));
    SUF_TRY(suf_array_new(run->n_scenarios, sizeof *self->firsts, &self->firsts));
    for (uint32_t i = 0; i < run->n_scenarios; i++) {
        self->alone_first[i] = i;
        n_rows += run->families != NULL && run->families->first[i] == i ? n_own(run) : 0;
    }
    self->alone = (suf_families){self->alone_first, NULL, run->n_scenarios};
    self->families =
        run->families != NULL && n_rows >= run->n_threads ? run->families : &self->alone;
    for (uint32_t i = 0; i < run->n_scenarios; i++) {
        if (self->families->first[i] == i) {
            self->firsts[self->n_firsts++] = i;
        }
    }
out:
    return status;
}

void
suf_run_outcome_add(suf_run_outcome *self, const suf_run_outcome *later)
{
    self->progress.n_done += later->progress.n_done;
    self->progress.n_found += later->progress.n_found;
    self->progress.n_total += later->progress.n_total;
    self->progress.n_events += later->progress.n_events;
    self->n_gone_on += later->n_gone_on;
    self->simulate_seconds += later->simulate_seconds;
    self->pack_seconds += later->pack_seconds;
    self->write_seconds += later->write_seconds;
    self->failed_scenario = later->failed_scenario;
    self->failed_replication = later->failed_replication;
}

uint32_t
suf_run_default_threads(void)
{
    int n = omp_get_num_procs();
    return n > 0 ? (uint32_t) n : 1;
}

suf_status
suf_run_all(const suf_run *run, suf_run_outcome *outcome)
{
    *outcome = (suf_run_outcome){0};
    floor_state self = {
        .run = run, .outcome = outcome, .failed_task = UINT64_MAX, .status = SUF_OK};
    suf_status status = SUF_OK;
    SUF_TRY(choose_families(&self));
    SUF_TRY(suf_array_new(run->n_threads, sizeof *self.workers, &self.workers));
    for (uint32_t i = 0; i < run->n_threads; i++) {
        SUF_TRY(worker_init(&self.workers[i], run, self.families));
    }
    uint32_t n = n_own(run);
    outcome->progress.n_total = (uint64_t) run->n_scenarios * n;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t s = 0; s < run->n_scenarios; s++) {
            outcome->progress.n_found += run->sink.has(run->sink.context, s, own(run, i));
        }
    }
    outcome->progress.n_done = outcome->progress.n_found;
    if (getenv("OMP_SCHEDULE") == NULL) {
        omp_set_schedule(omp_sched_dynamic, 1);
    }
    omp_set_dynamic(0);
    self.last_sync = omp_get_wtime();
    work(&self);
    status = self.status;
    /* What is finished is made safe even when something failed. */
    suf_status synced = run->sink.sync(run->sink.context);
    status = status == SUF_OK ? synced : status;
out:
    for (uint32_t i = 0; self.workers != NULL && i < run->n_threads; i++) {
        outcome->simulate_seconds += self.workers[i].simulate_seconds;
        outcome->pack_seconds += self.workers[i].pack_seconds;
        outcome->n_gone_on += self.workers[i].branches.n_gone_on;
        worker_free(&self.workers[i], run);
    }
    free(self.workers);
    free(self.alone_first);
    free(self.firsts);
    return status;
}
