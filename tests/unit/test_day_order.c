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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happens_elsewhere_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
