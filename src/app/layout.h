/* The layout of a run's results, from its scenarios.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_APP_LAYOUT_H
#define SUF_APP_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/status.h"
#include "scenario/scenario.h"
#include "stats/metrics.h"

/* Builds the layout of n (1 or more) scenarios. They must agree on start, end and
 * districts, and have names of their own; services and assumptions are unions in order of
 * first appearance, with the titles of that appearance. service_maps[n] and
 * assumption_maps[n] come as NULLs and get one array a scenario, from its index to that
 * of the layout; the caller frees them with free, after a failure too. Faults name the
 * files that disagree. On failure *self is empty. */
SUF_MUST_CHECK suf_status suf_layout_build(suf_layout *self,
    const suf_scenario *scenarios, size_t n, uint32_t **service_maps,
    uint32_t **assumption_maps, suf_faults *faults);

#endif
