/* The clock of a run, and areas that are counted by it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "random/rng_stream.h"
#include "stats/time_weighted.h"

/* k times a duration is the same tick as k durations after each other. */
static void
durations_that_divide_a_day_add_up_exactly(void **state)
{
    (void) state;
    const double durations[] = {1 / 24., 1 / 1440., 1 / 86400., 0.1, 0.01, 0.001, 7,
        SUF_DAYS_PER_MONTH, SUF_DAYS_PER_YEAR, 1.5 / 24};
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        suf_ticks one = suf_ticks_of_days(durations[i]);
        suf_ticks sum = 0;
        for (int k = 1; k <= 5000; k++) {
            sum += one;
            assert_int_equal(suf_ticks_of_days(k * durations[i]), sum);
        }
    }
}

static void
whole_days_are_exact_and_every_tick_is_told_apart(void **state)
{
    (void) state;
    for (suf_ticks day = 0; day <= 200 * 366; day++) {
        assert_true(suf_days_of_ticks(day * SUF_TICKS_PER_DAY) == (double) day);
        for (suf_ticks tick = -3; tick <= 3; tick++) {
            suf_ticks time = day * SUF_TICKS_PER_DAY + tick;
            assert_int_equal(suf_ticks_of_days(suf_days_of_ticks(time)), time);
        }
    }
}

static void
times_beyond_every_run_are_never(void **state)
{
    (void) state;
    assert_int_equal(suf_ticks_of_days((double) INFINITY), SUF_NEVER_TICKS);
    assert_int_equal(suf_ticks_of_days(1e300), SUF_NEVER_TICKS);
    assert_true(suf_ticks_of_days(1e6) < SUF_NEVER_TICKS);
}

static void
random_ticks_fill_their_span(void **state)
{
    (void) state;
    assert_int_equal(suf_rng_ticks(0, SUF_TICKS_PER_DAY), 0);
    assert_int_equal(suf_rng_ticks(UINT64_MAX, SUF_TICKS_PER_DAY), SUF_TICKS_PER_DAY - 1);
    assert_int_equal(
        suf_rng_ticks(UINT64_C(1) << 63, SUF_TICKS_PER_DAY), SUF_TICKS_PER_DAY / 2);
}

/* The same changes in another order, within 31 days at the end of a century. */
static void
areas_do_not_depend_on_the_order_of_changes(void **state)
{
    (void) state;
    enum { N = 1000 };
    suf_ticks start = (suf_ticks) 36500 * SUF_TICKS_PER_DAY;
    suf_ticks end = start + (suf_ticks) 31 * SUF_TICKS_PER_DAY;
    suf_time_weighted forward;
    suf_time_weighted backward;
    suf_time_weighted_begin(&forward, 2 * N, start);
    suf_time_weighted_begin(&backward, 2 * N, start);
    suf_ticks times[N];
    double area = 2. * N * 31;
    uint64_t level = 2 * N;
    for (int i = 0; i < N; i++) {
        suf_rng_block block = suf_rng_draw((suf_rng_key){1, 2}, 0, (uint64_t) i, 0);
        times[i] = start + suf_rng_ticks(block.word[0], end - start);
        int change = i % 3 == 0 ? -1 : 1;
        level += (uint64_t) (int64_t) change;
        suf_time_weighted_change(&forward, change, times[i]);
        area += change * suf_days_of_ticks(end - times[i]);
    }
    for (int i = N; i-- > 0;) {
        suf_time_weighted_change(&backward, i % 3 == 0 ? -1 : 1, times[i]);
    }
    assert_true(suf_time_weighted_area(&forward, level, end) ==
                suf_time_weighted_area(&backward, level, end));
    assert_true(fabs(suf_time_weighted_area(&forward, level, end) / area - 1) < 1e-12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_that_divide_a_day_add_up_exactly),
        cmocka_unit_test(whole_days_are_exact_and_every_tick_is_told_apart),
        cmocka_unit_test(times_beyond_every_run_are_never),
        cmocka_unit_test(random_ticks_fill_their_span),
        cmocka_unit_test(areas_do_not_depend_on_the_order_of_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
