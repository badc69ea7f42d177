/* The table of observations of a results file, and what follows from them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_OBSERVATION_TABLE_H
#define SUF_CLI_OBSERVATION_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "results/results_read.h"

/* Of one scenario: each observation beside the run, the weights and whether they hold,
 * and where they do targets and assumptions by them. */
SUF_MUST_CHECK suf_status suf_observation_table_print(
    suf_results *results, uint32_t scenario, bool is_csv, suf_faults *faults);
/* Lines that the whole of `info` has: which observations the run excludes; nothing
 * without any. */
SUF_MUST_CHECK suf_status suf_observation_table_warn(
    suf_results *results, uint32_t scenario, suf_faults *faults);

#endif
