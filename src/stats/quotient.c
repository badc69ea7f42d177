/* The interval of a ratio of two means over the same replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "quotient.h"

#include <math.h>

void
suf_quotient_add(suf_quotient *self, const suf_design_spec *design, uint32_t replication,
    const double *weight, double top, double base)
{
    if (isnan(top) || isnan(base)) {
        return;
    }
    suf_estimate_add_weighted(&self->top, design, replication, weight, top);
    suf_estimate_add_weighted(&self->base, design, replication, weight, base);
    suf_estimate_add_weighted(&self->both, design, replication, weight, top + base);
}

double
suf_quotient_mean(const suf_quotient *self)
{
    double base = suf_estimate_mean(&self->base);
    return base > 0 || base < 0 ? suf_estimate_mean(&self->top) / base : (double) NAN;
}

void
suf_quotient_interval_of(const suf_estimate *top, const suf_estimate *base,
    const suf_estimate *both, double confidence, double *low, double *high)
{
    double x = suf_estimate_mean(top);
    double y = suf_estimate_mean(base);
    double of_top = suf_estimate_half_width(top, confidence);
    double of_base = suf_estimate_half_width(base, confidence);
    double of_both = suf_estimate_half_width(both, confidence);
    *low = (double) NAN;
    *high = (double) NAN;
    /* Squares of half widths stand for variances; no correlation goes beyond 1, which
     * the three need not know of each other. */
    double joint = (of_both * of_both - of_top * of_top - of_base * of_base) / 2;
    joint = fmin(fmax(joint, -of_top * of_base), of_top * of_base);
    /* (x - q y)^2 <= of_top^2 - 2 q joint + q^2 of_base^2, as a q^2 - 2 b q + c <= 0 */
    double a = y * y - of_base * of_base;
    double b = x * y - joint;
    double c = x * x - of_top * of_top;
    if (!(a > 0) || isnan(b) || isnan(c)) {
        return;
    }
    double root = sqrt(fmax(b * b - a * c, 0));
    *low = (b - root) / a;
    *high = (b + root) / a;
}

void
suf_quotient_interval(
    const suf_quotient *self, double confidence, double *low, double *high)
{
    suf_quotient_interval_of(&self->top, &self->base, &self->both, confidence, low, high);
}
