/* Visits of every month: by the year's participation, and the days on which it is open.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * There are so many places that nobody is refused. A month's visits are then Poisson, and
 * its person-hours are their mean times an hour: a week's visits are shared among its six
 * open days, all but Monday. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "oracle/ready.h"
#include "oracle/sample.h"

#define YEARS SUF_SOURCE_DIR "/tests/data/oracle/visit_years.yaml"
enum { FIRST_YEAR = 2021, FIRST_MONTH = 3, N_YEARS = 4, N_MONTHS = 36, WOMEN = 60000 };

/* Days of a month that are no Mondays. */
static int
open_days(int32_t year, int32_t month)
{
    int n = 0;
    int32_t end = suf_day_of_date(year + month / 12, month % 12 + 1, 1);
    for (int32_t day = suf_day_of_date(year, month, 1); day < end; day++) {
        n += (day + 3) % 7 != 0; /* day 0, 1 January 1970, was a Thursday */
    }
    return n;
}

/* What an assumption that moves is in a year, as drawn. */
static double
value_in(const ready *self, uint32_t assumption, int32_t year)
{
    const suf_model *model = &self->model;
    uint32_t row = model->assumptions[assumption].path_index;
    return self->parameters.assumptions[model->n_assumptions + row * N_YEARS +
                                        (uint32_t) (year - FIRST_YEAR)];
}

static void
assert_months(ready *self)
{
    double least = 1;
    double most = 0;
    for (int32_t m = 0; m < N_MONTHS; m++) {
        int32_t year = FIRST_YEAR + (FIRST_MONTH - 1 + m) / 12;
        int32_t month = (FIRST_MONTH - 1 + m) % 12 + 1;
        double part = value_in(self, 0, year);
        double mean = WOMEN * part * value_in(self, 1, year) / 6 * open_days(year, month);
        double seen = suf_metrics_of(&self->metrics, SUF_VARIABLE_VISITS)[m];
        double hours = suf_metrics_of(&self->metrics, SUF_VARIABLE_PERSON_HOURS)[m];
        double place_hours = suf_metrics_of(&self->metrics, SUF_VARIABLE_PLACE_HOURS)[m];
        assert_true(fabs(seen - mean) < SAMPLE_Z_BOUND * sqrt(mean));
        assert_true(place_hours == 100000. * 8 * open_days(year, month));
        /* Who is there at closing time leaves: 1 - (1 - exp(-8)) / 8 of an hour each. */
        double stayed = mean * (1 - (1 - exp(-8)) / 8);
        assert_true(fabs(hours / stayed - 1) < 1e-4);
        least = fmin(least, part);
        most = fmax(most, part);
    }
    assert_true(most > 1.1 * least); /* so that another year's would be seen */
}

static void
visits_follow_the_year_and_the_open_days(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, YEARS, NULL, 0);
    for (uint64_t i = 0; i < 5; i++) {
        ready_start(&self, i, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        assert_months(&self);
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visits_follow_the_year_and_the_open_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
