/* The laws of assumptions, by inversion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RANDOM_ASSUMPTION_DISTRIBUTION_H
#define SUF_RANDOM_ASSUMPTION_DISTRIBUTION_H

#include "base/terms.h"

/* Quantile of u in (0, 1); a as suf_assumption_kind says. Triangular: Law and Kelton,
 * section 8.3.15; lognormal by median and CV; beta by mean and n, its parameters being
 * mean n and (1 - mean) n; gamma by mean and CV. NAN when the parameters are no law. */
double suf_assumption_quantile(suf_assumption_kind kind, const double a[3], double u);

/* The same of every kind: discrete by the first value whose probability with those before
 * it reaches u, empirical by straight lines between its points (Law and Kelton, sections
 * 8.2.1 and 8.3.16). points may be NULL for the other kinds. */
double suf_assumption_value(suf_assumption_kind kind, const double a[3],
    const suf_assumption_points *points, double u);
/* What an assumption of base value `base` is after it moved by `path` on its scale. */
double suf_ar1_value(suf_ar1_scale scale, double base, double path);

/* Quantile of u of Beta(a, b), NAN unless both are above 0. By bisection down to
 * neighbouring doubles: gsl_cdf_beta_Pinv of GSL 2.7.1 does not converge, and returns
 * NAN, for many ordinary arguments (a = 162.8, b = 19837.2 and u near 0.5064, for one).
 */
double suf_beta_quantile(double u, double a, double b);

#endif
