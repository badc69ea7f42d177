/* The warning behind a run that does not hold what was seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_EXCLUDED_H
#define SUF_CLI_EXCLUDED_H

#include "base/fault.h"
#include "base/status.h"

/* Warns on stderr, once for the whole file: how many counts of residents its scenarios
 * exclude, and the first of them. */
SUF_MUST_CHECK suf_status suf_excluded_warn(const char *path, suf_faults *faults);

#endif
