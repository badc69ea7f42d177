/* A scenario as it is understood, each value with its origin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SHOW_H
#define SUF_SCENARIO_SHOW_H

#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"

/* Writes a scenario that has no faults as YAML, in the order of the table of keys: as
 * written, what it extends merged into it, defaults filled in, and behind each value
 * where it was written. Paths of tables are made relative to the present folder, so that
 * the text is a scenario itself. Owned by the caller, released with free. */
SUF_MUST_CHECK suf_status suf_show(const char *path, const char *const *sets,
    size_t n_sets, suf_faults *faults, char **out);

#endif
