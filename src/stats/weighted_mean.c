/* The mean of what weighted replications have.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "weighted_mean.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "base/number.h"
#include "base/status.h"
#include "random/assumption_distribution.h"

void
suf_weighted_add(
    suf_weighted *self, uint32_t cluster, uint32_t draw, double weight, double value)
{
    if (isnan(value) || !(weight > 0)) {
        return;
    }
    if (self->n == 0) {
        self->shift = value;
        self->draw = draw;
    }
    if (draw != self->draw) {
        self->draw_squares += self->draw_total * self->draw_total;
        self->draw_total = 0;
        self->draw = draw;
    }
    self->least = self->n == 0 ? value : fmin(self->least, value);
    self->greatest = self->n == 0 ? value : fmax(self->greatest, value);
    self->n++;
    double above = value - self->shift;
    self->total += weight;
    self->draw_total += weight;
    self->sum += weight * above;
    self->second += weight * above * above;
    self->squares[0] += weight * weight;
    self->squares[1] += weight * weight * above;
    self->squares[2] += weight * weight * above * above;
    if (cluster != SUF_NONE) {
        suf_bug_unless(cluster < SUF_MOST_WEIGHTED_CLUSTERS);
        self->cluster_total[cluster] += weight;
        self->cluster_sum[cluster] += weight * above;
        self->n_clusters =
            cluster + 1 > self->n_clusters ? cluster + 1 : self->n_clusters;
    }
}

/* Of what is above the shift. */
static double
mean_above(const suf_weighted *self)
{
    return self->n > 0 ? self->sum / self->total : (double) NAN;
}

double
suf_weighted_mean(const suf_weighted *self)
{
    return self->shift + mean_above(self);
}

double
suf_weighted_second_moment(const suf_weighted *self)
{
    return self->second / self->total + 2 * self->shift * mean_above(self) +
           self->shift * self->shift;
}

double
suf_weighted_variance(const suf_weighted *self)
{
    double mean = mean_above(self);
    double shared = self->squares[0] / (self->total * self->total);
    return self->n > 1 && shared < 1
               ? fmax(self->second / self->total - mean * mean, 0) / (1 - shared)
               : (double) NAN;
}

double
suf_weighted_effective(const suf_weighted *self)
{
    double squares = self->draw_squares + self->draw_total * self->draw_total;
    return self->n > 0 ? self->total * self->total / squares : 0;
}

/* Of the mean; and its degrees of freedom. */
static double
variance_of_mean(const suf_weighted *self, double *freedom)
{
    double mean = mean_above(self);
    double n = self->n;
    double squares = 0;
    if (self->n_clusters == 0) {
        squares = self->squares[2] - 2 * mean * self->squares[1] +
                  mean * mean * self->squares[0];
    } else {
        n = 0;
    }
    for (uint32_t i = 0; i < self->n_clusters; i++) {
        double above = self->cluster_sum[i] - mean * self->cluster_total[i];
        squares += above * above;
        n += self->cluster_total[i] > 0;
    }
    *freedom = n - 1;
    return n > 1 ? fmax(squares, 0) * n / (n - 1) / (self->total * self->total)
                 : (double) NAN;
}

double
suf_weighted_half_width(const suf_weighted *self, double confidence)
{
    double freedom = 0;
    double of_mean = variance_of_mean(self, &freedom);
    return freedom >= 1
               ? gsl_cdf_tdist_Pinv(0.5 + confidence / 2, freedom) * sqrt(of_mean)
               : (double) NAN;
}

double
suf_weighted_worth(const suf_weighted *self, double plain, double confidence)
{
    double freedom = 0;
    double of_mean = variance_of_mean(self, &freedom);
    double n = suf_weighted_effective(self);
    /* Where all are the same rounding alone gives them a variance. */
    if (!(plain > 0) || !(self->least < self->greatest) || !(of_mean > 0)) {
        return n;
    }
    double few = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, fmax(n - 1, 1)) /
                 gsl_cdf_tdist_Pinv(0.5 + confidence / 2, fmax(freedom, 1));
    return fmin(n, plain / of_mean * few * few);
}

void
suf_weighted_probability(
    const suf_weighted *self, double confidence, double *low, double *high)
{
    double p = suf_weighted_mean(self);
    double tail = (1 - confidence) / 2;
    *low = 0;
    *high = 1;
    if (self->n == 0) {
        return;
    }
    double n = suf_weighted_worth(self, p * (1 - p), confidence);
    double met = p * n;
    *low = met > 0 ? suf_beta_quantile(tail, met, n - met + 1) : 0;
    *high = n - met > 0 ? suf_beta_quantile(1 - tail, met + 1, n - met) : 1;
    if (!(self->least < self->greatest)) { /* p is 0 or 1 but for rounding */
        *low = p > 0.5 ? *low : 0;
        *high = p > 0.5 ? 1 : *high;
    }
}
