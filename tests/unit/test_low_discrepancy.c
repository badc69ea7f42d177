/* Tests of balanced points, permutations, and designs that are made of them.
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

#include "base/number.h"
#include "experiment/design.h"
#include "oracle/sample.h"
#include "oracle/uniform_model.h"
#include "random/low_discrepancy.h"

enum { N_DIMENSIONS = 6 };

/* Of each run of 2^k points of a group every interval of length 2^-k has one. */
static void
points_of_a_group_are_even_in_every_coordinate(void **state)
{
    (void) state;
    enum { N_RUNS = 5 };
    static const uint32_t coordinates[] = {0, 1, 39, 63, 64, 1000};
    for (size_t k = 0; k < sizeof coordinates / sizeof coordinates[0]; k++) {
        for (uint32_t n = 1; n <= 256; n *= 2) {
            for (uint32_t run = 0; run < N_RUNS; run++) {
                bool has[256] = {false};
                for (uint32_t i = run * n; i < (run + 1) * n; i++) {
                    suf_balanced_point point = {.group = 3, .n_groups = 25, .index = i};
                    double u = suf_balanced_uniform(9, 1000 + k, coordinates[k], point);
                    assert_true(u > 0 && u < 1);
                    assert_false(has[(int) (u * n)]);
                    has[(int) (u * n)] = true;
                }
            }
        }
    }
}

/* In 64 rows (128 points of all groups; of the second digit 256) the signs of any two
 * coordinates among 64 agree as often as they differ, and those of any three multiply to
 * 1 as often as to -1. */
static void
first_digits_are_an_orthogonal_array_of_strength_three(void **state)
{
    (void) state;
    enum { N_COORDINATES = 64, N_GROUPS = 2, MOST = 256 };
    static int sign[2][N_COORDINATES][MOST];
    for (uint32_t p = 0; p < MOST; p++) {
        suf_balanced_point point = {p % N_GROUPS, N_GROUPS, p / N_GROUPS};
        for (uint32_t d = 0; d < N_COORDINATES; d++) {
            double u = suf_balanced_uniform(5, 1000 + d, d, point);
            sign[0][d][p] = u < 0.5 ? -1 : 1;
            sign[1][d][p] = 2 * u - floor(2 * u) < 0.5 ? -1 : 1;
        }
    }
    for (int digit = 0; digit < 2; digit++) {
        for (int i = 0; i < N_COORDINATES; i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k <= j; k++) {
                    int sum = 0;
                    for (int p = 0; p < 128 << digit; p++) {
                        sum += sign[digit][i][p] * sign[digit][j][p] *
                               (k < j ? sign[digit][k][p] : 1);
                    }
                    assert_int_equal(sum, 0);
                }
            }
        }
    }
}

/* Over many seeds: the first digits of two points of different groups in different
 * coordinates, and of one coordinate, agree half of the time. */
static void
points_of_two_groups_tell_nothing_of_each_other(void **state)
{
    (void) state;
    enum { N_SEEDS = 4000, N_PAIRS = 4 };
    /* Group, index, coordinate of the one; of the other. */
    static const uint32_t pairs[N_PAIRS][6] = {
        {0, 0, 0, 1, 0, 0}, {0, 0, 3, 1, 0, 5}, {0, 0, 2, 4, 3, 2}, {24, 1, 70, 0, 0, 1}};
    for (int k = 0; k < N_PAIRS; k++) {
        const uint32_t *of = pairs[k];
        int n_alike = 0;
        for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
            suf_balanced_point one = {of[0], 25, of[1]};
            suf_balanced_point other = {of[3], 25, of[4]};
            n_alike += (suf_balanced_uniform(seed, 7 + of[2], of[2], one) < 0.5) ==
                       (suf_balanced_uniform(seed, 7 + of[5], of[5], other) < 0.5);
        }
        assert_true(fabs(n_alike - N_SEEDS / 2.0) < SAMPLE_Z_BOUND * sqrt(N_SEEDS / 4.0));
    }
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
    }
    assert_true(
        fabs(sample_mean(&means) - 1) < SAMPLE_Z_BOUND * sample_mean_error(&means));
    return means;
}

