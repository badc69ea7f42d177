/* Dimensions of a group of a results file: scales with labels, and what describes them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_OUTPUT_RESULTS_LABELS_H
#define SUF_OUTPUT_RESULTS_LABELS_H

#include <stddef.h>
#include <stdint.h>

#include <hdf5.h>

#include "base/status.h"
#include "stats/metrics.h"

typedef enum suf_dimension_id {
    SUF_DIMENSION_SCENARIO,
    SUF_DIMENSION_REPLICATION,
    SUF_DIMENSION_MONTH,
    SUF_DIMENSION_YEAR,
    SUF_DIMENSION_DISTRICT,
    SUF_DIMENSION_SERVICE,
    SUF_DIMENSION_SEX,
    SUF_DIMENSION_AGE_GROUP,
    SUF_DIMENSION_ASSUMPTION,
    SUF_DIMENSION_PROJECT,
    SUF_DIMENSION_ASSET,
    SUF_DIMENSION_TARGET,
    SUF_DIMENSION_QUANTILE,
    SUF_DIMENSION_CLASS,
    SUF_N_DIMENSIONS
} suf_dimension_id;

/* A text that describes a target: its coordinate, and where it stands in the label. */
typedef struct suf_target_text {
    const char *name;
    size_t offset;
} suf_target_text;
enum { SUF_N_TARGET_TEXTS = 13 };
extern const suf_target_text suf_target_texts[SUF_N_TARGET_TEXTS];

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
