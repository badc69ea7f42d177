/* Tests of building the model: streams of requests and arrivals.
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

static void
build_badly(const scenario_fixture *fixture, uint32_t line, const char *said)
{
    suf_model model;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_true(suf_model_build(&model, &fixture->scenario, &faults) != SUF_OK);
    assert_int_equal(faults.n, 1);
    assert_int_equal(faults.items[0].line, line);
    if (strstr(faults.items[0].message, said) == NULL) {
        fail_msg("'%s' does not say '%s'", faults.items[0].message, said);
    }
    suf_faults_free(&faults);
}

/* As many people of each sex and age in each district, counted at the start. */
enum { PEOPLE = 1200, N_ROWS = FIXTURE_MAX * SUF_N_SEXES * SUF_N_AGES };

static void
give_people(scenario_fixture *fixture, suf_population_row rows[N_ROWS])
{
    suf_population_spec *population = &fixture->scenario.population;
    population->n_start = fixture->scenario.n_districts * SUF_N_SEXES * SUF_N_AGES;
    for (uint32_t i = 0; i < population->n_start; i++) {
        rows[i] = (suf_population_row){.district = i / (SUF_N_SEXES * SUF_N_AGES),
            .sex = (suf_sex) (i / SUF_N_AGES % SUF_N_SEXES),
            .ages = {i % SUF_N_AGES, i % SUF_N_AGES},
            .count = PEOPLE};
    }
    population->is_given = true;
    population->date_day = fixture->scenario.start_day;
    population->start = rows;
}

/* --- requests of the population ------------------------------------------------------
 */

static void
assert_band(
    const suf_stream *stream, suf_sex sex, uint32_t from, uint32_t to, double factor)
{
    assert_int_equal(stream->kind, SUF_STREAM_POPULATION);
    assert_int_equal(stream->sex, sex);
    assert_int_equal(stream->from_months, from);
    assert_int_equal(stream->to_months, to);
    assert_true(stream->band_factor == factor);
}

static void
ages_are_cut_where_the_rate_changes_and_none_has_no_stream(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    suf_rate_row by_age[] = {
        {.sex = SUF_BOTH_SEXES, .age_from = 0, .age_to = 1, .factor = 2},
        {.sex = SUF_FEMALE, .age_from = 2, .age_to = 3, .factor = 1},
        {.sex = SUF_MALE, .age_from = 2, .age_to = 3, .factor = 0},
        {.sex = SUF_BOTH_SEXES, .age_from = 60, .age_to = 100, .factor = 4}};
    scenario_fixture_init(&fixture, 2, 1);
    give_people(&fixture, rows);
    scenario_fixture_ask(&fixture, 0, 0.01);
    fixture.services[0].eligible.from_months = 6;
    fixture.services[0].requests.by_age = by_age;
    fixture.services[0].requests.n_by_age = COUNT_OF(by_age);
    fixture.services[0].requests.by_sex[SUF_MALE] = 0.5;
    scenario_fixture_build(&fixture, &model);
    uint32_t oldest = model.population.n_cohorts;
    assert_int_equal(model.n_streams, 2 * 5);
    for (uint32_t district = 0; district < 2; district++) {
        const suf_stream *streams = model.streams + (size_t) district * 5;
        assert_int_equal(streams[0].district, district);
        assert_band(&streams[0], SUF_FEMALE, 6, 24, 2);
        assert_band(&streams[1], SUF_FEMALE, 24, 48, 1);
        assert_band(&streams[2], SUF_FEMALE, 720, oldest, 4);
        assert_band(&streams[3], SUF_MALE, 6, 24, 1);
        assert_band(&streams[4], SUF_MALE, 720, oldest, 2);
    }
    suf_model_free(&model);
}

