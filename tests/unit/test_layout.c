/* Tests of the layout of results over several scenarios.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "cli/layout.h"
#include "oracle/scenario_fixture.h"

enum { N = 2 };

typedef struct pair {
    scenario_fixture fixtures[N];
    suf_scenario scenarios[N];
    suf_layout_maps maps[N];
    suf_layout layout;
    suf_faults faults;
    char other_path[sizeof "other.yaml"], other_name[sizeof "other"];
} pair;

/* Two scenarios that agree: the second lacks the first's first service and has another.
 */
static void
pair_init(pair *self)
{
    *self = (pair){.other_path = "other.yaml", .other_name = "other"};
    scenario_fixture_init(&self->fixtures[0], 2, 2);
    scenario_fixture_init(&self->fixtures[1], 2, 3);
    self->fixtures[1].scenario.path = self->other_path;
    self->fixtures[1].scenario.name = self->other_name;
    self->fixtures[1].scenario.services++;
    self->fixtures[1].scenario.n_services = 2;
    suf_faults_init(&self->faults);
}

static suf_status
pair_build(pair *self)
{
    for (int i = 0; i < N; i++) {
        self->scenarios[i] = self->fixtures[i].scenario;
    }
    return suf_layout_build(
        &self->layout, self->scenarios, self->scenarios, N, self->maps, &self->faults);
}

static void
pair_free(pair *self)
{
    suf_layout_free(&self->layout);
    suf_faults_free(&self->faults);
    for (int i = 0; i < N; i++) {
        suf_layout_maps_free(&self->maps[i]);
    }
}

static void
services_and_assumptions_are_united_in_order_of_first_appearance(void **state)
{
    (void) state;
    pair self;
    pair_init(&self);
    (void) scenario_fixture_assume(&self.fixtures[0], SUF_ASSUMPTION_VALUE, 1, 0, 0);
    (void) scenario_fixture_assume(&self.fixtures[1], SUF_ASSUMPTION_VALUE, 1, 0, 0);
    (void) scenario_fixture_assume(&self.fixtures[1], SUF_ASSUMPTION_VALUE, 1, 0, 0);
    suf_assumption *swapped = self.fixtures[1].assumptions;
    suf_assumption first = swapped[0];
    swapped[0] = swapped[1];
    swapped[1] = first;
    swapped[0].evidence = '?';
    assert_int_equal(pair_build(&self), SUF_OK);
    assert_int_equal(self.layout.n_services, 3);
    assert_string_equal(self.layout.services[0].name, "nursery");
    assert_string_equal(self.layout.services[1].name, "care");
    assert_string_equal(self.layout.services[2].name, "clinic");
    assert_int_equal(self.maps[0].services[0], 0);
    assert_int_equal(self.maps[0].services[1], 1);
    assert_int_equal(self.maps[1].services[0], 1);
    assert_int_equal(self.maps[1].services[1], 2);
    assert_int_equal(self.layout.n_assumptions, 2);
    assert_string_equal(self.layout.assumptions[0].name, "first");
    assert_string_equal(self.layout.assumptions[0].evidence, "C");
    assert_string_equal(self.layout.assumptions[1].name, "second");
    assert_string_equal(self.layout.assumptions[1].evidence, "");
    assert_int_equal(self.maps[0].assumptions[0], 0);
    assert_int_equal(self.maps[1].assumptions[0], 1);
    assert_int_equal(self.maps[1].assumptions[1], 0);
    pair_free(&self);
}

static void
scenarios_districts_and_months_are_labelled(void **state)
{
    (void) state;
    pair self;
    pair_init(&self);
    for (int i = 0; i < N; i++) {
        self.fixtures[i].scenario.start_day = suf_day_of_date(2020, 11, 1);
    }
    assert_int_equal(pair_build(&self), SUF_OK);
    assert_int_equal(self.layout.n_scenarios, 2);
    assert_string_equal(self.layout.scenarios[0].name, "by-hand");
    assert_string_equal(self.layout.scenarios[1].name, "other");
    assert_int_equal(self.layout.n_districts, 2);
    assert_string_equal(self.layout.districts[1].name, "south");
    assert_string_equal(self.layout.districts[1].title, "");
    assert_int_equal(self.layout.n_months, 14);
    assert_int_equal(self.layout.month_start_days[0], 0);
    assert_int_equal(self.layout.month_start_days[2], 61);
    assert_int_equal(self.layout.month_start_days[13], 61 + 334);
    assert_int_equal(self.layout.first_year, 2020);
    assert_int_equal(self.layout.n_years, 2);
    assert_int_equal(
        suf_layout_size(&self.layout, SUF_VARIABLE_REQUESTS), (size_t) 14 * 2 * 3);
    pair_free(&self);
}

/* One fault, about the second file, whose text holds all that was said. */
static void
assert_disagreement(pair *self, const char *path, const char *said)
{
    assert_int_equal(pair_build(self), SUF_ERROR_SCENARIO);
    assert_int_equal(self->faults.n, 1);
    assert_string_equal(self->faults.items[0].file, "other.yaml");
    assert_string_equal(self->faults.items[0].path, path);
    assert_non_null(strstr(self->faults.items[0].message, said));
    assert_non_null(strstr(self->faults.items[0].message, "by-hand.yaml"));
    assert_null(self->layout.services);
    pair_free(self);
}

