/* The laws of assumptions, by inversion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "assumption_law.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

double
suf_assumption_quantile(suf_assumption_kind kind, const double a[3], double u)
{
    switch (kind) {
    case SUF_ASSUMPTION_VALUE:
        return a[0];
    case SUF_ASSUMPTION_UNIFORM:
        return a[0] + u * (a[1] - a[0]);
    case SUF_ASSUMPTION_TRIANGULAR: {
        double width = a[2] - a[0];
        if (!(width > 0)) {
            return a[1];
        }
        double below = (a[1] - a[0]) / width; /* probability below the mode */
        return u < below ? a[0] + sqrt(u * width * (a[1] - a[0]))
                         : a[2] - sqrt((1 - u) * width * (a[2] - a[1]));
    }
    case SUF_ASSUMPTION_NORMAL:
        return a[0] + a[1] * gsl_cdf_ugaussian_Pinv(u);
    case SUF_ASSUMPTION_LOGNORMAL:
        return a[0] * exp(sqrt(log1p(a[1] * a[1])) * gsl_cdf_ugaussian_Pinv(u));
    case SUF_ASSUMPTION_BETA:
        return gsl_cdf_beta_Pinv(u, a[0] * a[1], (1 - a[0]) * a[1]);
    case SUF_ASSUMPTION_GAMMA:
        return gsl_cdf_gamma_Pinv(u, 1 / (a[1] * a[1]), a[0] * a[1] * a[1]);
    }
    return (double) NAN;
}
