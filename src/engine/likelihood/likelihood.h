/* What was counted in the world, beside what a replication has there.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (docs/theory/model.md, "Observations"). An observation y with error sd says of a
 * replication, which has x at the same place and time, how likely it is: the errors are
 * normal and independent, so that, but for a constant,
 *
 *   log w = log v - 1/2 sum over observations of ((x - y) / sd)^2,
 *
 * v = 1 but where the replication's point comes from a table that gives it a weight.
 *
 * Replications are draws from what was thought before; weighted by w they are draws from
 * what is to be thought after (importance sampling: stats/weights.h).
 *
 * x is read from the record at the end of the run: of residents from their year, of
 * services from the months of the window, summed or meant over time, or the state at its
 * end; districts, sexes and age groups are summed.
 *
 * Invariants. Nothing is drawn, and nothing but the group of observations is written. An
 * infinite error adds 0 to log w, whatever x is. What is held out, and what is of another
 * basis than residents, has an x and adds nothing. Where a part of x was not observed, as
 * of a service that a scenario has not, x is NaN, and so is log w if it weighs. */
#ifndef SUF_ENGINE_LIKELIHOOD_H
#define SUF_ENGINE_LIKELIHOOD_H

#include "base/observed.h"
#include "engine/core/process.h"
#include "stats/variables.h"

/* Behind those that fill the record. */
extern const suf_process suf_likelihood_process;

/* The variable of the record that is counted. */
suf_variable suf_likelihood_variable(suf_observed observed);

#endif
