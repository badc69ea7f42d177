/* Tests of programmes of projects, on a small region, against the exact laws.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exact law of a project is model.md's: given the shock F of the city and G of its
 * programme, P(open by T) = (1 - c) Phi((ln(T / (d median)) / sigma - sqrt(r1) F -
 * sqrt(r2) G) / sqrt(1 - r1 - r2)). Given both, projects are independent, so how many of
 * them are open follows from a convolution; over G, then F, it is integrated by
 * Gauss-Hermite quadrature. Where what is cancelled is replaced within w, c Phi(...) with
 * T
 * - w for T is added: the replacement has a delay of its own. */
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
#define R1     0.2
#define R2     0.5

enum { N_DRAWS = SAMPLE_DRAWS(100000), N_NODES = 64, N_UNITS = 16, BY_DAYS = 560 };

static const double median = 1.07;
static const double mean = 1.15;
static const double cancelled = 0.1; /* of delivery */

/* The supply region, its ten gyms of one programme and six halls of another. */
static const char *const two_programmes[] = {"delivery.correlation=0.2",
    "delivery.programme_correlation=0.5", "projects.gyms.programme=sport",
    "projects.halls={asset: gym, district: south, count: 6, starts: 2021-06-01, "
    "opens: 2022-01-01, until: 2022-09-01, programme: culture}"};
static const char *const one_programme[] = {"delivery.correlation=0.2",
    "delivery.programme_correlation=0.5", "projects.gyms.programme=sport",
    "projects.halls={asset: gym, district: south, count: 6, starts: 2021-06-01, "
    "opens: 2022-01-01, until: 2022-09-01, programme: sport}"};

static void
region_init(ready *self, const char *const *sets, size_t n_sets)
{
    ready_init(self, SUPPLY, sets, n_sets);
    ready_start(self, 0, NULL);
}

static uint32_t
count_open(const double *opened, uint32_t first, uint32_t n)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < n; i++) {
        open += opened[first + i] < BY_DAYS;
    }
    return open;
}

/* --- the exact law -------------------------------------------------------------------
 */

/* What becomes of projects that are cancelled. */
typedef struct fate {
    double cancelled, replaced_within_days; /* INFINITY: never */
} fate;

/* P(multiplier <= x | sqrt(r1) F + sqrt(r2) G). */
static double
multiplier_given(double x, double shared)
{
    double sigma = sqrt(2 * log(mean / median));
    return x > 0 ? gsl_cdf_ugaussian_P(
                       (log(x / median) / sigma - shared) / sqrt(1 - R1 - R2))
                 : 0;
}

static double
open_given(const suf_delivery_unit *unit, fate of, double shared)
{
    double x = (BY_DAYS - unit->starts_days) / unit->duration_days;
    double later = of.replaced_within_days / unit->duration_days;
    return (1 - of.cancelled) * multiplier_given(x, shared) +
           of.cancelled * multiplier_given(x - later, shared);
}

/* Adds units to a law of how many are open, which has n by now. */
static void
add_units(const ready *self, uint32_t first, uint32_t n_units, fate of, double shared,
    double law[N_UNITS + 1], uint32_t n)
{
    for (uint32_t i = 0; i < n_units; i++, n++) {
        double p = open_given(&self->model.delivery.units[first + i], of, shared);
        law[n + 1] = 0;
        for (uint32_t k = n + 1; k > 0; k--) {
            law[k] = law[k] * (1 - p) + law[k - 1] * p;
        }
        law[0] *= 1 - p;
    }
}

/* Nodes and weights of a standard normal law. */
static void
normal_rule(double nodes[N_NODES], double weights[N_NODES])
{
    gsl_integration_fixed_workspace *rule =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, N_NODES, 0, 0.5, 0, 0);
    assert_non_null(rule);
    double sum = 0;
    for (int i = 0; i < N_NODES; i++) {
        nodes[i] = gsl_integration_fixed_nodes(rule)[i];
        weights[i] = gsl_integration_fixed_weights(rule)[i];
        sum += weights[i];
    }
    for (int i = 0; i < N_NODES; i++) {
        weights[i] /= sum;
    }
    gsl_integration_fixed_free(rule);
}

