/* Tests of reading scenarios: that what is written arrives in the typed content.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "scenario/scenario_read.h"

#define GOOD SUF_SOURCE_DIR "/tests/data/scenarios_good/"

static void
assert_number(double found, double expected)
{
    assert_true(fabs(found - expected) <= 1e-12 * fabs(expected));
}

static void
assert_suf_number(suf_number found, double expected)
{
    assert_int_equal(found.assumption, SUF_NONE);
    assert_number(found.value, expected);
}

/* Reads a good scenario; prints its faults when it has some. */
static void
read_good(suf_scenario *scenario, const char *path, const char *const *sets, size_t n)
{
    suf_faults faults;
    suf_faults_init(&faults);
    suf_status status = suf_scenario_read(scenario, path, sets, n, &faults);
    for (size_t i = 0; i < faults.n; i++) {
        print_error("%s\n", faults.items[i].message);
    }
    suf_faults_free(&faults);
    assert_int_equal(status, SUF_OK);
}

static const suf_service_spec *
service(const suf_scenario *scenario, const char *name)
{
    for (size_t i = 0; i < scenario->n_services; i++) {
        if (strcmp(scenario->services[i].name, name) == 0) {
            return &scenario->services[i];
        }
    }
    fail_msg("no service %s", name);
    return NULL;
}

static int
set_up(void **state)
{
    suf_scenario *scenario = malloc(sizeof *scenario);
    assert_non_null(scenario);
    read_good(scenario, GOOD "everything.yaml", NULL, 0);
    *state = scenario;
    return 0;
}

static int
tear_down(void **state)
{
    suf_scenario_free(*state);
    suf_scenario_free(*state);
    free(*state);
    return 0;
}

static void
the_whole_holds_names_dates_and_seed(void **state)
{
    const suf_scenario *scenario = *state;
    assert_string_equal(scenario->name, "everything");
    assert_string_equal(scenario->title, "Every key");
    assert_string_equal(scenario->path, GOOD "everything.yaml");
    assert_int_equal(scenario->start_day, suf_day_of_date(2021, 1, 1));
    assert_int_equal(scenario->end_day, suf_day_of_date(2023, 1, 1));
    assert_true(scenario->seed == INT64_MAX);
    assert_int_equal(scenario->n_districts, 2);
    assert_string_equal(scenario->districts[0].title_zh, "\xe5\x8c\x97");
    assert_string_equal(scenario->districts[0].code, "510502");
    assert_string_equal(scenario->districts[1].title, "South, the \"other\"");
    assert_number(scenario->districts[0].area_km2, 649);
    assert_true(isnan(scenario->districts[1].latitude));
    assert_int_equal(scenario->districts[1].line, 3);
    assert_int_equal(scenario->n_travel, 2);
    assert_int_equal(scenario->travel[1].from, 1);
    assert_int_equal(scenario->travel[1].to, 0);
    assert_number(scenario->travel[0].minutes, 12.5);
}

static void
the_population_holds_its_tables(void **state)
{
    const suf_scenario *scenario = *state;
    const suf_population_spec *population = &scenario->population;
    assert_true(population->is_given);
    assert_int_equal(population->date_day, suf_day_of_date(2020, 11, 1));
    assert_int_equal(population->n_start, 404);
    assert_int_equal(population->start[403].district, 1);
    assert_int_equal(population->start[403].sex, SUF_MALE);
    assert_int_equal(population->start[403].ages.from, 100);
    assert_int_equal(population->start[403].count, 20);
    assert_int_equal(population->n_fertility, 3);
    assert_int_equal(population->fertility[1].age_from, 30);
    assert_suf_number(population->fertility[1].births_per_1000, 20.5);
    assert_int_equal(population->mortality[0].sex, SUF_BOTH_SEXES);
    assert_suf_number(population->mortality[3].rate, 0.06);
    assert_int_equal(population->migration[1].to, SUF_NONE);
    assert_int_equal(population->migration[2].from, SUF_NONE);
    assert_suf_number(population->migration[0].turnover_per_year, 5);
    assert_suf_number(population->migration[1].turnover_per_year, 0);
    assert_number(population->migration_age[1].weight, 2);
    assert_suf_number(population->males_per_female, 1.06);
    assert_int_equal(population->fertility_factor.assumption, 0);
    assert_number(population->fertility_factor.value, 1);
    assert_suf_number(population->turnover_factor, 0.5);
}

