/* Staff teams that come and go: places follow them, and nobody is evicted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exact law of one team that comes and goes is in tests/validation (a15). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cause.h"
#include "engine/core/core.h"
#include "oracle/markov.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/ways.h"
#include "scenario/types/taken_away.h"

#define ORACLE SUF_SOURCE_DIR "/tests/data/oracle/"
#define GUARD  ORACLE "guard.yaml"
#define TEAMS  ORACLE "teams.yaml"

enum { WARM_UP_MONTHS = 12 };

/* With a list: five places, teams of two, one steady, so that two of two and one come and
 * go. State (first absent, second absent, n there or waiting). Nobody is evicted, so n of
 * those there are served whatever their team does; how many wait depends on how it came
 * about: state (absent teams, n taken, q waiting). */
enum { MOST = 50, TAKEN = 6 };

static size_t
state_of(size_t absent, size_t taken, size_t waiting)
{
    return (absent * TAKEN + taken) * (MOST + 1) + waiting;
}

static size_t
usable_of(size_t absent)
{
    size_t first = (absent & 1) != 0 ? 2 : 0;
    size_t second = (absent & 2) != 0 ? 1 : 0;
    return 5 - first - second;
}

/* Admits from the list while a place admits. */
static size_t
settled(size_t absent, size_t taken, size_t waiting)
{
    while (waiting > 0 && taken < usable_of(absent)) {
        taken++;
        waiting--;
    }
    return state_of(absent, taken, waiting);
}

typedef struct known {
    double taken, full, usable;
} known;

static known
solve(double arrive, double present_days, double absent_days)
{
    markov chain;
    known of = {0};
    markov_init(&chain, state_of(3, TAKEN - 1, MOST) + 1);
    for (size_t absent = 0; absent < 4; absent++) {
        for (size_t taken = 0; taken < TAKEN; taken++) {
            for (size_t waiting = 0; waiting <= MOST; waiting++) {
                size_t at = state_of(absent, taken, waiting);
                if (waiting > 0 && taken < usable_of(absent)) {
                    markov_add(&chain, at, settled(absent, taken, waiting), 1);
                    continue; /* does not come about */
                }
                if (taken < usable_of(absent)) {
                    markov_add(&chain, at, state_of(absent, taken + 1, 0), arrive);
                } else if (waiting < MOST) {
                    markov_add(&chain, at, state_of(absent, taken, waiting + 1), arrive);
                }
                if (taken > 0) {
                    markov_add(
                        &chain, at, settled(absent, taken - 1, waiting), (double) taken);
                }
                for (size_t team = 1; team < 4; team *= 2) {
                    markov_add(&chain, at, settled(absent ^ team, taken, waiting),
                        (absent & team) != 0 ? 1 / absent_days : 1 / present_days);
                }
            }
        }
    }
    markov_solve(&chain);
    for (size_t i = 0; i <= state_of(3, TAKEN - 1, MOST); i++) {
        size_t taken = i / (MOST + 1) % TAKEN;
        size_t usable = usable_of(i / (MOST + 1) / TAKEN);
        of.taken += (double) taken * chain.share[i];
        of.usable += (double) usable * chain.share[i];
        of.full += taken >= usable ? chain.share[i] : 0;
    }
    markov_free(&chain);
    return of;
}

/* The mean over time of a variable after the first year. */
static double
mean_of(ready *self, suf_variable variable)
{
    const suf_calendar *calendar = &self->model.calendar;
    double sum = 0;
    double days = 0;
    for (uint32_t m = WARM_UP_MONTHS; m < self->layout.n_months; m++) {
        const double *start = &calendar->limits_days[calendar->start_index + m];
        sum += (start[1] - start[0]) * ready_value(self, variable, m, 0, 0);
        days += start[1] - start[0];
    }
    return sum / days;
}

