/* Lists by class of priority: against the story of a small world, person by person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "oracle/ready.h"
#include "oracle/waits_oracle.h"

#define SMALL SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml"

enum { NURSERY = 0, N_CLASSES = 2, MOST_PEOPLE = 4000 };

/* Somebody who joined the list of the nursery during the run. */
typedef struct member {
    uint64_t name;
    uint32_t source, home, class;
    double since_days, until_days; /* INFINITY: at the end still there */
    suf_wait_end end;
} member;

typedef struct world {
    ready ready;
    queue_story story;
    member members[MOST_PEOPLE];
    size_t n;
    bool has_strangers; /* somebody left the list who was on it at the start */
} world;

static void
leave(world *self, const suf_trace_event *seen, suf_wait_end end)
{
    if (seen->priority == SUF_NONE) {
        assert_true(seen->waited_days == 0);
        return;
    }
    for (size_t i = self->n; i-- > 0;) {
        member *at = &self->members[i];
        if (at->name == seen->name && at->source == seen->source) {
            assert_int_equal(at->class, seen->priority);
            assert_true(isinf(at->until_days));
            at->until_days = seen->time_days;
            at->end = end;
            return;
        }
    }
    self->has_strangers = true;
}

static void
read_story(world *self)
{
    self->n = 0;
    for (size_t i = 0; i < self->story.n; i++) {
        const suf_trace_event *seen = &self->story.items[i];
        if (seen->service != NURSERY) {
            continue;
        }
        switch ((int) seen->what) {
        case SUF_TRACE_JOIN:
            assert_true(self->n < MOST_PEOPLE);
            assert_true(seen->priority < N_CLASSES);
            self->members[self->n++] = (member){.name = seen->name,
                .source = seen->source,
                .home = seen->home,
                .class = seen->priority,
                .since_days = seen->time_days,
                .until_days = (double) INFINITY,
                .end = SUF_WAIT_CENSORED};
            break;
        case SUF_TRACE_ADMISSION:
            leave(self, seen, SUF_WAIT_ADMITTED);
            break;
        case SUF_TRACE_RENEGE:
        case SUF_TRACE_AGE_OUT:
        case SUF_TRACE_DEATH:
        case SUF_TRACE_MOVE:
            leave(self, seen, SUF_WAIT_LEFT);
            break;
        default:
            break;
        }
    }
}

static void
world_run(world *self, uint64_t replication, const char *const *sets, size_t n_sets)
{
    suf_observer observer = {queue_story_add, &self->story};
    ready_init(&self->ready, SMALL, sets, n_sets);
    ready_start(&self->ready, replication, &observer);
    assert_int_equal(suf_replication_run(&self->ready.replication), SUF_OK);
    read_story(self);
}

static void
world_free(world *self)
{
    queue_story_free(&self->story);
    ready_free(&self->ready);
    free(self);
}

/* A monthly variable of a class or, `class` N_CLASSES, of the service. */
static double
value(world *self, suf_variable variable, uint32_t month, uint32_t home, uint32_t class)
{
    bool is_service = class == N_CLASSES;
    const suf_layout *layout = &self->ready.layout;
    size_t n = is_service ? layout->n_services : layout->n_classes;
    size_t at = ((size_t) month * layout->n_districts + home) * n +
                (is_service ? NURSERY : class);
    return suf_metrics_of(&self->ready.metrics, variable)[at];
}

/* What a class is in a month and district, from the people of the story. */
typedef struct expected {
    double listed, admitted, left, wait_sum, waiting, waiting_end;
} expected;

static expected
expect(const world *self, double from, double to, uint32_t home, uint32_t class)
{
    expected result = {0};
    for (size_t i = 0; i < self->n; i++) {
        const member *at = &self->members[i];
        if (at->home != home || at->class != class) {
            continue;
        }
        bool is_over = at->until_days >= from && at->until_days < to;
        result.listed += at->since_days >= from && at->since_days < to;
        result.admitted += is_over && at->end == SUF_WAIT_ADMITTED;
        result.left += is_over && at->end == SUF_WAIT_LEFT;
        result.wait_sum +=
            is_over && at->end == SUF_WAIT_ADMITTED ? at->until_days - at->since_days : 0;
        double overlap = fmin(at->until_days, to) - fmax(at->since_days, from);
        result.waiting += fmax(overlap, 0) / (to - from);
        result.waiting_end += at->since_days < to && at->until_days >= to;
    }
    return result;
}

