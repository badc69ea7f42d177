/* Tests of costs: sums by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "oracle/ready.h"
#include "oracle/units.h"

#define COSTS     SUF_SOURCE_DIR "/tests/data/supply/costs.yaml"
#define V(symbol) SUF_VARIABLE_COST_##symbol

/* Of costs.yaml, in the order of writing. */
enum { NORTH, SOUTH, CITY_WIDE, N_REGIONS };
enum { N_SERVICES = 2 };
enum { CITY, STATE, ALL, N_FUNDS };
enum { N_YEARS = 3 };

static uint32_t
project_of(const ready *self, const char *name)
{
    return self->model.delivery.units[units_find(self, name, 0)].project;
}

static uint32_t
service_of(const ready *self, const char *name)
{
    for (uint32_t i = 0; i < self->model.n_services; i++) {
        if (strcmp(self->model.services[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("no service %s", name);
    return 0;
}

static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
}

static double
of_fund(ready *self, suf_variable variable, uint32_t period, uint32_t fund)
{
    return suf_metrics_of(&self->metrics, variable)[period * N_FUNDS + fund];
}

static double
of_service(ready *self, suf_variable variable, uint32_t period, uint32_t region,
    const char *service)
{
    size_t row = (size_t) period * N_REGIONS + region;
    return suf_metrics_of(
        &self->metrics, variable)[row * N_SERVICES + service_of(self, service)];
}

static void
assert_near(double found, double wanted)
{
    if (!(fabs(found - wanted) <= 1e-9 * fabs(wanted))) {
        fail_msg("found %.12g, expected %.12g", found, wanted);
    }
}

/* --- sums by hand ---------------------------------------------------------------------
 */

static void
capital_is_spent_evenly_over_the_months_of_building(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    /* Works: 10 batches of 10 units at 2000 within 2021, by the city alone. Gyms: 2.4
     * million over the 24 months to December 2021, and over the 25 to December 2022. The
     * wing: a million a month from July to June. Beds: 20 places at 100000 in March 2023,
     * by the state alone. Kiosks: two at 600. */
    double gyms_2021 = 2.4e6 / 24 * 12 + 2.4e6 / 25 * 12;
    double gyms_2022 = 2.4e6 / 25 * 12;
    double shared_2021 = 6e6 + gyms_2021 + 1200;
    assert_near(of_fund(&self, V(CAPITAL), 0, ALL), shared_2021 + 200000);
    assert_near(of_fund(&self, V(CAPITAL), 0, CITY), 0.75 * shared_2021 + 200000);
    assert_near(of_fund(&self, V(CAPITAL), 0, STATE), 0.25 * shared_2021);
    assert_near(of_fund(&self, V(CAPITAL), 1, ALL), 6e6 + gyms_2022);
    assert_near(of_fund(&self, V(CAPITAL), 2, STATE), 2e6);
    assert_true(of_fund(&self, V(CAPITAL), 2, CITY) == 0);
    assert_near(of_fund(&self, V(CAPITAL), N_YEARS, ALL),
        shared_2021 + 200000 + 6e6 + gyms_2022 + 2e6);
    assert_true(of_fund(&self, V(OVERRUN), N_YEARS, ALL) == 0);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), 0, NORTH, "ward"), 6e6);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), N_YEARS, SOUTH, "ward"), 2e6);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), N_YEARS, CITY_WIDE, "ward"), 14e6);
    /* Nothing is built for it: that costs nothing. */
    assert_true(of_service(&self, V(SERVICE_CAPITAL), 0, NORTH, "other") == 0);
    ready_free(&self);
}

static void
what_is_cancelled_costs_nothing_and_what_is_not_given_is_not_a_number(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    const double *planned = suf_metrics_of(&self.metrics, V(PLANNED));
    const double *final = suf_metrics_of(&self.metrics, V(FINAL));
    const double *spent = suf_metrics_of(&self.metrics, V(PROJECT_SPENT));
    uint32_t never = project_of(&self, "never");
    uint32_t unknown = project_of(&self, "unknown");
    assert_near(planned[never], 999e6);
    assert_true(final[never] == 0 && spent[never * N_YEARS] == 0);
    assert_true(isnan(planned[unknown]) && isnan(final[unknown]));
    assert_true(isnan(spent[unknown * N_YEARS]));
    assert_near(final[project_of(&self, "gyms")], 4.8e6);
    /* Of those, one year lies before the run. */
    assert_near(
        spent[project_of(&self, "gyms") * N_YEARS], 2.4e6 / 24 * 12 + 2.4e6 / 25 * 12);
    assert_true(isnan(of_service(&self, V(SERVICE_RUNNING), 0, CITY_WIDE, "other")));
    assert_true(suf_metrics_of(&self.metrics, V(COSTED))[SUF_PART_PROJECTS] == 5);
    assert_true(suf_metrics_of(&self.metrics, V(IN_ALL))[SUF_PART_PROJECTS] == 6);
    ready_free(&self);
}

