/* A worker takes one replication after the other, and makes anew only what has changed:
 * so each must be what it is by itself, whatever was taken before.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One assumption varies at a time: what is kept by mistake when only that one changes
 * would be made anew for the sake of another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/ready.h"

#define REUSE SUF_SOURCE_DIR "/tests/data/oracle/reuse.yaml"
enum { N_REPLICATIONS = 2, TEXT_BYTES = 200 };

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

/* Compares the replications one after the other with each alone; and with those of the
 * scenario as it is, which must be others: else nothing would be compared. */
static void
assert_alone_as_in_turn(const char *set)
{
    ready in_turn;
    ready plain;
    ready_init(&in_turn, REUSE, &set, 1);
    ready_init(&plain, REUSE, NULL, 0);
    size_t n_bytes = in_turn.layout.offsets[SUF_N_VARIABLES] * sizeof(double);
    for (uint64_t i = 0; i < N_REPLICATIONS; i++) {
        ready alone;
        run(&in_turn, i);
        ready_init(&alone, REUSE, &set, 1);
        run(&alone, i);
        if (memcmp(alone.metrics.values, in_turn.metrics.values, n_bytes) != 0) {
            fail_msg("%s: replication %u is another after others", set, (unsigned) i);
        }
        ready_free(&alone);
        run(&plain, i);
        assert_memory_not_equal(plain.metrics.values, in_turn.metrics.values, n_bytes);
    }
    ready_free(&in_turn);
    ready_free(&plain);
}

static void
a_replication_is_the_same_whatever_was_taken_before(void **state)
{
    (void) state;
    static const char *const ranges[][3] = {
        {"males", "0.5", "2"},
        {"births", "0.5", "2"},
        {"deaths", "0.5", "2"},
        {"flows", "0.5", "2"},
        {"churn", "0.5", "2"},
        {"share", "0.2", "0.4"},
        {"stay", "100 days", "300 days"},
        {"shape", "0.7", "1.5"},
        {"patience", "10 days", "90 days"},
        {"factor", "0.2", "4"},
        {"dying", "0.1", "0.6"},
        {"part", "0.1", "0.6"},
        {"visit", "1 hour", "4 hours"},
        {"drop", "0.05 per year", "0.5 per year"},
        {"late", "0.8", "1.4"},
        {"works", "10 days", "40 days"},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        char set[TEXT_BYTES];
        (void) snprintf(set, sizeof set,
            "assumptions.%s={uniform: {low: %s, high: %s}, evidence: C, source: test}",
            ranges[i][0], ranges[i][1], ranges[i][2]);
        assert_alone_as_in_turn(set);
    }
}

static void
so_it_is_where_a_factor_moves_from_year_to_year(void **state)
{
    (void) state;
    static const char *const moving[] = {"births", "deaths", "part"};
    for (size_t i = 0; i < sizeof moving / sizeof moving[0]; i++) {
        char set[TEXT_BYTES];
        (void) snprintf(set, sizeof set,
            "assumptions.%s={value: 0.3, ar1: {sd: 0.5, scale: logit}, evidence: C, "
            "source: test}",
            moving[i]);
        assert_alone_as_in_turn(set);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replication_is_the_same_whatever_was_taken_before),
        cmocka_unit_test(so_it_is_where_a_factor_moves_from_year_to_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
