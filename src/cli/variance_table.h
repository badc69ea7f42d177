/* The variance of a nested run, split into what is not known and chance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_VARIANCE_TABLE_H
#define SUF_CLI_VARIANCE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_variance_table_csv_head(void);
/* Prints, for every target and every quantity of a service in the city as a whole, the
 * variance of a replication and the share of it that comes from the assumptions. Prints
 * nothing when the run is not nested. It is as thought before, whatever was seen, and
 * says so: weighted draws are no design in which variance splits. */
SUF_MUST_CHECK suf_status suf_variance_table_print(suf_results *results,
    uint32_t scenario, const suf_given *given, bool is_csv, suf_faults *faults);

#endif
