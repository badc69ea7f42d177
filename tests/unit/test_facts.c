/* Tests of what is known of projects: what it tells of others, by quadrature.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#include "engine/delivery/delivery.h"
#include "engine/delivery/delivery_process.h"
#include "oracle/known_law.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/units.h"

#define SUPPLY SUF_SOURCE_DIR "/tests/data/supply/supply.yaml"

enum { N_DRAWS = SAMPLE_DRAWS(40000), N_HOMES = 25 };

static const double end_days = 1826;  /* 2026-01-01 */
static const double known_days = 730; /* the end of 2022-12-31 */

#define HOMES                                                                            \
    "asset: home, district: north, count: 25, starts: 2021-01-01, opens: 2022-01-01, "   \
    "until: 2025-08-01"

/* --- twenty-five homes, some open at the end of the second year ----------------------
 */

/* Multiplies a polynomial of how many are open by one of a unit. */
static void
multiply(double law[N_HOMES + 1], double open, double closed)
{
    for (int k = N_HOMES; k >= 0; k--) {
        law[k] = closed * law[k] + (k > 0 ? open * law[k - 1] : 0);
    }
}

/* P(all open at the end | n_open open by then): rho is the weight of the one factor. */
static double
all_given_count(const ready *self, uint32_t first, uint32_t n_open, double cancelled)
{
    double rho = 0.4;
    double all = 0;
    double known = 0;
    for (int f = 0; f < LAW_N_GRID; f++) {
        double s = sqrt(rho) * law_node(f);
        double both[N_HOMES + 1] = {1};
        double either[N_HOMES + 1] = {1};
        for (uint32_t i = 0; i < N_HOMES; i++) {
            double soon =
                (1 - cancelled) *
                law_by(law_multiple(self, first + i, known_days), s, sqrt(1 - rho));
            double late =
                (1 - cancelled) *
                law_by(law_multiple(self, first + i, end_days), s, sqrt(1 - rho));
            multiply(both, soon, late - soon);
            multiply(either, soon, 1 - soon);
        }
        all += law_weight(f) * both[n_open];
        known += law_weight(f) * either[n_open];
    }
    return all / known;
}

static bool
all_open(const double *opened, uint32_t first, double days)
{
    bool is_all = true;
    for (uint32_t i = 0; i < N_HOMES; i++) {
        is_all = is_all && opened[first + i] < days;
    }
    return is_all;
}

static void
p_of_all_moves_with_how_many_are_open(void **state)
{
    (void) state;
    static const uint32_t counts[] = {1, 4, 7, 10};
    double before = 0;
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        ready self;
        sample all = {0};
        char homes[200];
        (void) snprintf(homes, sizeof homes,
            "projects.homes={" HOMES ", opened: %u, known_at: 2022-12-31}", counts[c]);
        const char *const sets[] = {
            "end=2026-01-01", "delivery.cancellation=0.005", homes};
        ready_init(&self, SUPPLY, sets, 3);
        ready_start(&self, 0, NULL);
        uint32_t first = units_find(&self, "homes", 0);
        for (uint64_t i = 0; i < N_DRAWS; i++) {
            const double *opened = units_draw(&self, i);
            uint32_t n = 0;
            for (uint32_t j = 0; j < N_HOMES; j++) {
                n += opened[first + j] < known_days;
            }
            assert_int_equal(n, counts[c]);
            sample_add(&all, all_open(opened, first, end_days));
        }
        double p = all_given_count(&self, first, counts[c], 0.005);
        print_message("%u open: P %.4f, drawn %.4f\n", counts[c], p, sample_mean(&all));
        assert_true(p > before + 0.02);
        assert_true(sample_mean_agrees(&all, p, 0.015));
        before = p;
        ready_free(&self);
    }
}

/* --- dates ---------------------------------------------------------------------------
 */

/* The days of the first five homes. */
static const double dates[] = {430, 480, 555, 690, 640};
#define DATES "2022-03-07 2022-04-26 2022-07-10 2022-11-22 2022-10-03"

