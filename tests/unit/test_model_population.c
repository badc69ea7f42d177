/* Tests of building the model: people, rates, flows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "oracle/scenario_fixture.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* --- people ------------------------------------------------------------------------- */

enum { N_ROWS = 2 * SUF_N_SEXES * SUF_N_AGES };

/* Two districts with people of every age and sex, counted two months before the start. */
static void
give_people(scenario_fixture *fixture, suf_population_row rows[N_ROWS])
{
    for (uint32_t i = 0; i < N_ROWS; i++) {
        rows[i] = (suf_population_row){.district = i / (SUF_N_SEXES * SUF_N_AGES),
            .sex = (suf_sex) (i / SUF_N_AGES % SUF_N_SEXES),
            .ages = {i % SUF_N_AGES, i % SUF_N_AGES},
            .count = (i * 7919) % 311};
    }
    suf_population_spec *population = &fixture->scenario.population;
    population->is_given = true;
    population->date_day = suf_day_of_date(2020, 11, 1);
    population->start = rows;
    population->n_start = N_ROWS;
}

static uint32_t
people_at(const suf_model *model, uint32_t district, uint32_t sex, uint32_t age_index)
{
    return model->population
        .start[suf_model_cell(model, district, sex, SUF_OLDEST_MONTHS - age_index)];
}

static void
the_calendar_begins_at_the_date_of_the_counts(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    scenario_fixture_init(&fixture, 2, 0);
    give_people(&fixture, rows);
    scenario_fixture_build(&fixture, &model);
    assert_int_equal(model.calendar.start_index, 2);
    assert_int_equal(model.calendar.n_months, 14);
    assert_true(model.calendar.limits_days[0] == -61);
    assert_true(model.end_days == 365);
    assert_int_equal(model.population.first_year, 2020);
    assert_int_equal(model.population.n_years, 2);
    assert_int_equal(model.population.n_cohorts, 1212 + 14);
    assert_int_equal(model.population.n_cells, 4 * (1212 + 14));
    suf_model_free(&model);
}

static void
every_count_is_spread_evenly_over_its_twelve_birth_months(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    uint64_t total = 0;
    scenario_fixture_init(&fixture, 2, 0);
    give_people(&fixture, rows);
    scenario_fixture_build(&fixture, &model);
    for (uint32_t i = 0; i < N_ROWS; i++) {
        uint32_t sum = 0;
        for (uint32_t month = 1; month <= 12; month++) {
            uint32_t people = people_at(&model, rows[i].district, (uint32_t) rows[i].sex,
                12 * rows[i].ages.from + month);
            assert_in_range(people, rows[i].count / 12, (rows[i].count + 11) / 12);
            sum += people;
        }
        assert_int_equal(sum, rows[i].count);
        total += sum;
    }
    for (uint32_t cell = 0; cell < model.population.n_cells; cell++) {
        total -= model.population.start[cell];
    }
    assert_int_equal(total, 0);
    suf_model_free(&model);
}

static void
no_month_of_the_year_is_favoured_by_more_than_one_person(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    scenario_fixture_init(&fixture, 2, 0);
    give_people(&fixture, rows);
    scenario_fixture_build(&fixture, &model);
    for (uint32_t row = 0; row < 2 * SUF_N_SEXES; row++) {
        uint32_t of_month[12] = {0};
        uint32_t least = UINT32_MAX;
        uint32_t most = 0;
        for (uint32_t index = 1; index <= 12 * SUF_N_AGES; index++) {
            of_month[index % 12] +=
                people_at(&model, row / SUF_N_SEXES, row % SUF_N_SEXES, index);
        }
        for (uint32_t month = 0; month < 12; month++) {
            least = of_month[month] < least ? of_month[month] : least;
            most = of_month[month] > most ? of_month[month] : most;
        }
        assert_in_range(most - least, 0, 1);
    }
    suf_model_free(&model);
}

