/* The results file: one HDF5 file that is also netCDF-4, written whole from a journal.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Groups and variables are those of stats/variables.h; every group has its own dimension
 * scales and labels, so that it opens in xarray by itself. Rules that make the file open
 * everywhere, and equal runs give equal bytes: links and attributes in creation order,
 * no object times, fixed sizes, one chunk per (scenario, replication), chunks stored as
 * they were packed, in (scenario, replication) order. */
#ifndef SUF_OUTPUT_RESULTS_H
#define SUF_OUTPUT_RESULTS_H

#include "base/fault.h"
#include "base/status.h"
#include "output/journal.h"

/* Writes `<output>.part` from the journal, which must hold every (scenario, replication),
 * syncs it, renames it over the output and removes the journal. On failure the part is
 * removed, output and journal are untouched and the reason is in *faults. */
SUF_MUST_CHECK suf_status suf_results_write(suf_journal *journal, suf_faults *faults);

#endif