/* How many of the gyms and halls are open: of two programmes, or of one. */
static void
law_of_both(const ready *self, bool is_one, fate sport, double law[N_UNITS + 1])
{
    double x[N_NODES];
    double w[N_NODES];
    const fate lost = {cancelled, (double) INFINITY};
    uint32_t gyms = units_find(self, "gyms", 0);
    uint32_t halls = units_find(self, "halls", 0);
    normal_rule(x, w);
    memset(law, 0, (N_UNITS + 1) * sizeof *law);
    for (int f = 0; f < N_NODES; f++) {
        double of_gyms[N_UNITS + 1] = {0};
        double of_halls[N_UNITS + 1] = {0};
        for (int g = 0; g < N_NODES; g++) {
            double shared = sqrt(R1) * x[f] + sqrt(R2) * x[g];
            double given[N_UNITS + 1] = {1};
            double others[N_UNITS + 1] = {1};
            add_units(self, gyms, 10, sport, shared, given, 0);
            add_units(self, halls, 6, is_one ? sport : lost, shared,
                is_one ? given : others, is_one ? 10 : 0);
            for (int k = 0; k <= N_UNITS; k++) {
                of_gyms[k] += w[g] * given[k];
                of_halls[k] += w[g] * others[k];
            }
        }
        for (int k = 0; k <= N_UNITS; k++) {
            for (int j = 0; j <= k; j++) {
                law[k] += w[f] * of_gyms[k - j] * of_halls[j];
            }
        }
    }
}

static void
count_agrees_with_the_law(const char *const *sets, size_t n_sets, bool is_one, fate sport)
{
    ready self;
    sample at_least[N_UNITS + 1] = {{0}};
    double law[N_UNITS + 1];
    region_init(&self, sets, n_sets);
    uint32_t gyms = units_find(&self, "gyms", 0);
    uint32_t halls = units_find(&self, "halls", 0);
    law_of_both(&self, is_one, sport, law);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        uint32_t n = count_open(opened, gyms, 10) + count_open(opened, halls, 6);
        for (uint32_t k = 1; k <= N_UNITS; k++) {
            sample_add(&at_least[k], n >= k);
        }
    }
    double expected = 0;
    for (uint32_t k = N_UNITS; k > 0; k--) {
        expected += law[k];
        assert_true(sample_mean_agrees(&at_least[k], expected, 0.01));
    }
    assert_true(fabs(expected + law[0] - 1) < 1e-12);
    ready_free(&self);
}

/* --- tests ----------------------------------------------------------------------------
 */

static void
projects_of_one_programme_open_by_the_two_factor_law(void **state)
{
    (void) state;
    count_agrees_with_the_law(
        one_programme, 4, true, (fate){cancelled, (double) INFINITY});
}

static void
projects_of_two_programmes_share_the_shock_of_the_city_alone(void **state)
{
    (void) state;
    count_agrees_with_the_law(
        two_programmes, 4, false, (fate){cancelled, (double) INFINITY});
}

/* A programme may have a cancellation of its own, and replace what is cancelled; the
 * halls of another one go by what holds for all. */
static void
what_is_cancelled_is_replaced_by_the_law(void **state)
{
    (void) state;
    const char *const lost[] = {two_programmes[0], two_programmes[1], two_programmes[2],
        two_programmes[3], "delivery.programmes={sport: {cancellation: 0.4}}"};
    const char *const two[] = {two_programmes[0], two_programmes[1], two_programmes[2],
        two_programmes[3],
        "delivery.programmes={sport: {cancellation: 0.4, replaced_within: 90 days}}"};
    const char *const one[] = {one_programme[0], one_programme[1], one_programme[2],
        one_programme[3], "delivery.programmes={sport: {replaced_within: 90 days}}"};
    count_agrees_with_the_law(lost, 5, false, (fate){0.4, (double) INFINITY});
    count_agrees_with_the_law(two, 5, false, (fate){0.4, 90});
    count_agrees_with_the_law(one, 5, true, (fate){cancelled, 90});
}

