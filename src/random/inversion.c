/* Counts by inversion of one uniform: quantiles of the binomial and Poisson laws.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small means: the terms are added from 0 upwards. Large means: a start near the answer
 * by the expansion of Cornish and Fisher (1938), the probability of its tail by adding
 * the terms outwards from it, then term by term to the answer. Both take about as many
 * steps as the law has values that matter: some 2 x mean, some 9 standard deviations. */
#include "inversion.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>

/* Means up to here are searched from 0: exp(-64) is far above the smallest double. */
#define SMALL_MEAN 64.0
/* Up to here a power costs less by multiplication than by logarithm. */
#define FEW_TRIALS 8
/* A term this small, beyond the mode, can no longer change a sum near 1. */
#define NEGLIGIBLE 0x1p-60
/* The least and the greatest double strictly inside (0, 1) that a uniform may have. */
#define LEAST    0x1p-54
#define GREATEST (1 - 0x1p-53)

/* A law whose terms have the ratio p(k + 1) / p(k) = (a + b k) / (k + 1), Panjer's class
 * (1981, doi:10.1017/S0515036100006796): b = 0 Poisson, b < 0 binomial. */
typedef struct law {
    double a, b;
    double mean, sd, skewness;
    double trials; /* INFINITY: Poisson */
    double failure;
} law;

static double
ratio_up(const law *self, double k)
{
    return (self->a + self->b * k) / (k + 1);
}

/* Deviance term x log(x / m) + m - x, without the cancellation near x = m (Loader 2000,
 * Fast and accurate computation of binomial probabilities). x > 0. */
static double
deviance(double x, double m)
{
    return -x * gsl_sf_log_1plusx_mx((m - x) / x);
}

/* The term of k, by Loader's saddle-point form: no difference of large logarithms.
 * 0 < k < trials. gammastar(x) = x! / (sqrt(2 pi x) (x / e)^x). */
static double
term_of(const law *self, double k)
{
    if (isinf(self->trials)) {
        return exp(-deviance(k, self->mean)) / (sqrt(2 * M_PI * k) * gsl_sf_gammastar(k));
    }
    double rest = self->trials - k;
    double scale =
        gsl_sf_gammastar(self->trials) / (gsl_sf_gammastar(k) * gsl_sf_gammastar(rest));
    double exponent =
        -deviance(k, self->mean) - deviance(rest, self->trials * self->failure);
    return scale * sqrt(self->trials / (2 * M_PI * k * rest)) * exp(exponent);
}

/* Adds terms from 0 upwards until they reach u: the terms have the ratios
 * (a + b k) / (k + 1), `zero` is the term of 0. */
static inline uint64_t
search_from_zero(double a, double b, uint64_t trials, double zero, double u)
{
    double missing = u - zero;
    if (missing <= 0 || trials == 0) {
        return 0;
    }
    double term = zero * a;
    missing -= term;
    uint64_t k = 1;
    while (missing > 0 && k < trials) {
        double ratio = (a + b * (double) k) / (double) (k + 1);
        term *= ratio;
        k++;
        missing -= term;
        if (term < NEGLIGIBLE && ratio < 1) {
            break;
        }
    }
    return k;
}

/* P(X <= k) (lower) or P(X > k), given the term of k. Terms are added outwards until they
 * are lost in the sum: on the far side of the mode they fall ever faster. */
static double
tail_of(const law *self, double k, double term, bool is_lower)
{
    double sum = is_lower ? term : 0;
    double per_a = 1 / self->a;
    while (is_lower ? k > 0 : k < self->trials) {
        if (is_lower) { /* of a Poisson distribution, the most frequent, no division */
            k--;
            term *= self->b == 0 ? (k + 1) * per_a : (k + 1) / (self->a + self->b * k);
        } else {
            term *= ratio_up(self, k);
            k++;
        }
        sum += term;
        if (term < sum * NEGLIGIBLE) {
            break;
        }
    }
    return sum;
}

