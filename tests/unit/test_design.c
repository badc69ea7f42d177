/* Tests of drawing the assumptions of a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>

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
    case SUF_ASSUMPTION_DISCRETE:
    case SUF_ASSUMPTION_EMPIRICAL:
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

/* Why a fixed value takes the place of an assumption that is not wanted: the others keep
 * their coordinates of the balanced points, and their draws. */
static void
fixing_an_assumption_leaves_the_draws_of_the_others(void **state)
{
    (void) state;
    suf_assumption_model assumptions[N_KINDS];
    suf_model model = model_of(assumptions);
    model.design.kind = SUF_DESIGN_BALANCED;
    enum { N = 100 };
    uint32_t n_moved = 0;
    for (uint64_t r = 0; r < N; r++) {
        double drawn[N_KINDS];
        double fixed[N_KINDS];
        double shifted[N_KINDS - 1];
        assert_int_equal(suf_design_draw(&model, r, drawn), SUF_OK);
        suf_model other = model;
        suf_assumption_model held[N_KINDS];
        memcpy(held, assumptions, sizeof held);
        held[1] = (suf_assumption_model){.kind = SUF_ASSUMPTION_VALUE,
            .a = {1},
            .maximum = (double) INFINITY,
            .purpose = held[1].purpose};
        other.assumptions = held;
        assert_int_equal(suf_design_draw(&other, r, fixed), SUF_OK);
        assert_true(fixed[1] == 1);
        assert_memory_equal(fixed + 2, drawn + 2, (N_KINDS - 2) * sizeof *drawn);
        other.assumptions = assumptions + 1;
        other.n_assumptions = N_KINDS - 1;
        assert_int_equal(suf_design_draw(&other, r, shifted), SUF_OK);
        bool is_moved = false;
        for (uint32_t k = 0; k < N_KINDS - 1; k++) {
            is_moved |= shifted[k] != drawn[k + 1];
        }
        n_moved += is_moved;
    }
    assert_int_equal(n_moved, N);
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

static void
points_are_drawn_as_often_as_they_should_be(void **state)
{
    (void) state;
    double values[] = {1, 2, 5};
    double probabilities[] = {0.2, 0.5, 0.3};
    double observed[] = {10, 20, 40};
    double cumulative[] = {0, 0.25, 1};
    suf_assumption_model assumptions[2] = {{.kind = SUF_ASSUMPTION_DISCRETE,
                                               .minimum = 1,
                                               .maximum = 5,
                                               .purpose = 1,
                                               .points = {values, probabilities, 3}},
        {.kind = SUF_ASSUMPTION_EMPIRICAL,
            .minimum = 10,
            .maximum = 40,
            .purpose = 2,
            .points = {observed, cumulative, 3}}};
    suf_model model = {.seed = 3, .n_assumptions = 2, .assumptions = assumptions};
    sample seen[3] = {0};
    sample empirical = {0};
    for (uint64_t r = 0; r < 100000; r++) {
        double drawn[2];
        assert_int_equal(suf_design_draw(&model, r, drawn), SUF_OK);
        for (int i = 0; i < 3; i++) {
            sample_add(&seen[i], drawn[0] == values[i] ? 1 : 0);
        }
        sample_add(&empirical, drawn[1]);
    }
    for (int i = 0; i < 3; i++) {
        assert_true(fabs(sample_mean(&seen[i]) - probabilities[i]) <
                    SAMPLE_Z_BOUND * sample_mean_error(&seen[i]));
    }
    /* A quarter between 10 and 20, the rest between 20 and 40: mean 26.25. */
    assert_true(fabs(sample_mean(&empirical) - 26.25) <
                SAMPLE_Z_BOUND * sample_mean_error(&empirical));
    assert_true(sample_mean_error(&empirical) < 0.03);
}

/* Correlation of two series. */
static double
correlation(const double *x, const double *y, size_t n)
{
    double sums[5] = {0};
    for (size_t i = 0; i < n; i++) {
        const double terms[5] = {x[i], y[i], x[i] * x[i], y[i] * y[i], x[i] * y[i]};
        for (int k = 0; k < 5; k++) {
            sums[k] += terms[k] / (double) n;
        }
    }
    return (sums[4] - sums[0] * sums[1]) /
           sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
}

/* Uniform values are their own ranks: their correlation is the rank correlation. */
static void
assumptions_go_together_as_said_and_the_first_keeps_its_value(void **state)
{
    (void) state;
    enum { N = 40000 };
    static double x[3][N];
    suf_assumption_model assumptions[3];
    for (uint32_t i = 0; i < 3; i++) {
        assumptions[i] = (suf_assumption_model){
            .kind = SUF_ASSUMPTION_UNIFORM, .a = {0, 1}, .maximum = 1, .purpose = 40 + i};
    }
    /* Rank correlation 0.7 of the first and third: the factor of [1 r; r 1]. */
    double r = 2 * sin(M_PI * 0.7 / 6);
    double copula[9] = {1, 0, 0, 0, 1, 0, r, 0, sqrt(1 - r * r)};
    suf_model apart = {.seed = 3, .n_assumptions = 3, .assumptions = assumptions};
    suf_model together = apart;
    together.copula = copula;
    for (uint64_t i = 0; i < N; i++) {
        double drawn[3];
        double alone[3];
        assert_int_equal(suf_design_draw(&together, i, drawn), SUF_OK);
        assert_int_equal(suf_design_draw(&apart, i, alone), SUF_OK);
        assert_true(drawn[0] == alone[0] && drawn[1] == alone[1]);
        for (int k = 0; k < 3; k++) {
            x[k][i] = drawn[k];
        }
    }
    /* Standard errors are below 1 / sqrt(N) = 0.005. */
    assert_true(fabs(correlation(x[0], x[2], N) - 0.7) < SAMPLE_Z_BOUND * 0.005);
    assert_true(fabs(correlation(x[0], x[1], N)) < SAMPLE_Z_BOUND * 0.005);
    assert_true(fabs(correlation(x[1], x[2], N)) < SAMPLE_Z_BOUND * 0.005);
}

/* x(y) = phi x(y - 1) + sd e from 0: after y years a variance of sd^2 (1 - phi^2y) / (1 -
 * phi^2), or sd^2 y of a random walk; two paths correlate by the share of their shock. */
static void
paths_move_with_the_variance_of_theory_and_share_their_shock(void **state)
{
    (void) state;
    enum { N = 40000, N_YEARS = 4 };
    static double logs[2][N];
    suf_assumption_model assumptions[2];
    for (uint32_t i = 0; i < 2; i++) {
        assumptions[i] = (suf_assumption_model){.kind = SUF_ASSUMPTION_VALUE,
            .a = {2},
            .maximum = (double) INFINITY,
            .purpose = 40 + i,
            .has_ar1 = true,
            .path_index = i,
            .ar1_sd = 0.1,
            .ar1_phi = i == 0 ? 1 : 0.6,
            .shock_share = 0.4,
            .shock_purpose = 77};
    }
    suf_model model = {.seed = 3,
        .n_assumptions = 2,
        .n_paths = 2,
        .n_years = N_YEARS,
        .first_year = 2021,
        .assumptions = assumptions};
    sample squares[2][N_YEARS] = {{{0}}};
    assert_int_equal(suf_model_n_values(&model), 2 + 2 * N_YEARS);
    for (uint64_t r = 0; r < N; r++) {
        double drawn[2 + 2 * N_YEARS];
        assert_int_equal(suf_design_draw(&model, r, drawn), SUF_OK);
        for (int i = 0; i < 2; i++) {
            assert_true(drawn[i] == 2 && drawn[2 + i * N_YEARS] == 2);
            for (int y = 1; y < N_YEARS; y++) {
                double log_moved = log(drawn[2 + i * N_YEARS + y] / 2);
                sample_add(&squares[i][y], log_moved * log_moved);
            }
            logs[i][r] = log(drawn[2 + i * N_YEARS + 1] / 2);
        }
    }
    for (int y = 1; y < N_YEARS; y++) {
        double walk = 0.01 * y;
        double ar1 = 0.01 * (1 - pow(0.36, y)) / (1 - 0.36);
        assert_true(fabs(sample_mean(&squares[0][y]) - walk) <
                    SAMPLE_Z_BOUND * sample_mean_error(&squares[0][y]));
        assert_true(fabs(sample_mean(&squares[1][y]) - ar1) <
                    SAMPLE_Z_BOUND * sample_mean_error(&squares[1][y]));
    }
    assert_true(fabs(correlation(logs[0], logs[1], N) - 0.4) < SAMPLE_Z_BOUND * 0.005);
    /* Without what is random it stays where it begins. */
    double still[2 + 2 * N_YEARS];
    model.design.kind = SUF_DESIGN_FIXED;
    assert_int_equal(suf_design_draw(&model, 5, still), SUF_OK);
    for (int i = 0; i < 2 + 2 * N_YEARS; i++) {
        assert_true(still[i] == 2);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawn_values_have_the_mean_and_the_distribution_of_their_kind),
        cmocka_unit_test(a_value_is_the_same_whatever_else_is_assumed),
        cmocka_unit_test(fixing_an_assumption_leaves_the_draws_of_the_others),
        cmocka_unit_test(a_triangle_without_width_or_with_its_mode_at_an_end_is_drawn),
        cmocka_unit_test(points_are_drawn_as_often_as_they_should_be),
        cmocka_unit_test(assumptions_go_together_as_said_and_the_first_keeps_its_value),
        cmocka_unit_test(paths_move_with_the_variance_of_theory_and_share_their_shock),
        cmocka_unit_test(a_value_outside_of_what_it_is_used_for_is_refused),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
