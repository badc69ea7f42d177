/* Inequality between districts: the record against the months, targets against the
 * record; access against sums by hand. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/calendar.h"
#include "engine/target/target_access.h"
#include "oracle/inequality.h"
#include "oracle/ready.h"
#include "stats/equality.h"
#include "stats/measures.h"

#define DATA SUF_SOURCE_DIR "/tests/data/supply/"

enum { N = 7 };

static bool
is_near(double found, double wanted)
{
    return isnan(wanted) ? isnan(found) : fabs(found - wanted) <= 1e-9 * fabs(wanted);
}

/* --- a run ----------------------------------------------------------------------------
 */

static uint32_t
service_of(const ready *self, const char *name)
{
    for (uint32_t i = 0; i < self->layout.n_services; i++) {
        if (strcmp(self->scenario.services[i].name, name) == 0) {
            return i;
        }
    }
    fail_msg("no service %s", name);
    return 0;
}

static double
target_value(ready *self, const char *name)
{
    for (uint32_t i = 0; i < self->model.delivery.n_targets; i++) {
        if (strcmp(self->scenario.targets[i].target, name) == 0) {
            return suf_metrics_of(&self->metrics, SUF_VARIABLE_TARGET_VALUE)[i];
        }
    }
    fail_msg("no target %s", name);
    return 0;
}

/* Folds the record. The layout has no names; the districts of these scenarios stand in
 * order of theirs. */
static void
fold(ready *self)
{
    uint32_t in_order[N] = {0, 1, 2, 3, 4, 5, 6};
    suf_service_facts facts[5];
    assert_true(self->layout.n_services <= 5 && self->layout.n_districts <= N);
    for (uint32_t i = 0; i < self->layout.n_services; i++) {
        facts[i].kind = (int32_t) self->scenario.services[i].kind;
        facts[i].has_list = false;
    }
    self->layout.service_facts = facts;
    self->layout.districts_by_name = in_order;
    assert_int_equal(suf_equality_fold(&self->metrics, 0), SUF_OK);
    self->layout.service_facts = NULL;
    self->layout.districts_by_name = NULL;
}

/* A replication of a scenario, its record folded. */
static void
run(ready *self, uint64_t replication)
{
    ready_start(self, replication, NULL);
    assert_int_equal(suf_replication_run(&self->replication), SUF_OK);
    fold(self);
}

static double
recorded(ready *self, suf_inequality index, uint32_t period, suf_ratio ratio,
    const char *service)
{
    return suf_metrics_of(&self->metrics, suf_equality_variable(index))[suf_equality_at(
        &self->layout, period, ratio, service_of(self, service))];
}

static double
sum_of(ready *self, suf_variable variable, uint32_t district, uint32_t service)
{
    double sum = 0;
    for (uint32_t month = 0; month < self->layout.n_months; month++) {
        sum += ready_value(self, variable, month, district, service);
    }
    return sum;
}

#define V(symbol) SUF_VARIABLE_##symbol

static const suf_variable all_served[3][3] = {{V(ADMISSIONS), SUF_N_VARIABLES},
    {V(PLACED), SUF_N_VARIABLES}, {V(SERVED), V(SERVED_OVERFLOW), SUF_N_VARIABLES}};
static const suf_variable all_without[3][7] = {
    {V(BALKED), V(REFUSALS), V(RENEGED), V(AGED_OUT), V(DIED_WAITING), V(MOVED_WAITING),
        SUF_N_VARIABLES},
    {V(UNPLACED), V(PLACED_ABOVE), SUF_N_VARIABLES},
    {V(VISITS_REFUSED), SUF_N_VARIABLES}};
static const char *const services[3] = {"ward", "school", "pool"};

/* What districts served of those who asked, from the monthly variables. */
static double
served_by_definition(ready *self, suf_inequality index, const char *service,
    const suf_variable *served, const suf_variable *without)
{
    double ratios[N];
    double asked[N];
    uint32_t n = 0;
    uint32_t at = service_of(self, service);
    for (uint32_t district = 0; district < N; district++) {
        double in = 0;
        double out = 0;
        for (int i = 0; served[i] != SUF_N_VARIABLES; i++) {
            in += sum_of(self, served[i], district, at);
        }
        for (int i = 0; without[i] != SUF_N_VARIABLES; i++) {
            out += sum_of(self, without[i], district, at);
        }
        if (in + out > 0) {
            ratios[n] = in / (in + out);
            asked[n++] = in + out;
        }
    }
    return n > 0 ? inequality_by_definition(index, ratios, asked, n) : (double) NAN;
}

