/* What a condition feels, and that it has the same path when the rest is left out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle/ready.h"
#include "question/felt.h"

#define SMALL SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml"

/* Children's places, beds of the old, schools, a library, and desks whose people go on.
 */
static const char *const sets[] = {"services.ward.eligible={from: 60 years}",
    "services.school={kind: intake, eligible: {from: 3 years, to: 4 years}, intake: "
    "{month: 9, length: 3 years, apply: 0.9}, places: {North: 40, Middle: 50, South: "
    "60}, "
    "initial: {}}",
    "services.upper={kind: intake, eligible: {from: 6 years, to: 7 years}, intake: "
    "{month: 9, length: 2 years, from: school}, places: {North: 40, Middle: 50, South: "
    "60}, initial: {}}",
    "services.library={kind: visit, eligible: {from: 3 years}, visit: {visits_per_week: "
    "1, mean_stay: 1 hours, opens: 9, closes: 20}, places: {North: 9, Middle: 9, South: "
    "9}}",
    "services.desk={kind: stay, arrivals: {North: {rate: 3 per day}}, stay: "
    "{exponential: "
    "{mean: 1 day}}, then: {rest: 0.5}, queue: {}, places: {North: 4}}",
    "services.rest={kind: stay, arrivals: {North: {rate: 1 per day}}, stay: "
    "{exponential: {mean: 1 day}}, queue: {}, places: {North: 4}}",
    "conditions.list={measure: waiting, of: nursery, each: district, over: 365 days, "
    "at_most: 5}",
    "conditions.sent={measure: share_refused, of: ward, at_most: 0.1}",
    "conditions.seat={measure: share_placed, of: upper, at_least: 1}",
    "conditions.rested={measure: waiting, of: rest, over: 365 days, at_most: 5}"};

static void
begin(ready *self)
{
    ready_init(self, SMALL, sets, sizeof sets / sizeof *sets);
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

/* The scope of a condition, by its name. */
static void
find(const ready *self, const char *name, suf_felt *felt)
{
    for (uint32_t i = 0; i < self->scenario.n_conditions; i++) {
        if (strcmp(self->scenario.conditions[i].target, name) == 0) {
            uint32_t number = self->model.delivery.n_targets + i;
            assert_int_equal(suf_felt_find(felt, &self->model, &number, 1), SUF_OK);
            return;
        }
    }
    fail_msg("no condition %s", name);
}

/* Whether all monthly variables of a service are the same, byte for byte. */
static bool
is_same(const ready *self, const double *whole, uint32_t service)
{
    const suf_layout *layout = &self->layout;
    size_t n_rows = (size_t) layout->n_months * layout->n_districts;
    bool is_equal = true;
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        if (suf_variable_info_of((suf_variable) v)->dims != SUF_DIMS_MONTHLY) {
            continue;
        }
        for (size_t row = 0; row < n_rows; row++) {
            size_t at = layout->offsets[v] + row * layout->n_services + service;
            is_equal = is_equal &&
                       memcmp(&whole[at], &self->metrics.values[at], sizeof *whole) == 0;
        }
    }
    return is_equal;
}

/* Runs replications with and without a scope; whether the felt services agree in all. */
static bool
are_paths_same(ready *self, const suf_felt *felt, suf_way way)
{
    size_t bytes = self->layout.offsets[SUF_N_VARIABLES] * sizeof(double);
    double *whole = malloc(bytes);
    double met[2][4];
    double values[2][4];
    bool is_equal = true;
    assert_non_null(whole);
    self->replication.way = way;
    for (uint64_t r = 0; r < 6; r++) {
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 4; j++) {
                met[i][j] = values[i][j] = (double) NAN;
            }
            self->replication.scope = i == 0 ? (suf_scope){0} : suf_felt_scope(felt);
            self->replication.scope.last_day = 0; /* with its record */
            self->replication.conditions =
                (suf_condition_values){met[i], values[i], NULL, NULL};
            ready_start(self, r, NULL);
            assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
            if (i == 0) {
                memcpy(whole, self->metrics.values, bytes);
            }
        }
        for (uint32_t s = 0; s < self->model.n_services; s++) {
            is_equal = is_equal && (!felt->services[s] || is_same(self, whole, s));
        }
        for (uint32_t j = 0; j < self->model.delivery.n_conditions; j++) {
            bool is_asked = felt->targets[self->model.delivery.n_targets + j];
            is_equal = is_equal && (!is_asked || memcmp(&values[0][j], &values[1][j],
                                                     sizeof(double)) == 0);
        }
    }
    self->replication.scope = (suf_scope){0};
    self->replication.conditions = (suf_condition_values){0};
    free(whole);
    return is_equal;
}

