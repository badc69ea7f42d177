/* Policies: when they decide and what they do, against exact laws and by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/ways.h"

#define ORACLE          SUF_SOURCE_DIR "/tests/data/oracle/"
#define POLICIES        ORACLE "policies.yaml"
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static double
of_policy(ready *self, suf_variable variable, uint32_t policy, uint32_t year)
{
    size_t at = (size_t) policy * self->layout.n_years + year;
    return suf_metrics_of(&self->metrics, variable)[at * self->layout.n_districts];
}

static double
in_all_years(ready *self, suf_variable variable, uint32_t policy)
{
    double sum = 0;
    for (uint32_t year = 0; year < self->layout.n_years; year++) {
        sum += of_policy(self, variable, policy, year);
    }
    return sum;
}

static double
first_of(ready *self, uint32_t policy)
{
    return suf_metrics_of(&self->metrics, SUF_VARIABLE_POLICY_FIRST)[policy];
}

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

/* --- hysteresis: a chain that is looked at when months end ---------------------------
 */

/* State (is open, taken, waiting) of a queue with three places, or five once more are
 * open; whoever is there when two close stays. */
enum {
    CLOSED = 3,
    OPEN = 5,
    TAKEN = OPEN + 1,
    WAITING = 120,
    N_STATES = 2 * TAKEN * WAITING
};

static size_t
state_of(bool is_open, size_t taken, size_t waiting)
{
    size_t places = is_open ? OPEN : CLOSED;
    while (waiting > 0 && taken < places) {
        taken++;
        waiting--;
    }
    return ((is_open ? 1U : 0U) * TAKEN + taken) * WAITING + waiting;
}

static void
add_moves(markov *chain, double arrive, double leave)
{
    for (size_t i = 0; i < N_STATES; i++) {
        bool is_open = i / WAITING / TAKEN > 0;
        size_t taken = i / WAITING % TAKEN;
        size_t waiting = i % WAITING;
        if (state_of(is_open, taken, waiting) != i) {
            continue; /* does not come about */
        }
        bool has_room = taken < (is_open ? OPEN : CLOSED);
        if (has_room || waiting + 1 < WAITING) {
            markov_add(chain, i, state_of(is_open, taken + has_room, waiting + !has_room),
                arrive);
        }
        if (taken > 0) {
            markov_add(
                chain, i, state_of(is_open, taken - 1, waiting), leave * (double) taken);
        }
    }
}

typedef struct hysteresis {
    double opened, closed, taken, places, first_year;
} hysteresis;

/* What policies decide where a month ends: probability of opening, and of closing. */
static void
decide(markov *chain, hysteresis *of)
{
    double next[N_STATES] = {0};
    for (size_t i = 0; i < N_STATES; i++) {
        bool is_open = i / WAITING / TAKEN > 0;
        size_t taken = i / WAITING % TAKEN;
        size_t waiting = i % WAITING;
        bool opens = !is_open && waiting > 4;
        bool closes = is_open && waiting < 1;
        of->opened += opens ? chain->share[i] : 0;
        of->closed += closes ? chain->share[i] : 0;
        next[state_of((is_open || opens) && !closes, taken, waiting)] += chain->share[i];
    }
    memcpy(chain->share, next, sizeof next);
}

static hysteresis
solve(const suf_calendar *calendar)
{
    hysteresis of = {0};
    markov chain;
    uint32_t n = calendar->n_months - calendar->start_index;
    markov_init(&chain, N_STATES);
    add_moves(&chain, 0.7, 0.2);
    chain.share[0] = 1;
    for (uint32_t m = 0; m < n; m++) {
        const double *limits = &calendar->limits_days[calendar->start_index + m];
        markov_run(&chain, limits[1] - limits[0]);
        for (size_t i = 0; i < N_STATES; i++) {
            of.taken += chain.share[i] * (double) (i / WAITING % TAKEN) / n;
            of.places += chain.share[i] * (i / WAITING / TAKEN > 0 ? OPEN : CLOSED) / n;
        }
        if (m + 1 < n) { /* the run is over else */
            decide(&chain, &of);
        }
    }
    markov_free(&chain);
    return of;
}

