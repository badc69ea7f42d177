/* Tests of what happens when memory runs out: every allocation fails once in turn.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Linked so that the calls of calloc and realloc in our own code come here first. That
 * nothing is leaked is left to the address sanitizer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cli/layout.h"
#include "model/build.h"
#include "model/parameters.h"
#include "oracle/scenario_fixture.h"

/* The linker's names (ld --wrap).
 * NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming) */
void *__real_calloc(size_t n, size_t bytes);
void *__wrap_calloc(size_t n, size_t bytes);
void *__real_realloc(void *old, size_t bytes);
void *__wrap_realloc(void *old, size_t bytes);

/* Allocations that still succeed before the one that fails; below 0: all succeed. A
 * global, as calloc has no argument to pass it by. */
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables) */
static int n_left = -1;

void *
__wrap_calloc(size_t n, size_t bytes)
{
    return n_left-- == 0 ? NULL : __real_calloc(n, bytes);
}

void *
__wrap_realloc(void *old, size_t bytes)
{
    return n_left-- == 0 ? NULL : __real_realloc(old, bytes);
}
/* NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming) */

/* A scenario that uses every part of the model. */
typedef struct region {
    scenario_fixture fixture;
    suf_population_row people[2];
    suf_migration_row flow;
    suf_travel_row travel;
    suf_arrival_row arrivals[2];
    suf_places_row places;
    suf_year_factor by_year;
    suf_empirical_row stay[2];
} region;

static void
region_init(region *self)
{
    *self = (region){
        .people = {{.ages = {1, 1}, .count = 500}, {.ages = {2, 2}, .count = 500}},
        .flow = scenario_fixture_flow(0, 1, 5, 0),
        .travel = {.to = 1, .minutes = 9},
        .arrivals = {{0, 1, 0}, {9, 2, 0}},
        .places = {.places = 3},
        .by_year = {2021, suf_number_constant(2)},
        .stay = {{3, 0.5, 0}, {9, 1, 0}}};
    scenario_fixture_init(&self->fixture, 2, 2);
    suf_scenario *scenario = &self->fixture.scenario;
    scenario->population.is_given = true;
    scenario->population.date_day = scenario->start_day;
    scenario->population.start = self->people;
    scenario->population.n_start = 2;
    scenario->population.migration = &self->flow;
    scenario->population.n_migration = 1;
    scenario->travel = &self->travel;
    scenario->n_travel = 1;
    scenario->places = &self->places;
    scenario->n_places = 1;
    (void) scenario_fixture_assume(&self->fixture, SUF_ASSUMPTION_VALUE, 1, 0, 0);
    scenario_fixture_arrive(&self->fixture, 0, 0, 0);
    self->fixture.arrivals[0][0].kind = SUF_ARRIVAL_TABLE;
    self->fixture.arrivals[0][0].rows = self->arrivals;
    self->fixture.arrivals[0][0].n_rows = 2;
    scenario_fixture_ask(&self->fixture, 1, 0);
    suf_service_spec *service = &self->fixture.services[1];
    service->requests.is_share = true;
    service->requests.prevalence = suf_number_constant(0.1);
    service->requests.of_to_months = 60;
    service->requests.by_year = &self->by_year;
    service->requests.n_by_year = 1;
    service->overflow_minutes = 30;
    service->initial.is_given = true;
    service->stay = (suf_distribution_spec){.kind = SUF_DISTRIBUTION_EMPIRICAL,
        .scale = suf_number_constant(1),
        .points = self->stay,
        .n_points = 2};
}

static suf_status
build_and_resolve(const region *self)
{
    suf_model model;
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = suf_model_build(&model, &self->fixture.scenario, &faults);
    if (status == SUF_OK) {
        suf_parameters parameters;
        status = suf_parameters_init(&parameters, &model);
        if (status == SUF_OK) {
            status = suf_parameters_resolve(&parameters, (double[]){1});
        }
        suf_parameters_free(&parameters);
    }
    suf_model_free(&model);
    suf_faults_free(&faults);
    return status;
}

static void
the_model_and_its_parameters_fail_cleanly_at_every_allocation(void **state)
{
    (void) state;
    region self;
    region_init(&self);
    suf_status status = SUF_ERROR_MEMORY;
    int n = 0;
    for (; status != SUF_OK; n++) {
        n_left = n;
        status = build_and_resolve(&self);
        n_left = -1;
        assert_true(status == SUF_OK || status == SUF_ERROR_MEMORY);
    }
    assert_in_range(n, 60, 1000);
}

static void
the_layout_fails_cleanly_at_every_allocation(void **state)
{
    (void) state;
    region self;
    region_init(&self);
    suf_status status = SUF_ERROR_MEMORY;
    int n = 0;
    for (; status != SUF_OK; n++) {
        suf_layout layout;
        suf_layout_maps maps = {0};
        suf_faults faults;
        suf_faults_init(&faults);
        n_left = n;
        status = suf_layout_build(
            &layout, &self.fixture.scenario, &self.fixture.scenario, 1, &maps, &faults);
        n_left = -1;
        assert_true(status == SUF_OK || status == SUF_ERROR_MEMORY);
        suf_layout_free(&layout);
        suf_faults_free(&faults);
        suf_layout_maps_free(&maps);
    }
    assert_in_range(n, 20, 1000);
}

/* Whatever of a fault cannot be kept: its text is. */
static void
a_fault_is_told_when_there_is_no_memory_for_it(void **state)
{
    (void) state;
    const suf_fault_place place = {.file = "x.h5", .hint = "try again"};
    for (int n = 0; n < 4; n++) {
        suf_faults faults;
        suf_faults_init(&faults);
        n_left = n; /* of the list, the file's name, the message, the hint */
        suf_faults_add(&faults, &place, "is %d bytes short", 7);
        n_left = -1;
        assert_int_equal(faults.n, 0);
        assert_int_equal(faults.n_dropped, 1);
        assert_string_equal(faults.scarce, "x.h5: is 7 bytes short");
        suf_faults_add(&faults, &place, "the next one");
        assert_int_equal(faults.n, 1);
        assert_string_equal(faults.scarce, "x.h5: is 7 bytes short");
        suf_faults_free(&faults);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_and_its_parameters_fail_cleanly_at_every_allocation),
        cmocka_unit_test(the_layout_fails_cleanly_at_every_allocation),
        cmocka_unit_test(a_fault_is_told_when_there_is_no_memory_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
