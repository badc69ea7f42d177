/* Tests of what is known of projects: cancellation, replacement, inspections, stages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "engine/delivery/delivery.h"
#include "engine/delivery/delivery_process.h"
#include "oracle/known_law.h"
#include "oracle/ready.h"
#include "oracle/sample.h"
#include "oracle/units.h"

#define SUPPLY SUF_SOURCE_DIR "/tests/data/supply/supply.yaml"

enum { N_DRAWS = SAMPLE_DRAWS(40000) };

/* --- cancellation, replacement, inspections ------------------------------------------
 */

/* One clinic; what it does when nothing is known, with these fates. */
typedef struct fates {
    double cancelled, replaced_days; /* INFINITY: not */
    double pass, retry_days;
} fates;

/* P(open by a day | s), of an opening planned d days after its begin. */
static double
open_by(fates of, double days, double d, double s, double own)
{
    double sum = 0;
    for (int is_replaced = 0; is_replaced < 2; is_replaced++) {
        double rest = is_replaced ? of.cancelled : 1 - of.cancelled;
        double shift = is_replaced ? of.replaced_days : 0;
        for (int failed = 0; failed < 60; failed++) {
            sum += rest * of.pass *
                   law_by((days - shift - failed * of.retry_days) / d, s, own);
            rest *= 1 - of.pass;
        }
    }
    return sum;
}

static void
not_open_bears_on_fates(const char *const *sets, size_t n_sets, fates of)
{
    double rho = 0.4;
    double own = sqrt(1 - rho);
    ready self;
    sample never = {0};
    sample soon = {0};
    ready_init(&self, SUPPLY, sets, n_sets);
    ready_start(&self, 0, NULL);
    uint32_t unit = units_find(&self, "clinic", 0);
    const suf_delivery_unit *clinic = &self.model.delivery.units[unit];
    double d = clinic->duration_days;
    double k = 400 - clinic->starts_days;
    double t = 600 - clinic->starts_days;
    double weight = 0;
    double p_never = 0;
    double p_soon = 0;
    for (int f = 0; f < LAW_N_GRID; f++) {
        double s = sqrt(rho) * law_node(f);
        double w = law_weight(f);
        weight += w * (1 - open_by(of, k, d, s, own));
        p_soon += w * (open_by(of, t, d, s, own) - open_by(of, k, d, s, own));
        p_never += w * (isinf(of.replaced_days) ? of.cancelled : 0);
    }
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        double opened = units_draw(&self, i)[unit];
        assert_true(opened >= 400);
        sample_add(&never, isinf(opened));
        sample_add(&soon, opened < 600);
    }
    print_message("never %.4f, drawn %.4f; soon %.4f, drawn %.4f\n", p_never / weight,
        sample_mean(&never), p_soon / weight, sample_mean(&soon));
    assert_true(p_never == 0 ? sample_mean(&never) == 0
                             : sample_mean_agrees(&never, p_never / weight, 0.015));
    assert_true(sample_mean_agrees(&soon, p_soon / weight, 0.015));
    ready_free(&self);
}

#define CLINIC                                                                           \
    "projects.clinic={asset: clinic, district: south, starts: 2021-01-01, opens: "       \
    "2022-01-01, known_at: 2022-02-04"

static void
what_is_not_open_is_likelier_to_have_been_cancelled(void **state)
{
    (void) state;
    const double never = (double) INFINITY;
    const char *const plain[] = {CLINIC ", cancellation: 0.2}"};
    const char *const replaced[] = {CLINIC ", cancellation: 0.2, programme: health}",
        "delivery.programmes={health: {replaced_within: 90 days}}"};
    const char *const inspected[] = {
        CLINIC ", cancellation: 0.2, pass: 0.6, retry: 60 days}"};
    const char *const all[] = {CLINIC
        ", cancellation: 0.2, programme: health, pass: 0.3, retry: 60 days}",
        "delivery.programmes={health: {replaced_within: 90 days}}"};
    not_open_bears_on_fates(plain, 1, (fates){0.2, never, 1, 1});
    not_open_bears_on_fates(replaced, 2, (fates){0.2, 90, 1, 1});
    not_open_bears_on_fates(inspected, 1, (fates){0.2, never, 0.6, 60});
    not_open_bears_on_fates(all, 2, (fates){0.2, 90, 0.3, 60});
}

/* An opening that may have been late by its delay, by its inspections or as that of a
 * replacement tells of the shock by all of them. */
