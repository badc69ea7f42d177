/* A scenario as it is understood, each value with its origin.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SHOW_H
#define SUF_SCENARIO_SHOW_H

#include "base/status.h"
#include "scenario/scenario.h"

/* Writes a scenario that was read from files as YAML, in the order of the table of keys:
 * as written, what it extends merged into it, defaults filled in, and behind each value
 * where it was written. It is what was read then: no file is opened again. Paths of
 * tables are made relative to the present folder, so that the text is a scenario itself.
 * Owned by the caller, released with free. */
SUF_MUST_CHECK suf_status suf_show(const suf_scenario *scenario, char **out);

#endif
