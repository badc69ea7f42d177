/* The ground floor: calendar, memory, faults, status.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "base/fault.h"
#include "base/memory.h"
#include "base/status.h"

static void
dates_go_to_day_numbers_and_back(void **state)
{
    (void) state;
    assert_int_equal(suf_day_of_date(1970, 1, 1), 0);
    assert_int_equal(suf_day_of_date(2000, 3, 1), 11017);
    assert_int_equal(suf_day_of_date(2021, 1, 1), 18628);
    for (int32_t day = -200000; day < 200000; day += 13) {
        int32_t y = 0;
        int32_t m = 0;
        int32_t d = 0;
        suf_date_of_day(day, &y, &m, &d);
        assert_true(m >= 1 && m <= 12 && d >= 1 && d <= 31);
        assert_int_equal(suf_day_of_date(y, m, d), day);
    }
}

static void
only_real_dates_are_read(void **state)
{
    (void) state;
    int32_t day = 0;
    char text[11];
    assert_true(suf_date_parse("2024-02-29", &day));
    suf_date_format(day, text);
    assert_string_equal(text, "2024-02-29");
    static const char *const wrong[] = {"2023-02-29", "2021-13-01", "2021-1-01",
        "2021-01-32", "2021/01/01", "21-01-01", "", "2021-01-01 ", " 2021-01-01",
        "2021-00-10", "1800-01-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(suf_date_parse(wrong[i], &day));
    }
}

static void
factors_of_months_are_relative_to_their_mean_over_a_year(void **state)
{
    (void) state;
    /* Twice as many in July and August: 1 and 2 over 303.25 and 62 days. */
    double given[12] = {1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1};
    double relative[12];
    suf_month_factors(given, relative);
    double mean = (303.25 + 2 * 62) / 365.25;
    for (int month = 0; month < 12; month++) {
        assert_true(fabs(relative[month] - given[month] / mean) < 1e-14);
    }
    /* None given: exactly 1, or every result would change in its last digit. */
    double ones[12] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    suf_month_factors(ones, relative);
    double zeros[12] = {0};
    double none[12];
    suf_month_factors(zeros, none);
    for (int month = 0; month < 12; month++) {
        assert_true(relative[month] == 1);
        assert_true(none[month] == 0);
    }
}

static void
a_calendar_counts_months_from_before_the_start(void **state)
{
    (void) state;
    suf_calendar calendar;
    assert_int_equal(suf_calendar_init(&calendar, suf_day_of_date(2020, 11, 1),
                         suf_day_of_date(2021, 1, 1), suf_day_of_date(2026, 1, 1)),
        SUF_OK);
    assert_int_equal(calendar.n_months, 62);
    assert_int_equal(calendar.start_index, 2);
    assert_true(calendar.limits_days[0] == -61);
    assert_true(calendar.limits_days[2] == 0);
    assert_true(calendar.limits_days[62] == 1826);
    assert_int_equal(suf_calendar_month(&calendar, 0), 2);
    assert_int_equal(suf_calendar_month(&calendar, 30.99), 2);
    assert_int_equal(suf_calendar_month(&calendar, 31), 3);
    /* Month time and days invert each other. */
    double time = suf_calendar_days(&calendar, 3.25);
    assert_true(time == 31 + 7);
    assert_true(suf_calendar_month_time(&calendar, 3, time) == 3.25);
    assert_true(suf_calendar_days(&calendar, 62) > 1e300);
    assert_true(suf_calendar_days(&calendar, -12) < -61 - 365);
    suf_calendar_free(&calendar);
    suf_calendar_free(&calendar); /* legal twice */
}

static void
arrays_grow_and_keep_their_content_and_refuse_overflow(void **state)
{
    (void) state;
    uint32_t *array = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(
            suf_array_grow(&array, &capacity, (size_t) i + 1, sizeof *array), SUF_OK);
        array[i] = i;
    }
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(array[i], i);
    }
    size_t before = capacity;
    assert_int_equal(suf_array_grow(&array, &capacity, SIZE_MAX / 2, sizeof *array),
        SUF_ERROR_OVERFLOW);
    assert_int_equal(capacity, before);
    free(array);
    void *none = &capacity;
    assert_int_equal(suf_array_new(SIZE_MAX / 2, 16, &none), SUF_ERROR_OVERFLOW);
    assert_null(none);
    double *zeroed = NULL;
    assert_int_equal(suf_array_new(7, sizeof *zeroed, &zeroed), SUF_OK);
    assert_true(zeroed[6] == 0);
    free(zeroed);
}

static void
faults_are_kept_in_order_and_counted_past_the_limit(void **state)
{
    (void) state;
    suf_faults faults;
    suf_faults_init(&faults);
    for (int i = 0; i < SUF_MAX_FAULTS + 5; i++) {
        suf_fault_place place = {
            .file = "a.yaml", .line = (uint32_t) i + 1, .path = "x.y"};
        suf_faults_add(&faults, &place, "found %d, expected nothing", i);
    }
    assert_int_equal(faults.n, SUF_MAX_FAULTS);
    assert_int_equal(faults.n_dropped, 5);
    assert_string_equal(faults.items[7].message, "found 7, expected nothing");
    assert_int_equal(faults.items[7].line, 8);
    assert_string_equal(faults.items[7].path, "x.y");
    suf_faults_add_system(&faults, "b", 2, "cannot be read");
    suf_faults_free(&faults);
    suf_faults_add_system(&faults, "b", 2, "cannot be read");
    assert_non_null(strstr(faults.items[0].message, "No such file"));
    suf_faults_free(&faults);
}

static void
every_status_has_a_text_of_its_own(void **state)
{
    (void) state;
    for (int i = 0; i < SUF_N_STATUS; i++) {
        assert_true(strlen(suf_status_text((suf_status) i)) > 3);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(
                suf_status_text((suf_status) i), suf_status_text((suf_status) j));
        }
    }
    assert_string_equal(suf_status_text(SUF_N_STATUS), "unknown status");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_go_to_day_numbers_and_back),
        cmocka_unit_test(only_real_dates_are_read),
        cmocka_unit_test(factors_of_months_are_relative_to_their_mean_over_a_year),
        cmocka_unit_test(a_calendar_counts_months_from_before_the_start),
        cmocka_unit_test(arrays_grow_and_keep_their_content_and_refuse_overflow),
        cmocka_unit_test(faults_are_kept_in_order_and_counted_past_the_limit),
        cmocka_unit_test(every_status_has_a_text_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
