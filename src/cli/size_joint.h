/* suffice size --joint: several levers at least cost; what it tells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_JOINT_H
#define SUF_CLI_SIZE_JOINT_H

#include "base/fault.h"
#include "journal/provenance.h"
#include "question/joint.h"

/* Answers, or says why there is no answer: a lever that nothing feels, a condition that
 * no lever reaches, what cannot be reached, or costs more than what is left of the budget
 * (0: none) of which some may be spent already. */
SUF_MUST_CHECK suf_status suf_joint_answer_all(const suf_joint_question *question,
    suf_evaluations *evaluations, double budget, double spent, const char *path,
    suf_joint_result *result, suf_faults *faults);

typedef struct suf_joint_told {
    const suf_scenario *scenario; /* as written, of the titles */
    const suf_joint_question *question;
    const suf_joint_result *result;
    const suf_provenance *rule;
} suf_joint_told;

/* What a joint answer counts: "yuan", or "units". */
const char *suf_joint_cost_unit(const suf_joint_told *self);
/* Cost of values, above the least; NAN where one is none. */
double suf_joint_cost_of(const suf_joint_told *self, const uint32_t *at);
/* The validation to believe; its n is 0 where there is none. */
const suf_joint_validation *suf_joint_last_validation(const suf_joint_result *result);

/* The answer as a table for people, on stdout. */
void suf_joint_print(const suf_joint_told *self);
/* A row a lever, on stdout, with a head; of a sweep all steps. */
void suf_joint_print_csv(const suf_joint_told *steps, uint32_t n);
/* The group /size, with /size/joint, of a file of its own. */
SUF_MUST_CHECK suf_status suf_joint_write(
    const suf_joint_told *steps, uint32_t n_steps, const char *path, suf_faults *faults);

#endif
