/* Tests of weights of replications: laws that are known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "base/number.h"
#include "base/observed.h"
#include "engine/likelihood/likelihood.h"
#include "stats/estimate.h"
#include "stats/variables.h"
#include "stats/weighted_mean.h"
#include "stats/weighted_quantile.h"
#include "stats/weights.h"

enum { N = 4000 };

static void
assert_close(double found, double wanted, double error)
{
    if (!(fabs(found - wanted) <= error)) {
        fail_msg("found %.12g, expected %.12g", found, wanted);
    }
}

/* Of replications 0 to n - 1, `inner` of a draw. */
static suf_weights
nested_weights_of(const double *logarithms, uint32_t inner, uint32_t n)
{
    static int32_t replications[N];
    suf_weights self;
    for (uint32_t i = 0; i < n; i++) {
        replications[i] = (int32_t) i;
    }
    assert_int_equal(suf_weights_init(&self, logarithms, replications, inner, n), SUF_OK);
    return self;
}

static suf_weights
weights_of(const double *logarithms, uint32_t n)
{
    return nested_weights_of(logarithms, 1, n);
}

static void
equal_weights_lose_nothing(void **state)
{
    (void) state;
    double logarithms[200];
    for (int i = 0; i < 200; i++) {
        logarithms[i] = -1e6;
    }
    suf_weights self = weights_of(logarithms, 200);
    assert_close(self.effective, 200, 1e-9);
    assert_close(self.w[17], 1.0 / 200, 1e-15);
    assert_true(self.pareto_k < 0 && suf_weights_hold(&self));
    suf_weights_free(&self);
}

static void
one_that_carries_all_is_refused(void **state)
{
    (void) state;
    static double logarithms[N];
    for (int i = 0; i < N; i++) {
        logarithms[i] = i == 5 ? 0 : -100 - i;
    }
    suf_weights self = weights_of(logarithms, N);
    assert_close(self.effective, 1, 1e-9);
    assert_false(suf_weights_hold(&self));
    suf_weights_free(&self);
}

static void
what_has_no_weight_is_left_out(void **state)
{
    (void) state;
    double logarithms[] = {0, (double) NAN, log(3), (double) NAN};
    double nothing[] = {(double) NAN, (double) NAN};
    suf_weights self = weights_of(logarithms, 4);
    assert_int_equal(self.n_known, 2);
    assert_close(self.w[2], 0.75, 1e-12);
    assert_true(self.w[1] == 0 && self.w[3] == 0);
    assert_close(self.effective, 1.6, 1e-12); /* (1 + 3)^2 / (1 + 9) */
    suf_weights_free(&self);
    self = weights_of(nothing, 2);
    assert_true(self.effective == 0 && !suf_weights_hold(&self));
    suf_weights_free(&self);
}

/* Weights with the tail w ~ u^-k are Pareto with the shape k; the weak prior draws it
 * towards 0.5 by 10 of the 3 sqrt(n) largest. */
static void
the_shape_of_a_pareto_tail_is_found(void **state)
{
    (void) state;
    static double logarithms[N];
    const double shapes[] = {0.2, 0.5, 0.9, 1.4};
    double n_tail = ceil(3 * sqrt(N));
    for (int j = 0; j < 4; j++) {
        for (int i = 0; i < N; i++) {
            logarithms[i] = -shapes[j] * log((i + 0.5) / N);
        }
        suf_weights self = weights_of(logarithms, N);
        double expected = (n_tail * shapes[j] + 5) / (n_tail + 10);
        assert_close(self.pareto_k, expected, 0.08);
        assert_int_equal(suf_weights_hold(&self), shapes[j] < 0.7);
        suf_weights_free(&self);
    }
}

/* Prior N(10, 2^2), observed 13 with sd 1.5: the posterior is normal with the mean
 * weighted by precisions (Gelman et al. 2013, Bayesian Data Analysis, 2.5). */
