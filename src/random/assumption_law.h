/* The laws of assumptions, by inversion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RANDOM_ASSUMPTION_LAW_H
#define SUF_RANDOM_ASSUMPTION_LAW_H

#include "base/terms.h"

/* Quantile of u in (0, 1); a as suf_assumption_kind says. Triangular: Law and Kelton,
 * section 8.3.15; lognormal by median and CV; beta by mean and n, its parameters being
 * mean n and (1 - mean) n; gamma by mean and CV. NAN when the parameters are no law. */
double suf_assumption_quantile(suf_assumption_kind kind, const double a[3], double u);

#endif
