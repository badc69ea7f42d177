/* The columns of yearly steps in a table of points, against the assumptions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_CHECK_POINTS_H
#define SUF_SCENARIO_CHECK_POINTS_H

#include "scenario/read/reader.h"

/* Faults: a column of steps of what does not move, and one of a year that has no step. */
void suf_check_points(suf_reader *self);
/* Warns of columns of years after the run. */
void suf_warn_points(suf_reader *self);

#endif
