/* A scenario built by hand, as the reader would leave it, for tests.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It runs from 2021-01-01 to 2022-01-01 with no population, no places and services that
 * nobody asks for yet: everybody is eligible, stays are exponential with a mean of ten
 * days, one list in order of coming, nobody loses patience, no overflow. A test sets what
 * it is about. Rows of tables are the test's own arrays. */
#ifndef SUF_TESTS_SCENARIO_FIXTURE_H
#define SUF_TESTS_SCENARIO_FIXTURE_H

#include <stdint.h>

#include "model/model.h"
#include "scenario/types/scenario.h"

enum { FIXTURE_MAX = 4, FIXTURE_NAME_BYTES = 16 };

typedef struct scenario_fixture {
    suf_scenario scenario;
    suf_district_row districts[FIXTURE_MAX]; /* "north", "south", "east", "west" */
    suf_service_spec services[FIXTURE_MAX];  /* "nursery", "care", "clinic", "ward" */
    suf_arrival_spec arrivals[FIXTURE_MAX][FIXTURE_MAX]; /* [service] */
    suf_assumption assumptions[FIXTURE_MAX]; /* "first" to "fourth"; of value 1 */
    char texts[16][FIXTURE_NAME_BYTES];
    char empty[1];
} scenario_fixture;

/* A row of moves of everybody, in all years. */
suf_migration_row scenario_fixture_flow(
    uint32_t from, uint32_t to, double persons_per_year, double turnover_per_year);
/* Not to be copied or moved afterwards: the scenario points into it. */
void scenario_fixture_init(
    scenario_fixture *self, uint32_t n_districts, uint32_t n_services);
/* The next assumption; returns its index. Its range is open. */
uint32_t scenario_fixture_assume(
    scenario_fixture *self, suf_assumption_kind kind, double a0, double a1, double a2);
/* Poisson arrivals of a service in a district. */
void scenario_fixture_arrive(
    scenario_fixture *self, uint32_t service, uint32_t district, double per_day);
/* Requests of the population for a service at a rate per person and day. */
void scenario_fixture_ask(
    scenario_fixture *self, uint32_t service, double per_person_day);
/* Builds the model; ends the program with the fault when that fails. */
void scenario_fixture_build(const scenario_fixture *self, suf_model *model);

/* A sure project without a name: places of a service open, or close, on a day. */
suf_project_row scenario_fixture_project(
    uint32_t service, uint32_t district, double places, int32_t opens_day);

#endif
