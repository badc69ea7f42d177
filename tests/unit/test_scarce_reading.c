/* Tests of reading when memory runs out: every allocation fails once in turn.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linked so that the calls of calloc and realloc in our own code come here first. That
 * nothing is leaked is left to the address sanitizer. */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "scenario/scenario_read.h"
#include "scenario/write/schema.h"
#include "scenario/write/written_tree.h"

#define GOOD   SUF_SOURCE_DIR "/tests/data/scenarios_good/overlay.yaml"
#define MERGED SUF_SOURCE_DIR "/tests/data/scenarios_good/overlay_tables.yaml"
#define BAD    SUF_SOURCE_DIR "/tests/data/scenarios_bad/many.yaml"

/* The linker's names (ld --wrap).
 * NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming) */
void *__real_calloc(size_t n, size_t bytes);
void *__wrap_calloc(size_t n, size_t bytes);
void *__real_realloc(void *old, size_t bytes);
void *__wrap_realloc(void *old, size_t bytes);

/* Allocations that still succeed before the one that fails; below 0: all succeed. A
 * global, as calloc has no argument to pass it by. */
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables) */
static int n_left = -1;

void *
__wrap_calloc(size_t n, size_t bytes)
{
    return n_left-- == 0 ? NULL : __real_calloc(n, bytes);
}

void *
__wrap_realloc(void *old, size_t bytes)
{
    return n_left-- == 0 ? NULL : __real_realloc(old, bytes);
}
/* NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming) */

/* Lets the n-th allocation fail, reads, brings into order, and returns whether it was
 * reached. */
static bool
read_with(const char *path, int n, suf_status *status)
{
    static const char *const sets[] = {"services.nursery.balk=0.1"};
    suf_scenario scenario;
    suf_scenario ordered = {0};
    suf_faults faults;
    suf_faults_init(&faults);
    n_left = n;
    *status = suf_scenario_read(&scenario, path, sets, 1, &faults);
    if (*status == SUF_OK) {
        *status = suf_scenario_order(&ordered, &scenario, &faults);
    }
    bool is_reached = n_left < 0;
    n_left = -1;
    suf_scenario_free(&ordered);
    suf_scenario_free(&scenario);
    suf_faults_free(&faults);
    return is_reached;
}

static void
reading_a_good_scenario_fails_cleanly_at_every_allocation(void **state)
{
    (void) state;
    static const char *const paths[] = {GOOD, MERGED};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        suf_status status = SUF_OK;
        int n = 0;
        while (read_with(paths[i], n, &status)) {
            assert_int_equal(status, SUF_ERROR_MEMORY);
            n++;
        }
        assert_int_equal(status, SUF_OK);
        assert_in_range(n, 100, 100000);
    }
}

static void
reading_a_bad_scenario_fails_at_every_allocation(void **state)
{
    (void) state;
    suf_status status = SUF_OK;
    int n = 0;
    while (read_with(BAD, n, &status)) {
        /* A fault that cannot be kept is counted, and the scenario is bad still. */
        assert_true(status == SUF_ERROR_MEMORY || status == SUF_ERROR_SCENARIO);
        n++;
    }
    assert_int_equal(status, SUF_ERROR_SCENARIO);
    assert_in_range(n, 20, 100000);
}

/* One of the writers of a text. */
typedef suf_status (*make_text)(const suf_scenario *scenario, char **out);

static suf_status
make_schema(const suf_scenario *scenario, char **out)
{
    (void) scenario;
    return suf_schema_json(out);
}

static suf_status
make_reference(const suf_scenario *scenario, char **out)
{
    (void) scenario;
    return suf_schema_markdown(out);
}

/* For the library of JSON, whose allocations fail in turn as ours do. */
static void *
take(size_t bytes)
{
    return __wrap_calloc(1, bytes);
}

static void
every_text_fails_cleanly_at_every_allocation(void **state)
{
    (void) state;
    static const make_text makers[] = {make_reference, suf_show, make_schema};
    /* Those of the schema are all of a few kinds, and tens of thousands. */
    static const int steps[] = {1, 1, 101};
    suf_scenario scenario;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_scenario_read(&scenario, MERGED, NULL, 0, &faults), SUF_OK);
    json_set_alloc_funcs(take, free);
    for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++) {
        bool is_reached = true;
        for (int n = 0; is_reached; n += steps[i]) {
            char *text = NULL;
            n_left = n;
            suf_status status = makers[i](&scenario, &text);
            is_reached = n_left < 0;
            n_left = -1;
            if (is_reached) {
                assert_int_equal(status, SUF_ERROR_MEMORY);
                assert_null(text);
            } else {
                assert_int_equal(status, SUF_OK);
                assert_non_null(text);
            }
            free(text);
        }
    }
    suf_scenario_free(&scenario);
    suf_faults_free(&faults);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_a_good_scenario_fails_cleanly_at_every_allocation),
        cmocka_unit_test(reading_a_bad_scenario_fails_at_every_allocation),
        cmocka_unit_test(every_text_fails_cleanly_at_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
