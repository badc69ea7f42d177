/* What observations say of the replications of a scenario: gathered from a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * First the check of what was thought before, which needs no weight: of each observation
 * the rank among what the run has, errors included. Where that is far out the run
 * excludes what was seen, and no weighting mends it. Then the weights, and what targets
 * and assumptions are by them. */
#ifndef SUF_CLI_OBSERVED_RUNS_H
#define SUF_CLI_OBSERVED_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "results/results_read.h"
#include "stats/estimate.h"
#include "stats/weighted_quantile.h"
#include "stats/weights.h"

/* Ranks below, or as far above, exclude what was seen: once in a hundred by chance. */
#define SUF_EXCLUDED_RANK 0.005

typedef struct suf_seen {
    suf_tally simulated; /* of the run, where it was counted */
    double low, high;    /* in which 95 % of it lies */
    double rank;         /* P(simulated + error <= observed); NAN: infinite error */
    double rank_given;   /* the same by the weights; NAN where they do not hold */
} suf_seen;

/* Without weights, and with them. */
typedef struct suf_before_after {
    suf_estimate before;
    suf_estimate after;
} suf_before_after;

typedef struct suf_observed_runs {
    suf_results *results; /* borrowed */
    uint32_t scenario;
    suf_weights weights;
    suf_seen *seen;                        /* [observation] */
    suf_before_after *targets;             /* [target] 1: it is met */
    suf_before_after *assumptions;         /* [assumption] the value of the first year */
    suf_weighed *values;                   /* [assumption][n] these, ascending */
    uint32_t n_weigh, n_held_out, n_other; /* observations; other: of another basis */
} suf_observed_runs;

/* Reads all replications of a scenario. Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_observed_runs_gather(
    suf_observed_runs *self, suf_results *results, uint32_t scenario, suf_faults *faults);
void suf_observed_runs_free(suf_observed_runs *self);
/* Whether the run excludes what was seen. */
bool suf_seen_is_excluded(const suf_seen *self);
/* How far what was seen is from the mean of the run, in standard deviations of both;
 * NAN: infinite error, or the scenario does not have it. */
double suf_seen_z(const suf_seen *self, const suf_observation_label *label);

#endif