static void
assert_close(double found, double right)
{
    if (!(fabs(found - right) <= 1e-7)) {
        fail_msg("found %.17g, expected %.17g", found, right);
    }
}

static void
months_of_each_class_follow_from_the_story(void **state)
{
    (void) state;
    static const char *const sets[] = {"services.nursery.initial.waiting=0",
        "services.nursery.places={North: 190, Middle: 130, South: 150}"};
    static const double shares[N_CLASSES] = {0.3, 0.7};
    world *self = calloc(1, sizeof *self);
    assert_non_null(self);
    world_run(self, 0, sets, 2);
    assert_int_equal(self->ready.layout.n_classes, N_CLASSES);
    assert_false(self->has_strangers);
    const suf_calendar *calendar = &self->ready.model.calendar;
    double n_admitted[N_CLASSES] = {0};
    double n_at_once = 0;
    for (uint32_t m = 0; m < self->ready.layout.n_months; m++) {
        double from = calendar->limits_days[calendar->start_index + m];
        double to = calendar->limits_days[calendar->start_index + m + 1];
        for (uint32_t d = 0; d < self->ready.layout.n_districts; d++) {
            double all = value(self, SUF_VARIABLE_ADMISSIONS, m, d, N_CLASSES);
            double at_once =
                all - value(self, SUF_VARIABLE_ADMISSIONS_WAITED, m, d, N_CLASSES);
            n_at_once += at_once;
            for (uint32_t c = 0; c < N_CLASSES; c++) {
                expected e = expect(self, from, to, d, c);
                double admitted = e.admitted + shares[c] * at_once;
                double wait = value(self, SUF_VARIABLE_CLASS_WAIT, m, d, c);
                n_admitted[c] += e.admitted;
                assert_close(value(self, SUF_VARIABLE_CLASS_LISTED, m, d, c), e.listed);
                assert_close(value(self, SUF_VARIABLE_CLASS_ADMISSIONS_WAITED, m, d, c),
                    e.admitted);
                assert_close(
                    value(self, SUF_VARIABLE_CLASS_ADMISSIONS, m, d, c), admitted);
                assert_close(value(self, SUF_VARIABLE_CLASS_LEFT, m, d, c), e.left);
                assert_close(value(self, SUF_VARIABLE_CLASS_WAITING, m, d, c), e.waiting);
                assert_close(
                    value(self, SUF_VARIABLE_CLASS_WAITING_END, m, d, c), e.waiting_end);
                if (admitted > 0) {
                    assert_close(wait, e.wait_sum / admitted);
                } else {
                    assert_true(isnan(wait));
                }
            }
        }
    }
    assert_true(n_admitted[0] > 50 && n_admitted[1] > 50 && n_at_once > 50);
    world_free(self);
}

/* With a list at the start: it is not listed, but waits, is admitted and leaves. */
static void
classes_add_up_to_their_service(void **state)
{
    (void) state;
    static const struct {
        suf_variable class, service;
    } pairs[] = {{SUF_VARIABLE_CLASS_ADMISSIONS, SUF_VARIABLE_ADMISSIONS},
        {SUF_VARIABLE_CLASS_ADMISSIONS_WAITED, SUF_VARIABLE_ADMISSIONS_WAITED},
        {SUF_VARIABLE_CLASS_WAITING, SUF_VARIABLE_WAITING},
        {SUF_VARIABLE_CLASS_WAITING_END, SUF_VARIABLE_WAITING_END}};
    world *self = calloc(1, sizeof *self);
    assert_non_null(self);
    world_run(self, 1, NULL, 0);
    assert_true(self->has_strangers);
    for (uint32_t m = 0; m < self->ready.layout.n_months; m++) {
        for (uint32_t d = 0; d < self->ready.layout.n_districts; d++) {
            for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
                assert_close(value(self, pairs[i].class, m, d, 0) +
                                 value(self, pairs[i].class, m, d, 1),
                    value(self, pairs[i].service, m, d, N_CLASSES));
            }
            for (uint32_t c = 0; m == 0 && c < N_CLASSES; c++) {
                assert_close(value(self, SUF_VARIABLE_CLASS_LISTED, m, d, c),
                    expect(self, 0, 31, d, c).listed);
            }
            for (uint32_t c = 0; m > 0 && c < N_CLASSES; c++) {
                assert_close(value(self, SUF_VARIABLE_CLASS_LISTED, m, d, c),
                    value(self, SUF_VARIABLE_CLASS_ADMISSIONS_WAITED, m, d, c) +
                        value(self, SUF_VARIABLE_CLASS_LEFT, m, d, c) +
                        value(self, SUF_VARIABLE_CLASS_WAITING_END, m, d, c) -
                        value(self, SUF_VARIABLE_CLASS_WAITING_END, m - 1, d, c));
            }
        }
    }
    world_free(self);
}

