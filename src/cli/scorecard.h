/* The scorecard: every target of a results file with its probability.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_SCORECARD_H
#define SUF_CLI_SCORECARD_H

#include <stdbool.h>

#include "base/fault.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the targets of one scenario by area of the plan, as text or as CSV rows (their
 * head: cli/scorecard_csv.h). Nothing when there are no targets. */
SUF_MUST_CHECK suf_status suf_scorecard_print(suf_results *results, uint32_t scenario,
    const suf_given *given, bool is_csv, suf_faults *faults);

#endif
