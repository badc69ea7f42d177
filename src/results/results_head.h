/* The attributes of a results file: what it is, and what it is a function of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_RESULTS_HEAD_H
#define SUF_RESULTS_RESULTS_HEAD_H

#include <hdf5.h>

#include "base/status.h"
#include "journal/provenance.h"
#include "stats/metrics.h"

/* Writes the attributes of the file, whose root is open for writing. Texts are copied;
 * fails as HDF5 does. */
SUF_MUST_CHECK suf_status suf_results_head_write(
    hid_t file, const suf_layout *layout, const suf_provenance *provenance);

#endif
