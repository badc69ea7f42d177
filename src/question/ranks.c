/* How many of n replications must be met.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ranks.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* A share that is p but for the last bits reaches it. */
#define ROUNDING 1e-9

uint32_t
suf_rank_fits(uint32_t n, double p)
{
    double rank = ceil(p * n - ROUNDING * n);
    return rank < 1 ? 1 : (uint32_t) rank;
}

uint32_t
suf_rank_upper(uint32_t n, double p, double confidence)
{
    uint32_t rank = 1;
    while (gsl_cdf_binomial_P(rank, p, n) < (1 - confidence) / 2) {
        rank++;
    }
    return rank;
}

uint32_t
suf_rank_safe(uint32_t n, double p, double confidence)
{
    uint32_t rank = suf_rank_fits(n, p);
    while (rank <= n && gsl_cdf_binomial_Q(rank - 1, p, n) > (1 - confidence) / 2) {
        rank++;
    }
    return rank;
}
