/* Tests of stages of projects, each a project after another one, against the exact laws.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A house of 300 places comes in three stages: foundations without places, 100 places
 * after them, 200 after those. Given the shock F, multipliers are independent, so the day
 * on which a stage opens is a sum: P(S1 + d2 M2 <= t) is the integral of the law of M2 at
 * (t - S1) / d2 over the law of S1. Projects side by side open together with the product
 * of their laws. Over F it is integrated by Gauss-Hermite quadrature. */
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

enum { N_DRAWS = SAMPLE_DRAWS(100000), N_STEPS = 400, N_NODES = 48, BY_DAYS = 600 };

static const double median = 1.07;
static const double mean = 1.15;
static const double rho = 0.4; /* of the region; see over_shock */

#define GROUND                                                                           \
    "projects.ground={district: north, starts: 2021-03-01, opens: 2021-07-01, "          \
    "cancellation: 0}"
#define FIRST                                                                            \
    "projects.first={service: ward, places: 100, district: north, after: ground, "       \
    "opens: 2022-01-01, cancellation: 0}"
/* Planned for four months from a date, which may be later than the first has opened. */
#define SECOND                                                                           \
    "projects.second={service: ward, places: 200, district: north, after: first, "       \
    "starts: 2022-02-01, opens: 2022-06-01, cancellation: 0}"
static const char *const three_stages[] = {GROUND, FIRST, SECOND};

/* --- the exact law -------------------------------------------------------------------
 */

static double
sigma(void)
{
    return sqrt(2 * log(mean / median));
}

/* P(multiplier <= x | F). */
static double
multiplier_given(double x, double shock)
{
    return x > 0 ? gsl_cdf_ugaussian_P(
                       (log(x / median) / sigma() - sqrt(rho) * shock) / sqrt(1 - rho))
                 : 0;
}

/* Its quantile. */
static double
quantile_given(double u, double shock)
{
    return median *
           exp(sigma() * (sqrt(rho) * shock + sqrt(1 - rho) * gsl_cdf_ugaussian_Pinv(u)));
}

typedef struct stage {
    double earliest, length; /* planned; earliest 0: at once */
} stage;

/* P(the last of n stages opens by BY_DAYS | F), the first begun at a day. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as there are stages */
static double
last_by(const stage *stages, int n, double begun, double shock)
{
    begun = fmax(begun, stages[0].earliest);
    if (n == 1) {
        return multiplier_given((BY_DAYS - begun) / stages[0].length, shock);
    }
    double sum = 0;
    for (int i = 0; i < N_STEPS; i++) {
        double m = quantile_given((i + 0.5) / N_STEPS, shock);
        if (n == 2) {
            double then = fmax(begun + m * stages[0].length, stages[1].earliest);
            sum += multiplier_given((BY_DAYS - then) / stages[1].length, shock);
        } else {
            sum += last_by(stages + 1, n - 1, begun + m * stages[0].length, shock);
        }
    }
    return sum / N_STEPS;
}

static double
over_shock(const stage *stages, int n)
{
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, N_NODES, 0, 0.5, 0, 0);
    assert_non_null(rule);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < N_NODES; i++) {
        double w = gsl_integration_fixed_weights(rule)[i];
        sum += w * last_by(stages, n, 0, gsl_integration_fixed_nodes(rule)[i]);
        weight += w;
    }
    gsl_integration_fixed_free(rule);
    return sum / weight;
}

/* 2021-03-01 is day 59, 2021-07-01 181, 2022-01-01 365, 2022-02-01 396, 2022-06-01 516.
 */
static const stage planned[] = {{59, 122}, {0, 184}, {396, 120}};

/* --- tests ---------------------------------------------------------------------------
 */

static void
stages_open_by_the_law_of_a_sum(void **state)
{
    (void) state;
    ready self;
    sample open[3] = {{0}};
    sample places = {0};
    ready_init(&self, SUPPLY, three_stages, 3);
    ready_start(&self, 0, NULL);
    uint32_t units[] = {units_find(&self, "ground", 0), units_find(&self, "first", 0),
        units_find(&self, "second", 0)};
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        assert_true(opened[units[0]] < opened[units[1]]);
        assert_true(opened[units[1]] < opened[units[2]] && opened[units[2]] > 396);
        for (int j = 0; j < 3; j++) {
            sample_add(&open[j], opened[units[j]] < BY_DAYS);
        }
        sample_add(&places,
            100 * (opened[units[1]] < BY_DAYS) + 200 * (opened[units[2]] < BY_DAYS));
    }
    double exact[3];
    for (int j = 0; j < 3; j++) {
        exact[j] = over_shock(planned, j + 1);
        assert_true(sample_mean_agrees(&open[j], exact[j], 0.01));
    }
    assert_true(exact[2] > 0.3 && exact[2] < 0.7); /* so that a test can fail */
    assert_true(sample_mean_agrees(&places, 100 * exact[1] + 200 * exact[2], 2));
    ready_free(&self);
}

