/* What a change of a scenario leaves alone, draw by draw: common random numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle/ready.h"

#define SMALL SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml"

/* Sum over months and districts of the absolute difference of a service's requests. */
static double
difference(ready *self, const double *requests, uint32_t service)
{
    double sum = 0;
    for (uint32_t m = 0; m < self->layout.n_months; m++) {
        for (uint32_t d = 0; d < 3; d++) {
            sum += fabs(ready_value(self, SUF_VARIABLE_REQUESTS, m, d, service) -
                        requests[m * 3 + d]);
        }
    }
    return sum;
}

/* More places in one service leave the draws of the others alone: their requests differ
 * only by what a few people more or less in a cohort do, less than half of what chance
 * does. */
static void
more_places_of_one_service_hardly_touch_the_requests_of_another(void **state)
{
    (void) state;
    static const char *const sets[] = {"services.nursery.places.South=70"};
    double requests[36 * 3];
    ready base;
    ready changed;
    ready_init(&base, SMALL, NULL, 0);
    ready_init(&changed, SMALL, sets, 1);
    assert_int_equal(base.layout.n_months, 36);
    ready_start(&base, 4, NULL);
    ready_start(&changed, 4, NULL);
    assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
    assert_int_equal(suf_replication_run(&changed.replication), SUF_OK);
    double own = 0;
    for (uint32_t m = 0; m < 36; m++) {
        for (uint32_t d = 0; d < 3; d++) {
            requests[m * 3 + d] = ready_value(&base, SUF_VARIABLE_REQUESTS, m, d, 2);
            own += fabs(ready_value(&base, SUF_VARIABLE_OCCUPANCY, m, d, 0) -
                        ready_value(&changed, SUF_VARIABLE_OCCUPANCY, m, d, 0));
        }
    }
    assert_true(own > 0);
    double coupled = difference(&changed, requests, 2);
    ready_start(&base, 5, NULL);
    assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
    double independent = difference(&base, requests, 2);
    if (!(coupled < 0.45 * independent)) {
        fail_msg("differ by %g, independent runs by %g", coupled, independent);
    }
    ready_free(&base);
    ready_free(&changed);
}

#define CLUB                                                                             \
    "services.club={kind: stay, arrivals: {North: {rate: 90 per year}, South: {rate: "   \
    "60 per year}}, stay: {exponential: {mean: 0.3 years}}, queue: {patience: {"         \
    "exponential: {mean: 60 days}}}, places: {North: 20, Middle: 5, South: 15}, "        \
    "initial: {occupancy: 0.8}}"

/* Months before `end`, districts and variables in which two runs of a service differ. */
static uint32_t
n_different(ready *a, ready *b, uint32_t service, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        bool is_by_service =
            suf_variable_info_of((suf_variable) v)->dims == SUF_DIMS_MONTHLY;
        for (uint32_t m = 0; is_by_service && m < end; m++) {
            for (uint32_t d = 0; d < a->layout.n_districts; d++) {
                double x = ready_value(a, (suf_variable) v, m, d, service);
                double y = ready_value(b, (suf_variable) v, m, d, service);
                bool is_same = isnan(x) ? isnan(y) : x == y;
                n += !is_same;
            }
        }
    }
    return n;
}

/* One more nursery place in one district: services that other people use, or whose
 * arrivals are given, have every month of every variable the same, bit by bit. The ward
 * is for those who are too old for a nursery throughout, as it would pass on what
 * children differ by. */
static void
one_more_place_leaves_unrelated_services_as_they_are(void **state)
{
    (void) state;
    static const char *const sets[] = {CLUB, "services.ward.eligible={from: 10 years}",
        "services.nursery.places.South=61"};
    ready base;
    ready changed;
    ready_init(&base, SMALL, sets, 2);
    ready_init(&changed, SMALL, sets, 3);
    for (uint64_t r = 0; r < 5; r++) {
        ready_start(&base, r, NULL);
        ready_start(&changed, r, NULL);
        assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
        assert_int_equal(suf_replication_run(&changed.replication), SUF_OK);
        assert_true(n_different(&base, &changed, 0, base.layout.n_months) > 0);
        for (uint32_t s = 1; s < 4; s++) { /* care, ward, club */
            assert_int_equal(n_different(&base, &changed, s, base.layout.n_months), 0);
            assert_true(ready_value(&base, SUF_VARIABLE_REQUESTS, 10, 0, s) > 0);
        }
    }
    ready_free(&base);
    ready_free(&changed);
}

/* A project that is planned later, and one more, leave the others' delays, and so their
 * openings, as they are, though all share a shock; and every month before the first of
 * their own openings, in every service. */
static void
a_project_that_slips_leaves_the_others_as_they_are(void **state)
{
    (void) state;
    static const char *const sets[] = {
        "delivery={delay: {lognormal: {median: 1.1, mean: 1.3}}, correlation: 0.4}",
        "projects.more care.starts=2021-02-01", "projects.new nursery.starts=2021-01-01",
        "projects.wing={service: ward, district: South, places: 5, starts: 2021-03-01, "
        "opens: 2022-03-01}",
        "projects.more care.opens=2022-09-15",
        "projects.another={service: care, district: North, places: 5, starts: "
        "2021-05-01, "
        "opens: 2022-05-01}"};
    ready base;
    ready changed;
    ready_init(&base, SMALL, sets, 4);
    ready_init(&changed, SMALL, sets, 6);
    assert_int_equal(base.layout.n_projects, 4);
    assert_int_equal(changed.layout.n_projects, 5);
    for (uint64_t r = 0; r < 5; r++) {
        ready_start(&base, r, NULL);
        ready_start(&changed, r, NULL);
        assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
        assert_int_equal(suf_replication_run(&changed.replication), SUF_OK);
        const double *before = suf_metrics_of(&base.metrics, SUF_VARIABLE_DELAY);
        const double *after = suf_metrics_of(&changed.metrics, SUF_VARIABLE_DELAY);
        assert_true(before[0] != after[0]); /* in proportion to what is planned */
        for (int i = 2; i < 4; i++) {       /* but those that close on a sure date */
            assert_true(before[i] != 0 && before[i] == after[i]);
        }
        double first = fmin(suf_day_of_date(2022, 3, 15) + before[0],
            fmin(suf_day_of_date(2022, 9, 15) + after[0],
                suf_day_of_date(2022, 5, 1) + after[4]));
        uint32_t end = (uint32_t) (suf_month_of_day((int32_t) first) -
                                   suf_month_of_day(base.layout.start_day));
        assert_in_range(end, 4, 30);
        for (uint32_t s = 0; s < 3; s++) {
            assert_int_equal(n_different(&base, &changed, s, end), 0);
        }
        assert_true(n_different(&base, &changed, 1, base.layout.n_months) > 0);
    }
    ready_free(&base);
    ready_free(&changed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_places_of_one_service_hardly_touch_the_requests_of_another),
        cmocka_unit_test(one_more_place_leaves_unrelated_services_as_they_are),
        cmocka_unit_test(a_project_that_slips_leaves_the_others_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
