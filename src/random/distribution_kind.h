/* The families of distributions of durations, as a scenario names them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each is a scale family: a draw is scale x a draw of the family at scale 1, so that
 * tables depend on the shape alone. */
#ifndef SUF_RANDOM_DISTRIBUTION_KIND_H
#define SUF_RANDOM_DISTRIBUTION_KIND_H

typedef enum suf_distribution_kind {
    SUF_DISTRIBUTION_NONE,        /* not given: never ends (patience), no stay */
    SUF_DISTRIBUTION_FIXED,       /* scale = the value */
    SUF_DISTRIBUTION_EXPONENTIAL, /* scale = mean */
    SUF_DISTRIBUTION_GAMMA,       /* scale = mean, shape k > 0 (Erlang: k whole) */
    SUF_DISTRIBUTION_LOGNORMAL,   /* scale = median, shape = sigma of the logarithm */
    SUF_DISTRIBUTION_WEIBULL,     /* scale = mean, shape k > 0 */
    SUF_DISTRIBUTION_HYPEREXPONENTIAL, /* scale = mean, shape = CV > 1; two phases,
                                          balanced means (Allen 1990) */
    SUF_DISTRIBUTION_EMPIRICAL         /* scale = 1; quantiles by linear interpolation */
} suf_distribution_kind;

#endif
