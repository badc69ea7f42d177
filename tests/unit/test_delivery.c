/* Tests of delivery, on a small region, against the exact laws.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exact law of a project is model.md's: given the shared shock F, P(open by T) = (1 -
 * c) Phi((ln(T / (d median)) / sigma - sqrt(rho) F) / sqrt(1 - rho)); over F it is
 * integrated by Gauss-Hermite quadrature. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include "engine/delivery/delivery.h"
#include "engine/delivery/delivery_process.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/units.h"

#define SUPPLY SUF_SOURCE_DIR "/tests/data/supply/supply.yaml"

enum { N_DRAWS = SAMPLE_DRAWS(100000) };

static const double median = 1.07;
static const double mean = 1.15;
static const double rho = 0.4;

static double
sigma(void)
{
    return sqrt(2 * log(mean / median));
}

/* P(multiplier <= x | F). */
static double
open_given(double x, double shock)
{
    return x > 0 ? gsl_cdf_ugaussian_P(
                       (log(x / median) / sigma() - sqrt(rho) * shock) / sqrt(1 - rho))
                 : 0;
}

/* The supply region, its parameters resolved. */
static void
supply_init(ready *self, const char *const *sets, size_t n_sets)
{
    ready_init(self, SUPPLY, sets, n_sets);
    ready_start(self, 0, NULL);
}

/* The law of one number over F. */
typedef double (*given_shock)(const ready *self, double shock);

static double
over_shock(const ready *self, given_shock law)
{
    enum { N = 128 };
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, N, 0, 0.5, 0, 0);
    assert_non_null(rule);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < N; i++) {
        double w = gsl_integration_fixed_weights(rule)[i];
        sum += w * law(self, gsl_integration_fixed_nodes(rule)[i]);
        weight += w;
    }
    gsl_integration_fixed_free(rule);
    return sum / weight;
}

static double
all_gyms_given(const ready *self, double shock)
{
    double p = 1;
    for (uint32_t i = 0; i < 10; i++) {
        const suf_delivery_unit *unit =
            &self->model.delivery.units[units_find(self, "gyms", i)];
        double x = (self->model.end_days - unit->starts_days) / unit->duration_days;
        p *= 0.9 * open_given(x, shock);
    }
    return p;
}

static double
gyms_given(const ready *self, double shock)
{
    double n = 0;
    for (uint32_t i = 0; i < 10; i++) {
        const suf_delivery_unit *unit =
            &self->model.delivery.units[units_find(self, "gyms", i)];
        double x = (self->model.end_days - unit->starts_days) / unit->duration_days;
        n += 0.9 * open_given(x, shock);
    }
    return n;
}

/* By mid-2022, given that it was not open at the start. */
static double
begun_given(const ready *self, double shock)
{
    const suf_delivery_unit *unit =
        &self->model.delivery.units[units_find(self, "begun", 0)];
    double before = open_given(-unit->starts_days / unit->duration_days, shock);
    double by = open_given((500 - unit->starts_days) / unit->duration_days, shock);
    return before < 1 ? (by - before) / (1 - before) : 0; /* out where no weight is */
}

static void
projects_open_by_the_one_factor_law(void **state)
{
    (void) state;
    ready self;
    sample all = {0};
    sample count = {0};
    sample begun = {0};
    supply_init(&self, NULL, 0);
    const double *opened = suf_delivery_of(&self.replication.core)->opened_days;
    uint32_t first = units_find(&self, "gyms", 0);
    uint32_t clinic = units_find(&self, "begun", 0);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        double n = 0;
        units_draw(&self, i);
        for (uint32_t j = 0; j < 10; j++) {
            n += opened[first + j] < self.model.end_days;
        }
        sample_add(&all, n >= 10);
        sample_add(&count, n);
        assert_true(opened[clinic] > 0);
        sample_add(&begun, opened[clinic] < 500);
    }
    assert_true(sample_mean_agrees(&all, over_shock(&self, all_gyms_given), 0.01));
    assert_true(sample_mean_agrees(&count, over_shock(&self, gyms_given), 0.1));
    assert_true(sample_mean_agrees(&begun, over_shock(&self, begun_given), 0.01));
    ready_free(&self);
}

/* Begun before the run, and by its law open before it: it is open at the start at the
 * latest; where a law has no end, what lies beyond is ever nearer to it. */
static void
a_project_that_its_law_had_open_before_the_run_opens_at_the_start(void **state)
{
    (void) state;
    static const char *const laws[][1] = {{"delivery.delay={fixed: {value: 0.1}}"},
        {"delivery.delay={uniform: {low: 0.05, high: 0.1}}"},
        {"delivery.delay={lognormal: {median: 0.001, mean: 0.001001}}"}};
    for (size_t i = 0; i < 3; i++) {
        ready self;
        supply_init(&self, laws[i], 1);
        uint32_t begun = units_find(&self, "begun", 0);
        const suf_delivery_unit *unit = &self.model.delivery.units[begun];
        assert_true(-unit->starts_days / unit->duration_days > 0.1);
        for (uint64_t j = 0; j < 1000; j++) {
            units_draw(&self, j);
            double opened = suf_delivery_of(&self.replication.core)->opened_days[begun];
            assert_true(opened >= 0 && opened < 1e-9);
        }
        ready_free(&self);
    }
}

static void
a_batch_is_planned_evenly_between_its_dates(void **state)
{
    (void) state;
    ready self;
    supply_init(&self, NULL, 0);
    const suf_delivery_unit *units = self.model.delivery.units;
    uint32_t first = units_find(&self, "gyms", 0);
    /* opens 2021-09-01 is day 243, until 2022-10-01 day 638; 184 days are planned */
    for (uint32_t i = 0; i < 10; i++) {
        const suf_delivery_unit *unit = &units[first + i];
        assert_true(fabs(unit->duration_days - 184) < 1e-9);
        assert_true(
            fabs(unit->starts_days + unit->duration_days - (243 + 395.0 * i / 9)) < 1e-9);
    }
    ready_free(&self);
}

