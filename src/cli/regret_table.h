/* Which plan is robust: the regrets of the scenarios of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_REGRET_TABLE_H
#define SUF_CLI_REGRET_TABLE_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "results/results_read.h"

/* Prints the regrets (stats/regret.h) of all districts over the whole run: in targets
 * missed, and of each service in people unserved a year and waiting. Scenarios that are a
 * plan without causes of shortage are left out. SUF_ERROR_USAGE, told, when fewer than
 * two are left. By the weights of the first of them whose observations hold (given.h). */
SUF_MUST_CHECK suf_status suf_regret_print(
    suf_results *results, bool is_csv, bool is_prior, suf_faults *faults);

#endif
