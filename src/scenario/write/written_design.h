/* The design of a scenario as a resolved text has it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_WRITTEN_DESIGN_H
#define SUF_SCENARIO_WRITTEN_DESIGN_H

#include "scenario/write/written_value.h"

/* A word; or {table: {csv: "..."}}, the content of the table, whatever its file was. */
SUF_WRITER(design);

#endif
