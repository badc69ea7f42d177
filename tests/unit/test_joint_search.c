/* The search of several levers, against paths whose critical sizes are known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "base/number.h"
#include "question/joint_choice.h"
#include "question/joint_search.h"

enum { N = 600, K = 4, N_VALUES = 201 };

/* What answers: critical sizes, and how much of a lever helps the next one. */
typedef struct world {
    uint32_t critical[N * K];
    double help; /* of what a lever has above its own critical size */
    bool is_rest_missed;
    uint64_t n_asked;
} world;

/* Uniform in (0, 1), by splitmix64. */
static double
uniform(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return ((double) ((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static suf_status
ask(void *context, const suf_joint_trial *trials, uint32_t n, double *met)
{
    world *self = context;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *critical = &self->critical[trials[i].replication * K];
        for (uint32_t k = 0; k < K; k++) {
            uint32_t next = (k + 1) % K;
            double more = (double) trials[i].at[next] - critical[next];
            double at = trials[i].at[k] + self->help * fmax(0, more);
            met[i * (K + 1) + k] = at >= critical[k] ? 1 : 0;
        }
        met[i * (K + 1) + K] = self->is_rest_missed ? 0 : 1;
    }
    self->n_asked += n;
    return SUF_OK;
}

/* Normal, with a part that all levers share. */
static void
draw(world *self, double shared, uint64_t seed)
{
    *self = (world){0};
    for (uint32_t r = 0; r < N; r++) {
        double common = gsl_cdf_ugaussian_Pinv(uniform(&seed));
        for (uint32_t k = 0; k < K; k++) {
            double own = gsl_cdf_ugaussian_Pinv(uniform(&seed));
            double z = sqrt(shared) * common + sqrt(1 - shared) * own;
            self->critical[r * K + k] = (uint32_t) fmax(0, ceil(80 + 12 * z));
        }
    }
}

static const suf_design_spec independent = {
    SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
static const uint32_t n_values[K] = {N_VALUES, N_VALUES, N_VALUES, N_VALUES};
static const double cost[K] = {1, 2, 1, 3};

static suf_joint_task
task_of(world *of, bool is_linked)
{
    return (suf_joint_task){.n_levers = K,
        .n_values = n_values,
        .cost = cost,
        .n = N,
        .p = 0.95,
        .confidence = 0.95,
        .design = &independent,
        .is_linked = is_linked,
        .most_nodes = 200000,
        .context = of,
        .ask = ask};
}

/* As if all critical sizes were known. */
static void
the_answer_is_that_of_known_critical_sizes(void **state)
{
    (void) state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        static world of;
        suf_joint_answer answer;
        suf_joint_choice choice;
        draw(&of, seed % 2 == 0 ? 0.95 : 0.7, seed);
        suf_joint_task task = task_of(&of, false);
        const suf_joint_problem problem = {.n = N,
            .n_levers = K,
            .critical = of.critical,
            .cost = cost,
            .n_met = N * 95 / 100,
            .most_nodes = task.most_nodes};
        assert_int_equal(suf_joint_search(&task, &answer), SUF_OK);
        assert_int_equal(suf_joint_choose(&problem, &choice), SUF_OK);
        assert_int_equal(answer.outcome, SUF_JOINT_FOUND);
        assert_true(fabs(answer.fits.cost - choice.cost) < 1e-9);
        assert_int_equal(answer.fits.is_proven, choice.is_proven);
        assert_true(suf_joint_n_met(&problem, answer.fits.at) >= problem.n_met);
        for (uint32_t k = 0; k < K; k++) {
            uint32_t alone = 0;
            assert_int_equal(suf_joint_alone(&problem, k, &alone), SUF_OK);
            assert_int_equal(answer.alone[k], alone);
        }
        assert_true(answer.upper_cost <= answer.fits.cost);
        assert_true(answer.safe.cost >= answer.fits.cost);
        assert_true(answer.safe.low >= 0.95);
        assert_int_equal(answer.n_violations, 0);
        assert_int_equal(answer.n_asked, of.n_asked);
        suf_joint_choice_free(&choice);
        suf_joint_answer_free(&answer);
    }
}

/* Levers that go together cost about what one costs: each replication has one trial. */
static void
levers_are_moved_in_one_trial(void **state)
{
    (void) state;
    static world of;
    suf_joint_answer answer;
    draw(&of, 0.95, 7);
    suf_joint_task task = task_of(&of, false);
    assert_int_equal(suf_joint_search(&task, &answer), SUF_OK);
    /* Halving the brackets of all replications takes 8 N, and 32 N one lever after the
     * other. */
    assert_in_range(answer.n_asked, N, 4 * N);
    suf_joint_answer_free(&answer);
}

/* Enough are met at the answer, and at none that is a step cheaper. */
static void
linked_levers_are_settled_and_exchanged(void **state)
{
    (void) state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        static world of;
        suf_joint_answer answer;
        draw(&of, 0.8, seed);
        of.help = 0.3;
        suf_joint_task task = task_of(&of, true);
        assert_int_equal(suf_joint_search(&task, &answer), SUF_OK);
        assert_int_equal(answer.outcome, SUF_JOINT_FOUND);
        assert_false(answer.fits.is_proven);
        for (uint32_t lower = 0; lower <= K; lower++) {
            uint32_t n_met = 0;
            for (uint32_t r = 0; r < N; r++) {
                uint32_t at[K];
                double met[K + 1];
                bool is_all = true;
                for (uint32_t k = 0; k < K; k++) {
                    at[k] = answer.fits.at[k] - (k == lower ? 1 : 0);
                }
                const suf_joint_trial trial = {r, at};
                assert_int_equal(ask(&of, &trial, 1, met), SUF_OK);
                for (uint32_t k = 0; k < K; k++) {
                    is_all = is_all && met[k] > 0;
                }
                n_met += is_all ? 1 : 0;
            }
            if (lower == K) {
                assert_true(n_met >= N * 95 / 100);
                assert_true(fabs(answer.fits.p - (double) n_met / N) < 1e-12);
            } else {
                assert_true(n_met < N * 95 / 100);
            }
        }
        suf_joint_answer_free(&answer);
    }
}

static void
what_cannot_be_reached_has_no_answer(void **state)
{
    (void) state;
    static world of;
    suf_joint_answer answer;
    draw(&of, 0.5, 1);
    for (uint32_t r = 0; r < N / 10; r++) {
        of.critical[r * K + r % K] = N_VALUES + 5;
    }
    suf_joint_task task = task_of(&of, false);
    assert_int_equal(suf_joint_search(&task, &answer), SUF_OK);
    assert_int_equal(answer.outcome, SUF_JOINT_NOT_REACHED);
    assert_true(fabs(answer.most_p - 0.9) < 1e-12);
    suf_joint_answer_free(&answer);
    draw(&of, 0.5, 1);
    of.is_rest_missed = true;
    assert_int_equal(suf_joint_search(&task, &answer), SUF_OK);
    assert_int_equal(answer.outcome, SUF_JOINT_NOT_REACHED);
    assert_true(answer.most_p <= 0);
    suf_joint_answer_free(&answer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_is_that_of_known_critical_sizes),
        cmocka_unit_test(levers_are_moved_in_one_trial),
        cmocka_unit_test(linked_levers_are_settled_and_exchanged),
        cmocka_unit_test(what_cannot_be_reached_has_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
