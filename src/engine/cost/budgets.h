/* Budgets of a replication, and what is above them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SUF_ENGINE_BUDGETS_H
#define SUF_ENGINE_BUDGETS_H

#include "engine/core/core.h"

/* Writes budgets, sums of capital and running costs, and whether each is over its budget
 * into the record, whose capital and running costs are there. */
void suf_budgets_observe(const suf_core *core);

#endif
