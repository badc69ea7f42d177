/* Deaths of people who wait, stay or have just left, where those who stay die more or
 * less often than their cohort: of the time that people spend in a core, deaths are
 * Poisson with the hazard of that core, whatever became of them before.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first month is left out: who is found at the start has passed it with its cohort.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "oracle/ready.h"

#define THINNING SUF_SOURCE_DIR "/tests/data/scenarios_good/thinning.yaml"
#define PER_DAY  (1.5 / 365.25) /* deaths, of the cohort */

enum { N_SERVICES = 3, N_FOUND = 2, N_NUMBERS = 1 << 18, WAITING_BIT = 39 };

typedef enum condition {
    ABSENT,
    WAITING,
    STAYING,
    ADMITTED, /* from a list, on the same day; counted apart from STAYING */
    GONE,     /* left alive, until the month is over */
    N_STATES
} condition;

typedef struct person {
    condition in;
    double since_days;
} person;

typedef struct watch {
    const suf_calendar *calendar;
    person *people; /* [service][in a place, on a list][number] */
    double days[N_STATES];
    double deaths[N_STATES];
} watch;

static double
month_end(const watch *self, double time_days)
{
    const double *limit = self->calendar->limits_days + self->calendar->start_index;
    while (*limit <= time_days) {
        limit++;
    }
    return *limit;
}

/* The time that somebody spent in a state until now, after the first month. */
static void
spend(watch *self, const person *of, double now_days)
{
    double first = month_end(self, 0);
    double from = fmax(of->since_days, first);
    if (of->in == GONE) {
        double end = month_end(self, of->since_days);
        self->days[GONE] += fmax(0, fmin(now_days, end) - from);
    } else if (of->in == ADMITTED) {
        double midnight = fmin(now_days, floor(of->since_days) + 1);
        self->days[ADMITTED] += fmax(0, midnight - from);
        self->days[STAYING] += fmax(0, now_days - fmax(midnight, first));
    } else {
        self->days[of->in] += fmax(0, now_days - from);
    }
}

static void
die(watch *self, const person *of, double now_days)
{
    bool is_later = of->in == ADMITTED && now_days >= floor(of->since_days) + 1;
    self->deaths[is_later ? STAYING : of->in] += now_days >= month_end(self, 0);
}

static void
see(void *context, const suf_trace_event *seen)
{
    watch *self = context;
    uint64_t number = seen->name & ((UINT64_C(1) << WAITING_BIT) - 1);
    if (seen->name >> 62 != 3 || number >= N_NUMBERS) {
        return; /* a request, of which there are none to speak of */
    }
    size_t found = seen->service * N_FOUND + (seen->name >> WAITING_BIT & 1);
    person *of = &self->people[found * N_NUMBERS + number];
    condition next = of->in;
    switch ((int) seen->what) {
    case SUF_TRACE_ADMISSION:
        next = ADMITTED;
        break;
    case SUF_TRACE_RELEASE:
        next = of->in == ABSENT ? ABSENT : GONE; /* or died at this moment */
        break;
    case SUF_TRACE_DEATH:
        next = ABSENT;
        die(self, of, seen->time_days);
        break;
    default:
        return;
    }
    if (of->in != ABSENT) {
        spend(self, of, seen->time_days);
    }
    *of = (person){next, seen->time_days};
}

/* Those found at the start, by number: of a replication that has just started. */
static void
begin(watch *self, const ready *of)
{
    size_t n = (size_t) N_SERVICES * N_FOUND * N_NUMBERS;
    self->calendar = &of->model.calendar;
    self->people = calloc(n, sizeof *self->people);
    assert_non_null(self->people);
    for (uint32_t s = 0; s < N_SERVICES; s++) {
        const suf_service *service = &of->model.services[s];
        uint32_t n_seated = of->replication.core.pools[s].occupied;
        uint32_t n_waiting = service->stay.initial_waiting;
        assert_true(n_seated < N_NUMBERS && n_waiting < N_NUMBERS);
        person *people = &self->people[(size_t) s * N_FOUND * N_NUMBERS];
        for (uint32_t i = 0; i < n_seated; i++) {
            people[i].in = STAYING;
        }
        for (uint32_t i = 0; i < n_waiting; i++) {
            people[N_NUMBERS + i].in = WAITING;
        }
    }
}

static void
assert_hazard(const watch *of, condition in, double factor, const char *name)
{
    double expected = factor * PER_DAY * of->days[in];
    double z = (of->deaths[in] - expected) / sqrt(expected);
    print_message(
        "%s: %.0f deaths, %.1f expected, z %.2f\n", name, of->deaths[in], expected, z);
    assert_true(expected > 30);
    assert_true(fabs(z) < 4);
}

static void
assert_hazards(const char *set, double factor)
{
    ready self;
    watch seen = {0};
    ready_init(&self, THINNING, &set, 1);
    ready_start(&self, 0, &(suf_observer){see, &seen});
    begin(&seen, &self);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    for (size_t i = 0; i < (size_t) N_SERVICES * N_FOUND * N_NUMBERS; i++) {
        if (seen.people[i].in != ABSENT) {
            spend(&seen, &seen.people[i], self.model.end_days);
        }
    }
    assert_hazard(&seen, WAITING, 1, "waiting");
    assert_hazard(&seen, STAYING, factor, "staying");
    assert_hazard(&seen, ADMITTED, factor, "admitted today");
    assert_hazard(&seen, GONE, 1, "gone this month");
    free(seen.people);
    ready_free(&self);
}

static void
those_who_stay_may_die_more_often_than_others(void **state)
{
    (void) state;
    assert_hazards("assumptions.factor={value: 5}", 5);
}

static void
those_who_stay_may_die_less_often_than_others(void **state)
{
    (void) state;
    assert_hazards("assumptions.factor={value: 0.4}", 0.4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_who_stay_may_die_more_often_than_others),
        cmocka_unit_test(those_who_stay_may_die_less_often_than_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
