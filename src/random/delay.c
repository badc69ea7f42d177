/* How long a project takes, as a multiple of what was planned.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "delay.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

/* Scale of a Weibull law with this mean. */
static double
weibull_scale(const suf_delay *self)
{
    return self->a / gsl_sf_gamma(1 + 1 / self->b);
}

double
suf_delay_quantile(const suf_delay *self, double u)
{
    switch (self->kind) {
    case SUF_DELAY_NONE:
    case SUF_DELAY_FIXED:
        return self->a;
    case SUF_DELAY_UNIFORM:
        return self->a + u * (self->b - self->a);
    case SUF_DELAY_EXPONENTIAL:
        return -log1p(-u) * self->a;
    case SUF_DELAY_LOGNORMAL:
        return self->a *
               exp(sqrt(2 * log(self->b / self->a)) * gsl_cdf_ugaussian_Pinv(u));
    case SUF_DELAY_WEIBULL:
        return weibull_scale(self) * pow(-log1p(-u), 1 / self->b);
    }
    return (double) NAN;
}

double
suf_delay_of_score(const suf_delay *self, double z)
{
    /* The lognormal without the detour over probabilities, which end far out. */
    return self->kind == SUF_DELAY_LOGNORMAL
               ? self->a * exp(sqrt(2 * log(self->b / self->a)) * z)
               : suf_delay_quantile(self, fmin(gsl_cdf_ugaussian_P(z), nextafter(1, 0)));
}

double
suf_delay_cdf(const suf_delay *self, double x)
{
    switch (self->kind) {
    case SUF_DELAY_NONE:
    case SUF_DELAY_FIXED:
        return x >= self->a ? 1 : 0;
    case SUF_DELAY_UNIFORM:
        return fmin(1, fmax(0, (x - self->a) / (self->b - self->a)));
    case SUF_DELAY_EXPONENTIAL:
        return x > 0 ? -expm1(-x / self->a) : 0;
    case SUF_DELAY_LOGNORMAL:
        if (x <= 0) {
            return 0;
        }
        return self->b > self->a ? gsl_cdf_ugaussian_P(log(x / self->a) /
                                                       sqrt(2 * log(self->b / self->a)))
                                 : (x >= self->a ? 1 : 0);
    case SUF_DELAY_WEIBULL:
        return x > 0 ? -expm1(-pow(x / weibull_scale(self), self->b)) : 0;
    }
    return (double) NAN;
}

double
suf_delay_score_at(const suf_delay *self, double x)
{
    if (self->kind == SUF_DELAY_LOGNORMAL && self->b > self->a) {
        return x > 0 ? log(x / self->a) / sqrt(2 * log(self->b / self->a))
                     : -(double) INFINITY;
    }
    double p = suf_delay_cdf(self, x);
    return p <= 0   ? -(double) INFINITY
           : p >= 1 ? (double) INFINITY
                    : gsl_cdf_ugaussian_Pinv(p);
}

/* The density of M. */
static double
density(const suf_delay *self, double x)
{
    double y = 0;
    switch (self->kind) {
    case SUF_DELAY_NONE:
    case SUF_DELAY_FIXED:
    case SUF_DELAY_LOGNORMAL: /* by its scores */
        return 0;
    case SUF_DELAY_UNIFORM:
        return x > self->a && x < self->b ? 1 / (self->b - self->a) : 0;
    case SUF_DELAY_EXPONENTIAL:
        return x > 0 ? exp(-x / self->a) / self->a : 0;
    case SUF_DELAY_WEIBULL:
        y = x > 0 ? x / weibull_scale(self) : 0;
        return y > 0 ? self->b / x * pow(y, self->b) * exp(-pow(y, self->b)) : 0;
    }
    return (double) NAN;
}

double
suf_delay_slope_at(const suf_delay *self, double x)
{
    if (self->kind == SUF_DELAY_LOGNORMAL) {
        return self->b > self->a && x > 0 ? 1 / (x * sqrt(2 * log(self->b / self->a)))
                                          : 0;
    }
    double score = suf_delay_score_at(self, x);
    return isinf(score) ? 0 : density(self, x) / gsl_ran_ugaussian_pdf(score);
}

double
suf_delay_shock(double u)
{
    return gsl_cdf_ugaussian_Pinv(u);
}

double
suf_delay_cdf_given(const suf_delay *self, suf_delay_shared shared, double x)
{
    double p = suf_delay_cdf(self, x);
    if (p <= 0 || p >= 1) {
        return p;
    }
    double z = gsl_cdf_ugaussian_Pinv(p) - shared.sum;
    if (shared.weight >= 1) {
        return z >= 0 ? 1 : 0;
    }
    return gsl_cdf_ugaussian_P(z / sqrt(1 - shared.weight));
}

/* The share of what a project shares with others that lies at or below `above`. */
static double
share_below(const suf_delay *self, suf_delay_shared shared, double above)
{
    return above > 0 ? suf_delay_cdf_given(self, shared, above) : 0;
}

static double
score_above(suf_delay_shared shared, double u, double least)
{
    double p = fmin(least + u * (1 - least), nextafter(1, 0));
    double z = shared.sum;
    if (shared.weight < 1) {
        z += sqrt(1 - shared.weight) * gsl_cdf_ugaussian_Pinv(p);
    }
    return z;
}

double
suf_delay_score(const suf_delay *self, suf_delay_shared shared, double u, double above)
{
    double least = share_below(self, shared, above);
    return score_above(shared, u, least < 1 ? least : 0);
}

double
suf_delay_draw(const suf_delay *self, suf_delay_shared shared, double u, double above)
{
    double least = share_below(self, shared, above);
    if (least >= 1) {
        return above;
    }
    double z = score_above(shared, u, least);
    double v = fmin(gsl_cdf_ugaussian_P(z), nextafter(1, 0));
    return v <= 0 ? 0 : fmax(above, suf_delay_quantile(self, v));
}
