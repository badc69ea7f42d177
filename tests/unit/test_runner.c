/* Tests of the runner: which replications are taken, what is counted, and what stops it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sink is a table; the scenario, taken twice, is a day's work of nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "experiment/runner.h"
#include "oracle/ready.h"

#define SCENARIO SUF_SOURCE_DIR "/scenarios/hello.yaml"
enum { N_SCENARIOS = 2, MOST = 40, N_THREADS = 2 };

/* A sink that keeps what it is given, or fails as it is told. */
typedef struct table {
    bool has[N_SCENARIOS][MOST];
    uint32_t n_packed[N_SCENARIOS][MOST];
    uint64_t n_events[N_SCENARIOS][MOST];
    uint32_t scenario[N_THREADS], replication[N_THREADS]; /* in hand, by worker */
    uint32_t n_put, n_synced;
    uint32_t fail_from; /* replications from this one on cannot be packed */
    suf_status put_status, sync_status;
    uint32_t stop_at; /* the watcher says no after so many */
    bool is_given_up;
    suf_run_progress last;
} table;

static bool
has(void *context, uint32_t scenario, uint32_t replication)
{
    const table *self = context;
    return self->has[scenario][replication];
}

static suf_status
pack(void *context, uint32_t worker, uint32_t scenario, uint32_t replication,
    const suf_metrics *metrics)
{
    table *self = context;
    self->scenario[worker] = scenario;
    self->replication[worker] = replication;
    self->n_packed[scenario][replication]++;
    self->n_events[scenario][replication] = metrics->n_events;
    return replication >= self->fail_from ? SUF_ERROR_LIMIT : SUF_OK;
}

static suf_status
put(void *context, uint32_t worker)
{
    table *self = context;
    self->n_put++;
    self->has[self->scenario[worker]][self->replication[worker]] = true;
    return self->put_status;
}

static suf_status
sync_all(void *context)
{
    table *self = context;
    self->n_synced++;
    return self->sync_status;
}

static bool
watch(void *context, const suf_run_progress *progress)
{
    table *self = context;
    self->last = *progress;
    return progress->n_done - progress->n_found < self->stop_at;
}

static bool
is_given_up(void *context)
{
    const table *self = context;
    return self->is_given_up;
}

/* Runs replications first .. end - 1 of a shard, with one thread so that they come in
 * their order. */
static suf_status
run_some(ready *of, table *self, uint32_t first, uint32_t end, uint32_t shard,
    uint32_t n_shards, suf_run_outcome *outcome)
{
    suf_run_scenario scenarios[N_SCENARIOS] = {
        {&of->model, of->map}, {&of->model, of->map}};
    suf_run run = {.scenarios = scenarios,
        .n_scenarios = N_SCENARIOS,
        .first = first,
        .end = end,
        .shard = shard,
        .n_shards = n_shards,
        .n_threads = 1,
        .layout = &of->layout,
        .sink = {self, has, pack, put, sync_all},
        .progress = watch,
        .progress_context = self,
        .is_given_up = is_given_up};
    return suf_run_all(&run, outcome);
}

static void
begin(ready *of, table *self)
{
    ready_init(of, SCENARIO, NULL, 0);
    *self = (table){.fail_from = MOST, .stop_at = MOST * MOST};
}

static void
each_replication_of_the_shard_is_taken_once_and_the_rest_left(void **state)
{
    (void) state;
    for (uint32_t shard = 1; shard <= 3; shard++) {
        ready of;
        table self;
        suf_run_outcome outcome;
        begin(&of, &self);
        self.has[1][9 + shard] = true; /* found; of which shard it may be */
        uint64_t n_found = (9 + shard) % 3 == shard - 1;
        assert_int_equal(run_some(&of, &self, 5, 18, shard, 3, &outcome), SUF_OK);
        uint64_t n = 0;
        uint64_t n_events = 0;
        for (uint32_t s = 0; s < N_SCENARIOS; s++) {
            for (uint32_t r = 0; r < MOST; r++) {
                bool is_own = r >= 5 && r < 18 && r % 3 == shard - 1;
                bool is_found = s == 1 && r == 9 + shard;
                assert_int_equal(self.n_packed[s][r], is_own && !is_found);
                n += is_own;
                n_events += self.n_events[s][r];
            }
        }
        assert_int_equal(outcome.progress.n_total, n);
        assert_int_equal(outcome.progress.n_found, n_found);
        assert_int_equal(outcome.progress.n_done, n);
        assert_int_equal(outcome.progress.n_events, n_events);
        assert_memory_equal(&self.last, &outcome.progress, sizeof self.last);
        assert_int_equal(self.n_put, n - n_found);
        assert_true(n_events > 0 && self.n_synced >= 1);
        assert_true(outcome.simulate_seconds > 0 && outcome.pack_seconds >= 0 &&
                    outcome.write_seconds >= 0);
        ready_free(&of);
    }
}

