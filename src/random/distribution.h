/* Distributions of durations, drawn by inversion of one uniform.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A draw is scale x Q(u), Q the quantile function at scale 1. Fixed and exponential are
 * evaluated directly; the others are tabulated (quantile_table.h), so that a draw costs
 * the same for all of them and only a new shape makes a new table.
 *
 * The equilibrium distribution H(a) = (integral of S over 0..a) / mean is that of the
 * elapsed part, and of the rest, of a stay found at a random moment (Cox 1962, Renewal
 * Theory, section 5.2). It is tabulated only when asked for
 * (suf_distribution_need_equilibrium). */
#ifndef SUF_RANDOM_DISTRIBUTION_H
#define SUF_RANDOM_DISTRIBUTION_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "random/distribution_kind.h"
#include "random/quantile_table.h"

/* Points of an empirical distribution: borrowed, must outlive the distribution. */
typedef struct suf_empirical {
    const double *values;     /* increasing, >= 0 */
    const double *cumulative; /* increasing, last is 1 */
    size_t n;
} suf_empirical;

typedef struct suf_distribution {
    suf_distribution_kind kind;
    double scale; /* days */
    double shape;
    suf_empirical empirical;
    suf_quantile_table quantile;    /* at scale 1; of `tabulated_shape` */
    suf_quantile_table equilibrium; /* likewise, when has_equilibrium */
    double tabulated_shape;
    bool has_quantile, has_equilibrium;
} suf_distribution;

/* A distribution that is none: its duration never ends. Owns nothing yet. */
void suf_distribution_init(suf_distribution *self);
/* Releases its tables; it is none then. */
void suf_distribution_free(suf_distribution *self);
/* Sets family and parameters; makes a table only when kind or shape changed. Returns
 * SUF_ERROR_PARAMETER when scale or shape is out of the family's range (scale >= 0 and
 * finite; shapes as in distribution_kind.h). */
SUF_MUST_CHECK suf_status suf_distribution_set(suf_distribution *self,
    suf_distribution_kind kind, double scale, double shape,
    const suf_empirical *empirical);
/* Makes the table of the equilibrium distribution if it is not there. */
SUF_MUST_CHECK suf_status suf_distribution_need_equilibrium(suf_distribution *self);

/* Quantile of the kinds that have no table: fixed, empirical, none. */
double suf_distribution_quantile_other(const suf_distribution *self, double u);

/* Quantile of u in (0, 1), in days. NONE: INFINITY. */
static inline double
suf_distribution_quantile(const suf_distribution *self, double u)
{
    if (self->kind == SUF_DISTRIBUTION_EXPONENTIAL) {
        return -log(u) * self->scale; /* u and 1 - u have the same law */
    }
    if (self->has_quantile) {
        return suf_quantile_table_at(&self->quantile, u) * self->scale;
    }
    return suf_distribution_quantile_other(self, u);
}

double suf_distribution_mean(const suf_distribution *self); /* days; NONE: INFINITY */
double suf_distribution_cdf(const suf_distribution *self, double days);
double suf_distribution_survival(const suf_distribution *self, double days);
/* Draw of the rest of a duration of which `elapsed_days` have passed: by inversion of u.
 */
double suf_distribution_residual(
    const suf_distribution *self, double elapsed_days, double u);
/* H at `days`, in 0..1. Mean must be finite and > 0. */
double suf_distribution_equilibrium_cdf(const suf_distribution *self, double days);
/* The same from the table, where there is one: the inverse of
 * suf_distribution_equilibrium_quantile, without special functions. */
double suf_distribution_equilibrium_near(const suf_distribution *self, double days);
/* Inverse of H; needs suf_distribution_need_equilibrium before. */
double suf_distribution_equilibrium_quantile(const suf_distribution *self, double u);

#endif
