/* Preemption: who is displaced, against a chain and person by person.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The closed form of one place is in tests/validation (b17). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/stay/class_places.h"
#include "engine/stay/seating.h"
#include "engine/stay/stay.h"
#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/ways.h"

#define ORACLE     SUF_SOURCE_DIR "/tests/data/oracle/"
#define GUARD      ORACLE "guard.yaml"
#define PREEMPTION ORACLE "preemption.yaml"

enum { WARM_UP_MONTHS = 12 };

/* Two places and a list for ever. The first class has the places as if it were alone:
 * state (i of the first class, j of the second in system), the second served in what is
 * left, as stays are exponential and resumed. Cut off where less than 1e-9 of the time is
 * spent. */
enum { PLACES = 2, MOST_FIRST = 30, MOST_SECOND = 70 };

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

typedef struct known {
    double full[2], displaced; /* P(no place) of each class; displaced a day */
} known;

static known
solve(double first, double second)
{
    markov chain;
    known of = {.displaced = 0};
    markov_init(&chain, (MOST_FIRST + 1) * (MOST_SECOND + 1));
    for (size_t i = 0; i <= MOST_FIRST; i++) {
        for (size_t j = 0; j <= MOST_SECOND; j++) {
            size_t at = i * (MOST_SECOND + 1) + j;
            size_t of_first = least(i, PLACES);
            size_t of_second = least(j, PLACES - of_first);
            if (i < MOST_FIRST) {
                markov_add(&chain, at, at + MOST_SECOND + 1, first);
            }
            if (j < MOST_SECOND) {
                markov_add(&chain, at, at + 1, second);
            }
            if (i > 0) {
                markov_add(&chain, at, at - MOST_SECOND - 1, (double) of_first);
            }
            if (of_second > 0) {
                markov_add(&chain, at, at - 1, (double) of_second);
            }
        }
    }
    markov_solve(&chain);
    for (size_t i = 0; i <= MOST_FIRST; i++) {
        for (size_t j = 0; j <= MOST_SECOND; j++) {
            double share = chain.share[i * (MOST_SECOND + 1) + j];
            size_t of_first = least(i, PLACES);
            size_t of_second = least(j, PLACES - of_first);
            of.full[0] += i >= PLACES ? share : 0;
            of.full[1] += i + j >= PLACES ? share : 0;
            bool displaces = of_first + of_second == PLACES && of_second > 0;
            of.displaced += displaces ? share * first : 0;
        }
    }
    markov_free(&chain);
    return of;
}

/* A count of a class after the first year, a day. */
static double
of_class(ready *self, suf_variable variable, uint32_t class)
{
    const suf_layout *layout = &self->layout;
    const suf_calendar *calendar = &self->model.calendar;
    const double *values = suf_metrics_of(&self->metrics, variable);
    double sum = 0;
    double days = 0;
    for (uint32_t m = WARM_UP_MONTHS; m < layout->n_months; m++) {
        const double *start = &calendar->limits_days[calendar->start_index + m];
        days += start[1] - start[0];
        sum += values[(size_t) m * layout->n_classes + class];
    }
    return sum / days;
}

