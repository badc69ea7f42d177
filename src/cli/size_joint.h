/* suffice size --joint: several levers at least cost; what it tells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_JOINT_H
#define SUF_CLI_SIZE_JOINT_H

#include "base/fault.h"
#include "journal/provenance.h"
#include "question/joint.h"

/* Answers, or says why there is no answer: a lever that nothing feels, a condition that
 * no lever reaches, what cannot be reached, or costs more than the budget (0: none). */
SUF_MUST_CHECK suf_status suf_joint_answer_all(const suf_joint_question *question,
    suf_evaluations *evaluations, double budget, const char *path,
    suf_joint_result *result, suf_faults *faults);

typedef struct suf_joint_told {
    const suf_scenario *scenario; /* as written, of the titles */
    const suf_joint_question *question;
    const suf_joint_result *result;
    const suf_provenance *rule;
} suf_joint_told;

/* The answer as a table for people, on stdout. */
void suf_joint_print(const suf_joint_told *self);
/* A row a lever and one of all, on stdout, with a head. */
void suf_joint_print_csv(const suf_joint_told *self);
/* The group /size, with /size/joint, of a file of its own. */
SUF_MUST_CHECK suf_status suf_joint_write(
    const suf_joint_told *self, const char *path, suf_faults *faults);

#endif
