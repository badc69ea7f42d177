/* The trees of a scenario as text, by one walk over the table of keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WRITTEN_TREE_H
#define SUF_SCENARIO_WRITTEN_TREE_H

#include "base/status.h"
#include "scenario/types/scenario.h"
#include "scenario/write/written_value.h"

/* Both texts are YAML in the order of the table of keys, made of what was read then: no
 * file is opened again. Owned by the caller, released with free. */

/* All that holds: every default and the content of every table, in their own order; no
 * path of a file, and no line numbers, so that equal scenarios give equal texts. */
SUF_MUST_CHECK suf_status suf_resolve(const suf_scenario *scenario, char **out);
/* A scenario that was read from files, as written: what it extends merged into it,
 * defaults filled in, and behind each value where it was written. Paths of tables are
 * made relative to the present folder, so that the text is a scenario itself. */
SUF_MUST_CHECK suf_status suf_show(const suf_scenario *scenario, char **out);

/* The writers of the types that hold more than one value, for their rows. */
SUF_WRITER(section);
SUF_WRITER(map);
SUF_WRITER(table);
SUF_WRITER(years);
SUF_WRITER(parameters);
SUF_WRITER(months);
SUF_WRITER(sexes);

#endif