/* Quarters, so that a class's share of those admitted at once is often a whole number,
 * which the other road to the quantiles needs. */
static void
waits_of_each_class_follow_from_the_story(void **state)
{
    (void) state;
    static const char *const sets[] = {"services.nursery.initial.waiting=0",
        "services.nursery.queue.classes={first: {share: 0.25}, second: {share: 0.75}}",
        "services.nursery.places={North: 190, Middle: 130, South: 150}"};
    static suf_wait waits[2 * MOST_PEOPLE];
    size_t n_compared = 0;
    for (uint64_t replication = 0; replication < 4; replication++) {
        world *self = calloc(1, sizeof *self);
        assert_non_null(self);
        world_run(self, replication, sets, 3);
        const suf_layout *layout = &self->ready.layout;
        const suf_calendar *calendar = &self->ready.model.calendar;
        for (uint32_t i = 0; i < layout->n_years * layout->n_districts * N_CLASSES; i++) {
            uint32_t class = i % N_CLASSES;
            uint32_t home = i / N_CLASSES % layout->n_districts;
            int32_t year =
                layout->first_year + (int32_t) (i / N_CLASSES / layout->n_districts);
            double from = suf_day_of_date(year, 1, 1) - calendar->start_day;
            double to = suf_day_of_date(year + 1, 1, 1) - calendar->start_day;
            double at_once = 0;
            for (uint32_t m = 0; m < layout->n_months; m++) {
                double start = calendar->limits_days[calendar->start_index + m];
                at_once +=
                    start >= from && start < to
                        ? value(self, SUF_VARIABLE_ADMISSIONS, m, home, N_CLASSES) -
                              value(self, SUF_VARIABLE_ADMISSIONS_WAITED, m, home,
                                  N_CLASSES)
                        : 0;
            }
            double share = at_once * (class == 0 ? 0.25 : 0.75);
            size_t n = 0;
            for (size_t j = 0; j < self->n; j++) {
                const member *at = &self->members[j];
                if (at->home == home && at->class == class && at->since_days >= from &&
                    at->since_days < to) {
                    double until = fmin(at->until_days, self->ready.model.end_days);
                    waits[n++] = (suf_wait){
                        .days = until - at->since_days, .end = (uint16_t) at->end};
                }
            }
            assert_close(
                suf_metrics_of(&self->ready.metrics, SUF_VARIABLE_CLASS_JOINED)[i],
                share + (double) n);
            if (share != floor(share)) {
                continue;
            }
            for (double j = 0; j < share; j++) {
                waits[n++] = (suf_wait){.end = SUF_WAIT_ADMITTED};
            }
            for (uint32_t q = 0; q < SUF_N_WAIT_LEVELS; q++) {
                double found = suf_metrics_of(&self->ready.metrics,
                    SUF_VARIABLE_CLASS_QUANTILE)[i * SUF_N_WAIT_LEVELS + q];
                double right = waits_oracle_quantile(waits, n, suf_wait_levels[q]);
                assert_true(
                    (isnan(found) && isnan(right)) || fabs(found - right) <= 1e-9);
                n_compared += right > 0;
            }
        }
        world_free(self);
    }
    assert_true(n_compared > 50);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_of_each_class_follow_from_the_story),
        cmocka_unit_test(classes_add_up_to_their_service),
        cmocka_unit_test(waits_of_each_class_follow_from_the_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
