/* One list for a whole service: who gets a place is the first of all who wait.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An observer keeps the list by itself: everybody who joins, in which class and since
 * when. Each person admitted from the list must then be the first of all on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/ready.h"

#define SCENARIO SUF_SOURCE_DIR "/tests/data/oracle/city_list.yaml"
enum { MOST = 4000, N_DISTRICTS = 3, N_START = 20 * N_DISTRICTS };

typedef struct person {
    uint64_t name;
    uint32_t source, class, home;
    double since_days;
} person;

typedef struct list {
    person items[MOST];
    size_t n;
    size_t n_out_of_turn, n_unknown;
    uint32_t n_admitted[N_DISTRICTS], n_of_start;
} list;

static void
admit(list *self, const suf_trace_event *seen)
{
    size_t at = 0;
    while (at < self->n && !(self->items[at].name == seen->name &&
                               self->items[at].source == seen->source)) {
        at++;
    }
    self->n_admitted[seen->home]++;
    if (at == self->n) { /* there at the start, so nobody saw it join */
        self->n_unknown++;
        self->n_of_start += seen->waited_days > seen->time_days;
        return;
    }
    const person *one = &self->items[at];
    for (size_t i = 0; i < self->n; i++) {
        const person *other = &self->items[i];
        self->n_out_of_turn +=
            other->class < one->class ||
            (other->class == one->class && other->since_days < one->since_days);
    }
    memmove(
        &self->items[at], &self->items[at + 1], (self->n - at - 1) * sizeof *self->items);
    self->n--;
}

static void
see(void *context, const suf_trace_event *seen)
{
    list *self = context;
    if (seen->what == SUF_TRACE_JOIN) {
        assert_in_range(self->n, 0, MOST - 1);
        self->items[self->n++] = (person){
            seen->name, seen->source, seen->priority, seen->home, seen->time_days};
    } else if (seen->what == SUF_TRACE_ADMISSION && seen->waited_days > 0) {
        admit(self, seen);
    }
}

static void
follow(list *seen, const char *const *sets, size_t n_sets)
{
    ready self;
    ready_init(&self, SCENARIO, sets, n_sets);
    memset(seen, 0, sizeof *seen);
    ready_start(&self, 0, &(suf_observer){see, seen});
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    ready_free(&self);
}

static void
a_free_place_goes_to_the_first_of_the_one_list(void **state)
{
    list seen_list;
    (void) state;
    follow(&seen_list, NULL, 0);
    assert_int_equal(seen_list.n_out_of_turn, 0);
    assert_int_equal(seen_list.n_of_start, seen_list.n_unknown);
    assert_int_equal(seen_list.n_of_start, N_START); /* all of them: they come first */
    for (uint32_t d = 0; d < N_DISTRICTS; d++) {     /* each district in its turn */
        assert_true(seen_list.n_admitted[d] > 100);
    }
}

/* With a list for each district the people of the hill, who live farthest, get none of
 * the town's places while anybody else waits. */
static void
with_a_list_for_each_district_the_far_wait_for_ever(void **state)
{
    list seen_list;
    (void) state;
    const char *sets[] = {"services.hospital.queue.list=district",
        "services.hospital.overflow={within: 2 hours}"};
    follow(&seen_list, sets, 2);
    assert_true(seen_list.n_out_of_turn > 1000);
    assert_int_equal(seen_list.n_admitted[1], 0);
}

static void
one_list_has_one_limit(void **state)
{
    (void) state;
    const char *sets[] = {"services.hospital.queue.limit=70"};
    ready self;
    double waiting = 0;
    double refused = 0;
    ready_init(&self, SCENARIO, sets, 1);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    for (uint32_t d = 0; d < N_DISTRICTS; d++) {
        waiting += ready_value(&self, SUF_VARIABLE_WAITING_END, 2, d, 0);
        refused += ready_value(&self, SUF_VARIABLE_REFUSALS, 2, d, 0);
    }
    assert_true(waiting >= 70 && waiting <= 70);
    assert_true(refused > 50);
    ready_free(&self);
}

/* Of one lottery everybody has the same chance, wherever the place and the person are. */
static void
one_lottery_draws_from_all(void **state)
{
    list seen_list;
    (void) state;
    const char *sets[] = {"services.hospital.queue={discipline: lottery, classes: null}",
        "services.hospital.arrivals={hill: {rate: 0 per day}}",
        "services.hospital.initial={waiting: 1000}",
        "services.hospital.stay={fixed: {value: 50 years}}",
        "projects.city hospital.places=900"};
    follow(&seen_list, sets, 5);
    for (uint32_t d = 0; d < N_DISTRICTS; d++) { /* 300 each; 4.65 standard deviations */
        assert_in_range(seen_list.n_admitted[d], 300 - 56, 300 + 56);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_free_place_goes_to_the_first_of_the_one_list),
        cmocka_unit_test(with_a_list_for_each_district_the_far_wait_for_ever),
        cmocka_unit_test(one_list_has_one_limit),
        cmocka_unit_test(one_lottery_draws_from_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
