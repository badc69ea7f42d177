/* Dimensions of a group of a results file: scales with labels, and what describes them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_RESULTS_LABELS_H
#define SUF_RESULTS_RESULTS_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include <hdf5.h>

#include "base/status.h"
#include "stats/metrics.h"

/* The dimensions of a kind of variable; returns how many. */
int suf_dimensions_of(suf_variable_dims dims, suf_dimension_id ids[6]);
hsize_t suf_dimension_size(
    const suf_layout *layout, uint32_t n_replications, suf_dimension_id id);
/* Writes the scales and describing coordinates of n_ids dimensions into a group;
 * scales[i] are the open datasets, closed by the caller (-1 from the first that failed
 * on). */
SUF_MUST_CHECK suf_status suf_dimensions_write(hid_t group, const suf_layout *layout,
    const int32_t *replications, uint32_t n_replications, const suf_dimension_id *ids,
    int n_ids, hid_t *scales);

#endif
