/* What is known while several levers are searched: brackets of critical sizes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_QUESTION_JOINT_BRACKETS_H
#define SUF_QUESTION_JOINT_BRACKETS_H

#include "question/joint_answer.h"

/* All arrays owned. */
typedef struct suf_joint_brackets {
    const suf_joint_task *task;
    suf_joint_answer *answer;
    int64_t *misses_at, *meets_at; /* [n][n_levers] -1 and n_values: open */
    int8_t *rest;                  /* [n] what no lever answers for; -1: not known */
    uint32_t *context; /* [n_levers] where levers stand that are not in hand; NULL: where
                          each replication meets */
    uint32_t *least;   /* [n_levers] sizes below which nothing is needed */
    uint32_t *at;      /* [n][n_levers] of trials in hand */
    suf_joint_trial *trials; /* [n] */
    double *met;             /* [n][n_levers + 1] */
    bool *is_met;            /* [n] all parts, at the sizes that were tried last */
    uint32_t *scratch;       /* [n] */
    uint32_t n_met;          /* rank whose sizes and all above are found */
} suf_joint_brackets;

/* All open. Task and answer are borrowed. Fails when memory is out; free it then too. */
SUF_MUST_CHECK suf_status suf_joint_brackets_init(
    suf_joint_brackets *self, const suf_joint_task *task, suf_joint_answer *answer);
/* Releases the arrays, not the answer. */
void suf_joint_brackets_free(suf_joint_brackets *self);
/* Narrows the brackets until none that may be needed is open. */
SUF_MUST_CHECK suf_status suf_joint_brackets_close(suf_joint_brackets *self);
/* A few replications find where to begin. */
SUF_MUST_CHECK suf_status suf_joint_brackets_begin(suf_joint_brackets *self);
/* Asks n trials that stand in self->trials, and leaves the answers in self->met. */
SUF_MUST_CHECK suf_status suf_joint_brackets_ask(suf_joint_brackets *self, uint32_t n);
/* The critical sizes, into the answer. */
void suf_joint_brackets_read(const suf_joint_brackets *self);
/* Tells the task how far the search is, if it wants to know. */
void suf_joint_brackets_tell(const suf_joint_brackets *self, const char *stage);

#endif
