/* Tests of the queues against a second implementation, event by event.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "engine/core/replication.h"
#include "engine/processes.h"
#include "oracle/ledger.h"
#include "oracle/queue_oracle.h"
#include "oracle/scenario_fixture.h"
#include "oracle/waits_oracle.h"

enum { N_DISTRICTS = 3, N_SERVICES = 2 };
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* One model with all it takes to run it. */
typedef struct bench {
    suf_model model;
    suf_parameters parameters;
    suf_layout layout;
    suf_metrics metrics;
    suf_replication replication;
    queue_story found, expected;
} bench;

static const uint32_t places_in_layout[N_SERVICES] = {0, 1};
static const uint32_t projects_in_layout[] = {0, 1, 2, 3};
static const uint32_t classes_in_layout[] = {0, 1, 2};
static const suf_layout_map map = {.services = places_in_layout,
    .projects = projects_in_layout,
    .classes = classes_in_layout};

static void
bench_init(bench *self, const scenario_fixture *fixture)
{
    *self = (bench){0};
    scenario_fixture_build(fixture, &self->model);
    assert_int_equal(suf_parameters_init(&self->parameters, &self->model), SUF_OK);
    assert_int_equal(suf_parameters_resolve(&self->parameters, NULL), SUF_OK);
    self->layout.first_year = 2021;
    self->layout.n_years = 1;
    self->layout.n_projects = self->model.delivery.n_projects;
    self->layout.n_months = self->model.calendar.n_months;
    self->layout.n_districts = self->model.n_districts;
    self->layout.n_services = self->model.n_services;
    self->layout.n_classes = self->model.n_classes;
    assert_int_equal(suf_layout_seal(&self->layout), SUF_OK);
    assert_int_equal(suf_metrics_init(&self->metrics, &self->layout), SUF_OK);
    assert_int_equal(
        suf_replication_init(&self->replication, &self->model, suf_processes), SUF_OK);
}

static void
bench_free(bench *self)
{
    suf_replication_free(&self->replication);
    suf_metrics_free(&self->metrics);
    suf_parameters_free(&self->parameters);
    suf_model_free(&self->model);
    queue_story_free(&self->found);
    queue_story_free(&self->expected);
}

/* --- stories ------------------------------------------------------------------------ */

static bool
is_same(const suf_trace_event *a, const suf_trace_event *b)
{
    return a->what == b->what && a->time_days == b->time_days &&
           a->service == b->service && a->home == b->home && a->site == b->site &&
           a->source == b->source && a->name == b->name &&
           a->waited_days == b->waited_days && a->priority == b->priority;
}

static void
assert_same_story(const bench *self)
{
    for (size_t i = 0; i < self->found.n && i < self->expected.n; i++) {
        const suf_trace_event *a = &self->found.items[i];
        const suf_trace_event *b = &self->expected.items[i];
        if (!is_same(a, b)) {
            fail_msg("event %zu: found %d at %.17g of %" PRIx64 " of %u in %u (%u), "
                     "expected %d at %.17g of %" PRIx64 " of %u in %u (%u)",
                i, (int) a->what, a->time_days, a->name, a->home, a->site, a->priority,
                (int) b->what, b->time_days, b->name, b->home, b->site, b->priority);
        }
    }
    assert_int_equal(self->found.n, self->expected.n);
}

static void
assert_record_tells_the_story(const bench *self)
{
    ledger_fault fault;
    if (!ledger_agrees(&self->model, &self->expected, &self->metrics, &fault)) {
        fail_msg("%s in month %u, district %u, service %u: found %.17g, expected %.17g",
            suf_variable_info_of(fault.variable)->name, fault.month, fault.district,
            fault.service, fault.found, fault.expected);
    }
    waits_report report = {0};
    if (!waits_oracle_agrees(&self->model, &self->expected, &self->metrics, &report)) {
        fail_msg("wait in year %u, district %u, service %u, level %u: found %.17g, "
                 "expected %.17g",
            report.year, report.district, report.service, report.level, report.found,
            report.expected);
    }
}

/* --- cases -------------------------------------------------------------------------- */

/* Half a year in three districts. Of the two services the first is what a case is about;
 * the second is there to be left alone. */
typedef struct region {
    scenario_fixture fixture;
    suf_places_row places[4];
    suf_travel_row travel[5];
    suf_project_row projects[4];
    char names[4][2];
} region;

static suf_service_spec *
region_init(region *self)
{
    *self = (region){.places = {{.service = 1, .district = 1, .places = 2},
                         {.service = 0, .district = 0, .places = 3}}};
    scenario_fixture_init(&self->fixture, N_DISTRICTS, N_SERVICES);
    self->fixture.scenario.end_day = suf_day_of_date(2021, 7, 1);
    self->fixture.scenario.places = self->places;
    self->fixture.scenario.n_places = 2;
    scenario_fixture_arrive(&self->fixture, 1, 1, 0.7);
    self->fixture.services[1].stay.scale = suf_number_constant(3);
    return &self->fixture.services[0];
}

