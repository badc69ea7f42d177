/* Entry by rules: of services where who asks may balk or choose where, or its class bears
 * on whether it gets a place.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Few services have such rules (SUF_RULE_ENTRY), so they are kept apart from the way of
 * all others (place.c). */
#ifndef SUF_ENGINE_ENTRY_H
#define SUF_ENGINE_ENTRY_H

#include "engine/stay/stay_state.h"

/* Somebody asks, of a source, by its index, and where it asks (of a service with zones
 * not that of the index, but the source with the area it lives in): false when it balks.
 * Else *site is the area of its place, or SUF_NONE; and *class its class, or SUF_NONE
 * where no class bears on that. Counted are who balks, and by class who asks and is
 * admitted at once. */
bool suf_entry_by_rules(suf_stay_state *state, const suf_candidate *candidate,
    uint32_t source_index, const suf_demand_source *source, uint32_t *site,
    uint32_t *class);
/* A request that is void: it counts among those of its class. */
void suf_entry_void(suf_stay_state *state, const suf_candidate *candidate,
    uint32_t source_index, const suf_demand_source *source);

#endif
