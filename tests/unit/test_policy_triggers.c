/* When policies decide by requests and by intakes: exact laws, by hand, all ways.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/ways.h"

#define POLICIES        SUF_SOURCE_DIR "/tests/data/oracle/policies.yaml"
#define BEGIN           SUF_SOURCE_DIR "/tests/data/oracle/policy_begin.yaml"
#define THREE           SUF_SOURCE_DIR "/tests/data/scenarios_good/three_services.yaml"
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

static double
in_all_years(ready *self, suf_variable variable)
{
    double sum = 0;
    for (uint32_t i = 0; i < self->layout.n_years * self->layout.n_districts; i++) {
        double value = suf_metrics_of(&self->metrics, variable)[i];
        sum += isnan(value) ? 0 : value;
    }
    return sum;
}

static double
first_of(ready *self, uint32_t district)
{
    return suf_metrics_of(&self->metrics, SUF_VARIABLE_POLICY_FIRST)[district];
}

/* --- requests -------------------------------------------------------------------------
 */

static int
compare(const void *left, const void *right)
{
    double a = *(const double *) left;
    double b = *(const double *) right;
    return (a > b) - (a < b);
}

/* The bound on Kolmogorov's statistic is passed by chance as often as |z| = 4.65. */
static void
assert_gamma(double *days, size_t n, double shape, double scale)
{
    judged mean = {0};
    judged variance = {0};
    double furthest = 0;
    qsort(days, n, sizeof *days, compare);
    for (size_t i = 0; i < n; i++) {
        double p = gsl_cdf_gamma_P(days[i], shape, scale);
        furthest = fmax(furthest, fabs(p - (double) i / (double) n));
        furthest = fmax(furthest, fabs(p - (double) (i + 1) / (double) n));
        judged_add(&mean, days[i]);
        judged_add(&variance, pow(days[i] - shape * scale, 2));
    }
    judged_assert(&mean, "mean day", shape * scale, false);
    double error = sqrt(
        (variance.squares / variance.n - pow(variance.sum / variance.n, 2)) / variance.n);
    double z = (variance.sum / variance.n - shape * scale * scale) / error;
    print_message(
        "Kolmogorov: %.3f, z of the variance: %.2f\n", furthest * sqrt((double) n), z);
    assert_true(furthest * sqrt((double) n) < 2.58);
    assert_true(fabs(z) < 4.65);
}

static void
the_day_of_a_request_is_gamma(void **state)
{
    (void) state;
    enum { N = 20000, REQUESTS = 40 };
    static const char *const sets[] = {"end=2000-08-01",
        "policies={more: {when: {measure: requests, of: queue, reach: 40}, do: {open: "
        "queue, places: 2}, at_most: 1}, less: null}"};
    static double days[N];
    ready self;
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    for (uint64_t i = 0; i < N; i++) {
        run(&self, i);
        days[i] = first_of(&self, 0);
        assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS) == 1);
        assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_PLACES) == 2);
    }
    ready_free(&self);
    assert_gamma(days, N, REQUESTS, 1 / 0.7);
}

/* What begins at the N-th request and takes a fixed time opens by a date with the
 * probability that the N-th comes so long before it. */
static void
what_a_request_begins_opens_after_gamma_and_its_time(void **state)
{
    (void) state;
    enum { N = 40000, REQUESTS = 90, TAKES = 100 };
    static const char *const sets[] = {"end=2001-12-01", "targets=null",
        "delivery={delay: {fixed: {value: 1}}, correlation: 0, programme_correlation: 0, "
        "cancellation: 0}",
        "projects={hall: {service: other, district: one, places: 4, starts: 2000-12-01, "
        "opens: 2001-03-11, stages: 1}, first: null, homes: null, second: null, sure: "
        "null}",
        "policies={late: {when: {measure: requests, of: other, reach: 90}, do: {begin: "
        "hall}}}"};
    ready self;
    judged open = {0};
    ready_init(&self, BEGIN, sets, COUNT_OF(sets));
    for (uint64_t i = 0; i < N; i++) {
        run(&self, i);
        double at_end = ready_value(&self, SUF_VARIABLE_PLACES, 9, 0, 1); /* October */
        judged_add(&open, at_end > 5);
    }
    ready_free(&self);
    /* By the start of 1 November: 304 days. */
    double expected = gsl_cdf_gamma_P(304 - TAKES, REQUESTS, 2);
    assert_true(expected > 0.2 && expected < 0.95);
    judged_assert(&open, "open by November", expected, true);
}

/* Somebody asks at the end of each day: of the first on day 1, of the n-th on day n. */
#define DAILY                                                                            \
    "start=2001-01-01", "end=2002-01-01", "policies={more: null, less: null}",           \
        "services={queue: {kind: stay, arrivals: {one: {every: 1 day}}, stay: {fixed: "  \
        "{value: 100 years}}, queue: {discipline: fifo}, places: 1}}"

static void
assert_places(ready *self, const double expected[12])
{
    for (uint32_t m = 0; m < 12; m++) {
        double found = ready_value(self, SUF_VARIABLE_PLACES, m, 0, 0);
        if (found < expected[m] || found > expected[m]) {
            print_error("month %u: %g places, expected %g\n", m, found, expected[m]);
            fail();
        }
    }
}

