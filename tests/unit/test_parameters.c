/* Tests of resolving the numbers of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/calendar.h"
#include "model/parameters.h"
#include "oracle/scenario_fixture.h"

/* A model with its parameters, resolved for the values given. */
typedef struct bench {
    suf_model model;
    suf_parameters parameters;
} bench;

static void
bench_init(bench *self, const scenario_fixture *fixture, const double *values)
{
    scenario_fixture_build(fixture, &self->model);
    assert_int_equal(suf_parameters_init(&self->parameters, &self->model), SUF_OK);
    assert_int_equal(suf_parameters_resolve(&self->parameters, values), SUF_OK);
}

static void
bench_free(bench *self)
{
    suf_parameters_free(&self->parameters);
    suf_model_free(&self->model);
}

static void
assert_close(double found, double expected)
{
    assert_true(fabs(found - expected) <= 1e-12 * fabs(expected));
}

static void
a_number_is_a_constant_or_a_factor_times_its_assumption(void **state)
{
    (void) state;
    scenario_fixture fixture;
    bench self;
    scenario_fixture_init(&fixture, 1, 1);
    uint32_t rate = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0);
    uint32_t stay = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0);
    scenario_fixture_arrive(&fixture, 0, 0, 0);
    fixture.arrivals[0][0].per_day = (suf_number){0.5, rate};
    fixture.services[0].stay.scale = (suf_number){7, stay};
    fixture.services[0].balk = suf_number_constant(0.125);
    bench_init(&self, &fixture, (double[]){8, 3});
    assert_true(self.parameters.stream_rate[0] == 4);
    assert_close(suf_distribution_mean(&self.parameters.services[0].stay), 21);
    assert_true(self.parameters.services[0].balk == 0.125);
    assert_true(self.parameters.assumptions[1] == 3);
    bench_free(&self);
}

/* Standard deviation of a distribution by its quantiles at the midpoints of equal cells.
 */
static double
spread(const suf_distribution *self)
{
    enum { N = 200000 };
    double mean = suf_distribution_mean(self);
    double sum = 0;
    for (int i = 0; i < N; i++) {
        double off = suf_distribution_quantile(self, (i + 0.5) / N) - mean;
        sum += off * off / N;
    }
    return sqrt(sum);
}

static void
a_lognormal_stay_has_the_mean_or_median_and_the_variation_given(void **state)
{
    (void) state;
    scenario_fixture fixture;
    bench self;
    scenario_fixture_init(&fixture, 1, 3);
    for (uint32_t i = 0; i < 3; i++) {
        scenario_fixture_arrive(&fixture, i, 0, 1);
        fixture.services[i].stay =
            (suf_distribution_spec){.kind = SUF_DISTRIBUTION_LOGNORMAL,
                .scale = suf_number_constant(12),
                .shape = suf_number_constant(0.4),
                .shape_is_cv = i < 2,
                .scale_is_mean = i == 1};
    }
    bench_init(&self, &fixture, NULL);
    const suf_distribution *by_median = &self.parameters.services[0].stay;
    const suf_distribution *by_mean = &self.parameters.services[1].stay;
    const suf_distribution *by_sigma = &self.parameters.services[2].stay;
    assert_true(fabs(suf_distribution_quantile(by_median, 0.5) - 12) < 1e-6);
    assert_close(suf_distribution_mean(by_median), 12 * sqrt(1 + 0.16));
    assert_close(suf_distribution_mean(by_mean), 12);
    assert_true(fabs(spread(by_mean) / 12 - 0.4) < 1e-3);
    assert_true(by_sigma->shape == 0.4);
    bench_free(&self);
}

static void
a_gamma_stay_has_the_variation_given_or_the_shape(void **state)
{
    (void) state;
    scenario_fixture fixture;
    bench self;
    scenario_fixture_init(&fixture, 1, 2);
    for (uint32_t i = 0; i < 2; i++) {
        scenario_fixture_arrive(&fixture, i, 0, 1);
        fixture.services[i].stay = (suf_distribution_spec){.kind = SUF_DISTRIBUTION_GAMMA,
            .scale = suf_number_constant(20),
            .shape = suf_number_constant(0.5),
            .shape_is_cv = i == 0};
    }
    bench_init(&self, &fixture, NULL);
    assert_true(self.parameters.services[0].stay.shape == 4);
    assert_true(self.parameters.services[1].stay.shape == 0.5);
    assert_true(fabs(spread(&self.parameters.services[0].stay) / 20 - 0.5) < 1e-3);
    bench_free(&self);
}

