/* The choice of sizes of several levers: against trying all, and two Poisson services.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "base/number.h"
#include "question/joint_choice.h"

/* Uniform in (0, 1), by splitmix64. */
static double
uniform(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return ((double) ((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

/* The least cost over all sizes up to `most`; infinite: none will do. */
static double
try_all(const suf_joint_problem *problem, uint32_t most)
{
    uint32_t at[4] = {0};
    double least = (double) INFINITY;
    for (;;) {
        double cost = 0;
        for (uint32_t k = 0; k < problem->n_levers; k++) {
            cost += problem->cost[k] * at[k];
        }
        if (cost < least && suf_joint_n_met(problem, at) >= problem->n_met) {
            least = cost;
        }
        uint32_t k = 0;
        while (k < problem->n_levers && ++at[k] > most) {
            at[k++] = 0;
        }
        if (k == problem->n_levers) {
            return least;
        }
    }
}

static void
it_is_the_cheapest_of_all(void **state)
{
    enum { MOST = 7, N = 14 };
    (void) state;
    uint64_t seed = 5;
    uint32_t n_impossible = 0;
    for (int instance = 0; instance < 400; instance++) {
        uint32_t critical[N * 4];
        double cost[4];
        uint32_t n_levers = 1 + (uint32_t) (uniform(&seed) * 4);
        bool is_linked = uniform(&seed) < 0.5;
        for (uint32_t i = 0; i < N * n_levers; i++) {
            double shared = is_linked && i % n_levers != 0 ? critical[i - 1] : 0;
            double own = uniform(&seed) * (MOST + 1);
            critical[i] = (uint32_t) fmin(MOST, is_linked ? (own + shared) / 2 : own);
            critical[i] = uniform(&seed) < 0.02 ? SUF_NONE : critical[i];
        }
        for (uint32_t k = 0; k < n_levers; k++) {
            cost[k] = 0.5 + floor(uniform(&seed) * 8);
        }
        const suf_joint_problem problem = {.n = N,
            .n_levers = n_levers,
            .critical = critical,
            .cost = cost,
            .n_met = 8 + (uint32_t) (uniform(&seed) * 7),
            .most_nodes = 1000000};
        suf_joint_choice choice;
        assert_int_equal(suf_joint_choose(&problem, &choice), SUF_OK);
        double least = try_all(&problem, MOST);
        assert_int_equal(choice.is_possible, isfinite(least));
        n_impossible += choice.is_possible ? 0 : 1;
        if (choice.is_possible) {
            assert_true(choice.is_proven);
            assert_true(fabs(choice.cost - least) < 1e-9);
            assert_true(suf_joint_n_met(&problem, choice.at) >= problem.n_met);
            double sum = 0;
            for (uint32_t k = 0; k < n_levers; k++) {
                sum += cost[k] * choice.at[k];
            }
            assert_true(fabs(sum - choice.cost) < 1e-9);
        }
        suf_joint_choice_free(&choice);
    }
    assert_true(n_impossible > 0);
}

/* Stopped early it tells a bound that is none too high, and a choice that will do. */
static void
a_limit_of_nodes_leaves_a_gap_that_holds(void **state)
{
    enum { N = 200, K = 4 };
    static uint32_t critical[N * K];
    static const double cost[K] = {1, 1, 1, 1};
    (void) state;
    uint64_t seed = 9;
    for (uint32_t i = 0; i < N * K; i++) {
        critical[i] = (uint32_t) (uniform(&seed) * 1000);
    }
    suf_joint_problem problem = {
        .n = N, .n_levers = K, .critical = critical, .cost = cost, .n_met = 190};
    suf_joint_choice whole;
    suf_joint_choice stopped;
    problem.most_nodes = UINT64_MAX;
    assert_int_equal(suf_joint_choose(&problem, &whole), SUF_OK);
    assert_true(whole.is_proven);
    problem.most_nodes = 10;
    assert_int_equal(suf_joint_choose(&problem, &stopped), SUF_OK);
    assert_false(stopped.is_proven);
    assert_true(stopped.bound <= whole.cost && whole.cost <= stopped.cost);
    assert_true(suf_joint_n_met(&problem, stopped.at) >= problem.n_met);
    suf_joint_choice_free(&whole);
    suf_joint_choice_free(&stopped);
}

/* A Poisson quantile, so that P(X <= it) is u or more. */
static uint32_t
poisson(double mean, double u)
{
    uint32_t x = 0;
    while (gsl_cdf_poisson_P(x, mean) < u) {
        x++;
    }
    return x;
}

/* 331 and 122 places for Poisson(300) and Poisson(100) together, where each alone needs
 * 329 and 117, which give 0.913; 332 and 121 are as many. */
static void
two_poisson_services_come_near_the_exact_sizes(void **state)
{
    enum { N = 20000 };
    (void) state;
    uint32_t *critical = malloc(2 * N * sizeof *critical);
    static const double cost[2] = {1, 1};
    uint64_t seed = 3;
    uint32_t exact[2] = {0, 0};
    assert_non_null(critical);
    for (uint32_t i = 0; i < N; i++) {
        critical[2 * i] = poisson(300, uniform(&seed));
        critical[2 * i + 1] = poisson(100, uniform(&seed));
    }
    for (uint32_t a = 300; a < 400; a++) {
        for (uint32_t b = 100; b < 160; b++) {
            double p = gsl_cdf_poisson_P(a, 300) * gsl_cdf_poisson_P(b, 100);
            if (p >= 0.95 && (exact[0] == 0 || a + b < exact[0] + exact[1])) {
                exact[0] = a;
                exact[1] = b;
            }
        }
    }
    assert_int_equal(exact[0], 331);
    assert_int_equal(exact[1], 122);
    const suf_joint_problem problem = {.n = N,
        .n_levers = 2,
        .critical = critical,
        .cost = cost,
        .n_met = N / 100 * 95,
        .most_nodes = 10000000};
    suf_joint_choice choice;
    uint32_t alone[2];
    for (uint32_t k = 0; k < 2; k++) {
        assert_int_equal(suf_joint_alone(&problem, k, &alone[k]), SUF_OK);
    }
    assert_in_range(alone[0], 328, 330);
    assert_in_range(alone[1], 116, 118);
    double together = suf_joint_n_met(&problem, alone) / (double) N;
    assert_true(fabs(together - 0.9132) < 4 * 0.002 + 0.0035);
    assert_int_equal(suf_joint_choose(&problem, &choice), SUF_OK);
    assert_true(choice.is_proven);
    /* One place changes P by 0.0035; the standard error of P is 0.0015. */
    double sum = choice.at[0] + (double) choice.at[1];
    assert_true(fabs(sum - exact[0] - exact[1]) <= 2);
    double p =
        gsl_cdf_poisson_P(choice.at[0], 300) * gsl_cdf_poisson_P(choice.at[1], 100);
    assert_true(fabs(p - 0.95) < 4 * 0.0016 + 0.0035);
    suf_joint_choice_free(&choice);
    free(critical);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_cheapest_of_all),
        cmocka_unit_test(a_limit_of_nodes_leaves_a_gap_that_holds),
        cmocka_unit_test(two_poisson_services_come_near_the_exact_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