static void
a_run_records_equality_and_its_targets_agree(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, DATA "equality.yaml", NULL, 0);
    for (uint64_t r = 0; r < 3; r++) {
        run(&self, r);
        for (uint32_t period = 0; period < 2; period++) {
            double theil =
                recorded(&self, SUF_INEQUALITY_THEIL, period, SUF_RATIO_PLACES, "hall");
            assert_true(fabs(theil - 0.04797645051) < 1e-9);
            double gini =
                recorded(&self, SUF_INEQUALITY_GINI, period, SUF_RATIO_PLACES, "hall");
            assert_true(fabs(gini - 0.1651725144) < 1e-9);
            assert_true(is_near(target_value(&self, "hall gini"), gini));
            double overall =
                suf_metrics_of(&self.metrics, V(EQUALITY_OVERALL))[suf_equality_at(
                    &self.layout, period, SUF_RATIO_PLACES, service_of(&self, "hall"))];
            assert_true(is_near(overall, 3.71048425));
            assert_true(is_near(target_value(&self, "hall theil"), theil));
            assert_true(is_near(target_value(&self, "hall worst"), 0.36));
            /* Its course makes it for people of 30 years, of whom it takes none. */
            assert_true(is_near(target_value(&self, "class theil"), theil));
            assert_true(is_near(target_value(&self, "hall variation"),
                recorded(
                    &self, SUF_INEQUALITY_VARIATION, period, SUF_RATIO_PLACES, "hall")));
            for (int i = 0; i < 3; i++) {
                for (int j = SUF_FIRST_INEQUALITY; j <= SUF_N_INEQUALITIES; j++) {
                    suf_inequality index = (suf_inequality) j;
                    assert_true(is_near(
                        recorded(&self, index, period, SUF_RATIO_SERVED, services[i]),
                        served_by_definition(
                            &self, index, services[i], all_served[i], all_without[i])));
                }
            }
            /* The window of 365 days is the whole run, and there is one intake. */
            assert_true(is_near(target_value(&self, "ward served"),
                recorded(&self, SUF_INEQUALITY_GINI, period, SUF_RATIO_SERVED, "ward")));
            assert_true(is_near(target_value(&self, "school served"),
                recorded(
                    &self, SUF_INEQUALITY_GINI, period, SUF_RATIO_SERVED, "school")));
            assert_true(is_near(target_value(&self, "pool served"),
                recorded(&self, SUF_INEQUALITY_THEIL, period, SUF_RATIO_SERVED, "pool")));
        }
        /* Women of 20 to 60 years alone; half of the 7.1 million of the first. */
        const double *people = suf_metrics_of(&self.metrics, V(SERVED_PEOPLE));
        assert_true(people[service_of(&self, "pool")] == 3550000);
        assert_true(people[service_of(&self, "ward")] == 7100000 + 1000 + 3500);
        /* Nobody reaches another district, so access is places by people. */
        assert_true(
            is_near(target_value(&self, "hall near"), target_value(&self, "hall gini")));
    }
    ready_free(&self);
}

static void
each_way_to_be_served_or_to_go_without_counts(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, DATA "equality.yaml", NULL, 0);
    run(&self, 0);
    for (int v = 0; v < SUF_FIRST_MEASURE; v++) { /* other numbers in each variable */
        suf_variable variable = (suf_variable) v;
        size_t n = suf_layout_size(&self.layout, variable);
        double *values = suf_metrics_of(&self.metrics, variable);
        bool is_monthly = suf_variable_info_of(variable)->dims == SUF_DIMS_MONTHLY;
        for (size_t i = 0; is_monthly && i < n; i++) {
            values[i] = (double) ((7 * (size_t) v + 5 * i) % 13);
        }
    }
    fold(&self);
    for (int i = 0; i < 3; i++) {
        for (int j = SUF_FIRST_INEQUALITY; j <= SUF_N_INEQUALITIES; j++) {
            suf_inequality index = (suf_inequality) j;
            assert_true(is_near(recorded(&self, index, 0, SUF_RATIO_SERVED, services[i]),
                served_by_definition(
                    &self, index, services[i], all_served[i], all_without[i])));
        }
    }
    ready_free(&self);
}