/* P(all open at the end), and the mean opening of a unit that is not cancelled. */
static void
given_dates(const ready *self, uint32_t first, double *all, double *opening)
{
    double rho = 0.4;
    double own = sqrt(1 - rho);
    uint32_t late = first + 12;
    double begun = self->model.delivery.units[late].starts_days;
    double weight = 0;
    *all = *opening = 0;
    for (int f = 0; f < LAW_N_GRID; f++) {
        double s = sqrt(rho) * law_node(f);
        double known = law_weight(f);
        double open = 1;
        for (uint32_t i = 0; i < N_HOMES; i++) {
            double soon = law_by(law_multiple(self, first + i, known_days), s, own);
            known *= i < 5 ? law_at(law_multiple(self, first + i, dates[i]), s, own)
                           : 1 - soon;
            open *=
                i < 5 ? 1
                      : (law_by(law_multiple(self, first + i, end_days), s, own) - soon) /
                            (1 - soon);
        }
        /* E[M | M > x], M lognormal given s. */
        double x = law_multiple(self, late, known_days);
        double mu = log(LAW_MEDIAN) + law_sigma() * s;
        double v = law_sigma() * law_sigma() * own * own;
        double above = x > 0 ? gsl_cdf_ugaussian_P((mu + v - log(x)) / sqrt(v)) /
                                   gsl_cdf_ugaussian_P((mu - log(x)) / sqrt(v))
                             : 1;
        weight += known;
        *all += known * open;
        *opening += known * (begun + self->model.delivery.units[late].duration_days *
                                         exp(mu + v / 2) * above);
    }
    *all /= weight;
    *opening /= weight;
}

static void
dates_of_openings_tell_of_those_to_come(void **state)
{
    (void) state;
    ready self;
    sample open = {0};
    sample openings = {0};
    double all = 0;
    double opening = 0;
    const char *const sets[] = {"end=2026-01-01", "delivery.cancellation=0",
        "projects.homes={" HOMES ", opened: " DATES ", known_at: 2022-12-31}"};
    ready_init(&self, SUPPLY, sets, 3);
    ready_start(&self, 0, NULL);
    uint32_t first = units_find(&self, "homes", 0);
    given_dates(&self, first, &all, &opening);
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        for (uint32_t j = 0; j < 5; j++) {
            assert_true(opened[first + j] == dates[j]);
        }
        assert_true(opened[first + 5] >= known_days);
        sample_add(&open, all_open(opened, first, end_days));
        sample_add(&openings, opened[first + 12]);
    }
    print_message("P %.4f, drawn %.4f; opening %.2f, drawn %.2f\n", all,
        sample_mean(&open), opening, sample_mean(&openings));
    assert_true(sample_mean_agrees(&open, all, 0.015));
    assert_true(sample_mean_agrees(&openings, opening, 8));
    ready_free(&self);
}

/* The score that costs go by is that of the delay that was seen. */
static void
the_score_of_what_opened_is_that_of_its_delay(void **state)
{
    (void) state;
    ready self;
    const char *const sets[] = {"end=2026-01-01",
        "projects.homes={" HOMES ", opened: " DATES ", known_at: 2022-12-31}"};
    ready_init(&self, SUPPLY, sets, 2);
    ready_start(&self, 0, NULL);
    uint32_t first = units_find(&self, "homes", 0);
    units_draw(&self, 3);
    const suf_delivery *delivery = suf_delivery_of(&self.replication.core);
    const suf_rng_key key = {self.model.seed, 3};
    for (uint32_t j = 0; j < 5; j++) {
        double score = suf_delivery_score(delivery, &self.parameters, key, first + j);
        double expected =
            log(law_multiple(&self, first + j, dates[j]) / LAW_MEDIAN) / law_sigma();
        assert_true(fabs(score - expected) < 1e-9);
    }
    /* Of one to come it is that of the delay that was drawn. */
    for (uint32_t j = 5; j < N_HOMES; j++) {
        double opened = delivery->opened_days[first + j];
        double score = suf_delivery_score(delivery, &self.parameters, key, first + j);
        if (opened < (double) INFINITY) {
            double expected =
                log(law_multiple(&self, first + j, opened) / LAW_MEDIAN) / law_sigma();
            assert_true(fabs(score - expected) < 1e-6);
        }
    }
    ready_free(&self);
}

/* --- two levels ----------------------------------------------------------------------
 */