static void
initial_occupants_need_the_equilibrium_of_the_stay(void **state)
{
    (void) state;
    scenario_fixture fixture;
    bench self;
    scenario_fixture_init(&fixture, 1, 2);
    for (uint32_t i = 0; i < 2; i++) {
        scenario_fixture_arrive(&fixture, i, 0, 1);
        fixture.services[i].stay.kind = SUF_DISTRIBUTION_WEIBULL;
        fixture.services[i].stay.shape = suf_number_constant(2);
    }
    fixture.services[1].initial.is_given = true;
    fixture.services[1].initial.occupancy = suf_number_constant(0.75);
    bench_init(&self, &fixture, NULL);
    assert_false(self.parameters.services[0].stay.has_equilibrium);
    assert_true(self.parameters.services[1].stay.has_equilibrium);
    assert_true(self.parameters.services[1].initial_occupancy == 0.75);
    bench_free(&self);
}

static void
deaths_within_stays_come_at_their_probability_over_the_mean_stay(void **state)
{
    (void) state;
    scenario_fixture fixture;
    bench self;
    scenario_fixture_init(&fixture, 1, 2);
    scenario_fixture_arrive(&fixture, 0, 0, 1);
    scenario_fixture_arrive(&fixture, 1, 0, 1);
    fixture.services[0].stay_death = SUF_DEATH_INCLUDED;
    fixture.services[0].stay_death_probability = suf_number_constant(0.3);
    fixture.services[0].stay.scale = suf_number_constant(60);
    fixture.services[1].stay_death_factor = suf_number_constant(2.5);
    bench_init(&self, &fixture, NULL);
    const suf_service_parameters *included = &self.parameters.services[0];
    const suf_service_parameters *competing = &self.parameters.services[1];
    assert_true(included->death_factor == 0);
    assert_true(included->death_probability == 0.3);
    assert_close(included->death_per_staying_day, 0.005);
    assert_true(competing->death_factor == 2.5);
    assert_true(competing->death_probability == 0);
    assert_true(competing->death_per_staying_day == 0);
    bench_free(&self);
}

/* --- rates of requests -------------------------------------------------------------- */

enum { N_ROWS = 2 * SUF_N_AGES };

/* As many people of each age, women and men, counted two months before the start. */
static void
give_people(scenario_fixture *fixture, suf_population_row rows[N_ROWS])
{
    for (uint32_t i = 0; i < N_ROWS; i++) {
        rows[i] = (suf_population_row){
            .sex = (suf_sex) (i % 2), .ages = {i / 2, i / 2}, .count = 1200};
    }
    fixture->scenario.population.is_given = true;
    fixture->scenario.population.date_day = suf_day_of_date(2020, 11, 1);
    fixture->scenario.population.start = rows;
    fixture->scenario.population.n_start = N_ROWS;
}

static void
the_rate_of_a_stream_is_the_base_rate_times_its_band(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    bench self;
    scenario_fixture_init(&fixture, 1, 1);
    give_people(&fixture, rows);
    scenario_fixture_ask(&fixture, 0, 0);
    uint32_t rate = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0);
    suf_request_spec *requests = &fixture.services[0].requests;
    requests->per_person_day = (suf_number){1 / SUF_DAYS_PER_YEAR, rate};
    requests->by_sex[SUF_MALE] = 3;
    bench_init(&self, &fixture, (double[]){0.26});
    assert_close(self.parameters.services[0].rate, 0.26 / 365.25);
    assert_close(self.parameters.stream_rate[0], 0.26 / 365.25);
    assert_close(self.parameters.stream_rate[1], 3 * 0.26 / 365.25);
    bench_free(&self);
}

static void
months_have_the_factor_of_their_year_and_of_their_season(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    bench self;
    scenario_fixture_init(&fixture, 1, 1);
    give_people(&fixture, rows);
    fixture.scenario.end_day = suf_day_of_date(2024, 1, 1);
    scenario_fixture_ask(&fixture, 0, 0.01);
    uint32_t growth = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0);
    suf_year_factor by_year[] = {{2021, suf_number_constant(2)}, {2023, {1, growth}}};
    suf_request_spec *requests = &fixture.services[0].requests;
    requests->by_year = by_year;
    requests->n_by_year = 2;
    requests->by_month[8] = 5; /* September */
    bench_init(&self, &fixture, (double[]){7});
    assert_int_equal(self.model.calendar.n_months, 2 + 36);
    for (uint32_t month = 0; month < 38; month++) {
        /* 2020 is before the first; 2022 has that of 2021. */
        double year = month < 2 ? 1 : month < 2 + 24 ? 2 : 7;
        /* 335.25 days of factor 1 and 30 of 5: their mean over a year is taken out. */
        double mean = (335.25 + 30 * 5) / 365.25;
        double season = ((month + 10) % 12 == 8 ? 5 : 1) / mean;
        assert_close(self.parameters.services[0].month_factor[month], year * season);
    }
    bench_free(&self);
}

/* A nursery for ages of 6 to 36 months: the share of the under-threes is given. */
static void
give_nursery(scenario_fixture *fixture, suf_number share)
{
    scenario_fixture_ask(fixture, 0, 0);
    suf_service_spec *service = &fixture->services[0];
    service->requests.is_share = true;
    service->requests.prevalence = share;
    service->requests.of_to_months = 36;
    service->eligible.from_months = 6;
    service->eligible.to_months = 36;
    service->stay_until_months = 36;
    service->stay.scale = suf_number_constant(438);
}

