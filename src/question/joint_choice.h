/* The least costly sizes of several levers at which enough replications are met.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of replication r and lever k the critical size is the least at which what the lever
 * answers for is met. Sizes c meet a replication when c_k is its critical size at least
 * for every k; wanted are those of least cost that meet m of the n replications: the
 * sample average approximation of a joint chance constraint with random right-hand sides
 * (Luedtke and Ahmed 2008, SIAM J. Optim. 19, 674-699). What is chosen is which n - m
 * replications are given up.
 *
 * Branch and bound, exact: the levers are decided one after the other, each at one of the
 * critical sizes of the replications that are still met. If S are those, every lever not
 * yet decided costs its m-th smallest critical size in S at least, as at least m of S are
 * met in the end: that is the bound. It begins from sizes found by giving up, one by one,
 * the replication whose loss saves most. At a limit of nodes it stops, with the best that
 * was found and the least bound of what was left: a gap that is told. */
#ifndef SUF_QUESTION_JOINT_CHOICE_H
#define SUF_QUESTION_JOINT_CHOICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

typedef struct suf_joint_problem {
    uint32_t n, n_levers;
    /* [n][n_levers] numbers of values of each lever's grid; SUF_NONE: at none. */
    const uint32_t *critical;
    const double *cost; /* [n_levers] of one number more; above 0 */
    uint32_t n_met;     /* m, 1 to n */
    uint64_t most_nodes;
} suf_joint_problem;

typedef struct suf_joint_choice {
    bool is_possible;   /* whether m replications can be met at all */
    uint32_t *at;       /* [n_levers] the sizes; owned */
    double cost, bound; /* of them, above 0; nothing is cheaper than the bound */
    bool is_proven;     /* the bound is the cost */
    uint64_t n_nodes;
} suf_joint_choice;

/* Fails when memory is out. The choice is to be freed, also after a failure. */
SUF_MUST_CHECK suf_status suf_joint_choose(
    const suf_joint_problem *problem, suf_joint_choice *choice);
void suf_joint_choice_free(suf_joint_choice *self);

/* The m-th smallest critical size of a lever: what it needs alone; SUF_NONE: at none. */
SUF_MUST_CHECK suf_status suf_joint_alone(
    const suf_joint_problem *problem, uint32_t lever, uint32_t *at);
/* How many replications sizes meet. */
uint32_t suf_joint_n_met(const suf_joint_problem *problem, const uint32_t *at);

#endif
