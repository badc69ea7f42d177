/* Tests of limits of entry: each year group has its own seats.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Case E05 in a larger school: 300 applicants on average, Poisson, and 1000 places of
 * which one intake fills 310 at most, for courses of three years. Every year finds 310
 * seats, however many of the others are empty, so the number of those without a seat has
 * the law of E05 in each: E[(X - 310)+] and P(X > 310). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "oracle/ready.h"
#include "oracle/sample.h"

#define SCHOOL SUF_SOURCE_DIR "/tests/validation/scenarios/e05.yaml"

enum { N_YEARS = 3 };

static double
of_year(ready *self, suf_variable variable, int year)
{
    return suf_metrics_of(&self->metrics, variable)[(size_t) 12 * (size_t) year];
}

static void
every_year_group_has_its_own_seats(void **state)
{
    (void) state;
    enum { N = SAMPLE_DRAWS(60000) };
    static const char *const sets[] = {"end=2022-10-01",
        "services.school.places.city=1000",
        "services.school.intake={month: 9, length: 3 years, retry: 0, "
        "entry_limit: 0.31}"};
    ready self;
    sample unplaced = {0};
    sample any = {0};
    ready_init(&self, SCHOOL, sets, 3);
    for (uint64_t r = 0; r < N; r++) {
        double roll = 0;
        ready_start(&self, r, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        for (int year = 0; year < N_YEARS; year++) {
            double n = of_year(&self, SUF_VARIABLE_UNPLACED, year);
            double placed = of_year(&self, SUF_VARIABLE_PLACED, year);
            assert_true(placed <= 310 && (n == 0 || placed == 310));
            sample_add(&unplaced, n);
            sample_add(&any, n > 0);
            roll += placed;
        }
        assert_true(roll <= 930);
    }
    assert_true(sample_mean_agrees(&unplaced, 3.061231103, 0.1));
    assert_true(sample_mean_agrees(&any, 0.2701686648, 0.01));
    ready_free(&self);
}

/* Where the limit does not bind, the places do: 1000 are full in the fourth year. */
static void
free_seats_bind_beside_the_limit(void **state)
{
    (void) state;
    static const char *const sets[] = {"end=2023-10-01",
        "services.school.places.city=1000",
        "services.school.arrivals={city: {per_intake: 2000}}",
        "services.school.intake={month: 9, length: 9 years, retry: 0, entry_limit: "
        "0.35}"};
    ready self;
    ready_init(&self, SCHOOL, sets, 4);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    static const double expected[4] = {350, 350, 300, 0};
    for (int year = 0; year < 4; year++) {
        assert_true(of_year(&self, SUF_VARIABLE_PLACED, year) == expected[year]);
    }
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_year_group_has_its_own_seats),
        cmocka_unit_test(free_seats_bind_beside_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
