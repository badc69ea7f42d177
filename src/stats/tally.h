/* Mean, variance and skewness of observations taken one at a time.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Welford's update (1962, doi:10.1080/00401706.1962.10490022), and that of the third
 * moment by Terriberry (2007): no cancellation however long the run. NaN means "not
 * observed" and is passed over. */
#ifndef SUF_STATS_TALLY_H
#define SUF_STATS_TALLY_H

#include <stdint.h>

typedef struct suf_tally {
    uint64_t n;
    double mean, squares; /* running mean; sum of squared deviations from it */
    double cubes;         /* sum of cubed deviations */
} suf_tally;

/* Starts from {0}. */
void suf_tally_add(suf_tally *self, double value);
/* NaN when nothing was observed. */
double suf_tally_mean(const suf_tally *self);
/* Unbiased (n - 1); NaN with fewer than two observations. */
double suf_tally_variance(const suf_tally *self);
/* Third moment over the variance to the power of 1.5, adjusted for n (Joanes and Gill
 * 1998: G1); NaN with fewer than three observations or without a spread. */
double suf_tally_skewness(const suf_tally *self);

#endif
