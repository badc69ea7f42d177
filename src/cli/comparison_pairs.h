/* What two scenarios have in common, replication by replication: the pairs of numbers
 * that a comparison prints. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_COMPARISON_PAIRS_H
#define SUF_CLI_COMPARISON_PAIRS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/equality_reader.h"
#include "cli/given.h"
#include "cli/measure_reader.h"
#include "results/results_read.h"
#include "stats/estimate.h"

typedef struct suf_comparison {
    suf_results *base, *other; /* may be the same file; borrowed */
    uint32_t base_scenario, other_scenario;
    bool is_prior; /* no weights are taken */
} suf_comparison;

/* One quantity in both scenarios. */
typedef struct suf_pair {
    suf_estimate base, other, difference;
    bool is_different; /* in some replication */
    bool is_met;       /* 0 and 1, of a target */
} suf_pair;

typedef struct suf_pairs {
    const suf_comparison *of;
    suf_measure_reader base, other;
    uint32_t *services;       /* [service of base] its index in other, or SUF_NONE */
    uint32_t *targets;        /* likewise */
    uint32_t *rows;           /* [district of base, then all] its row in other */
    suf_pair *service_pairs;  /* [service][district, then all][measure] */
    suf_pair *target_pairs;   /* [target][value, met] */
    suf_pair *equality_pairs; /* [service][ratio][quantity], over the whole run */
    suf_equality_reader base_equality, other_equality;
    double *values[2][2]; /* [value, met][base, other] */
    suf_given given[2];   /* of base and other */
    int weighs;           /* whose weights all numbers take: 0 or 1 */
    uint32_t n;           /* replications in both */
} suf_pairs;

/* The weight of a pair, at its positions in base and other; NULL: all weigh the same.
 *
 * A pair is one state of the world, what is assumed and chance, under two plans. What was
 * seen came about under one of them: that which the others are compared with, as far as
 * it has observations, else the other. So both numbers of a pair and their difference
 * take the same weights, and the difference of two means is the mean of the differences.
 */
const double *suf_pairs_weight(const suf_pairs *self, const uint32_t positions[2]);
/* How far the weights of the two lie apart: the sum over replications of half the
 * absolute differences, from 0 (the same past) to 1; NaN unless both files are one and
 * both have weights. */
double suf_pairs_apart(const suf_pairs *self);
/* Ends a line of CSV, as suf_given_csv does. */
void suf_pairs_csv(const suf_pairs *self);
/* Reads every replication that is in both files. Starts from {.of = ...}; free it after a
 * failure too. */
SUF_MUST_CHECK suf_status suf_pairs_gather(suf_pairs *self, suf_faults *faults);
void suf_pairs_free(suf_pairs *self);
/* The measures of a service, when both scenarios have it as the same kind; returns how
 * many. */
uint32_t suf_pairs_measures(
    const suf_pairs *self, uint32_t service, suf_variable measures[SUF_N_MEASURES]);
/* The pair of the measure at this place among them; `row` is a district, or behind them
 * all of them together. */
suf_pair *suf_pairs_service(
    const suf_pairs *self, uint32_t service, uint32_t row, size_t measure);
/* The pair of a quantity of equality, over the whole run. */
suf_pair *suf_pairs_equality(
    const suf_pairs *self, uint32_t service, suf_ratio ratio, int quantity);

#endif
