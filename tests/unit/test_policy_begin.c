/* What policies begin: it is as if the plan had begun it on that day.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/ready.h"
#include "oracle/ways.h"

#define BEGIN           SUF_SOURCE_DIR "/tests/data/oracle/policy_begin.yaml"
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The list has as many people as days have gone, less one: months of 2001 end at days 31,
 * 59, 90, 120, 151, 181, 212. */
#define RULE(name, above, project)                                                       \
    "policies." name "={when: {measure: queue, of: queue, above: " above                 \
    "}, do: {begin: " project "}}"
#define RULES(above)                                                                     \
    RULE("first", above, "first"), RULE("homes", above, "homes"),                        \
        RULE("hall", above, "hall"), RULE("sure", above, "sure")

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

static bool
is_of(suf_variable variable, const suf_variable *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == variable) {
            return true;
        }
    }
    return false;
}

/* Two records are the same in all variables of a scenario without policies, but for some.
 */
static void
assert_same(ready *with, ready *without, const suf_variable *but, size_t n_but)
{
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        size_t n = suf_layout_size(&without->layout, (suf_variable) v);
        if (n == 0 || is_of((suf_variable) v, but, n_but)) {
            continue;
        }
        if (memcmp(suf_metrics_of(&with->metrics, (suf_variable) v),
                suf_metrics_of(&without->metrics, (suf_variable) v),
                n * sizeof(double)) != 0) {
            print_error(
                "variable %s differs\n", suf_variable_info_of((suf_variable) v)->name);
            fail();
        }
    }
}

/* A policy's projects are in no question of how much later they could be planned. */
static const suf_variable slacks[] = {SUF_VARIABLE_TARGET_SLACK,
    SUF_VARIABLE_TARGET_BEGUN, SUF_VARIABLE_TARGET_PLANNED,
    SUF_VARIABLE_TARGET_PLANNED_BEGIN, SUF_VARIABLE_TARGET_PLANNED_OPENING};

static void
begun_before_its_day_it_is_the_plan(void **state)
{
    (void) state;
    static const char *const rules[] = {RULES("20")};
    ready with;
    ready without;
    ready_init(&with, BEGIN, rules, COUNT_OF(rules));
    ready_init(&without, BEGIN, NULL, 0);
    for (uint64_t i = 0; i < 40; i++) {
        run(&with, i);
        run(&without, i);
        assert_same(&with, &without, slacks, COUNT_OF(slacks));
    }
    ready_free(&with);
    ready_free(&without);
}

static void
what_opens_and_closes_at_one_instant_does_so_in_the_plans_order(void **state)
{
    (void) state;
    /* 5 + 2 (1 of them staffed) less 3 of 7: 6 x 4 / 7 are usable, rounded. */
    static const char *const half = "projects.sure.staffing=0.5";
    static const char *const closing =
        "projects.some={service: other, district: one, places: -3, opens: 2001-04-01}";
    const char *const tie[] = {half, closing};
    const char *const rules[] = {RULES("20"), half, closing};
    ready with;
    ready without;
    ready_init(&with, BEGIN, rules, COUNT_OF(rules));
    ready_init(&without, BEGIN, tie, COUNT_OF(tie));
    for (uint64_t i = 0; i < 10; i++) {
        run(&with, i);
        run(&without, i);
        assert_true(ready_value(&without, SUF_VARIABLE_PLACES, 4, 0, 1) == 4);
        assert_true(ready_value(&without, SUF_VARIABLE_USABLE_PLACES, 4, 0, 1) == 3);
        assert_same(&with, &without, slacks, COUNT_OF(slacks));
    }
    ready_free(&with);
    ready_free(&without);
}

