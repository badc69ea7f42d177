/* Tests of random/assumption_distribution: what assumptions are drawn from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "random/assumption_distribution.h"

enum { N_DRAWS = 1999 };

/* The distribution function at the quantile gives back u, for every parameter. */
static void
beta_quantile_inverts_the_distribution_function(void **state)
{
    (void) state;
    const double means[] = {0.001, 0.00814, 0.06, 0.5, 0.7, 0.999};
    const double ns[] = {20, 80, 2000, 20000, 1e6};
    for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
        for (size_t n = 0; n < sizeof ns / sizeof *ns; n++) {
            const double law[3] = {means[m], ns[n], 0};
            double last = 0;
            for (int i = 1; i <= N_DRAWS; i += 37) {
                double u = i / (N_DRAWS + 1.);
                double x = suf_assumption_quantile(SUF_ASSUMPTION_BETA, law, u);
                double back = gsl_cdf_beta_P(x, law[0] * law[1], (1 - law[0]) * law[1]);
                assert_true(x >= last && x <= 1);
                /* Towards 1 a double's step is coarse: the mass may lie within one. */
                if (means[m] < 0.9) {
                    assert_true(fabs(back - u) < 1e-9);
                }
                last = x;
            }
        }
    }
}

/* Where GSL's own inverse gives up (found in the run of a plan). */
static void
beta_quantile_is_found_near_the_median_of_a_narrow_law(void **state)
{
    (void) state;
    const double law[3] = {0.00814, 20000, 0};
    double x = suf_assumption_quantile(SUF_ASSUMPTION_BETA, law, 0.5064275);
    assert_true(x > 0.0081 && x < 0.0082);
}

static void
parameters_that_are_no_law_give_nan(void **state)
{
    (void) state;
    const double law[3] = {0, 80, 0};
    assert_true(isnan(suf_assumption_quantile(SUF_ASSUMPTION_BETA, law, 0.5)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beta_quantile_inverts_the_distribution_function),
        cmocka_unit_test(beta_quantile_is_found_near_the_median_of_a_narrow_law),
        cmocka_unit_test(parameters_that_are_no_law_give_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
