/* Tests of the values of targets: each measure, on a small region with known answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "oracle/ready.h"
#include "oracle/sample.h"

#define SUPPLY   SUF_SOURCE_DIR "/tests/data/supply/supply.yaml"
#define EQUALITY SUF_SOURCE_DIR "/tests/data/supply/equality.yaml"

/* The supply region, its parameters resolved. */
static void
supply_init(ready *self, const char *const *sets, size_t n_sets)
{
    ready_init(self, SUPPLY, sets, n_sets);
    ready_start(self, 0, NULL);
}

static uint32_t
target_of(const ready *self, const char *name)
{
    for (uint32_t i = 0; i < self->model.delivery.n_targets; i++) {
        if (strcmp(self->scenario.targets[i].target, name) == 0) {
            return i;
        }
    }
    fail_msg("no target %s", name);
    return 0;
}

static double
recorded(ready *self, suf_variable variable, const char *target)
{
    return suf_metrics_of(&self->metrics, variable)[target_of(self, target)];
}

/* Share of a square of some side that lies within a radius of its middle: the middles of
 * four million small squares. */
static double
square_covered_by_counting(double side, double radius)
{
    enum { N = 2000 };
    uint32_t n_within = 0;
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t j = 0; j < N; j++) {
            double x = ((i + 0.5) / N - 0.5) * side;
            double y = ((j + 0.5) / N - 0.5) * side;
            n_within += x * x + y * y <= radius * radius;
        }
    }
    return (double) n_within / ((double) N * N);
}

/* What can be worked out by hand, in every replication. */
static void
measures_of_things_that_are_sure(void **state)
{
    (void) state;
    static const struct {
        const char *target;
        double value, met, met_from; /* NAN: not met */
    } expected[] = {{"homes", 100, 1, 365}, {"homes by spring", 35, 0, (double) NAN},
        {"kiosk in townships", 2.0 / 3, 1, 730}, {"two kiosks", 1.0 / 3, 1, 730},
        {"kiosk in counties", 1, 1, 730}, {"kiosk in districts", 0, 0, (double) NAN},
        {"near", 0.75, 1, 31}, {"wards", 11.5, 1, 396},
        {"nothing", (double) NAN, (double) NAN, (double) NAN},
        {"nobody", 0, 0, (double) NAN}};
    ready self;
    supply_init(&self, NULL, 0);
    for (uint64_t r = 0; r < 3; r++) {
        ready_start(&self, r, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
            const char *name = expected[i].target;
            double found[] = {recorded(&self, SUF_VARIABLE_TARGET_VALUE, name),
                recorded(&self, SUF_VARIABLE_TARGET_MET, name),
                recorded(&self, SUF_VARIABLE_TARGET_MET_FROM, name)};
            double wanted[] = {expected[i].value, expected[i].met, expected[i].met_from};
            for (int j = 0; j < 3; j++) {
                assert_true(isnan(wanted[j]) ? isnan(found[j])
                                             : fabs(found[j] - wanted[j]) < 1e-6);
            }
        }
        /* G06, facilities at random: the limit 1 - exp(-density pi r^2), 0.4 a km2, 15
         * minutes at 60 m a minute. */
        assert_true(fabs(recorded(&self, SUF_VARIABLE_TARGET_VALUE, "walk") -
                         0.6386383493) < 1e-6);
        assert_true(fabs(recorded(&self, SUF_VARIABLE_TARGET_VALUE, "one each") -
                         9. / 12 * square_covered_by_counting(1, 0.6)) < 1e-5);
        assert_true(fabs(recorded(&self, SUF_VARIABLE_TARGET_VALUE, "more than each") -
                         1) < 1e-12);
        /* Ten places, of which 8 (0.75, rounded) are usable by five monthly steps. */
        const double *usable = suf_metrics_of(&self.metrics, SUF_VARIABLE_USABLE_PLACES);
        const double *built = suf_metrics_of(&self.metrics, SUF_VARIABLE_PLACES);
        size_t at = (12 * 3 + 2) * 3 + 2;
        assert_true(built[at] == 40 && usable[at] > 32 && usable[at] < 33);
        assert_true(usable[(23 * 3 + 2) * 3 + 2] == 38);
    }
    ready_free(&self);
}

/* The share placed of all districts together: seats taken in September of applicants. */
static void
a_share_placed_is_of_all_districts_together(void **state)
{
    (void) state;
    static const char *const sets[] = {
        "targets.placed={measure: share_placed, of: school, value: 0.9}"};
    ready self;
    ready_init(&self, EQUALITY, sets, 1);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    double placed = 0;
    double applicants = 0;
    for (uint32_t district = 0; district < 7; district++) {
        placed += ready_value(&self, SUF_VARIABLE_PLACED, 8, district, 2);
        applicants += ready_value(&self, SUF_VARIABLE_APPLICANTS, 8, district, 2);
    }
    assert_true(placed > 40 && applicants > 60 && placed < applicants);
    double found = recorded(&self, SUF_VARIABLE_TARGET_VALUE, "placed");
    assert_true(fabs(found - placed / applicants) < 1e-12);
    ready_free(&self);
}

/* Erlang's B by its recursion, and C from it. */
static double
erlang_b(uint32_t servers, double load)
{
    double b = 1;
    for (uint32_t i = 1; i <= servers; i++) {
        b = load * b / (i + load * b);
    }
    return b;
}

static void
measures_of_queues_agree_with_theory(void **state)
{
    (void) state;
    enum { N_RUNS = SAMPLE_DRAWS(400) };
    ready self;
    sample refused = {0};
    sample used = {0};
    sample in_time = {0};
    sample list = {0};
    supply_init(&self, NULL, 0);
    for (uint64_t r = 0; r < N_RUNS; r++) {
        ready_start(&self, r, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        sample_add(&refused, recorded(&self, SUF_VARIABLE_TARGET_VALUE, "refused"));
        sample_add(&used, recorded(&self, SUF_VARIABLE_TARGET_VALUE, "used"));
        sample_add(&in_time, recorded(&self, SUF_VARIABLE_TARGET_VALUE, "in time"));
        sample_add(&list, recorded(&self, SUF_VARIABLE_TARGET_VALUE, "list"));
        assert_true(recorded(&self, SUF_VARIABLE_TARGET_UTILISATION, "refused") ==
                    recorded(&self, SUF_VARIABLE_TARGET_VALUE, "used"));
    }
    double b = erlang_b(44, 40);
    double c = 10 * erlang_b(10, 9) / (10 - 9 * (1 - erlang_b(10, 9)));
    assert_true(sample_mean_agrees(&refused, b, 0.002));
    assert_true(sample_mean_agrees(&used, 40 * (1 - b) / 44, 0.01));
    assert_true(sample_mean_agrees(&in_time, 1 - c * exp(-(10 - 9) * 2), 0.025));
    assert_true(sample_mean_agrees(&list, c * 9 / (10 - 9), 3));
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_placed_is_of_all_districts_together),
        cmocka_unit_test(measures_of_things_that_are_sure),
        cmocka_unit_test(measures_of_queues_agree_with_theory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
