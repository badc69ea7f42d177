/* What may stand in a scenario, told to editors and to readers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_SCHEMA_H
#define SUF_SCENARIO_SCHEMA_H

#include "base/status.h"

/* Both are made from the table of keys alone; owned by the caller, released with free. */

/* The JSON Schema (draft 7) of scenario files. A file that extends another is an overlay:
 * nothing is required of it, and null removes. */
SUF_MUST_CHECK suf_status suf_schema_json(char **out);
/* The reference of keys and columns, in Markdown. */
SUF_MUST_CHECK suf_status suf_schema_markdown(char **out);

#endif
