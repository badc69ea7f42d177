/* A day taken at once against the same day taken in order, event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both ways draw the same, so the whole record of a replication must be the same to the
 * last bit: every variable, month, district and service. Statistics would not see a
 * person lost in ten million. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle/ways.h"

#define ORACLE SUF_SOURCE_DIR "/tests/data/oracle/"
#define LUZHOU SUF_SOURCE_DIR "/scenarios/luzhou/"
#define SMALL  SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml"
#define CROWD  SUF_SOURCE_DIR "/tests/data/scenarios_good/crowd.yaml"
#define THREE  SUF_SOURCE_DIR "/tests/data/scenarios_good/three_services.yaml"

/* Compares the ways on a scenario; by person only where that is asked for, as it is slow.
 */
static void
compare_ways(const char *path, const char *const *sets, size_t n_sets,
    uint64_t n_replications, bool is_by_person)
{
    ready self;
    ready_init(&self, path, sets, n_sets);
    for (uint64_t i = 0; i < n_replications; i++) {
        assert_true(ways_agree(&self, i, is_by_person, path));
    }
    ready_free(&self);
}

static void
the_whole_plan_takes_the_same_path(void **state)
{
    (void) state;
    compare_ways(LUZHOU "plan.yaml", NULL, 0, 1, true);
}

static void
the_overlays_take_the_same_path(void **state)
{
    (void) state;
    compare_ways(LUZHOU "no-plan.yaml", NULL, 0, 1, false);
    compare_ways(LUZHOU "convert.yaml", NULL, 0, 1, false);
    compare_ways(LUZHOU "urban-pull.yaml", NULL, 0, 1, false);
}

/* Ends of stays at one instant have one order, whoever has a name. */
static void
ends_at_the_start_take_the_same_path(void **state)
{
    (void) state;
    compare_ways(ORACLE "stays_end_at_the_start.yaml", NULL, 0, 1, true);
    compare_ways(ORACLE "stays_of_no_cohort.yaml", NULL, 0, 1, true);
}

/* Who is admitted from a list and dies on the same day is one person of its cell less. */
static void
deaths_of_brief_stays_take_the_same_path(void **state)
{
    (void) state;
    compare_ways(ORACLE "brief_stays.yaml", NULL, 0, 1, true);
}

/* Lists every day, people of one district in places of another. */
static void
a_saturated_hospital_takes_the_same_path(void **state)
{
    (void) state;
    const char *sets[] = {"assumptions.admission_rate={value: 0.31, unit: a year}"};
    compare_ways(THREE, sets, 1, 1, true);
}

static void
three_services_take_the_same_path(void **state)
{
    (void) state;
    compare_ways(THREE, NULL, 0, 2, true);
}

/* Five people a cell who ask so often that cells are empty and pools full. */
static void
a_crowd_takes_the_same_path(void **state)
{
    (void) state;
    ready self;
    compare_ways(CROWD, NULL, 0, 4, true);
    ready_init(&self, CROWD, NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    /* So that the comparison says something. */
    assert_true(ways_sum(&self, SUF_VARIABLE_VOID_REQUESTS) > 10000);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_WAITED) > 1000);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 1000);
    assert_true(ways_sum(&self, SUF_VARIABLE_REFUSALS) > 1000);
    assert_true(ways_sum(&self, SUF_VARIABLE_RENEGED) > 1000);
    assert_true(ways_sum(&self, SUF_VARIABLE_MOVED_WAITING) > 10);
    assert_true(ways_sum(&self, SUF_VARIABLE_PLACES_CLOSED) == 700);
    ready_free(&self);
}

/* Everything at once: priorities, age limits, balking, conversions of places. */
static void
a_small_world_takes_the_same_path(void **state)
{
    (void) state;
    compare_ways(SMALL, NULL, 0, 4, true);
}

/* Places taken of all services and districts at noon of a day. */
static void
count_at_noon(ready *self, suf_way way, uint32_t *occupied)
{
    self->replication.way = way;
    ready_start(self, 0, NULL);
    assert_int_equal(suf_replication_run_until(&self->replication, 0.5), SUF_OK);
    for (uint32_t i = 0; i < self->model.n_services * self->model.n_districts; i++) {
        occupied[i] = self->replication.core.pools[i].occupied;
    }
}

static void
who_stops_within_a_day_finds_it_as_it_is_then(void **state)
{
    (void) state;
    enum { N_POOLS = 12 };
    uint32_t in_order[N_POOLS] = {0};
    uint32_t at_once[N_POOLS] = {0};
    ready self;
    ready_init(&self, CROWD, NULL, 0);
    assert_int_equal(self.model.n_services * self.model.n_districts, N_POOLS);
    count_at_noon(&self, SUF_WAY_IN_ORDER, in_order);
    count_at_noon(&self, SUF_WAY_AT_ONCE, at_once);
    assert_memory_equal(at_once, in_order, sizeof in_order);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_stops_within_a_day_finds_it_as_it_is_then),
        cmocka_unit_test(the_whole_plan_takes_the_same_path),
        cmocka_unit_test(the_overlays_take_the_same_path),
        cmocka_unit_test(three_services_take_the_same_path),
        cmocka_unit_test(ends_at_the_start_take_the_same_path),
        cmocka_unit_test(deaths_of_brief_stays_take_the_same_path),
        cmocka_unit_test(a_saturated_hospital_takes_the_same_path),
        cmocka_unit_test(a_crowd_takes_the_same_path),
        cmocka_unit_test(a_small_world_takes_the_same_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
