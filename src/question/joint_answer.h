/* What a search of several levers is asked, and what it answers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_JOINT_ANSWER_H
#define SUF_QUESTION_JOINT_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/terms.h"

/* A replication at a value of each lever: numbers of their grids. */
typedef struct suf_joint_trial {
    uint32_t replication;
    const uint32_t *at; /* [n_levers] borrowed */
} suf_joint_trial;

/* How far a search is. */
typedef struct suf_joint_progress {
    const char *stage; /* a literal */
    uint64_t n_asked;
    uint32_t n_known; /* replications whose sizes are all found */
    double cost; /* of the best sizes so far, above the least values; NAN: none yet */
} suf_joint_progress;

typedef struct suf_joint_task {
    uint32_t n_levers;
    const uint32_t *n_values; /* [n_levers] of the grids; at least 2 */
    const double *cost;       /* [n_levers] of one step; above 0 */
    uint32_t n;               /* replications 0 .. n - 1 */
    double p, confidence;
    const suf_design_spec *design;
    bool is_linked;
    uint64_t most_nodes; /* of the choice */
    void *context;
    /* Answers trials: [n][n_levers + 1] 1 met, else 0, of each lever's part; the last is
     * of what no lever answers for. */
    suf_status (*ask)(
        void *context, const suf_joint_trial *trials, uint32_t n, double *met);
    /* Told after each round; may be NULL. */
    void (*tell)(void *context, const suf_joint_progress *progress);
} suf_joint_task;

typedef enum suf_joint_outcome {
    SUF_JOINT_FOUND,
    SUF_JOINT_NOT_REACHED /* P < p with every lever at its most */
} suf_joint_outcome;

/* Sizes of all levers, and what they do. */
typedef struct suf_joint_sizes {
    bool is_possible;
    uint32_t *at;       /* [n_levers] owned */
    double cost, bound; /* above the least values */
    bool is_proven;
    uint64_t n_nodes;
    uint32_t n_met;      /* replications wanted */
    double p, low, high; /* P(all met) of the search */
} suf_joint_sizes;

typedef struct suf_joint_violation {
    uint32_t replication, lever; /* SUF_NONE: of all together */
} suf_joint_violation;

typedef struct suf_joint_answer {
    suf_joint_outcome outcome;
    suf_joint_sizes fits, safe; /* safe: may not be possible */
    double upper_cost;          /* with less even the upper limit of P misses p */
    uint32_t *alone;            /* [n_levers] each for its own part alone; owned */
    double alone_p;             /* P(all met) with each at what it needs alone */
    double most_p, most_low, most_high; /* P at most that can be reached */
    uint64_t n_asked;
    uint32_t n_checked, n_rounds, n_exchanged;
    suf_joint_violation *violations; /* [n_violations]; owned */
    uint32_t n_violations;
    uint32_t *critical; /* [n][n_levers] as of joint_choice.h; owned */
} suf_joint_answer;

/* Releases the arrays; one of zeros is allowed. */
void suf_joint_answer_free(suf_joint_answer *self);

#endif
