/* Lists at a month's end, and waits since it began, as they go into the record.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_LIST_MONTH_H
#define SUF_ENGINE_LIST_MONTH_H

#include "engine/stay/stay_state.h"

/* Writes the month that ends now of the lists of all stays: of districts, and of zones
 * where a service has its places in them; areas and sums begin anew. Before the counts of
 * the month are forgotten. */
void suf_lists_observe(suf_stay_state *state);

#endif
