/* Tests of the people against theory.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cases D01, D05 and D06 of the analytic cases. Bounds and precision as in
 * oracle/sample.h. Run with `thorough` the two with most runs take them all; every day
 * they take a sixteenth, and the bounds of precision are four times as wide. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/calendar.h"
#include "engine/population/population.h"
#include "experiment/design.h"
#include "oracle/model_fixture.h"
#include "oracle/sample.h"

/* Runs of a test, and how much wider than the bound of precision its errors may be. */
typedef struct effort {
    uint64_t n_runs;
    double width;
} effort;

static const effort everyday = {40000, 4};
static const effort all = {640000, 1};

static void
assert_mean_agrees(const sample *counts, double expected)
{
    double error = sample_mean_error(counts);
    assert_true(error <= SAMPLE_PRECISE_TO * expected);
    assert_true(fabs(sample_mean(counts) - expected) < SAMPLE_Z_BOUND * error);
}

static void
assert_variance_agrees(const sample *counts, double expected, double power)
{
    double error = sample_variance_error(counts);
    assert_true(error <= power * SAMPLE_PRECISE_TO * expected);
    assert_true(fabs(sample_variance(counts) - expected) < SAMPLE_Z_BOUND * error);
}

enum { FROM = 65 * 12, TO = 85 * 12, LIVES = TO - FROM };

/* D01: hazard a exp(b x), a = 2e-5, b = 0.1, 10,000 people followed from 65 to 85. Every
 * cohort that is younger than 65 at the start is one such experiment: nobody dies before
 * 65. By the rule of ages the monthly hazards of age indices 780 to 1019 add up to the
 * sum of the single-year rates m(65) + ... + m(84), less m(84) / 24, as half of the month
 * about the 65th birthday belongs to the year before. With m(x) = c exp(b x) that is
 * made equal to the hazard of 65 to 85, (a / b) (exp(85 b) - exp(65 b)), by the level c.
 * (Twenty years are 7305 days; that a year of age has 365 or 366 of them matters 1e-4.)
 */
static void
set_gompertz(model_fixture *self)
{
    double a = 2e-5;
    double b = 0.1;
    double cumulative = a / b * (exp(85 * b) - exp(65 * b));
    double level =
        cumulative / ((exp(85 * b) - exp(65 * b)) / expm1(b) - exp(84 * b) / 24);
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        for (uint32_t age = 65; age < SUF_N_AGES; age++) {
            /* Who was counted at 85 need not be stepped any longer. */
            fixture_set_mortality(self, sex, age, age < 85 ? level * exp(b * age) : 100);
        }
        for (uint32_t i = FROM - LIVES + 1; i <= FROM; i++) {
            *fixture_start(self, 0, sex, i) = 10000;
        }
    }
}

static void
survivors_of_a_gompertz_cohort_have_their_mean_and_variance(void **state)
{
    (void) state;
    model_fixture model;
    fixture_init(&model,
        (fixture_size){.n_districts = 1, .first_year = 2021, .n_months = 2 * LIVES - 1});
    set_gompertz(&model);
    suf_population population;
    assert_int_equal(suf_population_init(&population, &model.model), SUF_OK);
    sample survivors = {0};
    for (uint64_t run = 0; run < 320; run++) {
        suf_population_start(&population, &model.parameters, (suf_rng_key){65, run});
        for (uint32_t month = 0; month < 2 * LIVES - 1; month++) {
            suf_population_step(&population, month);
            if (month < LIVES - 1) {
                continue; /* the eldest are not yet 85 */
            }
            uint32_t cohort = month + SUF_OLDEST_MONTHS - (TO - 1);
            for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
                sample_add(&survivors,
                    population.residents[suf_model_cell(&model.model, 0, sex, cohort)]);
            }
        }
    }
    assert_mean_agrees(&survivors, 4274.468006);
    /* The case gives the standard deviation: half the relative error of the variance. */
    assert_variance_agrees(&survivors, 49.47080283 * 49.47080283, 2);
    suf_population_free(&population);
    fixture_free(&model);
}

