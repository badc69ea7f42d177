/* A small world stepped event by event: what must hold after each of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "engine/population/population_process.h"
#include "engine/stay/stay.h"
#include "engine/stay/stay_state.h"
#include "oracle/ready.h"

#define SMALL SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml"

/* No free usable place while anybody who accepts the district waits. */
static void
assert_nobody_waits_in_vain(const suf_core *core)
{
    const suf_model *model = core->model;
    for (uint32_t s = 0; s < model->n_services; s++) {
        const suf_service *service = &model->services[s];
        for (uint32_t d = 0; d < model->n_districts; d++) {
            const suf_pool *pool = &core->pools[suf_model_pool(model, s, d)];
            if (pool->occupied >= pool->usable) {
                continue;
            }
            assert_int_equal(suf_stay_of(core)->lines[suf_model_pool(model, s, d)].n, 0);
            for (uint32_t i = service->accepts_first[d];
                 i < service->accepts_first[d + 1]; i++) {
                assert_int_equal(
                    suf_stay_of(core)
                        ->lines[suf_model_pool(model, s, service->accepts[i])]
                        .n,
                    0);
            }
        }
    }
}

/* People in places and on lists are the held of the population, cell by cell and in all.
 */
static void
assert_held_are_those_in_places_and_on_lists(const suf_core *core)
{
    const suf_model *model = core->model;
    uint32_t n_cells = model->population.n_cells;
    uint64_t held_by_services = 0;
    uint64_t held = 0;
    uint64_t in_pools = 0;
    for (uint32_t c = 0; c < n_cells; c++) {
        uint64_t here = 0;
        for (uint32_t s = 0; s < model->n_services; s++) {
            here += suf_stay_of(core)->in_system[(size_t) s * n_cells + c];
        }
        /* More when somebody released this month has a death or move to come. */
        assert_true(suf_population_of(core)->in_system[c] >= here);
        assert_true(suf_population_of(core)->in_system[c] <=
                    suf_population_of(core)->residents[c]);
        held_by_services += here;
        held += suf_population_of(core)->in_system[c];
    }
    for (uint32_t i = 0; i < model->n_services * model->n_districts; i++) {
        in_pools += core->pools[i].occupied + suf_stay_of(core)->lines[i].n;
    }
    assert_int_equal(held_by_services, in_pools);
    if (core->way == SUF_WAY_BY_PERSON) {
        assert_int_equal(held, suf_stay_of(core)->entities.n_live);
    } else {
        assert_true(held > suf_stay_of(core)->entities.n_live);
    }
    for (uint32_t s = 0; s < model->n_services; s++) {
        uint32_t index = model->services[s].stay.staying_index;
        uint64_t staying = 0;
        uint64_t occupied = 0;
        for (uint32_t c = 0; index != SUF_NONE && c < n_cells; c++) {
            staying += suf_population_of(core)->staying[(size_t) index * n_cells + c];
        }
        for (uint32_t d = 0; index != SUF_NONE && d < model->n_districts; d++) {
            occupied += core->pools[suf_model_pool(model, s, d)].occupied;
        }
        assert_int_equal(staying, occupied);
    }
}

static void
assert_invariants_after_every_event(suf_way way)
{
    ready self;
    ready_init(&self, SMALL, NULL, 0);
    self.replication.way = way;
    ready_start(&self, 3, NULL);
    double last = 0;
    uint64_t n = 0;
    assert_held_are_those_in_places_and_on_lists(&self.replication.core);
    while (suf_replication_step(&self.replication)) {
        const suf_core *now = &self.replication.core;
        assert_true(now->now_days >= last);
        last = now->now_days;
        assert_nobody_waits_in_vain(now);
        if (n++ % 50 == 0) {
            assert_held_are_those_in_places_and_on_lists(now);
        }
    }
    assert_int_equal(self.replication.core.status, SUF_OK);
    assert_true(n > 10000);
    ready_free(&self);
}

static void
invariants_hold_after_every_event(void **state)
{
    (void) state;
    assert_invariants_after_every_event(SUF_WAY_BY_PERSON);
    assert_invariants_after_every_event(SUF_WAY_IN_ORDER);
}

