/* What suffice size is asked on its command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_OPTIONS_H
#define SUF_CLI_SIZE_OPTIONS_H

#include "base/fault.h"
#include "cli/commands.h"
#include "cli/question_stage.h"

typedef struct suf_size_options {
    suf_question_options common;
    suf_texts conditions;
    const char *pattern; /* of the levers to size; NULL: the only one */
    double p;            /* 0: not given */
    uint32_t n_replications;
    bool is_not_validated;
    bool is_joint, is_sweep, is_bounded, is_whole_validation, is_felt_validation;
    const char *minimise; /* NULL: cost */
    double budget;        /* 0: none */
} suf_size_options;

/* SUF_ERROR_USAGE, told, when options do not go together. */
SUF_MUST_CHECK suf_status suf_size_options_check(
    const suf_size_options *asked, suf_faults *faults);

#endif
