/* Tests of costs: sums by hand, and the laws of overruns against their formulas.
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

/* Of costs.yaml: its districts, services and funds come in the order of their names. */
enum { NORTH, SOUTH, CITY_WIDE, N_REGIONS };
enum { OTHER, WARD, N_SERVICES };
enum { CITY, STATE, ALL, N_FUNDS };
enum { N_YEARS = 3, N_DRAWS = 100000, N_RUNS = 6000 };

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
project_of(const ready *self, const char *name)
{
    return self->model.delivery.units[units_find(self, name, 0)].project;
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

static void
assert_near(double found, double wanted)
{
    if (!(fabs(found - wanted) <= 1e-9 * fabs(wanted))) {
        fail_msg("found %.12g, expected %.12g", found, wanted);
    }
}

/* --- sums by hand ---------------------------------------------------------------------
 */

static void
capital_is_spent_evenly_over_the_months_of_building(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    /* Works: 10 batches of 10 units at 2000 within 2021, by the city alone. Gyms: 2.4
     * million over the 24 months to December 2021, and over the 25 to December 2022. The
     * wing: a million a month from July to June. Beds: 20 places at 100000 in March 2023,
     * by the state alone. Kiosks: two at 600. */
    double gyms_2021 = 2.4e6 / 24 * 12 + 2.4e6 / 25 * 12;
    double gyms_2022 = 2.4e6 / 25 * 12;
    double shared_2021 = 6e6 + gyms_2021 + 1200;
    assert_near(of_fund(&self, V(CAPITAL), 0, ALL), shared_2021 + 200000);
    assert_near(of_fund(&self, V(CAPITAL), 0, CITY), 0.75 * shared_2021 + 200000);
    assert_near(of_fund(&self, V(CAPITAL), 0, STATE), 0.25 * shared_2021);
    assert_near(of_fund(&self, V(CAPITAL), 1, ALL), 6e6 + gyms_2022);
    assert_near(of_fund(&self, V(CAPITAL), 2, STATE), 2e6);
    assert_true(of_fund(&self, V(CAPITAL), 2, CITY) == 0);
    assert_near(of_fund(&self, V(CAPITAL), N_YEARS, ALL),
        shared_2021 + 200000 + 6e6 + gyms_2022 + 2e6);
    assert_true(of_fund(&self, V(OVERRUN), N_YEARS, ALL) == 0);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), 0, NORTH, "ward"), 6e6);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), N_YEARS, SOUTH, "ward"), 2e6);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), N_YEARS, CITY_WIDE, "ward"), 14e6);
    /* Nothing is built for it: that costs nothing. */
    assert_true(of_service(&self, V(SERVICE_CAPITAL), 0, NORTH, "other") == 0);
    ready_free(&self);
}

static void
what_is_cancelled_costs_nothing_and_what_is_not_given_is_not_a_number(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    const double *planned = suf_metrics_of(&self.metrics, V(PLANNED));
    const double *final = suf_metrics_of(&self.metrics, V(FINAL));
    const double *spent = suf_metrics_of(&self.metrics, V(PROJECT_SPENT));
    uint32_t never = project_of(&self, "never");
    uint32_t unknown = project_of(&self, "unknown");
    assert_near(planned[never], 999e6);
    assert_true(final[never] == 0 && spent[never * N_YEARS] == 0);
    assert_true(isnan(planned[unknown]) && isnan(final[unknown]));
    assert_true(isnan(spent[unknown * N_YEARS]));
    assert_near(final[project_of(&self, "gyms")], 4.8e6);
    /* Of those, one year lies before the run. */
    assert_near(
        spent[project_of(&self, "gyms") * N_YEARS], 2.4e6 / 24 * 12 + 2.4e6 / 25 * 12);
    assert_true(isnan(of_service(&self, V(SERVICE_RUNNING), 0, CITY_WIDE, "other")));
    assert_true(suf_metrics_of(&self.metrics, V(COSTED))[SUF_PART_PROJECTS] == 5);
    assert_true(suf_metrics_of(&self.metrics, V(IN_ALL))[SUF_PART_PROJECTS] == 6);
    ready_free(&self);
}

static void
running_costs_are_of_usable_places_and_of_people(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    /* 2021: 3 places in the north and 1 in the south for a year; one asks every 10 days,
     * from day 10 to day 360, and stays for 5 days. */
    assert_near(
        of_service(&self, V(SERVICE_RUNNING), 0, NORTH, "ward"), 3 * 36500 + 36 * 10);
    assert_near(of_service(&self, V(IDLE), 0, NORTH, "ward"), 3 * 36500 - 36 * 5 * 100);
    assert_near(of_service(&self, V(IDLE), 0, SOUTH, "ward"), 36500);
    assert_near(of_service(&self, V(SERVED), 0, CITY_WIDE, "ward"), 36);
    /* 2022: 10 more from July 1 on. */
    assert_near(of_service(&self, V(SERVICE_RUNNING), 1, NORTH, "ward"),
        36500 * (3 + 10 * 184. / 365) + 36 * 10);
    assert_near(of_fund(&self, V(RUNNING), 0, CITY), 4 * 36500 + 36 * 10);
    assert_true(of_fund(&self, V(RUNNING), 0, STATE) == 0);
    assert_near(of_fund(&self, V(SPENT), 0, ALL),
        of_fund(&self, V(CAPITAL), 0, ALL) + 4 * 36500 + 36 * 10);
    ready_free(&self);
}

