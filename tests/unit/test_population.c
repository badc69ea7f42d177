/* Tests of the people: balance, coupling, records.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/population/population.h"
#include "oracle/model_fixture.h"

static const suf_rng_key key = {.seed = 20210101, .replication = 7};

/* Three districts with everything that can happen to people. */
static void
init_region(model_fixture *self, uint32_t warm_months)
{
    fixture_init(self, (fixture_size){.n_districts = 3,
                           .first_year = 2020,
                           .warm_months = warm_months,
                           .n_months = 36,
                           .n_staying = 2});
    self->parameters.males_per_female = 1.1;
    self->parameters.turnover_factor = 0.5;
    self->parameters.services[0].death_factor = 2.5;
    self->parameters.services[1].death_factor = 0;
    self->parameters.services[1].death_per_staying_day = 4e-4;
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(self, SUF_FEMALE, age, 2e-4 * exp(0.07 * age));
        fixture_set_mortality(self, SUF_MALE, age, 3e-4 * exp(0.07 * age));
        fixture_set_fertility(self, age, age >= 15 && age < 50 ? 0.05 : 0);
        for (uint32_t from = 0; from < 3; from++) {
            for (uint32_t to = 0; to <= 3; to++) {
                if (to != from) {
                    *fixture_move_rate(self, 0, from, to, age) = 0.01 * (1 + from + to);
                    *fixture_move_rate(self, 1, from, to, age) = 0.02;
                }
            }
            *fixture_newcomers(self, 0, from, SUF_FEMALE, age) = 12;
            *fixture_newcomers(self, 1, from, SUF_MALE, age) = 7;
        }
    }
    for (uint32_t i = 1; i <= SUF_OLDEST_MONTHS; i++) {
        for (uint32_t district = 0; district < 3; district++) {
            *fixture_start(self, district, SUF_FEMALE, i) = 20 * district + i % 11;
            *fixture_start(self, district, SUF_MALE, i) = 30 + i % 5;
        }
    }
}

/* People of a district and sex less the flows since the last flush: unchanged by a step
 * that balances. */
static int64_t
unexplained(const suf_population *self, uint32_t row)
{
    const suf_model *model = self->model;
    int64_t people = 0;
    for (uint32_t c = 0; c < model->population.n_cohorts; c++) {
        people += self->residents[row * model->population.n_cohorts + c];
    }
    for (uint32_t i = row * SUF_N_AGE_GROUPS; i < (row + 1) * SUF_N_AGE_GROUPS; i++) {
        people -= (int64_t) self->births[i] - (int64_t) self->deaths[i] +
                  (int64_t) self->moves_in[i] - (int64_t) self->moves_out[i];
    }
    return people;
}

static void
assert_held_are_residents(const suf_population *self)
{
    for (uint32_t i = 0; i < self->model->population.n_cells; i++) {
        assert_true(self->in_system[i] <= self->residents[i]);
    }
}

/* What services do between two steps: people come in, some die there, some move. */
static void
use_services(suf_population *self, uint32_t month)
{
    uint32_t n_cells = self->model->population.n_cells;
    for (uint32_t cell = month % 3; cell < n_cells; cell += 3) {
        if (self->residents[cell] > self->in_system[cell]) {
            self->in_system[cell]++;
            self->staying[cell % 2 * n_cells + cell]++;
        }
    }
    for (uint32_t cell = month % 5; cell < n_cells; cell += 5) {
        if (self->staying[cell % 2 * n_cells + cell] == 0) {
            continue;
        }
        self->staying[cell % 2 * n_cells + cell]--;
        self->in_system[cell]--;
        if (cell % 4 == 0) {
            suf_population_die(self, cell);
        } else if (cell % 4 == 1) {
            uint32_t to = suf_population_move(self, cell, cell % 97 / 97.0);
            if (to != SUF_NONE) {
                self->in_system[to]++; /* goes on waiting where it now lives */
                self->staying[to % 2 * n_cells + to]++;
            }
        }
    }
}

