/* Tests of the people: hazards, and the sizes of flows in a month of very many people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/population/population.h"
#include "oracle/model_fixture.h"
#include "oracle/sample.h"

static const suf_rng_key key = {.seed = 20210101, .replication = 7};

static void
assert_near(double value, double expected, double room)
{
    assert_true(fabs(value - expected) <= room);
}

static void
assert_agrees(uint64_t count, double expected)
{
    assert_true(sample_count_agrees(count, expected));
}

static void
hazards_follow_the_rule_of_ages(void **state)
{
    (void) state;
    model_fixture fixture;
    fixture_init(&fixture,
        (fixture_size){
            .n_districts = 2, .first_year = 2021, .n_months = 24, .n_staying = 0});
    fixture.parameters.mortality_factor = 1.5;
    fixture.parameters.migration_factor = 2;
    fixture.parameters.turnover_factor = 3;
    suf_population_model *model = &fixture.model.population;
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(&fixture, SUF_MALE, age, 0.01 * age + 0.1);
        model->mortality[(1 * SUF_N_SEXES + SUF_MALE) * SUF_N_AGES + age] = 0.5;
        *fixture_move_rate(&fixture, 0, 1, 0, age) = 0.001 * age;
        *fixture_move_rate(&fixture, 1, 1, 2, age) = 0.002;
    }
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    static const struct {
        uint32_t age_index;
        double age; /* whose rate holds, these rates being straight lines */
    } cases[] = {{0, 0}, {1, 0}, {11, 0}, {12, 0.5}, {13, 1}, {23, 1}, {24, 1.5},
        {779, 64}, {780, 64.5}, {781, 65}, {1199, 99}, {1200, 99.5}, {1201, 100},
        {1212, 100}, {1215, 100}, {1220, 100}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t month = 8;
        uint32_t cell = suf_model_cell(
            &fixture.model, 1, SUF_MALE, month + SUF_OLDEST_MONTHS - cases[i].age_index);
        double move = 0;
        double total = suf_population_hazard(&population, cell, month, 0.25, &move);
        double expected_move = (2 * 0.001 * cases[i].age + 3 * 0.002) / 365.25;
        double expected_death = 1.5 * (0.01 * cases[i].age + 0.1) / 365.25;
        assert_near(move, expected_move, 1e-15);
        assert_near(total, 0.25 * expected_death + expected_move, 1e-15);
        /* The same cohort next year. */
        total = suf_population_hazard(&population, cell, month + 12, 1, &move);
        assert_near(total - move, 1.5 * 0.5 / 365.25, 1e-15);
    }
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
migration_flows_equal_those_given(void **state)
{
    (void) state;
    model_fixture fixture;
    fixture_init(
        &fixture, (fixture_size){.n_districts = 3, .first_year = 2021, .n_months = 1});
    fixture.parameters.migration_factor = 1.25;
    fixture.parameters.turnover_factor = 0.5;
    double people = 0;
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(&fixture, SUF_MALE, age, 0.12);
        *fixture_move_rate(&fixture, 0, 0, 1, age) = 0.08;
        *fixture_move_rate(&fixture, 1, 0, 2, age) = 0.10;
        *fixture_move_rate(&fixture, 0, 0, 3, age) = 0.04;
        *fixture_newcomers(&fixture, 0, 2, SUF_FEMALE, age) = 40000;
        *fixture_newcomers(&fixture, 1, 2, SUF_FEMALE, age) = 20000;
    }
    for (uint32_t i = 1; i <= 1000; i++) {
        *fixture_start(&fixture, 0, SUF_MALE, i) = 170000 + i;
        people += 170000 + i;
    }
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    suf_population_step(&population, 0);
    double years = 31 / 365.25;
    double hazard = 0.12 + 0.10 + 0.05 + 0.05;
    double leave = people * (1 - exp(-hazard * years)) / hazard;
    assert_agrees(fixture_sum_flows(population.deaths, 0, 2), leave * 0.12);
    assert_agrees(fixture_sum_flows(population.moves_in, 2, 2), leave * 0.10);
    assert_agrees(fixture_sum_flows(population.moves_in, 5, 1), leave * 0.05);
    uint64_t left = fixture_sum_flows(population.moves_out, 0, 2);
    assert_agrees(left, leave * 0.20);
    assert_agrees(left - fixture_sum_flows(population.moves_in, 2, 2) -
                      fixture_sum_flows(population.moves_in, 5, 1),
        leave * 0.05);
    assert_agrees(fixture_sum_flows(population.moves_in, 4, 1),
        101 * (1.25 * 40000 + 0.5 * 20000) * years);
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
the_others_make_up_for_deaths_among_those_staying(void **state)
{
    (void) state;
    model_fixture fixture;
    fixture_init(&fixture,
        (fixture_size){
            .n_districts = 1, .first_year = 2021, .n_months = 12, .n_staying = 2});
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(&fixture, SUF_FEMALE, age, 0.3);
    }
    const uint32_t n = 40000000;
    *fixture_start(&fixture, 0, SUF_FEMALE, 901) = n;
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    uint32_t cell = SUF_OLDEST_MONTHS - 901;
    uint32_t n_cells = fixture.model.population.n_cells;
    static const struct {
        double factor, per_day, expected;
    } cases[] = {
        /* A tenth stay at each service; 0.8 are unheld. COMPETING at the cohort's hazard
         * changes nothing, at three times takes 2 x 0.1 x 0.3 off the others; INCLUDED
         * likewise, and beyond all of theirs it leaves none. */
        {1, 0, 0.3},
        {3, 0, 0.3 - 0.06 / 0.8},
        {0, 0, 0.3 + 0.03 / 0.8},
        {0, 0.5 / 365.25, 0.3 - 0.02 / 0.8},
        {0, 3 / 365.25, 0},
        /* Hazards that nobody survives. */
        {-1e6, 0, 0.3 * (1 + 1e5 / 0.8)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture.parameters.services[1].death_factor = cases[i].factor;
        fixture.parameters.services[1].death_per_staying_day = cases[i].per_day;
        suf_population_start(&population, &fixture.parameters, key);
        population.in_system[cell] = n / 5;
        population.staying[cell] = n / 10;
        population.staying[n_cells + cell] = n / 10;
        suf_population_step(&population, 0);
        uint64_t deaths = fixture_sum_flows(population.deaths, 0, 1);
        if (cases[i].expected > 0) {
            assert_agrees(deaths, 0.8 * n * (1 - exp(-cases[i].expected * 31 / 365.25)));
        } else {
            assert_int_equal(deaths, 0);
        }
    }
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
births_come_from_all_women_and_newborns_face_half_a_month(void **state)
{
    (void) state;
    model_fixture fixture;
    fixture_init(
        &fixture, (fixture_size){.n_districts = 2, .first_year = 2021, .n_months = 2});
    fixture.parameters.males_per_female = 1.25;
    /* Together 0.5; the other district has women, but a factor of 0. */
    fixture.parameters.fertility_factor = 0.2;
    fixture.model.population.district_births[1] = suf_number_constant(2.5);
    fixture.model.population.district_births[0] = suf_number_constant(0);
    fixture_set_mortality(&fixture, SUF_FEMALE, 0, 4);
    fixture_set_mortality(&fixture, SUF_MALE, 0, 6);
    fixture_set_fertility(&fixture, 30, 0.2);
    *fixture_start(&fixture, 0, SUF_FEMALE, 360) = 1000000;
    *fixture_start(&fixture, 1, SUF_FEMALE, 360) = 200000000; /* 29 and 30 */
    *fixture_start(&fixture, 1, SUF_FEMALE, 365) = 100000000;
    *fixture_start(&fixture, 1, SUF_MALE, 365) = 100000000;
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    memcpy(population.in_system, population.residents,
        fixture.model.population.n_cells * sizeof *population.in_system);
    suf_population_step(&population, 0);
    double years = 31 / 365.25;
    double births = 0.5 * 0.2 * 200000000 * years;
    assert_int_equal(fixture_sum_flows(population.births, 0, 2), 0);
    uint64_t girls = fixture_sum_flows(population.births, 2, 1);
    uint64_t boys = fixture_sum_flows(population.births, 3, 1);
    assert_agrees(girls, births / 2.25);
    assert_agrees(boys, births * 1.25 / 2.25);
    assert_int_equal(girls, population.births[(size_t) 2 * SUF_N_AGE_GROUPS]);
    uint64_t girl_deaths = fixture_sum_flows(population.deaths, 2, 1);
    uint64_t boy_deaths = fixture_sum_flows(population.deaths, 3, 1);
    double all_deaths =
        (double) girls * (1 - exp(-2 * years)) + (double) boys * (1 - exp(-3 * years));
    assert_agrees(girl_deaths + boy_deaths, all_deaths);
    assert_true(fabs((double) girl_deaths - (double) girls * (1 - exp(-2 * years))) <
                SAMPLE_Z_BOUND * sqrt((double) girl_deaths));
    assert_int_equal(
        population
            .residents[suf_model_cell(&fixture.model, 1, SUF_MALE, SUF_OLDEST_MONTHS)],
        boys - boy_deaths);
    assert_int_equal(fixture_sum_flows(population.births, 0, 2), 0);
    suf_population_free(&population);
    fixture_free(&fixture);
}

enum { N_LIKE = 1200, LIKE_PEOPLE = 5000 };

/* Correlation of the deaths of like cells. */
static double
correlation(const double *a, const double *b)
{
    double sums[5] = {0};
    for (uint32_t i = 0; i < N_LIKE; i++) {
        sums[0] += a[i] / N_LIKE;
        sums[1] += b[i] / N_LIKE;
        sums[2] += a[i] * a[i] / N_LIKE;
        sums[3] += b[i] * b[i] / N_LIKE;
        sums[4] += a[i] * b[i] / N_LIKE;
    }
    return (sums[4] - sums[0] * sums[1]) /
           sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
}

static void
sexes_districts_cohorts_and_months_draw_independently(void **state)
{
    (void) state;
    model_fixture fixture;
    fixture_init(
        &fixture, (fixture_size){.n_districts = 2, .first_year = 2021, .n_months = 2});
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(&fixture, SUF_FEMALE, age, 0.5);
        fixture_set_mortality(&fixture, SUF_MALE, age, 0.5);
    }
    for (uint32_t row = 0; row < 4; row++) {
        for (uint32_t i = 1; i <= N_LIKE + 1; i++) {
            *fixture_start(&fixture, row / 2, row % 2, i) = LIKE_PEOPLE;
        }
    }
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    /* District 0's women and men, district 1's women, the next cohort, the next month. */
    static const uint32_t like[5][3] = {
        {0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 0}};
    double deaths[5][N_LIKE];
    for (uint32_t month = 0; month < 2; month++) {
        suf_population_step(&population, month);
        for (uint32_t kind = 4 * month; kind < 4 + month; kind++) {
            for (uint32_t i = 0; i < N_LIKE; i++) {
                uint32_t cell = suf_model_cell(&fixture.model, like[kind][0],
                    like[kind][1], SUF_OLDEST_MONTHS - 1 - i - like[kind][2]);
                deaths[kind][i] = LIKE_PEOPLE - (double) population.residents[cell];
            }
        }
    }
    for (uint32_t i = 0; i < N_LIKE; i++) {
        deaths[4][i] -= deaths[0][i]; /* of the second month alone */
    }
    for (uint32_t kind = 1; kind < 5; kind++) {
        double r = correlation(deaths[0], deaths[kind]);
        assert_true(fabs(r) < SAMPLE_Z_BOUND / sqrt(N_LIKE));
    }
    suf_population_free(&population);
    fixture_free(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hazards_follow_the_rule_of_ages),
        cmocka_unit_test(migration_flows_equal_those_given),
        cmocka_unit_test(the_others_make_up_for_deaths_among_those_staying),
        cmocka_unit_test(sexes_districts_cohorts_and_months_draw_independently),
        cmocka_unit_test(births_come_from_all_women_and_newborns_face_half_a_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