static void
six_people_of_an_age_are_born_in_six_months_apart(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_model model;
    suf_population_row row = {.sex = SUF_FEMALE, .ages = {3, 3}, .count = 6};
    uint32_t longest_gap = 0;
    uint32_t gap = 0;
    scenario_fixture_init(&fixture, 1, 0);
    fixture.scenario.population.is_given = true;
    fixture.scenario.population.date_day = fixture.scenario.start_day;
    fixture.scenario.population.start = &row;
    fixture.scenario.population.n_start = 1;
    scenario_fixture_build(&fixture, &model);
    for (uint32_t month = 1; month <= 12; month++) {
        gap = people_at(&model, 0, SUF_FEMALE, 36 + month) > 0 ? 0 : gap + 1;
        longest_gap = gap > longest_gap ? gap : longest_gap;
    }
    assert_in_range(longest_gap, 1, 2);
    suf_model_free(&model);
}

/* --- rates -------------------------------------------------------------------------- */

static void
a_rate_holds_from_its_year_until_a_later_one_and_the_first_before(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    suf_mortality_row deaths[] = {
        {SUF_NONE, 2023, SUF_BOTH_SEXES, 0, 100, suf_number_constant(0.03), 0},
        {SUF_NONE, 2021, SUF_FEMALE, 0, 4, suf_number_constant(0.01), 0},
        {SUF_NONE, 2021, SUF_MALE, 5, 100, suf_number_constant(0.02), 0}};
    suf_fertility_row births[] = {{SUF_NONE, 2022, 15, 49, suf_number_constant(40), 0},
        {SUF_NONE, 2024, 20, 20, suf_number_constant(90), 0}};
    scenario_fixture_init(&fixture, 2, 0);
    give_people(&fixture, rows);
    fixture.scenario.end_day = suf_day_of_date(2026, 1, 1);
    fixture.scenario.population.mortality = deaths;
    fixture.scenario.population.n_mortality = COUNT_OF(deaths);
    fixture.scenario.population.fertility = births;
    fixture.scenario.population.n_fertility = COUNT_OF(births);
    scenario_fixture_build(&fixture, &model);
    const suf_population_model *population = &model.population;
    assert_int_equal(population->n_years, 6); /* 2020 to 2025 */
    for (uint32_t year = 0; year < 6; year++) {
        const double *female =
            population->mortality + (size_t) year * SUF_N_SEXES * SUF_N_AGES;
        const double *male = female + SUF_N_AGES;
        const double *fertility = population->fertility + (size_t) year * SUF_N_AGES;
        bool is_late = 2020 + year >= 2023;
        assert_true(female[4] == (is_late ? 0.03 : 0.01));
        assert_true(female[5] == 0.03); /* no row before: the first holds */
        assert_true(male[4] == 0.03);
        assert_true(male[5] == (is_late ? 0.03 : 0.02));
        assert_true(male[100] == male[5]);
        assert_true(fertility[14] == 0 && fertility[50] == 0);
        assert_true(fertility[49] == 0.040);
        assert_true(fertility[20] == (2020 + year >= 2024 ? 0.090 : 0.040));
    }
    suf_model_free(&model);
}

/* --- flows -------------------------------------------------------------------------- */

/* People that leave `from` for `to` in a year at the start counts. */
static double
flow_out(const suf_model *model, const suf_population_row *rows, uint32_t kind,
    uint32_t from, uint32_t to)
{
    double flow = 0;
    for (uint32_t i = 0; i < N_ROWS; i++) {
        if (rows[i].district == from) {
            const suf_moves *moves = &model->population.moves;
            uint32_t pair = suf_moves_find(moves, from, to);
            flow += pair == SUF_NONE ? 0
                                     : rows[i].count * suf_moves_rate(moves, kind,
                                                           pair)[rows[i].ages.from];
        }
    }
    return flow;
}

static double
flow_in(const suf_model *model, uint32_t kind, uint32_t to)
{
    double flow = 0;
    for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGES; i++) {
        flow +=
            model->population.in_migrants[(kind * 2 + to) * SUF_N_SEXES * SUF_N_AGES + i];
    }
    return flow;
}