/* Of what a project is known: nothing is open; or its units opened on these days. */
typedef struct programme {
    const char *name;
    uint32_t n;
    const double *opened; /* [n_opened] */
    uint32_t n_opened;
    uint32_t first;
} programme;

/* Given s: the weight of what is known, and with all open by a day. */
static void
programme_given(const ready *self, const programme *of, double s, double own, double day,
    double *known, double *both)
{
    *known = *both = 1;
    for (uint32_t i = 0; i < of->n; i++) {
        double soon = law_by(law_multiple(self, of->first + i, 400), s, own);
        double late = law_by(law_multiple(self, of->first + i, day), s, own);
        bool is_open = i < of->n_opened;
        double l = is_open
                       ? law_at(law_multiple(self, of->first + i, of->opened[i]), s, own)
                       : 1 - soon;
        *known *= l;
        *both *= is_open ? l : late - soon;
    }
}

static void
two_levels_agree_with_double_quadrature(void **state)
{
    (void) state;
    static const double gyms_opened[] = {262, 300};
    static const double own = 0.5477225575051661; /* sqrt(1 - 0.2 - 0.5) */
    ready self;
    sample open[2] = {{0}};
    /* 2021-09-20 is day 262, 2021-10-28 day 300; known to the end of 2022-02-04, 400. */
    const char *const sets[] = {"delivery.correlation=0.2",
        "delivery.programme_correlation=0.5", "delivery.cancellation=0",
        "projects.gyms={programme: sport, opened: 2021-09-20 2021-10-28, known_at: "
        "2022-02-04}",
        "projects.halls={asset: gym, district: south, count: 4, starts: 2021-06-01, "
        "opens: 2021-11-01, until: 2022-02-01, programme: culture, known_at: "
        "2022-02-04}",
        "projects.rooms={asset: gym, district: south, count: 2, starts: 2021-06-01, "
        "opens: 2022-01-01, until: 2022-01-02, programme: sport, known_at: 2022-02-04}"};
    ready_init(&self, SUPPLY, sets, 6);
    ready_start(&self, 0, NULL);
    programme all[] = {{"gyms", 10, gyms_opened, 2, 0}, {"halls", 4, NULL, 0, 0},
        {"rooms", 2, NULL, 0, 0}};
    static const double day[] = {700, 560, 560};
    for (int i = 0; i < 3; i++) {
        all[i].first = units_find(&self, all[i].name, 0);
    }
    double weight = 0;
    double p[2] = {0, 0};
    for (int f = 0; f < LAW_N_GRID; f++) {
        double sport = 0;
        double gyms_open = 0;
        double culture = 0;
        double halls_open = 0;
        for (int g = 0; g < LAW_N_GRID; g++) {
            double s = sqrt(0.2) * law_node(f) + sqrt(0.5) * law_node(g);
            double w = law_weight(g);
            double known[3];
            double both[3];
            for (int i = 0; i < 3; i++) {
                programme_given(&self, &all[i], s, own, day[i], &known[i], &both[i]);
            }
            sport += w * known[0] * known[2];
            gyms_open += w * both[0] * known[2];
            culture += w * known[1];
            halls_open += w * both[1];
        }
        double w = law_weight(f);
        weight += w * sport * culture;
        p[0] += w * gyms_open * culture;
        p[1] += w * sport * halls_open;
    }
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        for (int j = 0; j < 2; j++) {
            bool is_all = true;
            for (uint32_t k = 0; k < all[j].n; k++) {
                is_all = is_all && opened[all[j].first + k] < day[j];
            }
            sample_add(&open[j], is_all);
        }
    }
    for (int j = 0; j < 2; j++) {
        print_message("%s: P %.4f, drawn %.4f\n", all[j].name, p[j] / weight,
            sample_mean(&open[j]));
        assert_true(sample_mean_agrees(&open[j], p[j] / weight, 0.015));
    }
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_of_all_moves_with_how_many_are_open),
        cmocka_unit_test(dates_of_openings_tell_of_those_to_come),
        cmocka_unit_test(the_score_of_what_opened_is_that_of_its_delay),
        cmocka_unit_test(two_levels_agree_with_double_quadrature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
