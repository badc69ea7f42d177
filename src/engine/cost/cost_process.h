/* What a replication costs: capital over the time of building, running costs, budgets.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Model (docs/theory/model.md, "Costs"). Amounts are in yuan, in constant prices.
 *
 * Capital. A unit of the delivery that opens costs what is given of it, times a factor: M
 * = Q(Phi(r Z + sqrt(1 - r^2) e)), Q the quantile function of the lognormal law of the
 * overrun, Z the normal score of the unit's delay (which holds the shocks that projects
 * share), e standard normal and its own, from a random stream of its own, r the
 * correlation of scores that gives the rank correlation (parameters.h). It is spent in
 * equal parts in each month that building touches, [begin, opening), or in the month of
 * the opening where it has no begin; months outside the run are not counted. What is
 * cancelled or never opens costs nothing.
 *
 * Running. A usable place costs its price for the share of the calendar year that it is
 * usable, occupied or not; each person served costs a price beside it. Idle is the first
 * for usable places that nobody occupies, by district and month, never below 0.
 *
 * Invariants. What is not given is NaN, never 0: of a project, of a service, and of a sum
 * of which nothing is given. Where there is nothing to pay, as in a scenario without
 * projects, it is 0. Without the key `costs` nothing is drawn and all is NaN. Each item
 * is paid by its fund, or by all by their shares; `all` is everything, whoever pays. */
#ifndef SUF_ENGINE_COST_PROCESS_H
#define SUF_ENGINE_COST_PROCESS_H

#include "engine/core/process.h"

/* The last process: it reads the record of the others. */
extern const suf_process suf_cost_process;

#endif