static void
scenarios_that_disagree_are_a_fault_that_names_both_files(void **state)
{
    (void) state;
    pair self;
    pair_init(&self);
    self.fixtures[1].scenario.start_day = suf_day_of_date(2021, 2, 1);
    assert_disagreement(&self, "start", "found 2021-02-01, expected 2021-01-01");
    pair_init(&self);
    self.fixtures[1].scenario.end_day = suf_day_of_date(2023, 1, 1);
    assert_disagreement(&self, "end", "found 2023-01-01, expected 2022-01-01");
    pair_init(&self);
    self.fixtures[1].scenario.n_districts = 1;
    assert_disagreement(&self, "districts", "found 1 districts");
    pair_init(&self);
    self.fixtures[1].districts[1].district = self.other_name;
    assert_disagreement(
        &self, "districts", "district 2: found 'other', expected 'south'");
    pair_init(&self);
    self.fixtures[1].scenario.name = self.fixtures[0].scenario.name;
    assert_disagreement(&self, "name", "found 'by-hand'");
}

static void
every_disagreement_is_told_at_once(void **state)
{
    (void) state;
    pair self;
    pair_init(&self);
    self.fixtures[1].scenario.start_day = suf_day_of_date(2021, 2, 1);
    self.fixtures[1].scenario.name = self.fixtures[0].scenario.name;
    self.fixtures[1].districts[0].district = self.other_name;
    assert_int_equal(pair_build(&self), SUF_ERROR_SCENARIO);
    assert_int_equal(self.faults.n, 3);
    pair_free(&self);
}

/* Three assumptions in one scenario, and in the other those of `order`, 0 to 2, up to -1;
 * a fixed one is of kind VALUE. Whether the places agree. */
static bool
places_agree(const suf_design_spec *design, suf_correlation_spec *correlation,
    const int *order, int fixed)
{
    pair self;
    pair_init(&self);
    for (int i = 0; i < N; i++) {
        self.fixtures[i].scenario.design = *design;
        for (int k = 0; k < 3; k++) {
            (void) scenario_fixture_assume(
                &self.fixtures[i], SUF_ASSUMPTION_UNIFORM, 0, 1, 0);
        }
    }
    self.fixtures[0].scenario.correlations = correlation;
    self.fixtures[0].scenario.n_correlations = correlation != NULL ? 1 : 0;
    suf_scenario *other = &self.fixtures[1].scenario;
    other->n_assumptions = 0;
    for (int k = 0; k < 3 && order[k] >= 0; k++) {
        suf_assumption *to = &other->assumptions[other->n_assumptions++];
        *to = self.fixtures[0].assumptions[order[k]];
        to->kind = order[k] == fixed ? SUF_ASSUMPTION_VALUE : to->kind;
    }
    suf_status status = pair_build(&self);
    assert_int_equal(status, self.faults.n == 0 ? SUF_OK : SUF_ERROR_SCENARIO);
    if (status != SUF_OK) {
        assert_int_equal(self.faults.n, 1);
        assert_string_equal(self.faults.items[0].file, "other.yaml");
        assert_string_equal(self.faults.items[0].path, "assumptions");
        assert_non_null(strstr(self.faults.items[0].hint, "fixed `value`"));
    }
    pair_free(&self);
    return status == SUF_OK;
}

static void
an_assumption_keeps_its_place_where_its_draws_depend_on_it(void **state)
{
    (void) state;
    static const int same[] = {0, 1, 2};
    static const int first_gone[] = {1, 2, -1};
    static const int last_gone[] = {0, 1, -1};
    static const int swapped[] = {1, 0, 2};
    suf_design_spec design = {SUF_DESIGN_BALANCED, SUF_NONE, SUF_NONE, SUF_NONE, 0};
    suf_correlation_spec last_two = {.rank = 0.5, .of_index = 1, .with_index = 2};
    assert_true(places_agree(&design, NULL, same, -1));
    assert_true(places_agree(&design, NULL, same, 0));
    assert_true(places_agree(&design, NULL, last_gone, -1));
    assert_false(places_agree(&design, NULL, first_gone, -1));
    assert_false(places_agree(&design, NULL, swapped, -1));
    static const suf_design_kind others[] = {SUF_DESIGN_RANDOM, SUF_DESIGN_LHS};
    for (int k = 0; k < 2; k++) {
        design.kind = others[k];
        assert_true(places_agree(&design, NULL, first_gone, -1));
        assert_true(places_agree(&design, NULL, swapped, -1));
        assert_false(places_agree(&design, &last_two, first_gone, -1));
        assert_true(places_agree(&design, &last_two, same, 0));
    }
    design.kind = SUF_DESIGN_FIXED;
    assert_true(places_agree(&design, &last_two, swapped, -1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            services_and_assumptions_are_united_in_order_of_first_appearance),
        cmocka_unit_test(scenarios_districts_and_months_are_labelled),
        cmocka_unit_test(scenarios_that_disagree_are_a_fault_that_names_both_files),
        cmocka_unit_test(every_disagreement_is_told_at_once),
        cmocka_unit_test(an_assumption_keeps_its_place_where_its_draws_depend_on_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