static void
a_normal_prior_gives_its_normal_posterior(void **state)
{
    (void) state;
    static double logarithms[N];
    static double x[N];
    double precision = 1 / 4.0 + 1 / (1.5 * 1.5);
    double mean = (10 / 4.0 + 13 / (1.5 * 1.5)) / precision;
    suf_weighted value = {0};
    suf_weighted above = {0};
    for (int i = 0; i < N; i++) {
        x[i] = 10 + 2 * gsl_cdf_ugaussian_Pinv((i + 0.5) / N);
        logarithms[i] = -(x[i] - 13) * (x[i] - 13) / (2 * 1.5 * 1.5);
    }
    suf_weights self = weights_of(logarithms, N);
    for (int i = 0; i < N; i++) {
        suf_weighted_add(&value, SUF_NONE, (uint32_t) i, self.w[i], x[i]);
        suf_weighted_add(&above, SUF_NONE, (uint32_t) i, self.w[i], x[i] > 12);
    }
    assert_close(suf_weighted_mean(&value), mean, 1e-3);
    assert_close(suf_weighted_variance(&value), 1 / precision, 1e-2);
    assert_close(suf_weighted_effective(&value), self.effective, 1e-6);
    assert_close(suf_weighted_mean(&above),
        gsl_cdf_ugaussian_Q((12 - mean) * sqrt(precision)), 1e-3);
    assert_true(suf_weights_hold(&self));
    /* The error of a mean by weights: that of the effective number, but for what the
     * weights and the values share. */
    double expected = 1.96 * sqrt(1 / precision / self.effective);
    assert_true(fabs(suf_weighted_half_width(&value, 0.95) / expected - 1) < 0.3);
    suf_weights_free(&self);
}

/* With equal weights a probability has the interval of Clopper and Pearson: 3 of 10 give
 * [0.0667, 0.6525], 0 of 10 [0, 0.3085]. */
static void
a_probability_with_equal_weights_is_that_of_clopper_and_pearson(void **state)
{
    (void) state;
    for (int n_met = 0; n_met <= 3; n_met += 3) {
        suf_weighted met = {0};
        double low = 2;
        double high = 2;
        for (int i = 0; i < 10; i++) {
            suf_weighted_add(&met, SUF_NONE, (uint32_t) i, 0.1, i < n_met);
        }
        suf_weighted_probability(&met, 0.95, &low, &high);
        assert_close(low, n_met == 0 ? 0 : 0.0667, 0.02);
        assert_close(high, n_met == 0 ? 0.3085 : 0.6525, 0.03);
    }
}

/* Totals of two clusters that are equal: nothing is known beyond one degree of freedom.
 */
static void
clusters_are_the_observations(void **state)
{
    (void) state;
    suf_weighted self = {0};
    for (int i = 0; i < 100; i++) {
        suf_weighted_add(&self, (uint32_t) i % 2, (uint32_t) i, 0.01, i % 2 == 0 ? 4 : 6);
    }
    assert_close(suf_weighted_mean(&self), 5, 1e-12);
    /* Totals of e are -+ 0.5 x 1: variance 2 / 1 x (0.25 + 0.25) = 1; t(1) 12.706. */
    assert_close(suf_weighted_half_width(&self, 0.95), 12.706, 1e-2);
}

/* 100 draws of 20 replications each whose weight is the draw's alone: 20 times as many
 * replications tell nothing more, and Pareto's k is that of the draws. */
static void
replications_of_one_draw_count_once(void **state)
{
    (void) state;
    double draws[100];
    static double nested[2000];
    for (int i = 0; i < 2000; i++) {
        draws[i / 20] = nested[i] = -0.4 * log((i / 20 + 0.5) / 100);
    }
    suf_weights single = weights_of(draws, 100);
    suf_weights self = nested_weights_of(nested, 20, 2000);
    assert_int_equal(self.n_draws, 100);
    assert_close(self.effective, single.effective, 1e-9);
    assert_close(self.pareto_k, single.pareto_k, 1e-9);
    assert_true(self.effective < 100 && !suf_weights_hold(&self));
    suf_weighted value = {0};
    for (uint32_t i = 0; i < 2000; i++) {
        suf_weighted_add(&value, SUF_NONE, i / 20, self.w[i], 1);
    }
    double low = 0;
    double high = 0;
    suf_weighted_probability(&value, 0.95, &low, &high);
    assert_close(suf_weighted_effective(&value), single.effective, 1e-9);
    /* Clopper and Pearson's with n of n: (1 - 0.95) / 2 to the power of 1 / n. */
    assert_close(low, pow(0.025, 1 / single.effective), 1e-9);
    assert_close(high, 1, 0);
    suf_weights_free(&single);
    suf_weights_free(&self);
}

