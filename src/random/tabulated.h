/* A law on an interval whose density is known up to a factor, tabulated.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For posteriors: smooth densities with one peak (or several near each other), which may
 * be far narrower than the interval. The interval is narrowed in steps to where the
 * density is above exp(-30) of its greatest value; there it is tabulated evenly. The
 * integral is the trapezoidal sum, which for densities that vanish at both ends is exact
 * to far more digits than are needed (Trefethen and Weideman 2014,
 * doi:10.1137/130932132); the quantile inverts the integral of the parabolas through
 * neighbouring points, so the same uniform gives a value that moves as little as the law
 * does. */
#ifndef SUF_RANDOM_TABULATED_H
#define SUF_RANDOM_TABULATED_H

#include <stdbool.h>

/* Logarithm of the density, up to a constant; -INFINITY: 0. */
typedef double (*suf_log_density)(void *of, double x);

/* Logarithm of its integral over [low, high]; -INFINITY where it is 0. */
double suf_tabulated_integral(
    suf_log_density log_density, void *of, double low, double high);

/* The law, tabulated. */
enum { SUF_N_TABULATED = 129 };
typedef struct suf_tabulated {
    double low, high;
    double logs[SUF_N_TABULATED];  /* less the greatest */
    double up_to[SUF_N_TABULATED]; /* integral, up to a factor */
} suf_tabulated;

/* Over [low, high]; false where the density is 0. */
bool suf_tabulated_make(
    suf_tabulated *self, suf_log_density log_density, void *of, double low, double high);
/* Its quantile of u in (0, 1). */
double suf_tabulated_quantile(const suf_tabulated *self, double u);

#endif