static void
a_prevalence_becomes_a_rate_by_the_people_of_all_districts(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    bench self;
    scenario_fixture_init(&fixture, 2, 1);
    give_people(&fixture, rows);
    rows[0].district = 1; /* those of no age yet, elsewhere */
    give_nursery(&fixture, suf_number_constant(0.06));
    bench_init(&self, &fixture, NULL);
    /* People are alike at every age, so the closed form holds (see the tests of share).
     */
    double rate = self.parameters.services[0].rate;
    double total = rate + 1. / 438;
    double days = 30 * SUF_DAYS_PER_MONTH;
    double held = rate / total * (days + expm1(-total * days) / total);
    assert_true(fabs(held / (36 * SUF_DAYS_PER_MONTH) - 0.06) < 1e-9);
    assert_true(self.parameters.stream_rate[3] == rate);
    bench_free(&self);
}

static void
a_share_is_solved_again_only_when_it_or_the_stay_changes(void **state)
{
    (void) state;
    scenario_fixture fixture;
    suf_population_row rows[N_ROWS];
    bench self;
    scenario_fixture_init(&fixture, 1, 1);
    give_people(&fixture, rows);
    uint32_t share = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 0.06, 0, 0);
    uint32_t stay = scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 438, 0, 0);
    give_nursery(&fixture, (suf_number){1, share});
    fixture.services[0].stay.scale = (suf_number){1, stay};
    bench_init(&self, &fixture, (double[]){0.06, 438});
    suf_service_parameters *service = &self.parameters.services[0];
    double rate = service->rate;
    service->rate = -1; /* shows whether it is set anew */
    assert_int_equal(
        suf_parameters_resolve(&self.parameters, (double[]){0.06, 438}), SUF_OK);
    assert_true(service->rate == -1);
    assert_int_equal(
        suf_parameters_resolve(&self.parameters, (double[]){0.07, 438}), SUF_OK);
    double more = service->rate;
    assert_true(more > rate);
    assert_int_equal(
        suf_parameters_resolve(&self.parameters, (double[]){0.07, 300}), SUF_OK);
    assert_true(service->rate > more);
    /* Back again, after a share that cannot be: the same rate to the last bit. */
    assert_int_equal(suf_parameters_resolve(&self.parameters, (double[]){0.99, 438}),
        SUF_ERROR_PARAMETER);
    assert_int_equal(
        suf_parameters_resolve(&self.parameters, (double[]){0.06, 438}), SUF_OK);
    assert_true(service->rate == rate);
    bench_free(&self);
}

static void
values_outside_of_what_they_are_used_for_are_refused(void **state)
{
    (void) state;
    scenario_fixture fixture;
    bench self;
    scenario_fixture_init(&fixture, 1, 1);
    for (uint32_t i = 0; i < 4; i++) {
        (void) scenario_fixture_assume(&fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0);
    }
    scenario_fixture_arrive(&fixture, 0, 0, 0);
    fixture.arrivals[0][0].per_day = (suf_number){1, 0};
    fixture.services[0].balk = (suf_number){1, 1};
    fixture.services[0].stay.scale = (suf_number){1, 2};
    fixture.scenario.population.turnover_factor = (suf_number){1, 3};
    bench_init(&self, &fixture, (double[]){1, 1, 1, 1});
    static const double bad[][4] = {{-1, 1, 1, 1}, {1, 1.01, 1, 1}, {1, -0.01, 1, 1},
        {1, 1, -1, 1}, {1, 1, (double) INFINITY, 1}, {(double) NAN, 1, 1, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(
            suf_parameters_resolve(&self.parameters, bad[i]), SUF_ERROR_PARAMETER);
    }
    /* Nobody lives here: the numbers of a population are not looked at. */
    assert_int_equal(
        suf_parameters_resolve(&self.parameters, (double[]){1, 1, 1, -1}), SUF_OK);
    assert_true(self.parameters.turnover_factor == 1);
    bench_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_a_constant_or_a_factor_times_its_assumption),
        cmocka_unit_test(a_lognormal_stay_has_the_mean_or_median_and_the_variation_given),
        cmocka_unit_test(a_gamma_stay_has_the_variation_given_or_the_shape),
        cmocka_unit_test(initial_occupants_need_the_equilibrium_of_the_stay),
        cmocka_unit_test(
            deaths_within_stays_come_at_their_probability_over_the_mean_stay),
        cmocka_unit_test(the_rate_of_a_stream_is_the_base_rate_times_its_band),
        cmocka_unit_test(months_have_the_factor_of_their_year_and_of_their_season),
        cmocka_unit_test(a_prevalence_becomes_a_rate_by_the_people_of_all_districts),
        cmocka_unit_test(a_share_is_solved_again_only_when_it_or_the_stay_changes),
        cmocka_unit_test(values_outside_of_what_they_are_used_for_are_refused),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
