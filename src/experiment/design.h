/* The values that assumptions take in each replication.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value is the quantile of one uniform an assumption
 * (random/assumption_distribution.h); the uniforms of a point are named by seed, point
 * and the assumption's name, so that scenarios share them. Point r / inner belongs to
 * replication r, whatever else is run: a run can be extended, split and resumed.
 *
 * Balanced points (random/low_discrepancy.h) are dealt in turn to SUF_DESIGN_GROUPS
 * groups: point p is point p / 25 of group p mod 25. Each group gives an unbiased
 * estimate of its own, and their spread an honest interval; too wide a one of what is due
 * to two assumptions together, whose correlation the groups share to keep it small.
 * Assumptions that go together do so by a normal copula: normal scores of the uniforms,
 * mixed by the Cholesky factor of their correlations (Iman and Conover 1982 for ranks;
 * Nelsen 2006, section 2.3), so that an assumption keeps its own uniform unless one
 * before it in the list goes with it.
 *
 * A table of points has the uniforms themselves, before any copula, so that under what is
 * thought before they are independent whatever the correlations; of a path it may have
 * the uniforms of its yearly steps and of the shock's. What it lacks is drawn as in a
 * random design.
 *
 * A path starts at 0 in the first calendar year and goes on as x(y) = phi x(y - 1) + sd
 * e, e normal, of whose variance a share is that of a shock common to all that name it.
 * Its steps are random whatever the design, but those in a table. With design FIXED it
 * stays at 0.
 *
 * The coordinate of an assumption is its place in the model's list. Models are built from
 * scenarios in one order (suf_scenario_order): by name, those that an overlay adds behind
 * the others; scenarios that are compared keep the places (app/agreement.h), and fix what
 * they would remove. */
#ifndef SUF_EXPERIMENT_DESIGN_H
#define SUF_EXPERIMENT_DESIGN_H

#include <stdint.h>

#include "base/status.h"
#include "model/model.h"

/* Draws values[suf_model_n_values(model)] for a replication: of each assumption, then of
 * each that moves, year by year. SUF_ERROR_PARAMETER when a value lies
 * outside what it is used for, or when a Latin hypercube or a table has no point left. */
SUF_MUST_CHECK suf_status suf_design_draw(
    const suf_model *model, uint64_t replication, double *values);
/* Replications that a design is made for: of a Latin hypercube, a table or a nested run;
 * else 0. */
uint32_t suf_design_replications(const suf_design_spec *design);
/* The most replications it can have; UINT32_MAX: any number. */
uint32_t suf_design_most_replications(const suf_design_spec *design);

#endif