static void
begun_later_it_is_a_plan_of_that_day(void **state)
{
    (void) state;
    /* Above 100 at the end of April: begun on 1 May, 30 days later than planned. */
    static const char *const rules[] = {RULES("100")};
    static const char *const later[] = {"projects.first.starts=2001-05-01",
        "projects.first.opens=2002-01-31", "projects.homes.starts=2001-05-01",
        "projects.homes.opens=2001-12-31", "projects.homes.until=2003-01-31",
        "projects.hall.starts=2001-05-01", "projects.hall.opens=2002-07-01",
        "projects.second.opens=2003-01-31", "projects.sure.opens=2001-05-01"};
    ready with;
    ready without;
    ready_init(&with, BEGIN, rules, COUNT_OF(rules));
    ready_init(&without, BEGIN, later, COUNT_OF(later));
    /* What comes after is planned as before: its delay is told from there. */
    suf_variable but[COUNT_OF(slacks) + 1] = {SUF_VARIABLE_DELAY};
    memcpy(but + 1, slacks, sizeof slacks);
    for (uint64_t i = 0; i < 40; i++) {
        run(&with, i);
        run(&without, i);
        assert_same(&with, &without, but, COUNT_OF(but));
        const double *delays = suf_metrics_of(&with.metrics, SUF_VARIABLE_DELAY);
        const double *plan = suf_metrics_of(&without.metrics, SUF_VARIABLE_DELAY);
        for (size_t p = 0; p < with.scenario.n_projects; p++) {
            bool is_after = strcmp(with.scenario.projects[p].project, "second") == 0;
            double expected = plan[p] + (is_after ? 30 : 0);
            assert_true(
                isnan(plan[p]) ? isnan(delays[p]) : fabs(delays[p] - expected) < 1e-9);
        }
    }
    ready_free(&with);
    ready_free(&without);
}

static double
in_year(ready *self, suf_variable variable, uint32_t project, uint32_t year)
{
    size_t at = (size_t) project * self->layout.n_years + year;
    return suf_metrics_of(&self->metrics, variable)[at];
}

static void
never_begun_it_never_opens_and_costs_nothing(void **state)
{
    (void) state;
    static const char *const rules[] = {RULES("1000000")};
    static const char *const none[] = {"projects.first=null", "projects.homes=null",
        "projects.hall=null", "projects.second=null", "projects.sure=null"};
    ready with;
    ready without;
    ready_init(&with, BEGIN, rules, COUNT_OF(rules));
    ready_init(&without, BEGIN, none, COUNT_OF(none));
    for (uint64_t i = 0; i < 10; i++) {
        run(&with, i);
        run(&without, i);
        for (uint32_t p = 0; p < with.scenario.n_projects; p++) {
            for (uint32_t year = 0; year < with.layout.n_years; year++) {
                assert_true(in_year(&with, SUF_VARIABLE_UNITS_OPENED, p, year) == 0);
            }
            assert_true(isnan(suf_metrics_of(&with.metrics, SUF_VARIABLE_DELAY)[p]));
        }
        for (uint32_t m = 0; m < with.layout.n_months; m++) {
            for (uint32_t s = 0; s < 2; s++) {
                assert_true(ready_value(&with, SUF_VARIABLE_PLACES, m, 0, s) ==
                            ready_value(&without, SUF_VARIABLE_PLACES, m, 0, s));
                assert_true(ready_value(&with, SUF_VARIABLE_OCCUPANCY_END, m, 0, s) ==
                            ready_value(&without, SUF_VARIABLE_OCCUPANCY_END, m, 0, s));
            }
        }
        for (uint32_t year = 0; year <= with.layout.n_years; year++) {
            assert_true(
                suf_metrics_of(&with.metrics, SUF_VARIABLE_COST_CAPITAL)[year] == 0);
        }
        assert_true(suf_metrics_of(&with.metrics, SUF_VARIABLE_TARGET_VALUE)[0] == 0);
    }
    ready_free(&with);
    ready_free(&without);
}

