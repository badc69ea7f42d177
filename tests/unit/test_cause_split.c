/* Tests of the split of a number into its causes, and of the interval of a ratio.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "random/rng_stream.h"
#include "stats/cause_split.h"
#include "stats/quotient.h"

static double
uniform(uint64_t seed, uint64_t at)
{
    suf_rng_key key = {.seed = seed};
    suf_rng_block block = suf_rng_draw(key, at, 0, 0);
    return suf_rng_uniform(block.word[0]);
}

static double
normal(uint64_t seed, uint64_t at)
{
    return gsl_cdf_ugaussian_Pinv(uniform(seed, at));
}

/* The mean effect of taking a cause away, over all orders, one by one. */
static void
by_all_orders(const double values[SUF_N_COMBINATIONS], double sums[SUF_N_CAUSES])
{
    for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
        sums[cause] = 0;
    }
    for (int a = 0; a < 4; a++) {
        for (int b = 0; b < 4; b++) {
            for (int c = 0; c < 4; c++) {
                int order[] = {a, b, c, 6 - a - b - c};
                uint32_t mask = 0;
                if (a == b || b == c || a == c) {
                    continue;
                }
                for (int i = 0; i < 4; i++) {
                    uint32_t next = mask | 1U << (unsigned) order[i];
                    sums[order[i]] += values[mask] - values[next];
                    mask = next;
                }
            }
        }
    }
}

static void
whole_numbers_are_split_into_parts_that_sum_exactly(void **state)
{
    (void) state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        double values[SUF_N_COMBINATIONS];
        double parts[SUF_N_PARTS];
        double expected[SUF_N_CAUSES];
        double sum = 0;
        for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
            values[m] = floor(1e6 * uniform(seed, m));
        }
        suf_cause_split(values, parts);
        by_all_orders(values, expected);
        for (int part = 0; part < SUF_N_PARTS; part++) {
            sum += parts[part];
        }
        assert_true(sum == SUF_CAUSE_ORDERS * values[0]);
        for (int cause = 0; cause < SUF_N_CAUSES; cause++) {
            assert_true(parts[cause] == expected[cause]);
        }
        assert_true(
            parts[SUF_TOO_FEW] == SUF_CAUSE_ORDERS * values[SUF_N_COMBINATIONS - 1]);
    }
}

/* Two causes of which either alone makes all of it: each has half. */
static void
causes_that_make_the_same_share_it(void **state)
{
    (void) state;
    double values[SUF_N_COMBINATIONS];
    double parts[SUF_N_PARTS];
    uint32_t both = 1U << SUF_CAUSE_LATE | 1U << SUF_CAUSE_UNSTAFFED;
    for (uint32_t m = 0; m < SUF_N_COMBINATIONS; m++) {
        values[m] = (m & both) == both ? 10 : 40;
    }
    suf_cause_split(values, parts);
    assert_true(parts[SUF_CAUSE_LATE] == 15 * SUF_CAUSE_ORDERS);
    assert_true(parts[SUF_CAUSE_UNSTAFFED] == 15 * SUF_CAUSE_ORDERS);
    assert_true(parts[SUF_CAUSE_MISPLACED] == 0);
    assert_true(parts[SUF_CAUSE_UNEXPECTED] == 0);
    assert_true(parts[SUF_TOO_FEW] == 10 * SUF_CAUSE_ORDERS);
}

static void
a_scenario_without_causes_is_named_by_them(void **state)
{
    (void) state;
    suf_text text;
    suf_text_init(&text);
    suf_cause_add_name(&text, "plan", 1U << SUF_CAUSE_LATE | 1U << SUF_CAUSE_UNEXPECTED);
    suf_text_add(&text, " ");
    suf_cause_add_mask(&text, 3);
    suf_text_add(&text, " ");
    suf_cause_add_mask(&text, 0);
    assert_string_equal(
        suf_text_get(&text), "plan-without-late-unexpected late+unstaffed none");
    suf_text_free(&text);
}

/* Studies of n replications whose interval of a ratio has it: of 400 at 95 % between 363
 * and 395 (binomial, 1 in 1000 beyond each). */
static void
covers(const suf_design_spec *design, double noise, double shared)
{
    enum { N_SEEDS = 400, N = 100 };
    const double ratio = 0.6;
    int n_covered = 0;
    double width = 0;
    for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
        suf_quotient of = {0};
        for (uint32_t r = 0; r < N; r++) {
            uint64_t group = r % SUF_DESIGN_GROUPS;
            double base =
                100 + noise * normal(seed, r) + shared * normal(seed + 1000, group);
            double top = ratio * base + 0.3 * noise * normal(seed, 1000 + r) +
                         0.3 * shared * normal(seed + 2000, group);
            suf_quotient_add(&of, design, r, NULL, top, base);
        }
        double low = 0;
        double high = 0;
        suf_quotient_interval(&of, 0.95, &low, &high);
        assert_true(low < suf_quotient_mean(&of) && suf_quotient_mean(&of) < high);
        n_covered += low <= ratio && ratio <= high;
        width += (high - low) / N_SEEDS;
    }
    assert_in_range(n_covered, 363, 395);
    assert_true(width < 0.2);
}

static void
intervals_of_a_ratio_cover_it(void **state)
{
    (void) state;
    const suf_design_spec random = {.kind = SUF_DESIGN_RANDOM, .inner = SUF_NONE};
    const suf_design_spec balanced = {.kind = SUF_DESIGN_BALANCED, .inner = SUF_NONE};
    covers(&random, 50, 0);
    covers(&balanced, 50, 0);
    covers(&balanced, 30, 20);
}

static void
a_ratio_over_what_may_be_nothing_has_no_interval(void **state)
{
    (void) state;
    const suf_design_spec random = {.kind = SUF_DESIGN_RANDOM, .inner = SUF_NONE};
    suf_quotient of = {0};
    double low = 0;
    double high = 0;
    for (uint32_t r = 0; r < 40; r++) {
        suf_quotient_add(&of, &random, r, NULL, 1 + normal(1, r), normal(2, r));
    }
    suf_quotient_interval(&of, 0.95, &low, &high);
    assert_true(isnan(low) && isnan(high));
    of = (suf_quotient){0};
    suf_quotient_add(&of, &random, 0, NULL, 1, (double) NAN);
    assert_true(isnan(suf_quotient_mean(&of)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_split_into_parts_that_sum_exactly),
        cmocka_unit_test(causes_that_make_the_same_share_it),
        cmocka_unit_test(a_scenario_without_causes_is_named_by_them),
        cmocka_unit_test(intervals_of_a_ratio_cover_it),
        cmocka_unit_test(a_ratio_over_what_may_be_nothing_has_no_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
