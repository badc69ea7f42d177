/* The results file: one HDF5 file that is also netCDF-4, written whole from a store.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Groups and variables are those of stats/variables.h; every group has its own dimension
 * scales and labels, so that it opens in xarray by itself. Rules that make the file open
 * everywhere, and equal runs give equal bytes: links and attributes in creation order,
 * no object times, fixed sizes, one chunk per (scenario, replication), chunks stored as
 * they were packed, in (scenario, replication) order. */
#ifndef SUF_RESULTS_RESULTS_H
#define SUF_RESULTS_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "results/store.h"

/* Writes `<output>.part` with the given replications (rising numbers, all of which the
 * store must have in every scenario), syncs it and renames it over the output. On failure
 * the part is removed, the output is untouched and the reason is in *faults. Asks before
 * each record whether to go on, unless goes_on is NULL: SUF_ERROR_INTERRUPTED, of which
 * nothing is told, when not. The caller has the output's lock (output_file.h). */
SUF_MUST_CHECK suf_status suf_results_write(suf_store *store, const char *output,
    const int32_t *replications, uint32_t n_replications, bool (*goes_on)(void *context),
    void *context, suf_faults *faults);

#endif
