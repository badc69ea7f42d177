/* The share admitted in time, as a target has it, against a second way: person by person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "oracle/admitted_oracle.h"
#include "oracle/ready.h"

#define FATES SUF_SOURCE_DIR "/tests/data/oracle/fates.yaml"
enum { N_DISTRICTS = 3, CROWDED = 0, PLAIN = 3 };

/* The targets of the scenario. */
typedef struct expected {
    uint32_t service;
    double within_days;
    int32_t year, month, day; /* of the date, at whose end it is measured */
    bool is_each;
} expected;

static const expected targets[] = {
    {CROWDED, 20, 2022, 3, 31, true},  /* each */
    {CROWDED, 30, 2021, 5, 20, false}, /* early: the run is younger than the window */
    {CROWDED, 45, 2022, 8, 10, false}, /* later */
    {PLAIN, 2, 2022, 12, 31, true},    /* other */
    {CROWDED, 10, 2023, 6, 30, false}, /* soon: at the end of the run */
};
enum { N_TARGETS = sizeof targets / sizeof targets[0] };

/* Where the model has a target: no two are of the same wait. */
static uint32_t
index_of(const suf_model *model, const expected *target)
{
    uint32_t at = 0;
    while (model->delivery.targets[at].of != target->service ||
           fabs(model->delivery.targets[at].within_days - target->within_days) > 1e-9) {
        at++;
        assert_true(at < N_TARGETS);
    }
    return at;
}

static void
assert_shares(ready *self, const queue_story *story)
{
    const double *values = suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_VALUE);
    const double *of_district =
        suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_DISTRICT_VALUE);
    int32_t start = self->scenario.start_day;
    for (size_t i = 0; i < N_TARGETS; i++) {
        const expected *target = &targets[i];
        uint32_t at = index_of(&self->model, target);
        double date =
            suf_day_of_date(target->year, target->month, target->day) - start + 1;
        uint64_t n_of = 0;
        double worst = (double) INFINITY;
        for (uint32_t d = 0; target->is_each && d < N_DISTRICTS; d++) {
            double share = admitted_oracle_share(
                story, target->service, d, date, target->within_days, &n_of);
            assert_true(n_of > 50 && share > 0);
            assert_true(fabs(of_district[at * N_DISTRICTS + d] - share) < 1e-15);
            worst = fmin(worst, share);
        }
        if (!target->is_each) {
            worst = admitted_oracle_share(
                story, target->service, SUF_NONE, date, target->within_days, &n_of);
            assert_true(n_of > 400 && worst > 0 && worst < 1);
        }
        assert_true(fabs(values[at] - worst) < 1e-15);
    }
}

static void
share_admitted_counts_those_who_asked_in_the_window_and_lived(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, FATES, NULL, 0);
    assert_int_equal(self.model.delivery.n_targets, N_TARGETS);
    for (uint64_t i = 0; i < 3; i++) {
        queue_story story = {0};
        ready_start(&self, i, &(suf_observer){queue_story_add, &story});
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        assert_shares(&self, &story);
        queue_story_free(&story);
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(share_admitted_counts_those_who_asked_in_the_window_and_lived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
