/* How long people wait: the estimator by hand and by another road, and the waits of a
 * small world. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_integration.h>

#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/waits_oracle.h"
#include "random/rng_stream.h"

#define SMALL           SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml"
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static double
quantile(uint64_t n_at_once, const suf_wait *waits, size_t n, double share)
{
    double found = 0;
    suf_incidence_quantiles((double) n_at_once, waits, n, &share, 1, &found);
    return found;
}

/* Six joined. F is 1/6 at 0, 2/6 at 2; one leaves at 3 and one is censored at 4, so that
 * two stand for the remaining half: F is 7/12 at 5 and 10/12 at 6. */
static void
incidence_with_leaving_and_censoring_is_that_worked_out_by_hand(void **state)
{
    (void) state;
    static const suf_wait waits[] = {{2, 0, SUF_WAIT_ADMITTED, 0},
        {3, 0, SUF_WAIT_LEFT, 0}, {4, 0, SUF_WAIT_CENSORED, 0},
        {5, 0, SUF_WAIT_ADMITTED, 0}, {6, 0, SUF_WAIT_ADMITTED, 0}};
    static const struct {
        double share, days;
    } expected[] = {{0.1, 0}, {1. / 6, 0}, {0.17, 2}, {1. / 3, 2}, {0.34, 5},
        {7. / 12, 5}, {0.59, 6}, {10. / 12, 6}};
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        double found = quantile(1, waits, COUNT_OF(waits), expected[i].share);
        assert_true(found == expected[i].days);
    }
    assert_true(isnan(quantile(1, waits, COUNT_OF(waits), 0.84)));
}

static void
nobody_joined_is_not_nobody_waited(void **state)
{
    (void) state;
    assert_true(isnan(quantile(0, NULL, 0, 0.1)));
    assert_true(quantile(1, NULL, 0, 1) == 0);
    static const suf_wait still_there[] = {
        {3, 0, SUF_WAIT_CENSORED, 0}, {9, 0, SUF_WAIT_CENSORED, 0}};
    assert_true(isnan(quantile(0, still_there, 2, 0.1)));
}

/* Waits of whole days, so that there are many ties, with all sorts of ends. */
static void
draw_waits(uint64_t round, suf_wait *waits, size_t n)
{
    suf_rng_key key = {.seed = 11, .replication = round};
    for (size_t i = 0; i < n; i++) {
        suf_rng_block block = suf_rng_draw(key, 0, i, 1);
        double u = suf_rng_uniform(block.word[1]);
        waits[i] = (suf_wait){
            .days = floor(suf_rng_uniform(block.word[0]) * (double) (3 + round)),
            .end = u < 0.5   ? SUF_WAIT_ADMITTED
                   : u < 0.7 ? SUF_WAIT_LEFT
                             : SUF_WAIT_CENSORED};
    }
}

static void
incidence_equals_redistribution_to_the_right(void **state)
{
    (void) state;
    enum { N = 60, N_SAMPLES = 400, MOST_AT_ONCE = 6 };
    size_t n_reached = 0;
    size_t n_missed = 0;
    for (uint64_t round = 0; round < N_SAMPLES; round++) {
        suf_wait waits[N];
        suf_wait spare[N];
        suf_wait all[N + MOST_AT_ONCE] = {0}; /* the last ones: admitted at once */
        double found[SUF_N_WAIT_LEVELS];
        uint64_t n_at_once = round % (MOST_AT_ONCE + 1);
        draw_waits(round, waits, N);
        draw_waits(round, all, N);
        suf_incidence_quantiles((double) n_at_once, suf_waits_sort(waits, spare, N), N,
            suf_wait_levels, SUF_N_WAIT_LEVELS, found);
        for (size_t i = 0; i < SUF_N_WAIT_LEVELS; i++) {
            double expected =
                waits_oracle_quantile(all, N + n_at_once, suf_wait_levels[i]);
            assert_true(found[i] == expected || (isnan(found[i]) && isnan(expected)));
            n_reached += isnan(expected) ? 0 : 1;
            n_missed += isnan(expected) ? 1 : 0;
        }
    }
    assert_true(n_reached > 1000 && n_missed > 1000);
}

