/* Distributions: quantiles, moments, residual and equilibrium laws, against GSL and
 * theory. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>

#include "random/distribution.h"
#include "random/gamma_quantile.h"

typedef struct family {
    suf_distribution_kind kind;
    double scale, shape, mean, cv;
} family;

/* Mean and CV of each by its textbook formula. */
static const family families[] = {
    {SUF_DISTRIBUTION_EXPONENTIAL, 3, 0, 3, 1},
    {SUF_DISTRIBUTION_GAMMA, 2, 0.3, 2, 1.8257418583505538},
    {SUF_DISTRIBUTION_GAMMA, 2, 2, 2, 0.7071067811865476},
    {SUF_DISTRIBUTION_GAMMA, 5, 40, 5, 0.15811388300841897},
    {SUF_DISTRIBUTION_LOGNORMAL, 4, 0.5, 4.532593812266974, 0.5329403500277882},
    {SUF_DISTRIBUTION_LOGNORMAL, 1, 1.0857, 1.8029, 1.5},
    {SUF_DISTRIBUTION_WEIBULL, 2, 0.75, 2, 1.3528},
    {SUF_DISTRIBUTION_WEIBULL, 2, 3, 2, 0.3634},
    {SUF_DISTRIBUTION_HYPEREXPONENTIAL, 1, 2, 1, 2},
    {SUF_DISTRIBUTION_HYPEREXPONENTIAL, 7, 1.2, 7, 1.2},
};
enum { N_FAMILIES = sizeof families / sizeof families[0] };

static void
set_up(suf_distribution *self, const family *of)
{
    suf_distribution_init(self);
    assert_int_equal(
        suf_distribution_set(self, of->kind, of->scale, of->shape, NULL), SUF_OK);
}

static void
assert_near(double found, double wanted, double relative)
{
    if (!(fabs(found - wanted) <= relative * fabs(wanted))) {
        fail_msg("found %.12g, expected %.12g within %g", found, wanted, relative);
    }
}

/* The quantile of u and back through the cdf; exponential draws fall with u. */
static void
quantiles_invert_the_distribution_function(void **state)
{
    (void) state;
    for (int f = 0; f < N_FAMILIES; f++) {
        suf_distribution self;
        set_up(&self, &families[f]);
        bool is_falling = self.kind == SUF_DISTRIBUTION_EXPONENTIAL;
        for (int i = 1; i < 4000; i++) {
            double u = i / 4000.0;
            double x = suf_distribution_quantile(&self, u);
            double back = suf_distribution_cdf(&self, x);
            assert_near(is_falling ? 1 - back : back, u, 2e-6);
        }
        for (int octave = 3; octave < 40; octave++) { /* both tails */
            double tail = ldexp(1.3, -octave);
            double low = suf_distribution_quantile(&self, is_falling ? 1 - tail : tail);
            double high = suf_distribution_quantile(&self, is_falling ? tail : 1 - tail);
            if (octave < 30) {
                assert_near(suf_distribution_cdf(&self, low), tail, 1e-5);
            }
            assert_near(
                suf_distribution_survival(&self, high), tail, octave < 30 ? 1e-5 : 1e-3);
            assert_true(low < high);
        }
        suf_distribution_free(&self);
    }
}

static void
quantiles_equal_those_of_gsl(void **state)
{
    (void) state;
    suf_distribution gamma;
    suf_distribution lognormal;
    suf_distribution weibull;
    set_up(&gamma, &(family){SUF_DISTRIBUTION_GAMMA, 6, 2.5, 0, 0});
    set_up(&lognormal, &(family){SUF_DISTRIBUTION_LOGNORMAL, 3, 0.8, 0, 0});
    set_up(&weibull, &(family){SUF_DISTRIBUTION_WEIBULL, 2, 0.75, 0, 0});
    for (int i = 1; i < 1000; i++) {
        double u = i / 1000.0;
        assert_near(
            suf_distribution_quantile(&gamma, u), gsl_cdf_gamma_Pinv(u, 2.5, 2.4), 1e-6);
        assert_near(suf_distribution_quantile(&lognormal, u),
            gsl_cdf_lognormal_Pinv(u, log(3), 0.8), 1e-6);
        assert_near(suf_distribution_quantile(&weibull, u),
            gsl_cdf_weibull_Pinv(u, 2 / gsl_sf_gamma(1 + 1 / 0.75), 0.75), 1e-6);
    }
    suf_distribution_free(&gamma);
    suf_distribution_free(&lognormal);
    suf_distribution_free(&weibull);
}