static void
the_eligible_sex_and_ages_bound_the_streams(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    scenario_fixture_init(&fixture, 1, 2);
    give_people(&fixture, rows);
    scenario_fixture_ask(&fixture, 0, 0.01);
    scenario_fixture_ask(&fixture, 1, 0.01);
    fixture.services[0].eligible.from_months = 6;
    fixture.services[0].eligible.to_months = 36;
    fixture.services[0].eligible.sex = SUF_MALE;
    scenario_fixture_build(&fixture, &model);
    assert_int_equal(model.services[0].stay.first_stream, 0);
    assert_int_equal(model.services[0].stay.n_streams, 1);
    assert_band(&model.streams[0], SUF_MALE, 6, 36, 1);
    /* The largest age index that can occur in the run: nobody is ever older. */
    assert_int_equal(model.services[1].stay.first_stream, 1);
    assert_int_equal(model.services[1].stay.n_streams, 2);
    assert_band(&model.streams[1], SUF_FEMALE, 0, SUF_OLDEST_MONTHS + 12, 1);
    assert_band(&model.streams[2], SUF_MALE, 0, SUF_OLDEST_MONTHS + 12, 1);
    suf_model_free(&model);
}

static void
purposes_are_distinct_and_outlive_a_change_of_the_end_and_of_other_services(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    suf_model longer;
    scenario_fixture_init(&fixture, 3, 1);
    give_people(&fixture, rows);
    scenario_fixture_ask(&fixture, 0, 0.01);
    scenario_fixture_build(&fixture, &model);
    /* One more service, in front of it, and ten more years. */
    scenario_fixture other;
    scenario_fixture_init(&other, 3, 2);
    give_people(&other, rows);
    other.scenario.end_day = suf_day_of_date(2032, 1, 1);
    scenario_fixture_arrive(&other, 0, 1, 3);
    scenario_fixture_ask(&other, 1, 0.02);
    char *name = other.services[0].name;
    other.services[0].name = other.services[1].name;
    other.services[1].name = name;
    scenario_fixture_build(&other, &longer);
    assert_int_equal(model.n_streams, 6);
    for (uint32_t i = 0; i < model.n_streams; i++) {
        assert_true(model.streams[i].purpose ==
                    longer.streams[longer.services[1].stay.first_stream + i].purpose);
        for (uint32_t j = 0; j < i; j++) {
            assert_true(model.streams[i].purpose != model.streams[j].purpose);
        }
    }
    assert_true(model.services[0].purpose == longer.services[1].purpose);
    assert_true(model.services[0].purpose != longer.services[0].purpose);
    suf_model_free(&model);
    suf_model_free(&longer);
}

static void
a_service_that_nobody_can_ask_for_is_a_fault(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    scenario_fixture_init(&fixture, 1, 2);
    give_people(&fixture, rows);
    scenario_fixture_ask(&fixture, 0, 0.01);
    scenario_fixture_ask(&fixture, 1, 0.01);
    fixture.services[1].requests.by_sex[SUF_FEMALE] = 0;
    fixture.services[1].requests.by_sex[SUF_MALE] = 0;
    build_badly(&fixture, fixture.services[1].line, "services.care: nobody can ask");
}

static void
a_prevalence_of_more_than_are_eligible_is_a_fault(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    scenario_fixture_init(&fixture, 1, 1);
    give_people(&fixture, rows);
    scenario_fixture_ask(&fixture, 0, 0);
    suf_request_spec *requests = &fixture.services[0].requests;
    requests->is_share = true;
    requests->prevalence = suf_number_constant(0.6);
    requests->of_to_months = 36;
    fixture.services[0].eligible.from_months = 18;
    fixture.services[0].eligible.to_months = 36;
    fixture.services[0].stay_until_months = 36;
    build_badly(&fixture, fixture.services[0].line, "prevalence");
}

/* --- arrivals ----------------------------------------------------------------------- */

