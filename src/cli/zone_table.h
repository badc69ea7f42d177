/* The table of zones of a results file: by service, zone and year the places, who is
 * there, who asks and who finds nothing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_ZONE_TABLE_H
#define SUF_CLI_ZONE_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_zone_table_csv_head(const suf_results *results);
/* Of one scenario. A file without zones is SUF_ERROR_USAGE, told in faults. */
SUF_MUST_CHECK suf_status suf_zone_table_print(suf_results *results, uint32_t scenario,
    const suf_given *given, bool is_csv, suf_faults *faults);

#endif
