/* The scorecard as CSV: one row a target.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns are explained in docs/guide/runs.md. What is told of all targets together is
 * the same in every row of a scenario. */
#ifndef SUF_CLI_SCORECARD_CSV_H
#define SUF_CLI_SCORECARD_CSV_H

#include "cli/scores.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_scorecard_csv_head(const suf_results *results);
/* Prints a row for each target that the scenario at this index has, under that head. */
void suf_scorecard_csv_print(const suf_scores *self, uint32_t scenario);

#endif
