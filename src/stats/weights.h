/* Weights of replications, and whether they can be trusted.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replications drawn from what was thought before are weighted by the likelihood of what
 * was observed; self-normalised, sum of w x / sum of w estimates what is to be thought
 * after (importance sampling). It fails silently where few replications carry the
 * weight, and is therefore measured twice:
 *
 * The effective sample size (sum w)^2 / sum w^2: how many replications of equal weight
 * would tell as much (Kish 1965).
 *
 * Pareto's k: the shape of the generalised Pareto law of the largest weights, the
 * min(n / 5, 3 sqrt n) that are, by the estimator of Zhang and Stephens (2009,
 * Technometrics 51, 316-325) with the weak prior of Vehtari, Simpson, Gelman, Yao and
 * Gabry (2024, Journal of Machine Learning Research 25, 1-58, appendix C). Above 0.7 the
 * estimates do not settle with any number of replications that one can run.
 *
 * Replications of one draw of the assumptions (of a nested run) share what the weights
 * are to tell of, so both are of the draws, with the sums of their weights: these are the
 * likelihood of each draw but for chance (Andrieu and Roberts 2009, Annals of Statistics
 * 37, 697-725). Of what is chance alone the draws tell more, so that the number errs to
 * the side of too few. */
#ifndef SUF_STATS_WEIGHTS_H
#define SUF_STATS_WEIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* Below and above which weights are refused. */
#define SUF_LEAST_EFFECTIVE 100.0
#define SUF_MOST_PARETO     0.7

typedef struct suf_weights {
    double *w; /* [n] of each replication, summing to 1; owned */
    uint32_t n;
    uint32_t n_known; /* replications that have a weight; the others have 0 */
    uint32_t n_draws; /* of the assumptions, that have a weight */
    double effective; /* sample size, in draws; 0 when none has a weight */
    double pareto_k;  /* -INFINITY: all weigh the same; INFINITY: too few to tell */
} suf_weights;

/* From logarithms [n], which may have any constant added; NaN: it has no weight.
 * replications [n] rise, and `inner` of them, from 0 on, are of one draw. Free it after a
 * failure too. */
SUF_MUST_CHECK suf_status suf_weights_init(suf_weights *self, const double *logarithms,
    const int32_t *replications, uint32_t inner, uint32_t n);
void suf_weights_free(suf_weights *self);
/* Whether estimates by these weights may be shown. */
bool suf_weights_hold(const suf_weights *self);
/* The shape of the generalised Pareto law of n > 1 values above 0, in ascending order. */
double suf_pareto_shape(const double *ascending, uint32_t n);

#endif