static void
assumptions_hold_their_law_unit_and_the_range_of_their_use(void **state)
{
    const suf_scenario *scenario = *state;
    const suf_assumption *all = scenario->assumptions;
    assert_int_equal(scenario->n_assumptions, 11);
    assert_int_equal(all[0].kind, SUF_ASSUMPTION_LOGNORMAL);
    assert_number(all[0].a[0], 1.25);
    assert_number(all[0].a[1], 0.1);
    assert_int_equal(all[0].evidence, 'C');
    assert_string_equal(all[0].source, "a guess");
    assert_number(all[0].minimum, 0);
    assert_number(all[0].maximum, 1000);
    assert_int_equal(all[1].kind, SUF_ASSUMPTION_BETA);
    assert_number(all[1].minimum, 0);
    assert_number(all[1].maximum, 1);
    assert_int_equal(all[2].dimension, SUF_DIMENSION_DURATION);
    assert_number(all[2].a[0], 365.25);
    assert_number(all[2].a[1], 500);
    assert_true(all[2].minimum > 0);
    assert_number(all[3].a[2], 365.25 / 12);
    assert_int_equal(all[4].dimension, SUF_DIMENSION_RATE);
    assert_int_equal(all[5].kind, SUF_ASSUMPTION_NORMAL);
    assert_int_equal(all[6].kind, SUF_ASSUMPTION_VALUE);
    assert_int_equal(all[6].evidence, '?');
}

static void
a_service_of_residents_holds_all_it_says(void **state)
{
    const suf_service_spec *nursery = service(*state, "nursery");
    const suf_request_spec *requests = &nursery->requests;
    assert_int_equal(nursery->eligible.from_months, 6);
    assert_int_equal(nursery->eligible.to_months, 36);
    assert_int_equal(nursery->eligible.sex, SUF_BOTH_SEXES);
    assert_true(requests->is_given && requests->is_share);
    assert_int_equal(requests->prevalence.assumption, 1);
    assert_int_equal(requests->of_from_months, 0);
    assert_int_equal(requests->of_to_months, 36);
    assert_int_equal(requests->n_by_age, 2);
    assert_int_equal(requests->by_age[0].sex, SUF_BOTH_SEXES);
    assert_int_equal(requests->n_by_year, 2);
    assert_int_equal(requests->by_year[1].year, 2022);
    assert_int_equal(requests->by_year[1].factor.assumption, 5);
    assert_number(requests->by_month[0], 1.1);
    assert_number(requests->by_month[1], 0.9);
    assert_number(requests->by_month[2], 1);
    assert_suf_number(nursery->balk, 0.05);
    assert_int_equal(nursery->stay.kind, SUF_DISTRIBUTION_EXPONENTIAL);
    assert_int_equal(nursery->stay.scale.assumption, 2);
    assert_int_equal(nursery->stay_until_months, 36);
    assert_suf_number(nursery->stay_death_factor, 1.5);
    assert_false(nursery->stay_ends_on_move);
    assert_int_equal(nursery->queue.discipline, SUF_DISCIPLINE_PRIORITY);
    assert_int_equal(nursery->queue.patience.kind, SUF_DISTRIBUTION_EXPONENTIAL);
    assert_int_equal(nursery->queue.until_months, 30);
    assert_int_equal(nursery->queue.n_classes, 2);
    assert_string_equal(nursery->queue.classes[1].name, "second");
    assert_number(nursery->queue.classes[1].share, 0.75);
    assert_int_equal(nursery->queue.limit, 5000);
    assert_true(nursery->overflow_minutes <= 30 && nursery->overflow_minutes >= 30);
    assert_true(nursery->initial.is_given && nursery->initial.from_share);
    assert_int_equal(nursery->initial.waiting, 3);
}

static void
what_is_not_given_holds_its_default(void **state)
{
    const suf_scenario *scenario = *state;
    const suf_service_spec *bed = service(scenario, "hospital_bed");
    assert_number(bed->requests.per_person_day.value, 1 / 365.25);
    assert_int_equal(bed->requests.per_person_day.assumption, 6);
    assert_int_equal(bed->eligible.sex, SUF_FEMALE);
    assert_int_equal(bed->requests.of_to_months, 90 * 12);
    assert_int_equal(bed->stay_death, SUF_DEATH_INCLUDED);
    assert_suf_number(bed->stay_death_probability, 0.02);
    const suf_service_spec *rest = service(scenario, "rest");
    assert_int_equal(rest->eligible.from_months, 0);
    assert_int_equal(rest->eligible.to_months, SUF_AGE_OPEN);
    assert_int_equal(rest->stay_until_months, SUF_AGE_OPEN);
    assert_int_equal(rest->queue.discipline, SUF_DISCIPLINE_FIFO);
    assert_int_equal(rest->queue.limit, SUF_NONE);
    assert_suf_number(rest->balk, 0);
    assert_suf_number(rest->stay_death_factor, 1);
    assert_true(rest->stay_ends_on_move);
    assert_true(rest->overflow_minutes <= 0);
    assert_false(rest->initial.is_given);
    assert_number(rest->requests.by_sex[SUF_MALE], 1);
    assert_string_equal(rest->title_zh, "");
}

