/* Projects that a question lets slip: how would it be if these opened later?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each project is a lever (chosen.h) behind those of the scenario, at 0: the days by
 * which it opens later than its law has it. Its delay, its cancellation and its
 * inspections are those of the plan, so that a replication differs by the slip alone; a
 * project that comes after it waits for it as in a plan. At 0 a replication is that of
 * the model without them, bit for bit. What is open at the start cannot slip. */
#ifndef SUF_MODEL_SLIPPED_PROJECTS_H
#define SUF_MODEL_SLIPPED_PROJECTS_H

#include <stdbool.h>

#include "base/status.h"
#include "model/model.h"

/* Whether a unit is of a project that opens, or may open, after the start, and of which
 * that is not known. */
bool suf_unit_can_slip(const suf_delivery_unit *unit);

/* Gives each of n projects (rows of the scenario, each once) a lever of 0 to `most` days;
 * *first_lever is that of the first one, the others follow. Before anything borrows the
 * model's levers; after a failure it is as it was. */
SUF_MUST_CHECK suf_status suf_model_slip_projects(suf_model *model,
    const uint32_t *projects, uint32_t n, double most, uint32_t *first_lever);

#endif
