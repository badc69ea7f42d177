/* Tests of how much later a target could be planned, and how many must be begun.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exact law: given the shared shock F a project is open by T with the probability
 * (1 - c) Phi((ln(T / (d median)) / sigma - sqrt(rho) F) / sqrt(1 - rho)), each on its
 * own; so the number open is Poisson-binomial given F, and is integrated over F by the
 * trapezoidal rule, which is exact to many digits for so smooth a law. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#include "engine/delivery/delivery.h"
#include "engine/delivery/delivery_process.h"
#include "engine/target/target_slack.h"
#include "engine/target/targets.h"
#include "oracle/ready.h"
#include "oracle/sample.h"

#define SUPPLY SUF_SOURCE_DIR "/tests/data/supply/supply.yaml"

enum { N_DRAWS = SAMPLE_DRAWS(20000), N_GYMS = 10, MOST_BEGUN = 30 };

static const double median = 1.07;
static const double mean = 1.15;
static const double rho = 0.4;
static const double cancelled = 0.1;

static uint32_t
target_of(const ready *self, const char *name)
{
    for (uint32_t i = 0; i < self->model.delivery.n_targets; i++) {
        if (strcmp(self->scenario.targets[i].target, name) == 0) {
            return i;
        }
    }
    fail_msg("no target %s", name);
    return 0;
}

/* What can be worked out by hand, in every replication. */
static void
slack_of_sure_projects_is_the_date_less_the_opening_that_decides(void **state)
{
    (void) state;
    static const struct {
        const char *target;
        double slack, planned, begin, opening; /* days from the start */
    } expected[] = {
        /* the second of three townships has its kiosk on the last day of the run */
        {"kiosk in townships", 0, 2, 729, 729}, {"kiosk in counties", 0, 2, 729, 729},
        /* 36 places for 4000 people, and 46 from 2022-01-01 on */
        {"wards", 364, 1, 365, 365},
        /* the centre gets none at all */
        {"kiosk in districts", -(double) INFINITY, 2, 729, 729},
        /* no project, works, and nothing built */
        {"near", (double) NAN, (double) NAN, (double) NAN, (double) NAN},
        {"homes", (double) NAN, (double) NAN, (double) NAN, (double) NAN},
        {"used", (double) NAN, (double) NAN, (double) NAN, (double) NAN}};
    ready self;
    ready_init(&self, SUPPLY, NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        uint32_t at = target_of(&self, expected[i].target);
        const double found[] = {
            suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_SLACK)[at],
            suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_PLANNED)[at],
            suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_PLANNED_BEGIN)[at],
            suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_PLANNED_OPENING)[at]};
        const double wanted[] = {expected[i].slack, expected[i].planned,
            expected[i].begin, expected[i].opening};
        for (int j = 0; j < 4; j++) {
            assert_true(isnan(wanted[j]) ? isnan(found[j]) : found[j] == wanted[j]);
        }
    }
    ready_free(&self);
}

/* P(open before T | F) of gym number i of the plan. */
static double
open_given(const ready *self, uint32_t first, uint32_t i, double until_days, double shock)
{
    const suf_delivery_unit *unit = &self->model.delivery.units[first + i];
    double x = (until_days - unit->starts_days) / unit->duration_days;
    double sigma = sqrt(2 * log(mean / median));
    return x > 0 ? (1 - cancelled) *
                       gsl_cdf_ugaussian_P(
                           (log(x / median) / sigma - sqrt(rho) * shock) / sqrt(1 - rho))
                 : 0;
}

/* P(at least `needed` of the first `begun` are open before a time): those of the plan,
 * then the same again. */
static double
enough_open(
    const ready *self, uint32_t first, uint32_t needed, uint32_t begun, double until_days)
{
    enum { N_NODES = 400 };
    const double reach = 8;
    double p = 0;
    for (int node = 0; node <= N_NODES; node++) {
        double shock = reach * (2.0 * node / N_NODES - 1);
        double law[MOST_BEGUN + 1] = {1};
        for (uint32_t i = 0; i < begun; i++) {
            double open = open_given(self, first, i % N_GYMS, until_days, shock);
            for (uint32_t k = i + 1; k > 0; k--) {
                law[k] = law[k] * (1 - open) + law[k - 1] * open;
            }
            law[0] *= 1 - open;
        }
        double tail = 0;
        for (uint32_t k = needed; k <= begun; k++) {
            tail += law[k];
        }
        p += tail * gsl_ran_ugaussian_pdf(shock) * 2 * reach / N_NODES;
    }
    return p;
}

/* Slack of a target in a replication of delivery alone. */
static suf_slack
drawn(ready *self, uint32_t target, uint64_t replication)
{
    suf_core *core = &self->replication.core;
    suf_delivery *delivery = suf_delivery_of(core);
    const suf_target *of = &self->model.delivery.targets[target];
    core->key = (suf_rng_key){self->model.seed, replication};
    suf_delivery_start(delivery, &self->parameters, core->key);
    suf_delivery_advance(delivery, of->date_days);
    return suf_target_slack(suf_core_state(core, &suf_target_process), of);
}

