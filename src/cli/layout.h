/* The layout of a run's results, from its scenarios.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_LAYOUT_H
#define SUF_CLI_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "engine/core/observation.h"
#include "scenario/types/scenario.h"
#include "stats/metrics.h"

/* Where the parts of one scenario stand in the layout; owned. */
typedef struct suf_layout_maps {
    uint32_t *districts, *services, *assumptions, *projects, *assets, *targets, *classes,
        *funds, *observations, *policies, *zones;
} suf_layout_maps;

/* Builds the layout of n (1 or more) scenarios. They must agree on start, end and
 * districts, and have names of their own; services, assumptions, projects, assets and
 * targets are unions in order of first appearance, as described at that appearance.
 * ordered[n] are the same scenarios as the models are built from, whose parts the maps
 * find by name: suf_scenario_order; or the very same. maps[n] come zeroed and are the
 * caller's to free, after a failure too. Faults name the files that disagree. On failure
 * *self is empty. */
SUF_MUST_CHECK suf_status suf_layout_build(suf_layout *self,
    const suf_scenario *scenarios, const suf_scenario *ordered, size_t n,
    suf_layout_maps *maps, suf_faults *faults);
/* Finds or adds the labels of the zones that places of some service stand in; map[zones
 * of the scenario] is where each stands. The layout has room for them. */
SUF_MUST_CHECK suf_status suf_layout_add_zones(
    suf_layout *self, const suf_scenario *scenario, uint32_t *map);
void suf_layout_maps_free(suf_layout_maps *self);
/* The same, as the engine borrows it. */
suf_layout_map suf_layout_map_of(const suf_layout_maps *self);

#endif
