/* The table of policies of a results file: how likely each acts in a district, how often,
 * when first, and how many places it moves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_POLICY_TABLE_H
#define SUF_CLI_POLICY_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_policy_table_csv_head(const suf_results *results);
/* Of one scenario. A file without policies: nothing, or where they were asked for
 * SUF_ERROR_USAGE, told. */
SUF_MUST_CHECK suf_status suf_policy_table_print(suf_results *results, uint32_t scenario,
    const suf_given *given, bool is_csv, bool is_asked, suf_faults *faults);

#endif
