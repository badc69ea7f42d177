/* Tests of the table of keys itself: that each of its rows can mean what it says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "scenario/read/walk.h"
#include "scenario/scenario_read.h"
#include "scenario/types/keys.h"
#include "scenario/write/schema_type.h"

static void
every_section_is_there_and_its_keys_differ(void **state)
{
    (void) state;
    for (int i = 0; i < SUF_N_SECTIONS; i++) {
        const suf_section_info *info = suf_section_get((suf_section) i);
        assert_true(info->n_keys > 0);
        assert_true(strlen(info->help) > 0);
        for (size_t j = 0; j < info->n_keys; j++) {
            assert_ptr_equal(
                suf_key_find((suf_section) i, info->keys[j].name), &info->keys[j]);
        }
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(info->name, suf_section_get((suf_section) j)->name);
        }
    }
}

static void
every_key_lies_within_its_object_and_is_explained(void **state)
{
    (void) state;
    for (int i = 0; i < SUF_N_SECTIONS; i++) {
        const suf_section_info *info = suf_section_get((suf_section) i);
        for (size_t j = 0; j < info->n_keys; j++) {
            const suf_key *key = &info->keys[j];
            assert_true(key->offset < info->bytes);
            assert_true(key->count_offset < info->bytes);
            assert_true(key->mark_offset + key->mark_bytes <= info->bytes);
            assert_true(key->mark_bytes == 0 || key->mark_bytes == 1 ||
                        key->mark_bytes == sizeof(int));
            assert_true(key->group < 8);
            assert_true(key->minimum <= key->maximum);
            size_t n = strlen(key->help);
            assert_true(n > 3 && key->help[n - 1] == '.');
            char expected[300];
            suf_key_expected(key, expected);
            assert_true(strlen(expected) > 0);
        }
    }
}

static void
every_default_is_a_value_of_its_key(void **state)
{
    (void) state;
    suf_scenario scenario = {0};
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_arena_new(&scenario.arena), SUF_OK);
    suf_reader reader;
    suf_reader_init(&reader, &scenario, &faults);
    for (int i = 0; i < SUF_N_SECTIONS; i++) {
        const suf_section_info *info = suf_section_get((suf_section) i);
        unsigned char *object = NULL;
        assert_int_equal(suf_arena_take(scenario.arena, 1, info->bytes, &object), SUF_OK);
        suf_walk_defaults(&reader, (suf_section) i, object);
    }
    assert_int_equal(faults.n, 0);
    assert_int_equal(reader.status, SUF_OK);
    suf_reader_free(&reader);
    suf_faults_free(&faults);
    suf_scenario_free(&scenario);
}

/* A type without a row would be all zero: no compiler sees it. */
static void
every_type_of_key_has_its_row(void **state)
{
    (void) state;
    for (int i = 0; i < SUF_N_KEY_TYPES; i++) {
        const suf_key key = {.type = (suf_key_type) i, .detail = SUF_CHOICE_SEX};
        const suf_type *type = suf_type_of(&key);
        char expected[300] = "";
        suf_key_expected(&key, expected);
        assert_true(strlen(expected) > 0);
        /* The path of the scenario below is read with the files, and is not written;
         * places of a service are written among those of the scenario. */
        assert_true((type->read != NULL) == (i != SUF_KEY_EXTENDS));
        assert_true(
            (type->write != NULL) == (i != SUF_KEY_EXTENDS && i != SUF_KEY_PLACES));
        assert_true(type->is_value || type->schema != NULL);
        assert_true(type->is_value || type->is_absent == NULL);
        assert_true((type->bytes > 0) == (type->absent != NULL));
        json_t *schema = suf_schema_of(&key, false);
        assert_true(json_is_object(schema));
        json_decref(schema);
    }
}

static void
misspelt_keys_find_the_one_that_was_meant(void **state)
{
    (void) state;
    assert_string_equal(suf_key_near(SUF_SECTION_SERVICE, "stya"), "stay");
    assert_string_equal(suf_key_near(SUF_SECTION_ROOT, "servces"), "services");
    assert_null(suf_key_near(SUF_SECTION_ROOT, "weather"));
    assert_null(suf_key_find(SUF_SECTION_ROOT, "servces"));
    assert_true(suf_column_is_remark("source"));
    assert_false(suf_column_is_remark("sources"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_section_is_there_and_its_keys_differ),
        cmocka_unit_test(every_key_lies_within_its_object_and_is_explained),
        cmocka_unit_test(every_default_is_a_value_of_its_key),
        cmocka_unit_test(every_type_of_key_has_its_row),
        cmocka_unit_test(misspelt_keys_find_the_one_that_was_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
