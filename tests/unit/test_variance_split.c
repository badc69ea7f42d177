/* The split of variance against its exact case (H01 of the verification tables).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#include "base/number.h"
#include "oracle/sample.h"
#include "random/assumption_law.h"
#include "random/rng_stream.h"
#include "stats/variance_split.h"

/* theta is gamma with mean 50 and CV 0.2, Y Poisson of mean theta: variance 150, of which
 * theta has 100. */
static const double exact_total = 150;
static const double exact_share = 2.0 / 3;

static suf_variance_split
run(const suf_design_spec *design, uint64_t seed)
{
    static const double law[3] = {50, 0.2};
    suf_variance_split split = {.n = 0};
    gsl_rng *rng = gsl_rng_alloc(suf_rng_type());
    assert_non_null(rng);
    for (uint32_t point = 0; point < design->outer; point++) {
        suf_rng_block block = suf_rng_draw((suf_rng_key){seed, point}, 0, 0, 7);
        double theta = suf_assumption_quantile(
            SUF_ASSUMPTION_GAMMA, law, suf_rng_uniform(block.word[0]));
        for (uint32_t i = 0; i < design->inner; i++) {
            uint32_t r = point * design->inner + i;
            suf_rng_name(rng, (suf_rng_key){seed, r}, 8, 0);
            suf_variance_split_add(&split, design, r, gsl_ran_poisson(rng, theta));
        }
    }
    gsl_rng_free(rng);
    return split;
}

static void
the_share_of_the_assumptions_is_that_of_the_exact_case(void **state)
{
    (void) state;
    const suf_design_spec design = {SUF_DESIGN_RANDOM, SUF_NONE, 200, 5};
    enum { N_RUNS = 400 };
    sample totals = {0};
    sample shares = {0};
    double n_covering = 0;
    for (uint64_t seed = 1; seed <= N_RUNS; seed++) {
        suf_variance_split split = run(&design, seed);
        suf_variance_share share = suf_variance_split_share(&split, 0.95);
        assert_int_equal(share.n_points, 200);
        sample_add(&totals, share.total);
        sample_add(&shares, share.share);
        n_covering += share.low <= exact_share && exact_share <= share.high;
    }
    assert_true(fabs(sample_mean(&totals) - exact_total) <
                SAMPLE_Z_BOUND * sample_mean_error(&totals));
    assert_true(sample_mean_error(&totals) < 0.01 * exact_total);
    /* The share is a ratio: biased by the order of 1 / 200. */
    assert_true(fabs(sample_mean(&shares) - exact_share) <
                SAMPLE_Z_BOUND * sample_mean_error(&shares) + 0.005);
    assert_true(n_covering / N_RUNS > 0.9);
    assert_true(n_covering / N_RUNS < 0.99);
}

static void
points_that_are_not_whole_are_left_out(void **state)
{
    (void) state;
    const suf_design_spec design = {SUF_DESIGN_RANDOM, SUF_NONE, 20, 2};
    suf_variance_split whole = {.n = 0};
    suf_variance_split torn = {.n = 0};
    for (uint32_t r = 0; r < 40; r++) {
        double value = r / 2 * 3.0 + r % 2;
        suf_variance_split_add(&whole, &design, r, value);
        suf_variance_split_add(&torn, &design, r, value);
    }
    suf_variance_split_add(&torn, &design, 40, 1000);
    suf_variance_split_add(&torn, &design, 42, (double) NAN);
    suf_variance_split_add(&torn, &design, 43, 1);
    suf_variance_share a = suf_variance_split_share(&whole, 0.95);
    suf_variance_share b = suf_variance_split_share(&torn, 0.95);
    assert_int_equal(b.n_points, 20);
    assert_true(a.total == b.total && a.share == b.share);
    /* Within a point the values are 0 and 1 apart: variance 1/2; between, 0, 3, ... 57.
     */
    assert_true(fabs(a.total - (0.5 + 9 * 35 - 0.25)) < 1e-9);
}

static void
nothing_is_told_without_nesting(void **state)
{
    (void) state;
    const suf_design_spec design = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE};
    suf_variance_split split = {.n = 0};
    for (uint32_t r = 0; r < 40; r++) {
        suf_variance_split_add(&split, &design, r, r);
    }
    assert_true(isnan(suf_variance_split_share(&split, 0.95).total));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_of_the_assumptions_is_that_of_the_exact_case),
        cmocka_unit_test(points_that_are_not_whole_are_left_out),
        cmocka_unit_test(nothing_is_told_without_nesting),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
