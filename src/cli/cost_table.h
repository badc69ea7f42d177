/* The table of costs of a results file: spending against the budget, by year and fund;
 * what services cost, and their idle places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_COST_TABLE_H
#define SUF_CLI_COST_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_cost_table_csv_head(const suf_results *results);
/* Of one scenario; says what is left out. SUF_ERROR_USAGE, told, of a file without
 * costs. */
SUF_MUST_CHECK suf_status suf_cost_table_print(suf_results *results, uint32_t scenario,
    const suf_given *given, bool is_csv, suf_faults *faults);
#endif