static int
by_group_and_days(const void *left, const void *right)
{
    const suf_wait *a = left;
    const suf_wait *b = right;
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    return (a->days > b->days) - (a->days < b->days);
}

static void
waits_are_sorted_by_group_and_days(void **state)
{
    (void) state;
    enum { N = 3000 };
    static const uint32_t n_groups[] = {1, 3, 5000, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(n_groups); i++) {
        suf_wait *waits = malloc((size_t) N * sizeof *waits);
        suf_wait *spare = malloc((size_t) N * sizeof *spare);
        suf_wait *expected = malloc((size_t) N * sizeof *expected);
        assert_non_null(waits);
        assert_non_null(spare);
        assert_non_null(expected);
        for (uint64_t j = 0; j < N; j++) {
            suf_rng_block block = suf_rng_draw((suf_rng_key){5, i}, 0, j, 2);
            waits[j] =
                (suf_wait){.days = j % 50 == 0 ? 0
                                               : exp((double) (j % 40) - 20) *
                                                     suf_rng_uniform(block.word[0]),
                    .group = (uint32_t) (suf_rng_uniform(block.word[1]) * n_groups[i])};
            expected[j] = waits[j];
        }
        qsort(expected, N, sizeof *expected, by_group_and_days);
        const suf_wait *sorted = suf_waits_sort(waits, spare, N);
        for (size_t j = 0; j < N; j++) {
            assert_int_equal(sorted[j].group, expected[j].group);
            assert_true(sorted[j].days == expected[j].days);
        }
        free(waits);
        free(spare);
        free(expected);
    }
}

/* Three years, people on lists at the start and at the end, priority, lottery and first
 * in first out; all ways off a list. */
static void
waits_of_a_small_world_follow_from_its_story(void **state)
{
    (void) state;
    ready self;
    queue_story story = {0};
    suf_observer observer = {queue_story_add, &story};
    waits_report report = {0};
    uint32_t seen = 0;
    ready_init(&self, SMALL, NULL, 0);
    for (uint64_t replication = 0; replication < 2; replication++) {
        story.n = 0;
        ready_start(&self, replication, &observer);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        if (!waits_oracle_agrees(&self.model, &story, &self.metrics, &report)) {
            fail_msg("year %u, district %u, service %u, level %u: found %.17g, "
                     "expected %.17g",
                report.year, report.district, report.service, report.level, report.found,
                report.expected);
        }
        for (size_t i = 0; i < story.n; i++) {
            seen |= story.items[i].waited_days > 0 ? 1U << story.items[i].what : 0;
        }
    }
    assert_true(report.n_numbers > 50);
    const uint32_t must_see = 1U << SUF_TRACE_ADMISSION | 1U << SUF_TRACE_RENEGE |
                              1U << SUF_TRACE_AGE_OUT | 1U << SUF_TRACE_DEATH |
                              1U << SUF_TRACE_MOVE;
    assert_int_equal(seen & must_see, must_see);
    queue_story_free(&story);
    ready_free(&self);
}

/* One place, Poisson arrivals at rate lambda, exponential stays (mu) and patience (theta,
 * may be 0), a day. The wait that a very patient person would have has the density
 * pi_0 lambda exp(lambda (1 - exp(-theta x)) / theta - mu x) (Baccelli and Hebuterne
 * 1981, Performance '81); the share exp(-theta x) of those is patient enough. */
typedef struct queue_law {
    double lambda, mu, theta;
} queue_law;

static double
density(double x, void *of)
{
    const queue_law *law = of;
    double patient = law->theta > 0 ? -expm1(-law->theta * x) / law->theta : x;
    return law->lambda * exp(law->lambda * patient - law->mu * x);
}

static double
density_of_admitted(double x, void *of)
{
    const queue_law *law = of;
    return density(x, of) * exp(-law->theta * x);
}

static double
integral(double (*of)(double, void *), queue_law *law, double from, double to)
{
    enum { N_INTERVALS = 200 };
    gsl_integration_workspace *room = gsl_integration_workspace_alloc(N_INTERVALS);
    gsl_function function = {of, law};
    double value = 0;
    double error = 0;
    assert_non_null(room);
    assert_int_equal(gsl_integration_qag(&function, from, to, 0, 1e-10, N_INTERVALS,
                         GSL_INTEG_GAUSS31, room, &value, &error),
        0);
    gsl_integration_workspace_free(room);
    return value;
}

