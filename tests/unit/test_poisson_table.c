/* The tabulated Poisson distribution against GSL's, and urns against a plain walk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

#include "engine/intake/urn.h"
#include "random/inversion.h"
#include "random/poisson_table.h"
#include "random/rng_stream.h"

static double
uniform(uint64_t i)
{
    return suf_rng_uniform(suf_rng_draw((suf_rng_key){5, 0}, 0, i, 7).word[0]);
}

static void
table_holds_the_cumulative_probabilities(void **state)
{
    (void) state;
    const double means[] = {1e-6, 0.5, 1, 3.7, 20, 431.25};
    suf_poisson_table table = {0};
    for (size_t m = 0; m < sizeof means / sizeof means[0]; m++) {
        assert_int_equal(suf_poisson_table_set(&table, means[m]), SUF_OK);
        for (uint32_t i = 0; i < table.n; i++) {
            double p = gsl_cdf_poisson_P(table.least + i, means[m]);
            assert_true(fabs(table.cumulative[i] - p) < 1e-12);
        }
    }
    /* Of a large mean: the normal quantiles with Cornish and Fisher's first terms. */
    assert_int_equal(suf_poisson_table_set(&table, 1e6), SUF_OK);
    assert_in_range(suf_poisson_table_quantile(&table, 0.975), 1001959, 1001963);
    assert_in_range(suf_poisson_table_quantile(&table, 0.5), 999999, 1000000);
    suf_poisson_table_free(&table);
}

/* The same count as the other inversion, but for a uniform at a step's very edge. */
static void
quantiles_are_those_of_the_distribution(void **state)
{
    (void) state;
    suf_poisson_table table = {0};
    for (int m = 0; m < 40; m++) {
        double mean = 0.01 * pow(1.4, m);
        assert_int_equal(suf_poisson_table_set(&table, mean), SUF_OK);
        for (uint64_t i = 0; i < 500; i++) {
            double u = uniform(i + 1000 * (uint64_t) m);
            uint32_t k = suf_poisson_table_quantile(&table, u);
            assert_true(gsl_cdf_poisson_P(k, mean) >= u - 1e-12);
            assert_true(k == 0 || gsl_cdf_poisson_P(k - 1, mean) < u + 1e-12);
            assert_int_equal(k, suf_poisson_quantile(mean, u));
        }
    }
    suf_poisson_table_free(&table);
}

/* So that a scenario with more requests has all those of one with fewer. */
static void
counts_grow_with_the_mean(void **state)
{
    (void) state;
    suf_poisson_table low = {0};
    suf_poisson_table high = {0};
    assert_int_equal(suf_poisson_table_set(&low, 40), SUF_OK);
    assert_int_equal(suf_poisson_table_set(&high, 40.4), SUF_OK);
    uint32_t n_more = 0;
    for (uint64_t i = 0; i < 10000; i++) {
        uint32_t a = suf_poisson_table_quantile(&low, uniform(i));
        uint32_t b = suf_poisson_table_quantile(&high, uniform(i));
        assert_true(b == a || b == a + 1);
        n_more += b - a;
    }
    assert_in_range(n_more, 3700, 4300); /* 0.4 a draw, standard error 49 */
    suf_poisson_table_free(&low);
    suf_poisson_table_free(&high);
}

static void
means_out_of_range_are_refused(void **state)
{
    (void) state;
    suf_poisson_table table = {0};
    assert_int_not_equal(suf_poisson_table_set(&table, 0), SUF_OK);
    assert_int_not_equal(suf_poisson_table_set(&table, 1e300), SUF_OK);
    assert_int_not_equal(suf_poisson_table_set(&table, (double) NAN), SUF_OK);
    suf_poisson_table_free(&table);
}

static void
an_urn_finds_what_a_walk_finds(void **state)
{
    (void) state;
    enum { N = 1300 };
    const uint32_t sizes[] = {1, 5, 64, 512, 513, N};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        uint32_t counts[N];
        uint32_t walked[N];
        uint32_t n = 0;
        for (uint32_t i = 0; i < sizes[s]; i++) {
            counts[i] = walked[i] = (uint32_t) (4 * uniform(i + 7000 * s));
            n += counts[i];
        }
        suf_urn urn;
        suf_urn_fill(&urn, counts, sizes[s]);
        for (; n > 0; n--) {
            uint32_t number = (uint32_t) (uniform(n + 90000) * n);
            uint32_t left = number;
            uint32_t kind = 0;
            while (left >= walked[kind]) {
                left -= walked[kind++];
            }
            walked[kind]--;
            assert_int_equal(suf_urn_draw(&urn, number), kind);
            assert_int_equal(counts[kind], walked[kind]);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_holds_the_cumulative_probabilities),
        cmocka_unit_test(quantiles_are_those_of_the_distribution),
        cmocka_unit_test(counts_grow_with_the_mean),
        cmocka_unit_test(means_out_of_range_are_refused),
        cmocka_unit_test(an_urn_finds_what_a_walk_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
