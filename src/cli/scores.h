/* What the scorecard tells of each target: gathered from the replications of a scenario.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SCORES_H
#define SUF_CLI_SCORES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "cli/given.h"
#include "results/results_read.h"
#include "stats/estimate.h"
#include "stats/reach.h"

/* The probability from which on a target counts as secured. */
#define SUF_SECURED 0.9

/* Uncertainty is hardly modelled where values differ between replications, but their
 * standard deviation is below this share of their mean. */
#define SUF_LEAST_SPREAD 0.005

/* Use below which places count as idle, when a target about them is met. */
#define SUF_IDLE_BELOW 0.6

typedef struct suf_score {
    suf_estimate value, shortfall, use, met,
        stretch;                 /* shortfall: of the replications that miss it */
    suf_estimate near95, near99; /* 1: at least that share of what is required is there */
    suf_estimate peak_utilisation;
    /* What a share SECURED of the replications reach, with its interval. met_from and
     * begun are of their negatives: the earlier and the fewer the better. */
    suf_reach slack, met_from, begun;
    double planned, planned_begin_days, planned_opening_days; /* NAN: none */
} suf_score;

typedef struct suf_scores {
    suf_results *results;   /* borrowed */
    const suf_given *given; /* borrowed */
    int32_t
        first_free_day;   /* of what is not settled: that of the run, or after known_at */
    suf_score *scores;    /* [target] */
    double *district_met; /* [target][district] weight of replications that meet it */
    double *district_n;   /* likewise, in which that is decided */
    suf_estimate all_met; /* 1: all that are decided are met */
    /* Targets that are met together: the most in shares 0.05, 0.5 and 0.95. */
    double met_low, met_median, met_high;
} suf_scores;

/* Reads all replications of a scenario, by the weights that are given; `results` and
 * these are borrowed. Free it after a failure too. */
SUF_MUST_CHECK suf_status suf_scores_gather(suf_scores *self, suf_results *results,
    uint32_t scenario, const suf_given *given, suf_faults *faults);
/* Releases the scores, not the results. */
void suf_scores_free(suf_scores *self);

/* The month by which a share SECURED of the replications meet it for good, as 2024-09;
 * "" when that is never so. */
void suf_score_secured(const suf_scores *self, uint32_t target, char text[11]);
/* The most days by which all that it counts could be planned later (less than 0: earlier)
 * so that it is met with probability SECURED: the order statistic of what the
 * replications allow. +-INFINITY as of suf_target_slack; NAN: it has none. */
double suf_score_slack(const suf_score *self);
/* The planned begin (or opening) moved by that: a date, "always", "never", or "" when it
 * has none. */
void suf_score_planned(const suf_scores *self, double planned_days, char text[11]);
void suf_score_begin_by(
    const suf_scores *self, uint32_t target, double planned_days, char text[11]);
/* The same by another slack than the score's, as an end of its interval. */
void suf_score_moved(
    const suf_scores *self, double slack, double planned_days, char text[11]);
/* What that date is not: "too late" where it is before all days that are not settled,
 * "not binding" from the run's end on, "" where it can be kept or there is none. */
const char *suf_score_moved_is(const suf_scores *self, double slack, double planned_days);
/* How many must be begun to meet it with probability SECURED; INFINITY: more than were
 * tried; NAN: it has none. */
double suf_score_begun(const suf_score *self);
/* Intervals of the two, of 95 %: days, and projects (INFINITY: more than were tried). NAN
 * as they are. */
void suf_score_slack_interval(const suf_score *self, double *low, double *high);
void suf_score_begun_interval(const suf_score *self, double *low, double *high);
/* Whether values differ hardly: see LEAST_SPREAD. */
bool suf_score_has_no_spread(const suf_score *self);
/* Whether P(met) rests on dates or crews that the scenario assumes. */
bool suf_score_is_assumed(const suf_target_label *label);
/* Shortfall as a share of what is required; NAN: never missed, or nothing is required. */
double suf_score_short_share(const suf_score *self, const suf_target_label *label);
/* The district that an `each` target is met in least often; SUF_NONE for others. */
uint32_t suf_scores_weakest(const suf_scores *self, uint32_t target, double *share);

#endif