static void
what_a_condition_feels(void **state)
{
    (void) state;
    static const struct {
        const char *condition;
        uint32_t n;
        const char *services[3];
        bool is_exact;
    } cases[] = {{"list", 1, {"nursery"}, true}, {"sent", 1, {"ward"}, false},
        {"seat", 2, {"upper", "school"}, false}, {"rested", 2, {"rest", "desk"}, true}};
    ready self;
    begin(&self);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        suf_felt felt;
        find(&self, cases[i].condition, &felt);
        assert_int_equal(felt.n_services, cases[i].n);
        for (uint32_t j = 0; j < cases[i].n; j++) {
            assert_true(felt.services[service_of(&self, cases[i].services[j])]);
        }
        assert_int_equal(felt.is_exact, cases[i].is_exact);
        assert_int_not_equal(felt.number, 0);
        suf_felt_free(&felt);
    }
    ready_free(&self);
}

static void
felt_services_have_the_path_of_the_whole_model(void **state)
{
    (void) state;
    static const char *const exact[] = {"list", "rested"};
    static const suf_way ways[] = {SUF_WAY_AT_ONCE, SUF_WAY_IN_ORDER};
    ready self;
    begin(&self);
    for (int i = 0; i < 2; i++) {
        suf_felt felt;
        find(&self, exact[i], &felt);
        for (int j = 0; j < 2; j++) {
            assert_true(are_paths_same(&self, &felt, ways[j]));
        }
        suf_felt_free(&felt);
    }
    ready_free(&self);
}

/* A cohort of the felt is stepped as long as somebody of it may ask, and its mothers as
 * long as a birth may matter; that this is long enough is what the paths above show. */
static void
cohorts_are_stepped_as_long_as_they_matter(void **state)
{
    (void) state;
    ready self;
    suf_felt felt;
    begin(&self);
    find(&self, "list", &felt);
    const suf_calendar *calendar = &self.model.calendar;
    uint32_t n_cohorts = self.model.population.n_cohorts;
    uint32_t born = SUF_OLDEST_MONTHS + calendar->start_index - 12; /* a year old */
    uint32_t old = SUF_OLDEST_MONTHS + calendar->start_index - 12 * 60;
    uint32_t mother = SUF_OLDEST_MONTHS + calendar->start_index - 12 * 30;
    const uint32_t *boys = &felt.cohort_months[SUF_MALE * n_cohorts];
    const uint32_t *girls = &felt.cohort_months[SUF_FEMALE * n_cohorts];
    const suf_service *nursery = &self.model.services[service_of(&self, "nursery")];
    assert_int_equal(boys[born], calendar->start_index + 36 - 12 + 2);
    assert_int_equal(boys[born - 24], calendar->start_index + 2);
    assert_int_equal(boys[mother], 0);
    assert_int_equal(girls[old], 0);
    assert_int_equal(girls[mother], calendar->n_months - nursery->eligible_from + 2);
    assert_in_range(girls[mother], 1, calendar->n_months - 1);
    suf_felt_free(&felt);
    ready_free(&self);
}

/* What is asked of a date is the same when the run ends there. */
static void
nothing_is_simulated_after_the_last_date(void **state)
{
    (void) state;
    static const char *const early[] = {"services.ward.eligible={from: 60 years}",
        "conditions.early={measure: waiting, of: nursery, each: district, over: 365 "
        "days, "
        "at_most: 5, date: 2022-07-01}"};
    ready self;
    suf_felt felt;
    double met[2] = {(double) NAN, (double) NAN};
    double values[2] = {(double) NAN, (double) NAN};
    ready_init(&self, SMALL, early, sizeof early / sizeof *early);
    find(&self, "early", &felt);
    assert_int_equal(felt.last_day, 365 + 181 + 1);
    for (int i = 0; i < 2; i++) {
        self.replication.scope = i == 0 ? (suf_scope){0} : suf_felt_scope(&felt);
        self.replication.conditions =
            (suf_condition_values){&met[i], &values[i], NULL, NULL};
        ready_start(&self, 3, NULL);
        assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
        assert_true(self.replication.core.now_days ==
                    (i == 0 ? self.model.end_days : felt.last_day));
    }
    assert_true(values[0] > 0 && memcmp(&values[0], &values[1], sizeof *values) == 0);
    assert_true(met[0] == met[1]); /* assigned */
    suf_felt_free(&felt);
    ready_free(&self);
}

/* The beds of the ward share the old with those of care, so its paths are others. */
static void
what_is_left_out_reaches_others_by_the_residents(void **state)
{
    (void) state;
    ready self;
    suf_felt felt;
    begin(&self);
    find(&self, "sent", &felt);
    assert_false(are_paths_same(&self, &felt, SUF_WAY_AT_ONCE));
    suf_felt_free(&felt);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_condition_feels),
        cmocka_unit_test(felt_services_have_the_path_of_the_whole_model),
        cmocka_unit_test(cohorts_are_stepped_as_long_as_they_matter),
        cmocka_unit_test(nothing_is_simulated_after_the_last_date),
        cmocka_unit_test(what_is_left_out_reaches_others_by_the_residents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
