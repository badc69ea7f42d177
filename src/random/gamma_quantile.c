/* The quantile of the gamma law.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "gamma_quantile.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* Of a right answer: far above the rounding of the cdf, far below what matters. */
#define TOLERANCE 1e-9

static double
tail_of(double x, double shape, bool is_upper)
{
    return is_upper ? gsl_cdf_gamma_Q(x, shape, 1) : gsl_cdf_gamma_P(x, shape, 1);
}

/* Whether the quantile is below x. */
static bool
is_beyond(double x, double shape, double tail, bool is_upper)
{
    double reached = tail_of(x, shape, is_upper);
    return is_upper ? reached < tail : reached > tail;
}

double
suf_gamma_quantile(double shape, double tail, bool is_upper)
{
    double x = is_upper ? gsl_cdf_gamma_Qinv(tail, shape, 1)
                        : gsl_cdf_gamma_Pinv(tail, shape, 1);
    if (fabs(tail_of(x, shape, is_upper) - tail) <= TOLERANCE * tail || x <= 0) {
        return x; /* 0: the quantile is too small for a double */
    }
    double low = shape;
    double high = shape;
    while (is_beyond(low, shape, tail, is_upper)) {
        high = low;
        low /= 2;
    }
    while (!is_beyond(high, shape, tail, is_upper)) {
        low = high;
        high *= 2;
    }
    for (;;) {
        double middle = low + (high - low) / 2;
        if (!(middle > low && middle < high)) {
            return middle;
        }
        if (is_beyond(middle, shape, tail, is_upper)) {
            high = middle;
        } else {
            low = middle;
        }
    }
}
