/* Assumptions: their parameters, and whether they fit where they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_SCENARIO_ASSUMPTION_H
#define SUF_SCENARIO_ASSUMPTION_H

#include "scenario/read/reader.h"

/* The hooks of the section of assumptions. At the end the parameters are looked at (low
 * below high and the like); what is wrong is told at `place`, and they are then NAN. */
void suf_assumption_begin(suf_reader *self, void *element);
void suf_assumption_end(suf_reader *self, void *element, const suf_place *place);
/* The assumption that `$name` names, or `$name * factor`; the factor is 1 where there is
 * none. SUF_NONE when told: it must exist, have the dimension of the key and, times the
 * factor, lie in its range, which is noted in it. */
uint32_t suf_assumption_use(
    suf_reader *self, const suf_key *key, const suf_node *node, double *factor);

/* The least and greatest value it takes, in its own unit; without limits, its 1e-9 and
 * 1 - 1e-9 quantiles. Not finite when its parameters are those of no distribution. */
void suf_assumption_reach(const suf_assumption *assumption, double *low, double *high);

#endif