/* Districts that reach each other in part, with places that come and go. */
static void
give_overflow(region *self)
{
    static const suf_travel_row travel[] = {{.from = 0, .to = 1, .minutes = 20},
        {.from = 0, .to = 2, .minutes = 10}, {.from = 1, .to = 0, .minutes = 20},
        {.from = 2, .to = 1, .minutes = 30}, {.from = 2, .to = 0, .minutes = 31}};
    static const struct {
        double places;
        uint32_t district;
        int32_t day;
    } projects[] = {{4, 2, 40}, {-3, 0, 70}, {2, 1, 70}, {-4, 2, 100}};
    suf_scenario *scenario = &self->fixture.scenario;
    self->places[2] = (suf_places_row){.district = 1, .places = 3};
    self->places[3] = (suf_places_row){.district = 0, .places = 1};
    scenario->n_places = 4;
    for (size_t i = 0; i < COUNT_OF(travel); i++) {
        self->travel[i] = travel[i];
    }
    scenario->travel = self->travel;
    scenario->n_travel = COUNT_OF(travel);
    for (size_t i = 0; i < COUNT_OF(projects); i++) {
        self->projects[i] = scenario_fixture_project(0, projects[i].district,
            projects[i].places, scenario->start_day + projects[i].day);
        self->projects[i].project = self->names[i];
        self->names[i][0] = (char) ('a' + i);
    }
    scenario->projects = self->projects;
    scenario->n_projects = COUNT_OF(projects);
    self->fixture.services[0].overflow_minutes = 30;
}

#define SEES(what) (1U << SUF_TRACE_##what)

/* Runs the region by both, three times. Every sort of occurrence in `must_see` must come,
 * so that no case passes for want of what it is about. */
static void
compare(const region *of, uint32_t must_see)
{
    bench self;
    suf_observer observer = {queue_story_add, &self.found};
    uint32_t seen = 0;
    bench_init(&self, &of->fixture);
    for (uint64_t replication = 0; replication < 3; replication++) {
        self.found.n = self.expected.n = 0;
        assert_int_equal(suf_replication_start(&self.replication, &self.parameters,
                             replication, &map, &self.metrics, &observer),
            SUF_OK);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        queue_oracle_run(&self.model, &self.parameters, replication, &self.expected);
        assert_same_story(&self);
        assert_record_tells_the_story(&self);
        for (size_t i = 0; i < self.found.n; i++) {
            seen |= 1U << self.found.items[i].what;
        }
    }
    assert_int_equal(seen & must_see, must_see);
    bench_free(&self);
}

static void
one_line_before_three_places(void **state)
{
    (void) state;
    region self;
    suf_service_spec *service = region_init(&self);
    service->stay.scale = suf_number_constant(1);
    scenario_fixture_arrive(&self.fixture, 0, 0, 2.8);
    compare(&self, SEES(REQUEST) | SEES(JOIN) | SEES(ADMISSION) | SEES(RELEASE));
}

static void
overflow_between_districts_with_patience_and_places_that_come_and_go(void **state)
{
    (void) state;
    region self;
    suf_service_spec *service = region_init(&self);
    give_overflow(&self);
    for (uint32_t district = 0; district < N_DISTRICTS; district++) {
        scenario_fixture_arrive(&self.fixture, 0, district, 0.8 + 0.7 * district);
    }
    service->stay = (suf_distribution_spec){.kind = SUF_DISTRIBUTION_WEIBULL,
        .scale = suf_number_constant(2),
        .shape = suf_number_constant(1.5)};
    service->queue.patience.kind = SUF_DISTRIBUTION_EXPONENTIAL;
    service->queue.patience.scale = suf_number_constant(4);
    compare(&self, SEES(JOIN) | SEES(RENEGE) | SEES(CAPACITY) | SEES(RELEASE));
}

static void
refusals_where_there_is_no_list(void **state)
{
    (void) state;
    region self;
    suf_service_spec *service = region_init(&self);
    give_overflow(&self);
    scenario_fixture_arrive(&self.fixture, 0, 0, 4);
    scenario_fixture_arrive(&self.fixture, 0, 2, 2);
    service->stay.scale = suf_number_constant(0.9);
    service->queue.discipline = SUF_DISCIPLINE_NONE;
    compare(&self, SEES(REFUSAL) | SEES(CAPACITY));
}