static void
arrivals_keep_their_kind_rate_and_table(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    suf_arrival_row rows[] = {
        {.time_days = 0, .per_day = 3}, {.time_days = 20, .per_day = 9}};
    scenario_fixture_init(&fixture, 3, 1);
    suf_arrival_spec *arrivals = fixture.arrivals[0];
    scenario_fixture_arrive(&fixture, 0, 2, 4.5);
    scenario_fixture_arrive(&fixture, 0, 0, 0);
    scenario_fixture_arrive(&fixture, 0, 1, 0);
    arrivals[1].kind = SUF_ARRIVAL_EVERY;
    arrivals[1].every_days = 0.25;
    arrivals[2].kind = SUF_ARRIVAL_TABLE;
    arrivals[2].rows = rows;
    arrivals[2].n_rows = COUNT_OF(rows);
    arrivals[2].is_linear = true;
    scenario_fixture_build(&fixture, &model);
    memset(rows, 0, sizeof rows); /* the model keeps its own */
    assert_int_equal(model.n_streams, 3);
    assert_false(model.services[0].stay.has_population);
    assert_int_equal(model.streams[0].kind, SUF_STREAM_RATE);
    assert_int_equal(model.streams[0].district, 2);
    assert_true(model.streams[0].per_day.value == 4.5);
    assert_int_equal(model.streams[1].kind, SUF_STREAM_EVERY);
    assert_true(model.streams[1].every_days == 0.25);
    assert_int_equal(model.streams[2].kind, SUF_STREAM_TABLE);
    assert_int_equal(model.streams[2].n_table, 2);
    assert_true(model.streams[2].is_linear);
    assert_true(model.streams[2].table_days[1] == 20);
    assert_true(model.streams[2].table_per_day[1] == 9);
    suf_model_free(&model);
}

static void
rare_streams_are_made_a_month_at_a_time(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    scenario_fixture_init(&fixture, 2, 3);
    give_people(&fixture, rows);
    scenario_fixture_arrive(&fixture, 0, 0, 0.49);
    scenario_fixture_arrive(&fixture, 0, 1, 0.51);
    /* 1200 people of each sex in the band. */
    scenario_fixture_ask(&fixture, 1, 0.49 / PEOPLE);
    scenario_fixture_ask(&fixture, 2, 0.51 / PEOPLE);
    for (int i = 1; i < 3; i++) {
        fixture.services[i].eligible.from_months = 36;
        fixture.services[i].eligible.to_months = 48;
    }
    scenario_fixture_build(&fixture, &model);
    for (uint32_t i = 0; i < model.n_streams; i++) {
        const suf_stream *stream = &model.streams[i];
        bool is_rare =
            stream->service == 1 || (stream->service == 0 && stream->district == 0);
        assert_int_equal(stream->is_monthly, is_rare);
    }
    suf_model_free(&model);
}

static void
a_rate_that_is_an_assumption_counts_by_its_central_value(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    scenario_fixture_init(&fixture, 1, 1);
    uint32_t index = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_UNIFORM, 10, 30, 0);
    scenario_fixture_arrive(&fixture, 0, 0, 0);
    for (int i = 0; i < 2; i++) {
        fixture.arrivals[0][0].per_day = (suf_number){i == 0 ? 0.02 : 0.03, index};
        scenario_fixture_build(&fixture, &model);
        assert_int_equal(model.streams[0].is_monthly, i == 0);
        suf_model_free(&model);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_are_cut_where_the_rate_changes_and_none_has_no_stream),
        cmocka_unit_test(the_eligible_sex_and_ages_bound_the_streams),
        cmocka_unit_test(
            purposes_are_distinct_and_outlive_a_change_of_the_end_and_of_other_services),
        cmocka_unit_test(a_service_that_nobody_can_ask_for_is_a_fault),
        cmocka_unit_test(a_prevalence_of_more_than_are_eligible_is_a_fault),
        cmocka_unit_test(arrivals_keep_their_kind_rate_and_table),
        cmocka_unit_test(rare_streams_are_made_a_month_at_a_time),
        cmocka_unit_test(a_rate_that_is_an_assumption_counts_by_its_central_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
