/* What the scenarios of one run must have in common.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_APP_AGREEMENT_H
#define SUF_APP_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"
#include "scenario/scenario.h"

/* SUF_ERROR_SCENARIO, with every disagreement in *faults, unless n scenarios have the
 * same start, end, design and districts, names of their own, and assumptions in places
 * that agree. */
SUF_MUST_CHECK suf_status suf_agreement_check(
    const suf_scenario *scenarios, size_t n, suf_faults *faults);
/* True when assumptions that both scenarios draw are drawn from the same random numbers.
 * Those are named by seed and assumption, but with design BALANCED an assumption's place
 * in the list is its coordinate, and correlated ones are mixed from those before them. So
 * whatever varies in both must stand in the same place of both lists where the place
 * counts. The first that does not is told in *faults. */
bool suf_agreement_places(
    const suf_scenario *scenario, const suf_scenario *earlier, suf_faults *faults);

#endif
