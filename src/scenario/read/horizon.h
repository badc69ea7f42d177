/* A run that an overlay makes shorter: what lies beyond its end is left out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_HORIZON_H
#define SUF_SCENARIO_HORIZON_H

#include "scenario/read/overlay.h"

/* When the end is earlier than one of a layer below: leaves out the projects that open,
 * and the targets that are measured, at the end or later and before the end below, and
 * warns of them. What the layer of the end or one above it writes stays, to be told of as
 * any date outside the run. Sets furthest_day of the reader. */
void suf_horizon_cut(suf_reader *self, const suf_layers *layers);

#endif
