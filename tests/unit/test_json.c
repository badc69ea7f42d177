/* Tests of what makers and writers of JSON share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/json.h"

/* A value as text, in an array. */
static void
assert_written(json_t *value, const char *expected)
{
    char *text = NULL;
    assert_int_equal(suf_json_text(json_pack("[o]", value), &text), SUF_OK);
    assert_string_equal(text, expected);
    free(text);
}

static void
numbers_are_whole_where_they_can_be_and_null_where_they_are_none(void **state)
{
    (void) state;
    assert_written(suf_json_number(100), "[\n 100\n]\n");
    assert_written(suf_json_number(0.1), "[\n 0.1\n]\n");
    assert_written(suf_json_number(-2), "[\n -2\n]\n");
    assert_written(suf_json_number((double) NAN), "[\n null\n]\n");
    assert_written(suf_json_number((double) INFINITY), "[\n null\n]\n");
}

static void
bytes_that_are_no_utf_8_become_question_marks(void **state)
{
    (void) state;
    assert_written(suf_json_string("a\"b"), "[\n \"a\\\"b\"\n]\n");
    assert_written(suf_json_string("\xe6\xb1\x9f"), "[\n \"\xe6\xb1\x9f\"\n]\n");
    assert_written(suf_json_string("a\xff"
                                   "b\xfe"),
        "[\n \"a?b?\"\n]\n");
    assert_written(suf_json_string("\xff\xe6\xb1\x9f"), "[\n \"?\xe6\xb1\x9f\"\n]\n");
}

static void
what_memory_was_out_for_is_missing_in_the_whole(void **state)
{
    (void) state;
    json_t *object = json_object();
    char *text = NULL;
    suf_json_put(&object, "a", json_integer(1));
    suf_json_put(&object, "b", NULL);
    suf_json_put(&object, "c", json_integer(2));
    assert_null(object);
    json_t *array = json_array();
    suf_json_append(&array, NULL);
    assert_null(array);
    assert_int_equal(suf_json_text(object, &text), SUF_ERROR_MEMORY);
    assert_null(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            numbers_are_whole_where_they_can_be_and_null_where_they_are_none),
        cmocka_unit_test(bytes_that_are_no_utf_8_become_question_marks),
        cmocka_unit_test(what_memory_was_out_for_is_missing_in_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