/* Two replications of one draw and two of another, only one of each with a weight: the
 * chance within a draw is no draw more. */
static void
chance_within_a_draw_is_averaged_first(void **state)
{
    (void) state;
    double logarithms[] = {0, log(3), log(4), -(double) INFINITY};
    suf_weights self = nested_weights_of(logarithms, 2, 4);
    assert_close(self.w[1], 3.0 / 8, 1e-12);
    assert_close(self.effective, 2, 1e-12); /* draws weigh 4 and 4 */
    suf_weights_free(&self);
}

/* --- estimates that are weighted -----------------------------------------------------
 */

/* Equal weights give the means and variances of none, and intervals but for what skewness
 * adds to those. */
static void
equal_weights_give_the_plain_estimate(void **state)
{
    (void) state;
    const suf_design_spec designs[] = {
        {.kind = SUF_DESIGN_RANDOM, .n_points = SUF_NONE, SUF_NONE, SUF_NONE},
        {.kind = SUF_DESIGN_BALANCED, .n_points = SUF_NONE, SUF_NONE, SUF_NONE}};
    for (int d = 0; d < 2; d++) {
        suf_estimate plain = {0};
        suf_estimate weighted = {0};
        suf_estimate change = {0};
        suf_estimate weighted_change = {0};
        const double weight = 0.002;
        for (uint32_t r = 0; r < 500; r++) {
            double x = 1e9 + gsl_cdf_ugaussian_Pinv((r * 7 % 500 + 0.5) / 500);
            double step = r % 10 == 0 ? 1 : r % 17 == 0 ? -1 : 0;
            suf_estimate_add(&plain, &designs[d], r, x);
            suf_estimate_add_weighted(&weighted, &designs[d], r, &weight, x);
            suf_estimate_add(&change, &designs[d], r, step);
            suf_estimate_add_weighted(&weighted_change, &designs[d], r, &weight, step);
        }
        assert_close(suf_estimate_mean(&weighted), suf_estimate_mean(&plain), 1e-6);
        assert_close(
            suf_estimate_variance(&weighted), suf_estimate_variance(&plain), 1e-6);
        assert_close(suf_estimate_half_width(&weighted, 0.9),
            suf_estimate_half_width(&plain, 0.9), 1e-6);
        double found[2];
        double wanted[2];
        suf_estimate_change(&weighted_change, 0.9, &found[0], &found[1]);
        suf_estimate_change(&change, 0.9, &wanted[0], &wanted[1]);
        assert_close(found[0], wanted[0], 2e-3);
        assert_close(found[1], wanted[1], 2e-3);
        assert_true(found[0] < found[1]);
    }
}

/* --- quantiles -----------------------------------------------------------------------
 */

static void
a_quantile_is_the_least_value_with_its_share_of_the_weight(void **state)
{
    (void) state;
    suf_weighed items[] = {{5, 0.1}, {1, 0.2}, {3, 0.4}, {2, 0}, {4, 0.3}};
    suf_weighed_sort(items, 5);
    assert_close(items[4].value, 5, 0);
    assert_close(suf_weighed_quantile(items, 5, 0), 1, 0);
    assert_close(suf_weighed_quantile(items, 5, 0.19), 1, 0);
    assert_close(suf_weighed_quantile(items, 5, 0.21), 3, 0); /* 2 has no weight */
    assert_close(suf_weighed_quantile(items, 5, 0.61), 4, 0);
    assert_close(suf_weighed_quantile(items, 5, 1), 5, 0);
    assert_true(isnan(suf_weighed_quantile(items, 0, 0.5)));
    /* Of ten with the weight 1 each: the ceil(0.9 x 10)-th. */
    suf_weighed equal[10];
    for (int i = 0; i < 10; i++) {
        equal[i] = (suf_weighed){i + 1, 1};
    }
    assert_close(suf_weighed_quantile(equal, 10, 0.9), 9, 0);
}