static void
places_and_people_are_as_the_chain_says(void **state)
{
    (void) state;
    enum { N = SAMPLE_DRAWS(600) };
    static const char *const sets[] = {"services.queue.arrivals={one: {rate: 2 per day}}",
        "services.queue.queue={discipline: fifo, classes: null}",
        "services.queue.teams={places: 2, steady: 1, present: 3 days, absent: 1 day}",
        "services.queue.places=5"};
    known expected = solve(2, 3, 1);
    ready self;
    judged taken = {0};
    judged waited = {0};
    judged usable = {0};
    ready_init(&self, GUARD, sets, sizeof sets / sizeof *sets);
    for (uint64_t i = 0; i < N; i++) {
        ready_start(&self, i, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        judged_add(&taken, mean_of(&self, SUF_VARIABLE_OCCUPANCY));
        judged_add(&waited, mean_of(&self, SUF_VARIABLE_ADMISSIONS_WAITED) /
                                mean_of(&self, SUF_VARIABLE_ADMISSIONS));
        judged_add(&usable, mean_of(&self, SUF_VARIABLE_USABLE_PLACES));
    }
    ready_free(&self);
    judged_assert(&usable, "mean usable", expected.usable, false);
    judged_assert(&taken, "mean taken", expected.taken, false);
    judged_assert(&waited, "P(wait)", expected.full, true);
}

typedef struct seen {
    const ready *ready;
    double n_switches, n_evicted, n_admitted_too_many;
    uint32_t occupied[8]; /* [pool] as the story has it */
} seen;

/* Teams change how many are admitted, never who is there. */
static void
watch_teams(void *context, const suf_trace_event *event)
{
    seen *self = context;
    const suf_core *core = &self->ready->replication.core;
    uint32_t at = event->site != SUF_NONE ? event->site : event->home;
    uint32_t pool = suf_model_pool(core->model, event->service, at);
    if (event->what == SUF_TRACE_TEAM) {
        self->n_switches++;
        self->n_evicted += core->pools[pool].occupied != self->occupied[pool];
    } else if (event->what == SUF_TRACE_ADMISSION) {
        self->n_admitted_too_many += self->occupied[pool] >= core->pools[pool].usable;
        self->occupied[pool]++;
    } else if (event->what == SUF_TRACE_RELEASE) {
        self->occupied[pool]--;
    }
    for (uint32_t i = 0; i < core->model->n_services * core->model->n_districts; i++) {
        assert_true(core->pools[i].usable <= core->pools[i].ready);
        assert_true(core->pools[i].ready <= core->pools[i].built);
    }
}

static void
nobody_is_evicted_and_nobody_admitted_without_a_team(void **state)
{
    (void) state;
    ready self;
    seen told = {.ready = &self};
    ready_init(&self, TEAMS, NULL, 0);
    ready_start(&self, 0, &(suf_observer){watch_teams, &told});
    for (uint32_t i = 0; i < self.model.n_services * self.model.n_districts; i++) {
        told.occupied[i] = self.replication.core.pools[i].occupied;
    }
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    ready_free(&self);
    assert_true(told.n_switches > 300);
    assert_true(told.n_evicted <= 0);
    assert_true(told.n_admitted_too_many <= 0);
}

static void
teams_take_the_same_path_each_way(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, TEAMS, NULL, 0);
    for (uint64_t i = 0; i < 4; i++) {
        assert_true(ways_agree(&self, i, true, TEAMS));
    }
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_WAITED) > 100);
    assert_true(ways_sum(&self, SUF_VARIABLE_REFUSALS) > 50);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 20);
    ready_free(&self);
}

/* Absent teams are a shortage of staff: one of the causes that `why` takes away. */
static void
teams_are_taken_away_with_what_is_unstaffed(void **state)
{
    (void) state;
    static const char *const sets[] = {"projects=null", "without={unstaffed: yes}"};
    ready self;
    ready_init(&self, TEAMS, sets, 2);
    assert_true(self.model.services[0].stay.team_places > 0);
    assert_true((suf_causes_that_act(&self.scenario) & 1U << SUF_CAUSE_UNSTAFFED) != 0);
    suf_take_away(&self.scenario);
    assert_false(self.scenario.services[0].teams.is_given);
    assert_int_equal(suf_causes_that_act(&self.scenario) & 1U << SUF_CAUSE_UNSTAFFED, 0);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_and_people_are_as_the_chain_says),
        cmocka_unit_test(nobody_is_evicted_and_nobody_admitted_without_a_team),
        cmocka_unit_test(teams_take_the_same_path_each_way),
        cmocka_unit_test(teams_are_taken_away_with_what_is_unstaffed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
