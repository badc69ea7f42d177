/* Who lives within reach of an asset, far in the north, where degrees of longitude are
 * short. SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Along the parallel of 60 degrees a degree of longitude is 55.597 km, two are 111.191; a
 * degree and a half of latitude are 166.793 (great circles of a sphere of 6371.0088 km).
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "oracle/ready.h"

#define NORTH SUF_SOURCE_DIR "/tests/data/oracle/north.yaml"

static void
reach_is_along_the_great_circle(void **state)
{
    (void) state;
    /* Within 55.5, 55.7, 111, 111.3, 166.7 and 166.9 km of the hall. */
    static const double share[] = {0.1, 0.3, 0.3, 0.6, 0.6, 1};
    ready self;
    ready_init(&self, NORTH, NULL, 0);
    ready_start(&self, 0, NULL);
    assert_int_equal(suf_replication_run(&self.replication), SUF_OK);
    const suf_delivery_model *delivery = &self.model.delivery;
    assert_int_equal(delivery->n_targets, sizeof share / sizeof share[0]);
    for (uint32_t i = 0; i < delivery->n_targets; i++) {
        double found = suf_metrics_of(&self.metrics, SUF_VARIABLE_TARGET_VALUE)[i];
        assert_true(fabs(found - share[i]) < 1e-12);
    }
    ready_free(&self);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reach_is_along_the_great_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
