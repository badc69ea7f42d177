/* Rolls of intakes, day by day, against a second way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/intake/intake.h"
#include "engine/intake/intake_state.h"
#include "oracle/ready.h"
#include "oracle/roll_oracle.h"

#define ROLLS SUF_SOURCE_DIR "/tests/data/oracle/rolls.yaml"
enum { LAKE, MOOR };

/* first, second, music. */
static const roll_rule rules[] = {{9, 1, 3}, {9, 1, 2}, {4, 15, 1}};

static void
follow(const char *const *sets, size_t n_sets, uint32_t moves_to, roll_oracle *seen)
{
    ready self;
    ready_init(&self, ROLLS, sets, n_sets);
    suf_core *core = &self.replication.core;
    assert_int_equal(self.model.n_services, sizeof rules / sizeof rules[0]);
    for (uint64_t i = 0; i < 2; i++) {
        roll_oracle oracle;
        ready_start(&self, i, NULL);
        roll_oracle_init(&oracle, core, rules, self.scenario.start_day, moves_to);
        assert_true(roll_oracle_agrees(&oracle));
        for (uint32_t p = 0; p < self.model.n_services * self.model.n_districts; p++) {
            assert_int_equal(core->pools[p].counts[SUF_COUNT_PUPILS_IN], 0);
        }
        uint32_t month = core->month;
        for (int32_t day = 0; day < self.model.end_days; day++) {
            assert_int_equal(
                suf_replication_run_until(&self.replication, day + 0.5), SUF_OK);
            if (core->month != month) {
                month = core->month;
                roll_oracle_month(&oracle);
            }
            roll_oracle_day(&oracle, self.scenario.start_day + day);
            if (day % 10 == 0 && !roll_oracle_agrees(&oracle)) {
                fail_msg("replication %u, day %d", (unsigned) i, day);
            }
        }
        *seen = oracle;
        roll_oracle_free(&oracle);
    }
    ready_free(&self);
    assert_true(seen->n_dropped > 50); /* so that the comparison says something */
}

static void
rolls_follow_their_courses_and_those_who_drop_out(void **state)
{
    (void) state;
    roll_oracle seen;
    follow(NULL, 0, SUF_NONE, &seen);
    assert_true(seen.n_lottery > 100 && seen.n_again > 20);
}

static void
rolls_follow_deaths_and_moves_out(void **state)
{
    (void) state;
    const char *sets[] = {"population.mortality=[{year: 2021, sex: F, age_from: 0, "
                          "age_to: 100, rate: 0.1}, "
                          "{year: 2021, sex: M, age_from: 0, age_to: 100, rate: 0.05}]",
        "population.migration=[{from: Lake, to: outside, persons_per_year: 60}, "
        "{from: Moor, to: outside, persons_per_year: 50}]"};
    roll_oracle seen;
    follow(sets, sizeof sets / sizeof sets[0], SUF_NONE, &seen);
    assert_true(seen.n_left > 100);
}

static void
rolls_follow_moves_to_another_district(void **state)
{
    (void) state;
    const char *sets[] = {
        "population.migration=[{from: Lake, to: Moor, persons_per_year: 150}]"};
    roll_oracle seen;
    follow(sets, 1, MOOR, &seen);
    assert_true(seen.n_moved > 100);
}

static void
newcomers_are_pupils_as_often_as_others(void **state)
{
    (void) state;
    const char *sets[] = {
        "population.migration=[{from: outside, to: Lake, persons_per_year: 100}, "
        "{from: outside, to: Moor, persons_per_year: 150}]"};
    roll_oracle seen;
    follow(sets, 1, SUF_NONE, &seen);
    assert_true(seen.n_came > 100);
}

/* Of a course of 17 months, which ends after the nearest year, those of the second year
 * have been due to leave since before the start: they go at the first intake. */
static void
who_should_have_left_before_the_start_leaves_at_the_first_intake(void **state)
{
    (void) state;
    const char *set = "services.second.intake={month: 9, length: 17 months, from: first}";
    ready self;
    ready_init(&self, ROLLS, &set, 1);
    ready_start(&self, 0, NULL);
    const suf_roll *roll = &suf_intake_of(&self.replication.core)->rolls[1];
    double day = suf_day_of_date(2021, 9, 1) - self.scenario.start_day;
    uint32_t n_due = 0;
    for (size_t i = 0; i < roll->n; i++) {
        n_due += roll->groups[i].ends_days < 0 ? roll->groups[i].count : 0;
    }
    assert_int_equal(n_due, 70 + 30);
    assert_int_equal(suf_replication_run_until(&self.replication, day + 0.5), SUF_OK);
    for (size_t i = 0; i < roll->n; i++) {
        assert_true(roll->groups[i].count == 0 || roll->groups[i].ends_days > day);
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rolls_follow_their_courses_and_those_who_drop_out),
        cmocka_unit_test(rolls_follow_deaths_and_moves_out),
        cmocka_unit_test(rolls_follow_moves_to_another_district),
        cmocka_unit_test(newcomers_are_pupils_as_often_as_others),
        cmocka_unit_test(
            who_should_have_left_before_the_start_leaves_at_the_first_intake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
