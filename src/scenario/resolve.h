/* The resolved scenario: one text of all that holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_RESOLVE_H
#define SUF_SCENARIO_RESOLVE_H

#include "base/status.h"
#include "scenario/scenario.h"
#include "scenario/written_value.h"

/* Writes a scenario as YAML by the table of keys: every default and the content of every
 * table, in their own order; no path of a file, and no line numbers, so that equal
 * scenarios give equal texts. Owned by the caller, released with free. */
SUF_MUST_CHECK suf_status suf_resolve(const suf_scenario *scenario, char **out);

/* The writers of the types that hold more than one value, for their rows. */
SUF_WRITER(section);
SUF_WRITER(map);
SUF_WRITER(table);
SUF_WRITER(years);
SUF_WRITER(laws);
SUF_WRITER(months);
SUF_WRITER(sexes);

#endif
