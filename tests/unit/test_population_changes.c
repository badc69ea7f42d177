/* Tests of the changes that a step keeps of cohorts with pupils.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "engine/population/population.h"
#include "oracle/model_fixture.h"

enum { N_DISTRICTS = 5, N_MONTHS = 3, YOUNGEST = 72, OLDEST = 180 }; /* months of age */

static void
fill(model_fixture *fixture)
{
    fixture_init(fixture,
        (fixture_size){
            .n_districts = N_DISTRICTS, .first_year = 2021, .n_months = N_MONTHS});
    for (uint32_t d = 0; d < N_DISTRICTS; d++) {
        for (uint32_t age = 0; age < SUF_N_AGES; age++) {
            fixture_set_mortality(fixture, SUF_FEMALE, age, 0.2);
            fixture_set_fertility(fixture, age, 0.1);
            *fixture_move_rate(fixture, 0, d, (d + 1) % N_DISTRICTS, age) = 0.3;
            *fixture_move_rate(fixture, 0, d, N_DISTRICTS, age) = 0.2;
            *fixture_newcomers(fixture, 0, d, SUF_FEMALE, age) = 90;
            *fixture_newcomers(fixture, 1, d, SUF_MALE, age) = 60;
        }
        for (uint32_t i = 1; i < 400; i++) {
            *fixture_start(fixture, d, SUF_FEMALE, i) = 60 + d + i % 3;
            *fixture_start(fixture, d, SUF_MALE, i) = 55 + d;
        }
    }
}

static uint32_t *
count_city(const suf_population *people, uint32_t *city)
{
    uint32_t n_cohorts = people->model->population.n_cohorts;
    for (uint32_t c = 0; c < n_cohorts; c++) {
        city[c] = 0;
        for (uint32_t row = 0; row < N_DISTRICTS * SUF_N_SEXES; row++) {
            city[c] += people->residents[row * n_cohorts + c];
        }
    }
    return city;
}

static void
newcomers_are_some_of_those_whom_the_changes_before_have_left(void **state)
{
    (void) state;
    model_fixture fixture;
    fill(&fixture);
    uint32_t n_cohorts = fixture.model.population.n_cohorts;
    uint32_t *pupils = NULL;
    uint32_t *pupils_city = NULL;
    uint32_t *city = NULL;
    assert_int_equal(
        suf_array_new((size_t) N_DISTRICTS * n_cohorts, sizeof *pupils, &pupils), SUF_OK);
    assert_int_equal(suf_array_new(n_cohorts + 1, sizeof *city, &pupils_city), SUF_OK);
    assert_int_equal(suf_array_new(n_cohorts, sizeof *city, &city), SUF_OK);
    for (uint32_t c = SUF_OLDEST_MONTHS - OLDEST; c <= SUF_OLDEST_MONTHS - YOUNGEST;
         c++) {
        pupils_city[c] = N_DISTRICTS;
        for (uint32_t d = 0; d < N_DISTRICTS; d++) {
            pupils[d * n_cohorts + c] = 1;
        }
    }
    suf_population people;
    assert_int_equal(suf_population_init(&people, &fixture.model), SUF_OK);
    suf_population_start(
        &people, &fixture.parameters, (suf_rng_key){.seed = 20210101, .replication = 3});
    people.pupils = pupils;
    people.pupils_city = pupils_city;
    uint32_t n_in_migrants = 0;
    uint32_t n_leavers = 0;
    for (uint32_t month = 0; month < N_MONTHS; month++) {
        count_city(&people, city);
        people.n_changes = 0;
        suf_population_step(&people, month);
        assert_int_equal(people.status, SUF_OK);
        for (size_t i = 0; i < people.n_changes; i++) {
            const suf_change *change = &people.changes[i];
            uint32_t *of = &city[change->cell % n_cohorts];
            if (change->is_in_migrant) {
                assert_int_equal(change->n_before, *of);
                *of += change->n;
                n_in_migrants++;
            } else {
                *of -= change->n;
                n_leavers++;
            }
        }
    }
    assert_true(n_in_migrants > 100 && n_leavers > 100);
    people.pupils = NULL;
    suf_population_free(&people);
    free(pupils);
    free(pupils_city);
    free(city);
    fixture_free(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newcomers_are_some_of_those_whom_the_changes_before_have_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
