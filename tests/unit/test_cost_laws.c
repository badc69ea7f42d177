/* Tests of the laws of costs: overruns against their formulas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>

#include "engine/cost/capital.h"
#include "engine/delivery/delivery_process.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/units.h"

#define COSTS     SUF_SOURCE_DIR "/tests/data/supply/costs.yaml"
#define V(symbol) SUF_VARIABLE_COST_##symbol

/* Of costs.yaml, in the order of writing. */
enum { NORTH, SOUTH, CITY_WIDE, N_REGIONS };
enum { N_SERVICES = 2 };
enum { CITY, STATE, ALL, N_FUNDS };
enum { N_YEARS = 3, N_DRAWS = SAMPLE_DRAWS(100000), N_RUNS = SAMPLE_DRAWS(6000) };

static const double median = 1.1;
static const double mean = 1.2;
static const double rank = 0.5;
static const char overrun[] =
    "costs.overrun={median: 1.1, mean: 1.2, rank_correlation: 0.5}";
static const char delay[] = "delivery.delay={lognormal: {median: 1.07, mean: 1.15}}";

static double
sigma(void)
{
    return sqrt(2 * log(mean / median));
}

static uint32_t
service_of(const ready *self, const char *name)
{
    for (uint32_t i = 0; i < self->model.n_services; i++) {
        if (strcmp(self->model.services[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("no service %s", name);
    return 0;
}

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

static double
of_fund(ready *self, suf_variable variable, uint32_t period, uint32_t fund)
{
    return suf_metrics_of(&self->metrics, variable)[period * N_FUNDS + fund];
}

static double
of_service(ready *self, suf_variable variable, uint32_t period, uint32_t region,
    const char *service)
{
    size_t row = (size_t) period * N_REGIONS + region;
    return suf_metrics_of(
        &self->metrics, variable)[row * N_SERVICES + service_of(self, service)];
}

/* --- laws -----------------------------------------------------------------------------
 */

/* The bill of a project's unit in a replication; its duration as a multiple. */
static double
draw_bill(ready *self, uint32_t unit, uint64_t replication, double *multiple)
{
    suf_core *core = &self->replication.core;
    suf_delivery *delivery = suf_delivery_of(core);
    const suf_delivery_unit *of = &self->model.delivery.units[unit];
    core->key = (suf_rng_key){self->model.seed, replication};
    (void) units_draw(self, replication);
    suf_unit_bill bill = suf_unit_bill_of(core, delivery, unit);
    *multiple = (delivery->opened_days[unit] - of->starts_days) / of->duration_days;
    return bill.final / bill.planned;
}

static void
overruns_have_the_mean_and_the_spread_of_their_law(void **state)
{
    (void) state;
    const char *sets[] = {overrun, delay};
    ready self;
    sample factors = {0};
    sample logs = {0};
    ready_init(&self, COSTS, sets, 2);
    ready_start(&self, 0, NULL);
    uint32_t wing = units_find(&self, "wing", 0);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        double multiple = 0;
        double factor = draw_bill(&self, wing, i, &multiple);
        sample_add(&factors, factor);
        sample_add(&logs, log(factor));
    }
    assert_true(sample_mean_agrees(&factors, mean, 0.01));
    assert_true(sample_mean_agrees(&logs, log(median), 0.01));
    assert_true(fabs(sample_variance(&logs) - sigma() * sigma()) <
                SAMPLE_Z_BOUND * sample_variance_error(&logs));
    ready_free(&self);
}

typedef struct ranked {
    double value;
    uint32_t index;
} ranked;

static int
compare_ranked(const void *left, const void *right)
{
    const ranked *a = left;
    const ranked *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

static void
rank_all(ranked *items, uint32_t n, double *ranks)
{
    qsort(items, n, sizeof *items, compare_ranked);
    for (uint32_t i = 0; i < n; i++) {
        ranks[items[i].index] = i;
    }
}

static void
costs_go_with_delays_by_the_rank_correlation(void **state)
{
    (void) state;
    enum { N = 40000 };
    static ranked costs[N], delays[N];
    static double cost_ranks[N], delay_ranks[N];
    const char *sets[] = {overrun, delay};
    ready self;
    ready_init(&self, COSTS, sets, 2);
    ready_start(&self, 0, NULL);
    uint32_t wing = units_find(&self, "wing", 0);
    for (uint32_t i = 0; i < N; i++) {
        costs[i].index = delays[i].index = i;
        costs[i].value = draw_bill(&self, wing, i, &delays[i].value);
    }
    rank_all(costs, N, cost_ranks);
    rank_all(delays, N, delay_ranks);
    double sum = 0;
    for (uint32_t i = 0; i < N; i++) {
        sum += (cost_ranks[i] - (N - 1) / 2.) * (delay_ranks[i] - (N - 1) / 2.);
    }
    double found = sum / (N * ((double) N * N - 1) / 12);
    assert_true(fabs(found - rank) < SAMPLE_Z_BOUND / sqrt(N));
    ready_free(&self);
}

/* The shock that projects share goes into their costs by r of each: rho r^2. */
static void
costs_of_two_projects_share_the_shock_of_delivery(void **state)
{
    (void) state;
    const char *sets[] = {overrun, delay, "delivery.correlation=0.6"};
    const double r = 2 * sin(M_PI * rank / 6);
    ready self;
    sample products = {0};
    ready_init(&self, COSTS, sets, 3);
    ready_start(&self, 0, NULL);
    uint32_t wing = units_find(&self, "wing", 0);
    uint32_t beds = units_find(&self, "beds", 0); /* sure: its delay makes no use of it */
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        double multiple = 0;
        double a = log(draw_bill(&self, wing, i, &multiple) / median) / sigma();
        double b = log(draw_bill(&self, beds, i, &multiple) / median) / sigma();
        sample_add(&products, a * b);
    }
    assert_true(fabs(sample_mean(&products) - 0.6 * r * r) <
                SAMPLE_Z_BOUND * sample_mean_error(&products));
    assert_true(
        sample_mean(&products) > 10 / SAMPLE_WIDER * sample_mean_error(&products));
    ready_free(&self);
}

/* What the state pays in 2023 is the beds alone: lognormal. */
static void
a_budget_is_passed_as_often_as_the_lognormal_law_says(void **state)
{
    (void) state;
    const char *sets[] = {
        overrun, delay, "costs.funds.state.budget={2023: 2.4 million yuan}"};
    ready self;
    sample over = {0};
    ready_init(&self, COSTS, sets, 3);
    for (uint64_t i = 0; i < N_RUNS; i++) {
        run(&self, i);
        /* Late wings and gyms are paid for in 2023 too, by shares: not counted here. */
        sample_add(
            &over, of_service(&self, V(SERVICE_CAPITAL), 2, SOUTH, "ward") > 2.4e6);
        assert_true(of_fund(&self, V(OVER), 2, STATE) ==
                    (of_fund(&self, V(CAPITAL), 2, STATE) > 2.4e6));
    }
    double p = 1 - gsl_cdf_ugaussian_P(log(1.2 / median) / sigma());
    assert_true(fabs(sample_mean(&over) - p) < SAMPLE_Z_BOUND * sample_mean_error(&over));
    ready_free(&self);
}

static void
overruns_leave_all_other_random_numbers_as_they_are(void **state)
{
    (void) state;
    const char *sets[] = {delay, overrun};
    ready plain;
    ready dear;
    ready_init(&plain, COSTS, sets, 1);
    ready_init(&dear, COSTS, sets, 2);
    for (uint64_t i = 0; i < 20; i++) {
        run(&plain, i);
        run(&dear, i);
        size_t first = plain.layout.offsets[SUF_VARIABLE_COST_CAPITAL];
        assert_memory_equal(
            plain.metrics.values, dear.metrics.values, first * sizeof(double));
    }
    ready_free(&plain);
    ready_free(&dear);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overruns_have_the_mean_and_the_spread_of_their_law),
        cmocka_unit_test(costs_go_with_delays_by_the_rank_correlation),
        cmocka_unit_test(costs_of_two_projects_share_the_shock_of_delivery),
        cmocka_unit_test(a_budget_is_passed_as_often_as_the_lognormal_law_says),
        cmocka_unit_test(overruns_leave_all_other_random_numbers_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
