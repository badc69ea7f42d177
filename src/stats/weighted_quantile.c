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

double
suf_weighed_quantile(const suf_weighed *ascending, uint32_t n, double p)
{
    double total = 0;
    double passed = 0;
    double last = (double) NAN; /* the last that has any where rounding leaves less */
    for (uint32_t i = 0; i < n; i++) {
        total += ascending[i].weight;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!(ascending[i].weight > 0)) {
            continue;
        }
        passed += ascending[i].weight;
        last = ascending[i].value;
        if (passed >= p * total) {
            return last;
        }
    }
    return last;
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
