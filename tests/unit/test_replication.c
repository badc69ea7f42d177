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
            here += suf_stay_of(core)->held[(size_t) s * n_cells + c];
        }
        /* More when somebody released this month has a death or move to come. */
        assert_true(suf_population_of(core)->held[c] >= here);
        assert_true(
            suf_population_of(core)->held[c] <= suf_population_of(core)->residents[c]);
        held_by_services += here;
        held += suf_population_of(core)->held[c];
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

static double
value(ready *self, suf_variable variable, uint32_t month, uint32_t district,
    uint32_t service)
{
    size_t at =
        ((size_t) month * self->layout.n_districts + district) * self->layout.n_services +
        service;
    return suf_metrics_of(&self->metrics, variable)[at];
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
#define V(name) value(&self, SUF_VARIABLE_##name, m, d, s)
                    double out = V(BALKED) + V(VOID_REQUESTS) + V(REFUSALS) + V(RENEGED) +
                                 V(AGED_OUT) + V(DIED_WAITING) + V(MOVED_WAITING) +
                                 V(ADMISSIONS);
                    assert_true(V(REQUESTS) == out + V(WAITING_END) - waiting[i]);
                    assert_true(
                        V(PLACES) == places[i] + V(PLACES_OPENED) - V(PLACES_CLOSED));
                    assert_true(V(ADMISSIONS_AWAY) <= V(ADMISSIONS));
                    /* By location: admitted here = own residents here + from away. */
                    assert_true(V(OCCUPANCY_END) - occupied[i] ==
                                V(ADMISSIONS) - V(ADMISSIONS_AWAY) +
                                    V(ADMISSIONS_FROM_AWAY) - V(RELEASES));
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
                    seen[SUF_VARIABLE_ADMISSIONS_AWAY] += V(ADMISSIONS_AWAY);
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
                    seen[SUF_VARIABLE_ADMISSIONS_AWAY] > 0 &&
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

/* Sum over months and districts of the absolute difference of a service's requests. */
static double
difference(ready *self, const double *requests, uint32_t service)
{
    double sum = 0;
    for (uint32_t m = 0; m < self->layout.n_months; m++) {
        for (uint32_t d = 0; d < 3; d++) {
            sum += fabs(
                value(self, SUF_VARIABLE_REQUESTS, m, d, service) - requests[m * 3 + d]);
        }
    }
    return sum;
}

/* More places in one service leave the draws of the others alone: their requests differ
 * only by what a few people more or less in a cohort do, less than half of what chance
 * does. */
static void
more_places_of_one_service_hardly_touch_the_requests_of_another(void **state)
{
    (void) state;
    static const char *const sets[] = {"services.nursery.places.South=70"};
    double requests[36 * 3];
    ready base;
    ready changed;
    ready_init(&base, SMALL, NULL, 0);
    ready_init(&changed, SMALL, sets, 1);
    assert_int_equal(base.layout.n_months, 36);
    ready_start(&base, 4, NULL);
    ready_start(&changed, 4, NULL);
    assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
    assert_int_equal(suf_replication_run(&changed.replication), SUF_OK);
    double own = 0;
    for (uint32_t m = 0; m < 36; m++) {
        for (uint32_t d = 0; d < 3; d++) {
            requests[m * 3 + d] = value(&base, SUF_VARIABLE_REQUESTS, m, d, 2);
            own += fabs(value(&base, SUF_VARIABLE_OCCUPANCY, m, d, 0) -
                        value(&changed, SUF_VARIABLE_OCCUPANCY, m, d, 0));
        }
    }
    assert_true(own > 0);
    double coupled = difference(&changed, requests, 2);
    ready_start(&base, 5, NULL);
    assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
    double independent = difference(&base, requests, 2);
    if (!(coupled < 0.45 * independent)) {
        fail_msg("differ by %g, independent runs by %g", coupled, independent);
    }
    ready_free(&base);
    ready_free(&changed);
}

#define CLUB                                                                             \
    "services.club={kind: stay, arrivals: {North: {rate: 90 per year}, South: {rate: "   \
    "60 per year}}, stay: {exponential: {mean: 0.3 years}}, queue: {patience: {"         \
    "exponential: {mean: 60 days}}}, places: {North: 20, Middle: 5, South: 15}, "        \
    "initial: {occupancy: 0.8}}"

/* Months before `end`, districts and variables in which two runs of a service differ. */
static uint32_t
n_different(ready *a, ready *b, uint32_t service, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t v = 0; v < SUF_N_VARIABLES; v++) {
        bool is_by_service =
            suf_variable_info_of((suf_variable) v)->dims == SUF_DIMS_MONTHLY;
        for (uint32_t m = 0; is_by_service && m < end; m++) {
            for (uint32_t d = 0; d < a->layout.n_districts; d++) {
                double x = value(a, (suf_variable) v, m, d, service);
                double y = value(b, (suf_variable) v, m, d, service);
                bool is_same = isnan(x) ? isnan(y) : x == y;
                n += !is_same;
            }
        }
    }
    return n;
}

