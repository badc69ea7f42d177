/* Distributions of durations: their formulas at scale 1, and their tables.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Formulas: Law and Kelton, Simulation Modeling and Analysis, section 6.2; partial means
 * in closed form where the family has them, so that the equilibrium cdf is H(x) = (x S(x)
 * + integral of t f(t) over 0..x) / mean. */
#include "distribution.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

#include "random/gamma_quantile.h"

/* Everything below is at scale 1. `mean` of the family at scale 1: */
static double
unit_mean(const suf_distribution *self)
{
    switch (self->kind) {
    case SUF_DISTRIBUTION_NONE:
        return (double) INFINITY;
    case SUF_DISTRIBUTION_LOGNORMAL:
        return exp(self->shape * self->shape / 2);
    case SUF_DISTRIBUTION_EMPIRICAL: {
        const suf_empirical *e = &self->empirical;
        double mean = e->values[0] * e->cumulative[0];
        for (size_t i = 1; i < e->n; i++) {
            mean += (e->cumulative[i] - e->cumulative[i - 1]) *
                    (e->values[i] + e->values[i - 1]) / 2;
        }
        return mean;
    }
    case SUF_DISTRIBUTION_FIXED:
    case SUF_DISTRIBUTION_EXPONENTIAL:
    case SUF_DISTRIBUTION_GAMMA:
    case SUF_DISTRIBUTION_WEIBULL:
    case SUF_DISTRIBUTION_HYPEREXPONENTIAL:
        return 1;
    }
    return (double) NAN;
}

/* Share of the first phase, balanced means: p1 / rate1 = p2 / rate2 = 1/2 (Allen 1990).
 */
static double
first_phase(double cv)
{
    double square = cv * cv;
    return (1 + sqrt((square - 1) / (square + 1))) / 2;
}

/* Survival at scale 1, and the mean of the part below x: integral of t f(t) over 0..x. */
static double
unit_survival(const suf_distribution *self, double x, double *partial_mean)
{
    double k = self->shape;
    *partial_mean = 0;
    if (x <= 0 && self->kind != SUF_DISTRIBUTION_EMPIRICAL) {
        return 1;
    }
    switch (self->kind) {
    case SUF_DISTRIBUTION_NONE:
        return 1;
    case SUF_DISTRIBUTION_FIXED:
        *partial_mean = x < 1 ? 0 : 1;
        return x < 1 ? 1 : 0;
    case SUF_DISTRIBUTION_EXPONENTIAL:
        *partial_mean = -expm1(-x) - x * exp(-x);
        return exp(-x);
    case SUF_DISTRIBUTION_GAMMA:
        *partial_mean = gsl_cdf_gamma_P(k * x, k + 1, 1);
        return gsl_cdf_gamma_Q(k * x, k, 1);
    case SUF_DISTRIBUTION_LOGNORMAL:
        *partial_mean = exp(k * k / 2) * gsl_cdf_ugaussian_P(log(x) / k - k);
        return gsl_cdf_ugaussian_Q(log(x) / k);
    case SUF_DISTRIBUTION_WEIBULL: {
        double z = pow(x * gsl_sf_gamma(1 + 1 / k), k);
        *partial_mean = gsl_cdf_gamma_P(z, 1 + 1 / k, 1);
        return exp(-z);
    }
    case SUF_DISTRIBUTION_HYPEREXPONENTIAL: {
        double p = first_phase(k);
        double z1 = 2 * p * x;
        double z2 = 2 * (1 - p) * x;
        *partial_mean = 1 - (exp(-z1) * (1 + z1) + exp(-z2) * (1 + z2)) / 2;
        return p * exp(-z1) + (1 - p) * exp(-z2);
    }
    case SUF_DISTRIBUTION_EMPIRICAL: {
        const suf_empirical *e = &self->empirical;
        if (x < e->values[0]) {
            return 1;
        }
        double partial = e->values[0] * e->cumulative[0];
        for (size_t i = 1; i < e->n; i++) {
            double mass = e->cumulative[i] - e->cumulative[i - 1];
            if (x < e->values[i]) {
                double share = (x - e->values[i - 1]) / (e->values[i] - e->values[i - 1]);
                *partial_mean = partial + mass * share * (e->values[i - 1] + x) / 2;
                return 1 - e->cumulative[i - 1] - mass * share;
            }
            partial += mass * (e->values[i] + e->values[i - 1]) / 2;
        }
        *partial_mean = partial;
        return 0;
    }
    }
    return (double) NAN;
}