static void
requests_are_counted_anew_and_pauses_kept(void **state)
{
    (void) state;
    /* Every 100th: days 100, 200, 300. */
    static const char *const each[] = {DAILY,
        "policies={more: {when: {measure: requests, of: queue, reach: 100}, do: {open: "
        "queue, places: 3}}}"};
    static const double by_each[] = {1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10};
    /* Decides on day 100 and opens on 1 July, two months after the end of April. It looks
     * again from 1 June (day 151, on which the 151st asks) on, and so at the 250th. */
    static const char *const slow[] = {DAILY,
        "policies={more: {when: {measure: requests, of: queue, reach: 100}, do: {open: "
        "queue, places: 3, takes: 2 months}, pause: 1 month}}"};
    static const double by_slow[] = {1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 7};
    ready self;
    ready_init(&self, POLICIES, each, COUNT_OF(each));
    run(&self, 0);
    assert_places(&self, by_each);
    assert_true(first_of(&self, 0) == 100);
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS) == 3);
    ready_free(&self);
    ready_init(&self, POLICIES, slow, COUNT_OF(slow));
    run(&self, 0);
    assert_places(&self, by_slow);
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS) == 2);
    ready_free(&self);
}

static void
the_number_may_be_a_lever(void **state)
{
    (void) state;
    static const char *const sets[] = {DAILY,
        "levers={n: {value: 100, least: 50, most: 200, step: 50}}",
        "policies={more: {when: {measure: requests, of: queue, reach: $n}, do: {open: "
        "queue, places: 3}, at_most: 1}}"};
    ready self;
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    const double chosen[] = {150};
    run(&self, 0);
    assert_true(first_of(&self, 0) == 100);
    suf_chosen_set(&self.parameters.chosen, chosen);
    assert_int_equal(suf_replication_start(&self.replication, &self.parameters, 0,
                         &self.map, &self.metrics, NULL),
        SUF_OK);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    assert_true(first_of(&self, 0) == 150);
    ready_free(&self);
}

/* --- intakes --------------------------------------------------------------------------
 */

/* P(Poisson(300) <= 284). */
static double
few(void)
{
    double sum = 0;
    for (int k = 0; k <= 284; k++) { /* the least that are no less than 94.8 % of 300 */
        sum += exp(k * log(300) - 300 - lgamma(k + 1.));
    }
    return sum;
}

static void
intakes_in_a_row_are_counted(void **state)
{
    (void) state;
    enum { N = 40000 };
    /* Intakes in September of 2001 to 2004; the first two in a row with few pupils. */
    static const char *const sets[] = {"start=2001-01-01", "end=2005-01-01",
        "policies={more: null, less: null}", "services.queue=null",
        "services={school: {kind: intake, intake: {month: 9, length: 1 year}, arrivals: "
        "{one: {per_intake: 300}}, places: {one: 300}}}",
        "policies={idle: {when: {measure: utilisation, of: school, below: 0.948, for: 2 "
        "intakes}, do: {close: school, places: 30}, at_most: 1}}"};
    static const double ends[] = {638, 1003, 1369}; /* of September 2002, 2003, 2004 */
    ready self;
    double p = few();
    double q = 1 - p;
    const double expected[] = {p * p, q * p * p, (1 - p * p) * q * p * p};
    double n_decided[3] = {0};
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    for (uint64_t i = 0; i < N; i++) {
        run(&self, i);
        double first = first_of(&self, 0);
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            bool is_then = first >= ends[k] && first <= ends[k];
            n_decided[k] += is_then;
            sum += is_then;
        }
        assert_true(sum == 1 || isnan(first));
    }
    ready_free(&self);
    for (int k = 0; k < 3; k++) {
        double error = sqrt(expected[k] * (1 - expected[k]) / N);
        print_message("decides at intake %d: expected %.5f, found %.5f, z %.2f\n", k + 2,
            expected[k], n_decided[k] / N, (n_decided[k] / N - expected[k]) / error);
        assert_true(fabs(n_decided[k] / N - expected[k]) < 4.65 * error);
    }
    /* So close that one intake, or one of three, would be told from two in a row. */
    assert_true(fabs(expected[0] - p) > 10 * sqrt(p * q / N));
    assert_true(fabs(expected[1] - p * p) > 7 * sqrt(expected[1] / N));
}

/* --- all ways -------------------------------------------------------------------------
 */

static void
days_at_once_are_taken_in_order_when_it_matters(void **state)
{
    (void) state;
    static const char *const sets[] = {"end=2021-04-01",
        "projects={wing: {service: care_bed, district: Naxi, places: 9, opens: "
        "2021-01-05}}",
        "policies={more: {when: {measure: requests, of: hospital_bed, reach: 3001}, do: "
        "{open: nursery, places: 5}, at_most: 3}, wing: {when: {measure: requests, of: "
        "hospital_bed, each: Naxi, reach: 2222}, do: {begin: wing}}}"};
    ready self;
    ready_init(&self, THREE, sets, COUNT_OF(sets));
    for (uint64_t i = 0; i < 2; i++) {
        assert_true(ways_agree(&self, i, i == 0, THREE));
        assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS) > 7);
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_day_of_a_request_is_gamma),
        cmocka_unit_test(what_a_request_begins_opens_after_gamma_and_its_time),
        cmocka_unit_test(requests_are_counted_anew_and_pauses_kept),
        cmocka_unit_test(the_number_may_be_a_lever),
        cmocka_unit_test(intakes_in_a_row_are_counted),
        cmocka_unit_test(days_at_once_are_taken_in_order_when_it_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
