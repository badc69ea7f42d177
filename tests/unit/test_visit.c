/* Tests of visits: who is refused in which hour, which days are open, and the law of the
 * numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Expected numbers are worked out day by day and hour by hour with the naive queue of
 * tests/oracle/loss_oracle.h, for the region of tests/data/supply/visits.yaml and the
 * services of clock.yaml; numbers served and refused are then independent Poisson counts,
 * exactly. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/calendar.h"
#include "engine/visit/visit.h"
#include "oracle/loss_oracle.h"
#include "oracle/ready.h"
#include "oracle/sample.h"

#define VISITS SUF_SOURCE_DIR "/tests/data/supply/visits.yaml"
#define THREE  SUF_SOURCE_DIR "/tests/data/supply/visits_three.yaml"
#define TURNED SUF_SOURCE_DIR "/tests/data/supply/visits_three_turned.yaml"
#define CLOCK  SUF_SOURCE_DIR "/tests/data/supply/clock.yaml"

typedef struct expected {
    double served[2], away, refused[2], hours[2];
} expected;

/* One day of January, hour by hour; weights of weekends are twice those of weekdays. The
 * far district takes the refused of the near one. */
static void
add_day(expected *sum, bool is_weekend)
{
    static const double weights[4] = {1, 2, 2, 1};
    double week = 6 * 5 + 12 * 2;
    /* 31 days of factor 1.2 and 334.25 of 1. */
    double month = 1.2 * 365.25 / (334.25 + 31 * 1.2);
    double weekly[2] = {3000 * 0.4 * 0.5 * month, 1500 * 0.4 * 0.5 * month};
    loss_oracle own[2] = {
        {.places = 40, .stay = 1.5, .p = {1}}, {.places = 30, .stay = 1.5, .p = {1}}};
    loss_oracle both = own[1];
    for (int h = 0; h < 4; h++) {
        double visitors[2];
        loss_oracle_hour found[2];
        for (int d = 0; d < 2; d++) {
            visitors[d] = weekly[d] * weights[h] * (is_weekend ? 2 : 1) / week;
            found[d] = loss_oracle_advance(&own[d], visitors[d]);
            sum->served[d] += visitors[d] * (1 - found[d].refused);
        }
        double over = visitors[0] * found[0].refused;
        loss_oracle_hour more = loss_oracle_advance(&both, visitors[1] + over);
        double taken = (visitors[1] + over) * (1 - more.refused) -
                       visitors[1] * (1 - found[1].refused);
        sum->away += taken;
        sum->refused[0] += over - taken;
        sum->refused[1] += visitors[1] * found[1].refused;
        sum->hours[0] += found[0].present;
        sum->hours[1] += more.present;
    }
}

