/* Which targets and conditions feel that a project opens later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tests/data/oracle/slips.yaml: what comes after a project, districts that reach each
 * other and one that does not, a ward whose people go on to rest, and desks that are
 * converted into baths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/ready.h"
#include "question/slip_links.h"

#define SLIPS SUF_SOURCE_DIR "/tests/data/oracle/slips.yaml"
enum { MOST_ASKED = 16 };

/* The name of a target or condition. */
static const char *
name_of(const ready *self, uint32_t asked)
{
    uint32_t n = self->model.delivery.n_targets;
    return asked < n ? self->scenario.targets[asked].target
                     : self->scenario.conditions[asked - n].target;
}

/* The projects that something asked about feels, in order, as "a, b". */
static void
felt(const ready *self, const char *name, char text[200])
{
    uint32_t n_asked = self->model.delivery.n_targets + self->model.delivery.n_conditions;
    bool is_asked[MOST_ASKED] = {false};
    suf_slip_pair *pairs = NULL;
    size_t capacity = 0;
    uint32_t n = 0;
    uint32_t asked = 0;
    assert_in_range(n_asked, 1, MOST_ASKED);
    while (asked < n_asked && strcmp(name_of(self, asked), name) != 0) {
        asked++;
    }
    assert_true(asked < n_asked);
    is_asked[asked] = true;
    assert_int_equal(
        suf_slip_links_add(&self->model, is_asked, &pairs, &capacity, &n), SUF_OK);
    text[0] = '\0';
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(pairs[i].target, asked);
        (void) snprintf(text + strlen(text), 200 - strlen(text), "%s%s",
            i > 0 ? ", " : "", self->scenario.projects[pairs[i].project].project);
    }
    free(pairs);
}

static void
each_target_feels_what_reaches_it(void **state)
{
    static const char *const expected[][2] = {
        /* its own stock, and not what was open at the start */
        {"halls", "hall"},
        /* what it comes after too */
        {"roofs", "hall, roof"},
        /* no overflow: its own district alone */
        {"desk_east", "desks"},
        /* places that are turned into others */
        {"desk_far", "turned"},
        /* within reach */
        {"ward_west", "beds"},
        /* out of reach */
        {"ward_far", "far beds"},
        /* people who go on, from a district within reach */
        {"rest_west", "beds"},
        /* services of which one is converted into the other are simulated together */
        {"bath", "desks, turned"}};
    ready self;
    char text[200];
    (void) state;
    ready_init(&self, SLIPS, NULL, 0);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        felt(&self, expected[i][0], text);
        if (strcmp(text, expected[i][1]) != 0) {
            fail_msg(
                "%s: found '%s', expected '%s'", expected[i][0], text, expected[i][1]);
        }
    }
    ready_free(&self);
}

static void
overflow_taken_away_takes_the_link_away(void **state)
{
    static const char *const set = "services.ward.overflow={within: 10 minutes}";
    ready self;
    char text[200];
    (void) state;
    ready_init(&self, SLIPS, &set, 1);
    felt(&self, "ward_west", text);
    assert_string_equal(text, "");
    felt(&self, "rest_west", text);
    assert_string_equal(text, "");
    ready_free(&self);
}

/* A policy that looks at desks of some districts begins what counts. */
static void
what_a_policy_begins_is_felt_where_it_looks_at_what_a_project_reaches(void **state)
{
#define BEGINS(where)                                                                    \
    "policies.more={when: {measure: utilisation, of: desk" where                         \
    ", below: 0.6}, do: {begin: hall}}"
    static const char *const rules[][3] = {{BEGINS(", each: east"), "desks", "desks"},
        {BEGINS(", each: far"), "turned", "turned"}, {BEGINS(", each: west"), "", ""},
        {BEGINS(""), "desks, turned", "desks, turned"}};
    (void) state;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        ready self;
        char text[200];
        ready_init(&self, SLIPS, &rules[i][0], 1);
        felt(&self, "halls", text);
        assert_string_equal(text, rules[i][1]);
        felt(&self, "roofs", text); /* it comes after */
        assert_string_equal(text, rules[i][2]);
        felt(&self, "ward_far", text);
        assert_string_equal(text, "far beds");
        ready_free(&self);
    }
#undef BEGINS
}

static void
conditions_feel_as_targets_do(void **state)
{
    ready self;
    char text[200];
    (void) state;
    ready_init(&self, SLIPS, NULL, 0);
    felt(&self, "desks_of_all", text);
    assert_string_equal(text, "desks, turned");
    ready_free(&self);
}

static void
pairs_are_added_behind_those_that_are_there_by_target_then_project(void **state)
{
    ready self;
    bool is_asked[MOST_ASKED] = {false};
    suf_slip_pair *pairs = NULL;
    size_t capacity = 0;
    uint32_t n = 0;
    (void) state;
    ready_init(&self, SLIPS, NULL, 0);
    uint32_t n_asked = self.model.delivery.n_targets + self.model.delivery.n_conditions;
    is_asked[n_asked - 1] = true;
    assert_int_equal(
        suf_slip_links_add(&self.model, is_asked, &pairs, &capacity, &n), SUF_OK);
    uint32_t n_before = n;
    suf_slip_pair before = pairs[0];
    for (uint32_t i = 0; i < n_asked; i++) {
        is_asked[i] = true;
    }
    assert_int_equal(
        suf_slip_links_add(&self.model, is_asked, &pairs, &capacity, &n), SUF_OK);
    assert_int_equal(n_before, 2);
    assert_int_equal(n, n_before + 12);
    assert_memory_equal(&before, &pairs[0], sizeof before);
    for (uint32_t i = n_before + 1; i < n; i++) {
        assert_true(pairs[i - 1].target < pairs[i].target ||
                    (pairs[i - 1].target == pairs[i].target &&
                        pairs[i - 1].project < pairs[i].project));
    }
    free(pairs);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_target_feels_what_reaches_it),
        cmocka_unit_test(overflow_taken_away_takes_the_link_away),
        cmocka_unit_test(
            what_a_policy_begins_is_felt_where_it_looks_at_what_a_project_reaches),
        cmocka_unit_test(conditions_feel_as_targets_do),
        cmocka_unit_test(
            pairs_are_added_behind_those_that_are_there_by_target_then_project),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