/* One more nursery place in one district: services that other people use, or whose
 * arrivals are given, have every month of every variable the same, bit by bit. The ward
 * is for those who are too old for a nursery throughout, as it would pass on what
 * children differ by. */
static void
one_more_place_leaves_unrelated_services_as_they_are(void **state)
{
    (void) state;
    static const char *const sets[] = {CLUB, "services.ward.eligible={from: 10 years}",
        "services.nursery.places.South=61"};
    ready base;
    ready changed;
    ready_init(&base, SMALL, sets, 2);
    ready_init(&changed, SMALL, sets, 3);
    for (uint64_t r = 0; r < 5; r++) {
        ready_start(&base, r, NULL);
        ready_start(&changed, r, NULL);
        assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
        assert_int_equal(suf_replication_run(&changed.replication), SUF_OK);
        assert_true(n_different(&base, &changed, 0, base.layout.n_months) > 0);
        for (uint32_t s = 1; s < 4; s++) { /* care, ward, club */
            assert_int_equal(n_different(&base, &changed, s, base.layout.n_months), 0);
            assert_true(value(&base, SUF_VARIABLE_REQUESTS, 10, 0, s) > 0);
        }
    }
    ready_free(&base);
    ready_free(&changed);
}

/* A project that is planned later, and one more, leave the others' delays, and so their
 * openings, as they are, though all share a shock; and every month before the first of
 * their own openings, in every service. */
static void
a_project_that_slips_leaves_the_others_as_they_are(void **state)
{
    (void) state;
    static const char *const sets[] = {
        "delivery={delay: {lognormal: {median: 1.1, mean: 1.3}}, correlation: 0.4}",
        "projects.more care.starts=2021-02-01", "projects.new nursery.starts=2021-01-01",
        "projects.wing={service: ward, district: South, places: 5, starts: 2021-03-01, "
        "opens: 2022-03-01}",
        "projects.more care.opens=2022-09-15",
        "projects.another={service: care, district: North, places: 5, starts: "
        "2021-05-01, "
        "opens: 2022-05-01}"};
    ready base;
    ready changed;
    ready_init(&base, SMALL, sets, 4);
    ready_init(&changed, SMALL, sets, 6);
    assert_int_equal(base.layout.n_projects, 4);
    assert_int_equal(changed.layout.n_projects, 5);
    for (uint64_t r = 0; r < 5; r++) {
        ready_start(&base, r, NULL);
        ready_start(&changed, r, NULL);
        assert_int_equal(suf_replication_run(&base.replication), SUF_OK);
        assert_int_equal(suf_replication_run(&changed.replication), SUF_OK);
        const double *before = suf_metrics_of(&base.metrics, SUF_VARIABLE_DELAY);
        const double *after = suf_metrics_of(&changed.metrics, SUF_VARIABLE_DELAY);
        assert_true(before[0] != after[0]); /* in proportion to what is planned */
        for (int i = 2; i < 4; i++) {       /* but those that close on a sure date */
            assert_true(before[i] != 0 && before[i] == after[i]);
        }
        double first = fmin(suf_day_of_date(2022, 3, 15) + before[0],
            fmin(suf_day_of_date(2022, 9, 15) + after[0],
                suf_day_of_date(2022, 5, 1) + after[4]));
        uint32_t end = (uint32_t) (suf_month_of_day((int32_t) first) -
                                   suf_month_of_day(base.layout.start_day));
        assert_in_range(end, 4, 30);
        for (uint32_t s = 0; s < 3; s++) {
            assert_int_equal(n_different(&base, &changed, s, end), 0);
        }
        assert_true(n_different(&base, &changed, 1, base.layout.n_months) > 0);
    }
    ready_free(&base);
    ready_free(&changed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invariants_hold_after_every_event),
        cmocka_unit_test(flows_balance_in_every_month_district_and_service),
        cmocka_unit_test(population_balances_in_every_year_and_district),
        cmocka_unit_test(the_same_replication_gives_the_same_record_whatever_ran_before),
        cmocka_unit_test(more_places_of_one_service_hardly_touch_the_requests_of_another),
        cmocka_unit_test(a_project_that_slips_leaves_the_others_as_they_are),
        cmocka_unit_test(one_more_place_leaves_unrelated_services_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
