/* Faults that an overlay makes in what lies below it: told where the overlay is written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_BLAME_H
#define SUF_SCENARIO_BLAME_H

#include "scenario/read/overlay.h"

/* Moves each fault of the reading to the layer that makes it: one that stands in a layer
 * below, or in a table that is named there, without having been told of when the layers
 * below were read. below[i] holds the faults of the layers 0 to i, for all but the last.
 * What comes of one place is told once and counted. */
SUF_MUST_CHECK suf_status suf_blame(
    suf_reader *reader, const suf_layers *layers, const suf_faults *below);

#endif
