/* A replication that goes on from a copy is the one that was never left.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between saving and going on another replication is taken by the same worker, under
 * other assumptions where there are any: what a process forgets to keep is then that of
 * the other, and some number of the record differs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/grid.h"
#include "engine/delivery/outline.h"
#include "oracle/random_scenario.h"
#include "oracle/ready.h"

#define ORACLE(name) SUF_SOURCE_DIR "/tests/data/oracle/" name ".yaml"
#define GOOD(name)   SUF_SOURCE_DIR "/tests/data/scenarios_good/" name ".yaml"
#define LEVERS       ORACLE("levers")
enum { MOST_CONDITIONS = 8, MOST_LEVERS = 16, MOST_DISTRICTS = 8 };

/* A scenario, and where its conditions go. */
typedef struct bench {
    ready of;
    double met[MOST_CONDITIONS], value[MOST_CONDITIONS];
    double *before; /* a record put aside; owned */
    double met_before[MOST_CONDITIONS], value_before[MOST_CONDITIONS];
    uint64_t n_events_before;
    suf_checkpoint checkpoint;
} bench;

static size_t
bytes_of(const bench *self)
{
    return self->of.layout.offsets[SUF_N_VARIABLES] * sizeof(double);
}

static void
bench_init(bench *self, const char *path, suf_way way)
{
    *self = (bench){.before = NULL};
    ready_init(&self->of, path, NULL, 0);
    assert_in_range(self->of.model.delivery.n_conditions, 0, MOST_CONDITIONS);
    assert_in_range(self->of.model.n_levers, 0, MOST_LEVERS);
    self->before = malloc(bytes_of(self));
    assert_non_null(self->before);
    self->of.replication.way = way;
    self->of.replication.conditions =
        (suf_condition_values){self->met, self->value, NULL, NULL};
}

static void
bench_free(bench *self)
{
    suf_checkpoint_free(&self->checkpoint);
    free(self->before);
    ready_free(&self->of);
}

/* Starts a replication under levers; NULL: those of the scenario. */
static void
start(bench *self, uint64_t replication, const double *levers)
{
    for (int i = 0; i < MOST_CONDITIONS; i++) {
        self->met[i] = self->value[i] = (double) NAN;
    }
    suf_chosen_set(&self->of.parameters.chosen, levers);
    ready_start(&self->of, replication, NULL);
}

static void
run(bench *self)
{
    assert_int_equal(suf_replication_run(&self->of.replication), SUF_OK);
}

/* Goes on from the copy of a replication, under levers. */
static void
resume(bench *self, uint64_t replication, const double *levers)
{
    start(self, replication, levers); /* for its assumptions alone */
    for (int i = 0; i < MOST_CONDITIONS; i++) {
        self->met[i] = self->value[i] = (double) NAN;
    }
    assert_int_equal(
        suf_replication_resume(&self->of.replication, &self->of.parameters, replication,
            &self->of.map, &self->of.metrics, &self->checkpoint, NULL),
        SUF_OK);
}

static void
put_aside(bench *self)
{
    memcpy(self->before, self->of.metrics.values, bytes_of(self));
    memcpy(self->met_before, self->met, sizeof self->met);
    memcpy(self->value_before, self->value, sizeof self->value);
    self->n_events_before = self->of.metrics.n_events;
}

static bool
is_as_before(const bench *self)
{
    return memcmp(self->before, self->of.metrics.values, bytes_of(self)) == 0 &&
           memcmp(self->met_before, self->met, sizeof self->met) == 0 &&
           memcmp(self->value_before, self->value, sizeof self->value) == 0 &&
           self->n_events_before == self->of.metrics.n_events;
}

/* The start of a month of the run, days; month 0 begins on day 0. */
static uint32_t
start_of_month(const bench *self, uint32_t month)
{
    const suf_calendar *calendar = &self->of.model.calendar;
    return (uint32_t) calendar->limits_days[calendar->start_index + month];
}

static uint32_t
n_months(const bench *self)
{
    return self->of.model.calendar.n_months - self->of.model.calendar.start_index;
}

/* --- the same levers -----------------------------------------------------------------
 */