/* H at scale 1. */
static double
unit_equilibrium(const suf_distribution *self, double x)
{
    double partial = 0;
    double survival = unit_survival(self, x, &partial);
    double h = (x * survival + partial) / unit_mean(self);
    return h < 1 ? h : 1;
}

/* The x >= 0 with share(x) = target, share falling from 1 to 0 and slope(x) = -share'(x):
 * Newton's steps kept inside a bracket. */
typedef struct falling_problem {
    const suf_distribution *distribution;
    bool is_equilibrium;
    double last; /* > 0: the x found before, from which the search begins */
} falling_problem;

static double
falling(const falling_problem *problem, double x, double *slope)
{
    const suf_distribution *self = problem->distribution;
    double partial = 0;
    double survival = unit_survival(self, x, &partial);
    if (problem->is_equilibrium) {
        double mean = unit_mean(self);
        *slope = survival / mean;
        return 1 - (x * survival + partial) / mean;
    }
    double p = first_phase(self->shape); /* hyperexponential only */
    *slope = 2 * p * p * exp(-2 * p * x) + 2 * (1 - p) * (1 - p) * exp(-2 * (1 - p) * x);
    return survival;
}

static double
solve_falling(falling_problem *problem, double target)
{
    double low = 0;
    double high = (double) INFINITY;
    double x = problem->last;
    for (int i = 0; i < 200 && (isinf(high) || high - low > 1e-14 * high); i++) {
        double slope = 0;
        double excess = falling(problem, x, &slope) - target;
        if (excess > 0) {
            low = x;
        } else {
            high = x;
        }
        double next = x + excess / slope;
        if (!(next > low && next < high)) {
            next = isinf(high) ? 2 * x : (low + high) / 2;
        }
        double step = fabs(next - x);
        x = next;
        if (step <= 1e-8 * x) {
            break; /* the next one would be its square */
        }
    }
    problem->last = x;
    return x;
}

static double
unit_quantile(void *context, double tail, int is_upper)
{
    falling_problem *problem = context;
    const suf_distribution *self = problem->distribution;
    double k = self->shape;
    if (self->kind == SUF_DISTRIBUTION_GAMMA) {
        return suf_gamma_quantile(k, tail, is_upper != 0) / k;
    }
    if (self->kind == SUF_DISTRIBUTION_LOGNORMAL) {
        return exp(
            k * (is_upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail)));
    }
    if (self->kind == SUF_DISTRIBUTION_WEIBULL) {
        double z = is_upper ? -log(tail) : -log1p(-tail);
        return pow(z, 1 / k) / gsl_sf_gamma(1 + 1 / k);
    }
    return solve_falling(problem, is_upper ? tail : 1 - tail);
}

static double
unit_equilibrium_quantile(void *context, double tail, int is_upper)
{
    return solve_falling(context, is_upper ? tail : 1 - tail);
}

void
suf_distribution_init(suf_distribution *self)
{
    *self = (suf_distribution){0};
}

void
suf_distribution_free(suf_distribution *self)
{
    suf_quantile_table_free(&self->quantile);
    suf_quantile_table_free(&self->equilibrium);
    *self = (suf_distribution){0};
}

static bool
is_in_range(suf_distribution_kind kind, double scale, double shape,
    const suf_empirical *empirical)
{
    if (kind == SUF_DISTRIBUTION_NONE) {
        return true;
    }
    if (kind == SUF_DISTRIBUTION_EMPIRICAL) {
        return empirical != NULL && empirical->n > 0 && scale > 0;
    }
    bool has_shape =
        kind != SUF_DISTRIBUTION_FIXED && kind != SUF_DISTRIBUTION_EXPONENTIAL;
    double least = kind == SUF_DISTRIBUTION_HYPEREXPONENTIAL ? 1 : 0;
    return isfinite(scale) && scale >= 0 &&
           (!has_shape || (isfinite(shape) && shape > least));
}

