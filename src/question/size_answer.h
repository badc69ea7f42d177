/* What a search of a size is asked, and what it answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_SIZE_ANSWER_H
#define SUF_QUESTION_SIZE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/terms.h"

typedef struct suf_size_task {
    uint32_t n_values; /* of the grid; at least 2 */
    uint32_t n;        /* replications 0 .. n - 1 */
    double p, confidence;
    const suf_design_spec *design;
    void *context;
    /* Answers for n replications at value number `at` of the grid: 1 met, else 0; and
     * what was measured, by which it is seen whether the lever is felt. */
    suf_status (*ask)(void *context, uint32_t at, const uint32_t *replications,
        uint32_t n, double *met, double *values);
    /* Told after each round, with what is known so far; may be NULL. */
    void (*tell)(void *context, uint32_t low, uint32_t high, uint64_t n_asked);
} suf_size_task;

typedef struct suf_size_point {
    uint32_t at;
    double p, low, high; /* estimate and limits of P(met) */
    uint32_t n_asked;    /* replications that were asked here */
} suf_size_point;

typedef struct suf_size_violation {
    uint32_t replication, met_at, missed_at; /* met_at < missed_at */
} suf_size_violation;

typedef enum suf_size_outcome {
    SUF_SIZE_FOUND,
    SUF_SIZE_NOT_FELT,   /* nothing that was measured differs from least to most */
    SUF_SIZE_NOT_NEEDED, /* the same, and all replications meet at the least */
    SUF_SIZE_NOT_REACHED /* P < p at the most */
} suf_size_outcome;

typedef struct suf_size_answer {
    suf_size_outcome outcome;
    uint32_t fits;          /* number of a value, as the next two */
    uint32_t safe, upper;   /* SUF_NONE: not bounded by n replications */
    suf_size_point *points; /* [n_points] values of which all is known, rising; owned */
    uint32_t n_points;
    int64_t *misses_at, *meets_at;  /* [n] brackets; -1 and n_values: open; owned */
    uint64_t n_asked;               /* answers in all */
    uint32_t n_checked;             /* paths whose monotonicity was looked at */
    suf_size_violation *violations; /* [n_violations] the first of each path; owned */
    uint32_t n_violations;
    bool is_pooled; /* by isotonic regression */
} suf_size_answer;

/* Releases the arrays; one of zeros is allowed. */
void suf_size_answer_free(suf_size_answer *self);
/* The point of a value; NULL: not all is known there. */
const suf_size_point *suf_size_find_point(const suf_size_answer *self, uint32_t at);

#endif
