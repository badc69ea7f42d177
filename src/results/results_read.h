/* A results file opened for reading: its layout, and its variables block by block.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is read before it is asked for: memory holds labels and handles only. */
#ifndef SUF_RESULTS_RESULTS_READ_H
#define SUF_RESULTS_RESULTS_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "results/results_file.h"
#include "stats/metrics.h"

/* Opens a file and checks, in this order: that it is there, agrees with its checksums, is
 * a results file, is of a format this program reads, is whole. What is wrong is told in
 * *faults: SUF_ERROR_OPEN, SUF_ERROR_FORMAT or SUF_ERROR_CORRUPT. */
SUF_MUST_CHECK suf_status suf_results_open(
    suf_results *self, const char *path, suf_faults *faults);
void suf_results_close(suf_results *self);
/* Reads one variable of one replication into values[suf_layout_size(layout, variable)].
 * Measures of a file without them (before format 1.4) are folded; another variable that
 * the file does not have reads as NaN. */
SUF_MUST_CHECK suf_status suf_results_read(suf_results *self, suf_variable variable,
    uint32_t scenario, uint32_t replication, double *values, suf_faults *faults);

#endif
