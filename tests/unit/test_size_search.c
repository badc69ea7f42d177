/* The search of a size, against paths whose critical sizes are known.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: test_size_search [thorough]: coverage over 400 seeds instead of 60. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "base/number.h"
#include "question/size_search.h"

enum { N_VALUES = 200 };

static uint32_t n_seeds = 60;

/* What answers: the critical size of each path, as a number of a value. */
typedef struct world {
    const double *critical; /* [n] */
    bool is_rough;          /* every third path misses again above where it first meets */
    bool is_deaf;           /* nothing is felt */
    uint64_t n_asked;
    bool is_list; /* what is measured is never below 0, as a list */
} world;

static suf_status
ask(void *context, uint32_t at, const uint32_t *replications, uint32_t n, double *met,
    double *values)
{
    world *self = context;
    for (uint32_t i = 0; i < n; i++) {
        double critical = self->critical[replications[i]];
        met[i] = at >= critical ? 1 : 0;
        if (self->is_rough && replications[i] % 3 == 0 && at >= critical + 1 &&
            at <= critical + 12) {
            met[i] = 0;
        }
        values[i] = self->is_deaf   ? 1
                    : self->is_list ? fmax(critical - at, 0)
                                    : critical - at;
        met[i] = self->is_deaf ? 0 : met[i];
    }
    self->n_asked += n;
    return SUF_OK;
}

