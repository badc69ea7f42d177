/* Assumptions: their parameters, and whether they fit where they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_ASSUMPTION_H
#define SUF_SCENARIO_ASSUMPTION_H

#include "scenario/reader.h"

/* Looks at the parameters of the assumption at hand (low below high and the like) and
 * tells what is wrong at `place`; its parameters are then NAN. */
void suf_assumption_check(
    suf_reader *self, suf_assumption *assumption, const suf_place *place);
/* The assumption that `$name` names, or SUF_NONE when told: it must exist, have the
 * dimension of the key and lie in its range, which is noted in it. */
uint32_t suf_assumption_use(suf_reader *self, const suf_key *key, const suf_node *node);

/* The least and greatest value it takes, in its own unit; without limits, its 1e-9 and
 * 1 - 1e-9 quantiles. Not finite when its parameters are no law. */
void suf_assumption_reach(const suf_assumption *assumption, double *low, double *high);

#endif