/* D01, remaining life of two cohorts, one on average half a month short of 65 and one
 * half a month past it. The rate of a year of age is the hazard's mean over it; past 100
 * it stays that of 100, which lengthens the mean life by some 0.008 years. */
static void
a_gompertz_cohort_has_its_life_expectancy(void **state)
{
    (void) state;
    enum { MONTHS = 45 * 12, PEOPLE_OF_COHORT = 10000 };
    model_fixture model;
    fixture_init(
        &model, (fixture_size){.n_districts = 1, .first_year = 2021, .n_months = MONTHS});
    double a = 2e-5;
    double b = 0.1;
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        for (uint32_t age = 60; age < SUF_N_AGES; age++) {
            fixture_set_mortality(&model, sex, age, a / b * expm1(b) * exp(b * age));
        }
        *fixture_start(&model, 0, sex, FROM) = PEOPLE_OF_COHORT;
        *fixture_start(&model, 0, sex, FROM + 1) = PEOPLE_OF_COHORT;
    }
    suf_population population;
    assert_int_equal(suf_population_init(&population, &model.model), SUF_OK);
    const double *limits = model.model.calendar.limits_days;
    sample lives = {0};
    for (uint64_t run = 0; run < 120; run++) {
        suf_population_start(&population, &model.parameters, (suf_rng_key){651, run});
        double years = 0;
        double before = 4 * PEOPLE_OF_COHORT;
        for (uint32_t month = 0; month < MONTHS; month++) {
            suf_population_step(&population, month);
            double after = 0;
            for (uint32_t i = 0; i < 4; i++) {
                after += population.residents[suf_model_cell(
                    &model.model, 0, i % 2, SUF_OLDEST_MONTHS - FROM - i / 2)];
            }
            years += (before + after) / 2 * (limits[month + 1] - limits[month]) /
                     SUF_DAYS_PER_YEAR;
            before = after;
        }
        sample_add(&lives, years / (4 * PEOPLE_OF_COHORT));
    }
    assert_mean_agrees(&lives, 17.91908966);
    suf_population_free(&population);
    fixture_free(&model);
}

/* D05: 4200 births a year on average, times a gamma factor of mean 1 and CV 0.08 that is
 * drawn once a run as an assumption is: negative binomial. */
static void
births_with_a_shared_shock_are_negative_binomial(void **state)
{
    const effort *of = *state;
    enum { WOMEN = 42000 };
    model_fixture model;
    fixture_init(
        &model, (fixture_size){.n_districts = 1, .first_year = 2021, .n_months = 12});
    suf_assumption_model shock = {
        .kind = SUF_ASSUMPTION_GAMMA, .a = {1, 0.08}, .maximum = 10, .purpose = 5};
    suf_model drawn = {.seed = 5, .n_assumptions = 1, .assumptions = &shock};
    for (uint32_t age = 15; age < 50; age++) {
        fixture_set_fertility(&model, age, 0.1 * SUF_DAYS_PER_YEAR / 365);
    }
    *fixture_start(&model, 0, SUF_FEMALE, 30 * 12) = WOMEN;
    suf_population population;
    assert_int_equal(suf_population_init(&population, &model.model), SUF_OK);
    suf_population_start(&population, &model.parameters, (suf_rng_key){5, 0});
    enum { SLOTS = SUF_N_AGE_SLOTS };
    double central[SLOTS];
    memcpy(central, population.births_per_day, sizeof central);
    sample births = {0};
    sample given_shock = {0}; /* squared distance from the mean given the shock */
    uint64_t n_few = 0;
    for (uint64_t run = 0; run < of->n_runs; run++) {
        double factor = 0;
        assert_int_equal(suf_design_draw(&drawn, run, &factor), SUF_OK);
        /* As suf_population_start does, without its other tables. */
        for (uint32_t i = 0; i < SLOTS; i++) {
            population.births_per_day[i] = central[i] * factor;
        }
        population.key.replication = run;
        population.month = UINT32_MAX;
        memcpy(population.residents, model.model.population.start,
            model.model.population.n_cells * sizeof *population.residents);
        memset(population.births, 0,
            SUF_N_SEXES * SUF_N_AGE_GROUPS * sizeof *population.births);
        for (uint32_t month = 0; month < 12; month++) {
            suf_population_step(&population, month);
        }
        double n = (double) fixture_sum_flows(population.births, 0, SUF_N_SEXES);
        double mean = 0.1 * WOMEN * factor;
        sample_add(&births, n);
        sample_add(&given_shock, (n - mean) * (n - mean));
        n_few += n < 3700;
    }
    assert_mean_agrees(&births, 4200);
    assert_variance_agrees(&births, 117096, of->width);
    double p = 0.06719918152;
    double n_runs = (double) of->n_runs;
    double error = sqrt(p * (1 - p) / n_runs);
    assert_true(error <= of->width * 0.002 / 5.5);
    assert_true(fabs((double) n_few / n_runs - p) < SAMPLE_Z_BOUND * error);
    /* The share of the variance that is the shock's: 1 - E[(Y - E[Y | shock])^2] / Var.
     */
    double rest = sample_mean(&given_shock) / sample_variance(&births);
    double relative = hypot(sample_mean_error(&given_shock) / sample_mean(&given_shock),
        sample_variance_error(&births) / sample_variance(&births));
    assert_true(rest * relative <= of->width * SAMPLE_PRECISE_TO * 0.9641319943);
    assert_true(fabs(1 - rest - 0.9641319943) < SAMPLE_Z_BOUND * rest * relative);
    suf_population_free(&population);
    fixture_free(&model);
}

