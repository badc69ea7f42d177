/* What enough of the weight reaches: the estimate of slack, begin by and how many to
 * begin. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/reach.h"

static void
assert_close(double found, double wanted, double error)
{
    if (!(fabs(found - wanted) <= error)) {
        fail_msg("found %.12g, expected %.12g", found, wanted);
    }
}

static double
reached(const double *values, const double *weights, uint32_t n, double p)
{
    const suf_design_spec design = {.kind = SUF_DESIGN_RANDOM};
    suf_reach reach;
    assert_int_equal(suf_reach_of(values, NULL, weights, n, &design, p, &reach), SUF_OK);
    return reach.estimate;
}

static void
what_a_share_reaches_is_the_greatest_value_with_that_weight_from_it_on(void **state)
{
    (void) state;
    const double values[] = {5, 1, 3, 2, 4};
    const double weights[] = {0.1, 0.2, 0.4, 0, 0.3};
    assert_close(reached(values, weights, 5, 0.09), 5, 0);
    assert_close(reached(values, weights, 5, 0.35), 4, 0);
    assert_close(reached(values, weights, 5, 0.9), 1, 0);
    const double equal[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    assert_close(reached(equal, NULL, 10, 0.9), 2, 0);
    assert_true(isnan(reached(equal, NULL, 0, 0.9)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            what_a_share_reaches_is_the_greatest_value_with_that_weight_from_it_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