static void
budgets_of_funds_sum_up_and_only_where_each_has_one(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    assert_near(of_fund(&self, V(BUDGET), 0, STATE), 1e6);
    assert_near(of_fund(&self, V(BUDGET), 1, ALL), 8e6);
    assert_true(isnan(of_fund(&self, V(BUDGET), 2, STATE)));
    assert_true(isnan(of_fund(&self, V(BUDGET), 2, ALL)));
    assert_true(isnan(of_fund(&self, V(BUDGET), N_YEARS, ALL)));
    assert_near(of_fund(&self, V(BUDGET), N_YEARS, CITY), 111e6);
    /* 2021: the state's million does not pay its quarter; 2022: 1.788 of 2 million. */
    assert_true(of_fund(&self, V(OVER), 0, STATE) == 1);
    assert_true(of_fund(&self, V(OVER), 1, STATE) == 0);
    assert_true(isnan(of_fund(&self, V(OVER), 2, STATE)));
    ready_free(&self);
}

static void
a_lever_of_places_changes_what_is_given_per_place(void **state)
{
    (void) state;
    static const struct {
        const char *set;
        double places;
    } cases[] = {{"levers.south_beds.value=0", 0}, {"levers.south_beds.value=50", 50}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ready self;
        ready_init(&self, COSTS, &cases[i].set, 1);
        run(&self, 0);
        double cost = 100000 * cases[i].places;
        assert_near(of_service(&self, V(SERVICE_CAPITAL), 2, SOUTH, "ward"), cost);
        assert_near(of_fund(&self, V(CAPITAL), 2, STATE), cost);
        ready_free(&self);
    }
    /* As a question sets it, without building the model again. */
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    const double chosen[] = {70};
    suf_chosen_set(&self.parameters.chosen, chosen);
    run(&self, 0);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), 2, SOUTH, "ward"), 7e6);
    ready_free(&self);
}

static void
a_project_without_a_cost_costs_what_a_place_of_its_service_does(void **state)
{
    (void) state;
    const char *sets[] = {"projects.shed={service: other, district: south, places: 4, "
                          "opens: 2022-05-01}",
        "services.other.capital={place: 3 thousand yuan, fund: city}",
        "projects.old={service: other, district: south, places: 9, opens: 2021-01-01}"};
    ready self;
    ready_init(&self, COSTS, sets, 1);
    run(&self, 0);
    assert_true(isnan(of_service(&self, V(SERVICE_CAPITAL), 1, SOUTH, "other")));
    assert_true(
        suf_metrics_of(&self.metrics, V(COSTED_PLACES))[service_of(&self, "other")] == 0);
    ready_free(&self);
    /* What is open on the first day is not built. */
    ready_init(&self, COSTS, sets, 3);
    run(&self, 0);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), N_YEARS, SOUTH, "other"), 12000);
    assert_true(suf_metrics_of(&self.metrics, V(IN_ALL))[SUF_PART_PROJECTS] == 7);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), 1, SOUTH, "other"), 12000);
    assert_near(
        suf_metrics_of(&self.metrics, V(COSTED_PLACES))[service_of(&self, "other")], 1);
    ready_free(&self);
}

static void
a_lever_of_units_changes_a_batch_in_proportion(void **state)
{
    (void) state;
    const char *sets[] = {
        "levers.gyms={value: 4, least: 0, most: 6, step: 1, unit: units}",
        "projects.gyms.count=$gyms"};
    ready self;
    ready_init(&self, COSTS, sets, 2);
    const double chosen[] = {20, 3}; /* in the order of writing */
    suf_chosen_set(&self.parameters.chosen, chosen);
    run(&self, 0);
    assert_near(suf_metrics_of(&self.metrics, V(FINAL))[project_of(&self, "gyms")],
        3 * 4.8e6 / 4);
    ready_free(&self);
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
    assert_true(sample_mean(&products) > 10 * sample_mean_error(&products));
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
        cmocka_unit_test(capital_is_spent_evenly_over_the_months_of_building),
        cmocka_unit_test(
            what_is_cancelled_costs_nothing_and_what_is_not_given_is_not_a_number),
        cmocka_unit_test(running_costs_are_of_usable_places_and_of_people),
        cmocka_unit_test(budgets_of_funds_sum_up_and_only_where_each_has_one),
        cmocka_unit_test(a_lever_of_places_changes_what_is_given_per_place),
        cmocka_unit_test(a_project_without_a_cost_costs_what_a_place_of_its_service_does),
        cmocka_unit_test(a_lever_of_units_changes_a_batch_in_proportion),
        cmocka_unit_test(overruns_have_the_mean_and_the_spread_of_their_law),
        cmocka_unit_test(costs_go_with_delays_by_the_rank_correlation),
        cmocka_unit_test(costs_of_two_projects_share_the_shock_of_delivery),
        cmocka_unit_test(a_budget_is_passed_as_often_as_the_lognormal_law_says),
        cmocka_unit_test(overruns_leave_all_other_random_numbers_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