/* Those that are not cancelled open when they did, and the others are marked. */
static void
a_replacement_changes_nothing_else(void **state)
{
    (void) state;
    const char *const replaced[] = {two_programmes[0], two_programmes[1],
        two_programmes[2], two_programmes[3],
        "delivery.programmes={sport: {replaced_within: 90 days}}"};
    ready all[2];
    uint32_t n_replaced = 0;
    region_init(&all[0], two_programmes, 4);
    region_init(&all[1], replaced, 5);
    uint32_t gyms = units_find(&all[0], "gyms", 0);
    for (uint64_t i = 0; i < 1000; i++) {
        const double *before = units_draw(&all[0], i);
        const double *now = units_draw(&all[1], i);
        const bool *marked = suf_delivery_of(&all[1].replication.core)->is_replaced;
        for (uint32_t j = 0; j < all[0].model.delivery.n_units; j++) {
            bool is_gym = j >= gyms && j < gyms + 10;
            assert_true(marked[j] == (is_gym && isinf(before[j])));
            assert_true(marked[j] ? isfinite(now[j]) : now[j] == before[j]);
            n_replaced += marked[j];
        }
    }
    assert_true(n_replaced > 800 && n_replaced < 1200); /* 0.1 of 10,000 */
    ready_free(&all[0]);
    ready_free(&all[1]);
}

/* The law of an opening would be the same with the delay of the project itself, which is
 * not seen: what differs is whether the two go together. */
static void
the_delay_of_a_replacement_is_not_that_of_the_project(void **state)
{
    (void) state;
    const char *const kept[] = {
        "delivery.cancellation=0", "delivery.correlation=0", two_programmes[2]};
    const char *const replaced[] = {"delivery.cancellation=1", "delivery.correlation=0",
        two_programmes[2], "delivery.programmes={sport: {replaced_within: 90 days}}"};
    double sigma = sqrt(2 * log(mean / median));
    sample products = {0};
    ready all[2];
    region_init(&all[0], kept, 3);
    region_init(&all[1], replaced, 4);
    uint32_t gyms = units_find(&all[0], "gyms", 0);
    const suf_delivery_unit *unit = &all[0].model.delivery.units[gyms];
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        double product = 1;
        for (int j = 0; j < 2; j++) {
            double opened = units_draw(&all[j], i)[gyms] - (j == 1 ? 90 : 0);
            double x = (opened - unit->starts_days) / unit->duration_days;
            product *= log(x / median) / sigma;
        }
        sample_add(&products, product);
    }
    assert_true(sample_mean_agrees(&products, 0, 0.02));
    ready_free(&all[0]);
    ready_free(&all[1]);
}

/* What is drawn for a programme hangs on its name: neither on where its projects stand
 * nor on which others there are; and a project without one has no part in any. */
static void
a_shock_of_a_programme_is_drawn_by_its_name(void **state)
{
    (void) state;
    const char *const alone[] = {two_programmes[0], two_programmes[1], two_programmes[2]};
    const char *const begun[] = {two_programmes[0], two_programmes[1], two_programmes[2],
        two_programmes[3], "projects.begun.programme=another"};
    const char *const none[] = {two_programmes[0], two_programmes[1], two_programmes[3]};
    const char *const plain[] = {two_programmes[0]};
    ready all[5];
    region_init(&all[0], two_programmes, 4);
    region_init(&all[1], alone, 3);
    region_init(&all[2], begun, 5);
    region_init(&all[3], none, 3);
    region_init(&all[4], plain, 1);
    for (uint64_t i = 0; i < 100; i++) {
        const double *opened[5];
        for (int j = 0; j < 5; j++) {
            opened[j] = units_draw(&all[j], i) + units_find(&all[j], "gyms", 0);
        }
        for (int k = 0; k < 10; k++) {
            assert_true(opened[1][k] == opened[0][k] && opened[2][k] == opened[0][k]);
            assert_true(opened[3][k] == opened[4][k]);
        }
    }
    for (int j = 0; j < 5; j++) {
        ready_free(&all[j]);
    }
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(projects_of_one_programme_open_by_the_two_factor_law),
        cmocka_unit_test(projects_of_two_programmes_share_the_shock_of_the_city_alone),
        cmocka_unit_test(what_is_cancelled_is_replaced_by_the_law),
        cmocka_unit_test(a_replacement_changes_nothing_else),
        cmocka_unit_test(the_delay_of_a_replacement_is_not_that_of_the_project),
        cmocka_unit_test(a_shock_of_a_programme_is_drawn_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
