/* Counts by inversion of one uniform: quantiles of the binomial and Poisson laws.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The quantile of u is the smallest k with P(X <= k) >= u. A sampler that rejects would
 * be faster for large means, but inversion is monotone in u and in every parameter: two
 * scenarios that share u and differ by one person, or a little in a rate, draw almost the
 * same count.
 *
 * Counts up to 2^53. The quantile is that of a probability within 1e-15 + 1e-12 x (the
 * nearer tail) of u: rounding of the sums, no approximation. */
#ifndef SUF_RANDOM_INVERSION_H
#define SUF_RANDOM_INVERSION_H

#include <stdint.h>

/* Successes in n trials of probability p in [0, 1]; u in [0, 1]. */
uint64_t suf_binomial_quantile(uint64_t n, double p, double u);
/* mean in [0, 2^52]; u in [0, 1]. */
uint64_t suf_poisson_quantile(double mean, double u);

/* The same where log(1 - p) is known. Zero, the usual outcome when n p is small, is found
 * without a logarithm, and mostly without an exponential, as (1 - p)^n >= 1 - n p. */
uint64_t suf_binomial_quantile_log(uint64_t n, double p, double log_failure, double u);
static inline uint64_t
suf_binomial_draw(uint64_t n, double p, double log_failure, double u)
{
    return u <= 1 - (double) n * p ? 0 : suf_binomial_quantile_log(n, p, log_failure, u);
}

/* The same for a Poisson mean whose exp(-mean) is known. */
uint64_t suf_poisson_quantile_zero(double mean, double zero, double u);
static inline uint64_t
suf_poisson_draw(double mean, double zero, double u)
{
    return u <= zero ? 0 : suf_poisson_quantile_zero(mean, zero, u);
}

#endif