static void
without_a_population_places_have_no_equality(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, SUF_SOURCE_DIR "/scenarios/hello.yaml", NULL, 0);
    run(&self, 0);
    assert_true(
        isnan(recorded(&self, SUF_INEQUALITY_GINI, 0, SUF_RATIO_PLACES, "nursery")));
    /* Nor is it known how many districts there are to compare. */
    size_t at =
        suf_equality_at(&self.layout, 0, SUF_RATIO_PLACES, service_of(&self, "nursery"));
    assert_true(isnan(suf_metrics_of(&self.metrics, V(EQUALITY_DISTRICTS))[at]));
    assert_true(
        recorded(&self, SUF_INEQUALITY_GINI, 0, SUF_RATIO_SERVED, "nursery") == 0);
    ready_free(&self);
}

/* --- access ---------------------------------------------------------------------------
 */

/* Children of one to three years: 1000 in a, 2000 in b, 500 in c; 100 places in a, 60 in
 * c; 10 minutes between a and b, 20 between b and c. */
static void
access_agrees_with_sums_by_hand(void **state)
{
    (void) state;
    ready self;
    ready_init(&self, DATA "access.yaml", NULL, 0);
    run(&self, 0);
    const double *of = suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_DISTRICT_VALUE);
    const double *each = of + 3;
    const double *fading = of + 6;
    const double *at_home = of + 9;
    /* 100 places for the 3000 of a and b, 60 for the 2500 of b and c. */
    assert_true(is_near(each[0], 100.0 / 3));
    assert_true(is_near(each[1], 100.0 / 3 + 24));
    assert_true(is_near(each[2], 24));
    assert_true(is_near(target_value(&self, "all"), 1000 * 160.0 / 3500));
    /* The weight of 10 minutes of 20, and of 20 is 0. */
    double w = (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5));
    assert_true(is_near(fading[0], 100000 / (1000 + 2000 * w)));
    assert_true(is_near(fading[1], w * 100000 / (1000 + 2000 * w)));
    assert_true(is_near(fading[2], 120));
    assert_true(is_near(at_home[0], 100) && at_home[1] == 0 && is_near(at_home[2], 120));
    const double ratios[3] = {100.0 / 3, 100.0 / 3 + 24, 24};
    const double people[3] = {1000, 2000, 500};
    assert_true(is_near(target_value(&self, "gini"),
        inequality_by_definition(SUF_INEQUALITY_GINI, ratios, people, 3)));
    /* A hall within 1.54 km of all of a, half of c, and nobody of b; of all ages. */
    const double within[3] = {1, 0, 0.5};
    const double residents[3] = {6000, 2000, 500};
    assert_true(is_near(target_value(&self, "halls"),
        inequality_by_definition(SUF_INEQUALITY_GINI, within, residents, 3)));
    ready_free(&self);
}

static void
decay_weighs_near_more_and_nothing_beyond_its_reach(void **state)
{
    (void) state;
    assert_true(suf_decay_weight(SUF_DECAY_UNIFORM, 30, 30) == 1);
    assert_true(suf_decay_weight(SUF_DECAY_NONE, 29, 30) == 1);
    assert_true(suf_decay_weight(SUF_DECAY_UNIFORM, 30.1, 30) == 0);
    assert_true(suf_decay_weight(SUF_DECAY_UNIFORM, (double) NAN, 30) == 0);
    assert_true(suf_decay_weight(SUF_DECAY_GAUSSIAN, 0, 30) == 1);
    assert_true(fabs(suf_decay_weight(SUF_DECAY_GAUSSIAN, 30, 30)) < 1e-15);
    assert_true(is_near(suf_decay_weight(SUF_DECAY_GAUSSIAN, 15, 30),
        (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5))));
}