/* requests = ways out + change of the list; occupancy and places likewise; exactly. */
static void
flows_balance_in_every_month_district_and_service(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SMALL, NULL, 0);
    for (uint64_t replication = 0; replication < 5; replication++) {
        ready_start(&self, replication, NULL);
        const suf_model *model = &self.model;
        double waiting[16];
        double occupied[16];
        double places[16];
        for (uint32_t i = 0; i < model->n_services * model->n_districts; i++) {
            waiting[i] = suf_stay_of(&self.replication.core)->lines[i].n;
            occupied[i] = self.replication.core.pools[i].occupied;
            places[i] = self.replication.core.pools[i].built;
        }
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        double seen[SUF_N_VARIABLES] = {0};
        for (uint32_t m = 0; m < self.layout.n_months; m++) {
            for (uint32_t s = 0; s < model->n_services; s++) {
                double change = 0;
                double flow = 0;
                for (uint32_t d = 0; d < model->n_districts; d++) {
                    uint32_t i = suf_model_pool(model, s, d);
#define V(name) ready_value(&self, SUF_VARIABLE_##name, m, d, s)
                    double out = V(BALKED) + V(VOID_REQUESTS) + V(REFUSALS) + V(RENEGED) +
                                 V(AGED_OUT) + V(DIED_WAITING) + V(MOVED_WAITING) +
                                 V(ADMISSIONS);
                    assert_true(V(REQUESTS) == out + V(WAITING_END) - waiting[i]);
                    assert_true(
                        V(PLACES) == places[i] + V(PLACES_OPENED) - V(PLACES_CLOSED));
                    assert_true(V(ADMISSIONS_OVERFLOW) <= V(ADMISSIONS));
                    /* By location: admitted here = own residents here + from away. */
                    assert_true(V(OCCUPANCY_END) - occupied[i] ==
                                V(ADMISSIONS) - V(ADMISSIONS_OVERFLOW) +
                                    V(ADMISSIONS_OVERFLOW_IN) - V(RELEASES));
                    change += V(OCCUPANCY_END) - occupied[i];
                    flow += V(ADMISSIONS) - V(RELEASES);
                    waiting[i] = V(WAITING_END);
                    occupied[i] = V(OCCUPANCY_END);
                    places[i] = V(PLACES);
                    seen[SUF_VARIABLE_BALKED] += V(BALKED);
                    seen[SUF_VARIABLE_REFUSALS] += V(REFUSALS);
                    seen[SUF_VARIABLE_RENEGED] += V(RENEGED);
                    seen[SUF_VARIABLE_AGED_OUT] += V(AGED_OUT);
                    seen[SUF_VARIABLE_DIED_WAITING] += V(DIED_WAITING);
                    seen[SUF_VARIABLE_MOVED_WAITING] += V(MOVED_WAITING);
                    seen[SUF_VARIABLE_ADMISSIONS_OVERFLOW] += V(ADMISSIONS_OVERFLOW);
                    seen[SUF_VARIABLE_PLACES_CLOSED] += V(PLACES_CLOSED);
#undef V
                }
                assert_true(change == flow);
            }
        }
        /* Every way out was taken, so that the identity says something. */
        assert_true(seen[SUF_VARIABLE_BALKED] > 0 && seen[SUF_VARIABLE_REFUSALS] > 0 &&
                    seen[SUF_VARIABLE_RENEGED] > 0 && seen[SUF_VARIABLE_AGED_OUT] > 0 &&
                    seen[SUF_VARIABLE_DIED_WAITING] > 0 &&
                    seen[SUF_VARIABLE_MOVED_WAITING] > 0 &&
                    seen[SUF_VARIABLE_ADMISSIONS_OVERFLOW] > 0 &&
                    seen[SUF_VARIABLE_PLACES_CLOSED] > 0);
    }
    ready_free(&self);
}

/* Residents' change = births - deaths + moves in - moves out, with people in services. */
static void
population_balances_in_every_year_and_district(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SMALL, NULL, 0);
    ready_start(&self, 1, NULL);
    const suf_model *model = &self.model;
    uint32_t n_cohorts = model->population.n_cohorts;
    double before[3] = {0};
    /* The first month's step has been taken: its flows are already counted, so the people
     * before it are those after it less the flows. */
    const suf_population *people = suf_population_of(&self.replication.core);
    for (uint32_t d = 0; d < 3; d++) {
        for (uint32_t i = 0; i < SUF_N_SEXES * n_cohorts; i++) {
            before[d] += people->residents[(size_t) d * SUF_N_SEXES * n_cohorts + i];
        }
        for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGE_GROUPS; i++) {
            size_t at = (size_t) d * SUF_N_SEXES * SUF_N_AGE_GROUPS + i;
            before[d] -= (double) people->births[at] + (double) people->moves_in[at] -
                         (double) people->deaths[at] - (double) people->moves_out[at];
        }
    }
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    for (uint32_t year = 0; year < self.layout.n_years; year++) {
        for (uint32_t d = 0; d < 3; d++) {
            double residents = 0;
            double net = 0;
            for (uint32_t i = 0; i < SUF_N_SEXES * SUF_N_AGE_GROUPS; i++) {
                size_t at = ((size_t) year * 3 + d) * SUF_N_SEXES * SUF_N_AGE_GROUPS + i;
                residents += suf_metrics_of(&self.metrics, SUF_VARIABLE_RESIDENTS)[at];
                net += suf_metrics_of(&self.metrics, SUF_VARIABLE_BIRTHS)[at] -
                       suf_metrics_of(&self.metrics, SUF_VARIABLE_DEATHS)[at] +
                       suf_metrics_of(&self.metrics, SUF_VARIABLE_MOVES_IN)[at] -
                       suf_metrics_of(&self.metrics, SUF_VARIABLE_MOVES_OUT)[at];
            }
            assert_true(residents == before[d] + net);
            before[d] = residents;
        }
    }
    ready_free(&self);
}

static void
the_same_replication_gives_the_same_record_whatever_ran_before(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SMALL, NULL, 0);
    size_t n = self.layout.offsets[SUF_N_VARIABLES];
    double *first = malloc(n * sizeof *first);
    assert_non_null(first);
    ready_start(&self, 2, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    memcpy(first, self.metrics.values, n * sizeof *first);
    ready_start(&self, 9, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    assert_memory_not_equal(first, self.metrics.values, n * sizeof *first);
    ready_start(&self, 2, NULL);
    while (suf_replication_step(&self.replication)) {
    }
    assert_memory_equal(first, self.metrics.values, n * sizeof *first);
    free(first);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invariants_hold_after_every_event),
        cmocka_unit_test(flows_balance_in_every_month_district_and_service),
        cmocka_unit_test(population_balances_in_every_year_and_district),
        cmocka_unit_test(the_same_replication_gives_the_same_record_whatever_ran_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