static void
even_designs_give_the_known_mean_with_less_variance(void **state)
{
    (void) state;
    const uint32_t n = 64 * SUF_DESIGN_GROUPS;
    suf_design_spec spec = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    sample random = estimates(spec, n);
    spec.kind = SUF_DESIGN_BALANCED;
    sample balanced = estimates(spec, n);
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
    assert_true(sample_variance(&balanced) < sample_variance(&random) / 50);
    assert_true(sample_variance(&lhs) < sample_variance(&random) / 5);
}

/* H08 of the verification tables, its base rate: a failure where x1 > 0.7 and x2 < 0.4.
 */
static void
a_planted_box_fails_as_often_as_it_is_large(void **state)
{
    (void) state;
    static const suf_design_kind kinds[] = {SUF_DESIGN_RANDOM, SUF_DESIGN_BALANCED};
    enum { N_SEEDS = 200, N = 400 };
    double variance[2];
    for (int k = 0; k < 2; k++) {
        suf_design_spec design = {kinds[k], SUF_NONE, SUF_NONE, SUF_NONE, 0};
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
        (suf_design_spec){SUF_DESIGN_LHS, N, SUF_NONE, SUF_NONE, 0}, 4);
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
        SUF_DESIGN_RANDOM, SUF_DESIGN_BALANCED, SUF_DESIGN_LHS};
    for (int k = 0; k < 3; k++) {
        uniform_model one;
        suf_design_spec nested = {kinds[k], SUF_NONE, 20, 5, 0};
        suf_design_spec flat = {
            kinds[k], kinds[k] == SUF_DESIGN_LHS ? 20 : SUF_NONE, SUF_NONE, SUF_NONE, 0};
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
    }
}

static void
a_fixed_design_is_at_the_medians(void **state)
{
    (void) state;
    uniform_model model;
    uniform_model_init(&model, N_DIMENSIONS,
        (suf_design_spec){SUF_DESIGN_FIXED, SUF_NONE, SUF_NONE, SUF_NONE, 0}, 4);
    model.assumptions[1] = (suf_assumption_model){
        .kind = SUF_ASSUMPTION_LOGNORMAL, .a = {1.25, 0.1}, .maximum = (double) INFINITY};
    double x[N_DIMENSIONS];
    uniform_model_draw(&model, 3, x);
    assert_true(x[0] == 0.5 && fabs(x[1] - 1.25) < 1e-12);
}

/* No assumption and no replication is past the last: the 130th is as even in its group as
 * the first, far out too. */
static void
every_assumption_and_every_replication_has_its_even_point(void **state)
{
    (void) state;
    enum { N = 32 };
    uniform_model model;
    uniform_model_init(&model, UNIFORM_MOST,
        (suf_design_spec){SUF_DESIGN_BALANCED, SUF_NONE, SUF_NONE, SUF_NONE, 0}, 4);
    static const uint64_t firsts[] = {0, UINT64_C(1) << 26};
    for (int k = 0; k < 2; k++) {
        bool has[UNIFORM_MOST][N] = {{false}};
        for (uint64_t i = 0; i < N; i++) {
            double x[UNIFORM_MOST];
            uniform_model_draw(&model, (firsts[k] + i) * SUF_DESIGN_GROUPS + 7, x);
            for (int d = 0; d < UNIFORM_MOST; d++) {
                assert_false(has[d][(int) (x[d] * N)]);
                has[d][(int) (x[d] * N)] = true;
            }
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_of_a_group_are_even_in_every_coordinate),
        cmocka_unit_test(first_digits_are_an_orthogonal_array_of_strength_three),
        cmocka_unit_test(points_of_two_groups_tell_nothing_of_each_other),
        cmocka_unit_test(a_permutation_takes_each_index_once),
        cmocka_unit_test(even_designs_give_the_known_mean_with_less_variance),
        cmocka_unit_test(a_planted_box_fails_as_often_as_it_is_large),
        cmocka_unit_test(a_hypercube_has_one_point_in_each_slice_and_then_no_more),
        cmocka_unit_test(a_nested_run_draws_once_for_all_inner_replications),
        cmocka_unit_test(a_fixed_design_is_at_the_medians),
        cmocka_unit_test(every_assumption_and_every_replication_has_its_even_point),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
