/* Tests of where people come first by gravity, against the exact shares.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Case G04: places 120, 60 and 200 at 8, 5 and 22 minutes draw in proportion to places x
 * exp(-0.08 minutes). Where people go is seen exactly in the mean hours spent in each
 * district, and as counts where one of them is their own. With too few places numbers are
 * worked out hour by hand with the naive queue of tests/oracle/loss_oracle.h. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#include "engine/visit/visit.h"
#include "oracle/loss_oracle.h"
#include "oracle/ready.h"
#include "oracle/sample.h"

#define GRAVITY SUF_SOURCE_DIR "/tests/data/supply/gravity.yaml"
#define VISITS  SUF_SOURCE_DIR "/tests/data/supply/visits.yaml"

static const double places[3] = {120, 60, 200};
static const double minutes[3] = {8, 5, 22};
static const double shares[3] = {0.4588367813, 0.2916479342, 0.2495152846};

/* A value of January; districts as written. */
static double
of_january(ready *self, suf_variable variable, uint32_t district)
{
    return suf_metrics_of(&self->metrics, variable)[district];
}

static void
hours_are_spent_by_the_shares_of_gravity(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, GRAVITY, NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    double sum = 0;
    for (uint32_t d = 0; d < 4; d++) {
        sum += of_january(&self, SUF_VARIABLE_PERSON_HOURS, d);
    }
    assert_true(of_january(&self, SUF_VARIABLE_PERSON_HOURS, 0) == 0);
    for (uint32_t i = 0; i < 3; i++) {
        double share = of_january(&self, SUF_VARIABLE_PERSON_HOURS, i + 1) / sum;
        assert_true(fabs(share - shares[i]) < 1e-6);
    }
    double visits = of_january(&self, SUF_VARIABLE_VISITS, 0);
    assert_true(visits > 7000 && visits < 11000);
    assert_true(of_january(&self, SUF_VARIABLE_SERVED_OVERFLOW, 0) == visits);
    ready_free(&self);
}

/* Each of the three is theirs in turn: chi-square of all that come to it. */
static void
counts_pass_a_chi_square_test(void **state)
{
    (void) state;
    enum { N = 200 };
    double chi_square = 0;
    for (int own = 0; own < 3; own++) {
        char sets[2][120];
        const char *given[2] = {sets[0], sets[1]};
        (void) snprintf(sets[0], sizeof sets[0],
            "services.pool.visit.own_district=%g minutes", minutes[own]);
        (void) snprintf(sets[1], sizeof sets[1],
            "services.pool.places={home: %g, one: %g, two: %g, three: %g}", places[own],
            own == 0 ? 0 : places[0], own == 1 ? 0 : places[1], own == 2 ? 0 : places[2]);
        ready self;
        double home = 0;
        double visits = 0;
        ready_init(&self, GRAVITY, given, 2);
        for (uint64_t r = 0; r < N; r++) {
            ready_start(&self, r, NULL);
            assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
            home += of_january(&self, SUF_VARIABLE_SERVED, 0);
            visits += of_january(&self, SUF_VARIABLE_VISITS, 0);
            assert_true(of_january(&self, SUF_VARIABLE_VISITS_REFUSED, 0) == 0);
        }
        double p = shares[own];
        double variance = visits * p * (1 - p);
        assert_true(sqrt(variance) < 0.005 * visits * p); /* it is precise */
        chi_square += (home - visits * p) * (home - visits * p) / variance;
        ready_free(&self);
    }
    assert_true(gsl_cdf_chisq_Q(chi_square, 3) > 3e-6); /* |z| < 4.65 of one */
}

typedef struct expected {
    double served[2], away, refused[2], hours[2];
} expected;

/* One day of January: as in test_visit.c, but for who comes where first. */
static void
add_day(expected *sum, bool is_weekend)
{
    static const double weights[4] = {1, 2, 2, 1};
    double week = 6 * 5 + 12 * 2;
    double month = 1.2 * 365.25 / (334.25 + 31 * 1.2);
    double residents[2] = {3000 * 0.4 * 0.5 * month, 1500 * 0.4 * 0.5 * month};
    double stays = 40 / (40 + 30 * exp(-0.05 * 20)); /* in the near district */
    double weekly[2] = {residents[0] * stays, residents[1] + residents[0] * (1 - stays)};
    double near_in_far = residents[0] * (1 - stays) / weekly[1];
    loss_oracle own[2] = {
        {.places = 40, .stay = 1.5, .p = {1}}, {.places = 30, .stay = 1.5, .p = {1}}};
    loss_oracle both = own[1];
    for (int h = 0; h < 4; h++) {
        double visitors[2];
        double served[2];
        loss_oracle_hour found[2];
        for (int d = 0; d < 2; d++) {
            visitors[d] = weekly[d] * weights[h] * (is_weekend ? 2 : 1) / week;
            found[d] = loss_oracle_advance(&own[d], visitors[d]);
            served[d] = visitors[d] * (1 - found[d].refused);
        }
        double over = visitors[0] - served[0];
        loss_oracle_hour more = loss_oracle_advance(&both, visitors[1] + over);
        double taken = (visitors[1] + over) * (1 - more.refused) - served[1];
        double refused = visitors[1] - served[1];
        sum->served[0] += served[0];
        sum->served[1] += served[1] * (1 - near_in_far);
        sum->away += taken + served[1] * near_in_far;
        sum->refused[0] += over - taken + refused * near_in_far;
        sum->refused[1] += refused * (1 - near_in_far);
        sum->hours[0] += found[0].present;
        sum->hours[1] += more.present;
    }
}

static void
those_refused_where_they_chose_are_told_by_where_they_live(void **state)
{
    (void) state;
    enum { N = SAMPLE_DRAWS(4000) };
    ready self;
    sample served[2] = {{0}, {0}};
    sample refused[2] = {{0}, {0}};
    sample away = {0};
    expected january = {{0}, 0, {0}, {0}};
    for (int day = 0; day < 31; day++) {
        add_day(&january, (4 + day) % 7 >= 5);
    }
    ready_init(&self, VISITS,
        (const char *[]){"services.pool.visit.gravity=0.05 per minute"}, 1);
    for (uint64_t r = 0; r < N; r++) {
        ready_start(&self, r, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        for (uint32_t d = 0; d < 2; d++) {
            sample_add(&served[d], of_january(&self, SUF_VARIABLE_SERVED, d));
            sample_add(&refused[d], of_january(&self, SUF_VARIABLE_VISITS_REFUSED, d));
        }
        sample_add(&away, of_january(&self, SUF_VARIABLE_SERVED_OVERFLOW, 0));
        assert_true(of_january(&self, SUF_VARIABLE_SERVED_OVERFLOW, 1) == 0);
    }
    for (uint32_t d = 0; d < 2; d++) {
        assert_true(
            sample_mean_agrees(&served[d], january.served[d], 0.01 * january.served[d]));
        assert_true(sample_mean_agrees(
            &refused[d], january.refused[d], 0.01 * january.refused[d]));
        double hours = of_january(&self, SUF_VARIABLE_PERSON_HOURS, d);
        assert_true(fabs(hours - january.hours[d]) < 1e-4 * january.hours[d]);
    }
    assert_true(january.refused[1] > 10); /* so that a test can fail */
    assert_true(sample_mean_agrees(&away, january.away, 0.01 * january.away));
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_are_spent_by_the_shares_of_gravity),
        cmocka_unit_test(counts_pass_a_chi_square_test),
        cmocka_unit_test(those_refused_where_they_chose_are_told_by_where_they_live),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
