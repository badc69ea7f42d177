/* Estimates over replications that need not be independent.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "random/assumption_distribution.h"
#include "stats/interval.h"

const char *
suf_design_word(suf_design_kind kind)
{
    static const char *const words[SUF_N_DESIGNS] = {
        [SUF_DESIGN_RANDOM] = "random",
        [SUF_DESIGN_BALANCED] = "balanced",
        [SUF_DESIGN_LHS] = "lhs",
        [SUF_DESIGN_TABLE] = "table",
        [SUF_DESIGN_FIXED] = "fixed",
    };
    return words[kind];
}

uint32_t
suf_inner_of(const suf_design_spec *design)
{
    return design->inner != SUF_NONE && design->inner > 0 ? design->inner : 1;
}

uint32_t
suf_cluster_of(const suf_design_spec *design, uint32_t replication)
{
    uint32_t point = replication / suf_inner_of(design);
    switch (design->kind) {
    case SUF_DESIGN_BALANCED:
        return point % SUF_DESIGN_GROUPS;
    case SUF_DESIGN_RANDOM:
    case SUF_DESIGN_LHS:
    case SUF_DESIGN_TABLE:
        return suf_inner_of(design) > 1 ? point % SUF_MOST_CLUSTERS : SUF_NONE;
    case SUF_DESIGN_FIXED:
        break;
    }
    return SUF_NONE;
}

void
suf_estimate_add(
    suf_estimate *self, const suf_design_spec *design, uint32_t replication, double value)
{
    uint32_t cluster = suf_cluster_of(design, replication);
    if (isnan(value)) {
        return;
    }
    if (self->tally.n == 0) {
        self->shift = value;
        self->inner = suf_inner_of(design);
    }
    suf_tally_add(&self->tally, value);
    if (cluster != SUF_NONE) {
        self->n_clusters = cluster >= self->n_clusters ? cluster + 1 : self->n_clusters;
        self->sums[cluster] += value - self->shift;
        self->counts[cluster]++;
    }
}

void
suf_estimate_add_weighted(suf_estimate *self, const suf_design_spec *design,
    uint32_t replication, const double *weight, double value)
{
    suf_estimate_add(self, design, replication, value);
    if (weight != NULL) {
        self->is_weighted = true;
        suf_weighted_add(&self->weighted, suf_cluster_of(design, replication),
            replication / suf_inner_of(design), *weight, value);
    }
}

double
suf_estimate_mean(const suf_estimate *self)
{
    return self->is_weighted ? suf_weighted_mean(&self->weighted)
                             : suf_tally_mean(&self->tally);
}

double
suf_estimate_variance(const suf_estimate *self)
{
    return self->is_weighted ? suf_weighted_variance(&self->weighted)
                             : suf_tally_variance(&self->tally);
}

/* Variance of the mean, and the degrees of freedom of its estimate; NaN when it has none.
 */
static double
variance_of_mean(const suf_estimate *self, double *freedom)
{
    double n = (double) self->tally.n;
    if (self->n_clusters == 0) {
        *freedom = n - 1;
        return suf_tally_variance(&self->tally) / n;
    }
    double mean = suf_tally_mean(&self->tally) - self->shift;
    double squares = 0;
    double clusters = 0;
    for (uint32_t c = 0; c < self->n_clusters; c++) {
        if (self->counts[c] > 0) {
            double residual = self->sums[c] - (double) self->counts[c] * mean;
            squares += residual * residual;
            clusters += 1;
        }
    }
    *freedom = clusters - 1;
    return clusters >= 2 ? clusters / (clusters - 1) * squares / (n * n) : (double) NAN;
}

/* What is known of how skewed a mean is. */
typedef struct skewness_found {
    double square; /* of the mean's skewness, as far as it is certain */
    double n;      /* values that tell of it */
} skewness_found;

static skewness_found
skewness_of_mean(const suf_estimate *self, double variance)
{
    double n = (double) self->tally.n;
    double of_values = suf_interval_skewness(n, suf_tally_skewness(&self->tally));
    if (self->n_clusters == 0) {
        return (skewness_found){of_values, n};
    }
    double mean = suf_tally_mean(&self->tally) - self->shift;
    suf_tally totals = {0};
    for (uint32_t c = 0; c < self->n_clusters; c++) {
        if (self->counts[c] > 0) {
            suf_tally_add(&totals, self->sums[c] - (double) self->counts[c] * mean);
        }
    }
    /* Nested replications are worth fewer. */
    double effective = fmin(n, suf_tally_variance(&self->tally) / variance);
    of_values *= n / effective;
    double n_clusters = (double) totals.n;
    double of_totals = suf_interval_skewness(n_clusters, suf_tally_skewness(&totals));
    /* Totals that are less skewed than independent values would make them hide less:
     * mirror images among their points take skewness out. Then all values tell of it. */
    double ratio = of_totals > 0 ? fmax(of_values / of_totals, 1) : 1;
    return (skewness_found){fmin(2 * of_values, of_totals),
        fmin(n_clusters * ratio, fmax(effective, n_clusters))};
}