static void
an_opening_tells_by_all_the_ways_it_can_have_come(void **state)
{
    (void) state;
    double rho = 0.4;
    double own = sqrt(1 - rho);
    const fates of = {0.2, 90, 0.5, 60};
    const double seen = 560;
    ready self;
    sample replaced = {0};
    sample other = {0};
    static const char clinic_text[] =
        CLINIC ", cancellation: 0.2, programme: health, pass: 0.5, retry: 60 days, "
               "opened: 2022-07-15}";
    const char *const sets[] = {clinic_text,
        "delivery.programmes={health: {replaced_within: 90 days}}",
        "projects.clinic.known_at=2022-07-20"};
    ready_init(&self, SUPPLY, sets, 3);
    ready_start(&self, 0, NULL);
    uint32_t unit = units_find(&self, "clinic", 0);
    uint32_t begun = units_find(&self, "gyms", 0);
    const suf_delivery_unit *clinic = &self.model.delivery.units[unit];
    const suf_delivery_unit *gym = &self.model.delivery.units[begun];
    double weight[2] = {0, 0};
    double p_other = 0;
    for (int f = 0; f < LAW_N_GRID; f++) {
        double s = sqrt(rho) * law_node(f);
        double here[2] = {0, 0};
        for (int is_replaced = 0; is_replaced < 2; is_replaced++) {
            double rest = is_replaced ? of.cancelled : 1 - of.cancelled;
            for (int failed = 0; failed < 12; failed++) {
                double left = seen - clinic->starts_days -
                              (is_replaced ? of.replaced_days : 0) -
                              failed * of.retry_days;
                here[is_replaced] +=
                    left > 0
                        ? rest * of.pass * law_at(left / clinic->duration_days, s, own)
                        : 0;
                rest *= 1 - of.pass;
            }
        }
        double w = law_weight(f);
        weight[0] += w * here[0];
        weight[1] += w * here[1];
        p_other += w * (here[0] + here[1]) * 0.9 *
                   law_by((250 - gym->starts_days) / gym->duration_days, s, own);
    }
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        const double *opened = units_draw(&self, i);
        assert_true(opened[unit] == seen);
        sample_add(&replaced, suf_delivery_of(&self.replication.core)->is_replaced[unit]);
        sample_add(&other, opened[begun] < 250);
    }
    double all = weight[0] + weight[1];
    print_message("replaced %.4f, drawn %.4f; other %.4f, drawn %.4f\n", weight[1] / all,
        sample_mean(&replaced), p_other / all, sample_mean(&other));
    assert_true(sample_mean_agrees(&replaced, weight[1] / all, 0.015));
    assert_true(sample_mean_agrees(&other, p_other / all, 0.015));
    ready_free(&self);
}

/* --- what stays ----------------------------------------------------------------------
 */

/* What is not begun tells nothing, and is drawn as before, to the last bit. */
static void
what_is_not_begun_is_drawn_as_before(void **state)
{
    (void) state;
    const char *const without[] = {"projects.gyms.district=south"};
    const char *const with[] = {
        "projects.gyms.known_at=2021-02-27", "projects.gyms.district=south"};
    ready all[2];
    ready_init(&all[0], SUPPLY, without, 1);
    ready_init(&all[1], SUPPLY, with, 2);
    ready_start(&all[0], 0, NULL);
    ready_start(&all[1], 0, NULL);
    for (uint64_t i = 0; i < 200; i++) {
        const double *before = units_draw(&all[0], i);
        const double *now = units_draw(&all[1], i);
        for (uint32_t j = 0; j < all[0].model.delivery.n_units; j++) {
            assert_true(now[j] == before[j]);
        }
    }
    ready_free(&all[0]);
    ready_free(&all[1]);
}

static void
what_was_cancelled_does_not_open(void **state)
{
    (void) state;
    const char *const sets[] = {
        CLINIC ", cancelled: 2021-06-01}", "projects.gyms.cancelled=yes"};
    ready self;
    ready_init(&self, SUPPLY, sets, 2);
    ready_start(&self, 0, NULL);
    uint32_t unit = units_find(&self, "clinic", 0);
    uint32_t gyms = units_find(&self, "gyms", 0);
    for (uint64_t i = 0; i < 100; i++) {
        const double *opened = units_draw(&self, i);
        assert_true(isinf(opened[unit]));
        for (uint32_t j = 0; j < 10; j++) {
            assert_true(isinf(opened[gyms + j]));
        }
    }
    ready_free(&self);
}

/* A stage begins when what it comes after is known to have opened. */
static void
a_stage_begins_at_the_opening_that_is_known(void **state)
{
    (void) state;
    double rho = 0.4;
    double own = sqrt(1 - rho);
    ready self;
    sample soon = {0};
    const char *const sets[] = {"delivery.cancellation=0", CLINIC ", opened: 2021-09-20}",
        "projects.wards={asset: clinic, district: south, after: clinic, opens: "
        "2022-04-01, known_at: 2022-02-04}"};
    ready_init(&self, SUPPLY, sets, 3);
    ready_start(&self, 0, NULL);
    uint32_t unit = units_find(&self, "wards", 0);
    double d = 90; /* between the planned openings */
    double first = 262.0 / 365;
    double weight = 0;
    double p = 0;
    for (int f = 0; f < LAW_N_GRID; f++) {
        double s = sqrt(rho) * law_node(f);
        double w = law_weight(f) * law_at(first, s, own);
        double open = law_by((400 - 262) / d, s, own);
        weight += w * (1 - open);
        p += w * (law_by((430 - 262) / d, s, own) - open);
    }
    for (uint64_t i = 0; i < N_DRAWS; i++) {
        double opened = units_draw(&self, i)[unit];
        assert_true(opened >= 400);
        sample_add(&soon, opened < 430);
    }
    print_message("stage: P %.4f, drawn %.4f\n", p / weight, sample_mean(&soon));
    assert_true(sample_mean_agrees(&soon, p / weight, 0.015));
    ready_free(&self);
}

int
main(void)
{
    (void) gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_open_is_likelier_to_have_been_cancelled),
        cmocka_unit_test(an_opening_tells_by_all_the_ways_it_can_have_come),
        cmocka_unit_test(what_is_not_begun_is_drawn_as_before),
        cmocka_unit_test(what_was_cancelled_does_not_open),
        cmocka_unit_test(a_stage_begins_at_the_opening_that_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
