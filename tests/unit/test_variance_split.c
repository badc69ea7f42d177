/* The split of variance against its exact cases (H01 and H02 of the verification tables).
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of their neighbours H07 is in test_stopping.c and H08's base rate in
 * test_low_discrepancy.c. Left out are S3 of H02, which is 0, where a share is cut off;
 * H03 (value of information) and H06 (allocation of replications), as nothing decides or
 * allocates here; H08's box, as nothing looks for boxes. There is no H04 nor H05. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>

#include "base/number.h"
#include "oracle/sample.h"
#include "oracle/uniform_model.h"
#include "random/assumption_distribution.h"
#include "random/rng_stream.h"
#include "stats/variance_split.h"

/* theta is gamma with mean 50 and CV 0.2, Y Poisson of mean theta: variance 150, of which
 * theta has 100. */
static const double exact_total = 150;
static const double exact_share = 2.0 / 3;

enum { N_POINTS = 200, N_INNER = 5 };

static const suf_design_spec designs[] = {
    {SUF_DESIGN_RANDOM, SUF_NONE, N_POINTS, N_INNER, 0},
    {SUF_DESIGN_BALANCED, SUF_NONE, N_POINTS, N_INNER, 0}};

static suf_variance_split
run(const suf_design_spec *design, uint64_t seed)
{
    static const double law[3] = {50, 0.2};
    suf_variance_split split = {.n = 0};
    uniform_model model;
    uniform_model_init(&model, 1, *design, seed);
    gsl_rng *rng = gsl_rng_alloc(suf_rng_type());
    assert_non_null(rng);
    for (uint32_t r = 0; r < N_POINTS * N_INNER; r++) {
        double u = 0;
        uniform_model_draw(&model, r, &u);
        double theta = suf_assumption_quantile(SUF_ASSUMPTION_GAMMA, law, u);
        suf_rng_name(rng, (suf_rng_key){seed, r}, 8, 0);
        suf_variance_split_add(&split, design, r, gsl_ran_poisson(rng, theta));
    }
    gsl_rng_free(rng);
    return split;
}

/* Shares over many runs agree with the exact one. A share is a ratio: biased by the order
 * of 1 / 200. */
static void
assert_share(const sample *shares, double exact)
{
    assert_true(fabs(sample_mean(shares) - exact) <
                SAMPLE_Z_BOUND * sample_mean_error(shares) + 1.0 / N_POINTS);
}

static void
the_share_of_the_assumptions_is_that_of_the_exact_case(void **state)
{
    (void) state;
    enum { N_RUNS = SAMPLE_DRAWS(400) };
    for (int k = 0; k < 2; k++) {
        sample totals = {0};
        sample shares = {0};
        double n_covering = 0;
        for (uint64_t seed = 1; seed <= N_RUNS; seed++) {
            suf_variance_split split = run(&designs[k], seed);
            suf_variance_share share = suf_variance_split_share(&split, 0.95);
            assert_int_equal(share.n_points, N_POINTS);
            sample_add(&totals, share.total);
            sample_add(&shares, share.share);
            n_covering += share.low <= exact_share && exact_share <= share.high;
        }
        /* The spread of balanced points about their mean, which hardly varies, is larger
         * than that of random ones by up to 1 / 200. */
        assert_true(
            fabs(sample_mean(&totals) - exact_total) <
            SAMPLE_Z_BOUND * sample_mean_error(&totals) + k * exact_total / N_POINTS);
        assert_true(sample_mean_error(&totals) < SAMPLE_WIDER * 0.01 * exact_total);
        assert_share(&shares, exact_share);
        assert_true(n_covering / N_RUNS > 0.95 - 0.05 * SAMPLE_WIDER);
        assert_true(n_covering / N_RUNS < 0.95 + 0.04 * SAMPLE_WIDER);
    }
}

/* Ishigami and Homma (1990): sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1, x uniform on (-pi,
 * pi). */
static double
ishigami(const double *u)
{
    double x[3];
    for (int i = 0; i < 3; i++) {
        x[i] = M_PI * (2 * u[i] - 1);
    }
    return sin(x[0]) + 7 * pow(sin(x[1]), 2) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

/* H02: what is drawn once a point has as its share of the variance the first-order index
 * where it is one input, and 1 - the total index of the third where it is the two others.
 */
static void
shares_are_the_indices_of_a_known_function(void **state)
{
    (void) state;
    static const struct {
        bool is_outer[3];
        double share;
    } cases[] = {{{true, false, false}, 0.3139051911}, /* S1 */
        {{false, true, false}, 0.4424111448},          /* S2 */
        {{false, true, true}, 1 - 0.5575888552},       /* ST1 */
        {{true, false, true}, 1 - 0.4424111448},       /* ST2 */
        {{true, true, false}, 1 - 0.2436836641}};      /* ST3 */
    enum { N_RUNS = SAMPLE_DRAWS(100) };
    double n_covering = 0;
    for (size_t c = 0; c < 2 * sizeof cases / sizeof cases[0]; c++) {
        const suf_design_spec *design = &designs[c % 2];
        sample shares = {0};
        for (uint64_t seed = 1; seed <= N_RUNS; seed++) {
            suf_variance_split split = {.n = 0};
            uniform_model model;
            uniform_model_init(&model, 3, *design, seed);
            for (uint32_t r = 0; r < N_POINTS * N_INNER; r++) {
                double u[3];
                suf_rng_block chance = suf_rng_draw((suf_rng_key){seed, r}, 0, 0, 7);
                uniform_model_draw(&model, r, u);
                for (int i = 0; i < 3; i++) {
                    u[i] =
                        cases[c / 2].is_outer[i] ? u[i] : suf_rng_uniform(chance.word[i]);
                }
                suf_variance_split_add(&split, design, r, ishigami(u));
            }
            suf_variance_share share = suf_variance_split_share(&split, 0.95);
            sample_add(&shares, share.share);
            n_covering +=
                share.low <= cases[c / 2].share && cases[c / 2].share <= share.high;
        }
        assert_true(sample_mean_error(&shares) < SAMPLE_WIDER * 0.01);
        assert_share(&shares, cases[c / 2].share);
    }
    assert_true(n_covering > (0.95 - 0.03 * SAMPLE_WIDER) * 10 * N_RUNS);
}

static void
points_that_are_not_whole_are_left_out(void **state)
{
    (void) state;
    const suf_design_spec design = {SUF_DESIGN_RANDOM, SUF_NONE, 20, 2, 0};
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
    const suf_design_spec design = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
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
        cmocka_unit_test(shares_are_the_indices_of_a_known_function),
        cmocka_unit_test(points_that_are_not_whole_are_left_out),
        cmocka_unit_test(nothing_is_told_without_nesting),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
