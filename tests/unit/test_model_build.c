/* Tests of building the model: places, names, and what cannot be built.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "model/build.h"
#include "oracle/scenario_fixture.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Builds what cannot be built, for one reason whose text holds `said`. */
static void
build_badly(const scenario_fixture *fixture, suf_status expected, const char *said)
{
    suf_model model;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_model_build(&model, &fixture->scenario, &faults), expected);
    assert_int_equal(faults.n, 1);
    assert_string_equal(faults.items[0].file, "by-hand.yaml");
    if (strstr(faults.items[0].message, said) == NULL) {
        fail_msg("'%s' does not say '%s'", faults.items[0].message, said);
    }
    assert_null(model.services);
    suf_faults_free(&faults);
}

static void
a_model_without_people_has_no_cells(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    scenario_fixture_init(&fixture, 2, 0);
    scenario_fixture_build(&fixture, &model);
    assert_false(model.population.is_given);
    assert_int_equal(model.population.n_cells, 0);
    assert_int_equal(model.calendar.start_index, 0);
    assert_int_equal(model.calendar.n_months, 12);
    suf_model_free(&model);
}

/* --- places ------------------------------------------------------------------------- */

static void
changes_of_places_come_in_the_order_of_their_time(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    suf_places_row places[] = {{.service = 1, .district = 0, .places = 5},
        {.service = 0, .district = 1, .places = 7},
        {.service = 0, .district = 0, .places = 3}};
    int32_t start = suf_day_of_date(2021, 1, 1);
    char names[3][2] = {"a", "b", "c"};
    suf_project_row projects[] = {scenario_fixture_project(0, 1, -7, start + 40),
        scenario_fixture_project(1, 1, 4, start + 31),
        scenario_fixture_project(0, 1, 2, start + 40)};
    for (size_t i = 0; i < COUNT_OF(projects); i++) {
        projects[i].project = names[i];
    }
    static const struct {
        double time_days;
        uint32_t service, district;
        int64_t places;
        uint32_t unit;
    } expected[] = {{0, 0, 0, 3, SUF_NONE}, {0, 0, 1, 7, SUF_NONE},
        {0, 1, 0, 5, SUF_NONE}, {31, 1, 1, 4, 1}, {40, 0, 1, 2, 2}, {40, 0, 1, -7, 0}};
    scenario_fixture_init(&fixture, 2, 2);
    scenario_fixture_arrive(&fixture, 0, 0, 1);
    scenario_fixture_arrive(&fixture, 1, 0, 1);
    fixture.scenario.places = places;
    fixture.scenario.n_places = COUNT_OF(places);
    fixture.scenario.projects = projects;
    fixture.scenario.n_projects = COUNT_OF(projects);
    scenario_fixture_build(&fixture, &model);
    assert_int_equal(model.n_changes, COUNT_OF(expected));
    for (uint32_t i = 0; i < model.n_changes; i++) {
        assert_true(model.changes[i].time_days == expected[i].time_days);
        assert_int_equal(model.changes[i].service, expected[i].service);
        assert_int_equal(model.changes[i].district, expected[i].district);
        assert_int_equal(model.changes[i].places, expected[i].places);
        assert_int_equal(model.changes[i].unit, expected[i].unit);
    }
    suf_model_free(&model);
}

/* --- names -------------------------------------------------------------------------- */

static void
two_names_with_one_hash_are_a_fault(void **state)
{
    (void) state;
    scenario_fixture fixture;
    scenario_fixture_init(&fixture, 1, 2);
    scenario_fixture_arrive(&fixture, 0, 0, 1);
    scenario_fixture_arrive(&fixture, 1, 0, 1);
    fixture.services[1].name = fixture.services[0].name; /* the reader would refuse it */
    build_badly(&fixture, SUF_ERROR_SCENARIO, "hash");
}

static void
a_scenario_past_the_sizes_of_the_program_is_a_fault(void **state)
{
    (void) state;
    scenario_fixture fixture;
    scenario_fixture_init(&fixture, 1, 0);
    fixture.scenario.n_districts = UINT16_MAX;
    build_badly(&fixture, SUF_ERROR_LIMIT, "larger");
}

static void
a_flow_from_where_nobody_lives_is_a_fault(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row row = {
        .district = 1, .sex = SUF_MALE, .ages = {30, 30}, .count = 10};
    suf_migration_row flow = scenario_fixture_flow(0, 1, 5, 0);
    scenario_fixture_init(&fixture, 2, 0);
    suf_population_spec *population = &fixture.scenario.population;
    population->is_given = true;
    population->date_day = fixture.scenario.start_day;
    population->start = &row;
    population->n_start = 1;
    population->migration = &flow;
    population->n_migration = 1;
    build_badly(&fixture, SUF_ERROR_SCENARIO, "nobody");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_without_people_has_no_cells),
        cmocka_unit_test(changes_of_places_come_in_the_order_of_their_time),
        cmocka_unit_test(two_names_with_one_hash_are_a_fault),
        cmocka_unit_test(a_scenario_past_the_sizes_of_the_program_is_a_fault),
        cmocka_unit_test(a_flow_from_where_nobody_lives_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
