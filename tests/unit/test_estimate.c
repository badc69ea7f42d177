/* Do intervals over dependent replications cover what they say?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/number.h"
#include "oracle/sample.h"
#include "oracle/uniform_model.h"
#include "random/rng_stream.h"
#include "stats/estimate.h"
#include "stats/interval.h"

enum { N_RUNS = SAMPLE_DRAWS(4000), N = 100 };

/* How often the intervals of runs of N replications cover the mean and the probability.
 */
typedef struct coverage {
    double mean, probability, change;
} coverage;

/* y = x1 + x2 + noise of weight `chance`, all uniform: mean 1 + chance / 2. A success is
 * y below `limit`, whose probability is found by many runs; so is that of its change when
 * y falls by 0.1 to 0.4, and now and then grows by 1. */
static coverage
cover(suf_design_spec design, double chance, double limit)
{
    static suf_estimate means[N_RUNS];
    static suf_estimate shares[N_RUNS];
    static suf_estimate changes[N_RUNS];
    double p = 0;
    double change = 0;
    for (uint32_t run = 0; run < N_RUNS; run++) {
        uniform_model model;
        uniform_model_init(&model, 2, design, run);
        means[run] = (suf_estimate){0};
        shares[run] = (suf_estimate){0};
        changes[run] = (suf_estimate){0};
        for (uint32_t r = 0; r < N; r++) {
            double x[2];
            uniform_model_draw(&model, r, x);
            suf_rng_block noise = suf_rng_draw((suf_rng_key){run, r}, 0, 0, 99);
            double y = x[0] + x[1] + chance * suf_rng_uniform(noise.word[0]);
            suf_estimate_add(&means[run], &design, r, y);
            suf_estimate_add(&shares[run], &design, r, y < limit ? 1 : 0);
            double shift = suf_rng_uniform(noise.word[1]) < 0.15
                               ? 1
                               : -0.1 - 0.3 * suf_rng_uniform(noise.word[2]);
            int gained = (y + shift < limit) - (y < limit);
            suf_estimate_add(&changes[run], &design, r, gained);
        }
        p += suf_estimate_mean(&shares[run]) / N_RUNS;
        change += suf_estimate_mean(&changes[run]) / N_RUNS;
    }
    coverage of = {0, 0, 0};
    for (uint32_t run = 0; run < N_RUNS; run++) {
        double low = 0;
        double high = 0;
        double error = fabs(suf_estimate_mean(&means[run]) - 1 - chance / 2);
        of.mean += error < suf_estimate_half_width(&means[run], 0.95) ? 1.0 / N_RUNS : 0;
        suf_estimate_probability(&shares[run], 0.95, &low, &high);
        of.probability += low <= p && p <= high ? 1.0 / N_RUNS : 0;
        suf_estimate_change(&changes[run], 0.95, &low, &high);
        of.change += low <= change && change <= high ? 1.0 / N_RUNS : 0;
    }
    return of;
}

/* Of 4,000 runs the share that covers has a standard error of 0.0035: bounds of 4.65 of
 * them around 0.95 for a mean. The exact interval of a probability covers at least that
 * often, and so does that of a change, which is not always too wide either. */
static void
assert_covers(coverage of)
{
    double bound = 0.016 * SAMPLE_WIDER;
    assert_true(of.mean > 0.95 - bound);
    assert_true(of.mean < 0.95 + bound);
    assert_true(of.probability > 0.95 - bound);
    assert_true(of.change > 0.95 - bound);
    assert_true(of.change < 0.969 + bound);
}

static void
intervals_of_independent_replications_cover(void **state)
{
    (void) state;
    suf_design_spec spec = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    assert_covers(cover(spec, 1, 0.8));
}

