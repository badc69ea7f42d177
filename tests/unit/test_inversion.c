/* Tests of counts by inversion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#include "random/inversion.h"

#define N_OF(array) (sizeof(array) / sizeof(array)[0])

static const double uniforms[] = {0x1p-54, 1e-12, 1e-7, 1e-3, 0.04, 0.2, 0.37, 0.5, 0.61,
    0.8, 0.95, 0.999, 1 - 1e-7, 1 - 0x1p-40, 1 - 0x1p-53};

/* Room for rounding, ours and that of GSL's incomplete beta and gamma functions. */
#define RELATIVE_ERROR 1e-12
#define ABSOLUTE_ERROR 0x1p-50

/* A quantile k of u, given both tails at k and at k - 1 (none when k is 0). The tail on
 * u's own side is compared, so that far tails are checked to the same relative error. */
static void
assert_is_quantile(
    double u, double lower, double upper, double lower_below, double upper_below)
{
    double wanted = u < 0.5 ? u : 1 - u;
    double room = wanted * RELATIVE_ERROR + ABSOLUTE_ERROR;
    if (u < 0.5) {
        assert_true(lower >= wanted - room);
        assert_true(lower_below <= wanted + room);
    } else {
        assert_true(upper <= wanted + room);
        assert_true(upper_below >= wanted - room);
    }
}

static void
binomial_quantiles_invert_the_distribution_function(void **state)
{
    (void) state;
    static const unsigned trials[] = {
        1, 2, 3, 10, 47, 200, 1000, 5000, 100000, 1000000, 20000000, 1000000000};
    static const double probabilities[] = {1e-12, 1e-9, 4e-8, 1e-6, 1e-4, 0.0027, 0.03,
        0.17, 0.4, 0.5, 0.5000001, 0.63, 0.9, 0.99999, 1 - 1e-9};
    size_t n_checked = 0;
    size_t n_beyond_reference = 0;
    for (size_t i = 0; i < N_OF(trials); i++) {
        for (size_t j = 0; j < N_OF(probabilities); j++) {
            for (size_t l = 0; l < N_OF(uniforms); l++) {
                double p = probabilities[j];
                uint64_t k = suf_binomial_quantile(trials[i], p, uniforms[l]);
                assert_in_range(k, 0, trials[i]);
                unsigned at = (unsigned) k;
                double lower = gsl_cdf_binomial_P(at, p, trials[i]);
                double upper = gsl_cdf_binomial_Q(at, p, trials[i]);
                double below = k > 0 ? gsl_cdf_binomial_P(at - 1, p, trials[i]) : 0;
                double above = k > 0 ? gsl_cdf_binomial_Q(at - 1, p, trials[i]) : 1;
                if (isnan(lower + upper + below + above)) {
                    n_beyond_reference++;
                    continue;
                }
                n_checked++;
                assert_is_quantile(uniforms[l], lower, upper, below, above);
            }
        }
    }
    /* GSL gives up where the mean and its complement are beyond some 1e6. */
    assert_true(n_checked > 20 * n_beyond_reference);
}

static void
poisson_quantiles_invert_the_distribution_function(void **state)
{
    (void) state;
    /* GSL's function errs by a percent at a mean of 1e7: see the next test for that. */
    static const double means[] = {
        1e-12, 1e-5, 0.01, 0.3, 1, 7.7, 30, 63.9, 64.1, 150, 999.5, 1e4, 123456.7, 1e6};
    for (size_t i = 0; i < N_OF(means); i++) {
        for (size_t l = 0; l < N_OF(uniforms); l++) {
            uint64_t k = suf_poisson_quantile(means[i], uniforms[l]);
            assert_in_range(k, 0, 20000000);
            unsigned at = (unsigned) k;
            assert_is_quantile(uniforms[l], gsl_cdf_poisson_P(at, means[i]),
                gsl_cdf_poisson_Q(at, means[i]),
                k > 0 ? gsl_cdf_poisson_P(at - 1, means[i]) : 0,
                k > 0 ? gsl_cdf_poisson_Q(at - 1, means[i]) : 1);
        }
    }
}

