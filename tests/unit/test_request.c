/* Requests of the population under two rates: who asks, and when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "oracle/ready.h"

#define THREE SUF_SOURCE_DIR "/tests/data/scenarios_good/three_services.yaml"

/* The requests of one service, in the order of their source and name. */
typedef struct asked {
    suf_trace_event *items;
    size_t n, capacity;
    uint32_t service;
} asked;

static void
see(void *context, const suf_trace_event *sighting)
{
    asked *self = context;
    if (sighting->what != SUF_TRACE_REQUEST || sighting->service != self->service) {
        return;
    }
    if (suf_array_grow(&self->items, &self->capacity, self->n + 1, sizeof *self->items) !=
        SUF_OK) {
        abort();
    }
    self->items[self->n++] = *sighting;
}

static int
compare_names(const void *left, const void *right)
{
    const suf_trace_event *a = left;
    const suf_trace_event *b = right;
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return a->name < b->name ? -1 : a->name > b->name;
}

static asked
ask(const char *rate, uint32_t service)
{
    ready self;
    asked all = {.service = service};
    suf_observer observer = {see, &all};
    ready_init(&self, THREE, &rate, 1);
    ready_start(&self, 1, &observer);
    assert_int_equal(suf_replication_run_until(&self.replication, 100), SUF_OK);
    ready_free(&self);
    qsort(all.items, all.n, sizeof *all.items, compare_names);
    return all;
}

/* All who ask at the lower rate ask at the higher one too, at the same moment: but for a
 * few who, by then, are there already. */
static void
a_higher_rate_only_appends_requests(void **state)
{
    (void) state;
    enum { HOSPITAL = 2 };
    asked low = ask("assumptions.admission_rate={value: 0.26, unit: a year}", HOSPITAL);
    asked high = ask("assumptions.admission_rate={value: 0.273, unit: a year}", HOSPITAL);
    assert_true(low.n > 300000);
    assert_true((double) high.n / (double) low.n > 1.045);
    assert_true((double) high.n / (double) low.n < 1.055);
    size_t n_lost = 0;
    size_t at = 0;
    for (size_t i = 0; i < low.n; i++) {
        while (at < high.n && compare_names(&high.items[at], &low.items[i]) < 0) {
            at++;
        }
        if (at == high.n || compare_names(&high.items[at], &low.items[i]) != 0) {
            n_lost++;
        } else {
            assert_true(high.items[at].time_days == low.items[i].time_days);
        }
    }
    assert_true(n_lost * 1000 < low.n);
    free(low.items);
    free(high.items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_higher_rate_only_appends_requests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