static void
classes_with_balking_and_a_limit_of_the_list(void **state)
{
    (void) state;
    region self;
    suf_priority_class classes[] = {
        {.share = 0.2, .size = 1}, {.share = 0.5, .size = 1}, {.share = 0.3, .size = 1}};
    suf_service_spec *service = region_init(&self);
    give_overflow(&self);
    scenario_fixture_arrive(&self.fixture, 0, 0, 5);
    scenario_fixture_arrive(&self.fixture, 0, 1, 3);
    service->stay.scale = suf_number_constant(1.1);
    service->balk = suf_number_constant(0.1);
    service->queue.discipline = SUF_DISCIPLINE_PRIORITY;
    service->queue.classes = classes;
    service->queue.n_classes = COUNT_OF(classes);
    service->queue.limit = 6;
    service->queue.patience = (suf_distribution_spec){.kind = SUF_DISTRIBUTION_LOGNORMAL,
        .scale = suf_number_constant(2),
        .shape = suf_number_constant(1)};
    compare(&self, SEES(BALK) | SEES(REFUSAL) | SEES(JOIN) | SEES(RENEGE));
}

static void
arrivals_by_a_table_who_balk_by_the_number_present(void **state)
{
    (void) state;
    for (int is_linear = 0; is_linear < 2; is_linear++) {
        region self;
        suf_arrival_row rows[] = {{.time_days = 5.5, .per_day = 0.3},
            {.time_days = 60, .per_day = 9}, {.time_days = 60.25, .per_day = 1},
            {.time_days = 150, .per_day = 5}};
        suf_balk_row balk[] = {{.present = 2, .probability = 0.3},
            {.present = 5, .probability = 0.6}, {.present = 9, .probability = 1}};
        suf_service_spec *service = region_init(&self);
        give_overflow(&self);
        scenario_fixture_arrive(&self.fixture, 0, 0, 0);
        suf_arrival_spec *arrival = &self.fixture.arrivals[0][0];
        arrival->kind = SUF_ARRIVAL_TABLE;
        arrival->rows = rows;
        arrival->n_rows = COUNT_OF(rows);
        arrival->is_linear = is_linear == 1;
        service->stay.scale = suf_number_constant(1.5);
        service->balk_by_present = balk;
        service->n_balk_by_present = COUNT_OF(balk);
        compare(&self, SEES(REQUEST) | SEES(BALK) | SEES(JOIN));
    }
}

/* Everything falls on quarters of a day: requests, ends of stays and of patience, and
 * places that open and close. */
static void
ties_without_end(void **state)
{
    (void) state;
    region self;
    suf_service_spec *service = region_init(&self);
    give_overflow(&self);
    for (uint32_t district = 0; district < N_DISTRICTS; district++) {
        scenario_fixture_arrive(&self.fixture, 0, district, 0);
        suf_arrival_spec *arrival = &self.fixture.arrivals[0][district];
        arrival->kind = SUF_ARRIVAL_EVERY;
        arrival->every_days = 0.25 * (1 + district);
    }
    service->stay = (suf_distribution_spec){
        .kind = SUF_DISTRIBUTION_FIXED, .scale = suf_number_constant(1.25)};
    /* The shorter patience ends within the bucket in which it begins. */
    static const double patience_days[] = {0.75, 0.0625};
    for (size_t i = 0; i < COUNT_OF(patience_days); i++) {
        service->queue.patience = (suf_distribution_spec){.kind = SUF_DISTRIBUTION_FIXED,
            .scale = suf_number_constant(patience_days[i])};
        compare(&self, SEES(JOIN) | SEES(RENEGE) | SEES(CAPACITY) | SEES(RELEASE));
    }
}

/* A stay of minutes: many buckets a day, most events in the open one. */
static void
stays_far_shorter_than_a_day(void **state)
{
    (void) state;
    region self;
    suf_service_spec *service = region_init(&self);
    self.fixture.scenario.end_day = suf_day_of_date(2021, 2, 1);
    scenario_fixture_arrive(&self.fixture, 0, 0, 90);
    service->stay.scale = suf_number_constant(0.03);
    service->queue.patience.kind = SUF_DISTRIBUTION_EXPONENTIAL;
    service->queue.patience.scale = suf_number_constant(0.02);
    compare(&self, SEES(JOIN) | SEES(RENEGE));
}

static void
requests_so_rare_that_they_are_made_by_the_month(void **state)
{
    (void) state;
    region self;
    suf_service_spec *service = region_init(&self);
    give_overflow(&self);
    for (uint32_t district = 0; district < N_DISTRICTS; district++) {
        scenario_fixture_arrive(&self.fixture, 0, district, 0.1 + 0.1 * district);
    }
    service->stay.scale = suf_number_constant(25);
    compare(&self, SEES(REQUEST) | SEES(JOIN) | SEES(ADMISSION));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_before_three_places),
        cmocka_unit_test(
            overflow_between_districts_with_patience_and_places_that_come_and_go),
        cmocka_unit_test(refusals_where_there_is_no_list),
        cmocka_unit_test(classes_with_balking_and_a_limit_of_the_list),
        cmocka_unit_test(arrivals_by_a_table_who_balk_by_the_number_present),
        cmocka_unit_test(ties_without_end),
        cmocka_unit_test(stays_far_shorter_than_a_day),
        cmocka_unit_test(requests_so_rare_that_they_are_made_by_the_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
