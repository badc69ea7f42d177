/* The mean of what weighted replications have.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "weighted_mean.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "base/number.h"
#include "base/status.h"
#include "random/assumption_distribution.h"

/* On each side of an interval of 95 %. */
static const double tail = 0.025;

void
suf_weighted_add(suf_weighted *self, uint32_t cluster, double weight, double value)
{
    if (isnan(value) || !(weight > 0)) {
        return;
    }
    self->least = self->n == 0 ? value : fmin(self->least, value);
    self->greatest = self->n == 0 ? value : fmax(self->greatest, value);
    self->n++;
    self->total += weight;
    self->sum += weight * value;
    self->squares[0] += weight * weight;
    self->squares[1] += weight * weight * value;
    self->squares[2] += weight * weight * value * value;
    if (cluster != SUF_NONE) {
        suf_bug_unless(cluster < SUF_MOST_WEIGHTED_CLUSTERS);
        self->cluster_total[cluster] += weight;
        self->cluster_sum[cluster] += weight * value;
        self->n_clusters =
            cluster + 1 > self->n_clusters ? cluster + 1 : self->n_clusters;
    }
}

double
suf_weighted_mean(const suf_weighted *self)
{
    return self->n > 0 ? self->sum / self->total : (double) NAN;
}

/* Of the mean; and its degrees of freedom. */
static double
variance(const suf_weighted *self, double *freedom)
{
    double mean = suf_weighted_mean(self);
    double n = self->n_clusters > 0 ? self->n_clusters : self->n;
    double squares = 0;
    if (self->n_clusters == 0) {
        squares = self->squares[2] - 2 * mean * self->squares[1] +
                  mean * mean * self->squares[0];
    }
    for (uint32_t i = 0; i < self->n_clusters; i++) {
        double above = self->cluster_sum[i] - mean * self->cluster_total[i];
        squares += above * above;
    }
    *freedom = n - 1;
    return n > 1 ? fmax(squares, 0) * n / (n - 1) / (self->total * self->total)
                 : (double) NAN;
}

double
suf_weighted_half_width(const suf_weighted *self)
{
    double freedom = 0;
    double of_mean = variance(self, &freedom);
    return freedom >= 1 ? gsl_cdf_tdist_Qinv(tail, freedom) * sqrt(of_mean)
                        : (double) NAN;
}

void
suf_weighted_probability(const suf_weighted *self, double *low, double *high)
{
    double p = suf_weighted_mean(self);
    double freedom = 0;
    double of_mean = variance(self, &freedom);
    *low = 0;
    *high = 1;
    if (self->n == 0) {
        return;
    }
    double n = self->total * self->total / self->squares[0];
    if (of_mean > 0 && freedom >= 1) {
        double few =
            gsl_cdf_tdist_Qinv(tail, fmax(n - 1, 1)) / gsl_cdf_tdist_Qinv(tail, freedom);
        n = fmin(n, p * (1 - p) / of_mean * few * few);
    }
    double met = p * n;
    *low = met > 0 ? suf_beta_quantile(tail, met, n - met + 1) : 0;
    *high = n - met > 0 ? suf_beta_quantile(1 - tail, met + 1, n - met) : 1;
    if (!(self->least < self->greatest)) { /* p is 0 or 1 but for rounding */
        *low = p > 0.5 ? *low : 0;
        *high = p > 0.5 ? 1 : *high;
    }
}