/* D06: 200 women who bear at 0.011 and die at 0.0085 a year whatever their age, after
 * five years (Kendall 1948, doi:10.1214/aoms/1177730285). The month steps err by some
 * 1e-5 in all. A variance to 1 % takes 640,000 runs: all tables stay as they are, and
 * only people, month and key are set back between them. */
static void
a_birth_death_process_has_its_mean_and_variance(void **state)
{
    const effort *of = *state;
    enum { MONTHS = 60 };
    model_fixture model;
    fixture_init(
        &model, (fixture_size){.n_districts = 1, .first_year = 2021, .n_months = MONTHS});
    model.parameters.males_per_female = 0;
    for (uint32_t age = 0; age < SUF_N_AGES; age++) {
        fixture_set_mortality(&model, SUF_FEMALE, age, 0.0085);
        fixture_set_fertility(&model, age, 0.011);
    }
    suf_population population;
    assert_int_equal(suf_population_init(&population, &model.model), SUF_OK);
    suf_population_start(&population, &model.parameters, (suf_rng_key){6, 0});
    uint32_t *women = &population.residents[suf_model_cell(
        &model.model, 0, SUF_FEMALE, SUF_OLDEST_MONTHS - 1)];
    sample numbers = {0};
    for (uint64_t run = 0; run < of->n_runs; run++) {
        population.key.replication = run;
        population.month = UINT32_MAX;
        population.oldest[SUF_FEMALE] = SUF_OLDEST_MONTHS - 1;
        memset(women, 0, (MONTHS + 1) * sizeof *women);
        women[0] = 200;
        for (uint32_t month = 0; month < MONTHS; month++) {
            suf_population_step(&population, month);
        }
        uint32_t n = 0;
        for (uint32_t i = 0; i <= MONTHS; i++) {
            n += women[i];
        }
        sample_add(&numbers, n);
    }
    assert_mean_agrees(&numbers, 202.5156903);
    assert_variance_agrees(&numbers, 19.86920361, of->width);
    suf_population_free(&population);
    fixture_free(&model);
}

int
main(int n_arguments, char **arguments)
{
    bool is_thorough = n_arguments > 1 && strcmp(arguments[1], "thorough") == 0;
    effort taken = is_thorough ? all : everyday;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survivors_of_a_gompertz_cohort_have_their_mean_and_variance),
        cmocka_unit_test(a_gompertz_cohort_has_its_life_expectancy),
        cmocka_unit_test_prestate(
            births_with_a_shared_shock_are_negative_binomial, &taken),
        cmocka_unit_test_prestate(
            a_birth_death_process_has_its_mean_and_variance, &taken),
    };
    (void) gsl_set_error_handler_off(); /* as the program does */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
