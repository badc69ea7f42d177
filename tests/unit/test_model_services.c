/* Tests of building the model: services.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/build_parts.h"
#include "oracle/ready.h"
#include "oracle/scenario_fixture.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* One person: requests of the population need one. */
static void
give_person(scenario_fixture *fixture, suf_population_row *row)
{
    *row = (suf_population_row){.ages = {30, 30}, .count = 1};
    fixture->scenario.population.is_given = true;
    fixture->scenario.population.date_day = fixture->scenario.start_day;
    fixture->scenario.population.start = row;
    fixture->scenario.population.n_start = 1;
}

/* --- reach -------------------------------------------------------------------------- */

static void
assert_neighbours(const uint32_t *found, const uint32_t *first, uint32_t district,
    const uint32_t *expected, uint32_t n)
{
    assert_int_equal(first[district + 1] - first[district], n);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(found[first[district] + i], expected[i]);
    }
}

static void
districts_within_reach_come_nearest_first_and_ties_by_index(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    suf_travel_row travel[] = {{.from = 0, .to = 3, .minutes = 20},
        {.from = 0, .to = 2, .minutes = 20}, {.from = 0, .to = 1, .minutes = 25},
        {.from = 1, .to = 0, .minutes = 31}, {.from = 2, .to = 1, .minutes = 30},
        {.from = 3, .to = 1, .minutes = 5}, {.from = 3, .to = 3, .minutes = 0}};
    scenario_fixture_init(&fixture, 4, 2);
    scenario_fixture_arrive(&fixture, 0, 0, 1);
    scenario_fixture_arrive(&fixture, 1, 0, 1);
    fixture.scenario.travel = travel;
    fixture.scenario.n_travel = COUNT_OF(travel);
    fixture.services[0].overflow_minutes = 30;
    scenario_fixture_build(&fixture, &model);
    const suf_service *near = &model.services[0];
    assert_neighbours(near->reach, near->reach_first, 0, (uint32_t[]){2, 3, 1}, 3);
    assert_neighbours(near->reach, near->reach_first, 1, NULL, 0);
    assert_neighbours(near->reach, near->reach_first, 2, (uint32_t[]){1}, 1);
    assert_neighbours(near->reach, near->reach_first, 3, (uint32_t[]){1}, 1);
    /* The same rows seen from the places: whose people accept them. */
    assert_neighbours(near->accepts, near->accepts_first, 0, NULL, 0);
    assert_neighbours(near->accepts, near->accepts_first, 1, (uint32_t[]){3, 0, 2}, 3);
    assert_neighbours(near->accepts, near->accepts_first, 2, (uint32_t[]){0}, 1);
    assert_neighbours(near->accepts, near->accepts_first, 3, (uint32_t[]){0}, 1);
    /* Without overflow nobody goes anywhere. */
    assert_int_equal(model.services[1].reach_first[4], 0);
    assert_int_equal(model.services[1].accepts_first[4], 0);
    suf_model_free(&model);
}

/* --- queues and stays --------------------------------------------------------------- */

static void
classes_become_cumulative_shares_that_end_in_one(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    suf_priority_class classes[] = {
        {.share = 0.1}, {.share = 0.7}, {.share = 0.2 - 1e-9}};
    suf_balk_row balk[] = {
        {.present = 3, .probability = 0.25}, {.present = 9, .probability = 1}};
    scenario_fixture_init(&fixture, 1, 2);
    scenario_fixture_arrive(&fixture, 0, 0, 1);
    scenario_fixture_arrive(&fixture, 1, 0, 1);
    fixture.services[0].queue.discipline = SUF_DISCIPLINE_PRIORITY;
    fixture.services[0].queue.classes = classes;
    fixture.services[0].queue.n_classes = COUNT_OF(classes);
    fixture.services[0].balk_by_present = balk;
    fixture.services[0].n_balk_by_present = COUNT_OF(balk);
    scenario_fixture_build(&fixture, &model);
    const suf_service *service = &model.services[0];
    assert_int_equal(service->stay.n_classes, 3);
    assert_true(service->stay.class_limits[0] == 0.1);
    assert_true(service->stay.class_limits[1] == 0.1 + 0.7);
    assert_true(service->stay.class_limits[2] == 1);
    assert_int_equal(service->stay.n_balk, 2);
    assert_int_equal(service->stay.balk_present[1], 9);
    assert_true(service->stay.balk_probability[0] == 0.25);
    assert_int_equal(model.services[1].stay.n_classes, 1);
    assert_true(model.services[1].stay.class_limits[0] == 1);
    assert_int_equal(model.services[1].stay.n_balk, 0);
    suf_model_free(&model);
}

