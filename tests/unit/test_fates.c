/* Everybody who waits or stays, followed to the end against a second way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/population/population_process.h"
#include "oracle/fate_oracle.h"
#include "oracle/ready.h"

#define FATES SUF_SOURCE_DIR "/tests/data/oracle/fates.yaml"

static void
assert_no_fault(const fate_oracle *oracle)
{
    if (oracle->fault != NULL) {
        fail_msg("%s: day %.9f, service %u, source %u, name %llx; expected %.9f",
            oracle->fault, oracle->at.time_days, oracle->at.service, oracle->at.source,
            (unsigned long long) oracle->at.name, oracle->expected_days);
    }
}

/* Each death, move and end as it must be, and after each the residents; at the end of a
 * month also those held of every cell. */
static void
follow(ready *self, uint64_t replication, fate_counts *sum)
{
    fate_oracle oracle = {0};
    const suf_core *core = &self->replication.core;
    ready_start(self, replication, &(suf_observer){fate_oracle_see, &oracle});
    fate_oracle_init(&oracle, core);
    for (uint32_t month = core->month;;) {
        bool goes_on = suf_replication_step(&self->replication);
        bool is_new_month = core->month != month;
        if (is_new_month || !goes_on) {
            double limit = self->model.calendar.limits_days[month + 1];
            (void) fate_oracle_is_due(&oracle, goes_on ? limit : limit - 1e-3);
            assert_no_fault(&oracle);
        }
        if (!goes_on) {
            break;
        }
        if (is_new_month) {
            month = core->month;
            fate_oracle_take_over(&oracle);
            (void) fate_oracle_agrees(&oracle);
        }
        assert_no_fault(&oracle);
        assert_memory_equal(oracle.residents, suf_population_of(core)->residents,
            self->model.population.n_cells * sizeof *oracle.residents);
    }
    sum->deaths += oracle.counts.deaths;
    sum->moves += oracle.counts.moves;
    sum->thinned += oracle.counts.thinned;
    sum->followed += oracle.counts.followed;
    sum->pending += oracle.counts.pending;
    sum->ends_in_death += oracle.counts.ends_in_death;
    sum->entry_month += oracle.counts.entry_month;
    fate_oracle_free(&oracle);
}

static void
each_death_and_move_comes_when_its_hazard_says(void **state)
{
    (void) state;
    ready self;
    fate_counts sum = {0};
    ready_init(&self, FATES, NULL, 0);
    for (uint64_t i = 0; i < 3; i++) {
        follow(&self, i, &sum);
    }
    ready_free(&self);
    print_message(
        "%u deaths, %u moves, %u thinned, %u followed, %u pending, %u stays that "
        "end in death, %u in the month of entry\n",
        (unsigned) sum.deaths, (unsigned) sum.moves, (unsigned) sum.thinned,
        (unsigned) sum.followed, (unsigned) sum.pending, (unsigned) sum.ends_in_death,
        (unsigned) sum.entry_month);
    /* So that the comparison says something. */
    assert_true(sum.deaths > 500 && sum.moves > 300 && sum.thinned > 200);
    assert_true(sum.followed > 30 && sum.pending > 20 && sum.ends_in_death > 50);
    assert_true(sum.entry_month > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_death_and_move_comes_when_its_hazard_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