static void
the_lowest_failure_is_told_and_stops_the_run(void **state)
{
    (void) state;
    ready of;
    table self;
    suf_run_outcome outcome;
    begin(&of, &self);
    self.fail_from = 7;
    assert_int_equal(run_some(&of, &self, 0, 20, 1, 1, &outcome), SUF_ERROR_LIMIT);
    assert_int_equal(outcome.failed_replication, 7);
    assert_int_equal(outcome.failed_scenario, 0);
    assert_int_equal(outcome.progress.n_done, 14);
    assert_int_equal(self.n_packed[0][8], 0);
    assert_int_equal(self.n_put, 14);
    assert_true(self.n_synced >= 1); /* what is finished is made safe */
    self.fail_from = MOST;
    self.put_status = SUF_ERROR_WRITE;
    assert_int_equal(run_some(&of, &self, 20, 21, 1, 1, &outcome), SUF_ERROR_WRITE);
    assert_int_equal(outcome.failed_replication, 20);
    self.put_status = SUF_OK;
    self.sync_status = SUF_ERROR_WRITE;
    assert_int_equal(run_some(&of, &self, 21, 22, 1, 1, &outcome), SUF_ERROR_WRITE);
    ready_free(&of);
}

static void
who_watches_may_stop_it_and_who_gives_up_keeps_nothing_of_what_is_in_hand(void **state)
{
    (void) state;
    ready of;
    table self;
    suf_run_outcome outcome;
    begin(&of, &self);
    self.stop_at = 5;
    assert_int_equal(run_some(&of, &self, 0, 20, 1, 1, &outcome), SUF_ERROR_INTERRUPTED);
    assert_int_equal(outcome.progress.n_done, 5);
    assert_int_equal(self.n_put, 5);
    self.stop_at = MOST * MOST; /* it goes on where it was */
    assert_int_equal(run_some(&of, &self, 0, 20, 1, 1, &outcome), SUF_OK);
    assert_int_equal(outcome.progress.n_found, 5);
    assert_int_equal(outcome.progress.n_done, 40);
    self.is_given_up = true;
    assert_int_equal(run_some(&of, &self, 20, 30, 1, 1, &outcome), SUF_ERROR_INTERRUPTED);
    assert_int_equal(outcome.progress.n_done, 0);
    assert_int_equal(self.n_packed[0][20], 0);
    ready_free(&of);
}

static void
outcomes_of_parts_add_up(void **state)
{
    (void) state;
    suf_run_outcome sum = {{1, 2, 3, 4}, 8, 5, 6, 7, 0, 0};
    const suf_run_outcome later = {{10, 20, 30, 40}, 80, 50, 60, 70, 1, 9};
    suf_run_outcome_add(&sum, &later);
    assert_int_equal(sum.n_gone_on, 88);
    assert_int_equal(sum.progress.n_done, 11);
    assert_int_equal(sum.progress.n_found, 22);
    assert_int_equal(sum.progress.n_total, 33);
    assert_int_equal(sum.progress.n_events, 44);
    assert_true(
        sum.simulate_seconds == 55 && sum.pack_seconds == 66 && sum.write_seconds == 77);
    assert_int_equal(sum.failed_scenario, 1);
    assert_int_equal(sum.failed_replication, 9);
    assert_true(suf_run_default_threads() >= 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_replication_of_the_shard_is_taken_once_and_the_rest_left),
        cmocka_unit_test(the_lowest_failure_is_told_and_stops_the_run),
        cmocka_unit_test(
            who_watches_may_stop_it_and_who_gives_up_keeps_nothing_of_what_is_in_hand),
        cmocka_unit_test(outcomes_of_parts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
