/* Places by class: reserved ones, against birth-death chains and person by person.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/stay/class_places.h"
#include "engine/stay/stay.h"
#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/ways.h"

#define ORACLE   SUF_SOURCE_DIR "/tests/data/oracle/"
#define GUARD    ORACLE "guard.yaml"
#define RESERVED ORACLE "reserved.yaml"

enum { MOST_CLASSES = 3, WARM_UP_MONTHS = 12 };

/* What one replication shows after the first year, of the only district. */
typedef struct shown {
    double asked[MOST_CLASSES], refused[MOST_CLASSES];
    double admitted[MOST_CLASSES], from_list[MOST_CLASSES];
    double occupied, days;
} shown;

static shown
look(ready *self, uint64_t replication)
{
    shown seen = {.days = 0};
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
    const suf_layout *layout = &self->layout;
    const suf_calendar *calendar = &self->model.calendar;
    for (uint32_t m = WARM_UP_MONTHS; m < layout->n_months; m++) {
        const double *start = &calendar->limits_days[calendar->start_index + m];
        double days = start[1] - start[0];
        seen.days += days;
        seen.occupied += days * ready_value(self, SUF_VARIABLE_OCCUPANCY, m, 0, 0);
        for (uint32_t c = 0; c < layout->n_classes; c++) {
            size_t at = (size_t) m * layout->n_classes + c;
            seen.asked[c] +=
                suf_metrics_of(&self->metrics, SUF_VARIABLE_CLASS_REQUESTS)[at];
            seen.refused[c] +=
                suf_metrics_of(&self->metrics, SUF_VARIABLE_CLASS_REFUSALS)[at];
            seen.admitted[c] +=
                suf_metrics_of(&self->metrics, SUF_VARIABLE_CLASS_ADMISSIONS)[at];
            seen.from_list[c] +=
                suf_metrics_of(&self->metrics, SUF_VARIABLE_CLASS_ADMISSIONS_WAITED)[at];
        }
    }
    return seen;
}

/* Guard channels: n places taken is a birth-death chain with the birth rates of the
 * classes that n leaves a place to, and deaths at rate n. */
static void
reserved_places_refuse_each_class_as_the_chain_says(void **state)
{
    (void) state;
    enum { PLACES = 10, N = 60 };
    static const double rates[] = {0.2 * 9, 0.3 * 9, 0.5 * 9};
    static const int kept[] = {0, 1, 3};
    double share[PLACES + 1] = {1};
    double sum = 1;
    double mean = 0;
    double blocked[3] = {0};
    for (int n = 0; n < PLACES; n++) {
        double rate = 0;
        for (int c = 0; c < 3; c++) {
            rate += PLACES - n > kept[c] ? rates[c] : 0;
        }
        share[n + 1] = share[n] * rate / (n + 1);
        sum += share[n + 1];
    }
    for (int n = 0; n <= PLACES; n++) {
        mean += n * share[n] / sum;
        for (int c = 0; c < 3; c++) {
            blocked[c] += PLACES - n > kept[c] ? 0 : share[n] / sum;
        }
    }
    ready self;
    judged occupied = {0};
    judged refused[3] = {{0}};
    ready_init(&self, GUARD, NULL, 0);
    for (uint64_t i = 0; i < N; i++) {
        shown seen = look(&self, i);
        judged_add(&occupied, seen.occupied / seen.days);
        for (int c = 0; c < 3; c++) {
            judged_add(&refused[c], seen.refused[c] / seen.asked[c]);
        }
    }
    ready_free(&self);
    judged_assert(&occupied, "mean taken", mean, false);
    judged_assert(&refused[0], "P(refused), first class", blocked[0], true);
    judged_assert(&refused[1], "P(refused), second class", blocked[1], true);
    judged_assert(&refused[2], "P(refused), third class", blocked[2], true);
}

/* With lists for ever: three places, one of them kept from the second class, which waits
 * while fewer than two are free. State (n taken, q1, q2 waiting); q1 > 0 only when n = 3,
 * q2 > 0 only when n >= 2. Who asks finds the chain in its long run, so a class waits
 * with the share of time in which no place is left to it. Lists are cut off where less
 * than 1e-9 of the time is spent. */
