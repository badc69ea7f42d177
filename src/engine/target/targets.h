/* Targets: measured at the end of each month and of their date.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The formulas are in docs/theory/model.md, "Targets". A target looks at the state of the
 * replication (assets, places, people, lists) and at totals of the last 365 days, which
 * are the difference of running totals now and then: so running totals are kept by month
 * and put aside at the moments that some window begins with. A value that cannot be
 * decided (no data, nobody it could be of) is NaN, and the target then is neither met nor
 * missed. */
#ifndef SUF_ENGINE_TARGETS_H
#define SUF_ENGINE_TARGETS_H

#include "engine/core/core.h"

/* After all others, at whose state of the moment it looks. */
extern const suf_process suf_target_process;

#endif
