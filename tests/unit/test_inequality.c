/* Indices of inequality against exact values, and against their definitions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "oracle/inequality.h"
#include "stats/inequality.h"

enum { N = 7 };
static const double g07_ratios[N] = {3.1, 4.4, 2.2, 5.0, 3.9, 1.8, 4.6};
static const double g07_people[N] = {710, 640, 355, 780, 690, 560, 519};

static bool
is_near(double found, double wanted)
{
    return isnan(wanted) ? isnan(found) : fabs(found - wanted) <= 1e-9 * fabs(wanted);
}

static suf_unequal
unequal_of(const double *ratios, const double *people, uint32_t n)
{
    suf_unequal self;
    assert_int_equal(suf_unequal_init(&self, N), SUF_OK);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(suf_unequal_add(&self, ratios[i] * people[i], people[i]));
    }
    return self;
}

/* G07 of the table of exact cases. */
static void
indices_agree_with_the_exact_case_and_their_definitions(void **state)
{
    (void) state;
    suf_unequal self = unequal_of(g07_ratios, g07_people, N);
    assert_true(is_near(suf_unequal_overall(&self), 3.7104842500));
    assert_true(
        fabs(suf_unequal_index(&self, SUF_INEQUALITY_GINI) - 0.1651725144) < 1e-10);
    assert_true(
        fabs(suf_unequal_index(&self, SUF_INEQUALITY_THEIL) - 0.04797645051) < 1e-10);
    assert_true(is_near(suf_unequal_index(&self, SUF_INEQUALITY_WORST_TO_BEST), 0.36));
    for (int i = SUF_FIRST_INEQUALITY; i <= SUF_N_INEQUALITIES; i++) {
        suf_inequality index = (suf_inequality) i;
        assert_true(is_near(suf_unequal_index(&self, index),
            inequality_by_definition(index, g07_ratios, g07_people, N)));
    }
    suf_unequal_free(&self);
}

static void
a_district_without_people_is_left_out_and_nothing_at_all_has_no_index(void **state)
{
    (void) state;
    const double ratios[3] = {0, 2, 4};
    const double people[3] = {5, 1, 2};
    suf_unequal self = unequal_of(ratios, people, 3);
    double before = suf_unequal_index(&self, SUF_INEQUALITY_GINI);
    assert_false(suf_unequal_add(&self, 3, 0));
    assert_int_equal(self.n, 3);
    assert_true(suf_unequal_index(&self, SUF_INEQUALITY_GINI) == before);
    assert_true(is_near(
        before, inequality_by_definition(SUF_INEQUALITY_GINI, ratios, people, 3)));
    assert_true(is_near(suf_unequal_index(&self, SUF_INEQUALITY_THEIL),
        inequality_by_definition(SUF_INEQUALITY_THEIL, ratios, people, 3)));
    assert_true(suf_unequal_index(&self, SUF_INEQUALITY_WORST_TO_BEST) == 0);
    suf_unequal_clear(&self);
    assert_true(isnan(suf_unequal_overall(&self)));
    assert_true(isnan(suf_unequal_index(&self, SUF_INEQUALITY_GINI)));
    assert_true(suf_unequal_add(&self, 0, 5) && suf_unequal_add(&self, 0, 7));
    assert_true(suf_unequal_overall(&self) == 0);
    assert_true(isnan(suf_unequal_index(&self, SUF_INEQUALITY_VARIATION)));
    suf_unequal_free(&self);
}

static void
equal_ratios_are_equal_to_the_last_bit(void **state)
{
    (void) state;
    const double ratios[3] = {0.1, 0.1, 0.1};
    const double people[3] = {1, 1, 1};
    suf_unequal self = unequal_of(ratios, people, 3);
    assert_true(suf_unequal_index(&self, SUF_INEQUALITY_WORST_TO_BEST) == 1);
    assert_true(suf_unequal_index(&self, SUF_INEQUALITY_VARIATION) == 0);
    assert_true(suf_unequal_index(&self, SUF_INEQUALITY_GINI) == 0);
    assert_true(suf_unequal_index(&self, SUF_INEQUALITY_THEIL) == 0);
    suf_unequal_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indices_agree_with_the_exact_case_and_their_definitions),
        cmocka_unit_test(
            a_district_without_people_is_left_out_and_nothing_at_all_has_no_index),
        cmocka_unit_test(equal_ratios_are_equal_to_the_last_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