suf_status
suf_distribution_set(suf_distribution *self, suf_distribution_kind kind, double scale,
    double shape, const suf_empirical *empirical)
{
    if (!is_in_range(kind, scale, shape, empirical)) {
        return SUF_RAISE(SUF_ERROR_PARAMETER);
    }
    /* Tables are kept while family and shape stay; a shape is assigned, so == is exact.
     */
    bool is_same = kind == self->kind && shape == self->tabulated_shape;
    self->kind = kind;
    self->scale = scale;
    self->shape = shape;
    self->empirical = empirical != NULL ? *empirical : (suf_empirical){0};
    if (is_same) {
        return SUF_OK;
    }
    suf_quantile_table_free(&self->quantile);
    suf_quantile_table_free(&self->equilibrium);
    self->has_quantile = false;
    self->has_equilibrium = false;
    self->tabulated_shape = shape;
    if (kind == SUF_DISTRIBUTION_GAMMA || kind == SUF_DISTRIBUTION_LOGNORMAL ||
        kind == SUF_DISTRIBUTION_WEIBULL || kind == SUF_DISTRIBUTION_HYPEREXPONENTIAL) {
        falling_problem problem = {self, false, 1};
        suf_status status =
            suf_quantile_table_init(&self->quantile, unit_quantile, &problem);
        if (status != SUF_OK) {
            return status;
        }
        self->has_quantile = true;
    }
    return SUF_OK;
}

suf_status
suf_distribution_need_equilibrium(suf_distribution *self)
{
    if (self->has_equilibrium || self->kind == SUF_DISTRIBUTION_NONE ||
        self->kind == SUF_DISTRIBUTION_FIXED ||
        self->kind == SUF_DISTRIBUTION_EXPONENTIAL) {
        return SUF_OK;
    }
    falling_problem problem = {self, true, 1};
    suf_status status =
        suf_quantile_table_init(&self->equilibrium, unit_equilibrium_quantile, &problem);
    self->has_equilibrium = status == SUF_OK;
    return status;
}

double
suf_distribution_quantile_other(const suf_distribution *self, double u)
{
    if (self->kind == SUF_DISTRIBUTION_FIXED) {
        return self->scale;
    }
    if (self->kind == SUF_DISTRIBUTION_NONE) {
        return (double) INFINITY;
    }
    const suf_empirical *e = &self->empirical;
    size_t low = 0;
    size_t high = e->n - 1; /* the first point whose cumulative share is >= u */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (e->cumulative[middle] >= u) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    if (low == 0) {
        return e->values[0] * self->scale;
    }
    double share =
        (u - e->cumulative[low - 1]) / (e->cumulative[low] - e->cumulative[low - 1]);
    return (e->values[low - 1] + share * (e->values[low] - e->values[low - 1])) *
           self->scale;
}

double
suf_distribution_mean(const suf_distribution *self)
{
    return self->kind == SUF_DISTRIBUTION_NONE ? (double) INFINITY
                                               : unit_mean(self) * self->scale;
}

double
suf_distribution_survival(const suf_distribution *self, double days)
{
    double partial = 0;
    if (self->kind != SUF_DISTRIBUTION_NONE && !(self->scale > 0)) {
        return days < 0 ? 1 : 0;
    }
    return unit_survival(
        self, self->kind == SUF_DISTRIBUTION_NONE ? 0 : days / self->scale, &partial);
}

double
suf_distribution_cdf(const suf_distribution *self, double days)
{
    return 1 - suf_distribution_survival(self, days);
}

double
suf_distribution_residual(const suf_distribution *self, double elapsed_days, double u)
{
    if (self->kind == SUF_DISTRIBUTION_EXPONENTIAL) {
        return -log(u) * self->scale;
    }
    double survival = suf_distribution_survival(self, elapsed_days);
    double total = suf_distribution_quantile(self, 1 - survival * u);
    return total > elapsed_days ? total - elapsed_days : 0;
}

double
suf_distribution_equilibrium_cdf(const suf_distribution *self, double days)
{
    return days <= 0 || !(self->scale > 0) ? 0
                                           : unit_equilibrium(self, days / self->scale);
}

double
suf_distribution_equilibrium_near(const suf_distribution *self, double days)
{
    return self->has_equilibrium && days > 0 && self->scale > 0
               ? suf_quantile_table_inverse(&self->equilibrium, days / self->scale)
               : suf_distribution_equilibrium_cdf(self, days);
}

double
suf_distribution_equilibrium_quantile(const suf_distribution *self, double u)
{
    if (self->kind == SUF_DISTRIBUTION_EXPONENTIAL) {
        return -log1p(-u) * self->scale;
    }
    if (self->kind == SUF_DISTRIBUTION_FIXED) {
        return u * self->scale;
    }
    suf_bug_unless(self->has_equilibrium);
    return suf_quantile_table_at(&self->equilibrium, u) * self->scale;
}