static void
distributions_hold_scale_and_shape(void **state)
{
    const suf_scenario *scenario = *state;
    const suf_service_spec *bed = service(scenario, "hospital_bed");
    assert_int_equal(bed->stay.kind, SUF_DISTRIBUTION_LOGNORMAL);
    assert_false(bed->stay.scale_is_mean);
    assert_true(bed->stay.shape_is_cv);
    assert_suf_number(bed->stay.scale, 6);
    assert_suf_number(bed->stay.shape, 1.1);
    assert_int_equal(bed->queue.patience.kind, SUF_DISTRIBUTION_GAMMA);
    assert_false(bed->queue.patience.shape_is_cv);
    assert_suf_number(bed->queue.patience.shape, 3);
    const suf_service_spec *desk = service(scenario, "desk");
    assert_int_equal(desk->stay.kind, SUF_DISTRIBUTION_EMPIRICAL);
    assert_int_equal(desk->stay.n_points, 3);
    assert_number(desk->stay.points[1].cumulative, 0.6);
    assert_suf_number(desk->stay.scale, 1);
    assert_int_equal(desk->queue.patience.kind, SUF_DISTRIBUTION_WEIBULL);
    const suf_service_spec *ring = service(scenario, "ring");
    assert_int_equal(ring->stay.kind, SUF_DISTRIBUTION_GAMMA);
    assert_suf_number(ring->stay.shape, 3);
    assert_int_equal(ring->queue.patience.kind, SUF_DISTRIBUTION_NONE);
    const suf_service_spec *rest = service(scenario, "rest");
    assert_int_equal(rest->stay.kind, SUF_DISTRIBUTION_HYPEREXPONENTIAL);
    assert_suf_number(rest->stay.scale, 14);
    assert_int_equal(rest->queue.patience.kind, SUF_DISTRIBUTION_FIXED);
}

static void
arrivals_hold_their_kind_and_district(void **state)
{
    const suf_scenario *scenario = *state;
    const suf_service_spec *desk = service(scenario, "desk");
    assert_int_equal(desk->n_arrivals, 2);
    assert_int_equal(desk->arrivals[0].kind, SUF_ARRIVAL_RATE);
    assert_int_equal(desk->arrivals[0].per_day.assumption, 4);
    assert_int_equal(desk->arrivals[1].district, 1);
    assert_int_equal(desk->arrivals[1].kind, SUF_ARRIVAL_TABLE);
    assert_true(desk->arrivals[1].is_linear);
    assert_int_equal(desk->arrivals[1].n_rows, 2);
    assert_number(desk->arrivals[1].rows[1].time_days, 365);
    assert_int_equal(desk->n_balk_by_present, 2);
    assert_int_equal(desk->balk_by_present[1].present, 10);
    const suf_service_spec *ring = service(scenario, "ring");
    assert_int_equal(ring->arrivals[0].kind, SUF_ARRIVAL_EVERY);
    assert_number(ring->arrivals[0].every_days, 1.25);
    assert_suf_number(ring->arrivals[1].per_day, 90.0 / 7);
}

static void
places_of_services_and_of_tables_are_joined(void **state)
{
    const suf_scenario *scenario = *state;
    assert_int_equal(scenario->n_places, 10);
    assert_int_equal(scenario->places[0].service, 1);
    assert_number(scenario->places[0].places, 40);
    assert_string_equal(scenario->places[0].site, "");
    assert_string_equal(scenario->places[7].site, "Sunflower");
    assert_int_equal(scenario->places[7].service, 0);
    assert_int_equal(scenario->places[9].service, 4);
    assert_int_equal(scenario->n_projects, 2);
    assert_string_equal(scenario->projects[1].project, "old wing");
    assert_number(scenario->projects[1].places, -5);
    assert_int_equal(scenario->projects[1].opens_day, suf_day_of_date(2022, 1, 15));
}