static void
each_class_waits_as_if_those_behind_were_not_there(void **state)
{
    (void) state;
    enum { N = SAMPLE_DRAWS(700) };
    static const char *const sets[] = {
        "services.queue.arrivals={one: {rate: 1.3 per day}}",
        "services.queue.queue={discipline: preemptive, classes: null}",
        "services.queue.queue.classes={first: {share: 0.6}, second: {share: 0.4}}",
        "services.queue.places=2"};
    known expected = solve(0.6 * 1.3, 0.4 * 1.3);
    ready self;
    judged waited[2] = {{0}};
    judged displaced = {0};
    ready_init(&self, GUARD, sets, sizeof sets / sizeof *sets);
    for (uint64_t i = 0; i < N; i++) {
        ready_start(&self, i, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        for (uint32_t c = 0; c < 2; c++) {
            judged_add(&waited[c], of_class(&self, SUF_VARIABLE_CLASS_LISTED, c) /
                                       of_class(&self, SUF_VARIABLE_CLASS_REQUESTS, c));
        }
        judged_add(&displaced, of_class(&self, SUF_VARIABLE_CLASS_DISPLACED, 1));
    }
    ready_free(&self);
    judged_assert(&displaced, "displaced a day", expected.displaced, false);
    judged_assert(&waited[0], "P(wait), first class", expected.full[0], true);
    judged_assert(&waited[1], "P(wait), second class", expected.full[1], true);
}

/* --- person by person --------------------------------------------------------------- */

enum { MOST = 1 << 16 };

/* A stay, by the name of the person: when it began anew, and how much of it is over. */
typedef struct stay {
    uint64_t name;
    uint32_t source;
    double began_days, done_days;
    bool is_begun;
} stay;

typedef struct door {
    const ready *ready;
    double asked_class, asked_days;
    double n_displaced, n_resumed, n_too_high, n_at_leisure;
    double n_ended, n_cut_short; /* stays of those displaced that ended by themselves */
    stay *stays;
    size_t n;
} door;

static stay *
stay_of(door *self, const suf_trace_event *seen)
{
    for (size_t i = self->n; i-- > 0;) {
        if (self->stays[i].name == seen->name && self->stays[i].source == seen->source) {
            return &self->stays[i];
        }
    }
    assert_true(self->n < MOST);
    self->stays[self->n] = (stay){.name = seen->name, .source = seen->source};
    return &self->stays[self->n++];
}

static void
watch_door(void *context, const suf_trace_event *seen)
{
    door *self = context;
    if (seen->service > 1 || seen->home == SUF_NONE) {
        return;
    }
    if (seen->what == SUF_TRACE_REQUEST) {
        self->asked_class = seen->priority;
        self->asked_days = seen->time_days;
    } else if (seen->what == SUF_TRACE_DISPLACEMENT) {
        self->n_displaced++;
        self->n_too_high += seen->priority <= self->asked_class;
        self->n_at_leisure += self->asked_days < seen->time_days;
    } else if (seen->what == SUF_TRACE_RESUMPTION) {
        self->n_resumed++;
    }
}

/* Only who asks displaces, and only those of classes after its own. */
static void
only_who_asks_displaces_and_only_lower_classes(void **state)
{
    (void) state;
    ready self;
    door seen = {.ready = &self};
    ready_init(&self, PREEMPTION, NULL, 0);
    ready_start(&self, 0, &(suf_observer){watch_door, &seen});
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    ready_free(&self);
    assert_true(seen.n_displaced > 500);
    assert_true(seen.n_resumed > 400);
    assert_true(seen.n_resumed <= seen.n_displaced);
    assert_true(seen.n_too_high <= 0);
    assert_true(seen.n_at_leisure <= 0);
}

/* With fixed stays of ten days, whoever was displaced leaves after ten days in places. */
static void
watch_stays(void *context, const suf_trace_event *seen)
{
    door *self = context;
    bool begins = seen->what == SUF_TRACE_ADMISSION || seen->what == SUF_TRACE_RESUMPTION;
    bool stops = seen->what == SUF_TRACE_DISPLACEMENT || seen->what == SUF_TRACE_RELEASE;
    if (!begins && !stops) {
        return;
    }
    stay *at = stay_of(self, seen);
    if (begins) {
        at->began_days = seen->time_days;
        return;
    }
    at->done_days += seen->time_days - at->began_days;
    if (seen->what == SUF_TRACE_DISPLACEMENT) {
        at->is_begun = true;
        self->n_displaced++;
    } else if (at->is_begun) {
        self->n_ended++;
        self->n_cut_short += fabs(at->done_days - 10) > 1e-3;
    }
}

static void
what_is_left_of_a_stay_is_stayed(void **state)
{
    (void) state;
    static const char *const sets[] = {"end=2003-01-01",
        "services.queue.arrivals={one: {rate: 1 per day}}",
        "services.queue.stay={fixed: {value: 10 days}, exponential: null}",
        "services.queue.queue={discipline: preemptive, classes: null}",
        "services.queue.queue.classes={first: {share: 0.4}, second: {share: 0.6}}",
        "services.queue.places=11"};
    ready self;
    door seen = {.ready = &self};
    seen.stays = calloc(MOST, sizeof *seen.stays);
    assert_non_null(seen.stays);
    ready_init(&self, GUARD, sets, sizeof sets / sizeof *sets);
    ready_start(&self, 0, &(suf_observer){watch_stays, &seen});
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    ready_free(&self);
    free(seen.stays);
    print_message("%.0f displaced, %.0f ended\n", seen.n_displaced, seen.n_ended);
    assert_true(seen.n_displaced > 100);
    assert_true(seen.n_ended > 50);
    assert_true(seen.n_cut_short <= 0);
}

static void
preemption_takes_the_same_path_each_way(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, PREEMPTION, NULL, 0);
    for (uint64_t i = 0; i < 4; i++) {
        assert_true(ways_agree(&self, i, true, PREEMPTION));
    }
    assert_true(ways_sum(&self, SUF_VARIABLE_RENEGED) > 50);
    assert_true(ways_sum(&self, SUF_VARIABLE_DIED_WAITING) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_REFUSALS) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 20);
    ready_free(&self);
}

/* Those seated are those who are there; nobody is lost between place and list. */
static void
the_seated_and_the_counts_agree(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, PREEMPTION, NULL, 0);
    ready_start(&self, 0, NULL);
    const suf_core *core = &self.replication.core;
    for (int day = 1; day < 700; day += 3) {
        assert_int_equal(suf_replication_run_until(&self.replication, day + 0.4), SUF_OK);
        const suf_stay_state *stays = suf_stay_of(core);
        for (uint32_t i = 0; i < 2 * self.model.n_districts; i++) {
            assert_int_equal(stays->seating->seated[i].n, core->pools[i].occupied);
        }
    }
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    const suf_layout *layout = &self.layout;
    static const suf_variable gone[] = {SUF_VARIABLE_CLASS_ADMISSIONS_WAITED,
        SUF_VARIABLE_CLASS_RESUMED, SUF_VARIABLE_CLASS_LEFT};
    for (size_t place = 0; place < (size_t) layout->n_districts * layout->n_classes;
         place++) {
        double waiting = 0;
        for (uint32_t m = 0; m < layout->n_months; m++) {
            size_t at = (size_t) m * layout->n_districts * layout->n_classes + place;
            double end =
                suf_metrics_of(&self.metrics, SUF_VARIABLE_CLASS_WAITING_END)[at];
            double change =
                suf_metrics_of(&self.metrics, SUF_VARIABLE_CLASS_LISTED)[at] +
                suf_metrics_of(&self.metrics, SUF_VARIABLE_CLASS_DISPLACED)[at];
            for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
                change -= suf_metrics_of(&self.metrics, gone[i])[at];
            }
            if (m > 0) { /* the first has the list of the start */
                assert_true(fabs(end - waiting - change) < 0.5);
            }
            waiting = end;
        }
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_class_waits_as_if_those_behind_were_not_there),
        cmocka_unit_test(only_who_asks_displaces_and_only_lower_classes),
        cmocka_unit_test(what_is_left_of_a_stay_is_stayed),
        cmocka_unit_test(preemption_takes_the_same_path_each_way),
        cmocka_unit_test(the_seated_and_the_counts_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
