/* Networks: who goes on to another service, and what becomes of them there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exact means of a Jackson network are in tests/validation (b25). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/population/population_process.h"
#include "engine/stay/stay.h"
#include "engine/stay/stay_state.h"
#include "oracle/ready.h"
#include "oracle/ways.h"

#define SCENARIO SUF_SOURCE_DIR "/tests/data/oracle/network.yaml"
enum { HOSPITAL, REHABILITATION };

typedef struct seen {
    uint64_t struck_name; /* who died or moved last, and when */
    double struck_days;
    double n_left, n_onward, n_dead_onward, n_asked_after, n_not_home;
    uint64_t next_name;
    uint32_t next_home;
    double next_days;
} seen;

/* Whether a death or move is what ended the stay. */
static bool
is_struck(const seen *self, const suf_trace_event *event)
{
    return self->struck_name == event->name && self->struck_days >= event->time_days;
}

static void
see(void *context, const suf_trace_event *event)
{
    seen *self = context;
    if (event->what == SUF_TRACE_DEATH || event->what == SUF_TRACE_MOVE) {
        self->struck_name = event->name;
        self->struck_days = event->time_days;
    } else if (event->what == SUF_TRACE_RELEASE && event->service == HOSPITAL) {
        self->n_left += !is_struck(self, event);
    } else if (event->what == SUF_TRACE_ONWARD) {
        self->n_onward += event->service == HOSPITAL;
        self->n_dead_onward += is_struck(self, event);
        self->next_name = event->amounts[2];
        self->next_home = event->home;
        self->next_days = event->time_days;
    } else if (event->what == SUF_TRACE_REQUEST && event->name == self->next_name) {
        self->n_asked_after +=
            event->time_days >= self->next_days && event->time_days <= self->next_days;
        self->n_not_home += event->home != self->next_home;
    }
}

static void
the_share_goes_on_at_once_in_its_district_and_no_dead(void **state)
{
    (void) state;
    ready self;
    seen told = {.n_left = 0};
    ready_init(&self, SCENARIO, NULL, 0);
    for (uint64_t i = 0; i < 4; i++) {
        ready_start(&self, i, &(suf_observer){see, &told});
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        told.struck_days = -1;
    }
    ready_free(&self);
    assert_true(told.n_left > 10000);
    double z = (told.n_onward - 0.7 * told.n_left) / sqrt(told.n_left * 0.7 * 0.3);
    print_message("%.0f left alive, %.0f went on\n", told.n_left, told.n_onward);
    assert_true(fabs(z) < 4.65);
    assert_int_equal(told.n_dead_onward, 0);
    assert_int_equal(told.n_not_home, 0);
    assert_true(told.n_asked_after >= told.n_onward); /* of those who came back too */
}

static void
networks_take_the_same_path_each_way(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SCENARIO, NULL, 0);
    for (uint64_t i = 0; i < 3; i++) {
        assert_true(ways_agree(&self, i, true, SCENARIO));
    }
    assert_true(ways_sum(&self, SUF_VARIABLE_RENEGED) > 20);
    assert_true(ways_sum(&self, SUF_VARIABLE_DIED_WAITING) > 5);
    assert_true(ways_sum(&self, SUF_VARIABLE_ADMISSIONS_OVERFLOW) > 20);
    ready_free(&self);
}

/* Those in system of each cell: all services together, and as many as wait or stay. */
static void
nobody_is_lost_on_the_way(void **state)
{
    (void) state;
    const char *sets[] = {"services.hospital.initial={}",
        "services.hospital.then={rehabilitation: 0.6, hospital: 0.4}",
        "services.rehabilitation.then={hospital: 1}", "services.rehabilitation.queue={}",
        "services.hospital.queue={}",
        "population.mortality=[{year: 2021,sex: both,age_from: 0,age_to: 100,rate: 0}]",
        "population.migration=null", "services.rehabilitation.stay.death_probability=0"};
    ready self;
    ready_init(&self, SCENARIO, sets, sizeof sets / sizeof *sets);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run_until(&self.replication, 600.3), SUF_OK);
    const suf_core *core = &self.replication.core;
    const suf_stay_state *stays = suf_stay_of(core);
    const suf_population *people = suf_population_of(core);
    uint64_t n_any = 0;
    uint64_t n_there = 0;
    for (uint32_t cell = 0; cell < self.model.population.n_cells; cell++) {
        n_any += people->in_system[cell];
        assert_true(people->in_system[cell] <= people->residents[cell]);
    }
    for (uint32_t pool = 0; pool < 2 * self.model.n_districts; pool++) {
        n_there += core->pools[pool].occupied + stays->lines[pool].n;
    }
    assert_int_equal(n_any, n_there);
    assert_true(n_there > 2000);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_goes_on_at_once_in_its_district_and_no_dead),
        cmocka_unit_test(networks_take_the_same_path_each_way),
        cmocka_unit_test(nobody_is_lost_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
