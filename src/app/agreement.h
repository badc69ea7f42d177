/* What the scenarios of one run must have in common.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_APP_AGREEMENT_H
#define SUF_APP_AGREEMENT_H

#include <stddef.h>

#include "base/fault.h"
#include "base/status.h"
#include "scenario/scenario.h"

/* SUF_ERROR_SCENARIO, with every disagreement in *faults, unless n scenarios have the
 * same start, end, design and districts, and names of their own. */
SUF_MUST_CHECK suf_status suf_agreement_check(
    const suf_scenario *scenarios, size_t n, suf_faults *faults);

#endif
