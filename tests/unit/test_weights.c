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
#include "stats/variables.h"
#include "stats/weighted_mean.h"
#include "stats/weights.h"

enum { N = 4000 };

static void
assert_close(double found, double wanted, double error)
{
    if (!(fabs(found - wanted) <= error)) {
        fail_msg("found %.12g, expected %.12g", found, wanted);
    }
}

static suf_weights
weights_of(const double *logarithms, uint32_t n)
{
    suf_weights self;
    assert_int_equal(suf_weights_init(&self, logarithms, n), SUF_OK);
    return self;
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
    suf_weighted square = {0};
    suf_weighted above = {0};
    for (int i = 0; i < N; i++) {
        x[i] = 10 + 2 * gsl_cdf_ugaussian_Pinv((i + 0.5) / N);
        logarithms[i] = -(x[i] - 13) * (x[i] - 13) / (2 * 1.5 * 1.5);
    }
    suf_weights self = weights_of(logarithms, N);
    for (int i = 0; i < N; i++) {
        suf_weighted_add(&value, SUF_NONE, self.w[i], x[i]);
        suf_weighted_add(&square, SUF_NONE, self.w[i], x[i] * x[i]);
        suf_weighted_add(&above, SUF_NONE, self.w[i], x[i] > 12);
    }
    assert_close(suf_weighted_mean(&value), mean, 1e-3);
    assert_close(suf_weighted_mean(&square) - mean * mean, 1 / precision, 1e-2);
    assert_close(suf_weighted_mean(&above),
        gsl_cdf_ugaussian_Q((12 - mean) * sqrt(precision)), 1e-3);
    assert_true(suf_weights_hold(&self));
    /* The error of a mean by weights: that of the effective number, but for what the
     * weights and the values share. */
    double expected = 1.96 * sqrt(1 / precision / self.effective);
    assert_true(fabs(suf_weighted_half_width(&value) / expected - 1) < 0.3);
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
            suf_weighted_add(&met, SUF_NONE, 0.1, i < n_met);
        }
        suf_weighted_probability(&met, &low, &high);
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
        suf_weighted_add(&self, (uint32_t) i % 2, 0.01, i % 2 == 0 ? 4 : 6);
    }
    assert_close(suf_weighted_mean(&self), 5, 1e-12);
    /* Totals of e are -+ 0.5 x 1: variance 2 / 1 x (0.25 + 0.25) = 1; t(1) 12.706. */
    assert_close(suf_weighted_half_width(&self), 12.706, 1e-2);
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
        cmocka_unit_test(what_is_counted_is_a_variable_of_the_results),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
