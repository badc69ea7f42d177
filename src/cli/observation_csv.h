/* The table of observations as CSV: one row a quantity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_OBSERVATION_CSV_H
#define SUF_CLI_OBSERVATION_CSV_H

#include "cli/observed_runs.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_observation_csv_head(void);
/* Of each observation, the weights, and where these hold targets and assumptions. */
void suf_observation_csv_print(const suf_observed_runs *self);

#endif
