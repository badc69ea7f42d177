/* A replication knows its processes by a table alone: a seventh needs a file and a row.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "engine/population/population_process.h"
#include "engine/processes.h"
#include "oracle/ready.h"
#include "oracle/toy_process.h"

enum { N_MOST = 16 };
#define HELLO SUF_SOURCE_DIR "/scenarios/hello.yaml"
#define ROLLS SUF_SOURCE_DIR "/tests/data/oracle/rolls.yaml"

/* The processes of the engine with another one at a place among them. */
static suf_process_table
with_toy(const suf_process *rows[N_MOST], uint32_t at)
{
    uint32_t n = 0;
    assert_true(suf_processes.n < N_MOST);
    for (uint32_t i = 0; i <= suf_processes.n; i++) {
        if (i == at) {
            rows[n++] = &toy_process;
        }
        if (i < suf_processes.n) {
            rows[n++] = suf_processes.items[i];
        }
    }
    return (suf_process_table){rows, n};
}

/* Runs replication 0 of a scenario with the toy at a place, after one without. */
static void
assert_toy_lives_and_changes_nothing(const char *path, uint32_t at)
{
    ready self;
    const suf_process *rows[N_MOST];
    suf_replication other;
    suf_metrics metrics;
    ready_init(&self, path, NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    assert_int_equal(suf_metrics_init(&metrics, &self.layout), SUF_OK);
    assert_int_equal(
        suf_replication_init(&other, &self.model, with_toy(rows, at)), SUF_OK);
    toy_state *toy = suf_core_state(&other.core, &toy_process);
    assert_non_null(toy);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(
            suf_replication_start(&other, &self.parameters, 0, &self.map, &metrics, NULL),
            SUF_OK);
        assert_int_equal(suf_replication_run(&other), SUF_OK);
        const suf_calendar *calendar = &self.model.calendar;
        uint32_t n_days = (uint32_t) self.model.end_days;
        uint32_t n_months = calendar->n_months - calendar->start_index;
        assert_int_equal(toy->n_starts, again + 1);
        assert_int_equal(toy->n_days, n_days);
        assert_int_equal(toy->n_day_ends, n_days + 1);
        assert_int_equal(toy->n_months, n_months - 1);
        assert_int_equal(toy->n_month_ends, n_months);
        assert_int_equal(toy->n_visits, n_days); /* events of a kind of its own */
        /* People, by the header of another. */
        assert_true((toy->n_seen > 0) == self.model.population.is_given);
        assert_int_equal(metrics.n_events, self.metrics.n_events);
        assert_memory_equal(metrics.values, self.metrics.values,
            self.layout.offsets[SUF_N_VARIABLES] * sizeof *metrics.values);
    }
    suf_replication_free(&other);
    suf_metrics_free(&metrics);
    ready_free(&self);
}

static void
a_seventh_process_needs_but_its_row(void **state)
{
    (void) state;
    for (uint32_t at = 1; at <= suf_processes.n; at++) {
        assert_toy_lives_and_changes_nothing(ROLLS, at);
    }
    assert_toy_lives_and_changes_nothing(HELLO, suf_processes.n);
}

/* One that comes before the people does not see them: they are not made yet. */
static void
a_process_sees_those_before_it_alone(void **state)
{
    (void) state;
    ready self;
    const suf_process *rows[N_MOST];
    suf_replication other;
    ready_init(&self, HELLO, NULL, 0);
    assert_int_equal(
        suf_replication_init(&other, &self.model, with_toy(rows, 0)), SUF_OK);
    const toy_state *toy = suf_core_state(&other.core, &toy_process);
    assert_null(toy->people);
    suf_replication_free(&other);
    assert_int_equal(
        suf_replication_init(&other, &self.model, with_toy(rows, 1)), SUF_OK);
    toy = suf_core_state(&other.core, &toy_process);
    assert_ptr_equal(toy->people, suf_population_of(&other.core));
    suf_replication_free(&other);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seventh_process_needs_but_its_row),
        cmocka_unit_test(a_process_sees_those_before_it_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
