/* What a results file says of its own shape: labels, times, targets, replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_RESULTS_RESULTS_LAYOUT_READ_H
#define SUF_RESULTS_RESULTS_LAYOUT_READ_H

#include "results/results_file.h"

/* Fills the layout of an open file, and seals it, and its replications; what was read
 * before a failure is freed with the file. */
SUF_MUST_CHECK suf_status suf_results_read_layout(suf_results *self);

#endif