static void
a_policy_that_begins_nothing_moves_no_other_project(void **state)
{
    (void) state;
    /* Without `hall` and what comes after it, all else is as it was. */
    static const char *const rules[] = {RULE("hall", "1000000", "hall")};
    static const char *const none[] = {"projects.hall=null", "projects.second=null"};
    ready with;
    ready without;
    ready_init(&with, BEGIN, rules, COUNT_OF(rules));
    ready_init(&without, BEGIN, none, COUNT_OF(none));
    for (uint64_t i = 0; i < 20; i++) {
        run(&with, i);
        run(&without, i);
        for (uint32_t m = 0; m < with.layout.n_months; m++) {
            assert_true(ready_value(&with, SUF_VARIABLE_PLACES, m, 0, 0) ==
                        ready_value(&without, SUF_VARIABLE_PLACES, m, 0, 0));
            assert_true(ready_value(&with, SUF_VARIABLE_REQUESTS, m, 0, 1) ==
                        ready_value(&without, SUF_VARIABLE_REQUESTS, m, 0, 1));
        }
        for (int v = SUF_VARIABLE_TARGET_VALUE; v <= SUF_VARIABLE_TARGET_VALUE; v++) {
            assert_true(suf_metrics_of(&with.metrics, (suf_variable) v)[0] ==
                        suf_metrics_of(&without.metrics, (suf_variable) v)[0]);
        }
    }
    ready_free(&with);
    ready_free(&without);
}

static void
all_ways_see_the_same_beginnings(void **state)
{
    (void) state;
    static const char *const rules[] = {RULES("100")};
    ready self;
    ready_init(&self, BEGIN, rules, COUNT_OF(rules));
    for (uint64_t i = 0; i < 3; i++) {
        assert_true(ways_agree(&self, i, true, BEGIN));
    }
    ready_free(&self);
}

static void
what_policies_do_costs_what_is_given(void **state)
{
    (void) state;
    static const char *const known[] = {RULE("hall", "100", "hall"),
        "policies.more={when: {measure: requests, of: other, reach: 60}, do: {open: "
        "other, places: 2, cost: 7 yuan}, at_most: 5}",
        "policies.less={when: {measure: queue, of: queue, above: 300}, do: {close: "
        "other, places: 1}, at_most: 1}"};
    const char *free_of_cost[COUNT_OF(known) + 1] = {
        known[0], known[1], known[2], "policies.more.do.cost=0 yuan"};
    ready self;
    ready without;
    ready_init(&self, BEGIN, known, COUNT_OF(known));
    ready_init(&without, BEGIN, free_of_cost, COUNT_OF(free_of_cost));
    for (uint64_t i = 0; i < 10; i++) {
        run(&self, i);
        run(&without, i);
        uint32_t n_years = self.layout.n_years;
        const double *cost = suf_metrics_of(&self.metrics, SUF_VARIABLE_POLICY_COST);
        const double *moved = suf_metrics_of(&self.metrics, SUF_VARIABLE_POLICY_PLACES);
        double sum = 0;
        for (uint32_t year = 0; year < n_years; year++) { /* hall, more, less */
            double expected = 7 * moved[n_years + year];
            double more =
                suf_metrics_of(&self.metrics, SUF_VARIABLE_COST_CAPITAL)[year] -
                suf_metrics_of(&without.metrics, SUF_VARIABLE_COST_CAPITAL)[year];
            assert_true(
                cost[year] == in_year(&self, SUF_VARIABLE_COST_PROJECT_SPENT, 2, year));
            assert_true(cost[n_years + year] == expected);
            assert_true(isnan(cost[2 * n_years + year]));
            assert_true(fabs(more - expected) < 1e-9);
            sum += expected;
        }
        assert_true(sum == 70);
    }
    ready_free(&self);
    ready_free(&without);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begun_before_its_day_it_is_the_plan),
        cmocka_unit_test(what_opens_and_closes_at_one_instant_does_so_in_the_plans_order),
        cmocka_unit_test(begun_later_it_is_a_plan_of_that_day),
        cmocka_unit_test(never_begun_it_never_opens_and_costs_nothing),
        cmocka_unit_test(a_policy_that_begins_nothing_moves_no_other_project),
        cmocka_unit_test(all_ways_see_the_same_beginnings),
        cmocka_unit_test(what_policies_do_costs_what_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
