/* Quantiles of what weighted replications have, and their intervals.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "weighted_quantile.h"

#include <math.h>
#include <stdlib.h>

#include "random/assumption_distribution.h"

static int
compare_values(const void *left, const void *right)
{
    const double a = ((const suf_weighed *) left)->value;
    const double b = ((const suf_weighed *) right)->value;
    return (a > b) - (a < b);
}

void
suf_weighed_sort(suf_weighed *items, uint32_t n)
{
    qsort(items, n, sizeof *items, compare_values);
}

/* The first from one end, `step` apart, by which a share p of the weight is passed: the
 * last that has any where rounding leaves less. */
static double
reach(const suf_weighed *items, uint32_t n, int64_t first, int64_t step, double p)
{
    double total = 0;
    double passed = 0;
    double last = (double) NAN;
    for (uint32_t i = 0; i < n; i++) {
        total += items[first + (int64_t) i * step].weight;
    }
    for (uint32_t i = 0; i < n; i++) {
        const suf_weighed *here = &items[first + (int64_t) i * step];
        if (!(here->weight > 0)) {
            continue;
        }
        passed += here->weight;
        last = here->value;
        if (passed >= p * total) {
            return last;
        }
    }
    return last;
}

double
suf_weighed_quantile(const suf_weighed *ascending, uint32_t n, double p)
{
    return reach(ascending, n, 0, 1, p);
}

double
suf_weighed_upper_quantile(const suf_weighed *ascending, uint32_t n, double p)
{
    return reach(ascending, n, (int64_t) n - 1, -1, p);
}

void
suf_weighed_interval(const suf_weighed *ascending, uint32_t n, double p, double effective,
    double confidence, double *low, double *high)
{
    double tail = (1 - confidence) / 2;
    double quantile = suf_weighed_quantile(ascending, n, p);
    double total = 0;
    double squares = 0;
    for (uint32_t i = 0; i < n; i++) {
        double off = ascending[i].weight * ((ascending[i].value <= quantile) - p);
        total += ascending[i].weight;
        squares += off * off;
    }
    double worth =
        squares > 0 ? fmin(effective, p * (1 - p) * total * total / squares) : effective;
    double met = p * worth;
    double least = met > 0 ? suf_beta_quantile(tail, met, worth - met + 1) : 0;
    double most = met < worth ? suf_beta_quantile(1 - tail, met + 1, worth - met) : 1;
    *low = suf_weighed_quantile(ascending, n, least);
    *high = suf_weighed_quantile(ascending, n, most);
}
