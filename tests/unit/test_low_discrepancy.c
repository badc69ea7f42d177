/* Tests of Sobol' points, permutations, and designs that are made of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_qrng.h>

#include "base/number.h"
#include "experiment/design.h"
#include "oracle/sample.h"
#include "oracle/uniform_model.h"
#include "random/low_discrepancy.h"

enum { N_DIMENSIONS = 6, MOST_POINTS = 1000 };

static void
digits_are_those_of_the_points_of_gsl(void **state)
{
    (void) state;
    suf_sobol sobol;
    double point[SUF_SOBOL_MOST_DIMENSIONS];
    gsl_qrng *points = gsl_qrng_alloc(gsl_qrng_sobol, SUF_SOBOL_MOST_DIMENSIONS);
    assert_non_null(points);
    assert_int_equal(suf_sobol_init(&sobol, SUF_SOBOL_MOST_DIMENSIONS), SUF_OK);
    for (uint32_t i = 1; i < 1 << SUF_SOBOL_LOG_POINTS; i++) {
        assert_int_equal(gsl_qrng_get(points, point), 0);
        for (uint32_t d = 0; d < SUF_SOBOL_MOST_DIMENSIONS; d++) {
            double digits = suf_sobol_digits(&sobol, d, i);
            assert_true(digits / (1 << SUF_SOBOL_BITS) == point[d]);
        }
    }
    gsl_qrng_free(points);
    suf_sobol_free(&sobol);
}

/* Of each run of 2^k points every interval of length 2^-k has one. */
static void
scrambled_points_are_as_even_as_they_were(void **state)
{
    (void) state;
    enum { N = 256, N_RUNS = 5 };
    suf_sobol sobol;
    assert_int_equal(suf_sobol_init(&sobol, 40), SUF_OK);
    for (uint32_t d = 0; d < 40; d++) {
        for (uint32_t run = 0; run < N_RUNS; run++) {
            bool has[N] = {false};
            for (uint32_t i = run * N; i < (run + 1) * N; i++) {
                suf_rng_key key = {.seed = 9, .replication = 3};
                double u = suf_sobol_uniform(&sobol, d, i, key, 1000 + d);
                assert_true(u > 0 && u < 1);
                assert_false(has[(int) (u * N)]);
                has[(int) (u * N)] = true;
            }
        }
    }
    suf_sobol_free(&sobol);
}

static void
a_permutation_takes_each_index_once(void **state)
{
    (void) state;
    static const uint32_t sizes[] = {1, 2, 3, 7, 16, 17, 1000, 4097};
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        uint32_t n = sizes[k];
        uint32_t n_at_home = 0;
        bool *has = calloc(n, sizeof *has);
        assert_non_null(has);
        for (uint32_t i = 0; i < n; i++) {
            suf_rng_key key = {.seed = 5};
            uint32_t to = suf_permutation(key, 77, i, n);
            assert_true(to < n && !has[to]);
            has[to] = true;
            n_at_home += to == i;
        }
        assert_true(n < 100 || n_at_home < 10); /* a Poisson number of mean 1 */
        free(has);
    }
}

/* A smooth function of mean 1 whose inputs work together. */
static double
product(const double *x)
{
    double value = 1;
    for (int i = 0; i < N_DIMENSIONS; i++) {
        value *= 1 + (x[i] - 0.5) / (1 + i);
    }
    return value;
}

/* The estimates of the mean of `product`, over independent seeds. */
static sample
estimates(suf_design_spec design, uint32_t n)
{
    enum { N_SEEDS = 100 };
    sample means = {0};
    for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
        uniform_model model;
        uniform_model_init(&model, N_DIMENSIONS, design, seed);
        double sum = 0;
        for (uint32_t r = 0; r < n; r++) {
            double x[N_DIMENSIONS];
            uniform_model_draw(&model, r, x);
            sum += product(x);
        }
        sample_add(&means, sum / n);
        uniform_model_free(&model);
    }
    assert_true(
        fabs(sample_mean(&means) - 1) < SAMPLE_Z_BOUND * sample_mean_error(&means));
    return means;
}

static void
even_designs_give_the_known_mean_with_less_variance(void **state)
{
    (void) state;
    const uint32_t n = 64 * SUF_DESIGN_SCRAMBLES;
    suf_design_spec spec = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE};
    sample random = estimates(spec, n);
    spec.kind = SUF_DESIGN_SOBOL;
    sample sobol = estimates(spec, n);
    spec.kind = SUF_DESIGN_LHS;
    spec.n_points = n;
    sample lhs = estimates(spec, n);
    /* Variance of the function: prod (1 + 1 / (12 (1 + i)^2)) - 1. */
    double variance = 1;
    for (int i = 1; i <= N_DIMENSIONS; i++) {
        variance *= 1 + 1 / (12.0 * i * i);
    }
    variance = (variance - 1) / n;
    assert_true(fabs(sample_variance(&random) - variance) <
                SAMPLE_Z_BOUND * sample_variance_error(&random));
    assert_true(sample_variance(&sobol) < sample_variance(&random) / 50);
    assert_true(sample_variance(&lhs) < sample_variance(&random) / 5);
}

/* H08 of the verification tables, its base rate: a failure where x1 > 0.7 and x2 < 0.4.
 */