static void
assert_goes_on(const char *name, bench *self, uint32_t month)
{
    uint32_t day = start_of_month(self, month);
    start(self, 1, NULL);
    run(self);
    put_aside(self);
    start(self, 1, NULL);
    assert_true(suf_replication_run_to(&self->of.replication, day));
    assert_int_equal(
        suf_replication_save(&self->of.replication, &self->checkpoint), SUF_OK);
    run(self);
    if (!is_as_before(self)) {
        fail_msg("%s: saving in month %u changes it", name, (unsigned) month);
    }
    start(self, 2, NULL); /* by the same worker, to the end, or not */
    if (month % 2 == 0) {
        run(self);
    } else {
        assert_true(suf_replication_run_to(&self->of.replication, day));
    }
    for (int i = 0; i < 2; i++) { /* as often as one likes */
        resume(self, 1, NULL);
        run(self);
        if (!is_as_before(self)) {
            fail_msg("%s: from month %u on it is another", name, (unsigned) month);
        }
    }
}

static void
assert_file_goes_on(const char *path, suf_way way)
{
    bench self;
    bench_init(&self, path, way);
    uint32_t n = n_months(&self);
    const uint32_t months[] = {n / 3, n - 1};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (months[i] > 0 && months[i] < n) {
            assert_goes_on(path, &self, months[i]);
        }
    }
    bench_free(&self);
}

static void
scenarios_of_every_kind_go_on(void **state)
{
    (void) state;
    static const char *const paths[] = {LEVERS, ORACLE("reuse"), ORACLE("batches"),
        ORACLE("brief_stays"), ORACLE("choice"), ORACLE("city_list"), ORACLE("crowd"),
        ORACLE("fates"), ORACLE("network"), ORACLE("policies"), ORACLE("preemption"),
        ORACLE("reserved"), ORACLE("retrial"), ORACLE("rolls"), ORACLE("teams"),
        ORACLE("visit_years"), ORACLE("waves"), GOOD("facts"), GOOD("small"),
        GOOD("everything"), GOOD("three_services")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_file_goes_on(paths[i], SUF_WAY_AT_ONCE);
        assert_file_goes_on(paths[i], SUF_WAY_IN_ORDER);
    }
}

/* Months that count, pauses, and what was decided and is still to be done. */
static void
policies_go_on_from_every_month(void **state)
{
    (void) state;
    static const char *const paths[] = {
        ORACLE("policies_slow"), ORACLE("policy_triggers")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        bench self;
        bench_init(&self, paths[i], SUF_WAY_AT_ONCE);
        for (uint32_t month = 1; month < n_months(&self); month++) {
            assert_goes_on(paths[i], &self, month);
        }
        bench_free(&self);
    }
}

static void
random_scenarios_go_on(void **state)
{
    (void) state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        FILE *file = fopen("test_checkpoint.yaml", "w");
        assert_non_null(file);
        random_scenario_write(file, seed);
        assert_int_equal(fclose(file), 0);
        assert_file_goes_on(
            "test_checkpoint.yaml", seed % 2 == 0 ? SUF_WAY_AT_ONCE : SUF_WAY_IN_ORDER);
    }
    assert_int_equal(remove("test_checkpoint.yaml"), 0);
}

/* --- other levers ------------------------------------------------------------------- */

/* A number of a sequence, below n (Steele and others 2014, doi:10.1145/2660193.2660195).
 */
static uint32_t
next(uint64_t *state, uint32_t n)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (uint32_t) ((z ^ z >> 31) % n);
}

/* Chooses some of the levers anew. */
static void
choose(const bench *self, uint64_t *state, double *levers)
{
    const suf_scenario *scenario = &self->of.scenario;
    uint32_t n_changed = 1 + next(state, 3);
    for (uint32_t i = 0; i < n_changed; i++) {
        uint32_t lever = next(state, self->of.model.n_levers);
        const suf_lever_spec *spec = &scenario->levers[lever];
        double zero = spec->is_date ? scenario->start_day : 0;
        levers[lever] =
            suf_grid_at(&spec->grid, next(state, suf_grid_n(&spec->grid))) - zero;
    }
}

/* The first instant at which two choices differ in a replication. */
static double
difference(bench *self, uint64_t replication, const double *one, const double *other)
{
    const suf_rng_key key = {.seed = self->of.model.seed, .replication = replication};
    const suf_scope whole = {0};
    suf_outline a;
    suf_outline b;
    assert_int_equal(suf_outline_init(&a, &self->of.model), SUF_OK);
    assert_int_equal(suf_outline_init(&b, &self->of.model), SUF_OK);
    start(self, replication, one);
    suf_outline_draw(&a, &self->of.parameters, key);
    start(self, replication, other);
    suf_outline_draw(&b, &self->of.parameters, key);
    double first = suf_outline_difference(&a, &b, NULL, &whole);
    suf_outline_free(&a);
    suf_outline_free(&b);
    return first;
}