static void
services_whose_deaths_differ_from_the_cohorts_are_numbered(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row row;
    suf_model model;
    scenario_fixture_init(&fixture, 1, 4);
    give_person(&fixture, &row);
    scenario_fixture_ask(&fixture, 0, 0.01); /* as the cohort */
    scenario_fixture_ask(&fixture, 1, 0.01);
    fixture.services[1].stay_death = SUF_DEATH_INCLUDED;
    scenario_fixture_arrive(&fixture, 2, 0, 1); /* nobody of the population */
    fixture.services[2].stay_death = SUF_DEATH_INCLUDED;
    scenario_fixture_ask(&fixture, 3, 0.01);
    fixture.services[3].stay_death_factor =
        (suf_number){1, scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0)};
    scenario_fixture_build(&fixture, &model);
    assert_int_equal(model.n_staying, 2);
    assert_int_equal(model.services[0].stay.staying_index, SUF_NONE);
    assert_int_equal(model.services[1].stay.staying_index, 0);
    assert_int_equal(model.services[2].stay.staying_index, SUF_NONE);
    assert_int_equal(model.services[3].stay.staying_index, 1);
    suf_model_free(&model);
}

static void
buckets_lie_within_the_shortest_stay_neither_too_many_nor_empty(void **state)
{
    (void) state;
    static const struct {
        double mean_days, per_day, bucket_days;
    } cases[] = {{10, 1e6, 1}, {4, 1e6, 1}, {3.9, 1e6, 0.5}, {0.5, 1e6, 0.125},
        {1e-9, 1e6, 0x1p-11}, {0.5, 2, 1}, {0.5, 7.9, 0.5}, {0.5, 8.1, 0.25}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        scenario_fixture fixture;
        suf_model model;
        scenario_fixture_init(&fixture, 1, 2);
        scenario_fixture_arrive(&fixture, 0, 0, cases[i].per_day / 2);
        scenario_fixture_arrive(&fixture, 1, 0, cases[i].per_day / 2);
        fixture.services[0].stay.scale = suf_number_constant(900);
        fixture.services[1].stay.scale = suf_number_constant(cases[i].mean_days);
        scenario_fixture_build(&fixture, &model);
        assert_true(model.bucket_days == cases[i].bucket_days);
        suf_model_free(&model);
    }
}

/* --- intakes ------------------------------------------------------------------------ */

static void
intakes_each_six_months_keep_the_day_of_the_month(void **state)
{
    (void) state;
    static const double expected[] = {
        89, 272, 454, 637, 819, 1002}; /* 31 March, 30 Sept. */
    ready self;
    ready_init(
        &self, SUF_SOURCE_DIR "/tests/data/scenarios_good/spreadsheet.yaml", NULL, 0);
    const suf_intake_model *intake = &self.model.services[0].intake;
    assert_int_equal(intake->n, COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        assert_true(intake->days[i] == expected[i]);
    }
    ready_free(&self);
}

static void
an_empirical_stay_keeps_all_its_points(void **state)
{
    (void) state;
    suf_empirical_row points[] = {{2, 0, 1}, {5, 0.25, 2}, {8, 0.5, 3}, {20, 1, 4}};
    suf_distribution_spec spec = {.kind = SUF_DISTRIBUTION_EMPIRICAL,
        .points = points,
        .n_points = COUNT_OF(points)};
    suf_distribution_model made;
    assert_int_equal(suf_build_distribution(&made, &spec), SUF_OK);
    assert_int_equal(made.n_points, COUNT_OF(points));
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        assert_true(made.values[i] == points[i].days);
        assert_true(made.cumulative[i] == points[i].cumulative);
    }
    free(made.values);
    free(made.cumulative);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(districts_within_reach_come_nearest_first_and_ties_by_index),
        cmocka_unit_test(classes_become_cumulative_shares_that_end_in_one),
        cmocka_unit_test(services_whose_deaths_differ_from_the_cohorts_are_numbered),
        cmocka_unit_test(buckets_lie_within_the_shortest_stay_neither_too_many_nor_empty),
        cmocka_unit_test(an_empirical_stay_keeps_all_its_points),
        cmocka_unit_test(intakes_each_six_months_keep_the_day_of_the_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
