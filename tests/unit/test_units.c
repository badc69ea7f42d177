/* Tests of numbers and quantities as people write them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/units.h"

static void
numbers_are_read_exactly(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {{"0", 0}, {"-0.5", -0.5}, {"12", 12}, {"0.1", 0.1}, {"1e3", 1000},
        {"1.5E-2", 0.015}, {"2e+1", 20}, {"9007199254740993", 9007199254740992.0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 0;
        assert_null(suf_number_parse(cases[i].text, &value));
        assert_true(value >= cases[i].value && value <= cases[i].value);
    }
}

static void
what_could_be_meant_in_two_ways_is_no_number(void **state)
{
    (void) state;
    static const char *const bad[] = {"", " 1", "1 ", "1_000", "1,000", "1,5", "010",
        "-01", "+5", ".5", "5.", "1e", "1e+", "0x10", "1e999", "nan", ".nan", "inf",
        "-.inf", "Infinity", "yes", "1 2", "--1", "-", "1.2.3", "\xef\xbc\x91",
        "00000000000000000000000000000000000000000001",
        "10000000000000000000000000000000000000000000001"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double value = 7;
        assert_non_null(suf_number_parse(bad[i], &value));
        assert_true(value >= 7 && value <= 7);
    }
}

static void
whole_numbers_have_no_fraction_and_fit(void **state)
{
    (void) state;
    int64_t value = 0;
    assert_null(suf_whole_parse("9223372036854775807", &value));
    assert_int_equal(value, INT64_MAX);
    assert_null(suf_whole_parse("-9223372036854775808", &value));
    assert_int_equal(value, INT64_MIN);
    assert_null(suf_whole_parse("2751.0", &value)); /* as spreadsheets write it */
    assert_int_equal(value, 2751);
    static const char *const bad[] = {"9223372036854775808", "4.7", "4.01", "4.", ".0",
        "1e3", "4.0e0", "1_000", "010", "", "x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_non_null(suf_whole_parse(bad[i], &value));
    }
}

static void
quantities_come_in_days_and_per_day(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        suf_dimension dimension;
        double value, months; /* -1: not in months */
    } cases[] = {{"3", SUF_DIMENSION_NONE, 3, -1},
        {"30 minutes", SUF_DIMENSION_DURATION, 30.0 / 1440, -1},
        {"2 hours", SUF_DIMENSION_DURATION, 2.0 / 24, -1},
        {"1 day", SUF_DIMENSION_DURATION, 1, -1},
        {"2  weeks", SUF_DIMENSION_DURATION, 14, -1},
        {"6 months", SUF_DIMENSION_DURATION, 182.625, 6},
        {"1.5 years", SUF_DIMENSION_DURATION, 547.875, 18},
        {"-4 days", SUF_DIMENSION_DURATION, -4, -1},
        {"90 per day", SUF_DIMENSION_RATE, 90, -1},
        {"1 per hour", SUF_DIMENSION_RATE, 24, -1},
        {"7 per week", SUF_DIMENSION_RATE, 1, -1},
        {"1461 per year", SUF_DIMENSION_RATE, 4, -1},
        {"1 per month", SUF_DIMENSION_RATE, 12 / 365.25, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        suf_quantity quantity = {0};
        assert_null(suf_quantity_parse(cases[i].text, &quantity));
        assert_int_equal(quantity.dimension, cases[i].dimension);
        assert_true(quantity.value >= cases[i].value && quantity.value <= cases[i].value);
        if (cases[i].months < 0) {
            assert_true(isnan(quantity.months));
        } else {
            assert_true(
                quantity.months >= cases[i].months && quantity.months <= cases[i].months);
        }
    }
}

static void
quantities_with_faults_are_refused(void **state)
{
    (void) state;
    static const char *const bad[] = {"6months", "6 Months", "6 mo", "six months", "6 ",
        "months", "6 per", "6 per days", "6 per fortnight", "6 perday", "1_000 days",
        "1,5 days", "010 days", "6 days 2 hours", "1e999 days", "6\tdays",
        "10000000000000000000000000000000000000000000001 days"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        suf_quantity quantity = {0};
        assert_non_null(suf_quantity_parse(bad[i], &quantity));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(what_could_be_meant_in_two_ways_is_no_number),
        cmocka_unit_test(whole_numbers_have_no_fraction_and_fit),
        cmocka_unit_test(quantities_come_in_days_and_per_day),
        cmocka_unit_test(quantities_with_faults_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