/* Prior N(0, 1), weighted to N(1, 1/2) by y = 2 with sd 1: the median and the 90 %
 * quantile, and Woodruff's interval about as wide as the normal one at the effective
 * number: +- 1.96 sqrt(p (1 - p) / n) / density. */
static void
quantiles_of_a_normal_posterior(void **state)
{
    (void) state;
    static suf_weighed items[N];
    static double logarithms[N];
    for (int i = 0; i < N; i++) {
        items[i].value = gsl_cdf_ugaussian_Pinv((i + 0.5) / N);
        logarithms[i] = -(items[i].value - 2) * (items[i].value - 2) / 2;
    }
    suf_weights weights = weights_of(logarithms, N);
    for (int i = 0; i < N; i++) {
        items[i].weight = weights.w[i];
    }
    const double shares[] = {0.5, 0.9};
    for (int i = 0; i < 2; i++) {
        double z = gsl_cdf_ugaussian_Pinv(shares[i]);
        double low = 0;
        double high = 0;
        double density = exp(-z * z / 2) / 2.5066282746310002 / sqrt(0.5);
        /* The variance of the share below: that of a ratio of sums, as the largest
         * weights lie on one side; never below that of the effective sample. */
        double variance = 0;
        for (int j = 0; j < N; j++) {
            double off = (items[j].value <= 1 + z * sqrt(0.5)) - shares[i];
            variance += items[j].weight * items[j].weight * off * off; /* they sum to 1 */
        }
        variance = fmax(variance, shares[i] * (1 - shares[i]) / weights.effective);
        double half = 1.96 * sqrt(variance) / density;
        assert_close(suf_weighed_quantile(items, N, shares[i]), 1 + z * sqrt(0.5), 3e-3);
        suf_weighed_interval(items, N, shares[i], weights.effective, 0.95, &low, &high);
        assert_close((high - low) / (2 * half), 1, 0.1);
        assert_true(low < 1 + z * sqrt(0.5) && 1 + z * sqrt(0.5) < high);
    }
    suf_weights_free(&weights);
}

/* The table of what is counted and the variables of the results are one. */
static void
what_is_counted_is_a_variable_of_the_results(void **state)
{
    (void) state;
    const char *const methods[] = {[SUF_OBSERVED_SUM] = ": sum",
        [SUF_OBSERVED_MEAN] = ": mean",
        [SUF_OBSERVED_POINT] = ": point"};
    for (int i = 1; i < SUF_N_OBSERVED; i++) {
        const suf_observed_row *row = suf_observed_row_of((suf_observed) i);
        const suf_variable_info *info =
            suf_variable_info_of(suf_likelihood_variable((suf_observed) i));
        char wanted[20];
        (void) snprintf(wanted, sizeof wanted, "%s%s",
            row->is_of_people ? "year" : "month", methods[row->time]);
        assert_string_equal(row->name, info->name);
        assert_string_equal(wanted, info->cell_methods);
        assert_int_equal(
            info->dims, row->is_of_people ? SUF_DIMS_POPULATION : SUF_DIMS_MONTHLY);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_lose_nothing),
        cmocka_unit_test(one_that_carries_all_is_refused),
        cmocka_unit_test(what_has_no_weight_is_left_out),
        cmocka_unit_test(the_shape_of_a_pareto_tail_is_found),
        cmocka_unit_test(a_normal_prior_gives_its_normal_posterior),
        cmocka_unit_test(a_probability_with_equal_weights_is_that_of_clopper_and_pearson),
        cmocka_unit_test(clusters_are_the_observations),
        cmocka_unit_test(replications_of_one_draw_count_once),
        cmocka_unit_test(chance_within_a_draw_is_averaged_first),
        cmocka_unit_test(equal_weights_give_the_plain_estimate),
        cmocka_unit_test(a_quantile_is_the_least_value_with_its_share_of_the_weight),
        cmocka_unit_test(quantiles_of_a_normal_posterior),
        cmocka_unit_test(what_is_counted_is_a_variable_of_the_results),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
