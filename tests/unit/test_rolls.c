/* Rolls of intakes, day by day, against a second way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    suf_state *state = &self.replication.state;
    assert_int_equal(self.model.n_services, sizeof rules / sizeof rules[0]);
    for (uint64_t i = 0; i < 2; i++) {
        roll_oracle oracle;
        ready_start(&self, i, NULL);
        roll_oracle_init(&oracle, state, rules, self.scenario.start_day, moves_to);
        assert_true(roll_oracle_agrees(&oracle));
        uint32_t month = state->month;
        for (int32_t day = 0; day < self.model.end_days; day++) {
            assert_int_equal(
                suf_replication_run_until(&self.replication, day + 0.5), SUF_OK);
            if (state->month != month) {
                month = state->month;
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rolls_follow_their_courses_and_those_who_drop_out),
        cmocka_unit_test(rolls_follow_deaths_and_moves_out),
        cmocka_unit_test(rolls_follow_moves_to_another_district),
        cmocka_unit_test(newcomers_are_pupils_as_often_as_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