static void
places_follow_the_list_as_the_chain_says(void **state)
{
    (void) state;
    enum { N = 4000 };
    ready self;
    judged opened = {0};
    judged closed = {0};
    judged taken = {0};
    judged places = {0};
    ready_init(&self, POLICIES, NULL, 0);
    hysteresis expected = solve(&self.model.calendar);
    uint32_t n_months = self.layout.n_months;
    for (uint64_t i = 0; i < N; i++) {
        double sum_taken = 0;
        double sum_places = 0;
        run(&self, i);
        for (uint32_t m = 0; m < n_months; m++) {
            sum_taken += ready_value(&self, SUF_VARIABLE_OCCUPANCY_END, m, 0, 0);
            sum_places += ready_value(&self, SUF_VARIABLE_PLACES, m, 0, 0);
        }
        judged_add(&opened, in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 0));
        judged_add(&closed, in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 1));
        judged_add(&taken, sum_taken / n_months);
        judged_add(&places, sum_places / n_months);
    }
    ready_free(&self);
    assert_true(expected.opened > 20);
    judged_assert(&opened, "times opened", expected.opened, false);
    judged_assert(&closed, "times closed", expected.closed, false);
    judged_assert(&taken, "mean taken", expected.taken, false);
    judged_assert(&places, "mean places", expected.places, false);
}

/* --- low use: the places of an intake -------------------------------------------------
 */

/* P(Poisson(300) = k), k from 0 on. */
static double
poisson_300(int k)
{
    return exp(k * log(300) - 300 - lgamma(k + 1.));
}

static void
seats_close_when_few_have_come(void **state)
{
    (void) state;
    enum { N = 40000 };
    static const char *const sets[] = {"start=2001-08-01", "end=2002-11-01",
        "policies={more: null, less: null}", "services.queue=null",
        "services={school: {kind: intake, intake: {month: 9, length: 1 year}, arrivals: "
        "{one: {per_intake: 300}}, places: {one: 300}}}",
        "policies={idle: {when: {measure: utilisation, of: school, below: 0.948, for: 6 "
        "months}, do: {close: school, places: 30}, at_most: 1}}"};
    ready self;
    judged decided = {0};
    judged placed = {0};
    double below = 0;
    double expected = 0;
    for (int k = 0; k <= 284; k++) { /* of 300: the least that are no less than 94.8 % */
        below += poisson_300(k);
    }
    for (int k = 0; k < 1000; k++) {
        expected += poisson_300(k) * (below * fmin(k, 270) + (1 - below) * fmin(k, 300));
    }
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    for (uint64_t i = 0; i < N; i++) {
        run(&self, i);
        double times = in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 0);
        judged_add(&decided, times);
        judged_add(&placed, ready_value(&self, SUF_VARIABLE_PLACED, 13, 0, 0));
        assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_PLACES, 0) == 30 * times);
        assert_true(
            ready_value(&self, SUF_VARIABLE_PLACES, 14, 0, 0) == 300 - 30 * times);
        assert_true(times == 0 || first_of(&self, 0) == 184); /* with August empty */
    }
    ready_free(&self);
    (void) decided;
    judged_assert(&placed, "placed at the second intake", expected, false);
    /* As many seats whatever came: 281.0 or 290.1, so each is told from what it is. */
    double error = sqrt(below * (1 - below) / N);
    assert_true(fabs(decided.sum / decided.n - below) < 4.65 * error);
    assert_true(fabs(expected - 300) > 10);
}

/* --- by hand --------------------------------------------------------------------------
 */

/* One place, taken for ever; somebody joins the list each day, so that the list is as
 * long as the days that have passed, less one. Months of 2001 end at days 31, 59, 90,
 * 120, 151, 181, 212, 243, 273, 304, 334. */
#define STANDSTILL                                                                       \
    "start=2001-01-01", "end=2002-01-01", "services.queue=null",                         \
        "policies={more: null, less: null}",                                             \
        "services={queue: {kind: stay, arrivals: {one: {every: 1 day}}, stay: {fixed: "  \
        "{value: 100 years}}, queue: {discipline: fifo}, places: 1}, other: {kind: "     \
        "stay, arrivals: {one: {every: 20 days}}, stay: {fixed: {value: 100 years}}, "   \
        "queue: {discipline: fifo}, places: 40}}"

static void
assert_places(ready *self, uint32_t service, const double expected[12])
{
    for (uint32_t m = 0; m < 12; m++) {
        double found = ready_value(self, SUF_VARIABLE_PLACES, m, 0, service);
        if (found < expected[m] || found > expected[m]) {
            print_error("month %u: %g places, expected %g\n", m, found, expected[m]);
            fail();
        }
    }
}

static void
months_in_a_row_pauses_and_times_are_counted(void **state)
{
    (void) state;
    /* Above 50 people from the end of February on: decides at the end of March, looks
     * again at the end of June, and decides at the end of July; never a third time. */
    static const char *const sets[] = {STANDSTILL,
        "policies={more: {when: {measure: queue, of: queue, above: 50, for: 2 months}, "
        "do: {open: other, places: 7, takes: 1 month}, at_most: 2, pause: 2 months}}"};
    static const double expected[] = {40, 40, 40, 40, 47, 47, 47, 47, 54, 54, 54, 54};
    ready self;
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    run(&self, 0);
    assert_places(&self, 1, expected);
    assert_true(first_of(&self, 0) == 90);
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 0) == 2);
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_PLACES, 0) == 14);
    ready_free(&self);
}

