/* Tests of text that grows, of nearness and UTF-8, of the arena and of names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"
#include "scenario/types/names.h"

static void
text_grows_is_cut_and_handed_over(void **state)
{
    (void) state;
    suf_text text;
    suf_text_init(&text);
    assert_string_equal(suf_text_get(&text), "");
    for (int i = 0; i < 1000; i++) {
        suf_text_format(&text, "%03d,", i);
    }
    assert_int_equal(text.n, 4000);
    suf_text_cut(&text, 8);
    suf_text_add(&text, "end");
    suf_text_add_n(&text, "xyz", 1);
    char *bytes = NULL;
    assert_int_equal(suf_text_take(&text, &bytes), SUF_OK);
    assert_string_equal(bytes, "000,001,endx");
    assert_null(text.bytes);
    free(bytes);
    assert_int_equal(suf_text_take(&text, &bytes), SUF_OK);
    assert_string_equal(bytes, "");
    free(bytes);
    suf_text_free(&text);
}

static void
text_is_quoted_as_yaml_reads_it(void **state)
{
    (void) state;
    suf_text text;
    suf_text_init(&text);
    suf_text_add_quoted(&text, "a \"b\" \\ \t\x7f 泸州");
    assert_string_equal(suf_text_get(&text), "\"a \\\"b\\\" \\\\ \\x09\\x7f 泸州\"");
    suf_text_free(&text);
}

static void
text_keeps_its_first_failure(void **state)
{
    (void) state;
    suf_text text;
    suf_text_init(&text);
    suf_text_add(&text, "some");
    suf_text_add_n(&text, "x", SIZE_MAX / 2);
    suf_text_add(&text, "more");
    assert_int_equal(text.status, SUF_ERROR_OVERFLOW);
    char *bytes = NULL;
    assert_int_equal(suf_text_take(&text, &bytes), SUF_ERROR_OVERFLOW);
    assert_null(bytes);
    suf_text_free(&text);
}

static void
doubles_are_written_short_and_read_back_the_same(void **state)
{
    (void) state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.1, "0.1"}, {1, "1"}, {-2.5, "-2.5"}, {1.0 / 3, "0.3333333333333333"},
        {0.1 + 0.2, "0.30000000000000004"}, {1e300, "1e+300"}, {-0.0, "-0"},
        {(double) INFINITY, "inf"}, {-(double) NAN, "nan"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        suf_text text;
        suf_text_init(&text);
        suf_text_add_double(&text, cases[i].value);
        assert_string_equal(suf_text_get(&text), cases[i].text);
        suf_text_free(&text);
    }
}

static void
distance_counts_slips_of_the_pen(void **state)
{
    (void) state;
    static const struct {
        const char *a, *b;
        size_t limit, distance;
    } cases[] = {{"stay", "stay", 2, 0}, {"stay", "Stay", 2, 0}, {"stay", "stya", 2, 1},
        {"stay", "sta", 2, 1}, {"stay", "stays", 2, 1}, {"stay", "stax", 2, 1},
        {"stay", "queue", 2, 3}, {"", "ab", 5, 2}, {"kitten", "sitting", 9, 3},
        {"ca", "abc", 9, 3}, {"stay", "a word much longer", 3, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            suf_text_distance(cases[i].a, cases[i].b, cases[i].limit), cases[i].distance);
        assert_int_equal(
            suf_text_distance(cases[i].b, cases[i].a, cases[i].limit), cases[i].distance);
    }
    char longer[80];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(suf_text_distance(longer, longer, 2), 3);
}

static void
utf8_is_told_from_what_is_not(void **state)
{
    (void) state;
    static const char *const good[] = {"", "abc", "\xc2\x80", "\xe6\xb3\xb8\xe5\xb7\x9e",
        "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(suf_text_is_utf8(good[i], strlen(good[i]), &at));
    }
    /* Alone, overlong, a surrogate, past the last, cut short: RFC 3629. */
    static const char *const bad[] = {"ab\x80", "ab\xc0\x80", "ab\xc1\xbf",
        "ab\xe0\x9f\xbf", "ab\xed\xa0\x80", "ab\xf0\x8f\xbf\xbf", "ab\xf4\x90\x80\x80",
        "ab\xf5\x80\x80\x80", "ab\xe6\xb3", "ab\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(suf_text_is_utf8(bad[i], strlen(bad[i]), &at));
        assert_int_equal(at, 2);
    }
    assert_int_equal(suf_text_characters("a\xe6\xb3\xb8z", 5), 3);
}

