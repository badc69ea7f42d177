/* Tests of the way from a share in place to a rate of requests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/calendar.h"
#include "model/parameters.h"
#include "oracle/sample.h"
#include "random/rng_stream.h"

enum { N_AGES = 120 };

/* Children of up to ten years, of whom those from `from` to `to` months may ask. */
typedef struct town {
    double people[2 * N_AGES], factor[2 * N_AGES];
    suf_distribution stay;
    suf_prevalence_problem problem;
} town;

static void
town_init(town *self, uint32_t from, uint32_t to)
{
    memset(self, 0, sizeof *self);
    for (uint32_t x = 0; x < N_AGES; x++) {
        self->people[x] = 100;
        self->factor[x] = x >= from && x < to;
    }
    suf_distribution_init(&self->stay);
    self->problem = (suf_prevalence_problem){.people = self->people,
        .factor = self->factor,
        .n_groups = 1,
        .n_ages = N_AGES,
        .of_from = 0,
        .of_to = 36,
        .stay_until = 36,
        .stay = &self->stay,
        .share = 0.06};
}

static void
set_stay(town *self, suf_distribution_kind kind, double scale_days, double shape)
{
    assert_int_equal(
        suf_distribution_set(&self->stay, kind, scale_days, shape, NULL), SUF_OK);
}

static double
share_of(const town *self, double per_day)
{
    double share = 0;
    assert_int_equal(suf_share_of_rate(&self->problem, per_day, &share), SUF_OK);
    return share;
}

static void
assert_near(double found, double expected, double relative)
{
    assert_true(fabs(found - expected) <= relative * fabs(expected));
}

/* p' = r (1 - p) - p / m from p(f) = 0, integrated over [f, t) months. */
static double
exponential_holder_months(double rate, double mean, double months)
{
    double k = (rate + 1 / mean) * SUF_DAYS_PER_MONTH;
    double limit = rate / (rate + 1 / mean);
    return limit * (months + expm1(-k * months) / k);
}

static void
an_exponential_stay_gives_the_share_of_the_closed_form(void **state)
{
    (void) state;
    town self;
    town_init(&self, 6, 36);
    set_stay(&self, SUF_DISTRIBUTION_EXPONENTIAL, 438, 0);
    double rate = 3e-4;
    assert_near(
        share_of(&self, rate), exponential_holder_months(rate, 438, 30) / 36, 1e-12);
    suf_distribution_free(&self.stay);
}

static void
six_per_cent_of_the_under_threes_take_a_rate_of_about_eleven_per_cent_a_year(void **state)
{
    (void) state;
    town self;
    town_init(&self, 6, 36);
    set_stay(&self, SUF_DISTRIBUTION_EXPONENTIAL, 1.2 * SUF_DAYS_PER_YEAR, 0);
    double rate = 0;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_OK);
    assert_near(rate * SUF_DAYS_PER_YEAR, 0.11, 0.05);
    assert_near(exponential_holder_months(rate, 438.3, 30) / 36, 0.06, 1e-8);
    suf_distribution_free(&self.stay);
}

static void
the_rate_found_gives_the_share_asked_for_whatever_the_stay(void **state)
{
    (void) state;
    static const struct {
        suf_distribution_kind kind;
        double scale_days, shape;
    } stays[] = {{SUF_DISTRIBUTION_EXPONENTIAL, 400, 0}, {SUF_DISTRIBUTION_FIXED, 300, 0},
        {SUF_DISTRIBUTION_GAMMA, 500, 3}, {SUF_DISTRIBUTION_LOGNORMAL, 200, 0.8},
        {SUF_DISTRIBUTION_WEIBULL, 9, 1.5}, {SUF_DISTRIBUTION_HYPEREXPONENTIAL, 90, 2}};
    for (size_t i = 0; i < sizeof stays / sizeof stays[0]; i++) {
        town self;
        town_init(&self, 6, 36);
        set_stay(&self, stays[i].kind, stays[i].scale_days, stays[i].shape);
        double rate = 0;
        assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_OK);
        assert_true(rate > 0);
        assert_near(share_of(&self, rate), 0.06, 1e-8);
        suf_distribution_free(&self.stay);
    }
}

/* A gamma stay of shape 1 is exponential, but goes the general way. */
static void
the_general_way_agrees_with_the_closed_form(void **state)
{
    (void) state;
    static const double means[] = {1, 5, 30, 100, 438, 3000};
    static const double rates[] = {1e-5, 1e-4, 1e-3, 1e-2};
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        for (size_t j = 0; j < sizeof rates / sizeof rates[0]; j++) {
            double rate = rates[j];
            town self;
            town_init(&self, 6, 36);
            set_stay(&self, SUF_DISTRIBUTION_GAMMA, means[i], 1);
            double expected = exponential_holder_months(rate, means[i], 30) / 36;
            assert_near(share_of(&self, rate), expected, 5e-4);
            suf_distribution_free(&self.stay);
        }
    }
}