/* --- two years by hand
 * ------------------------------------------------------------------
 */

/* Two stays in two districts over two years: 10 and 30 places of the second, for 1000
 * and 1000 people in the first year, 1000 and 3000 in the other. */
static void
the_whole_run_has_the_people_of_its_last_year(void **state)
{
    (void) state;
    enum { MONTHS = 24 };
    const suf_ratio ratio = SUF_RATIO_PLACES;
    suf_service_facts facts[2] = {{SUF_KIND_STAY, true}, {SUF_KIND_STAY, true}};
    suf_label districts[2] = {{0}, {0}};
    char names[2][2] = {"a", "b"};
    int32_t months[MONTHS];
    suf_layout layout = {.start_day = suf_day_of_date(2021, 1, 1),
        .end_day = suf_day_of_date(2023, 1, 1),
        .first_year = 2021,
        .n_years = 2,
        .n_months = MONTHS,
        .n_scenarios = 1,
        .n_districts = 2,
        .n_services = 2,
        .districts = districts,
        .service_facts = facts,
        .month_start_days = months};
    suf_metrics metrics = {0};
    for (int32_t i = 0; i < MONTHS; i++) {
        months[i] = suf_day_of_date(2021 + i / 12, i % 12 + 1, 1) - layout.start_day;
    }
    districts[0].name = names[0];
    districts[1].name = names[1];
    assert_int_equal(suf_layout_seal(&layout), SUF_OK);
    assert_int_equal(suf_layout_order(&layout), SUF_OK);
    assert_int_equal(suf_metrics_init(&metrics, &layout), SUF_OK);
    suf_metrics_clear(&metrics);
    double *places = suf_metrics_of(&metrics, SUF_VARIABLE_PLACES);
    for (int month = 0; month < MONTHS; month++) {
        places[4 * month + 1] = 10; /* [month][district][service] */
        places[4 * month + 3] = 30;
    }
    double *people = suf_metrics_of(&metrics, SUF_VARIABLE_SERVED_PEOPLE);
    const double served[] = {0, 1000, (double) NAN, 1000, 0, 1000, 0, 3000};
    memcpy(people, served, sizeof served); /* [year][district][service] */
    assert_int_equal(suf_equality_fold(&metrics, 0), SUF_OK);
    /* Of the second: 20 a thousand in the first year, 10 in the other and the run. */
    size_t first = suf_equality_at(&layout, 0, ratio, 1);
    size_t second = suf_equality_at(&layout, 1, ratio, 1);
    size_t whole = suf_equality_at(&layout, 2, ratio, 1);
    assert_int_equal(second - first, 2 * SUF_N_RATIOS_RECORDED);
    assert_int_equal(first, 2 * (ratio - SUF_FIRST_RATIO) + 1);
    const double *overall = suf_metrics_of(&metrics, V(EQUALITY_OVERALL));
    const double *worst = suf_metrics_of(&metrics, V(EQUALITY_WORST_TO_BEST));
    const double *counted = suf_metrics_of(&metrics, V(EQUALITY_DISTRICTS));
    assert_float_equal(overall[first], 20, 1e-12);
    assert_float_equal(worst[first], 1. / 3, 1e-12);
    assert_float_equal(overall[second], 10, 1e-12);
    assert_float_equal(overall[whole], 10, 1e-12);
    assert_float_equal(worst[whole], 1, 1e-12);
    assert_float_equal(counted[whole], 2, 0);
    /* Of the first nobody knows how many people one district has, then none has any. */
    assert_true(isnan(overall[first - 1]) && isnan(counted[first - 1]));
    assert_true(isnan(overall[second - 1]));
    assert_float_equal(counted[second - 1], 0, 0);
    suf_metrics_free(&metrics);
    free(layout.districts_by_name);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_run_has_the_people_of_its_last_year),
        cmocka_unit_test(a_run_records_equality_and_its_targets_agree),
        cmocka_unit_test(each_way_to_be_served_or_to_go_without_counts),
        cmocka_unit_test(without_a_population_places_have_no_equality),
        cmocka_unit_test(access_agrees_with_sums_by_hand),
        cmocka_unit_test(decay_weighs_near_more_and_nothing_beyond_its_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
