/* Days taken at once against days taken in order, where a pool's day is in order for a
 * reason that lies elsewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * test_day_random.c draws scenarios; these reasons are too rare there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle/ways.h"

#define ORDER SUF_SOURCE_DIR "/tests/data/oracle/day_order.yaml"

static void
what_happens_elsewhere_is_seen(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, ORDER, NULL, 0);
    for (uint64_t i = 0; i < 3; i++) {
        assert_true(ways_agree(&self, i, false, ORDER));
        /* So that the comparison says something. */
        assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_AWAY) > 1000);
        assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_WAITED) > 1000);
        assert_true(ways_sum(&self, SUF_VARIABLE_PLACES_CLOSED) > 300);
    }
    ready_free(&self);
}

/* Places become those of another service as they fall free: nobody stays in one that is
 * gone. */
static void
only_free_places_are_converted(void **state)
{
    (void) state;
    enum { SOURCE = 2 };
    ready self;
    ready_init(&self, ORDER, NULL, 0);
    ready_start(&self, 0, NULL);
    for (double day = 0; day < self.model.end_days; day++) {
        assert_int_equal(suf_replication_run_until(&self.replication, day + 0.5), SUF_OK);
        for (uint32_t d = 0; d < self.model.n_districts; d++) {
            uint32_t pool = suf_model_pool(&self.model, SOURCE, d);
            assert_true(self.replication.core.pools[pool].occupied <=
                        self.replication.core.pools[pool].usable);
        }
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happens_elsewhere_is_seen),
        cmocka_unit_test(only_free_places_are_converted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
