/* Tests of regret: known losses, states of nested runs, states that are not known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stats/regret.h"

static void
regret_is_against_the_best_of_the_same_state(void **state)
{
    (void) state;
    /* Plan 0 loses r, plan 1 always 4: of r = 0 .. 9 plan 0 is best until 4. */
    const suf_design_spec design = {.kind = SUF_DESIGN_RANDOM, .inner = SUF_NONE};
    double losses[20];
    int32_t replications[10];
    suf_regret regrets[2];
    memset(regrets, 0, sizeof regrets);
    for (int32_t r = 0; r < 10; r++) {
        replications[r] = r;
        losses[2 * r] = r;
        losses[2 * r + 1] = 4;
    }
    assert_int_equal(
        suf_regret_fold(losses, replications, NULL, 10, 2, &design, regrets), SUF_OK);
    assert_float_equal(suf_estimate_mean(&regrets[0].mean), 1.5, 1e-12);
    assert_float_equal(suf_estimate_mean(&regrets[1].mean), 1.0, 1e-12);
    assert_float_equal(regrets[0].worst, 5, 0);
    assert_float_equal(regrets[0].tenth, 4, 0); /* the 9th of 0 0 0 0 0 1 2 3 4 5 */
    assert_float_equal(regrets[1].worst, 4, 0);
    assert_float_equal(regrets[1].tenth, 3, 0);
    assert_float_equal(suf_estimate_mean(&regrets[0].best), 0.5, 1e-12);
    assert_float_equal(suf_estimate_mean(&regrets[1].best), 0.6, 1e-12); /* one tie */
}

static void
chance_is_averaged_out_of_a_nested_run(void **state)
{
    (void) state;
    const suf_design_spec design = {.kind = SUF_DESIGN_RANDOM, .outer = 3, .inner = 2};
    /* Two draws whole, the third with one replication: 1 against 2, 4 against 3, 7 with
     * one that is not known. */
    const double losses[] = {0, 3, 2, 1, 5, 3, 3, 3, 7, (double) NAN};
    const int32_t replications[] = {0, 1, 2, 3, 5};
    suf_regret regrets[2];
    memset(regrets, 0, sizeof regrets);
    assert_int_equal(
        suf_regret_fold(losses, replications, NULL, 5, 2, &design, regrets), SUF_OK);
    assert_int_equal(regrets[0].mean.tally.n, 2);
    assert_float_equal(suf_estimate_mean(&regrets[0].mean), 0.5, 1e-12);
    assert_float_equal(suf_estimate_mean(&regrets[1].mean), 0.5, 1e-12);
    assert_float_equal(regrets[0].worst, 1, 0);
    assert_float_equal(suf_estimate_mean(&regrets[0].best), 0.5, 1e-12);
}

static void
without_a_state_there_is_no_regret(void **state)
{
    (void) state;
    const suf_design_spec design = {.kind = SUF_DESIGN_RANDOM, .inner = SUF_NONE};
    const double losses[] = {1, (double) NAN};
    const int32_t replications[] = {0};
    suf_regret regrets[2];
    memset(regrets, 0, sizeof regrets);
    assert_int_equal(
        suf_regret_fold(losses, replications, NULL, 1, 2, &design, regrets), SUF_OK);
    assert_true(isnan(regrets[0].worst) && isnan(regrets[1].tenth));
    assert_int_equal(regrets[0].mean.tally.n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regret_is_against_the_best_of_the_same_state),
        cmocka_unit_test(chance_is_averaged_out_of_a_nested_run),
        cmocka_unit_test(without_a_state_there_is_no_regret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
