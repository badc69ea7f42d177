/* What the core itself writes into the record.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_OBSERVE_H
#define SUF_ENGINE_OBSERVE_H

#include "engine/core/core.h"

/* Writes the month that ends now of all pools, all but waiting lists (stay/waits.h);
 * counts and areas begin anew. */
void suf_pools_observe(suf_core *core);
/* Counts of a service in a district since the month began, its zones among them. */
void suf_pools_count(const suf_core *core, uint32_t service, uint32_t district,
    uint64_t counts[SUF_N_COUNTS]);
/* Writes the values drawn for the assumptions, in each year of the run. */
void suf_observe_assumptions(const suf_core *core);

#endif
