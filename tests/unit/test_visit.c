/* Tests of visits: the load of an hour, who is refused, and the law of the numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expected numbers are worked out hour by hour in the plainest way, for the region of
 * tests/data/supply/visits.yaml; numbers served and refused are then independent Poisson
 * counts, exactly. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "engine/visit.h"
#include "oracle/ready.h"
#include "oracle/sample.h"

#define VISITS SUF_SOURCE_DIR "/tests/data/supply/visits.yaml"

/* Erlang's B as a sum: (a^c / c!) / sum of a^k / k!. */
static double
erlang_b(double load, int places)
{
    double term = 1;
    double sum = 1;
    for (int k = 1; k <= places; k++) {
        term *= load / k;
        sum += term;
    }
    return term / sum;
}

static void
blocking_is_erlangs(void **state)
{
    (void) state;
    /* A01 of the analytic cases. */
    assert_true(fabs(suf_visit_blocking(7, 10) - 0.07874088297) < 1e-10);
    for (int c = 1; c < 120; c += 7) {
        for (double load = 0.5; load < 150; load *= 2) {
            assert_true(fabs(suf_visit_blocking(load, c) - erlang_b(load, c)) < 2e-12);
        }
    }
    assert_true(suf_visit_blocking(3, 0) >= 1);
    assert_true(suf_visit_blocking(0, 5) <= 0);
    double half = (suf_visit_blocking(7, 10) + suf_visit_blocking(7, 11)) / 2;
    assert_true(fabs(suf_visit_blocking(7, 10.5) - half) < 1e-12);
}

typedef struct expected {
    double served[2], away, refused[2], hours[2];
} expected;

/* One day of January, hour by hour; weights of weekends are twice those of weekdays. */
static void
add_day(expected *sum, bool is_weekend, double month_factor, const int places[2])
{
    static const double weights[4] = {1, 2, 2, 1};
    double week = 6 * 5 + 12 * 2;
    double weekly[2] = {3000 * 0.4 * 0.5 * month_factor, 1500 * 0.4 * 0.5 * month_factor};
    double there[2] = {0, 0};
    double stay = 1.5;
    for (int h = 0; h < 4; h++) {
        double visitors[2];
        double load[2];
        double blocked[2];
        for (int d = 0; d < 2; d++) {
            visitors[d] = weekly[d] * weights[h] * (is_weekend ? 2 : 1) / week;
            /* mean over the hour of a(t) = steady + (there - steady) exp(-t / stay) */
            double steady = visitors[d] * stay;
            double integral = stay * (1 - exp(-1 / stay));
            load[d] = steady + (there[d] - steady) * integral;
            there[d] = steady + (there[d] - steady) * exp(-1 / stay);
            blocked[d] = erlang_b(load[d], places[d]);
        }
        double over = load[0] * blocked[0];
        double both = load[1] + over;
        double gained =
            both * (1 - erlang_b(both, places[1])) - load[1] * (1 - blocked[1]);
        double accepted = over > 0 ? fmax(0, gained) / over : 0;
        for (int d = 0; d < 2; d++) {
            sum->served[d] += visitors[d] * (1 - blocked[d]);
            sum->hours[d] += load[d] * (1 - blocked[d]);
        }
        sum->hours[1] += accepted * over;
        sum->away += visitors[0] * blocked[0] * accepted;
        sum->refused[0] += visitors[0] * blocked[0] * (1 - accepted);
        sum->refused[1] += visitors[1] * blocked[1];
    }
}

/* January; 2021 began on a Friday. */
static expected
january_by_hand(void)
{
    static const int places[2] = {40, 30};
    expected sum = {{0}, 0, {0}, {0}};
    for (int day = 0; day < 31; day++) {
        add_day(&sum, (4 + day) % 7 >= 5, 1.2, places);
    }
    return sum;
}

static void
assert_poisson(const sample *seen, double mean)
{
    assert_true(
        fabs(sample_mean(seen) - mean) < SAMPLE_Z_BOUND * sample_mean_error(seen));
    assert_true(fabs(sample_variance(seen) - mean) <
                SAMPLE_Z_BOUND * sample_variance_error(seen));
    assert_true(sample_mean_error(seen) < 0.01 / 5.5 * mean);
}

static double
of_month(ready *self, suf_variable variable, int month, int district)
{
    return suf_metrics_of(&self->metrics, variable)[month * 2 + district];
}

static void
numbers_are_poisson_with_the_means_of_the_hours(void **state)
{
    (void) state;
    enum { N = 20000 };
    ready self;
    sample served[2] = {{0}, {0}};
    sample away = {0};
    sample refused[2] = {{0}, {0}};
    sample product = {0};
    expected january = january_by_hand();
    ready_init(&self, VISITS, NULL, 0);
    for (uint64_t r = 0; r < N; r++) {
        ready_start(&self, r, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        for (int d = 0; d < 2; d++) {
            double s = of_month(&self, SUF_VARIABLE_SERVED, 0, d);
            double a = of_month(&self, SUF_VARIABLE_SERVED_AWAY, 0, d);
            double f = of_month(&self, SUF_VARIABLE_VISITS_REFUSED, 0, d);
            assert_true(of_month(&self, SUF_VARIABLE_VISITS, 0, d) == s + a + f);
            sample_add(&served[d], s);
            sample_add(&refused[d], f);
            if (d == 0) {
                sample_add(&away, a);
                sample_add(&product, (s - january.served[0]) * (f - january.refused[0]));
            } else {
                assert_true(a == 0);
            }
        }
    }
    for (int d = 0; d < 2; d++) {
        assert_poisson(&served[d], january.served[d]);
        assert_poisson(&refused[d], january.refused[d]);
        double hours = of_month(&self, SUF_VARIABLE_PERSON_HOURS, 0, d);
        assert_true(fabs(hours - january.hours[d]) < 1e-6 * january.hours[d]);
    }
    assert_poisson(&away, january.away);
    assert_true(
        fabs(sample_mean(&product)) < SAMPLE_Z_BOUND * sample_mean_error(&product));
    assert_true(of_month(&self, SUF_VARIABLE_PLACE_HOURS, 0, 1) == 31 * 4 * 30.0);
    /* The annex opens on 15 February: 20 more places for 14 of 28 days. */
    assert_true(
        of_month(&self, SUF_VARIABLE_PLACE_HOURS, 1, 0) == 4 * (28 * 40.0 + 14 * 20.0));
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocking_is_erlangs),
        cmocka_unit_test(numbers_are_poisson_with_the_means_of_the_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