static void
arena_gives_zeroed_aligned_pieces_of_any_size(void **state)
{
    (void) state;
    suf_arena *arena = NULL;
    assert_int_equal(suf_arena_new(&arena), SUF_OK);
    for (size_t n = 0; n < 3000; n += 7) {
        unsigned char *piece = NULL;
        assert_int_equal(suf_arena_take(arena, n, n % 5 + 1, &piece), SUF_OK);
        assert_non_null(piece);
        assert_int_equal((uintptr_t) piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n * (n % 5 + 1); i++) {
            assert_int_equal(piece[i], 0);
            piece[i] = 0xff;
        }
    }
    char *text = NULL;
    assert_int_equal(suf_arena_text(arena, "abcdef", 3, &text), SUF_OK);
    assert_string_equal(text, "abc");
    assert_int_equal(suf_arena_adopt(arena, malloc(10)), SUF_OK);
    assert_int_equal(suf_arena_adopt(arena, NULL), SUF_OK);
    void *none = arena;
    assert_int_equal(suf_arena_take(arena, SIZE_MAX / 2, 8, &none), SUF_ERROR_OVERFLOW);
    assert_null(none);
    assert_int_equal(suf_arena_text(arena, "", SIZE_MAX, &text), SUF_ERROR_OVERFLOW);
    suf_arena_free(arena);
    suf_arena_free(NULL);
}

static void
names_are_numbered_in_the_order_they_come(void **state)
{
    (void) state;
    enum { N = 5000 };
    static char texts[N][8];
    suf_names names;
    suf_names_init(&names);
    assert_int_equal(suf_names_find(&names, "n1"), SUF_NONE);
    uint32_t number = 0;
    for (uint32_t i = 0; i < N; i++) {
        (void) snprintf(texts[i], sizeof texts[i], "n%u", i);
        assert_int_equal(suf_names_add(&names, texts[i], &number), SUF_OK);
        assert_int_equal(number, i);
    }
    assert_int_equal(suf_names_add(&names, "n77", &number), SUF_OK);
    assert_int_equal(number, 77);
    assert_int_equal(names.n, N);
    for (uint32_t i = 0; i < N; i++) {
        assert_int_equal(suf_names_find(&names, texts[i]), i);
    }
    assert_int_equal(suf_names_find(&names, "other"), SUF_NONE);
    suf_names_free(&names);
}

static void
nearest_name_is_found_and_none_when_all_are_far(void **state)
{
    (void) state;
    suf_names names;
    suf_names_init(&names);
    uint32_t number = 0;
    static const char *const held[] = {"nursery", "hospital_bed", "care_bed"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(suf_names_add(&names, held[i], &number), SUF_OK);
    }
    assert_string_equal(suf_names_near(&names, "nurserry"), "nursery");
    assert_string_equal(suf_names_near(&names, "care_beds"), "care_bed");
    assert_null(suf_names_near(&names, "library"));
    suf_names_free(&names);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows_is_cut_and_handed_over),
        cmocka_unit_test(text_is_quoted_as_yaml_reads_it),
        cmocka_unit_test(text_keeps_its_first_failure),
        cmocka_unit_test(doubles_are_written_short_and_read_back_the_same),
        cmocka_unit_test(distance_counts_slips_of_the_pen),
        cmocka_unit_test(utf8_is_told_from_what_is_not),
        cmocka_unit_test(arena_gives_zeroed_aligned_pieces_of_any_size),
        cmocka_unit_test(names_are_numbered_in_the_order_they_come),
        cmocka_unit_test(nearest_name_is_found_and_none_when_all_are_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
