/* Days taken at once against days taken in order, where a pool's day is in order for a
 * reason that lies elsewhere.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * test_day_random.c draws scenarios; these reasons are too rare there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/stay/day_parts.h"
#include "engine/stay/stay.h"
#include "engine/stay/stay_state.h"
#include "oracle/ways.h"

#define CROWD SUF_SOURCE_DIR "/tests/data/oracle/crowd.yaml"
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
        assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 1000);
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

/* A cell, which is a birth month, counts up to 65,535 requests and 32,767 ends of a day;
 * with more the day is taken in order. */
static void
more_than_a_cell_can_count_is_noticed(void **state)
{
    (void) state;
    static const struct {
        unsigned per_person_year, places;
        bool is_beyond;
    } cases[] = {
        {128, 180000, false}, /* each day 42,000 of a cell ask, and 31,000 leave */
        {183, 180000, true},  /* 60,000 ask, and 40,000 leave */
        {250, 0, true},       /* 82,000 ask, and nobody is there to leave */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ready self;
        char rate[80];
        char places[80];
        const char *sets[] = {rate, places};
        (void) snprintf(rate, sizeof rate, "services.bed.requests.per_person_year=%u",
            cases[i].per_person_year);
        (void) snprintf(places, sizeof places, "services.bed.places=%u", cases[i].places);
        ready_init(&self, CROWD, sets, 2);
        ready_start(&self, 0, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        assert_int_equal(self.replication.core.way, SUF_WAY_AT_ONCE);
        assert_int_equal(suf_stay_of(&self.replication.core)->day->is_beyond_count,
            cases[i].is_beyond);
        ready_free(&self);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happens_elsewhere_is_seen),
        cmocka_unit_test(only_free_places_are_converted),
        cmocka_unit_test(more_than_a_cell_can_count_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