static void
a_share_closes_and_some_places_are_kept(void **state)
{
    (void) state;
    /* A quarter of 40, of 30, of 23 (rounded: 8, 6), and then down to the 13 kept. */
    static const char *const sets[] = {STANDSTILL,
        "policies={less: {when: {measure: utilisation, of: other, below: 0.5}, do: "
        "{close: other, share: 0.25, keep: 13}}}"};
    static const double expected[] = {40, 30, 22, 16, 13, 13, 13, 13, 13, 13, 13, 13};
    ready self;
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    run(&self, 0);
    assert_places(&self, 1, expected);
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 0) == 4);
    ready_free(&self);
}

static void
places_are_converted_as_they_fall_free(void **state)
{
    (void) state;
    /* Of the 40 places of the other service 2 are taken by March; 50 are wanted, so 38
     * are turned at once, and whoever waits gets them. */
    static const char *const sets[] = {STANDSTILL,
        "policies={turn: {when: {measure: queue, of: queue, above: 50}, do: {convert: "
        "other, to: queue, places: 50}, at_most: 1}}"};
    static const double expected[] = {40, 40, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    ready self;
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    run(&self, 0);
    assert_places(&self, 1, expected);
    assert_true(ready_value(&self, SUF_VARIABLE_PLACES, 2, 0, 0) == 39);
    assert_true(ready_value(&self, SUF_VARIABLE_OCCUPANCY_END, 2, 0, 0) == 39);
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_PLACES, 0) == 38);
    ready_free(&self);
}

/* --- what it changes, and what not ----------------------------------------------------
 */

static void
a_policy_that_never_acts_changes_nothing(void **state)
{
    (void) state;
    static const char *const never[] = {"end=2005-01-01",
        "policies={more: {when: {measure: queue, of: queue, above: "
        "1000000}}, less: null}"};
    static const char *const none[] = {"end=2005-01-01", "policies=null"};
    ready self;
    ready other;
    ready_init(&self, POLICIES, never, COUNT_OF(never));
    ready_init(&other, POLICIES, none, COUNT_OF(none));
    run(&self, 0);
    run(&other, 0);
    assert_int_equal(self.model.n_policies, 1);
    assert_int_equal(other.model.n_policies, 0);
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        size_t n = suf_layout_size(&other.layout, (suf_variable) v);
        if (n > 0) {
            assert_memory_equal(suf_metrics_of(&self.metrics, (suf_variable) v),
                suf_metrics_of(&other.metrics, (suf_variable) v), n * sizeof(double));
        }
    }
    assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 0) == 0);
    assert_true(isnan(first_of(&self, 0)));
    ready_free(&self);
    ready_free(&other);
}

static void
all_ways_see_the_same_decisions(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, POLICIES, NULL, 0);
    for (uint64_t i = 0; i < 3; i++) {
        assert_true(ways_agree(&self, i, true, POLICIES));
        assert_true(in_all_years(&self, SUF_VARIABLE_POLICY_DECISIONS, 0) > 10);
    }
    ready_free(&self);
}

static void
bounds_and_amounts_may_be_levers(void **state)
{
    (void) state;
    static const char *const sets[] = {STANDSTILL,
        "levers={list: {value: 100, least: 50, most: 200, step: 50}, more: {value: 4, "
        "least: 0, most: 10}}",
        "policies={more: {when: {measure: queue, of: queue, above: $list}, do: {open: "
        "other, places: $more}, at_most: 1}}"};
    ready self;
    ready_init(&self, POLICIES, sets, COUNT_OF(sets));
    run(&self, 0);
    assert_true(first_of(&self, 0) == 120);
    assert_true(ready_value(&self, SUF_VARIABLE_PLACES, 11, 0, 1) == 44);
    const double chosen[] = {200, 9};
    suf_chosen_set(&self.parameters.chosen, chosen);
    assert_int_equal(suf_replication_start(&self.replication, &self.parameters, 0,
                         &self.map, &self.metrics, NULL),
        SUF_OK);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    assert_true(first_of(&self, 0) == 212);
    assert_true(ready_value(&self, SUF_VARIABLE_PLACES, 11, 0, 1) == 49);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_follow_the_list_as_the_chain_says),
        cmocka_unit_test(seats_close_when_few_have_come),
        cmocka_unit_test(months_in_a_row_pauses_and_times_are_counted),
        cmocka_unit_test(a_share_closes_and_some_places_are_kept),
        cmocka_unit_test(places_are_converted_as_they_fall_free),
        cmocka_unit_test(a_policy_that_never_acts_changes_nothing),
        cmocka_unit_test(all_ways_see_the_same_decisions),
        cmocka_unit_test(bounds_and_amounts_may_be_levers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