/* GSL's own inverse is far off for some shapes from about a thousand on. */
static void
gamma_quantiles_hold_at_every_shape(void **state)
{
    (void) state;
    for (double shape = 0.03; shape <= 10000; shape *= 1.03) {
        for (double tail = 0.5; tail > 1e-12; tail *= 0.37) {
            double x = suf_gamma_quantile(shape, tail, true);
            assert_near(gsl_cdf_gamma_Q(x, shape, 1), tail, 1e-8);
            x = suf_gamma_quantile(shape, tail, false);
            if (x > 1e-300) { /* a double has fewer digits below */
                assert_near(gsl_cdf_gamma_P(x, shape, 1), tail, 1e-8);
            }
        }
    }
}

/* Moments by the midpoint rule over u, in octaves towards the upper end. */
static void
draws_have_the_mean_and_variation_of_their_family(void **state)
{
    (void) state;
    for (int f = 0; f < N_FAMILIES; f++) {
        suf_distribution self;
        set_up(&self, &families[f]);
        double first = 0;
        double second = 0;
        for (int octave = 0; octave < 44; octave++) {
            for (int half = 0; half < 2; half++) {
                for (int i = 0; i < 512; i++) {
                    double tail = ldexp(1 + (i + 0.5) / 512, -2 - octave);
                    double x =
                        suf_distribution_quantile(&self, half == 0 ? tail : 1 - tail);
                    double weight = ldexp(1, -2 - octave) / 512;
                    first += weight * x;
                    second += weight * x * x;
                }
            }
        }
        assert_near(suf_distribution_mean(&self), families[f].mean, 1e-4);
        assert_near(first, families[f].mean, 1e-4);
        assert_near(sqrt(second - first * first) / first, families[f].cv, 1e-3);
        suf_distribution_free(&self);
    }
}

/* H(x) against Simpson's rule on S, and its quantile back. */
static void
the_equilibrium_distribution_is_the_integral_of_survival(void **state)
{
    (void) state;
    for (int f = 0; f < N_FAMILIES; f++) {
        suf_distribution self;
        set_up(&self, &families[f]);
        assert_int_equal(suf_distribution_need_equilibrium(&self), SUF_OK);
        double mean = suf_distribution_mean(&self);
        for (int i = 1; i <= 20; i++) {
            double x = mean * i * i * 0.02;
            enum { STEPS = 20000 };
            double sum = 0;
            /* Substituting a = x s^4 tames a survival that falls steeply at 0. */
            for (int j = 0; j < STEPS; j++) {
                double s = (j + 0.5) / STEPS;
                sum +=
                    suf_distribution_survival(&self, x * s * s * s * s) * 4 * s * s * s;
            }
            double integral = sum / STEPS * x / mean;
            double h = suf_distribution_equilibrium_cdf(&self, x);
            assert_near(h, integral, 1e-6);
            if (h < 1 - 1e-9) {
                assert_near(suf_distribution_equilibrium_quantile(&self, h), x, 1e-5);
            }
            assert_near(suf_distribution_equilibrium_near(&self, x), h, 1e-6);
        }
        for (int i = -40; i <= 40; i++) { /* both tails, down to 2^-40 */
            double u = i < 0 ? ldexp(0.7, i) : 1 - ldexp(0.7, -i);
            double x = suf_distribution_equilibrium_quantile(&self, u);
            double back = suf_distribution_equilibrium_near(&self, x);
            assert_true(fabs(back - u) <= 1e-11 * fmin(u, 1 - u) + 4e-16);
        }
        suf_distribution_free(&self);
    }
}

/* P(S - a > x given S > a) = S(a + x) / S(a). */
static void
residuals_follow_the_conditional_law(void **state)
{
    (void) state;
    for (int f = 0; f < N_FAMILIES; f++) {
        suf_distribution self;
        set_up(&self, &families[f]);
        double elapsed = 0.7 * families[f].mean;
        double there = suf_distribution_survival(&self, elapsed);
        for (int i = 1; i < 100; i++) {
            double u = i / 100.0;
            double rest = suf_distribution_residual(&self, elapsed, u);
            assert_near(
                suf_distribution_survival(&self, elapsed + rest) / there, u, 1e-5);
        }
        suf_distribution_free(&self);
    }
}

/* Reference case D08: Weibull of shape 0.75 and mean 2, found in the stationary state. */
static void
the_rest_of_a_stay_found_at_random_has_the_renewal_mean(void **state)
{
    (void) state;
    suf_distribution self;
    set_up(&self, &(family){SUF_DISTRIBUTION_WEIBULL, 2, 0.75, 0, 0});
    assert_int_equal(suf_distribution_need_equilibrium(&self), SUF_OK);
    double mean = 0;
    double there_after_a_year = 0;
    enum { N = 2000 };
    for (int i = 0; i < N; i++) {
        double elapsed = suf_distribution_equilibrium_quantile(&self, (i + 0.5) / N);
        double survival = suf_distribution_survival(&self, elapsed);
        there_after_a_year += suf_distribution_survival(&self, elapsed + 1) / survival;
        for (int j = 0; j < 200; j++) {
            mean += suf_distribution_residual(&self, elapsed, (j + 0.5) / 200) / 200;
        }
    }
    assert_near(there_after_a_year / N, 0.6547042472, 1e-3);
    assert_near(mean / N, 2.830233402, 5e-3);
    suf_distribution_free(&self);
}