/* The same by closed formulas: multipliers uniform over (0, 2) and independent. */
static void
uniform_stages_have_the_law_of_two_uniforms(void **state)
{
    (void) state;
    static const char *const sets[] = {"delivery.delay={uniform: {low: 0, high: 2}}",
        "delivery.correlation=0", GROUND, FIRST};
    ready self;
    sample both = {0};
    sample apart = {0};
    ready_init(&self, SUPPLY, sets, 4);
    ready_start(&self, 0, NULL);
    uint32_t ground = units_find(&self, "ground", 0);
    uint32_t first = units_find(&self, "first", 0);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        sample_add(&both, opened[first] < 59 + 300);
        sample_add(&apart, opened[ground] < 59 + 150 && opened[first] < 59 + 300);
    }
    /* P(122 U + 184 V <= 300), U and V uniform over (0, 2), lies between a = 244 and 368:
     * 1 - (what is cut off); by the area of the trapezium. */
    double a = 244;
    double b = 368;
    double area = a * 300 - a * a / 2; /* of u + v <= 300, u < a: v from 0 to 300 - u */
    assert_true(sample_mean_agrees(&both, area / (a * b), 0.01));
    /* And with u <= 150. */
    area = 150.0 * 300 - 150.0 * 150 / 2;
    assert_true(sample_mean_agrees(&apart, area / (a * b), 0.01));
    ready_free(&self);
}

/* Side by side, without a shock: a product. */
static void
projects_side_by_side_open_together_by_the_product(void **state)
{
    (void) state;
    static const char *const sets[] = {"delivery.correlation=0", GROUND,
        "projects.first={service: ward, places: 100, district: north, after: ground, "
        "opens: 2022-01-01, cancellation: 0.2}",
        "projects.second={service: ward, places: 200, district: north, after: ground, "
        "opens: 2022-04-01, cancellation: 0.3}",
        "delivery.delay={fixed: {value: 1.5}}"};
    ready self;
    sample all = {0};
    ready_init(&self, SUPPLY, sets, 5);
    ready_start(&self, 0, NULL);
    uint32_t first = units_find(&self, "first", 0);
    uint32_t second = units_find(&self, "second", 0);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        sample_add(&all, opened[first] < 720 && opened[second] < 720);
        /* 59 + 1.5 x 122 = 242; + 1.5 x 184, + 1.5 x 274 */
        assert_true(opened[first] > 1e9 || fabs(opened[first] - 518) < 1e-9);
        assert_true(opened[second] > 1e9 || fabs(opened[second] - 653) < 1e-9);
    }
    assert_true(sample_mean_agrees(&all, 0.8 * 0.7, 0.01));
    ready_free(&self);
}

static void
what_comes_after_a_cancelled_project_never_opens(void **state)
{
    (void) state;
    static const char *const sets[] = {GROUND, FIRST, SECOND,
        "projects.first.cancellation=0.25", "projects.second.cancellation=0.4"};
    ready self;
    sample never = {0};
    ready_init(&self, SUPPLY, sets, 5);
    ready_start(&self, 0, NULL);
    uint32_t first = units_find(&self, "first", 0);
    uint32_t second = units_find(&self, "second", 0);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        assert_true(
            opened[first] < (double) INFINITY || !(opened[second] < (double) INFINITY));
        sample_add(&never, !(opened[second] < (double) INFINITY));
    }
    assert_true(sample_mean_agrees(&never, 1 - 0.75 * 0.6, 0.01));
    ready_free(&self);
}

/* Of two batches the units go in pairs; copies have copies before them. */
static void
units_of_batches_come_after_each_other_in_pairs(void **state)
{
    (void) state;
    static const char *const sets[] = {
        "projects.fitted={asset: gym, state: fitted, district: centre, count: 10, after: "
        "gyms, opens: 2021-12-01, until: 2022-12-01}",
        "delivery.correlation=0", "delivery.cancellation=0"};
    ready self;
    ready_init(&self, SUPPLY, sets, 3);
    ready_start(&self, 0, NULL);
    uint32_t gyms = units_find(&self, "gyms", 0);
    uint32_t fitted = units_find(&self, "fitted", 0);
    const suf_delivery_unit *units = self.model.delivery.units;
    suf_rng_key key = {self.model.seed, 3};
    const double *opened = units_draw(&self, 3);
    const suf_delivery *delivery = suf_delivery_of(&self.replication.core);
    for (uint32_t i = 0; i < 10; i++) {
        double length = units[fitted + i].duration_days;
        assert_true(fabs(length - (334 + 365.0 * i / 9 - (243 + 395.0 * i / 9))) < 1e-9);
        double x = (opened[fitted + i] - opened[gyms + i]) / length;
        assert_true(x > 0.3 && x < 3);
        for (uint32_t copy = 1; copy <= SUF_MOST_COPIES; copy++) {
            double before = suf_delivery_copy_opening(
                delivery, &self.parameters, key, gyms + i, copy);
            double after = suf_delivery_copy_opening(
                delivery, &self.parameters, key, fitted + i, copy);
            x = (after - before) / length;
            assert_true(x > 0.3 && x < 3);
            assert_true(fabs(before - opened[gyms + i]) > 1e-9);
        }
    }
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_open_by_the_law_of_a_sum),
        cmocka_unit_test(uniform_stages_have_the_law_of_two_uniforms),
        cmocka_unit_test(projects_side_by_side_open_together_by_the_product),
        cmocka_unit_test(what_comes_after_a_cancelled_project_never_opens),
        cmocka_unit_test(units_of_batches_come_after_each_other_in_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
