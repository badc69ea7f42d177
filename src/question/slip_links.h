/* Which targets and conditions feel that a project opens later.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A project acts on its own units and on those that come after it: on the stocks that
 * they add to, and on the pools (a service in a district) whose places they open, close
 * or convert. From a pool people or places go to others: districts that reach each other,
 * and services of which one must be simulated where the other is (felt.h), in both
 * directions and over several steps. A policy that looks at such a pool adds to the
 * stocks of what it begins, and of what comes after that. A target that looks at nothing
 * of this has the same law whenever the project opens: its loss is exactly 0. (Who is in
 * a stay dies and moves by draws of its own, so that its path may differ; felt.h.) What
 * is linked may still come to a loss of 0; that takes runs. */
#ifndef SUF_QUESTION_SLIP_LINKS_H
#define SUF_QUESTION_SLIP_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "experiment/trials.h"
#include "model/model.h"

/* Adds to `pairs` ([*n], grown; the caller's to free) those of the targets and conditions
 * that are asked about ([n_targets + n_conditions]) and of all projects that can slip, by
 * target, then project. */
SUF_MUST_CHECK suf_status suf_slip_links_add(const suf_model *model, const bool *is_asked,
    suf_slip_pair **pairs, size_t *capacity, uint32_t *n);

#endif
