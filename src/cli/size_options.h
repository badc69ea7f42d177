/* What suffice size is asked on its command line.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SIZE_OPTIONS_H
#define SUF_CLI_SIZE_OPTIONS_H

#include "base/fault.h"
#include "cli/commands.h"
#include "cli/options.h"

typedef struct suf_size_options {
    suf_texts sets, levers, lever_sets; /* as of run */
    suf_texts conditions;
    char seed_set[SUF_SEED_BYTES];
    const char *pattern; /* of the levers to size; NULL: the only one */
    double p;            /* 0: not given */
    const char *output;
    uint32_t n_replications, n_threads;
    bool force, quiet, is_csv, is_not_validated;
    bool is_joint, is_sweep, is_felt_validation, is_bounded;
    const char *minimise; /* NULL: cost */
    double budget;        /* 0: none */
} suf_size_options;

/* SUF_ERROR_USAGE, told, when options do not go together. */
SUF_MUST_CHECK suf_status suf_size_options_check(
    const suf_size_options *asked, suf_faults *faults);

#endif