static void
assert_close(double found, double expected)
{
    assert_true(fabs(found - expected) <= 1e-9 * fabs(expected));
}

static void
flows_at_the_start_counts_are_those_given(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    suf_migration_row flows[] = {scenario_fixture_flow(0, 1, 120, 30),
        scenario_fixture_flow(1, SUF_NONE, 55.5, 10),
        scenario_fixture_flow(SUF_NONE, 0, 70, 40)};
    suf_migration_age_row ages[] = {{.age_from = 0, .age_to = 17, .weight = 0.5},
        {.age_from = 18, .age_to = 40, .weight = 3},
        {.age_from = 80, .age_to = 100, .weight = 0.1}};
    scenario_fixture_init(&fixture, 2, 0);
    give_people(&fixture, rows);
    fixture.scenario.population.migration = flows;
    fixture.scenario.population.n_migration = COUNT_OF(flows);
    for (int is_by_age = 0; is_by_age < 2; is_by_age++) {
        fixture.scenario.population.migration_age = ages;
        fixture.scenario.population.n_migration_age = is_by_age ? COUNT_OF(ages) : 0;
        scenario_fixture_build(&fixture, &model);
        assert_close(flow_out(&model, rows, 0, 0, 1), 120);
        assert_close(flow_out(&model, rows, 1, 0, 1), 30);
        assert_close(flow_out(&model, rows, 0, 1, 2), 55.5);
        assert_close(flow_out(&model, rows, 1, 1, 2), 10);
        assert_true(flow_out(&model, rows, 0, 1, 0) == 0);
        assert_close(flow_in(&model, 0, 0), 70);
        assert_close(flow_in(&model, 1, 0), 40);
        assert_true(flow_in(&model, 0, 1) == 0);
        suf_model_free(&model);
    }
}

static void
the_propensity_to_move_follows_the_weights_of_age(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    suf_model model;
    suf_migration_row flows[] = {
        scenario_fixture_flow(0, 1, 120, 0), scenario_fixture_flow(SUF_NONE, 1, 70, 0)};
    suf_migration_age_row ages[] = {{.age_from = 0, .age_to = 17, .weight = 0.5},
        {.age_from = 18, .age_to = 40, .weight = 3}};
    scenario_fixture_init(&fixture, 2, 0);
    give_people(&fixture, rows);
    fixture.scenario.population.migration = flows;
    fixture.scenario.population.n_migration = COUNT_OF(flows);
    fixture.scenario.population.migration_age = ages;
    fixture.scenario.population.n_migration_age = COUNT_OF(ages);
    scenario_fixture_build(&fixture, &model);
    const suf_moves *moves = &model.population.moves;
    const double *rate = suf_moves_rate(moves, 0, suf_moves_find(moves, 0, 1));
    assert_close(rate[18] / rate[17], 6);
    assert_true(rate[41] == 0);
    /* Newcomers look like the whole city's people, of each sex and age. */
    const double *men =
        &model.population.in_migrants[(size_t) (SUF_N_SEXES + 1) * SUF_N_AGES];
    double here = rows[SUF_N_AGES + 18].count + rows[3 * SUF_N_AGES + 18].count;
    double there = rows[SUF_N_AGES + 17].count + rows[3 * SUF_N_AGES + 17].count;
    assert_close(men[18] / men[17], 6 * here / there);
    suf_model_free(&model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calendar_begins_at_the_date_of_the_counts),
        cmocka_unit_test(every_count_is_spread_evenly_over_its_twelve_birth_months),
        cmocka_unit_test(no_month_of_the_year_is_favoured_by_more_than_one_person),
        cmocka_unit_test(six_people_of_an_age_are_born_in_six_months_apart),
        cmocka_unit_test(
            a_rate_holds_from_its_year_until_a_later_one_and_the_first_before),
        cmocka_unit_test(flows_at_the_start_counts_are_those_given),
        cmocka_unit_test(the_propensity_to_move_follows_the_weights_of_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
