/* What one more person served costs: of two scenarios, by service, over the whole run.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mean difference of what a service costs, capital and running costs as far as both
 * scenarios give them, over the mean difference of the people it serves, with Fieller's
 * interval (stats/quotient.h). */
#ifndef SUF_CLI_SERVED_COST_H
#define SUF_CLI_SERVED_COST_H

#include <stdbool.h>

#include "cli/comparison_pairs.h"

/* Prints the services whose costs differ; nothing where either file has no costs. */
SUF_MUST_CHECK suf_status suf_served_cost_print(
    const suf_pairs *pairs, bool is_csv, suf_faults *faults);

#endif
