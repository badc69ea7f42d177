/* The answer to the question why, of a results file that holds one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_WHY_TABLE_H
#define SUF_CLI_WHY_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "results/results_read.h"

typedef struct suf_why_style {
    bool is_csv, is_by_year, is_chinese;
} suf_why_style;

/* Prints sentences and tables, or CSV, of every plan of the file. SUF_ERROR_FORMAT, told,
 * when its scenarios are no plan with and without causes. */
SUF_MUST_CHECK suf_status suf_why_print(
    suf_results *results, const suf_why_style *style, suf_faults *faults);
/* Whether a scenario is a plan of the file without causes, of which tables need not be
 * shown. */
SUF_MUST_CHECK suf_status suf_why_is_variant(
    const suf_layout *layout, uint32_t scenario, bool *is_variant);

#endif