static void
flows_balance_exactly_every_month_with_people_held(void **state)
{
    (void) state;
    model_fixture fixture;
    init_region(&fixture, 2);
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    assert_int_equal(population.month, 1);
    int64_t before[6];
    for (uint32_t row = 0; row < 6; row++) {
        before[row] = unexplained(&population, row);
    }
    for (uint32_t month = 2; month < 36; month++) {
        suf_population_step(&population, month);
        assert_held_are_residents(&population);
        for (uint32_t row = 0; row < 6; row++) {
            assert_int_equal(unexplained(&population, row), before[row]);
        }
        use_services(&population, month);
        assert_held_are_residents(&population);
        for (uint32_t row = 0; row < 6; row++) {
            assert_int_equal(unexplained(&population, row), before[row]);
        }
    }
    uint64_t least = UINT64_MAX;
    for (uint32_t row = 0; row < 6; row++) {
        for (uint32_t group = 0; group < SUF_N_AGE_GROUPS - 1; group++) {
            size_t i = (size_t) row * SUF_N_AGE_GROUPS + group;
            least = population.moves_in[i] < least ? population.moves_in[i] : least;
            least = population.moves_out[i] < least ? population.moves_out[i] : least;
        }
        assert_true(population.births[(size_t) row * SUF_N_AGE_GROUPS] > 0);
        assert_true(population.deaths[row * SUF_N_AGE_GROUPS + 15] > 0);
    }
    assert_true(least > 0);
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
nobody_moves_twice_in_a_month(void **state)
{
    (void) state;
    model_fixture fixture;
    fixture_init(
        &fixture, (fixture_size){.n_districts = 2, .first_year = 2021, .n_months = 1});
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        *fixture_move_rate(&fixture, 0, 0, 1, age) = 1e5;
        *fixture_move_rate(&fixture, 0, 1, 0, age) = 1e5;
    }
    for (uint32_t i = 1; i <= SUF_OLDEST_MONTHS; i++) {
        *fixture_start(&fixture, 0, SUF_FEMALE, i) = i;
        *fixture_start(&fixture, 1, SUF_FEMALE, i) = 100000;
    }
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    suf_population_step(&population, 0);
    for (uint32_t i = 1; i <= SUF_OLDEST_MONTHS; i++) {
        uint32_t cohort = SUF_OLDEST_MONTHS - i;
        assert_int_equal(
            population.residents[suf_model_cell(&fixture.model, 0, SUF_FEMALE, cohort)],
            100000);
        assert_int_equal(
            population.residents[suf_model_cell(&fixture.model, 1, SUF_FEMALE, cohort)],
            i);
    }
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
the_held_move_in_proportion_to_the_hazards(void **state)
{
    (void) state;
    model_fixture fixture;
    init_region(&fixture, 0);
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    suf_population_start(&population, &fixture.parameters, key);
    uint32_t cell = suf_model_cell(&fixture.model, 1, SUF_MALE, 600);
    population.residents[cell] = 10000;
    uint32_t to[4] = {0};
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t new_cell = suf_population_move(&population, cell, (i + 0.5) / 10000);
        if (new_cell == SUF_NONE) {
            to[3]++;
        } else {
            assert_int_equal(new_cell % fixture.model.population.n_cohorts, 600);
            to[new_cell / fixture.model.population.n_cohorts / SUF_N_SEXES]++;
        }
    }
    assert_int_equal(population.residents[cell], 0);
    /* From 1, flows and half the turnover: 0.03, 0.05 and outside 0.06 a year. */
    assert_in_range(to[0], 2142, 2144);
    assert_int_equal(to[1], 0);
    assert_in_range(to[2], 3570, 3572);
    assert_in_range(to[3], 4285, 4287);
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
run_months(suf_population *self, model_fixture *fixture, suf_rng_key with)
{
    suf_population_start(self, &fixture->parameters, with);
    for (uint32_t month = self->month + 1; month < 13; month++) {
        suf_population_step(self, month);
    }
}

static size_t
count_differences(const suf_population *a, const suf_population *b)
{
    size_t n = 0;
    for (uint32_t i = 0; i < a->model->population.n_cells; i++) {
        n += a->residents[i] != b->residents[i];
    }
    return n;
}

static void
the_same_name_draws_the_same_numbers_and_another_others(void **state)
{
    (void) state;
    model_fixture fixture;
    init_region(&fixture, 2);
    suf_population a;
    suf_population b;
    assert_int_equal(suf_population_init(&a, &fixture.model), SUF_OK);
    assert_int_equal(suf_population_init(&b, &fixture.model), SUF_OK);
    run_months(&b, &fixture, (suf_rng_key){1, 1}); /* b has had another life before */
    run_months(&a, &fixture, key);
    run_months(&b, &fixture, key);
    assert_int_equal(count_differences(&a, &b), 0);
    size_t flow_bytes = sizeof(uint64_t) * 3 * SUF_N_SEXES * SUF_N_AGE_GROUPS;
    assert_memory_equal(a.deaths, b.deaths, flow_bytes);
    assert_memory_equal(a.moves_in, b.moves_in, flow_bytes);
    run_months(&b, &fixture, (suf_rng_key){key.seed, key.replication + 1});
    assert_true(count_differences(&a, &b) > 3000);
    run_months(&b, &fixture, (suf_rng_key){key.seed + 1, key.replication});
    assert_true(count_differences(&a, &b) > 3000);
    suf_population_free(&a);
    suf_population_free(&b);
    fixture_free(&fixture);
}

static void
one_person_more_changes_few_draws(void **state)
{
    (void) state;
    model_fixture fixture;
    init_region(&fixture, 2);
    suf_population a;
    suf_population b;
    assert_int_equal(suf_population_init(&a, &fixture.model), SUF_OK);
    assert_int_equal(suf_population_init(&b, &fixture.model), SUF_OK);
    run_months(&a, &fixture, key);
    size_t differences = 0;
    for (uint32_t age_index = 5; age_index < 1200; age_index += 60) {
        uint32_t *count = fixture_start(&fixture, 2, SUF_FEMALE, age_index);
        (*count)++;
        run_months(&b, &fixture, key);
        (*count)--;
        /* The person, its moves, seldom a child: not 7,000 other cells. */
        size_t n = count_differences(&a, &b);
        assert_in_range(n, 0, 8);
        differences += n;
    }
    assert_in_range(differences, 10, 60);
    suf_population_free(&a);
    suf_population_free(&b);
    fixture_free(&fixture);
}

static void
the_months_before_the_run_are_stepped_without_flows(void **state)
{
    (void) state;
    model_fixture early;
    model_fixture plain;
    init_region(&early, 5);
    init_region(&plain, 0);
    suf_population a;
    suf_population b;
    assert_int_equal(suf_population_init(&a, &early.model), SUF_OK);
    assert_int_equal(suf_population_init(&b, &plain.model), SUF_OK);
    suf_population_start(&a, &early.parameters, key);
    suf_population_start(&b, &plain.parameters, key);
    assert_int_equal(a.month, 4);
    assert_int_equal(suf_population_age(&b, SUF_OLDEST_MONTHS - 1), 0);
    for (uint32_t month = 0; month < 5; month++) {
        suf_population_step(&b, month);
    }
    assert_int_equal(count_differences(&a, &b), 0);
    assert_int_equal(
        fixture_sum_flows(a.deaths, 0, 6) + fixture_sum_flows(a.births, 0, 6) +
            fixture_sum_flows(a.moves_in, 0, 6) + fixture_sum_flows(a.moves_out, 0, 6),
        0);
    suf_population_free(&a);
    suf_population_free(&b);
    fixture_free(&early);
    fixture_free(&plain);
}

static void
a_year_is_written_with_residents_of_each_age(void **state)
{
    (void) state;
    model_fixture fixture;
    init_region(&fixture, 0);
    suf_population population;
    assert_int_equal(suf_population_init(&population, &fixture.model), SUF_OK);
    run_months(&population, &fixture, key);
    suf_layout layout = {.n_years = 2, .n_districts = 3};
    suf_metrics metrics;
    assert_int_equal(suf_layout_seal(&layout), SUF_OK);
    assert_int_equal(suf_metrics_init(&metrics, &layout), SUF_OK);
    suf_metrics_clear(&metrics);
    uint64_t deaths = population.deaths[5 * SUF_N_AGE_GROUPS + 17];
    uint64_t moves_in = population.moves_in[SUF_N_AGE_GROUPS + 3];
    suf_population_flush(&population, NULL, &metrics, 1);
    /* Of the last row, those in completed months 5 x 17 years to 5 x 18 years. */
    uint64_t expected = 0;
    for (uint32_t age = 60 * 17; age < 60 * 18; age++) {
        expected += population.residents[suf_model_cell(
            &fixture.model, 2, SUF_MALE, population.month + SUF_OLDEST_MONTHS - age)];
    }
    const size_t year = (size_t) 6 * SUF_N_AGE_GROUPS;
    const size_t row = year + (size_t) 5 * SUF_N_AGE_GROUPS;
    double *residents = suf_metrics_of(&metrics, SUF_VARIABLE_RESIDENTS);
    assert_true(deaths > 0 && moves_in > 0 && expected > 0);
    assert_int_equal(residents[row + 17], expected);
    assert_int_equal(suf_metrics_of(&metrics, SUF_VARIABLE_DEATHS)[row + 17], deaths);
    assert_int_equal(
        suf_metrics_of(&metrics, SUF_VARIABLE_MOVES_IN)[year + SUF_N_AGE_GROUPS + 3],
        moves_in);
    assert_true(isnan(residents[0]));
    double all = 0;
    int64_t people = 0;
    for (size_t i = 0; i < year; i++) {
        all += residents[year + i];
    }
    for (uint32_t i = 0; i < fixture.model.population.n_cells; i++) {
        people += population.residents[i];
    }
    assert_int_equal(all, people);
    assert_int_equal(fixture_sum_flows(population.deaths, 0, 6), 0);
    suf_metrics_free(&metrics);
    suf_population_free(&population);
    fixture_free(&fixture);
}

static void
a_model_without_people_has_months_all_the_same(void **state)
{
    (void) state;
    suf_model model = {.n_districts = 2};
    assert_int_equal(suf_calendar_init(&model.calendar, suf_day_of_date(2020, 11, 1),
                         suf_day_of_date(2021, 1, 1), suf_day_of_date(2022, 1, 1)),
        SUF_OK);
    suf_parameters parameters = {.model = &model};
    suf_population population;
    assert_int_equal(suf_population_init(&population, &model), SUF_OK);
    suf_population_start(&population, &parameters, key);
    for (uint32_t month = 2; month < 14; month++) {
        suf_population_step(&population, month);
    }
    assert_int_equal(population.month, 13);
    suf_population_free(&population);
    suf_calendar_free(&model.calendar);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_balance_exactly_every_month_with_people_held),
        cmocka_unit_test(nobody_moves_twice_in_a_month),
        cmocka_unit_test(the_held_move_in_proportion_to_the_hazards),
        cmocka_unit_test(the_same_name_draws_the_same_numbers_and_another_others),
        cmocka_unit_test(one_person_more_changes_few_draws),
        cmocka_unit_test(the_months_before_the_run_are_stepped_without_flows),
        cmocka_unit_test(a_year_is_written_with_residents_of_each_age),
        cmocka_unit_test(a_model_without_people_has_months_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
