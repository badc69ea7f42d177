/* The rate behind a share in place, by the people's ages and the deaths at each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "engine/population/population_process.h"
#include "oracle/ready.h"

#define AGES SUF_SOURCE_DIR "/tests/data/oracle/share_ages.yaml"

/* The mean over a year, from the birthday on, of the share p of people who hold a place:
 * p' = r (1 - p) - p / m + h p, in small steps (the midpoint rule). */
static double
mean_share(double per_day, double mean_days, double deaths_a_year)
{
    enum { N = 100000 };
    double step = SUF_DAYS_PER_YEAR / N;
    double loss = 1 / mean_days - deaths_a_year / SUF_DAYS_PER_YEAR;
    double p = 0;
    double sum = 0;
    for (int i = 0; i < N; i++) {
        double middle = p + step / 2 * (per_day * (1 - p) - loss * p);
        sum += middle;
        p += step * (per_day * (1 - middle) - loss * middle);
    }
    return sum / N;
}

static void
the_rate_gives_the_share_by_each_month_of_age_and_its_deaths(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, AGES, NULL, 0);
    ready_start(&self, 0, NULL);
    double rate = self.parameters.services[0].rate;
    double share =
        mean_share(rate, 300, 1.5 * 0.9) / 3 + mean_share(rate, 300, 1.5 * 1.7) * 2 / 3;
    assert_true(fabs(share - 0.2) < 1e-6);
    /* So many are seated at the start: of women and men, those of them who live after the
     * first month's step, 0.2. */
    double people = 0;
    for (uint32_t i = 0; i < self.model.population.n_cells; i++) {
        people += suf_population_of(&self.replication.core)->residents[i];
    }
    assert_true(people > 2500 && people < 3600);
    assert_int_equal(
        self.replication.core.pools[0].occupied, (uint32_t) (0.2 * people + 0.5));
    ready_free(&self);
}

/* Somebody of an age has had so much time to begin a stay that still lasts: people found
 * at the start are of a month of birth with weight N(x) (1 - exp(-(x - 60 years) / m)).
 */
static void
who_is_found_at_the_start_has_had_the_time_to_begin(void **state)
{
    (void) state;
    enum { N_REPLICATIONS = 300, N_MONTHS = 12, FIRST = 60 * 12 };
    double found[N_MONTHS] = {0};
    double expected[N_MONTHS] = {0};
    ready self;
    ready_init(&self, AGES, NULL, 0);
    const suf_model *model = &self.model;
    for (uint64_t r = 0; r < N_REPLICATIONS; r++) {
        double weights[N_MONTHS];
        double sum = 0;
        ready_start(&self, r, NULL);
        const suf_core *now = &self.replication.core;
        for (uint32_t i = 0; i < N_MONTHS; i++) {
            /* Its members are half a month younger than its index, on average. */
            uint32_t cohort = now->month + SUF_OLDEST_MONTHS - (FIRST + i + 1);
            uint32_t women = suf_model_cell(model, 0, SUF_FEMALE, cohort);
            uint32_t men = suf_model_cell(model, 0, SUF_MALE, cohort);
            double people = suf_population_of(now)->residents[women] +
                            (double) suf_population_of(now)->residents[men];
            weights[i] = people * -expm1(-(i + 0.5) * SUF_DAYS_PER_MONTH / 300);
            sum += weights[i];
            found[i] += suf_population_of(now)->in_system[women] +
                        suf_population_of(now)->in_system[men];
        }
        for (uint32_t i = 0; i < N_MONTHS; i++) {
            expected[i] += weights[i] / sum * now->pools[0].occupied;
        }
    }
    for (uint32_t i = 0; i < N_MONTHS; i++) {
        assert_true(expected[i] > 1000);
        assert_true(fabs(found[i] - expected[i]) < 4.65 * sqrt(expected[i]));
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_gives_the_share_by_each_month_of_age_and_its_deaths),
        cmocka_unit_test(who_is_found_at_the_start_has_had_the_time_to_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