enum { MOST_FIRST = 25, MOST_SECOND = 50 };

static size_t
state_of(int n, int q1, int q2)
{
    return n < 2 ? (size_t) n
                 : 2 + (size_t) (n == 2 ? 0 : 1 + q1) * (MOST_SECOND + 1) + (size_t) q2;
}

static void
solve_lists(double first, double second, double waits[2], double *taken)
{
    markov chain;
    markov_init(&chain, state_of(3, MOST_FIRST, MOST_SECOND) + 1);
    markov_add(&chain, state_of(0, 0, 0), state_of(1, 0, 0), first + second);
    markov_add(&chain, state_of(1, 0, 0), state_of(2, 0, 0), first + second);
    markov_add(&chain, state_of(1, 0, 0), state_of(0, 0, 0), 1);
    for (int q2 = 0; q2 <= MOST_SECOND; q2++) {
        size_t two = state_of(2, 0, q2);
        markov_add(&chain, two, state_of(3, 0, q2), first);
        if (q2 == 0) { /* else whoever leaves is followed by one of the second class */
            markov_add(&chain, two, state_of(1, 0, 0), 2);
        } else {
            markov_add(&chain, two, state_of(2, 0, q2 - 1), 2);
        }
        if (q2 < MOST_SECOND) {
            markov_add(&chain, two, state_of(2, 0, q2 + 1), second);
        }
        for (int q1 = 0; q1 <= MOST_FIRST; q1++) {
            size_t full = state_of(3, q1, q2);
            markov_add(
                &chain, full, q1 > 0 ? state_of(3, q1 - 1, q2) : state_of(2, 0, q2), 3);
            if (q1 < MOST_FIRST) {
                markov_add(&chain, full, state_of(3, q1 + 1, q2), first);
            }
            if (q2 < MOST_SECOND) {
                markov_add(&chain, full, state_of(3, q1, q2 + 1), second);
            }
        }
    }
    markov_solve(&chain);
    waits[0] = waits[1] = 0;
    *taken = chain.share[state_of(1, 0, 0)];
    for (int q2 = 0; q2 <= MOST_SECOND; q2++) {
        double two = chain.share[state_of(2, 0, q2)];
        double full = 0;
        for (int q1 = 0; q1 <= MOST_FIRST; q1++) {
            full += chain.share[state_of(3, q1, q2)];
        }
        *taken += 2 * two + 3 * full;
        waits[0] += full;
        waits[1] += two + full;
    }
    markov_free(&chain);
}

static void
each_class_waits_for_what_is_left_to_it(void **state)
{
    (void) state;
    enum { N = 780 };
    static const char *const sets[] = {
        "services.queue.arrivals={one: {rate: 1.6 per day}}",
        "services.queue.queue={discipline: priority, classes: null}",
        "services.queue.queue.classes={first: {share: 0.625, reserved: 1}, "
        "second: {share: 0.375}}",
        "services.queue.places=3"};
    double expected[2];
    double taken = 0;
    solve_lists(1, 0.6, expected, &taken);
    ready self;
    judged waits[2] = {{0}};
    judged occupied = {0};
    ready_init(&self, GUARD, sets, sizeof sets / sizeof *sets);
    for (uint64_t i = 0; i < N; i++) {
        shown seen = look(&self, i);
        judged_add(&occupied, seen.occupied / seen.days);
        judged_add(&waits[0], seen.from_list[0] / seen.admitted[0]);
        judged_add(&waits[1], seen.from_list[1] / seen.admitted[1]);
    }
    ready_free(&self);
    judged_assert(&occupied, "mean taken", taken, false);
    judged_assert(&waits[0], "P(wait), first class", expected[0], true);
    judged_assert(&waits[1], "P(wait), second class", expected[1], true);
}

/* --- person by person --------------------------------------------------------------- */

typedef struct door {
    ready *ready;
    double n_admitted, n_kept; /* admissions; those beside places kept from the class */
} door;

