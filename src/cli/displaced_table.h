/* Who lost a place to a class before its own, by class: of services that preempt.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_DISPLACED_TABLE_H
#define SUF_CLI_DISPLACED_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/given.h"
#include "results/results_read.h"

/* Prints displaced and resumed a year, of all districts; as CSV rows like those of the
 * other measures of classes (measure_table.h). Nothing of services where nobody was. */
SUF_MUST_CHECK suf_status suf_displaced_table_print(suf_results *results,
    uint32_t scenario, const suf_given *given, bool is_csv, suf_faults *faults);

#endif