/* The last month that begins at that instant or before; 0: none after the start. */
static uint32_t
month_before(const bench *self, double days)
{
    uint32_t month = 0;
    while (month + 1 < n_months(self) && start_of_month(self, month + 1) <= days) {
        month++;
    }
    return month;
}

/* Saves under one choice at the start of a month, and goes on under another; whether that
 * is the other one. */
static bool
is_other(bench *self, uint64_t replication, uint32_t month, const double *one,
    const double *other)
{
    start(self, replication, other);
    run(self);
    put_aside(self);
    start(self, replication, one);
    assert_true(
        suf_replication_run_to(&self->of.replication, start_of_month(self, month)));
    assert_int_equal(
        suf_replication_save(&self->of.replication, &self->checkpoint), SUF_OK);
    start(self, replication + 100, other);
    run(self);
    resume(self, replication, other);
    run(self);
    return is_as_before(self);
}

static void
other_levers_go_on_up_to_where_they_differ(void **state)
{
    (void) state;
    static const suf_way ways[] = {SUF_WAY_AT_ONCE, SUF_WAY_IN_ORDER};
    uint64_t sequence = 1;
    uint32_t n_gone_on = 0;
    uint32_t n_seen_later = 0;
    for (size_t i = 0; i < 2; i++) {
        bench self;
        bench_init(&self, LEVERS, ways[i]);
        for (uint64_t r = 0; r < 16; r++) {
            double one[MOST_LEVERS];
            double other[MOST_LEVERS];
            for (uint32_t k = 0; k < self.of.model.n_levers; k++) {
                one[k] = other[k] = self.of.model.levers[k].value;
            }
            choose(&self, &sequence, one);
            memcpy(other, one, sizeof one);
            choose(&self, &sequence, other);
            double first = difference(&self, r, one, other);
            uint32_t month = month_before(&self, first);
            if (month == 0) {
                continue;
            }
            n_gone_on++;
            if (!is_other(&self, r, month, one, other)) {
                fail_msg("replication %u: from day %u on it is another", (unsigned) r,
                    start_of_month(&self, month));
            }
            /* The comparison can fail: two months later much has happened. */
            if (month + 3 < n_months(&self)) {
                n_seen_later += !is_other(&self, r, month + 3, one, other);
            }
        }
        bench_free(&self);
    }
    assert_in_range(n_gone_on, 12, 32);
    assert_in_range(n_seen_later, n_gone_on / 3, n_gone_on);
}

/* By hand: what may matter earlier than its own date. */
static void
a_lever_that_matters_earlier_is_not_missed(void **state)
{
    (void) state;
    bench self;
    bench_init(&self, LEVERS, SUF_WAY_AT_ONCE);
    double one[MOST_LEVERS];
    double other[MOST_LEVERS];
    static const struct {
        const char *name;
        double to;
        const char *before; /* day, that the difference is not after */
    } rows[] = {{"start", 11, "2021-01-01"}, {"crews", 6, "2022-07-01"},
        {"sites", 8, "2022-06-01"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int year = 0;
        int month = 0;
        int day = 0;
        for (uint32_t k = 0; k < self.of.model.n_levers; k++) {
            one[k] = other[k] = self.of.model.levers[k].value;
            if (strcmp(self.of.model.levers[k].name, rows[i].name) == 0) {
                other[k] = rows[i].to >= 0 ? rows[i].to : one[k] - 365;
            }
        }
        assert_int_equal(sscanf(rows[i].before, "%d-%d-%d", &year, &month, &day), 3);
        double days = (year - 2021) * 365.25 + (month - 1) * 30.5 + day;
        for (uint64_t r = 0; r < 5; r++) {
            double first = difference(&self, r, one, other);
            if (!(first <= days)) {
                fail_msg("%s: matters from day %g on, not %g", rows[i].name, days, first);
            }
        }
    }
    memcpy(other, one, sizeof one);
    assert_true(isinf(difference(&self, 0, one, one)));
    bench_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_of_every_kind_go_on),
        cmocka_unit_test(policies_go_on_from_every_month),
        cmocka_unit_test(random_scenarios_go_on),
        cmocka_unit_test(other_levers_go_on_up_to_where_they_differ),
        cmocka_unit_test(a_lever_that_matters_earlier_is_not_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
