/* How long a project takes, as a multiple of what was planned.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Multipliers of the projects of a replication share shocks (a Gaussian copula with
 * factors at two levels; Li 2000): M = Q(Phi(sqrt(r1) F + sqrt(r2) G + sqrt(1 - r1 - r2)
 * e)), F, G and e standard normal, F one for all, G one for each programme (r2 is 0 for a
 * project without), Q the quantile function of the law. For the lognormal r1 is the
 * correlation of the logarithms of two programmes, r1 + r2 that within one. */
#ifndef SUF_RANDOM_DELAY_H
#define SUF_RANDOM_DELAY_H

typedef enum suf_delay_kind {
    SUF_DELAY_NONE,        /* not given */
    SUF_DELAY_FIXED,       /* a: the multiplier */
    SUF_DELAY_UNIFORM,     /* a: low, b: high */
    SUF_DELAY_EXPONENTIAL, /* a: mean */
    SUF_DELAY_LOGNORMAL,   /* a: median, b: mean >= median; sigma^2 = 2 ln(b / a) */
    SUF_DELAY_WEIBULL      /* a: mean, b: shape */
} suf_delay_kind;

typedef struct suf_delay {
    suf_delay_kind kind;
    double a, b;
} suf_delay;

/* Quantile of u in (0, 1). */
double suf_delay_quantile(const suf_delay *self, double u);
/* Of a normal score z, the same as the quantile of Phi(z). */
double suf_delay_of_score(const suf_delay *self, double z);
/* P(M <= x). */
double suf_delay_cdf(const suf_delay *self, double x);
/* The normal score whose quantile is x; -INFINITY or INFINITY where the law ends before.
 */
double suf_delay_score_at(const suf_delay *self, double x);
/* The slope of that score at x, so that the density of M is phi(score) x slope; 0 where
 * there is no density. */
double suf_delay_slope_at(const suf_delay *self, double x);
/* A shared shock, F or G, standard normal, from u in (0, 1). */
double suf_delay_shock(double u);

/* What a project shares with others. */
typedef struct suf_delay_shared {
    double weight; /* r1 + r2, within [0, 1] */
    double sum;    /* sqrt(r1) F + sqrt(r2) G */
} suf_delay_shared;

/* One multiplier: u in (0, 1) gives e; the multiplier is known to lie above `above` (0:
 * nothing is known), given the shocks; `above` itself when nothing lies above, which is
 * where laws end that reach less and less beyond it. */
double suf_delay_draw(
    const suf_delay *self, suf_delay_shared shared, double u, double above);
/* The normal score that it is the quantile of, sqrt(r1) F + sqrt(r2) G + ..., of the same
 * arguments; when nothing lies above `above`, as if nothing were known. */
double suf_delay_score(
    const suf_delay *self, suf_delay_shared shared, double u, double above);
/* P(M <= x | the shocks). */
double suf_delay_cdf_given(const suf_delay *self, suf_delay_shared shared, double x);

#endif
