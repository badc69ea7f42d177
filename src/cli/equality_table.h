/* The table of equality of a results file: by service, ratio and year.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_EQUALITY_TABLE_H
#define SUF_CLI_EQUALITY_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_equality_table_csv_head(const suf_results *results);
/* Of one scenario; says which services have none. */
SUF_MUST_CHECK suf_status suf_equality_table_print(suf_results *results,
    uint32_t scenario, const suf_given *given, bool is_csv, suf_faults *faults);

#endif
