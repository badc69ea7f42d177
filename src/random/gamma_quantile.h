/* The quantile of the gamma law.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GSL 2.7.1's own inverses (gsl_cdf_gamma_Pinv, _Qinv) return values far off, without a
 * word, for some shapes from about a thousand on. So each is put to the test of the cdf,
 * and found by bisection where it fails. */
#ifndef SUF_RANDOM_GAMMA_QUANTILE_H
#define SUF_RANDOM_GAMMA_QUANTILE_H

#include <stdbool.h>

/* The x with P(X <= x) = tail, or P(X > x) = tail when is_upper, X gamma of this shape
 * (> 0) and scale 1; tail in (0, 1). Its tail probability is within 1e-9 of `tail`,
 * relative, where x is in the range of a double. */
double suf_gamma_quantile(double shape, double tail, bool is_upper);

#endif