/* The quantile when mean and trials - mean are large. The tail on u's own side is used,
 * so that neither a small u nor a small 1 - u (exact for u >= 1/2) is lost in rounding.
 */
static double
search_near(const law *self, double u)
{
    u = fmin(fmax(u, LEAST), GREATEST);
    double z = gsl_cdf_ugaussian_Pinv(u);
    double guess = self->mean + self->sd * (z + self->skewness * (z * z - 1) / 6);
    double k = floor(fmin(fmax(guess, 1), self->trials - 1));
    double term = term_of(self, k);
    bool is_lower = u < 0.5;
    double tail = tail_of(self, k, term, is_lower);
    /* `reached` is P(X <= k) >= u. */
    bool reached = is_lower ? tail >= u : tail <= 1 - u;
    while (reached && k > 0) {
        tail += is_lower ? -term : term;
        reached = is_lower ? tail >= u : tail <= 1 - u;
        if (reached) {
            k--;
            term /= ratio_up(self, k);
        } else {
            return k;
        }
    }
    while (!reached && k < self->trials) {
        term *= ratio_up(self, k);
        k++;
        tail += is_lower ? term : -term;
        reached = is_lower ? tail >= u : tail <= 1 - u;
    }
    return k;
}

/* p <= 1/2. */
static uint64_t
binomial_half(uint64_t n, double p, double log_failure, double u)
{
    double trials = (double) n;
    double mean = trials * p;
    double odds = p / (1 - p);
    if (mean <= SMALL_MEAN) {
        return search_from_zero(trials * odds, -odds, n, exp(trials * log_failure), u);
    }
    double sd = sqrt(mean * (1 - p));
    law self = {.a = trials * odds,
        .b = -odds,
        .mean = mean,
        .sd = sd,
        .skewness = (1 - 2 * p) / sd,
        .trials = trials,
        .failure = 1 - p};
    return (uint64_t) search_near(&self, u);
}

uint64_t
suf_binomial_quantile_log(uint64_t n, double p, double log_failure, double u)
{
    assert(p >= 0 && p <= 1);
    if (n == 0 || p <= 0) {
        return 0;
    }
    if (p <= 0.5) {
        return binomial_half(n, p, log_failure, u);
    }
    /* Failures counted from the other end: the same function of u, but for ties. */
    return p < 1 ? n - binomial_half(n, 1 - p, log(p), 1 - u) : n;
}

/* Of few trials: without a logarithm. failure >= 1/2. */
static inline uint64_t
binomial_few(uint64_t n, double success, double failure, double u)
{
    double zero = 1;
    for (uint64_t i = 0; i < n; i++) {
        zero *= failure;
    }
    if (u <= zero) {
        return 0;
    }
    double odds = success / failure;
    return search_from_zero((double) n * odds, -odds, n, zero, u);
}

uint64_t
suf_binomial_quantile(uint64_t n, double p, double u)
{
    if (n > FEW_TRIALS) {
        return suf_binomial_quantile_log(n, p, p <= 0.5 ? log1p(-p) : 0, u);
    }
    if (p <= 0.5) {
        return binomial_few(n, p, 1 - p, u);
    }
    return n - binomial_few(n, 1 - p, p, 1 - u);
}

uint64_t
suf_poisson_quantile_zero(double mean, double zero, double u)
{
    assert(mean >= 0);
    if (mean <= SMALL_MEAN) {
        return search_from_zero(mean, 0, UINT64_MAX, zero, u);
    }
    double sd = sqrt(mean);
    law self = {.a = mean,
        .mean = mean,
        .sd = sd,
        .skewness = 1 / sd,
        .trials = (double) INFINITY};
    return (uint64_t) search_near(&self, u);
}

uint64_t
suf_poisson_quantile(double mean, double u)
{
    return suf_poisson_quantile_zero(mean, exp(-mean), u);
}
