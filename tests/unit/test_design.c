/* Tests of drawing the assumptions of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#include "experiment/design.h"
#include "oracle/sample.h"

enum { N_KINDS = 7, N_REPLICATIONS = 20000 };

/* One assumption of each kind, with the distribution it is meant to have. */
static const struct {
    suf_assumption_kind kind;
    double a[3];
    double mean;
} kinds[N_KINDS] = {{SUF_ASSUMPTION_VALUE, {0.25}, 0.25},
    {SUF_ASSUMPTION_UNIFORM, {1, 1.15}, 1.075}, {SUF_ASSUMPTION_TRIANGULAR, {2, 3, 7}, 4},
    {SUF_ASSUMPTION_NORMAL, {10, 2}, 10},
    {SUF_ASSUMPTION_LOGNORMAL, {1.25, 0.1}, 1.256234452640111}, /* 1.25 sqrt(1.01) */
    {SUF_ASSUMPTION_BETA, {0.06, 80}, 0.06}, {SUF_ASSUMPTION_GAMMA, {30, 0.5}, 30}};

static double
cdf_of(size_t index, double x)
{
    const double *a = kinds[index].a;
    switch (kinds[index].kind) {
    case SUF_ASSUMPTION_VALUE:
        break;
    case SUF_ASSUMPTION_UNIFORM:
        return gsl_cdf_flat_P(x, a[0], a[1]);
    case SUF_ASSUMPTION_TRIANGULAR:
        return x < a[1] ? (x - a[0]) * (x - a[0]) / ((a[2] - a[0]) * (a[1] - a[0]))
                        : 1 - (a[2] - x) * (a[2] - x) / ((a[2] - a[0]) * (a[2] - a[1]));
    case SUF_ASSUMPTION_NORMAL:
        return gsl_cdf_gaussian_P(x - a[0], a[1]);
    case SUF_ASSUMPTION_LOGNORMAL:
        return gsl_cdf_lognormal_P(x, log(a[0]), sqrt(log(1 + a[1] * a[1])));
    case SUF_ASSUMPTION_BETA:
        return gsl_cdf_beta_P(x, a[0] * a[1], (1 - a[0]) * a[1]);
    case SUF_ASSUMPTION_GAMMA: /* shape 4, mean 30 */
        return gsl_cdf_gamma_P(x, 4, 7.5);
    }
    return (double) NAN;
}

/* A model of nothing but assumptions. */
static suf_model
model_of(suf_assumption_model *assumptions)
{
    for (uint32_t i = 0; i < N_KINDS; i++) {
        assumptions[i] = (suf_assumption_model){.kind = kinds[i].kind,
            .a = {kinds[i].a[0], kinds[i].a[1], kinds[i].a[2]},
            .minimum = -(double) INFINITY,
            .maximum = (double) INFINITY,
            .purpose = 1000 + i};
    }
    return (suf_model){
        .seed = 20210101, .n_assumptions = N_KINDS, .assumptions = assumptions};
}

static void
drawn_values_have_the_mean_and_the_distribution_of_their_kind(void **state)
{
    (void) state;
    suf_assumption_model assumptions[N_KINDS];
    suf_model model = model_of(assumptions);
    sample values[N_KINDS] = {0};
    enum { N_CELLS = 20 };
    double cells[N_KINDS][N_CELLS] = {0};
    for (uint64_t replication = 0; replication < N_REPLICATIONS; replication++) {
        double drawn[N_KINDS];
        assert_int_equal(suf_design_draw(&model, replication, drawn), SUF_OK);
        assert_true(drawn[0] == 0.25);
        for (size_t i = 1; i < N_KINDS; i++) {
            sample_add(&values[i], drawn[i]);
            cells[i][(int) (cdf_of(i, drawn[i]) * N_CELLS)]++;
        }
    }
    for (size_t i = 1; i < N_KINDS; i++) {
        double error = sample_mean_error(&values[i]);
        assert_true(error < 0.01 / 2 * kinds[i].mean);
        assert_true(
            fabs(sample_mean(&values[i]) - kinds[i].mean) < SAMPLE_Z_BOUND * error);
        double chi_square = 0;
        for (int cell = 0; cell < N_CELLS; cell++) {
            double expected = (double) N_REPLICATIONS / N_CELLS;
            chi_square += pow(cells[i][cell] - expected, 2) / expected;
        }
        assert_true(gsl_cdf_chisq_Q(chi_square, N_CELLS - 1) > 1e-6);
    }
}

static void
a_value_is_the_same_whatever_else_is_assumed(void **state)
{
    (void) state;
    suf_assumption_model assumptions[N_KINDS];
    suf_model model = model_of(assumptions);
    double all[N_KINDS];
    double last[1];
    assert_int_equal(suf_design_draw(&model, 17, all), SUF_OK);
    model.assumptions = assumptions + N_KINDS - 1;
    model.n_assumptions = 1;
    assert_int_equal(suf_design_draw(&model, 17, last), SUF_OK);
    assert_true(last[0] == all[N_KINDS - 1]);
    assert_int_equal(suf_design_draw(&model, 18, last), SUF_OK);
    assert_true(last[0] != all[N_KINDS - 1]);
    model.seed++;
    assert_int_equal(suf_design_draw(&model, 17, last), SUF_OK);
    assert_true(last[0] != all[N_KINDS - 1]);
}

static void
a_triangle_without_width_or_with_its_mode_at_an_end_is_drawn(void **state)
{
    (void) state;
    static const double corners[][3] = {{3, 3, 3}, {3, 3, 5}, {3, 5, 5}};
    for (size_t i = 0; i < 3; i++) {
        suf_assumption_model assumption = {.kind = SUF_ASSUMPTION_TRIANGULAR,
            .a = {corners[i][0], corners[i][1], corners[i][2]},
            .minimum = 3,
            .maximum = corners[i][2],
            .purpose = 1};
        suf_model model = {.seed = 1, .n_assumptions = 1, .assumptions = &assumption};
        for (uint64_t replication = 0; replication < 1000; replication++) {
            double value = 0;
            assert_int_equal(suf_design_draw(&model, replication, &value), SUF_OK);
        }
    }
}

static void
a_value_outside_of_what_it_is_used_for_is_refused(void **state)
{
    (void) state;
    suf_assumption_model assumption = {.kind = SUF_ASSUMPTION_NORMAL,
        .a = {0, 1},
        .minimum = 0,
        .maximum = (double) INFINITY,
        .purpose = 1};
    suf_model model = {.seed = 1, .n_assumptions = 1, .assumptions = &assumption};
    uint32_t n_refused = 0;
    for (uint64_t replication = 0; replication < 1000; replication++) {
        double value = 0;
        suf_status status = suf_design_draw(&model, replication, &value);
        assert_int_equal(status, value < 0 ? SUF_ERROR_PARAMETER : SUF_OK);
        n_refused += status != SUF_OK;
    }
    assert_in_range(n_refused, 400, 600);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_values_have_the_mean_and_the_distribution_of_their_kind),
        cmocka_unit_test(a_value_is_the_same_whatever_else_is_assumed),
        cmocka_unit_test(a_triangle_without_width_or_with_its_mode_at_an_end_is_drawn),
        cmocka_unit_test(a_value_outside_of_what_it_is_used_for_is_refused),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