/* Sums of all terms to 34 digits (mpmath), where GSL is no reference. */
static void
quantiles_of_large_laws_equal_exact_sums(void **state)
{
    (void) state;
    static const double at[] = {1e-12, 1e-4, 0.123, 0.5, 0.877, 0.9999, 1 - 0x1p-40};
    static const struct {
        uint64_t trials; /* 0: Poisson */
        double p;        /* or the mean */
        uint64_t expected[N_OF(at)];
    } laws[] = {
        {0, 100.5, {39, 65, 89, 100, 112, 140, 179}},
        {0, 5000, {4511, 4739, 4918, 5000, 5082, 5265, 5506}},
        {0, 1e7, {9977763, 9988242, 9996331, 10000000, 10003669, 10011763, 10022295}},
        {1000000, 0.01, {9308, 9632, 9885, 10000, 10115, 10372, 10709}},
        {1000000000, 0.01,
            {9977874, 9988300, 9996350, 10000000, 10003650, 10011704, 10022183}},
        {1000000000, 0.5,
            {499888775, 499941197, 499981657, 500000000, 500018343, 500058803,
                500111434}},
        {300000000, 0.9,
            {269963441, 269980674, 269993972, 270000000, 270006028, 270019323,
                270036614}},
    };
    for (size_t i = 0; i < N_OF(laws); i++) {
        for (size_t l = 0; l < N_OF(at); l++) {
            uint64_t k = laws[i].trials == 0
                             ? suf_poisson_quantile(laws[i].p, at[l])
                             : suf_binomial_quantile(laws[i].trials, laws[i].p, at[l]);
            assert_int_equal(k, laws[i].expected[l]);
        }
    }
}

static void
shortcuts_give_the_same_counts(void **state)
{
    (void) state;
    for (unsigned i = 1; i < 4000; i++) {
        double u = i / 4000.0;
        double p = 0.002 + 0.9 * (i % 7) / 7;
        uint64_t n = 1 + i % 53;
        assert_int_equal(
            suf_binomial_draw(n, p, log1p(-p), u), suf_binomial_quantile(n, p, u));
        double mean = (double) n * p;
        assert_int_equal(
            suf_poisson_draw(mean, exp(-mean), u), suf_poisson_quantile(mean, u));
    }
}

static void
quantiles_rise_with_the_uniform_and_with_every_parameter(void **state)
{
    (void) state;
    static const uint64_t trials[] = {5, 60, 130, 131, 4000, 70000};
    for (size_t i = 0; i < N_OF(trials); i++) {
        uint64_t n = trials[i];
        for (int step = 0; step < 20; step++) {
            double p = 0.01 + 0.0485 * step;
            uint64_t last = 0;
            for (int j = 0; j < 76; j++) {
                double u = 0.0005 + 0.0131 * j;
                uint64_t k = suf_binomial_quantile(n, p, u);
                assert_true(k >= last);
                last = k;
                /* One trial more: no success more than one. */
                assert_in_range(suf_binomial_quantile(n + 1, p, u), k, k + 1);
                assert_true(suf_binomial_quantile(n, p * 1.003, u) >= k);
                double mean = (double) n * p;
                assert_true(suf_poisson_quantile(mean * 1.003, u) >=
                            suf_poisson_quantile(mean, u));
            }
        }
    }
}

static void
edges_of_every_argument_have_their_counts(void **state)
{
    (void) state;
    static const double edges[] = {0, 0x1p-54, 0.5, 1 - 0x1p-53, 1};
    for (size_t i = 0; i < N_OF(edges); i++) {
        double u = edges[i];
        assert_int_equal(suf_binomial_quantile(0, 0.3, u), 0);
        assert_int_equal(suf_binomial_quantile(1000, 0, u), 0);
        assert_int_equal(suf_binomial_quantile(1000, 1, u), 1000);
        assert_int_equal(suf_poisson_quantile(0, u), 0);
        assert_in_range(suf_binomial_quantile(1000, 0.3, u), 0, 1000);
        assert_in_range(suf_binomial_quantile(1000, 0.01, u), 0, 1000);
        assert_in_range(suf_poisson_quantile(3, u), 0, 60);
        assert_in_range(suf_poisson_quantile(300, u), 0, 600);
    }
    assert_int_equal(
        suf_binomial_quantile(1000, 0.3, 0), suf_binomial_quantile(1000, 0.3, 0x1p-54));
    assert_int_equal(suf_binomial_quantile(7, 0.5, 0), 0);
    assert_int_equal(suf_binomial_quantile(7, 0.5, 1), 7);
}

int
main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binomial_quantiles_invert_the_distribution_function),
        cmocka_unit_test(poisson_quantiles_invert_the_distribution_function),
        cmocka_unit_test(quantiles_of_large_laws_equal_exact_sums),
        cmocka_unit_test(shortcuts_give_the_same_counts),
        cmocka_unit_test(quantiles_rise_with_the_uniform_and_with_every_parameter),
        cmocka_unit_test(edges_of_every_argument_have_their_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
