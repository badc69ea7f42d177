/* What is usable is built: on every day, in every pool.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tests/python/test_invariants.py looks at the months of results of all scenarios; here
 * nothing hides within a month. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "oracle/ready.h"
#include "scenario/scenario_read.h"

/* Some cases are faults, which is what they are for. */
static bool
is_faultless(const char *path)
{
    suf_scenario scenario;
    suf_faults faults;
    suf_faults_init(&faults);
    bool is_read = suf_scenario_read(&scenario, path, NULL, 0, &faults) == SUF_OK;
    suf_faults_free(&faults);
    suf_scenario_free(&scenario);
    return is_read;
}

/* Returns on how many days a pool had fewer usable than built. */
static uint64_t
assert_usable_is_built(const char *path)
{
    ready self;
    uint64_t n_fewer = 0;
    ready_init(&self, path, NULL, 0);
    const suf_model *model = &self.model;
    ready_start(&self, 0, NULL);
    for (double day = 0; day < model->end_days; day++) {
        assert_int_equal(suf_replication_run_until(&self.replication, day + 0.5), SUF_OK);
        for (uint32_t i = 0; i < model->n_services * model->n_districts; i++) {
            const suf_pool *pool = &self.replication.core.pools[i];
            if (pool->usable > pool->built) {
                fail_msg("%s: day %g, pool %u: %u usable, %u built", path, day, i,
                    pool->usable, pool->built);
            }
            n_fewer += pool->usable < pool->built;
        }
    }
    ready_free(&self);
    return n_fewer;
}

static void
no_place_is_usable_that_is_not_built(void **state)
{
    (void) state;
    static const char *const patterns[] = {"/tests/data/cases/*/*.yaml",
        "/tests/data/scenarios_good/*.yaml", "/tests/data/supply/*.yaml",
        "/scenarios/hello.yaml", "/scenarios/luzhou/convert.yaml"};
    uint64_t n_fewer = 0;
    size_t n_seen = 0;
    for (size_t p = 0; p < sizeof patterns / sizeof patterns[0]; p++) {
        char pattern[1024];
        glob_t found;
        (void) snprintf(pattern, sizeof pattern, "%s%s", SUF_SOURCE_DIR, patterns[p]);
        assert_int_equal(glob(pattern, 0, NULL, &found), 0);
        for (size_t i = 0; i < found.gl_pathc; i++) {
            if (is_faultless(found.gl_pathv[i])) {
                n_fewer += assert_usable_is_built(found.gl_pathv[i]);
                n_seen++;
            }
        }
        globfree(&found);
    }
    assert_true(n_seen > 30 && n_fewer > 1000);
}

/* Of a project whose places become usable month by month: it opens once. */
static void
places_that_come_into_use_by_and_by_open_once(void **state)
{
    (void) state;
    ready self;
    ready_init(
        &self, SUF_SOURCE_DIR "/tests/data/cases/ramp_then_closed/x.yaml", NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    const double *opened = suf_metrics_of(&self.metrics, SUF_VARIABLE_PLACES_OPENED);
    double sum = 0;
    for (uint32_t month = 0; month < self.layout.n_months; month++) {
        sum += opened[month];
    }
    assert_true(sum == 10);
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_that_come_into_use_by_and_by_open_once),
        cmocka_unit_test(no_place_is_usable_that_is_not_built),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
