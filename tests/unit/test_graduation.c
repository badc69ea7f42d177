/* Tests of bands of ages spread over single years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/read/graduation.h"

enum { MOST_BANDS = 22 };

/* A polynomial of the third degree that is above zero from 0 to 100. */
static uint32_t
cubic(uint32_t age)
{
    return 900000 + 137 * age * age - age * age * age - 2311 * age;
}

/* Five-year bands of a function of age, from the age `first` to that of `end`. */
static size_t
five_year_bands(uint32_t first, uint32_t end, suf_age_band bands[MOST_BANDS])
{
    size_t n = 0;
    for (uint32_t from = first; from < end; from += 5) {
        bands[n] = (suf_age_band){{from, from + 4}, 0};
        for (uint32_t age = from; age < from + 5; age++) {
            bands[n].count += cubic(age);
        }
        n++;
    }
    return n;
}

static void
sprague_reproduces_a_cubic_to_the_person(void **state)
{
    (void) state;
    /* From the four groups that it needs at least to all twenty, from any group on. */
    for (uint32_t first = 0; first < 85; first += 5) {
        for (uint32_t end = first + 20; end <= 100; end += 5) {
            suf_age_band bands[MOST_BANDS];
            uint32_t counts[SUF_N_YEARS_OF_AGE];
            suf_graduation told;
            suf_graduate(bands, five_year_bands(first, end, bands), counts, &told);
            assert_int_equal(told.evenly, SUF_NONE);
            assert_int_equal(told.below_zero, SUF_NONE);
            for (uint32_t age = 0; age < SUF_N_YEARS_OF_AGE; age++) {
                assert_int_equal(counts[age], age >= first && age < end ? cubic(age) : 0);
            }
        }
    }
}

static uint32_t
sum_of(const uint32_t *counts, const suf_age_band *band)
{
    uint32_t sum = 0;
    for (uint32_t age = band->ages.from; age <= band->ages.to; age++) {
        sum += counts[age];
    }
    return sum;
}

static void
totals_are_kept_whatever_the_bands(void **state)
{
    (void) state;
    uint64_t seed = 1;
    for (int trial = 0; trial < 2000; trial++) {
        suf_age_band bands[SUF_N_YEARS_OF_AGE];
        uint32_t counts[SUF_N_YEARS_OF_AGE];
        suf_graduation told;
        size_t n = 0;
        for (uint32_t from = 0; from < SUF_N_YEARS_OF_AGE;
             from = bands[n++].ages.to + 1) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            const uint32_t width = trial % 2 == 0 ? 5 - from % 5 : 1;
            uint32_t to = from + width - 1;
            to += trial % 3 == 0 ? (uint32_t) (seed >> 40) & 15U : 0;
            to = to > 100 ? 100 : to;
            bands[n] = (suf_age_band){{from, to}, (uint32_t) (seed >> 33) % 1000000};
            bands[n].count = seed >> 62 == 0 ? 0 : bands[n].count;
        }
        suf_graduate(bands, n, counts, &told);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(sum_of(counts, &bands[i]), bands[i].count);
        }
    }
}

static void
a_year_below_zero_has_nobody_and_the_others_keep_the_total(void **state)
{
    (void) state;
    /* Of the third group: 1504 - 2400 and so on, in tenths: -89.6, -193.6, -81.6, 366.4,
     * 998.4. Of 1000 people the last two have 1000 x 366.4 / 1364.8 = 268.5 and the rest.
     */
    static const suf_age_band bands[] = {
        {{0, 4}, 0}, {{5, 9}, 0}, {{10, 14}, 1000}, {{15, 19}, 10000}, {{20, 24}, 0}};
    static const uint32_t expected[] = {0, 0, 0, 268, 732};
    uint32_t counts[SUF_N_YEARS_OF_AGE];
    suf_graduation told;
    suf_graduate(bands, 5, counts, &told);
    assert_int_equal(told.below_zero, 2);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(sum_of(counts, &bands[i]), bands[i].count);
        assert_int_equal(counts[10 + i], expected[i]);
    }
}

static void
parts_of_a_group_keep_their_own_totals(void **state)
{
    (void) state;
    /* As a census tells infants: 0, then 1 to 4. */
    suf_age_band bands[MOST_BANDS];
    uint32_t counts[SUF_N_YEARS_OF_AGE];
    suf_graduation told;
    size_t n = five_year_bands(5, 85, bands);
    bands[n++] = (suf_age_band){{0, 0}, cubic(0)};
    bands[n++] = (suf_age_band){{1, 4}, cubic(1) + cubic(2) + cubic(3) + cubic(4)};
    suf_graduate(bands, n, counts, &told);
    assert_int_equal(told.evenly, SUF_NONE);
    for (uint32_t age = 0; age < 85; age++) {
        assert_int_equal(counts[age], cubic(age));
    }
    /* Told otherwise, the infants stay as they are told. */
    bands[n - 2].count = 7;
    suf_graduate(bands, n, counts, &told);
    assert_int_equal(counts[0], 7);
    assert_int_equal(sum_of(counts, &bands[n - 1]), bands[n - 1].count);
}

static void
an_open_band_falls_as_a_parabola(void **state)
{
    (void) state;
    /* 16^2 + 15^2 + ... + 1^2 = 1496. */
    const suf_age_band open = {{85, 100}, 1496};
    uint32_t counts[SUF_N_YEARS_OF_AGE];
    suf_graduation told;
    suf_graduate(&open, 1, counts, &told);
    for (uint32_t age = 85; age <= 100; age++) {
        assert_int_equal(counts[age], (101 - age) * (101 - age));
    }
    assert_int_equal(told.evenly, SUF_NONE);
    const suf_age_band oldest = {{100, 100}, 3};
    suf_graduate(&oldest, 1, counts, &told);
    assert_int_equal(counts[100], 3);
}

static void
other_bands_are_spread_evenly_and_that_is_told(void **state)
{
    (void) state;
    /* Three groups in a row are one too few. */
    static const suf_age_band bands[] = {
        {{7, 7}, 5}, {{20, 24}, 12}, {{25, 29}, 10}, {{30, 34}, 5}};
    static const uint32_t expected[] = {3, 3, 2, 2, 2}; /* the younger have the rest */
    uint32_t counts[SUF_N_YEARS_OF_AGE];
    suf_graduation told;
    suf_graduate(bands, 4, counts, &told);
    assert_int_equal(told.evenly, 1);
    assert_int_equal(counts[7], 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(counts[20 + i], expected[i]);
        assert_int_equal(counts[25 + i], 2);
    }
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sprague_reproduces_a_cubic_to_the_person),
        cmocka_unit_test(totals_are_kept_whatever_the_bands),
        cmocka_unit_test(a_year_below_zero_has_nobody_and_the_others_keep_the_total),
        cmocka_unit_test(parts_of_a_group_keep_their_own_totals),
        cmocka_unit_test(an_open_band_falls_as_a_parabola),
        cmocka_unit_test(other_bands_are_spread_evenly_and_that_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