/* January; 2021 began on a Friday. */
static expected
january_by_hand(void)
{
    expected sum = {{0}, 0, {0}, {0}};
    for (int day = 0; day < 31; day++) {
        add_day(&sum, (4 + day) % 7 >= 5);
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
    assert_true(sample_mean_error(seen) < SAMPLE_WIDER * 0.01 / 5.5 * mean);
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
    enum { N = SAMPLE_DRAWS(8000) };
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
            double a = of_month(&self, SUF_VARIABLE_SERVED_OVERFLOW, 0, d);
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
        assert_true(fabs(hours - january.hours[d]) < 1e-4 * january.hours[d]);
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

/* Services of clock.yaml, in order. */
enum { STEADY, DAY_LONG, WEEKLY, OFFICE, N_SERVICES };

/* What a month has, by the naive queue or by the program. */
typedef struct month_sum {
    double visits, refused, person_hours, place_hours;
} month_sum;

static bool
is_closed_date(int day) /* since 1 January */
{
    return day == 0 || day == 12 || day == 13 || (day >= 29 && day <= 32);
}

/* Two weeks before the start, and the run day by day: each month's sums. 1 January 2021
 * was a Friday. */
static void
weekly_by_hand(month_sum sums[2])
{
    loss_oracle queue = {.places = 90, .stay = 6, .p = {1}};
    double week = 9 * (12 * 3 + 12);
    for (int day = -14; day < 59; day++) {
        int weekday = (4 + day + 14) % 7;
        if (is_closed_date(day)) {
            loss_oracle_empty(&queue);
            continue;
        }
        for (int h = 0; h < 24; h++) {
            double weight = (h >= 8 && h < 20 ? 3 : 1) * (weekday >= 5 ? 2 : 1);
            double visitors = 2000 * weight / week;
            loss_oracle_hour hour = loss_oracle_advance(&queue, visitors);
            if (day >= 0) {
                month_sum *sum = &sums[day < 31 ? 0 : 1];
                sum->visits += visitors;
                sum->refused += visitors * hour.refused;
                sum->person_hours += hour.present;
                sum->place_hours += 90;
            }
        }
    }
}

/* Monday, Tuesday, Thursday and Friday but for closed dates, 9 to 17; nobody comes at
 * noon. */
static void
office_by_hand(month_sum sums[2])
{
    for (int day = 0; day < 59; day++) {
        int weekday = (4 + day) % 7;
        if (is_closed_date(day) || weekday >= 5 || weekday == 2) {
            continue;
        }
        month_sum *sum = &sums[day < 31 ? 0 : 1];
        loss_oracle queue = {.places = 100, .stay = 1.5, .p = {1}};
        for (int h = 9; h < 17; h++) {
            double visitors = h == 12 ? 0 : 2000 / (4 * 7.0);
            loss_oracle_hour hour = loss_oracle_advance(&queue, visitors);
            sum->visits += visitors;
            sum->refused += visitors * hour.refused;
            sum->person_hours += hour.present;
            sum->place_hours += 100;
        }
    }
}

static void
assert_month(const month_sum *found, const month_sum *right)
{
    assert_true(sample_count_agrees((uint64_t) found->visits, right->visits));
    assert_true(sample_count_agrees((uint64_t) found->refused, right->refused));
    assert_true(
        fabs(found->person_hours - right->person_hours) < 1e-4 * right->person_hours);
    assert_true(found->place_hours == right->place_hours);
}

/* All replications together: counts are summed, hours are the same in each. */
static void
run_clock(month_sum sums[N_SERVICES][2], double *used, uint64_t n)
{
    ready self;
    ready_init(&self, CLOCK, NULL, 0);
    for (uint64_t r = 0; r < n; r++) {
        ready_start(&self, r, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        for (int s = 0; s < N_SERVICES; s++) {
            for (int m = 0; m < 2; m++) {
                month_sum *sum = &sums[s][m];
                size_t at = (size_t) m * N_SERVICES + (size_t) s;
                suf_metrics *metrics = &self.metrics;
                sum->visits += suf_metrics_of(metrics, SUF_VARIABLE_VISITS)[at];
                sum->refused += suf_metrics_of(metrics, SUF_VARIABLE_VISITS_REFUSED)[at];
                sum->person_hours =
                    suf_metrics_of(metrics, SUF_VARIABLE_PERSON_HOURS)[at];
                sum->place_hours = suf_metrics_of(metrics, SUF_VARIABLE_PLACE_HOURS)[at];
            }
        }
    }
    *used = suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_VALUE)[0];
    ready_free(&self);
}

static void
the_load_goes_on_over_midnight_and_closed_days_have_no_hours(void **state)
{
    (void) state;
    enum { N = SAMPLE_DRAWS(1500) };
    month_sum found[N_SERVICES][2] = {{{0}}};
    month_sum weekly[2] = {{0}};
    month_sum office[2] = {{0}};
    double used = 0;
    run_clock(found, &used, N);
    /* M/M/119/119 of load 2000 / 168 x 10; Erlang's B is 0.06993. */
    double steady_refused = 0.0699274;
    double days[2] = {31, 28};
    weekly_by_hand(weekly);
    office_by_hand(office);
    for (int m = 0; m < 2; m++) {
        double visits = 2000 / 7.0 * days[m];
        month_sum steady = {N * visits, N * visits * steady_refused,
            visits * (1 - steady_refused) * 10, 119 * 24 * days[m]};
        assert_month(&found[STEADY][m], &steady);
        assert_true(found[DAY_LONG][m].refused == 0);
        assert_true(fabs(found[DAY_LONG][m].person_hours / (24 * visits) - 1) < 1e-5);
        weekly[m].visits *= N;
        weekly[m].refused *= N;
        office[m].visits *= N;
        office[m].refused *= N;
        assert_month(&found[WEEKLY][m], &weekly[m]);
        assert_month(&found[OFFICE][m], &office[m]);
    }
    /* Use is of opening hours only. */
    double share = (office[0].person_hours + office[1].person_hours) /
                   (office[0].place_hours + office[1].place_hours);
    assert_true(share > 0.5 && fabs(used - share) < 1e-4);
}

static void
the_order_of_districts_changes_nothing(void **state)
{
    (void) state;
    static const suf_variable variables[] = {SUF_VARIABLE_SERVED,
        SUF_VARIABLE_SERVED_OVERFLOW, SUF_VARIABLE_VISITS_REFUSED,
        SUF_VARIABLE_PERSON_HOURS};
    static const int turned[3] = {2, 1, 0}; /* where each district of the one is */
    ready one;
    ready other;
    double away = 0;
    ready_init(&one, THREE, NULL, 0);
    ready_init(&other, TURNED, NULL, 0);
    for (uint64_t r = 0; r < 20; r++) {
        ready_start(&one, r, NULL);
        assert_int_equal(suf_replication_run(&one.replication), SUF_OK);
        ready_start(&other, r, NULL);
        assert_int_equal(suf_replication_run(&other.replication), SUF_OK);
        for (size_t v = 0; v < sizeof variables / sizeof variables[0]; v++) {
            const double *a = suf_metrics_of(&one.metrics, variables[v]);
            const double *b = suf_metrics_of(&other.metrics, variables[v]);
            for (int at = 0; at < 2 * 3; at++) {
                assert_true(a[at] == b[at / 3 * 3 + turned[at % 3]]);
                away += variables[v] == SUF_VARIABLE_SERVED_OVERFLOW ? a[at] : 0;
            }
        }
    }
    assert_true(away > 1000);
    ready_free(&one);
    ready_free(&other);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_poisson_with_the_means_of_the_hours),
        cmocka_unit_test(the_order_of_districts_changes_nothing),
        cmocka_unit_test(the_load_goes_on_over_midnight_and_closed_days_have_no_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
