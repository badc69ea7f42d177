/* Tests of stopping by precision.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>

#include "base/number.h"
#include "experiment/stopping.h"
#include "random/rng_stream.h"

enum { N_TARGETS = 4 };

static suf_layout
layout_of(suf_target_label *targets, uint32_t n)
{
    static char one[] = "T1.1";
    static char two[] = "T1.2";
    static char three[] = "long wait";
    static char four[] = "q(1) < 3";
    targets[0] = (suf_target_label){.name = one};
    targets[1] = (suf_target_label){.name = two};
    targets[2] = (suf_target_label){.name = three};
    targets[3] = (suf_target_label){.name = four};
    return (suf_layout){.n_scenarios = 1,
        .n_targets = n,
        .targets = targets,
        .design = {SUF_DESIGN_RANDOM, SUF_NONE, SUF_NONE, SUF_NONE}};
}

static void
rules_are_read_and_others_refused(void **state)
{
    (void) state;
    static const struct {
        const char *text;
        bool is_right;
        suf_stopping_kind kind;
        double limit;
        uint32_t target;
    } cases[] = {{"decided", true, SUF_STOPPING_DECIDED, 0.9, SUF_NONE},
        {"decided(0.5)", true, SUF_STOPPING_DECIDED, 0.5, SUF_NONE},
        {"half-width(P(met), T1.2) < 0.01", true, SUF_STOPPING_HALF_WIDTH, 0.01, 1},
        {"half-width(mean(value),T1.1)<2e1", true, SUF_STOPPING_HALF_VALUE, 20, 0},
        {" half-width( P(met) , long wait ) <0.1 ", true, SUF_STOPPING_HALF_WIDTH, 0.1,
            2},
        {"half-width(P(met), q(1) < 3) < 0.1", true, SUF_STOPPING_HALF_WIDTH, 0.1, 3},
        {"decided ( 0.8 )", true, SUF_STOPPING_DECIDED, 0.8, SUF_NONE},
        {"half-width(P(met), longwait) < 0.1", false, 0, 0, 0},
        {"half-width(P(met), T1.1) < inf", false, 0, 0, 0},
        {"half-width(P(met), T1.1) <", false, 0, 0, 0},
        {"half-width(P(met), ) < 0.1", false, 0, 0, 0},
        {"half-width(P(met), T1.1 < 0.1)", false, 0, 0, 0},
        {"decided(1)", false, 0, 0, 0}, {"decided(0.5", false, 0, 0, 0},
        {"decided!", false, 0, 0, 0}, {"", false, 0, 0, 0},
        {"half-width(P(met), T9) < 0.01", false, 0, 0, 0},
        {"half-width(P(met), T1.1) < 0", false, 0, 0, 0},
        {"half-width(P(met), T1.1) < 0.1x", false, 0, 0, 0},
        {"half-width(P(met), T1.1) > 0.1", false, 0, 0, 0},
        {"half-width(P(met), T1.1 < 0.1", false, 0, 0, 0}};
    suf_target_label targets[N_TARGETS];
    suf_layout layout = layout_of(targets, N_TARGETS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        suf_stopping_rule rule;
        const char *why = NULL;
        bool is_right = suf_stopping_parse(&rule, cases[i].text, &layout, &why);
        assert_int_equal(is_right, cases[i].is_right);
        if (is_right) {
            assert_int_equal(rule.kind, cases[i].kind);
            assert_true(rule.limit == cases[i].limit);
            assert_int_equal(rule.target, cases[i].target);
        } else {
            assert_non_null(why);
        }
    }
    layout.n_targets = 0;
    suf_stopping_rule rule;
    const char *why = NULL;
    assert_false(suf_stopping_parse(&rule, "decided", &layout, &why));
}

static void
the_error_of_all_looks_is_spent_once(void **state)
{
    (void) state;
    double spent = 0;
    for (uint32_t k = 1; k <= 100000; k++) {
        spent += 1 - suf_stopping_confidence(k);
    }
    assert_true(spent < 0.05 && spent > 0.0499);
}

/* P(met) lies barely above the limit: looked at up to 40 times, the rule says it lies
 * below in at most 5 % of the runs, and is right in most that it decides. */
static void
looking_often_does_not_mislead(void **state)
{
    (void) state;
    enum { N_RUNS = 1000, N_LOOKS = 40, BATCH = 50 };
    suf_target_label targets[N_TARGETS];
    suf_layout layout = layout_of(targets, 1);
    const suf_stopping_rule rule = {SUF_STOPPING_DECIDED, SUF_NONE, 0.5};
    uint32_t n_wrong = 0;
    uint32_t n_right = 0;
    for (uint64_t run = 0; run < N_RUNS; run++) {
        suf_stopping stopping;
        assert_int_equal(suf_stopping_init(&stopping, &rule, &layout), SUF_OK);
        for (uint32_t look = 0; look < N_LOOKS; look++) {
            for (uint32_t i = 0; i < BATCH; i++) {
                uint32_t r = look * BATCH + i;
                suf_rng_block block = suf_rng_draw((suf_rng_key){run, r}, 0, 0, 5);
                double met = suf_rng_uniform(block.word[0]) < 0.53;
                suf_stopping_add(&stopping, 0, r, &met, &met);
            }
            if (suf_stopping_look(&stopping)) {
                bool is_above = suf_estimate_mean(stopping.met) > 0.5;
                n_right += is_above;
                n_wrong += !is_above;
                break;
            }
        }
        suf_stopping_free(&stopping);
    }
    assert_true(n_wrong <= 0.05 * N_RUNS);
    assert_true(n_right > 10 * n_wrong && n_right > 50);
}

static void
a_target_that_nothing_decides_does_not_hold_up(void **state)
{
    (void) state;
    suf_target_label targets[N_TARGETS];
    suf_layout layout = layout_of(targets, 2);
    const suf_stopping_rule rule = {SUF_STOPPING_DECIDED, SUF_NONE, 0.9};
    suf_stopping stopping;
    assert_int_equal(suf_stopping_init(&stopping, &rule, &layout), SUF_OK);
    for (uint32_t r = 0; r < 100; r++) {
        const double met[2] = {0, (double) NAN};
        suf_stopping_add(&stopping, 0, r, met, met);
    }
    assert_true(suf_stopping_look(&stopping));
    suf_stopping_free(&stopping);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_read_and_others_refused),
        cmocka_unit_test(the_error_of_all_looks_is_spent_once),
        cmocka_unit_test(looking_often_does_not_mislead),
        cmocka_unit_test(a_target_that_nothing_decides_does_not_hold_up),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