static void
logarithms_of_two_multipliers_have_the_correlation(void **state)
{
    (void) state;
    ready self;
    sample products = {0};
    supply_init(&self, (const char *[]){"delivery.cancellation=0"}, 1);
    const double *opened = suf_delivery_of(&self.replication.core)->opened_days;
    uint32_t first = units_find(&self, "gyms", 0);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        units_draw(&self, i);
        double product = 1;
        for (uint32_t j = 0; j < 2; j++) {
            const suf_delivery_unit *unit = &self.model.delivery.units[first + j];
            double x = (opened[first + j] - unit->starts_days) / unit->duration_days;
            product *= log(x / median) / sigma();
        }
        sample_add(&products, product);
    }
    assert_true(sample_mean_agrees(&products, rho, 0.02));
    ready_free(&self);
}

static void
stages_each_have_a_delay_of_their_own(void **state)
{
    (void) state;
    ready self;
    sample durations = {0};
    const char *sets[] = {
        "delivery.cancellation=0", "delivery.correlation=0", "projects.gyms.stages=4"};
    supply_init(&self, sets, 3);
    uint32_t first = units_find(&self, "gyms", 0);
    double starts = self.model.delivery.units[first].starts_days;
    double planned = self.model.delivery.units[first].duration_days;
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        units_draw(&self, i);
        sample_add(&durations,
            (suf_delivery_of(&self.replication.core)->opened_days[first] - starts) /
                planned);
    }
    double variance = mean * mean * expm1(sigma() * sigma()) / 4;
    assert_true(sample_mean_agrees(&durations, mean, 0.005));
    assert_true(fabs(sample_variance(&durations) - variance) <
                SAMPLE_Z_BOUND * sample_variance_error(&durations));
    assert_true(sample_variance_error(&durations) < SAMPLE_WIDER * 0.02 * variance);
    ready_free(&self);
}

static void
a_cancellation_of_its_own_comes_before_that_of_all(void **state)
{
    (void) state;
    for (int all = 0; all < 2; all++) {
        ready self;
        const char *sets[] = {
            all == 1 ? "delivery.cancellation=1" : "delivery.cancellation=0",
            "projects.gyms.cancellation=1"};
        supply_init(&self, sets, 2);
        const double *opened = suf_delivery_of(&self.replication.core)->opened_days;
        for (uint64_t i = 0; i < 20; i++) {
            units_draw(&self, i);
            assert_false(opened[units_find(&self, "gyms", 0)] < (double) INFINITY);
            assert_true(
                opened[units_find(&self, "begun", 0)] < (double) INFINITY); /* 0 */
        }
        ready_free(&self);
    }
}

static void
each_inspection_recognises_with_the_same_probability(void **state)
{
    (void) state;
    ready self;
    sample tries[3] = {{0}};
    supply_init(&self, NULL, 0);
    uint32_t school = units_find(&self, "good school", 0);
    double first = 181; /* 2021-07-01 */
    double retry = 365.25 / 2;
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        units_draw(&self, i);
        double opened = suf_delivery_of(&self.replication.core)->opened_days[school];
        double failed = (opened - first) / retry;
        assert_true(fabs(failed - round(failed)) < 1e-9 && failed > -0.5);
        for (int k = 0; k < 3; k++) {
            sample_add(&tries[k], failed < k + 0.5);
        }
    }
    for (int k = 0; k < 3; k++) {
        assert_true(sample_mean_agrees(&tries[k], 1 - pow(0.4, k + 1), 0.01));
    }
    ready_free(&self);
}

static void
works_go_by_crews_and_releases(void **state)
{
    (void) state;
    ready self;
    supply_init(&self, NULL, 0);
    units_draw(&self, 0);
    const suf_works *works = &self.model.delivery.works[0];
    const double *opened =
        suf_delivery_of(&self.replication.core)->opened_days + works->first_unit;
    assert_int_equal(works->n_batches, 10);
    /* Ten batches, one released every 181 / 9 days; three crews, 90 days each: batch 3
     * has to wait for the crew of batch 0. */
    double every = 181.0 / 9;
    double expected[10] = {90, every + 90, 2 * every + 90, 180, every + 180,
        2 * every + 180, 270, every + 270, 2 * every + 270, 360};
    for (int i = 0; i < 10; i++) {
        assert_true(fabs(opened[i] - expected[i]) < 1e-9);
    }
    suf_delivery_advance(suf_delivery_of(&self.replication.core), 180.5);
    assert_true(suf_delivery_of(&self.replication.core)->works_done[0] == 45);
    suf_delivery_advance(suf_delivery_of(&self.replication.core), 361);
    assert_true(suf_delivery_of(&self.replication.core)->works_done[0] == 100);
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projects_open_by_the_one_factor_law),
        cmocka_unit_test(
            a_project_that_its_law_had_open_before_the_run_opens_at_the_start),
        cmocka_unit_test(a_batch_is_planned_evenly_between_its_dates),
        cmocka_unit_test(logarithms_of_two_multipliers_have_the_correlation),
        cmocka_unit_test(stages_each_have_a_delay_of_their_own),
        cmocka_unit_test(a_cancellation_of_its_own_comes_before_that_of_all),
        cmocka_unit_test(each_inspection_recognises_with_the_same_probability),
        cmocka_unit_test(works_go_by_crews_and_releases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