static void
intervals_of_balanced_points_cover(void **state)
{
    (void) state;
    suf_design_spec spec = {SUF_DESIGN_BALANCED, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    assert_covers(cover(spec, 1, 0.8));
    assert_covers(cover(spec, 0.1, 1.6));
}

static void
intervals_of_nested_runs_cover(void **state)
{
    (void) state;
    suf_design_spec spec = {SUF_DESIGN_RANDOM, SUF_NONE, 20, 5, 0};
    assert_covers(cover(spec, 0.5, 0.8));
    spec.kind = SUF_DESIGN_BALANCED;
    assert_covers(cover(spec, 0.5, 0.8));
}

/* Taken for independent, the replications of a nested run would promise too much. */
static void
clusters_matter(void **state)
{
    (void) state;
    suf_estimate naive = {0};
    suf_estimate honest = {0};
    const suf_design_spec flat = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    const suf_design_spec nested = {SUF_DESIGN_RANDOM, SUF_NONE, 20, 5, 0};
    for (uint32_t r = 0; r < N; r++) {
        double value = r / 5 % 7; /* the same within a point */
        suf_estimate_add(&naive, &flat, r, value);
        suf_estimate_add(&honest, &nested, r, value);
    }
    assert_true(suf_estimate_half_width(&honest, 0.95) >
                2 * suf_estimate_half_width(&naive, 0.95));
    assert_true(suf_estimate_mean(&honest) == suf_estimate_mean(&naive));
}

static void
nothing_is_claimed_of_too_little(void **state)
{
    (void) state;
    const suf_design_spec balanced = {
        SUF_DESIGN_BALANCED, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    suf_estimate none = {0};
    double low = 0.5;
    double high = 0.5;
    assert_true(isnan(suf_estimate_mean(&none)));
    suf_estimate_probability(&none, 0.95, &low, &high);
    assert_true(low == 0 && high == 1);
    suf_estimate_add(&none, &balanced, 0, (double) NAN);
    assert_int_equal(none.tally.n, 0);
    suf_estimate_add(&none, &balanced, 0, 1);
    assert_true(isnan(suf_estimate_half_width(&none, 0.95)));
    /* All succeed: as exact as for independent trials. */
    suf_estimate all = {0};
    for (uint32_t r = 0; r < 40; r++) {
        suf_estimate_add(&all, &balanced, r, 1);
    }
    suf_estimate_probability(&all, 0.95, &low, &high);
    double exact[2];
    suf_interval_binomial(40, 40, 0.95, &exact[0], &exact[1]);
    assert_true(fabs(low - exact[0]) < 1e-12 && high == 1);
}

/* By hand for 0, 0, 0, 0, 10: mean 2, variance 20, standard error 2, skewness 1.5
 * sqrt(20) / 3 = sqrt(5), of whose square 5 - 6 / 5 = 3.8 is certain, 0.76 for the mean
 * of five. As (z^4 + 2 z^2 - 3) / 18 is 1.0800 at 95 %, x is 0.8208 and the factor 1 + 26
 * x / (1 + 4 x) = 5.9824; Student's quantile of 4 degrees is 2.7764. What is symmetric
 * keeps it. */
static void
the_interval_of_a_skewed_mean_is_widened_as_worked_out_by_hand(void **state)
{
    (void) state;
    const suf_design_spec flat = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    suf_estimate skewed = {0};
    suf_estimate symmetric = {0};
    for (uint32_t r = 0; r < 5; r++) {
        suf_estimate_add(&skewed, &flat, r, r == 3 ? 10 : 0);
        suf_estimate_add(&symmetric, &flat, r, r % 2 == 0 ? 0 : r == 1 ? -10 : 10);
    }
    assert_true(fabs(suf_tally_skewness(&skewed.tally) - sqrt(5)) < 1e-12);
    double factor = suf_estimate_half_width(&skewed, 0.95) / (2 * 2.776445);
    assert_true(fabs(factor - 5.9824) < 0.0005);
    assert_true(fabs(suf_estimate_half_width(&symmetric, 0.95) -
                     2.776445 * sqrt(200 / 4.0 / 5)) < 1e-4);
    /* Nothing is said of the skewness of two. */
    suf_estimate two = {0};
    suf_estimate_add(&two, &flat, 0, 0);
    suf_estimate_add(&two, &flat, 1, 10);
    assert_true(fabs(suf_estimate_half_width(&two, 0.95) - 12.7062 * 5) < 1e-2);
}

/* Two of 50 values are 10 and four, in other groups, 5. The squared skewness of the mean
 * is 0.18285 by the values and 0.12844 by the totals of the 25 groups, so that 25 x
 * 0.18285 / 0.12844 = 35.59 values tell of it: with x = 1.0798 x 0.12844 the factor is 1
 * + (1 + 125 / 35.59) x / (1 + 4 x). */
static void
totals_that_are_less_skewed_than_values_are_told_of_by_more_of_them(void **state)
{
    (void) state;
    const suf_design_spec even = {SUF_DESIGN_BALANCED, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    suf_estimate of = {0};
    for (uint32_t r = 0; r < 50; r++) {
        suf_estimate_add(&of, &even, r, r < 2 ? 10 : r >= 27 && r < 31 ? 5 : 0);
    }
    assert_true(fabs(suf_estimate_half_width(&of, 0.95) - 0.907730) < 1e-5);
}

static void
designs_have_the_words_of_scenarios(void **state)
{
    (void) state;
    static const char *const words[] = {"random", "balanced", "lhs", "fixed"};
    static const suf_design_kind kinds[] = {
        SUF_DESIGN_RANDOM, SUF_DESIGN_BALANCED, SUF_DESIGN_LHS, SUF_DESIGN_FIXED};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(suf_design_word(kinds[i]), words[i]);
    }
}

/* By hand for 40 independent pairs: with none that changed each limit is that of a
 * probability that was never seen, 1 - 0.025^(1/40). With 3 gains and no loss the lower
 * side is off by Clopper and Pearson's of 3 in 40 and by that limit, at right angles. */
static void
changes_of_a_probability_have_the_interval_worked_out_by_hand(void **state)
{
    (void) state;
    enum { N_PAIRS = 40 };
    const suf_design_spec flat = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    const double unseen = 1 - pow(0.025, 1.0 / N_PAIRS);
    suf_estimate same = {0};
    suf_estimate gained = {0};
    suf_estimate lost = {0};
    double low = 0;
    double high = 0;
    double exact[2];
    for (uint32_t r = 0; r < N_PAIRS; r++) {
        suf_estimate_add(&same, &flat, r, 0);
        suf_estimate_add(&gained, &flat, r, r % 15 == 0);
        suf_estimate_add(&lost, &flat, r, r % 15 == 0 ? -1 : 0);
    }
    suf_estimate_change(&same, 0.95, &low, &high);
    assert_true(fabs(low + unseen) < 1e-9 && fabs(high - unseen) < 1e-9);
    suf_interval_binomial(3, N_PAIRS, 0.95, &exact[0], &exact[1]);
    suf_estimate_change(&gained, 0.95, &low, &high);
    assert_true(fabs(low - (0.075 - hypot(0.075 - exact[0], unseen))) < 1e-9);
    assert_true(fabs(high - exact[1]) < 1e-9);
    double mirrored[2];
    suf_estimate_change(&lost, 0.95, &mirrored[0], &mirrored[1]);
    assert_true(fabs(mirrored[0] + high) < 1e-12 && fabs(mirrored[1] + low) < 1e-12);
    suf_estimate none = {0};
    suf_estimate_change(&none, 0.95, &low, &high);
    assert_true(low == -1 && high == 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_independent_replications_cover),
        cmocka_unit_test(intervals_of_balanced_points_cover),
        cmocka_unit_test(intervals_of_nested_runs_cover),
        cmocka_unit_test(clusters_matter),
        cmocka_unit_test(designs_have_the_words_of_scenarios),
        cmocka_unit_test(nothing_is_claimed_of_too_little),
        cmocka_unit_test(the_interval_of_a_skewed_mean_is_widened_as_worked_out_by_hand),
        cmocka_unit_test(
            totals_that_are_less_skewed_than_values_are_told_of_by_more_of_them),
        cmocka_unit_test(changes_of_a_probability_have_the_interval_worked_out_by_hand),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
