/* The design of a scenario: a word, or a table of points.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table has a row a replication, in any order, and the columns replication (0 to n - 1,
 * each once), one an assumption by its name with numbers within (0, 1), maybe NAME@YEAR
 * for the step of one that moves and shock/NAME@YEAR for that of a shared shock, and
 * maybe log_weight. A resolved text holds it as {table: {csv: "..."}}. */
#ifndef SUF_SCENARIO_DESIGN_H
#define SUF_SCENARIO_DESIGN_H

#include "scenario/read/reader.h"
#include "scenario/read/value.h"

SUF_READER(design);

#endif
