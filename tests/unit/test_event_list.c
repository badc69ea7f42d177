/* The future event list against its oracle, event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/number.h"
#include "engine/core/event_list.h"
#include "oracle/event_list_oracle.h"
#include "random/rng_stream.h"

static suf_event
make(double time_days, suf_event_kind kind, uint32_t index)
{
    return (suf_event){suf_event_key(suf_ticks_of_days(time_days), kind), index, 7};
}

static void
add_to_both(suf_event_list *list, suf_event_oracle *oracle, suf_event event)
{
    suf_event_list_add(
        list, suf_event_time(&event), suf_event_kind_of(&event), event.index, 7);
    assert_int_equal(list->status, SUF_OK);
    assert_int_equal(suf_event_oracle_add(oracle, event), SUF_OK);
}

/* Takes the next event over all buckets; false at the end. */
static bool
take_next(suf_event_list *list, suf_event *event)
{
    while (!suf_event_list_take(list, event)) {
        if (list->bucket + 1 == list->n_buckets) {
            return false;
        }
        suf_event_list_open(list, list->bucket + 1);
        assert_int_equal(list->status, SUF_OK);
    }
    return true;
}

/* Random additions while events are taken: some within the open bucket, some far away,
 * some at exactly equal times. */
static void
compare_with_oracle(double bucket_days, double grid_days, uint64_t seed)
{
    enum { N_DAYS = 40, N_START = 600, N_TOTAL = 6000 };
    suf_event_list list;
    suf_event_oracle oracle = {0};
    assert_int_equal(suf_event_list_init(&list, bucket_days, N_DAYS), SUF_OK);
    suf_rng_key key = {seed, 0};
    uint32_t n_added = 0;
    uint32_t n_taken = 0;
    double now = 0;
    suf_event got;
    suf_event wanted;
    for (;;) {
        uint32_t n_new = n_added == 0 ? N_START : (uint32_t) (n_added < N_TOTAL);
        for (uint32_t i = 0; i < n_new; i++) {
            suf_rng_block block = suf_rng_draw(key, 0, n_added, 0);
            double ahead =
                suf_rng_uniform(block.word[0]) * (block.word[1] % 4 == 0 ? N_DAYS : 0.3);
            double time = now + ahead;
            if (grid_days > 0) { /* many ties */
                double steps = (double) (uint64_t) (time / grid_days);
                time = steps * grid_days < now ? now : steps * grid_days;
            }
            if (time < N_DAYS) {
                suf_event_kind kind = (suf_event_kind) (block.word[2] % 5);
                uint32_t index =
                    kind == SUF_EVENT_CAPACITY ? UINT32_MAX - n_added % 7 : n_added;
                add_to_both(&list, &oracle, make(time, kind, index));
            }
            n_added++;
        }
        bool is_there = take_next(&list, &got);
        assert_int_equal(is_there, suf_event_oracle_take(&oracle, &wanted));
        if (!is_there) {
            break;
        }
        n_taken++;
        assert_true(got.key == wanted.key);
        assert_int_equal(got.low, wanted.low);
        assert_int_equal(got.index, wanted.index);
        assert_true(suf_days_of_ticks(suf_event_time(&got)) >= now);
        now = suf_days_of_ticks(suf_event_time(&got));
    }
    assert_true(n_taken > N_TOTAL / 2);
    suf_event_oracle_free(&oracle);
    suf_event_list_free(&list);
}

static void
event_list_takes_events_in_the_oracles_order(void **state)
{
    (void) state;
    compare_with_oracle(1, 0, 1);
    compare_with_oracle(0.125, 0, 2);
    compare_with_oracle(0x1p-6, 0, 3);
}

static void
event_list_breaks_ties_by_kind_and_then_by_sequence_or_index(void **state)
{
    (void) state;
    compare_with_oracle(1, 0.5, 4);
    compare_with_oracle(0.25, 0.25, 5);
    compare_with_oracle(1, 1, 6);
}

static void
event_list_drops_events_at_or_past_the_end(void **state)
{
    (void) state;
    suf_event_list list;
    suf_event event;
    assert_int_equal(suf_event_list_init(&list, 1, 3), SUF_OK);
    suf_event_list_add(&list, suf_ticks_of_days(3), SUF_EVENT_RELEASE, 1, 0);
    suf_event_list_add(&list, suf_ticks_of_days(1e300), SUF_EVENT_RELEASE, 2, 0);
    suf_event_list_add(&list, suf_ticks_of_days(2.5), SUF_EVENT_RELEASE, 3, 0);
    assert_true(take_next(&list, &event));
    assert_int_equal(event.index, 3);
    assert_false(take_next(&list, &event));
    suf_event_list_free(&list);
}

static void
event_list_is_empty_after_clearing(void **state)
{
    (void) state;
    suf_event_list list;
    suf_event event;
    assert_int_equal(suf_event_list_init(&list, 1, 3), SUF_OK);
    for (int round = 0; round < 2; round++) {
        suf_event_list_add(&list, suf_ticks_of_days(0.5), SUF_EVENT_RELEASE, 1, 0);
        suf_event_list_add(&list, suf_ticks_of_days(1.5), SUF_EVENT_RELEASE, 2, 0);
        assert_true(take_next(&list, &event));
        assert_int_equal(event.index, 1);
        suf_event_list_add(&list, suf_ticks_of_days(0.75), SUF_EVENT_RELEASE, 3, 0);
        suf_event_list_clear(&list);
    }
    assert_false(take_next(&list, &event));
    suf_event_list_free(&list);
}

static void
event_list_tells_the_time_of_the_next_event(void **state)
{
    (void) state;
    suf_event_list list;
    assert_int_equal(suf_event_list_init(&list, 1, 3), SUF_OK);
    suf_event_list_add(&list, suf_ticks_of_days(0.5), SUF_EVENT_RELEASE, 1, 0);
    suf_event_list_open(&list, 0);
    suf_event_list_add(&list, suf_ticks_of_days(0.25), SUF_EVENT_RELEASE, 2, 0);
    assert_true(suf_event_list_next(&list) == suf_ticks_of_days(0.25));
    suf_event event;
    assert_true(suf_event_list_take(&list, &event));
    assert_true(suf_event_list_next(&list) == suf_ticks_of_days(0.5));
    assert_true(suf_event_list_take(&list, &event));
    assert_true(suf_event_list_next(&list) == SUF_NEVER_TICKS);
    suf_event_list_free(&list);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(event_list_takes_events_in_the_oracles_order),
        cmocka_unit_test(event_list_breaks_ties_by_kind_and_then_by_sequence_or_index),
        cmocka_unit_test(event_list_drops_events_at_or_past_the_end),
        cmocka_unit_test(event_list_is_empty_after_clearing),
        cmocka_unit_test(event_list_tells_the_time_of_the_next_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
