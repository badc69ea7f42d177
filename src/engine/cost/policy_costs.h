/* What policies cost in a replication.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each place that a policy opens, closes or converts costs what is given of it in the
 * year in which that is done, without an overrun. What a policy begins costs what its
 * project does; the record has it among the projects' capital once, and by policy beside
 * that. */
#ifndef SUF_ENGINE_POLICY_COSTS_H
#define SUF_ENGINE_POLICY_COSTS_H

#include "engine/core/core.h"

/* Writes what policies cost into the record, and adds what places cost to its capital,
 * which has the projects'. */
void suf_policy_costs_observe(const suf_core *core);
/* Whether policies move places whose capital is a service's. *is_given turns true where
 * what each such place costs is given of any of them. */
bool suf_policy_costs_move(const suf_model *model, uint32_t service, bool *is_given);

#endif
