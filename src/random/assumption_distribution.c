/* The laws of assumptions, by inversion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "assumption_distribution.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "random/gamma_quantile.h"

double
suf_beta_quantile(double u, double a, double b)
{
    double low = 0;
    double high = 1;
    if (!(a > 0 && b > 0)) {
        return (double) NAN;
    }
    for (;;) {
        double middle = low + (high - low) / 2;
        if (!(middle > low && middle < high)) {
            return high;
        }
        if (gsl_cdf_beta_P(middle, a, b) < u) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

double
suf_assumption_quantile(suf_assumption_kind kind, const double a[3], double u)
{
    switch (kind) {
    case SUF_ASSUMPTION_VALUE:
        return a[0];
    case SUF_ASSUMPTION_UNIFORM:
        return a[0] + u * (a[1] - a[0]);
    case SUF_ASSUMPTION_TRIANGULAR: {
        double width = a[2] - a[0];
        if (!(width > 0)) {
            return a[1];
        }
        double below = (a[1] - a[0]) / width; /* probability below the mode */
        return u < below ? a[0] + sqrt(u * width * (a[1] - a[0]))
                         : a[2] - sqrt((1 - u) * width * (a[2] - a[1]));
    }
    case SUF_ASSUMPTION_NORMAL:
        return a[0] + a[1] * gsl_cdf_ugaussian_Pinv(u);
    case SUF_ASSUMPTION_LOGNORMAL:
        return a[0] * exp(sqrt(log1p(a[1] * a[1])) * gsl_cdf_ugaussian_Pinv(u));
    case SUF_ASSUMPTION_BETA:
        return suf_beta_quantile(u, a[0] * a[1], (1 - a[0]) * a[1]);
    case SUF_ASSUMPTION_GAMMA:
        return suf_gamma_quantile(1 / (a[1] * a[1]), u, false) * a[0] * a[1] * a[1];
    case SUF_ASSUMPTION_DISCRETE:
    case SUF_ASSUMPTION_EMPIRICAL:
        break; /* has points, not parameters */
    }
    return (double) NAN;
}

static double
discrete(const suf_assumption_points *points, double u)
{
    double below = 0;
    for (size_t i = 0; i + 1 < points->n; i++) {
        below += points->weights[i];
        if (u < below) {
            return points->values[i];
        }
    }
    return points->values[points->n - 1];
}

static double
empirical(const suf_assumption_points *points, double u)
{
    size_t i = 1;
    while (i + 1 < points->n && points->weights[i] < u) {
        i++;
    }
    double low = points->weights[i - 1];
    double share = (u - low) / (points->weights[i] - low);
    return points->values[i - 1] + share * (points->values[i] - points->values[i - 1]);
}

double
suf_assumption_value(suf_assumption_kind kind, const double a[3],
    const suf_assumption_points *points, double u)
{
    if (kind == SUF_ASSUMPTION_DISCRETE) {
        return discrete(points, u);
    }
    return kind == SUF_ASSUMPTION_EMPIRICAL ? empirical(points, u)
                                            : suf_assumption_quantile(kind, a, u);
}

double
suf_ar1_value(suf_ar1_scale scale, double base, double path)
{
    switch (scale) {
    case SUF_AR1_LOG:
        return base * exp(path);
    case SUF_AR1_LOGIT: {
        double odds = base / (1 - base) * exp(path);
        return base < 1 ? odds / (1 + odds) : base;
    }
    case SUF_AR1_LINEAR:
        return base + path;
    }
    return (double) NAN;
}
