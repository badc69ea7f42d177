/* The interval of a ratio of two means over the same replications.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fieller's (1954, "Some problems in interval estimation", Journal of the Royal
 * Statistical Society B 16, 175-185): the ratios q at which the mean of top - q x base is
 * not told from 0. Its half width is a quadratic in q, whose terms are the half widths of
 * top, base and top + base by the house's own intervals (estimate.h), so that clusters,
 * few degrees of freedom and skewness count as they do everywhere. */
#ifndef SUF_STATS_QUOTIENT_H
#define SUF_STATS_QUOTIENT_H

#include "stats/estimate.h"

/* Three estimates of the same replications; starts from {0}. */
typedef struct suf_quotient {
    suf_estimate top, base, both; /* both: of their sum */
} suf_quotient;

/* NaN of either is passed over; `weight` as of suf_estimate_add_weighted. */
void suf_quotient_add(suf_quotient *self, const suf_design_spec *design,
    uint32_t replication, const double *weight, double top, double base);
/* Mean of top over mean of base; NaN when that is 0 or nothing was observed. */
double suf_quotient_mean(const suf_quotient *self);
/* The interval. NaN at both ends where it has none: too few observations, or a base that
 * is not told from 0, so that the ratio is not bounded. */
void suf_quotient_interval(
    const suf_quotient *self, double confidence, double *low, double *high);
/* The same of estimates that are held apart. */
void suf_quotient_interval_of(const suf_estimate *top, const suf_estimate *base,
    const suf_estimate *both, double confidence, double *low, double *high);

#endif