/* Months in a place of one child, asking at `rate` from month 6 on while in none. */
static double
simulated_holder_months(const town *self, double rate, suf_rng_key key, uint64_t child)
{
    double at = 6;
    double held = 0;
    for (uint64_t i = 0;; i++) {
        suf_rng_block block = suf_rng_draw(key, i, child, 1);
        at -= log(suf_rng_uniform(block.word[0])) / rate / SUF_DAYS_PER_MONTH;
        if (at >= 36) {
            return held;
        }
        double end =
            at + suf_distribution_quantile(&self->stay, suf_rng_uniform(block.word[1])) /
                     SUF_DAYS_PER_MONTH;
        held += fmin(end, 36) - at;
        at = end;
    }
}

static void
the_general_way_agrees_with_a_simulation_of_single_children(void **state)
{
    (void) state;
    suf_rng_key key = {.seed = 20210101, .replication = 0};
    static const struct {
        suf_distribution_kind kind;
        double scale_days, shape, rate;
    } cases[] = {{SUF_DISTRIBUTION_WEIBULL, 438, 2, 2e-3},
        {SUF_DISTRIBUTION_LOGNORMAL, 100, 1, 2e-3},
        {SUF_DISTRIBUTION_FIXED, 365, 0, 1e-3},
        {SUF_DISTRIBUTION_HYPEREXPONENTIAL, 200, 2, 3e-3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        town self;
        town_init(&self, 6, 36);
        set_stay(&self, cases[i].kind, cases[i].scale_days, cases[i].shape);
        sample held = {0};
        for (uint64_t child = 0; child < 400000; child++) {
            sample_add(
                &held, simulated_holder_months(&self, cases[i].rate, key, child) / 36);
        }
        double found = share_of(&self, cases[i].rate);
        double error = sample_mean_error(&held);
        assert_true(error < 0.002 * sample_mean(&held));
        assert_true(fabs(found - sample_mean(&held)) <
                    SAMPLE_Z_BOUND * error + 0.001 * sample_mean(&held));
        suf_distribution_free(&self.stay);
    }
}

static void
a_limit_of_age_ends_stays_and_a_factor_of_zero_ends_requests(void **state)
{
    (void) state;
    town self;
    town_init(&self, 6, 24);
    set_stay(&self, SUF_DISTRIBUTION_EXPONENTIAL, 438, 0);
    double rate = 1e-3;
    double k = SUF_DAYS_PER_MONTH / 438;
    /* Up to 24 months by the closed form; from then on holders only leave. */
    double full = (rate + 1. / 438) * SUF_DAYS_PER_MONTH;
    double last = rate / (rate + 1. / 438) * -expm1(-full * 18);
    double expected =
        exponential_holder_months(rate, 438, 18) + last * -expm1(-k * 12) / k;
    assert_near(share_of(&self, rate) * 36, expected, 1e-12);
    self.problem.stay_until = 30;
    expected -= last * (exp(-k * 6) - exp(-k * 12)) / k;
    assert_near(share_of(&self, rate) * 36, expected, 1e-12);
    suf_distribution_free(&self.stay);
}

static void
sexes_with_factors_of_their_own_are_added_up(void **state)
{
    (void) state;
    town self;
    town_init(&self, 6, 36);
    set_stay(&self, SUF_DISTRIBUTION_WEIBULL, 300, 2);
    double one = share_of(&self, 1e-3);
    double other = share_of(&self, 3e-3);
    self.problem.n_groups = 2;
    for (uint32_t x = 0; x < N_AGES; x++) {
        self.people[N_AGES + x] = 50;
        self.factor[N_AGES + x] = 3 * self.factor[x];
    }
    assert_near(share_of(&self, 1e-3), (100 * one + 50 * other) / 150, 1e-12);
    suf_distribution_free(&self.stay);
}

/* Short stays of which nearly everybody is in one: p = r m / (1 + r m) but for the first.
 */
static void
a_rate_may_be_many_a_day(void **state)
{
    (void) state;
    town self;
    town_init(&self, 0, 36);
    set_stay(&self, SUF_DISTRIBUTION_EXPONENTIAL, 0.04, 0);
    self.problem.share = 0.8;
    double rate = 0;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_OK);
    assert_near(rate, 100, 1e-3);
    /* As far as the bound of requests, 1,000 a day, and no further. */
    self.problem.share = 38. / 39;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_OK);
    assert_near(rate, 950, 1e-3);
    self.problem.share = 44. / 45;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_ERROR_PARAMETER);
    suf_distribution_free(&self.stay);
}