static void
a_planted_box_fails_as_often_as_it_is_large(void **state)
{
    (void) state;
    static const suf_design_kind kinds[] = {SUF_DESIGN_RANDOM, SUF_DESIGN_SOBOL};
    enum { N_SEEDS = 200, N = 400 };
    double variance[2];
    for (int k = 0; k < 2; k++) {
        suf_design_spec design = {kinds[k], SUF_NONE, SUF_NONE, SUF_NONE};
        sample rates = {0};
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            uniform_model model;
            uniform_model_init(&model, 4, design, seed);
            uint32_t n_failed = 0;
            for (uint32_t r = 0; r < N; r++) {
                double x[4];
                uniform_model_draw(&model, r, x);
                n_failed += x[0] > 0.7 && x[1] < 0.4;
            }
            sample_add(&rates, (double) n_failed / N);
            uniform_model_free(&model);
        }
        assert_true(fabs(sample_mean(&rates) - 0.12) <
                    SAMPLE_Z_BOUND * sample_mean_error(&rates));
        assert_true(sample_mean_error(&rates) < 0.0012);
        variance[k] = sample_variance(&rates);
    }
    assert_true(variance[1] < variance[0] / 2);
}

static void
a_hypercube_has_one_point_in_each_slice_and_then_no_more(void **state)
{
    (void) state;
    enum { N = 37 };
    uniform_model model;
    uniform_model_init(&model, N_DIMENSIONS,
        (suf_design_spec){SUF_DESIGN_LHS, N, SUF_NONE, SUF_NONE}, 4);
    bool has[N_DIMENSIONS][N] = {{false}};
    double x[N_DIMENSIONS];
    for (uint32_t r = 0; r < N; r++) {
        uniform_model_draw(&model, r, x);
        for (int d = 0; d < N_DIMENSIONS; d++) {
            assert_false(has[d][(int) (x[d] * N)]);
            has[d][(int) (x[d] * N)] = true;
        }
    }
    assert_int_equal(suf_design_draw(&model.model, N, x), SUF_ERROR_PARAMETER);
    assert_int_equal(suf_design_most_replications(&model.model.design), N);
}

static void
a_nested_run_draws_once_for_all_inner_replications(void **state)
{
    (void) state;
    static const suf_design_kind kinds[] = {
        SUF_DESIGN_RANDOM, SUF_DESIGN_SOBOL, SUF_DESIGN_LHS};
    for (int k = 0; k < 3; k++) {
        uniform_model one;
        suf_design_spec nested = {kinds[k], SUF_NONE, 20, 5};
        suf_design_spec flat = {
            kinds[k], kinds[k] == SUF_DESIGN_LHS ? 20 : SUF_NONE, SUF_NONE, SUF_NONE};
        uniform_model_init(&one, N_DIMENSIONS, nested, 4);
        suf_model other = one.model;
        other.design = flat;
        assert_int_equal(suf_design_replications(&nested), 100);
        for (uint32_t r = 0; r < 100; r++) {
            double x[N_DIMENSIONS];
            double y[N_DIMENSIONS];
            uniform_model_draw(&one, r, x);
            assert_int_equal(suf_design_draw(&other, r / 5, y), SUF_OK);
            assert_memory_equal(x, y, sizeof x);
        }
        uniform_model_free(&one);
    }
}

static void
a_fixed_design_is_at_the_medians(void **state)
{
    (void) state;
    uniform_model model;
    uniform_model_init(&model, N_DIMENSIONS,
        (suf_design_spec){SUF_DESIGN_FIXED, SUF_NONE, SUF_NONE, SUF_NONE}, 4);
    model.assumptions[1] = (suf_assumption_model){
        .kind = SUF_ASSUMPTION_LOGNORMAL, .a = {1.25, 0.1}, .maximum = (double) INFINITY};
    double x[N_DIMENSIONS];
    uniform_model_draw(&model, 3, x);
    assert_true(x[0] == 0.5 && fabs(x[1] - 1.25) < 1e-12);
}

/* Points past those that are made, and assumptions past GSL's dimensions, are random. */
static void
what_has_no_sobol_point_is_random(void **state)
{
    (void) state;
    uniform_model sobol;
    uniform_model_init(&sobol, N_DIMENSIONS,
        (suf_design_spec){SUF_DESIGN_SOBOL, SUF_NONE, SUF_NONE, SUF_NONE}, 4);
    suf_model random = sobol.model;
    random.design.kind = SUF_DESIGN_RANDOM;
    double x[N_DIMENSIONS];
    double y[N_DIMENSIONS];
    const uint64_t last = (UINT64_C(1) << SUF_SOBOL_LOG_POINTS) * SUF_DESIGN_SCRAMBLES;
    uniform_model_draw(&sobol, last - 1, x);
    assert_int_equal(suf_design_draw(&random, last - 1, y), SUF_OK);
    assert_true(x[0] != y[0]);
    uniform_model_draw(&sobol, last, x);
    assert_int_equal(suf_design_draw(&random, last, y), SUF_OK);
    assert_memory_equal(x, y, sizeof x);
    sobol.model.sobol.n_dimensions = 2;
    uniform_model_draw(&sobol, 3, x);
    assert_int_equal(suf_design_draw(&random, 3, y), SUF_OK);
    assert_true(x[1] != y[1]);
    assert_true(x[2] == y[2]);
    uniform_model_free(&sobol);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_those_of_the_points_of_gsl),
        cmocka_unit_test(scrambled_points_are_as_even_as_they_were),
        cmocka_unit_test(a_permutation_takes_each_index_once),
        cmocka_unit_test(even_designs_give_the_known_mean_with_less_variance),
        cmocka_unit_test(a_planted_box_fails_as_often_as_it_is_large),
        cmocka_unit_test(a_hypercube_has_one_point_in_each_slice_and_then_no_more),
        cmocka_unit_test(a_nested_run_draws_once_for_all_inner_replications),
        cmocka_unit_test(a_fixed_design_is_at_the_medians),
        cmocka_unit_test(what_has_no_sobol_point_is_random),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