static uint32_t
first_gym(const ready *self)
{
    for (uint32_t i = 0; i < self->model.delivery.n_units; i++) {
        uint32_t row = self->model.delivery.units[i].project;
        if (row != SUF_NONE &&
            strcmp(self->scenario.projects[row].project, "gyms") == 0) {
            return i;
        }
    }
    fail_msg("no gyms");
    return 0;
}

static void
number_to_begin_is_poisson_binomial_given_the_shock(void **state)
{
    (void) state;
    static const struct {
        const char *target;
        uint32_t needed, begun[4];
    } expected[] = {/* 2 are there; 5 by summer */
        {"gyms by summer", 3, {3, 5, 8, 12}},
        /* more than the plan has */
        {"gyms open", 9, {10, 11, 13, 20}}};
    ready self;
    ready_init(&self, SUPPLY, NULL, 0);
    ready_start(&self, 0, NULL);
    uint32_t first = first_gym(&self);
    for (size_t i = 0; i < 2; i++) {
        uint32_t target = target_of(&self, expected[i].target);
        double until = self.model.delivery.targets[target].date_days;
        sample met[4] = {{0}};
        for (uint64_t r = 0; r < N_DRAWS; r++) {
            suf_slack slack = drawn(&self, target, r);
            assert_true(slack.planned == N_GYMS);
            assert_true((slack.days >= 0) == (slack.begun <= N_GYMS));
            for (int j = 0; j < 4; j++) {
                sample_add(&met[j], slack.begun <= expected[i].begun[j] ? 1 : 0);
            }
        }
        for (int j = 0; j < 4; j++) {
            double p = enough_open(
                &self, first, expected[i].needed, expected[i].begun[j], until);
            assert_true(sample_mean_agrees(&met[j], p, 0.02));
        }
    }
    ready_free(&self);
}

static void
slack_is_an_order_statistic_of_the_openings(void **state)
{
    (void) state;
    static const double later[] = {-200, -60, 0, 30, 90};
    enum { N_LATER = sizeof later / sizeof later[0] };
    ready self;
    ready_init(&self, SUPPLY, NULL, 0);
    ready_start(&self, 0, NULL);
    uint32_t first = first_gym(&self);
    uint32_t target = target_of(&self, "gyms by summer");
    double until = self.model.delivery.targets[target].date_days;
    sample met[N_LATER] = {{0}};
    for (uint64_t r = 0; r < N_DRAWS; r++) {
        suf_slack slack = drawn(&self, target, r);
        for (int j = 0; j < N_LATER; j++) {
            sample_add(&met[j], slack.days >= later[j] ? 1 : 0);
        }
    }
    for (int j = 0; j < N_LATER; j++) {
        double p = enough_open(&self, first, 3, N_GYMS, until - later[j]);
        assert_true(sample_mean_agrees(&met[j], p, 0.02));
    }
    ready_free(&self);
}

/* All are cancelled, and each replacement is planned 30 days later: the slack is 30 days
 * less, and as many are begun as without, where the date leaves that much. Not replaced,
 * no number is enough. */
static void
a_replacement_counts_as_the_project_it_stands_for(void **state)
{
    (void) state;
    static const char *const sets[3][4] = {
        {"delivery.delay={fixed: {value: 1}}", "delivery.cancellation=0"},
        {"delivery.delay={fixed: {value: 1}}", "delivery.cancellation=1",
            "projects.gyms.programme=sport",
            "delivery.programmes={sport: {replaced_within: 30 days}}"},
        {"delivery.delay={fixed: {value: 1}}", "delivery.cancellation=1"}};
    static const size_t n_sets[3] = {2, 4, 2};
    suf_slack found[3];
    for (size_t i = 0; i < 3; i++) {
        ready self;
        ready_init(&self, SUPPLY, sets[i], n_sets[i]);
        ready_start(&self, 0, NULL);
        found[i] = drawn(&self, target_of(&self, "gyms by summer"), 3);
        ready_free(&self);
    }
    assert_true(found[0].begun == 3 && found[1].begun == 3);
    assert_true(found[0].days > 30 && found[1].days == found[0].days - 30);
    assert_true(found[0].planned_begin_days == found[1].planned_begin_days);
    assert_true(isinf(found[2].begun) && found[2].days == -(double) INFINITY);
}

/* Looking at what would be leaves what is as it was. */
static void
slack_leaves_the_counts_as_they_are(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SUPPLY, NULL, 0);
    ready_start(&self, 0, NULL);
    uint32_t target = target_of(&self, "gyms by summer");
    suf_delivery *delivery = suf_delivery_of(&self.replication.core);
    uint32_t stock = self.model.delivery.targets[target].stock;
    (void) drawn(&self, target, 7);
    double before = delivery->of_city[stock];
    uint32_t n_passed = delivery->n_passed;
    (void) suf_target_slack(suf_core_state(&self.replication.core, &suf_target_process),
        &self.model.delivery.targets[target]);
    assert_true(delivery->of_city[stock] == before);
    assert_int_equal(delivery->n_passed, n_passed);
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            slack_of_sure_projects_is_the_date_less_the_opening_that_decides),
        cmocka_unit_test(number_to_begin_is_poisson_binomial_given_the_shock),
        cmocka_unit_test(slack_is_an_order_statistic_of_the_openings),
        cmocka_unit_test(a_replacement_counts_as_the_project_it_stands_for),
        cmocka_unit_test(slack_leaves_the_counts_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
