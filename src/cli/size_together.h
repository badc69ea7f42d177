/* suffice size of levers together: one joint question, or the steps of a sweep.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_TOGETHER_H
#define SUF_CLI_SIZE_TOGETHER_H

#include "cli/size_choice.h"
#include "cli/size_joint.h"
#include "cli/size_options.h"
#include "question/joint_sweep.h"

typedef struct suf_together {
    suf_sweep sweep;
    uint32_t n_steps;              /* that were begun */
    suf_joint_question *questions; /* [n_steps]; owned, as all arrays */
    suf_joint_result *results;
    suf_joint_told *told;
    double *base; /* [n_steps][n_levers of the model] values that a step begins from */
} suf_together;

/* What they are asked with; all borrowed. */
typedef struct suf_together_asked {
    const suf_size_options *options;
    const suf_size_choice *choice;
    const suf_scenario *scenario, *ordered; /* as written; as of the model */
    const suf_model *model;
    const suf_provenance *rule;
    suf_evaluations *evaluations;
} suf_together_asked;

/* Answers; a sweep step by step, each with the answers of those before. What has no
 * answer is told in faults. To be freed, also after a failure. */
SUF_MUST_CHECK suf_status suf_together_answer(
    suf_together *self, const suf_together_asked *asked, suf_faults *faults);
/* Prints what was answered, and writes its file. */
SUF_MUST_CHECK suf_status suf_together_tell(
    const suf_together *self, bool is_csv, const char *output, suf_faults *faults);
void suf_together_free(suf_together *self);

#endif
