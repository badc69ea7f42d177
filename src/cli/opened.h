/* Results files that a command looks at.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_OPENED_H
#define SUF_CLI_OPENED_H

#include <stdbool.h>

#include "base/fault.h"
#include "base/status.h"
#include "results/results_read.h"

/* True when the file begins as an HDF5 file does, so that it is no scenario. */
bool suf_opened_is_hdf5(const char *path);
/* As suf_results_open; says on standard error when the file is of a format that has no
 * checksums. */
SUF_MUST_CHECK suf_status suf_opened_results(
    suf_results *results, const char *path, suf_faults *faults);

#endif