/* The time by which the share of all who join is admitted; NAN: never. */
static double
exact_quantile(queue_law *law, double share)
{
    const double for_ever = 60 / (law->mu - (law->theta > 0 ? 0 : law->lambda));
    double empty = 1 / (1 + integral(density, law, 0, for_ever));
    double low = 0;
    double high = for_ever;
    if (empty >= share) {
        return 0;
    }
    if (empty * (1 + integral(density_of_admitted, law, 0, for_ever)) < share) {
        return (double) NAN;
    }
    while (high - low > 1e-12) {
        double middle = (low + high) / 2;
        double reached = empty * (1 + integral(density_of_admitted, law, 0, middle));
        *(reached < share ? &low : &high) = middle;
    }
    return high;
}

/* A year of a queue that forgets within the hour: the mean over replications of each
 * quantile of the year, against theory; a bias of 3 %, or of 3 % of a mean stay, would be
 * found. */
static void
assert_waits_are_those_of(queue_law law, const char *const *sets, size_t n_sets)
{
    enum { N_REPLICATIONS = 36 };
    ready self;
    sample seen[SUF_N_WAIT_LEVELS] = {0};
    size_t n_compared = 0;
    size_t n_never = 0;
    ready_init(&self, SUF_SOURCE_DIR "/scenarios/queues/mm1.yaml", sets, n_sets);
    for (uint64_t replication = 0; replication < N_REPLICATIONS; replication++) {
        ready_start(&self, replication, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        const double *found = suf_metrics_of(&self.metrics, SUF_VARIABLE_WAITS_QUANTILE);
        for (size_t i = 0; i < SUF_N_WAIT_LEVELS; i++) {
            sample_add(&seen[i], found[i]);
        }
    }
    for (size_t i = 0; i < SUF_N_WAIT_LEVELS; i++) {
        double expected = exact_quantile(&law, suf_wait_levels[i]);
        double error = sample_mean_error(&seen[i]);
        if (isnan(expected) || expected == 0) {
            n_never += isnan(expected) ? 1 : 0;
            assert_true(isnan(expected) ? isnan(sample_mean(&seen[i]))
                                        : sample_mean(&seen[i]) == 0);
            continue;
        }
        assert_true(error < 0.03 / 5.5 * fmax(expected, 1 / law.mu));
        assert_true(fabs(sample_mean(&seen[i]) - expected) < SAMPLE_Z_BOUND * error);
        n_compared++;
    }
    assert_true(n_compared >= 3);
    assert_true((n_never > 0) == (law.theta > 0));
    ready_free(&self);
}

static void
waits_have_the_quantiles_of_queueing_theory(void **state)
{
    (void) state;
    const char *sets[] = {"end=2022-01-01",
        "services.bed.arrivals.clinic={rate: 230 per day}",
        "services.bed.stay={exponential: {mean: 3.6 minutes}}"};
    assert_waits_are_those_of((queue_law){230, 400, 0}, sets, COUNT_OF(sets));
}

static void
waits_of_the_impatient_have_the_quantiles_of_queueing_theory(void **state)
{
    (void) state;
    const char *sets[] = {"end=2022-01-01",
        "services.bed.arrivals.clinic={rate: 360 per day}",
        "services.bed.stay={exponential: {mean: 3.6 minutes}}",
        "services.bed.queue.patience={exponential: {mean: 10 minutes}}"};
    assert_waits_are_those_of((queue_law){360, 400, 144}, sets, COUNT_OF(sets));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(incidence_with_leaving_and_censoring_is_that_worked_out_by_hand),
        cmocka_unit_test(nobody_joined_is_not_nobody_waited),
        cmocka_unit_test(incidence_equals_redistribution_to_the_right),
        cmocka_unit_test(waits_are_sorted_by_group_and_days),
        cmocka_unit_test(waits_of_a_small_world_follow_from_its_story),
        cmocka_unit_test(waits_have_the_quantiles_of_queueing_theory),
        cmocka_unit_test(waits_of_the_impatient_have_the_quantiles_of_queueing_theory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
