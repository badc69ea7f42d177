/* Where people ask first: by gravity (Huff), and referred to the city.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/ways.h"

#define ORACLE SUF_SOURCE_DIR "/tests/data/oracle/"
#define CHOICE ORACLE "choice.yaml"
#define TEAMS  ORACLE "teams.yaml"

enum { CITY, HOME, SECOND, THIRD };

static double
sum_of(ready *self, suf_variable variable, uint32_t district, uint32_t service)
{
    double sum = 0;
    for (uint32_t m = 0; m < self->layout.n_months; m++) {
        sum += ready_value(self, variable, m, district, service);
    }
    return sum;
}

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

/* Case G04 of the shared table: sizes 120, 60 and 200, minutes 8, 5 and 22. */
static void
assert_huff(const char *set, double share)
{
    static const double shares[] = {
        0.4588367813, [SECOND] = 0.2916479342, [THIRD] = 0.2495152846};
    enum { N = 24 };
    ready self;
    double at[4] = {0};
    double refused = 0;
    ready_init(&self, CHOICE, &set, 1);
    for (uint64_t i = 0; i < N; i++) {
        run(&self, i);
        for (uint32_t d = 0; d < 4; d++) {
            at[d] += sum_of(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW_IN, d, 0);
        }
        refused += sum_of(&self, SUF_VARIABLE_REFUSALS, HOME, 0);
    }
    double all = 20 * N * self.model.end_days;
    for (uint32_t d = 0; d < 4; d++) {
        if (d == HOME) {
            assert_true(at[d] <= 0);
        } else if (!sample_count_agrees((uint64_t) at[d], shares[d] * share * all)) {
            print_error("district %u: %g, expected %g\n", d, at[d], shares[d] * all);
            fail();
        }
    }
    /* There are no places at home for those who do not choose. */
    assert_true(share < 1 ? sample_count_agrees((uint64_t) refused, (1 - share) * all)
                          : refused <= 0);
    ready_free(&self);
}

static void
people_choose_as_huff_says(void **state)
{
    (void) state;
    assert_huff("services.clinic.first_choice.share=1", 1);
    assert_huff("services.clinic.first_choice.share=0.5", 0.5);
}

/* Of ten requests a day eight ask in the city, where eight places are a loss system; who
 * finds none there and who is not referred is admitted at home. */
static void
who_is_referred_in_vain_is_admitted_at_home(void **state)
{
    (void) state;
    enum { N = 40 };
    double blocked = 1;
    for (int c = 1; c <= 8; c++) {
        blocked = 8 * blocked / (c + 8 * blocked);
    }
    double days = 0;
    judged in_city = {0};
    judged at_home = {0};
    ready self;
    ready_init(&self, CHOICE, NULL, 0);
    days = self.model.end_days;
    for (uint64_t i = 0; i < N; i++) {
        run(&self, i);
        double admitted = sum_of(&self, SUF_VARIABLE_ADMISSIONS, HOME, 1) / days;
        double away = sum_of(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW, HOME, 1) / days;
        judged_add(&in_city, away);
        judged_add(&at_home, admitted - away);
        assert_true(sum_of(&self, SUF_VARIABLE_REFUSALS, HOME, 1) <= 0);
    }
    ready_free(&self);
    judged_assert(&in_city, "in the city", 8 * (1 - blocked), false);
    judged_assert(&at_home, "at home", 2 + 8 * blocked, false);
}

static void
choosers_take_the_same_path_each_way(void **state)
{
    (void) state;
    static const char *const sets[] = {"services.hospital.first_choice={share: 0.4}",
        "services.flat.first_choice={to: "
        "town, gravity: 0.02 per minute}"};
    ready self;
    ready_init(&self, TEAMS, sets, 2);
    for (uint64_t i = 0; i < 3; i++) {
        assert_true(ways_agree(&self, i, true, TEAMS));
    }
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 100);
    ready_free(&self);
}

/* One who does not choose asks as if nobody did. */
static void
a_share_of_nobody_changes_nothing(void **state)
{
    (void) state;
    static const char *const nobody[] = {"services.hospital.first_choice={share: 0}"};
    ready self;
    ready other;
    ready_init(&self, TEAMS, nobody, 1);
    ready_init(&other, TEAMS, NULL, 0);
    run(&self, 0);
    run(&other, 0);
    assert_true(self.model.services[0].stay.choice.n > 0 ||
                self.model.services[1].stay.choice.n > 0);
    assert_memory_equal(self.metrics.values, other.metrics.values,
        self.layout.offsets[SUF_N_VARIABLES] * sizeof(double));
    ready_free(&self);
    ready_free(&other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_choose_as_huff_says),
        cmocka_unit_test(who_is_referred_in_vain_is_admitted_at_home),
        cmocka_unit_test(choosers_take_the_same_path_each_way),
        cmocka_unit_test(a_share_of_nobody_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
