/* Tests of the time-dependent Erlang loss system against its equations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/visit/loss.h"
#include "oracle/loss_oracle.h"

enum { MOST_HOURS = 12 };

typedef struct profile {
    int n;
    double weight[MOST_HOURS];
} profile;

static const profile profiles[] = {
    {8, {1, 1, 2, 3, 2, 2, 1, 1}}, /* a day with one peak */
    {8, {1, 1, 1, 8, 1, 1, 1, 1}}, /* a sharp one */
    {10, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
    {8, {1, 4, 1, 0, 0, 1, 4, 1}}, /* nobody at noon */
    {7, {9, 0, 0, 9, 0, 0, 1}},
    {1, {1}},
};

/* Mean and variance of the number present, as the system keeps them, are those of its
 * probabilities; and the mean is that of the equations. */
static void
compare_moments(const suf_loss *system, const loss_oracle *truth)
{
    double mean = 0;
    for (int n = 0; n <= truth->places; n++) {
        mean += n * truth->p[n];
    }
    assert_true(fabs(system->present - mean) < 0.005 * truth->places);
    if (!system->is_free) {
        double sums[3] = {0};
        for (uint32_t n = system->low; n <= system->high; n++) {
            double distance = n - system->present;
            sums[0] += system->p[n];
            sums[1] += distance * system->p[n];
            sums[2] += distance * distance * system->p[n];
        }
        assert_true(fabs(sums[0] - 1) < 1e-4);
        assert_true(fabs(sums[1]) < 1e-4 * (1 + mean));
        assert_true(fabs(sums[2] - system->variance) < 1e-3 * (1 + sums[2]));
    }
}

/* Largest errors over a day: of an hour's refused and of the day's, as shares of the
 * visitors; of the person-hours, relative. */
static void
compare_day(suf_loss *system, int places, double stay, const profile *day, double peak)
{
    loss_oracle truth = {.places = places, .stay = stay, .p = {1}};
    double most = 0;
    double visitors = 0;
    double refused[2] = {0};
    double hours[2] = {0};
    for (int h = 0; h < day->n; h++) {
        most = fmax(most, day->weight[h]);
    }
    assert_int_equal(suf_loss_empty(system, (uint32_t) places, stay), SUF_OK);
    for (int h = 0; h < day->n; h++) {
        double rate = peak * places / stay * day->weight[h] / most;
        loss_oracle_hour right = loss_oracle_advance(&truth, rate);
        suf_loss_hour found;
        suf_loss_advance(system, rate, &found);
        assert_true(found.refused >= 0 && found.refused <= 1 && found.present >= 0);
        assert_true(rate == 0 || fabs(found.refused - right.refused) < 5e-4);
        compare_moments(system, &truth);
        visitors += rate;
        refused[0] += rate * right.refused;
        refused[1] += rate * found.refused;
        hours[0] += right.present;
        hours[1] += found.present;
    }
    double error = fabs(refused[1] - refused[0]);
    assert_true(error < 3e-4 * visitors);
    assert_true(fabs(hours[1] - hours[0]) < 0.005 * hours[0]);
}

static void
refusals_are_those_of_the_equations(void **state)
{
    (void) state;
    static const int places[] = {1, 2, 5, 20, 120};
    static const double stays[] = {0.2, 1.1, 5, 20};
    static const double peaks[] = {0.3, 0.7, 0.9, 1.2, 2, 5};
    suf_loss system = {0};
    for (size_t c = 0; c < sizeof places / sizeof places[0]; c++) {
        for (size_t s = 0; s < sizeof stays / sizeof stays[0]; s++) {
            for (size_t f = 0; f < sizeof profiles / sizeof profiles[0]; f++) {
                for (size_t p = 0; p < sizeof peaks / sizeof peaks[0]; p++) {
                    compare_day(&system, places[c], stays[s], &profiles[f], peaks[p]);
                }
            }
        }
    }
    suf_loss_free(&system);
}

/* Erlang's B, by its recursion in the inverse. */
static double
erlang_b(double load, uint32_t places)
{
    double inverse = 1;
    for (uint32_t n = 1; n <= places; n++) {
        inverse = 1 + n / load * inverse;
    }
    return 1 / inverse;
}

static void
a_constant_rate_ends_at_erlangs_formula(void **state)
{
    (void) state;
    static const uint32_t places[] = {1, 3, 10, 119, 650, 5000, 60000, 399999};
    static const double loads[] = {0.7, 0.95, 1, 1.3, 4};
    suf_loss system = {0};
    for (size_t c = 0; c < sizeof places / sizeof places[0]; c++) {
        for (size_t i = 0; i < sizeof loads / sizeof loads[0]; i++) {
            double load = loads[i] * places[c];
            suf_loss_hour hour = {0};
            assert_int_equal(suf_loss_empty(&system, places[c], 1.5), SUF_OK);
            for (int h = 0; h < 40; h++) {
                suf_loss_advance(&system, load / 1.5, &hour);
            }
            double refused = erlang_b(load, places[c]);
            assert_true(fabs(hour.refused - refused) < 1e-5);
            double present = load * (1 - refused);
            assert_true(fabs(hour.present - present) < 1e-4 * present);
        }
    }
    suf_loss_free(&system);
}

static void
very_many_places_are_a_fluid(void **state)
{
    (void) state;
    static const double loads[] = {0.7, 0.999, 1, 1.001, 2};
    suf_loss system = {0};
    for (size_t i = 0; i < sizeof loads / sizeof loads[0]; i++) {
        uint32_t places = 500000;
        suf_loss_hour hour = {0};
        assert_int_equal(suf_loss_empty(&system, places, 2), SUF_OK);
        for (int h = 0; h < 60; h++) {
            suf_loss_advance(&system, loads[i] * places / 2, &hour);
        }
        double refused = erlang_b(loads[i] * places, places);
        assert_true(fabs(hour.refused - refused) < 0.0015);
        assert_true(fabs(hour.present / (loads[i] * places * (1 - refused)) - 1) < 0.002);
    }
    /* 4 stays of twice the places in an hour from empty: full after ln(2) stays. */
    suf_loss_hour hour;
    assert_int_equal(suf_loss_empty(&system, 1000000, 0.25), SUF_OK);
    suf_loss_advance(&system, 8000000, &hour);
    assert_true(fabs(hour.refused - 0.5 * (1 - 0.25 * log(2))) < 1e-9);
    suf_loss_free(&system);
}

static void
no_places_refuse_all_and_nobody_is_refused_where_nobody_comes(void **state)
{
    (void) state;
    suf_loss system = {0};
    suf_loss_hour hour;
    assert_int_equal(suf_loss_empty(&system, 0, 1), SUF_OK);
    suf_loss_advance(&system, 3, &hour);
    assert_true(hour.refused == 1 && hour.present == 0);
    assert_int_equal(suf_loss_empty(&system, 7, 1), SUF_OK);
    suf_loss_advance(&system, 0, &hour);
    assert_true(hour.refused == 0 && hour.present == 0);
    /* Absurdly many fill the places at once. */
    suf_loss_advance(&system, 1e300, &hour);
    assert_true(hour.refused > 0.999 && hour.refused <= 1);
    assert_true(fabs(hour.present - 7) < 0.001);
    suf_loss_free(&system);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_are_those_of_the_equations),
        cmocka_unit_test(a_constant_rate_ends_at_erlangs_formula),
        cmocka_unit_test(very_many_places_are_a_fluid),
        cmocka_unit_test(no_places_refuse_all_and_nobody_is_refused_where_nobody_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
