/* The tables of a results file: measures of services, or of classes of priority, by
 * district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_MEASURE_TABLE_H
#define SUF_CLI_MEASURE_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_service_tables_csv_head(const suf_results *results);
/* The same of the tables by class of priority, which have one column more. */
void suf_class_tables_csv_head(const suf_results *results);
/* One table a service; as CSV every measure that it has. */
SUF_MUST_CHECK suf_status suf_service_tables_print(suf_results *results,
    uint32_t scenario, const suf_given *given, bool is_csv, suf_faults *faults);
/* One table a service with classes: by class, and by district if asked for. Nothing when
 * there are none. */
SUF_MUST_CHECK suf_status suf_class_tables_print(suf_results *results, uint32_t scenario,
    const suf_given *given, bool is_csv, bool by_district, suf_faults *faults);

#endif
