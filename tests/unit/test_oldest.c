/* The oldest people of a place, and those who move to where nobody is so old: they die
 * and move as everybody else. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A district's step begins with its oldest cohort, which is known and not looked for: so
 * whoever comes must make it known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/population/population.h"
#include "oracle/model_fixture.h"
#include "oracle/sample.h"

enum { N_PEOPLE = 20000, N_MONTHS = 24, AGE_MONTHS = 600 };
static const suf_rng_key key = {.seed = 3, .replication = 1};
static const double days = 365 + 365; /* of 2021 and 2022 */

/* People of one sex and one month of birth in the first of two districts; they move to
 * the other at a rate, and all die at another, a year. Nobody comes back. */
static void
init(model_fixture *self, double moves, double deaths)
{
    fixture_init(self, (fixture_size){.n_districts = 2,
                           .first_year = 2021,
                           .warm_months = 0,
                           .n_months = N_MONTHS});
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        *fixture_move_rate(self, 0, 0, 1, age) = moves;
        fixture_set_mortality(self, SUF_FEMALE, age, deaths);
    }
    *fixture_start(self, 0, SUF_FEMALE, AGE_MONTHS) = N_PEOPLE;
}

static uint64_t
people_of(const suf_population *self, uint32_t district)
{
    uint64_t sum = 0;
    for (uint32_t c = 0; c < self->model->population.n_cohorts; c++) {
        sum += self->residents[suf_model_cell(self->model, district, SUF_FEMALE, c)];
    }
    return sum;
}

static void
assert_binomial(uint64_t seen, double p)
{
    double sd = sqrt(N_PEOPLE * p * (1 - p));
    assert_true(fabs((double) seen - N_PEOPLE * p) < SAMPLE_Z_BOUND * sd + 1);
}

static void
run(suf_population *self, const model_fixture *fixture)
{
    assert_int_equal(suf_population_init(self, &fixture->model), SUF_OK);
    suf_population_start(self, &fixture->parameters, key);
    for (uint32_t month = 0; month < N_MONTHS; month++) {
        suf_population_step(self, month);
    }
}

static void
the_oldest_cohort_moves_and_dies(void **state)
{
    (void) state;
    const double moves = 0.5;
    const double deaths = 0.7;
    double years = days / 365.25;
    model_fixture fixture;
    suf_population population;
    init(&fixture, moves, deaths);
    run(&population, &fixture);
    double alive = exp(-deaths * years);
    /* Who moves in a month dies from the next on: half a month's deaths of it are less,
     * which is 3 % more alive among those who moved last; so the second bound is of all.
     */
    assert_binomial(people_of(&population, 0), alive * exp(-moves * years));
    double all = (double) (people_of(&population, 0) + people_of(&population, 1));
    assert_true(fabs(all / (N_PEOPLE * alive) - 1) < 0.05);
    suf_population_free(&population);
    fixture_free(&fixture);
}

/* Of those who come while they are held, too: the engine moves them one by one. */
static void
who_moves_in_service_is_stepped_where_it_lives_now(void **state)
{
    (void) state;
    const double deaths = 0.7;
    model_fixture fixture;
    suf_population self;
    init(&fixture, 1e-9, deaths);
    assert_int_equal(suf_population_init(&self, &fixture.model), SUF_OK);
    suf_population_start(&self, &fixture.parameters, key);
    suf_population_step(&self, 0);
    uint32_t cell =
        suf_model_cell(&fixture.model, 0, SUF_FEMALE, SUF_OLDEST_MONTHS - AGE_MONTHS);
    assert_true(self.residents[cell] > 0);
    while (self.residents[cell] > 0) {
        assert_true(suf_population_move(&self, cell, 0.5) != SUF_NONE);
    }
    double n = (double) people_of(&self, 1);
    for (uint32_t month = 1; month < N_MONTHS; month++) {
        suf_population_step(&self, month);
    }
    double p = exp(-deaths * (days - 31) / 365.25);
    assert_true(fabs((double) people_of(&self, 1) - n * p) <
                SAMPLE_Z_BOUND * sqrt(n * p * (1 - p)));
    suf_population_free(&self);
    fixture_free(&fixture);
}

/* A population may not multiply within a year; over years it may. */
static void
growth_is_watched_from_new_year_to_new_year(void **state)
{
    (void) state;
    static const struct {
        double newcomers_a_year; /* to each year of age */
        suf_status status;
    } cases[] = {{300, SUF_OK}, {3000, SUF_ERROR_POPULATION}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        model_fixture fixture;
        suf_population self;
        init(&fixture, 0, 0);
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            *fixture_newcomers(&fixture, 0, 1, SUF_MALE, age) = cases[i].newcomers_a_year;
        }
        run(&self, &fixture);
        /* In the first case 2.5 times after one year, and 4 times after two. */
        uint64_t n = 0;
        for (uint32_t cell = 0; cell < fixture.model.population.n_cells; cell++) {
            n += self.residents[cell];
        }
        assert_true(n > 3 * (uint64_t) N_PEOPLE * 12 / 10);
        assert_int_equal(self.status, cases[i].status);
        suf_population_free(&self);
        fixture_free(&fixture);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_oldest_cohort_moves_and_dies),
        cmocka_unit_test(who_moves_in_service_is_stepped_where_it_lives_now),
        cmocka_unit_test(growth_is_watched_from_new_year_to_new_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
