/* Months of the people against the same rules person by person: they have the same law.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bounds and precision as in oracle/sample.h. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "engine/population/population.h"
#include "oracle/model_fixture.h"
#include "oracle/population_oracle.h"
#include "oracle/sample.h"

/* A small region of fast lives, so that what competes shows. */
static void
init_fast_region(model_fixture *self)
{
    fixture_init(
        self, (fixture_size){
                  .n_districts = 2, .first_year = 2023, .n_months = 5, .n_staying = 2});
    suf_parameters *parameters = &self->parameters;
    parameters->males_per_female = 1.3;
    parameters->mortality_factor = 1.1;
    parameters->fertility_factor = 0.9;
    parameters->migration_factor = 0.8;
    parameters->turnover_factor = 1.2;
    parameters->services[0].death_factor = 2;
    parameters->services[1].death_factor = 0;
    parameters->services[1].death_per_staying_day = 5e-3;
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(self, SUF_FEMALE, age, 0.4 + 0.01 * age);
        fixture_set_mortality(self, SUF_MALE, age, 1.5 - 0.01 * age);
        fixture_set_fertility(self, age, age == 19 || age == 20 ? 0.9 : 0.1);
        for (uint32_t from = 0; from < 2; from++) {
            *fixture_move_rate(self, 0, from, 1 - from, age) = 0.5 + 0.4 * from;
            *fixture_move_rate(self, 1, from, 2, age) = 0.02 * age;
        }
    }
    *fixture_newcomers(self, 0, 1, SUF_MALE, 19) = 200;
    *fixture_newcomers(self, 1, 0, SUF_FEMALE, 0) = 150;
    for (uint32_t i = 236; i < 244; i++) {
        *fixture_start(self, 0, SUF_FEMALE, i) = 25;
        *fixture_start(self, 1, SUF_FEMALE, i) = 10;
        *fixture_start(self, 0, SUF_MALE, i) = 5;
        *fixture_start(self, 1, SUF_MALE, i) = 20;
    }
    *fixture_start(self, 1, SUF_MALE, 1205) = 30;
}

/* Some people are held throughout: with both services, and more than can be made up for.
 */
static void
hold_some(const model_fixture *fixture, uint32_t *held, uint32_t *staying)
{
    const suf_model *model = &fixture->model;
    uint32_t n_cells = model->population.n_cells;
    for (uint32_t i = 236; i < 244; i++) {
        uint32_t cell = suf_model_cell(model, 0, SUF_FEMALE, SUF_OLDEST_MONTHS - i);
        held[cell] = 8;
        staying[cell] = 4;
        staying[n_cells + cell] = i % 2 == 0 ? 2 : 0;
        cell = suf_model_cell(model, 1, SUF_MALE, SUF_OLDEST_MONTHS - i);
        held[cell] = 10;
        staying[n_cells + cell] = 10;
    }
}

/* Counts of a district and sex that are compared. */
enum { PEOPLE, BIRTHS, DEATHS, MOVES_IN, MOVES_OUT, N_COMPARED };

static void
observe(sample *samples, uint32_t row, const uint32_t *residents, uint32_t n_cohorts,
    const uint64_t flows[4])
{
    double people = 0;
    for (uint32_t c = 0; c < n_cohorts; c++) {
        people += residents[(size_t) row * n_cohorts + c];
    }
    sample_add(&samples[row * N_COMPARED + PEOPLE], people);
    for (uint32_t i = 0; i < 4; i++) {
        sample_add(&samples[row * N_COMPARED + BIRTHS + i], (double) flows[i]);
    }
}

static void
observe_population(sample *samples, const suf_population *population)
{
    const uint64_t *flows[4] = {population->births, population->deaths,
        population->moves_in, population->moves_out};
    for (uint32_t row = 0; row < 4; row++) {
        uint64_t sums[4] = {0};
        for (uint32_t i = 0; i < 4 * SUF_N_AGE_GROUPS; i++) {
            sums[i % 4] += flows[i % 4][row * SUF_N_AGE_GROUPS + i / 4];
        }
        observe(samples, row, population->residents,
            population->model->population.n_cohorts, sums);
    }
}

static void
observe_oracle(sample *samples, const population_oracle *oracle)
{
    for (uint32_t row = 0; row < 4; row++) {
        uint64_t flows[4] = {oracle->births[row], oracle->deaths[row],
            oracle->moves_in[row], oracle->moves_out[row]};
        observe(samples, row, oracle->people, oracle->model->population.n_cohorts, flows);
    }
}

static void
assert_same_law(const sample *a, const sample *b)
{
    double error = hypot(sample_mean_error(a), sample_mean_error(b));
    assert_true(error <= 4 * SAMPLE_PRECISE_TO * sample_mean(b));
    assert_true(fabs(sample_mean(a) - sample_mean(b)) < SAMPLE_Z_BOUND * error);
    error = hypot(sample_variance_error(a), sample_variance_error(b));
    assert_true(error <= 20 * SAMPLE_PRECISE_TO * sample_variance(b));
    assert_true(fabs(sample_variance(a) - sample_variance(b)) < SAMPLE_Z_BOUND * error);
}

/* Biases of 4 % of a mean and 20 % of a variance would be found. */
static void
months_have_the_law_of_people_drawn_one_by_one(void **state)
{
    (void) state;
    enum { RUNS = 6000, MONTHS = 5 };
    model_fixture model;
    init_fast_region(&model);
    suf_population population;
    assert_int_equal(suf_population_init(&population, &model.model), SUF_OK);
    suf_population_start(&population, &model.parameters, (suf_rng_key){0, 0});
    hold_some(&model, population.in_system, population.staying);
    gsl_rng *rng = gsl_rng_alloc(suf_rng_type());
    assert_non_null(rng);
    gsl_rng_set(rng, 12345);
    population_oracle oracle;
    population_oracle_init(&oracle, &model.model, &model.parameters, population.in_system,
        population.staying, rng);
    sample ours[4 * N_COMPARED] = {0};
    sample theirs[4 * N_COMPARED] = {0};
    for (uint64_t run = 0; run < RUNS; run++) {
        suf_population_start(&population, &model.parameters, (suf_rng_key){321, run});
        hold_some(&model, population.in_system, population.staying);
        population_oracle_start(&oracle);
        for (uint32_t month = 0; month < MONTHS; month++) {
            suf_population_step(&population, month);
            population_oracle_step(&oracle, month);
        }
        observe_population(ours, &population);
        observe_oracle(theirs, &oracle);
    }
    for (uint32_t i = 0; i < 4 * N_COMPARED; i++) {
        assert_same_law(&ours[i], &theirs[i]);
    }
    population_oracle_free(&oracle);
    gsl_rng_free(rng);
    suf_population_free(&population);
    fixture_free(&model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_have_the_law_of_people_drawn_one_by_one),
    };
    (void) gsl_set_error_handler_off(); /* as the program does */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
