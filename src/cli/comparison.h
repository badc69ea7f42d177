/* Paired differences between two scenarios on common random numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replication r of both scenarios has the same random numbers, so that the difference of
 * r is one observation of what the scenarios differ by, with most of the chance gone (Law
 * and Kelton, section 11.2). The variance reduction is (Var a + Var b) / Var (b - a), of
 * single replications: so many times the replications would runs of independent
 * replications need. Of balanced points this is what pairing alone gains: their evenness
 * narrows the interval of the difference, and would narrow those of runs apart, by
 * factors that are known less well than this one. */
#ifndef SUF_CLI_COMPARISON_H
#define SUF_CLI_COMPARISON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "cli/comparison_pairs.h"

/* Prints the line of column names that the rows of all scenarios share. */
void suf_comparison_csv_head(const suf_results *base, const suf_results *other);
/* Reads both scenarios and prints what differs between them, and how much; as CSV
 * everything. SUF_ERROR_FORMAT when no replication is in both. */
SUF_MUST_CHECK suf_status suf_comparison_print(
    const suf_comparison *self, bool is_csv, suf_faults *faults);

#endif