/* Uniform in (0, 1), by splitmix64. */
static double
uniform(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return ((double) ((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static const suf_design_spec independent = {
    SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};

static suf_size_task
task_of(world *of, uint32_t n, double p)
{
    return (suf_size_task){.n_values = N_VALUES,
        .n = n,
        .p = p,
        .confidence = 0.95,
        .design = &independent,
        .context = of,
        .ask = ask};
}

static int
compare(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;
    return (*a > *b) - (*a < *b);
}

/* Normal around 100 with a spread of 12: each its own critical size. */
static void
draw(double *critical, uint32_t n, uint64_t seed)
{
    for (uint32_t i = 0; i < n; i++) {
        critical[i] = ceil(100 + 12 * gsl_cdf_ugaussian_Pinv(uniform(&seed)));
    }
}

static void
the_answer_is_an_order_statistic_of_critical_sizes(void **state)
{
    enum { N = 1000 };
    static double critical[N];
    (void) state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        for (double p = 0.05; p < 1; p += 0.15) {
            suf_size_answer answer;
            draw(critical, N, seed);
            world of = {critical, false, false, 0, false};
            suf_size_task task = task_of(&of, N, p);
            assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
            qsort(critical, N, sizeof *critical, compare);
            uint32_t rank = (uint32_t) ceil(p * N - 1e-9);
            assert_int_equal(answer.outcome, SUF_SIZE_FOUND);
            assert_int_equal(answer.fits, (uint32_t) critical[rank - 1]);
            assert_int_equal(answer.n_asked, of.n_asked);
            assert_int_equal(answer.n_violations, 0);
            suf_size_answer_free(&answer);
        }
    }
}

/* Clopper and Pearson's limits reach p at binomial ranks. */
static void
the_interval_has_binomial_ranks(void **state)
{
    enum { N = 500 };
    static double critical[N];
    const double p = 0.9;
    (void) state;
    uint32_t low = 0; /* least number met whose upper limit reaches p */
    while (gsl_cdf_binomial_P(low, p, N) < 0.025) {
        low++;
    }
    uint32_t high = N; /* least whose lower limit does: P(X >= high) <= 0.025 */
    while (gsl_cdf_binomial_Q(high - 2, p, N) <= 0.025) {
        high--;
    }
    for (uint64_t seed = 1; seed <= 20; seed++) {
        suf_size_answer answer;
        draw(critical, N, seed);
        world of = {critical, false, false, 0, false};
        suf_size_task task = task_of(&of, N, p);
        assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
        qsort(critical, N, sizeof *critical, compare);
        assert_int_equal(answer.upper, (uint32_t) critical[low - 1]);
        assert_int_equal(answer.safe, (uint32_t) critical[high - 1]);
        suf_size_answer_free(&answer);
    }
}

static void
most_replications_are_asked_once_or_twice(void **state)
{
    enum { N = 4000 };
    static double critical[N];
    (void) state;
    suf_size_answer answer;
    draw(critical, N, 5);
    world of = {critical, false, false, 0, false};
    suf_size_task task = task_of(&of, N, 0.95);
    assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
    assert_true(answer.n_asked < 2 * N);
    suf_size_answer_free(&answer);
}

static void
what_few_replications_cannot_bound_is_told(void **state)
{
    enum { N = 20 };
    static double critical[N];
    (void) state;
    suf_size_answer answer;
    draw(critical, N, 3);
    world of = {critical, false, false, 0, false};
    suf_size_task task = task_of(&of, N, 0.9);
    assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
    assert_int_not_equal(answer.fits, SUF_NONE);
    assert_int_equal(answer.safe, SUF_NONE); /* 0.025^(1/20) = 0.83 < 0.9 */
    suf_size_answer_free(&answer);
}

static void
a_condition_out_of_reach_gives_no_number(void **state)
{
    enum { N = 200 };
    static double critical[N];
    (void) state;
    suf_size_answer answer;
    draw(critical, N, 3);
    for (uint32_t i = 0; i < N; i += 4) {
        critical[i] = N_VALUES + 5; /* never */
    }
    world of = {critical, false, false, 0, false};
    suf_size_task task = task_of(&of, N, 0.9);
    assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
    assert_int_equal(answer.outcome, SUF_SIZE_NOT_REACHED);
    assert_int_equal(answer.fits, SUF_NONE);
    const suf_size_point *most = suf_size_find_point(&answer, N_VALUES - 1);
    assert_non_null(most);
    assert_true(fabs(most->p - 0.75) < 1e-12);
    suf_size_answer_free(&answer);
}

static void
a_lever_that_nothing_feels_gives_no_number(void **state)
{
    enum { N = 200 };
    static double critical[N];
    (void) state;
    suf_size_answer answer;
    draw(critical, N, 3);
    world of = {critical, false, true, 0, false};
    suf_size_task task = task_of(&of, N, 0.9);
    assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
    assert_int_equal(answer.outcome, SUF_SIZE_NOT_FELT);
    suf_size_answer_free(&answer);
}

static void
what_few_need_is_found_beyond_the_pilot(void **state)
{
    enum { N = 200 };
    static double critical[N];
    (void) state;
    memset(critical, 0, sizeof critical);
    for (int n_needing = 0; n_needing <= 4; n_needing += 4) {
        for (int i = 0; i < n_needing; i++) {
            critical[N - 1 - i] = 50;
        }
        for (int is_rare = 0; is_rare < 2; is_rare++) {
            suf_size_answer answer;
            world of = {.critical = critical, .is_list = true};
            suf_size_task task = task_of(&of, N, is_rare == 1 ? 0.99 : 0.9);
            assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
            if (n_needing == 0) {
                assert_int_equal(answer.outcome, SUF_SIZE_NOT_NEEDED);
            } else {
                assert_int_equal(answer.outcome, SUF_SIZE_FOUND);
                assert_int_equal(answer.fits, is_rare == 1 ? 50 : 0);
            }
            suf_size_answer_free(&answer);
        }
    }
}

static void
what_always_holds_needs_the_least(void **state)
{
    enum { N = 300 };
    static double critical[N];
    (void) state;
    suf_size_answer answer;
    memset(critical, 0, sizeof critical);
    critical[7] = 30;
    world of = {critical, false, false, 0, false};
    suf_size_task task = task_of(&of, N, 0.9);
    assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
    assert_int_equal(answer.outcome, SUF_SIZE_FOUND);
    assert_int_equal(answer.fits, 0);
    assert_int_equal(answer.safe, 0);
    suf_size_answer_free(&answer);
}

/* One path in three misses again above where it first meets. */
static void
where_more_is_not_better_the_pooled_curve_answers(void **state)
{
    enum { N = 1000 };
    static double critical[N];
    (void) state;
    suf_size_answer answer;
    draw(critical, N, 11);
    world of = {critical, true, false, 0, false};
    suf_size_task task = task_of(&of, N, 0.5);
    assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
    assert_true(answer.is_pooled);
    assert_true(answer.n_violations > 0.01 * N);
    for (uint32_t i = 0; i < answer.n_violations; i++) {
        assert_int_equal(answer.violations[i].replication % 3, 0);
        assert_true(answer.violations[i].met_at < answer.violations[i].missed_at);
    }
    /* The pooled curve at c: paths that are met there, made to rise. */
    for (uint32_t i = 0; i < answer.n_points; i++) {
        assert_true(i == 0 || answer.points[i].p >= answer.points[i - 1].p);
        assert_int_equal(answer.points[i].n_asked, N);
    }
    const suf_size_point *fits = suf_size_find_point(&answer, answer.fits);
    const suf_size_point *below = suf_size_find_point(&answer, answer.fits - 1);
    assert_non_null(fits);
    assert_non_null(below);
    assert_true(fits->p >= 0.5 && below->p < 0.5);
    suf_size_answer_free(&answer);
}

/* --- coverage: the true size is within [upper, safe] in 95 % of seeds ----------------
 */

/* The least value at which P reaches p, and draws of critical sizes of the same law. */
typedef struct law {
    double mean, spread;
} law;

static double
critical_of(const law *self, double u)
{
    return ceil(self->mean + self->spread * gsl_cdf_ugaussian_Pinv(u));
}

static uint32_t
count_misses(const law *of, uint32_t n, double p)
{
    double *critical = calloc(n, sizeof *critical);
    assert_non_null(critical);
    double truth = critical_of(of, p);
    uint32_t n_missed = 0;
    for (uint64_t seed = 1; seed <= n_seeds; seed++) {
        uint64_t random = seed * 7919;
        suf_size_answer answer;
        for (uint32_t i = 0; i < n; i++) {
            critical[i] = critical_of(of, uniform(&random));
        }
        world all = {critical, false, false, 0, false};
        suf_size_task task = task_of(&all, n, p);
        assert_int_equal(suf_size_search(&task, &answer), SUF_OK);
        bool is_covered =
            answer.upper <= truth && (answer.safe == SUF_NONE || answer.safe >= truth);
        n_missed += is_covered ? 0 : 1;
        suf_size_answer_free(&answer);
    }
    free(critical);
    return n_missed;
}

static void
intervals_cover(void **state)
{
    static const law laws[] = {{100, 30}, {100, 4}};
    (void) state;
    for (size_t i = 0; i < 2; i++) {
        uint32_t n_missed = count_misses(&laws[i], 400, 0.9);
        /* At most 5 % miss: so many or more of them had a probability below 0.001. */
        assert_true(
            n_missed == 0 || gsl_cdf_binomial_Q(n_missed - 1, 0.05, n_seeds) > 0.001);
        /* And with steps that are small against the interval it is not much wider. */
        assert_true(n_seeds < 400 || i == 1 || n_missed >= 4);
    }
}

int
main(int argc, char **argv)
{
    n_seeds = argc > 1 && strcmp(argv[1], "thorough") == 0 ? 400 : n_seeds;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_is_an_order_statistic_of_critical_sizes),
        cmocka_unit_test(the_interval_has_binomial_ranks),
        cmocka_unit_test(most_replications_are_asked_once_or_twice),
        cmocka_unit_test(what_few_replications_cannot_bound_is_told),
        cmocka_unit_test(a_condition_out_of_reach_gives_no_number),
        cmocka_unit_test(a_lever_that_nothing_feels_gives_no_number),
        cmocka_unit_test(what_few_need_is_found_beyond_the_pilot),
        cmocka_unit_test(what_always_holds_needs_the_least),
        cmocka_unit_test(where_more_is_not_better_the_pooled_curve_answers),
        cmocka_unit_test(intervals_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