static void
an_empirical_distribution_interpolates_its_points(void **state)
{
    (void) state;
    static const double values[] = {1, 2, 4};
    static const double cumulative[] = {0.25, 0.5, 1};
    suf_empirical points = {values, cumulative, 3};
    suf_distribution self;
    suf_distribution_init(&self);
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_EMPIRICAL, 1, 0, &points), SUF_OK);
    assert_near(suf_distribution_quantile(&self, 0.1), 1, 1e-12);
    assert_near(suf_distribution_quantile(&self, 0.375), 1.5, 1e-12);
    assert_near(suf_distribution_quantile(&self, 0.75), 3, 1e-12);
    assert_near(suf_distribution_cdf(&self, 3), 0.75, 1e-12);
    assert_near(suf_distribution_mean(&self), 0.25 + 0.25 * 1.5 + 0.5 * 3, 1e-12);
    assert_int_equal(suf_distribution_need_equilibrium(&self), SUF_OK);
    assert_near(suf_distribution_equilibrium_cdf(&self, 4), 1, 1e-12);
    /* S is 1 up to the first point: H grows by 1 / mean there. */
    assert_near(suf_distribution_equilibrium_cdf(&self, 1),
        1 / suf_distribution_mean(&self), 1e-12);
    suf_distribution_free(&self);
}

static void
fixed_and_absent_durations_need_no_randomness(void **state)
{
    (void) state;
    suf_distribution self;
    suf_distribution_init(&self);
    assert_true(isinf(suf_distribution_quantile(&self, 0.5)));
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_FIXED, 2.5, 0, NULL), SUF_OK);
    assert_true(suf_distribution_quantile(&self, 0.1) == 2.5);
    assert_true(suf_distribution_cdf(&self, 2.4) == 0);
    assert_true(suf_distribution_cdf(&self, 2.5) == 1);
    assert_near(suf_distribution_equilibrium_cdf(&self, 1), 0.4, 1e-12);
    suf_distribution_free(&self);
}

static void
parameters_out_of_range_are_refused(void **state)
{
    (void) state;
    suf_distribution self;
    suf_distribution_init(&self);
    assert_int_equal(suf_distribution_set(&self, SUF_DISTRIBUTION_GAMMA, 1, 0, NULL),
        SUF_ERROR_PARAMETER);
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_EXPONENTIAL, -1, 0, NULL),
        SUF_ERROR_PARAMETER);
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_HYPEREXPONENTIAL, 1, 0.5, NULL),
        SUF_ERROR_PARAMETER);
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_WEIBULL, (double) NAN, 1, NULL),
        SUF_ERROR_PARAMETER);
    assert_int_equal(suf_distribution_set(&self, SUF_DISTRIBUTION_EMPIRICAL, 1, 0, NULL),
        SUF_ERROR_PARAMETER);
    suf_distribution_free(&self);
}

static void
a_table_is_made_anew_only_for_a_new_shape(void **state)
{
    (void) state;
    suf_distribution self;
    suf_distribution_init(&self);
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_GAMMA, 1, 2, NULL), SUF_OK);
    const suf_quantile_cell *cells = self.quantile.cells;
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_GAMMA, 5, 2, NULL), SUF_OK);
    assert_ptr_equal(self.quantile.cells, cells);
    double before = suf_distribution_quantile(&self, 0.5);
    assert_int_equal(
        suf_distribution_set(&self, SUF_DISTRIBUTION_GAMMA, 5, 3, NULL), SUF_OK);
    assert_true(fabs(suf_distribution_quantile(&self, 0.5) - before) > 0.1);
    suf_distribution_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_invert_the_distribution_function),
        cmocka_unit_test(quantiles_equal_those_of_gsl),
        cmocka_unit_test(gamma_quantiles_hold_at_every_shape),
        cmocka_unit_test(draws_have_the_mean_and_variation_of_their_family),
        cmocka_unit_test(the_equilibrium_distribution_is_the_integral_of_survival),
        cmocka_unit_test(residuals_follow_the_conditional_law),
        cmocka_unit_test(the_rest_of_a_stay_found_at_random_has_the_renewal_mean),
        cmocka_unit_test(an_empirical_distribution_interpolates_its_points),
        cmocka_unit_test(fixed_and_absent_durations_need_no_randomness),
        cmocka_unit_test(parameters_out_of_range_are_refused),
        cmocka_unit_test(a_table_is_made_anew_only_for_a_new_shape),
    };
    (void) gsl_set_error_handler_off(); /* as the program does */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
