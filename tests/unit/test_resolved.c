/* Tests of resolved scenarios: read back, they are the same scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fault.h"
#include "scenario/scenario_read.h"

/* From the smallest to the whole plan, and every key there is. */
static const char *const paths[] = {"scenarios/hello.yaml", "scenarios/queues/mm1.yaml",
    "scenarios/queues/mmc_patience.yaml", "scenarios/queues/mmcc.yaml",
    "tests/data/scenarios_good/small.yaml", "tests/data/scenarios_good/overlay.yaml",
    "tests/data/scenarios_good/overlay_tables.yaml",
    "tests/data/scenarios_good/everything.yaml", "scenarios/luzhou/plan.yaml",
    "scenarios/luzhou/convert.yaml", "scenarios/luzhou/no-plan.yaml"};

static void
print_faults(const suf_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        print_error("%s:%u: %s: %s\n", faults->items[i].file, faults->items[i].line,
            faults->items[i].path != NULL ? faults->items[i].path : "",
            faults->items[i].message);
    }
}

static void
a_resolved_scenario_is_read_back_the_same(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char path[512];
        (void) snprintf(path, sizeof path, "%s/%s", SUF_SOURCE_DIR, paths[i]);
        suf_faults faults;
        suf_faults_init(&faults);
        suf_scenario first;
        suf_scenario second;
        assert_int_equal(suf_scenario_read(&first, path, NULL, 0, &faults), SUF_OK);
        suf_status status =
            suf_scenario_read_resolved(&second, paths[i], first.resolved, &faults);
        print_faults(&faults);
        assert_int_equal(status, SUF_OK);
        assert_string_equal(second.resolved, first.resolved);
        assert_int_equal(second.n_projects, first.n_projects);
        assert_int_equal(second.n_assumptions, first.n_assumptions);
        for (size_t j = 0; j < first.n_assumptions; j++) {
            assert_int_equal(
                second.assumptions[j].dimension, first.assumptions[j].dimension);
            assert_memory_equal(second.assumptions[j].a, first.assumptions[j].a,
                sizeof first.assumptions[j].a);
        }
        for (size_t j = 0; j < first.n_places; j++) {
            assert_true(second.places[j].places == first.places[j].places);
            assert_int_equal(second.places[j].service, first.places[j].service);
        }
        for (size_t j = 0; j < first.population.n_mortality; j++) {
            assert_true(second.population.mortality[j].rate.value ==
                        first.population.mortality[j].rate.value);
        }
        suf_scenario_free(&second);
        suf_scenario_free(&first);
        suf_faults_free(&faults);
    }
}

/* Whether names rise by their bytes. */
#define ASSERT_RISING(items, n, name)                                                    \
    for (size_t j = 1; j < (n); j++) {                                                   \
        assert_true(strcmp((items)[j - 1].name, (items)[j].name) < 0);                   \
    }

static void
a_scenario_in_order_has_its_parts_by_name(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char path[512];
        (void) snprintf(path, sizeof path, "%s/%s", SUF_SOURCE_DIR, paths[i]);
        suf_faults faults;
        suf_faults_init(&faults);
        suf_scenario written;
        suf_scenario ordered;
        suf_scenario again;
        assert_int_equal(suf_scenario_read(&written, path, NULL, 0, &faults), SUF_OK);
        suf_status status = suf_scenario_order(&ordered, &written, &faults);
        print_faults(&faults);
        assert_int_equal(status, SUF_OK);
        ASSERT_RISING(ordered.districts, ordered.n_districts, district)
        ASSERT_RISING(ordered.services, ordered.n_services, name)
        ASSERT_RISING(ordered.projects, ordered.n_projects, project)
        ASSERT_RISING(ordered.targets, ordered.n_targets, target)
        ASSERT_RISING(ordered.assets, ordered.n_assets, name)
        for (size_t j = 0; j < ordered.n_services; j++) {
            const suf_service_spec *service = &ordered.services[j];
            size_t at = 0;
            while (strcmp(written.services[at].name, service->name) != 0) {
                at++;
            }
            assert_int_equal(service->line, written.services[at].line);
            assert_int_equal(
                service->queue.n_classes, written.services[at].queue.n_classes);
            for (size_t k = 0; k < service->queue.n_classes; k++) {
                assert_string_equal(service->queue.classes[k].name,
                    written.services[at].queue.classes[k].name);
            }
        }
        assert_int_equal(suf_scenario_order(&again, &ordered, &faults), SUF_OK);
        assert_string_equal(again.resolved, ordered.resolved);
        suf_scenario_free(&again);
        suf_scenario_free(&ordered);
        suf_scenario_free(&written);
        suf_faults_free(&faults);
    }
}

/* Whatever its name, so that those below it keep their coordinates. */
static void
assumptions_of_an_overlay_come_behind(void **state)
{
    (void) state;
    static const char *const sets[] = {"assumptions.aaa.value=0.1",
        "services.ward.balk=$aaa", "services.care.balk=$aaa"};
    suf_faults faults;
    suf_faults_init(&faults);
    suf_scenario written;
    suf_scenario ordered;
    suf_scenario read;
    assert_int_equal(
        suf_scenario_read(&written,
            SUF_SOURCE_DIR "/tests/data/scenarios_good/small.yaml", sets, 3, &faults),
        SUF_OK);
    assert_int_equal(written.assumptions[0].layer, SUF_NONE);
    assert_int_equal(written.assumptions[1].layer, 1);
    assert_int_equal(
        suf_scenario_read_resolved(&read, "a.h5", written.resolved, &faults), SUF_OK);
    assert_int_equal(read.assumptions[1].layer, 1);
    assert_int_equal(suf_scenario_order(&ordered, &read, &faults), SUF_OK);
    assert_string_equal(ordered.assumptions[0].name, "births");
    assert_string_equal(ordered.assumptions[1].name, "aaa");
    suf_scenario_free(&ordered);
    suf_scenario_free(&read);
    suf_scenario_free(&written);
    suf_faults_free(&faults);
}

static void
what_is_no_resolved_scenario_is_told(void **state)
{
    (void) state;
    static const char *const texts[] = {"", "format: 1\n", "format: [",
        "format: 1\nname: x\nstart: 2021-01-01\nend: 2022-01-01\n"
        "districts: {one: {}}\nservices: {desk: {kind: stay, arrivals: {one: {rate: 2 "
        "per day}}, stay: {fixed: {value: 1 day}}, places: 2}}\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        suf_faults faults;
        suf_faults_init(&faults);
        suf_scenario scenario;
        assert_int_equal(suf_scenario_read_resolved(&scenario, "a.h5", texts[i], &faults),
            SUF_ERROR_SCENARIO);
        assert_true(faults.n > 0);
        assert_string_equal(faults.items[0].file, "a.h5");
        suf_scenario_free(&scenario);
        suf_faults_free(&faults);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resolved_scenario_is_read_back_the_same),
        cmocka_unit_test(a_scenario_in_order_has_its_parts_by_name),
        cmocka_unit_test(assumptions_of_an_overlay_come_behind),
        cmocka_unit_test(what_is_no_resolved_scenario_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
