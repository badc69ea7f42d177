/* What the scenarios of one run must have in common.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_CLI_AGREEMENT_H
#define SUF_CLI_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"
#include "scenario/types/scenario.h"

/* SUF_ERROR_SCENARIO, with every disagreement in *faults, unless n scenarios, given in
 * one order of their parts (suf_scenario_order), have the same start, end, design and
 * districts, names of their own, and assumptions in places that agree. */
SUF_MUST_CHECK suf_status suf_agreement_check(
    const suf_scenario *ordered, size_t n, suf_faults *faults);
/* True when assumptions that both scenarios draw are drawn from the same random numbers.
 * Those are named by seed and assumption, but with design BALANCED an assumption's place
 * among all, layer by layer and by name, is its coordinate, and correlated ones are mixed
 * from those before them. So whatever varies in both must have the same place in both
 * where the place counts. The first that does not is told in *faults. Both scenarios are
 * in one order: suf_scenario_order. */
bool suf_agreement_places(
    const suf_scenario *scenario, const suf_scenario *earlier, suf_faults *faults);

#endif