/* Before a place is taken: it must not be kept from the class of who takes it. */
static void
watch_door(void *context, const suf_trace_event *seen)
{
    door *self = context;
    if (seen->what == SUF_TRACE_ADMISSION) {
        const suf_service *service = &self->ready->model.services[seen->service];
        const suf_pool *pool =
            suf_pool_of(&self->ready->replication.core, seen->service, seen->site);
        assert_true(seen->priority < service->stay.n_classes);
        assert_true(suf_class_may_take(service, seen->priority, pool));
        self->n_admitted++;
        self->n_kept += seen->waited_days > 0;
    }
}

/* Nobody is first of a list beside a place that it may take. */
static void
assert_nobody_waits_in_vain(const ready *self)
{
    const suf_core *core = &self->replication.core;
    const suf_stay_state *stays = suf_stay_of(core);
    for (uint32_t i = 0; i < self->model.n_services * self->model.n_districts; i++) {
        const suf_service *service = &self->model.services[i / self->model.n_districts];
        const suf_waiting_line *line = &stays->lines[i];
        if (line->n > 0 && !service->stay.is_city_list) {
            uint32_t head = suf_waiting_line_head(line, 0);
            assert_false(suf_class_may_take(
                service, stays->entities.details[head].priority, &core->pools[i]));
        }
    }
}

static void
a_place_is_taken_only_by_a_class_that_it_is_not_kept_from(void **state)
{
    (void) state;
    ready self;
    door seen = {.ready = &self};
    ready_init(&self, RESERVED, NULL, 0);
    ready_start(&self, 0, &(suf_observer){watch_door, &seen});
    for (int day = 1; day < 700; day += 3) {
        assert_int_equal(suf_replication_run_until(&self.replication, day + 0.4), SUF_OK);
        assert_nobody_waits_in_vain(&self);
    }
    assert_true(seen.n_admitted > 5000);
    assert_true(seen.n_kept > 500);
    ready_free(&self);
}

static void
reserved_places_take_the_same_path_each_way(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, RESERVED, NULL, 0);
    for (uint64_t i = 0; i < 3; i++) {
        assert_true(ways_agree(&self, i, true, RESERVED));
    }
    assert_true(ways_sum(&self, SUF_VARIABLE_RENEGED) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_REFUSALS) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 20);
    ready_free(&self);
}

/* Classes add up to their service, and those at once are counted, not shared out. */
static void
counts_by_class_add_up(void **state)
{
    (void) state;
    static const struct {
        suf_variable class, service;
    } pairs[] = {{SUF_VARIABLE_CLASS_REQUESTS, SUF_VARIABLE_REQUESTS},
        {SUF_VARIABLE_CLASS_REFUSALS, SUF_VARIABLE_REFUSALS},
        {SUF_VARIABLE_CLASS_ADMISSIONS, SUF_VARIABLE_ADMISSIONS}};
    ready self;
    ready_init(&self, RESERVED, NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    const suf_layout *layout = &self.layout;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const double *of = suf_metrics_of(&self.metrics, pairs[i].class);
        double sums[2] = {0};
        for (size_t at = 0; at < (size_t) layout->n_months * layout->n_districts; at++) {
            for (uint32_t c = 0; c < layout->n_classes; c++) {
                double n = of[at * layout->n_classes + c];
                assert_true(n >= floor(n) && n <= floor(n));
                sums[0] += n;
            }
            for (uint32_t s = 0; s < layout->n_services; s++) {
                sums[1] += suf_metrics_of(
                    &self.metrics, pairs[i].service)[at * layout->n_services + s];
            }
        }
        assert_true(sums[0] > 50);
        assert_true(sums[0] >= sums[1] && sums[0] <= sums[1]);
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reserved_places_refuse_each_class_as_the_chain_says),
        cmocka_unit_test(each_class_waits_for_what_is_left_to_it),
        cmocka_unit_test(a_place_is_taken_only_by_a_class_that_it_is_not_kept_from),
        cmocka_unit_test(reserved_places_take_the_same_path_each_way),
        cmocka_unit_test(counts_by_class_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
