/* Weights of replications, and whether they can be trusted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "weights.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>

#include "base/memory.h"

/* --- Pareto's k ----------------------------------------------------------------------
 */

/* Constants of the two papers: weight of the prior on the scale; candidates at least; and
 * observations that the prior k = 1/2 counts for. */
enum { PRIOR_SCALE = 3, LEAST_CANDIDATES = 30, PRIOR_SHAPE = 10, LEAST_TAIL = 5 };

static double
shape_at(const double *values, uint32_t n, double b)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += log1p(-b * values[i]);
    }
    return sum / n;
}

/* The profile log likelihood of b, in which the shape is that at b. */
static double
profile(uint32_t n, double b, double shape)
{
    return n * (log(-b / shape) - shape - 1);
}

double
suf_pareto_shape(const double *ascending, uint32_t n)
{
    uint32_t n_candidates = LEAST_CANDIDATES + (uint32_t) sqrt(n);
    double quartile = ascending[(uint32_t) (n / 4.0 + 0.5) - 1];
    double sum = 0;
    double weighted = 0;
    double most = -(double) INFINITY;
    /* Weights of the candidates against the most likely one, found first. */
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 1; i <= n_candidates; i++) {
            double b = 1 / ascending[n - 1] +
                       (1 - sqrt(n_candidates / (i - 0.5))) / (PRIOR_SCALE * quartile);
            double likelihood = profile(n, b, shape_at(ascending, n, b));
            if (pass == 0) {
                most = fmax(most, likelihood);
            } else if (!isnan(likelihood)) {
                sum += exp(likelihood - most);
                weighted += b * exp(likelihood - most);
            }
        }
    }
    double shape = shape_at(ascending, n, weighted / sum);
    return (n * shape + PRIOR_SHAPE * 0.5) / (n + PRIOR_SHAPE);
}

/* Of the largest of n weights, in ascending order and relative to the greatest. */
static double
shape_of_largest(double *ascending, uint32_t n)
{
    double most = fmin(n / 5.0, 3 * sqrt(n));
    uint32_t n_tail = (uint32_t) ceil(most);
    if (n_tail < LEAST_TAIL || n_tail >= n) {
        return (double) INFINITY;
    }
    double *largest = ascending + (n - n_tail);
    double below = largest[-1];
    if (!(largest[n_tail - 1] > below)) {
        return -(double) INFINITY;
    }
    for (uint32_t i = 0; i < n_tail; i++) {
        largest[i] -= below;
    }
    /* Weights that equal the limit are no part of the tail. */
    uint32_t first = 0;
    while (!(largest[first] > 0)) {
        first++;
    }
    return n_tail - first < LEAST_TAIL
               ? (double) INFINITY
               : suf_pareto_shape(largest + first, n_tail - first);
}

/* --- weights -------------------------------------------------------------------------
 */

/* Adds the weights of each draw; returns how many draws have one. */
static uint32_t
add_draws(const suf_weights *self, const double *logarithms, const int32_t *replications,
    uint32_t inner, double *draws)
{
    uint32_t n_draws = 0;
    int32_t last = -1;
    for (uint32_t i = 0; i < self->n; i++) {
        int32_t draw = replications[i] / (int32_t) inner;
        if (isnan(logarithms[i])) {
            continue;
        }
        if (draw != last) {
            draws[n_draws++] = 0;
            last = draw;
        }
        draws[n_draws - 1] += self->w[i];
    }
    return n_draws;
}

suf_status
suf_weights_init(suf_weights *self, const double *logarithms, const int32_t *replications,
    uint32_t inner, uint32_t n)
{
    double greatest = -(double) INFINITY;
    double sum = 0;
    double squares = 0;
    double *draws = NULL;
    suf_status status = SUF_OK;
    *self = (suf_weights){.n = n, .pareto_k = (double) INFINITY};
    SUF_TRY(suf_array_new(n, sizeof *self->w, &self->w));
    SUF_TRY(suf_array_new(n, sizeof *draws, &draws));
    for (uint32_t i = 0; i < n; i++) {
        greatest = fmax(greatest, logarithms[i]);
    }
    for (uint32_t i = 0; i < n && isfinite(greatest); i++) {
        if (!isnan(logarithms[i])) {
            self->w[i] = exp(logarithms[i] - greatest);
            self->n_known++;
            sum += self->w[i];
        }
    }
    if (self->n_known > 0) {
        self->n_draws = add_draws(self, logarithms, replications, inner, draws);
        gsl_sort(draws, 1, self->n_draws);
        for (uint32_t i = 0; i < self->n_draws; i++) {
            squares += draws[i] * draws[i];
        }
        self->effective = sum * sum / squares;
        self->pareto_k = shape_of_largest(draws, self->n_draws);
    }
    for (uint32_t i = 0; i < n && self->n_known > 0; i++) {
        self->w[i] /= sum;
    }
out:
    free(draws);
    return status;
}

void
suf_weights_free(suf_weights *self)
{
    free(self->w);
    *self = (suf_weights){0};
}

bool
suf_weights_hold(const suf_weights *self)
{
    return self->effective >= SUF_LEAST_EFFECTIVE && self->pareto_k <= SUF_MOST_PARETO;
}
