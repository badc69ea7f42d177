/* Batches of people who come at once: what becomes of each where places do not suffice.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle/ready.h"
#include "oracle/ways.h"

#define SCENARIO SUF_SOURCE_DIR "/tests/data/oracle/batches.yaml"
enum { N_BATCHES = 36, MOST = 3 * N_BATCHES };

static void
each_person_of_a_batch_asks_for_itself(void **state)
{
    (void) state;
    const char *sets[] = {"services.flat.stay={fixed: {value: 1 day}}"};
    ready self;
    ready_init(&self, SCENARIO, sets, 1);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    assert_int_equal(ways_sum(&self, SUF_VARIABLE_REQUESTS), 3 * N_BATCHES);
    assert_int_equal(ways_sum(&self, SUF_VARIABLE_ADMISSIONS), 2 * N_BATCHES);
    assert_int_equal(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_WAITED), N_BATCHES);
    assert_int_equal(ways_sum(&self, SUF_VARIABLE_REFUSALS), N_BATCHES);
    ready_free(&self);
}

typedef struct seen {
    uint64_t names[MOST];
    double ends_days[MOST], asked_days[MOST];
    size_t n, n_ended;
} seen;

static void
see(void *context, const suf_trace_event *event)
{
    seen *self = context;
    if (event->what == SUF_TRACE_REQUEST) {
        assert_in_range(self->n, 0, MOST - 1);
        self->asked_days[self->n] = event->time_days;
        self->names[self->n++] = event->name;
    } else if (event->what == SUF_TRACE_RELEASE) {
        self->ends_days[self->n_ended++] = event->time_days;
    }
}

/* Of one instant, with names and stays of their own: no two of a batch leave together. */
static void
people_of_a_batch_come_together_and_leave_apart(void **state)
{
    (void) state;
    const char *sets[] = {"services.flat.places=10"};
    ready self;
    seen story = {.n = 0};
    ready_init(&self, SCENARIO, sets, 1);
    ready_start(&self, 0, &(suf_observer){see, &story});
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    ready_free(&self);
    assert_int_equal(story.n, MOST);
    for (size_t i = 0; i < story.n; i++) {
        assert_true(story.asked_days[i] >= story.asked_days[i - i % 3] &&
                    story.asked_days[i] <= story.asked_days[i - i % 3]);
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(story.names[i], story.names[j]);
        }
    }
    assert_in_range(story.n_ended, MOST - 6, MOST);
    for (size_t i = 1; i < story.n_ended; i++) {
        assert_true(story.ends_days[i] > story.ends_days[i - 1]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_person_of_a_batch_asks_for_itself),
        cmocka_unit_test(people_of_a_batch_come_together_and_leave_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