double
suf_estimate_half_width(const suf_estimate *self, double confidence)
{
    double freedom = 0;
    if (self->is_weighted) {
        return suf_weighted_half_width(&self->weighted, confidence);
    }
    double variance = variance_of_mean(self, &freedom);
    if (!(freedom >= 1) || isnan(variance)) {
        return (double) NAN;
    }
    skewness_found skewness = {0, freedom + 1};
    if (variance > 0) {
        skewness = skewness_of_mean(self, variance);
    }
    return suf_interval_quantile(freedom, skewness.n, skewness.square, confidence) *
           sqrt(variance);
}

/* How many independent observations the mean of the clustered ones is worth, n at most;
 * NaN when that is not known. `plain` is the variance of one observation; where it is 0
 * each draw of the assumptions counts once. */
static double
effective_number(const suf_estimate *self, double plain, double confidence)
{
    double n = (double) self->tally.n;
    double freedom = 0;
    if (self->is_weighted) {
        return suf_weighted_worth(&self->weighted, plain, confidence);
    }
    if (self->n_clusters == 0) {
        return n;
    }
    if (!(plain > 0)) {
        return n / self->inner;
    }
    double variance = variance_of_mean(self, &freedom);
    if (!(freedom >= 1)) {
        return (double) NAN;
    }
    double ratio = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, n - 1) /
                   gsl_cdf_tdist_Pinv(0.5 + confidence / 2, freedom);
    double effective = variance > 0 ? plain / variance * ratio * ratio : n;
    return effective < n ? effective : n;
}

/* Clopper and Pearson's interval for numbers that need not be whole. */
static void
interval(double met, double n, double confidence, double *low, double *high)
{
    double tail = (1 - confidence) / 2;
    *low = met > 0 ? suf_beta_quantile(tail, met, n - met + 1) : 0;
    *high = met < n ? suf_beta_quantile(1 - tail, met + 1, n - met) : 1;
}

void
suf_estimate_probability(
    const suf_estimate *self, double confidence, double *low, double *high)
{
    double n = (double) self->tally.n;
    double p = suf_tally_mean(&self->tally);
    *low = 0;
    *high = 1;
    if (self->is_weighted) {
        suf_weighted_probability(&self->weighted, confidence, low, high);
        return;
    }
    if (self->tally.n == 0) {
        return;
    }
    if (self->n_clusters == 0) {
        suf_interval_binomial(
            (uint64_t) llround(p * n), self->tally.n, confidence, low, high);
        return;
    }
    double effective = effective_number(self, p * (1 - p), confidence);
    if (!isnan(effective)) {
        interval(p * effective, effective, confidence, low, high);
    }
}

/* The side of an interval of a difference from those of two correlated probabilities. */
static double
combined(double one, double other, double correlation)
{
    return sqrt(one * one + other * other - 2 * correlation * one * other);
}

void
suf_estimate_change(
    const suf_estimate *self, double confidence, double *low, double *high)
{
    double n = (double) self->tally.n;
    double mean = suf_estimate_mean(self);
    double gain_low = 0;
    double gain_high = 1;
    double loss_low = 0;
    double loss_high = 1;
    *low = -1;
    *high = 1;
    if (self->tally.n == 0 || isnan(mean)) {
        return;
    }
    double squares = n > 1 ? (n - 1) * suf_tally_variance(&self->tally) : 0;
    double changed = round(squares + n * mean * mean) / n; /* gains and losses */
    if (self->is_weighted) {
        changed = suf_weighted_second_moment(&self->weighted);
    }
    double gain = (changed + mean) / 2;
    double loss = (changed - mean) / 2;
    double effective = effective_number(self, changed - mean * mean, confidence);
    if (isnan(effective)) {
        return;
    }
    interval(gain * effective, effective, confidence, &gain_low, &gain_high);
    interval(loss * effective, effective, confidence, &loss_low, &loss_high);
    double correlation = gain > 0 && loss > 0
                             ? fmax(-sqrt(gain * loss / ((1 - gain) * (1 - loss))), -1)
                             : 0;
    *low = fmax(mean - combined(gain - gain_low, loss_high - loss, correlation), -1);
    *high = fmin(mean + combined(gain_high - gain, loss - loss_low, correlation), 1);
}