static void
a_share_of_nought_takes_no_requests(void **state)
{
    (void) state;
    town self;
    town_init(&self, 6, 36);
    set_stay(&self, SUF_DISTRIBUTION_EXPONENTIAL, 438, 0);
    self.problem.share = 0;
    double rate = 1;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_OK);
    assert_true(rate == 0);
    suf_distribution_free(&self.stay);
}

static void
a_share_that_no_rate_gives_is_refused(void **state)
{
    (void) state;
    town self;
    double rate = 0;
    town_init(&self, 18, 36); /* half of those the share is of are never eligible */
    set_stay(&self, SUF_DISTRIBUTION_EXPONENTIAL, 438, 0);
    self.problem.share = 0.51;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_ERROR_PARAMETER);
    self.problem.share = 0.49;
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_OK);
    memset(self.people, 0, sizeof self.people);
    assert_int_equal(suf_prevalence_solve(&self.problem, &rate), SUF_ERROR_PARAMETER);
    suf_distribution_free(&self.stay);
}

/* Where deaths are part of the stay, holders leave by S alone while their cohort shrinks:
 * with a constant hazard h and exponential stays of mean m the share of a cohort that
 * holds a place follows p' = r (1 - p) - p / m + h p, the same as stays of rate 1 / m -
 * h. */
static void
a_spared_hazard_is_the_same_as_longer_stays(void **state)
{
    (void) state;
    enum { N = 480 };
    double people[N];
    double factor[N];
    double hazard[N];
    for (int i = 0; i < N; i++) {
        people[i] = 100 * exp(-0.004 * i);
        factor[i] = 1;
        hazard[i] = 0.0002;
    }
    suf_distribution stay;
    suf_distribution longer;
    suf_distribution like;
    suf_distribution_init(&stay);
    suf_distribution_init(&longer);
    suf_distribution_init(&like);
    double leave = 1.0 / 900;
    assert_int_equal(
        suf_distribution_set(&stay, SUF_DISTRIBUTION_EXPONENTIAL, 900, 0, NULL), SUF_OK);
    assert_int_equal(suf_distribution_set(&longer, SUF_DISTRIBUTION_EXPONENTIAL,
                         1 / (leave - 0.0002), 0, NULL),
        SUF_OK);
    /* A gamma of shape 1 is the same law, but takes the way of the other stays. */
    assert_int_equal(
        suf_distribution_set(&like, SUF_DISTRIBUTION_GAMMA, 900, 1, NULL), SUF_OK);
    suf_prevalence_problem problem = {.people = people,
        .factor = factor,
        .n_groups = 1,
        .n_ages = N,
        .of_from = 0,
        .of_to = N,
        .stay_until = SUF_AGE_OPEN,
        .stay = &longer,
        .share = 0.1};
    double expected = 0;
    double spared = 0;
    double general = 0;
    double plain = 0;
    assert_int_equal(suf_share_of_rate(&problem, 2e-4, &expected), SUF_OK);
    problem.stay = &stay;
    assert_int_equal(suf_share_of_rate(&problem, 2e-4, &plain), SUF_OK);
    problem.hazard = hazard;
    assert_int_equal(suf_share_of_rate(&problem, 2e-4, &spared), SUF_OK);
    problem.stay = &like;
    assert_int_equal(suf_share_of_rate(&problem, 2e-4, &general), SUF_OK);
    assert_true(fabs(spared / expected - 1) < 1e-12);
    assert_true(fabs(general / expected - 1) < 1e-3);
    assert_true(plain < 0.9 * expected);
    suf_distribution_free(&stay);
    suf_distribution_free(&longer);
    suf_distribution_free(&like);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spared_hazard_is_the_same_as_longer_stays),
        cmocka_unit_test(an_exponential_stay_gives_the_share_of_the_closed_form),
        cmocka_unit_test(
            six_per_cent_of_the_under_threes_take_a_rate_of_about_eleven_per_cent_a_year),
        cmocka_unit_test(the_rate_found_gives_the_share_asked_for_whatever_the_stay),
        cmocka_unit_test(the_general_way_agrees_with_the_closed_form),
        cmocka_unit_test(the_general_way_agrees_with_a_simulation_of_single_children),
        cmocka_unit_test(a_limit_of_age_ends_stays_and_a_factor_of_zero_ends_requests),
        cmocka_unit_test(sexes_with_factors_of_their_own_are_added_up),
        cmocka_unit_test(a_rate_may_be_many_a_day),
        cmocka_unit_test(a_share_of_nought_takes_no_requests),
        cmocka_unit_test(a_share_that_no_rate_gives_is_refused),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