static void
an_overlay_merges_replaces_and_removes(void **state)
{
    (void) state;
    suf_scenario scenario;
    read_good(&scenario, GOOD "overlay.yaml", NULL, 0);
    assert_string_equal(scenario.name, "overlay");
    assert_string_equal(scenario.title, "Every key");
    assert_string_equal(scenario.title_zh, "");
    assert_int_equal(scenario.n_services, 4);
    const suf_service_spec *nursery = service(&scenario, "nursery");
    assert_int_equal(nursery->stay.kind, SUF_DISTRIBUTION_FIXED);
    assert_suf_number(nursery->stay.scale, 365.25);
    assert_int_equal(nursery->stay_until_months, 36);
    assert_int_equal(scenario.assumptions[0].kind, SUF_ASSUMPTION_VALUE);
    assert_int_equal(scenario.assumptions[0].evidence, 'C');
    assert_number(scenario.projects[1].places, -3);
    assert_int_equal(scenario.projects[1].opens_day, suf_day_of_date(2022, 1, 15));
    suf_scenario_free(&scenario);
}

static void
set_values_come_last_and_take_the_place_of_their_group(void **state)
{
    (void) state;
    static const char *const sets[] = {"seed=5",
        "services.nursery.requests.per_person_year=0.2", "services.nursery.initial=null",
        "services.nursery.requests.of=null", "services.ring.stay={fixed: {value: 1 day}}",
        "seed=6"};
    suf_scenario scenario;
    read_good(&scenario, GOOD "everything.yaml", sets, sizeof sets / sizeof sets[0]);
    assert_int_equal(scenario.seed, 6);
    const suf_service_spec *nursery = service(&scenario, "nursery");
    assert_false(nursery->requests.is_share);
    assert_suf_number(nursery->requests.per_person_day, 0.2 / 365.25);
    assert_false(nursery->initial.is_given);
    assert_int_equal(service(&scenario, "ring")->stay.kind, SUF_DISTRIBUTION_FIXED);
    suf_scenario_free(&scenario);
}

static char *
resolved(const char *path, const char *const *sets, size_t n)
{
    suf_scenario scenario;
    read_good(&scenario, path, sets, n);
    char *text = strdup(scenario.resolved);
    assert_non_null(text);
    suf_scenario_free(&scenario);
    return text;
}

static void
equal_scenarios_resolve_to_equal_texts_and_others_do_not(void **state)
{
    (void) state;
    static const char *const same[] = {"services.ring.queue.discipline=none",
        "services.rest.arrivals.south.between=step", "population.mortality_factor=1.0"};
    static const char *const other[] = {"services.rest.arrivals.south.rate=2 per month"};
    char *first = resolved(GOOD "everything.yaml", NULL, 0);
    char *again = resolved(GOOD "../scenarios_good/everything.yaml", same, 3);
    char *changed = resolved(GOOD "everything.yaml", other, 1);
    assert_string_equal(first, again);
    assert_string_not_equal(first, changed);
    assert_null(strstr(first, ".csv"));
    assert_null(strstr(first, "scenarios_good"));
    assert_non_null(strstr(first, "- [\"north\", \"south\", 12.5]"));
    free(first);
    free(again);
    free(changed);
}

static void
a_failed_read_leaves_nothing_and_tells_why(void **state)
{
    (void) state;
    suf_scenario scenario;
    suf_faults faults;
    suf_faults_init(&faults);
    assert_int_equal(suf_scenario_read(&scenario, GOOD "nowhere.yaml", NULL, 0, &faults),
        SUF_ERROR_SCENARIO);
    assert_int_equal(faults.n, 1);
    assert_string_equal(faults.items[0].file, GOOD "nowhere.yaml");
    assert_null(scenario.arena);
    assert_null(scenario.name);
    suf_scenario_free(&scenario);
    suf_faults_free(&faults);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_holds_names_dates_and_seed),
        cmocka_unit_test(the_population_holds_its_tables),
        cmocka_unit_test(assumptions_hold_their_law_unit_and_the_range_of_their_use),
        cmocka_unit_test(a_service_of_residents_holds_all_it_says),
        cmocka_unit_test(what_is_not_given_holds_its_default),
        cmocka_unit_test(distributions_hold_scale_and_shape),
        cmocka_unit_test(arrivals_hold_their_kind_and_district),
        cmocka_unit_test(places_of_services_and_of_tables_are_joined),
        cmocka_unit_test(an_overlay_merges_replaces_and_removes),
        cmocka_unit_test(set_values_come_last_and_take_the_place_of_their_group),
        cmocka_unit_test(equal_scenarios_resolve_to_equal_texts_and_others_do_not),
        cmocka_unit_test(a_failed_read_leaves_nothing_and_tells_why),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
