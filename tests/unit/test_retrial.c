/* Retrials: people who find no place and ask again, against chains and person by person.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The closed form of one place is in tests/validation (b24). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/stay/stay.h"
#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/ways.h"

#define ORACLE  SUF_SOURCE_DIR "/tests/data/oracle/"
#define GUARD   ORACLE "guard.yaml"
#define RETRIAL ORACLE "retrial.yaml"

enum { WARM_UP_MONTHS = 12 };

/* A variable after the first year: summed, or the mean over time. */
static double
after_a_year(ready *self, suf_variable variable, bool is_mean)
{
    const suf_calendar *calendar = &self->model.calendar;
    double sum = 0;
    double days = 0;
    for (uint32_t m = WARM_UP_MONTHS; m < self->layout.n_months; m++) {
        const double *start = &calendar->limits_days[calendar->start_index + m];
        double value = ready_value(self, variable, m, 0, 0);
        sum += is_mean ? (start[1] - start[0]) * value : value;
        days += start[1] - start[0];
    }
    return is_mean ? sum / days : sum;
}

/* Two places, and patience in orbit: state (n taken, q in orbit). Who finds both taken
 * joins; each in orbit asks at the rate `again` and gives up at the rate `leave`. The
 * orbit is cut off where less than 1e-9 of the time is spent. */
enum { PLACES = 2, MOST = 60 };

typedef struct known {
    double taken, orbit, lost;
} known;

static known
solve(double arrive, double again, double leave)
{
    markov chain;
    known of = {0};
    markov_init(&chain, (PLACES + 1) * (MOST + 1));
    for (size_t n = 0; n <= PLACES; n++) {
        for (size_t q = 0; q <= MOST; q++) {
            size_t at = n * (MOST + 1) + q;
            if (n < PLACES) {
                markov_add(&chain, at, at + MOST + 1, arrive);
            } else if (q < MOST) {
                markov_add(&chain, at, at + 1, arrive);
            }
            if (n > 0) {
                markov_add(&chain, at, at - MOST - 1, (double) n);
            }
            if (q > 0) {
                markov_add(&chain, at, at - 1, leave * (double) q);
            }
            if (q > 0 && n < PLACES) {
                markov_add(&chain, at, at + MOST, again * (double) q);
            }
        }
    }
    markov_solve(&chain);
    for (size_t n = 0; n <= PLACES; n++) {
        for (size_t q = 0; q <= MOST; q++) {
            double share = chain.share[n * (MOST + 1) + q];
            of.taken += (double) n * share;
            of.orbit += (double) q * share;
        }
    }
    of.lost = leave * of.orbit / arrive;
    markov_free(&chain);
    return of;
}

static void
the_orbit_is_as_the_chain_says(void **state)
{
    (void) state;
    enum { N = SAMPLE_DRAWS(340) };
    static const char *const sets[] = {"services.queue.arrivals={one: {rate: 2 per day}}",
        ("services.queue.queue={discipline: retrial, retry_every: 16 hours, classes: "
         "null, patience: {exponential: {mean: 4 days}}}"),
        "services.queue.places=2"};
    known expected = solve(2, 1.5, 0.25);
    ready self;
    judged taken = {0};
    judged orbit = {0};
    judged lost = {0};
    ready_init(&self, GUARD, sets, sizeof sets / sizeof *sets);
    for (uint64_t i = 0; i < N; i++) {
        ready_start(&self, i, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        judged_add(&taken, after_a_year(&self, SUF_VARIABLE_OCCUPANCY, true));
        judged_add(&orbit, after_a_year(&self, SUF_VARIABLE_WAITING, true));
        judged_add(&lost, after_a_year(&self, SUF_VARIABLE_RENEGED, false) /
                              after_a_year(&self, SUF_VARIABLE_REQUESTS, false));
    }
    ready_free(&self);
    judged_assert(&taken, "mean taken", expected.taken, false);
    judged_assert(&orbit, "mean in orbit", expected.orbit, false);
    judged_assert(&lost, "P(gives up)", expected.lost, true);
}

/* --- person by person --------------------------------------------------------------- */

typedef struct door {
    double tried_days; /* when somebody asked again last, and who */
    uint64_t tried_name;
    double n_admitted, n_of_start, n_unasked;
} door;

/* Whoever is admitted from an orbit has asked just now. */
static void
watch_door(void *context, const suf_trace_event *seen)
{
    door *self = context;
    if (seen->what == SUF_TRACE_RETRY) {
        self->tried_days = seen->time_days;
        self->tried_name = seen->name;
    } else if (seen->what == SUF_TRACE_ADMISSION && seen->waited_days > 0 &&
               seen->service < 2) {
        self->n_admitted++;
        self->n_unasked +=
            self->tried_name != seen->name || self->tried_days < seen->time_days;
    }
}

static void
nobody_gets_a_place_from_the_orbit_without_asking(void **state)
{
    (void) state;
    ready self;
    door seen = {0};
    ready_init(&self, RETRIAL, NULL, 0);
    ready_start(&self, 0, &(suf_observer){watch_door, &seen});
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    ready_free(&self);
    assert_true(seen.n_admitted > 1000);
    assert_true(seen.n_unasked <= 0);
}

static void
retrials_take_the_same_path_each_way(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, RETRIAL, NULL, 0);
    for (uint64_t i = 0; i < 4; i++) {
        assert_true(ways_agree(&self, i, true, RETRIAL));
    }
    assert_true(ways_sum(&self, SUF_VARIABLE_RENEGED) > 100);
    assert_true(ways_sum(&self, SUF_VARIABLE_AGED_OUT) > 5);
    assert_true(ways_sum(&self, SUF_VARIABLE_DIED_WAITING) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_REFUSALS) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 20);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_orbit_is_as_the_chain_says),
        cmocka_unit_test(nobody_gets_a_place_from_the_orbit_without_asking),
        cmocka_unit_test(retrials_take_the_same_path_each_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