static void
running_costs_are_of_usable_places_and_of_people(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    /* 2021: 3 places in the north and 1 in the south for a year; one asks every 10 days,
     * from day 10 to day 360, and stays for 5 days. */
    assert_near(
        of_service(&self, V(SERVICE_RUNNING), 0, NORTH, "ward"), 3 * 36500 + 36 * 10);
    assert_near(of_service(&self, V(IDLE), 0, NORTH, "ward"), 3 * 36500 - 36 * 5 * 100);
    assert_near(of_service(&self, V(IDLE), 0, SOUTH, "ward"), 36500);
    assert_near(of_service(&self, V(SERVED), 0, CITY_WIDE, "ward"), 36);
    /* 2022: 10 more from July 1 on. */
    assert_near(of_service(&self, V(SERVICE_RUNNING), 1, NORTH, "ward"),
        36500 * (3 + 10 * 184. / 365) + 36 * 10);
    assert_near(of_fund(&self, V(RUNNING), 0, CITY), 4 * 36500 + 36 * 10);
    assert_true(of_fund(&self, V(RUNNING), 0, STATE) == 0);
    assert_near(of_fund(&self, V(SPENT), 0, ALL),
        of_fund(&self, V(CAPITAL), 0, ALL) + 4 * 36500 + 36 * 10);
    ready_free(&self);
}

static void
budgets_of_funds_sum_up_and_only_where_each_has_one(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    run(&self, 0);
    assert_near(of_fund(&self, V(BUDGET), 0, STATE), 1e6);
    assert_near(of_fund(&self, V(BUDGET), 1, ALL), 8e6);
    assert_true(isnan(of_fund(&self, V(BUDGET), 2, STATE)));
    assert_true(isnan(of_fund(&self, V(BUDGET), 2, ALL)));
    assert_true(isnan(of_fund(&self, V(BUDGET), N_YEARS, ALL)));
    assert_near(of_fund(&self, V(BUDGET), N_YEARS, CITY), 111e6);
    /* 2021: the state's million does not pay its quarter; 2022: 1.788 of 2 million. */
    assert_true(of_fund(&self, V(OVER), 0, STATE) == 1);
    assert_true(of_fund(&self, V(OVER), 1, STATE) == 0);
    assert_true(isnan(of_fund(&self, V(OVER), 2, STATE)));
    ready_free(&self);
}

static void
a_lever_of_places_changes_what_is_given_per_place(void **state)
{
    (void) state;
    static const struct {
        const char *set;
        double places;
    } cases[] = {{"levers.south_beds.value=0", 0}, {"levers.south_beds.value=50", 50}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ready self;
        ready_init(&self, COSTS, &cases[i].set, 1);
        run(&self, 0);
        double cost = 100000 * cases[i].places;
        assert_near(of_service(&self, V(SERVICE_CAPITAL), 2, SOUTH, "ward"), cost);
        assert_near(of_fund(&self, V(CAPITAL), 2, STATE), cost);
        ready_free(&self);
    }
    /* As a question sets it, without building the model again. */
    ready self;
    ready_init(&self, COSTS, NULL, 0);
    const double chosen[] = {70};
    suf_chosen_set(&self.parameters.chosen, chosen);
    run(&self, 0);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), 2, SOUTH, "ward"), 7e6);
    ready_free(&self);
}

static void
a_project_without_a_cost_costs_what_a_place_of_its_service_does(void **state)
{
    (void) state;
    const char *sets[] = {"projects.shed={service: other, district: south, places: 4, "
                          "opens: 2022-05-01}",
        "services.other.capital={place: 3 thousand yuan, fund: city}",
        "projects.old={service: other, district: south, places: 9, opens: 2021-01-01}"};
    ready self;
    ready_init(&self, COSTS, sets, 1);
    run(&self, 0);
    assert_true(isnan(of_service(&self, V(SERVICE_CAPITAL), 1, SOUTH, "other")));
    assert_true(
        suf_metrics_of(&self.metrics, V(COSTED_PLACES))[service_of(&self, "other")] == 0);
    ready_free(&self);
    /* What is open on the first day is not built. */
    ready_init(&self, COSTS, sets, 3);
    run(&self, 0);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), N_YEARS, SOUTH, "other"), 12000);
    assert_true(suf_metrics_of(&self.metrics, V(IN_ALL))[SUF_PART_PROJECTS] == 7);
    assert_near(of_service(&self, V(SERVICE_CAPITAL), 1, SOUTH, "other"), 12000);
    assert_near(
        suf_metrics_of(&self.metrics, V(COSTED_PLACES))[service_of(&self, "other")], 1);
    ready_free(&self);
}

static void
a_lever_of_units_changes_a_batch_in_proportion(void **state)
{
    (void) state;
    const char *sets[] = {
        "levers.gyms={value: 4, least: 0, most: 6, step: 1, unit: units}",
        "projects.gyms.count=$gyms"};
    ready self;
    ready_init(&self, COSTS, sets, 2);
    const double chosen[] = {20, 3}; /* in the order of writing */
    suf_chosen_set(&self.parameters.chosen, chosen);
    run(&self, 0);
    assert_near(suf_metrics_of(&self.metrics, V(FINAL))[project_of(&self, "gyms")],
        3 * 4.8e6 / 4);
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capital_is_spent_evenly_over_the_months_of_building),
        cmocka_unit_test(
            what_is_cancelled_costs_nothing_and_what_is_not_given_is_not_a_number),
        cmocka_unit_test(running_costs_are_of_usable_places_and_of_people),
        cmocka_unit_test(budgets_of_funds_sum_up_and_only_where_each_has_one),
        cmocka_unit_test(a_lever_of_places_changes_what_is_given_per_place),
        cmocka_unit_test(a_project_without_a_cost_costs_what_a_place_of_its_service_does),
        cmocka_unit_test(a_lever_of_units_changes_a_batch_in_proportion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
